"""HTTP of deficits: parse, one call, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.core.listing import CSV_ANSWER
from opora.deficits import catalogue, diagnosing, entry, queries, scoping, service
from opora.deficits.schemas import (
    ActionInput,
    ActionOwner,
    ActionTransitionInput,
    DeficitCreate,
    DeficitList,
    DeficitRead,
    DeficitRow,
    DeficitTypeCreate,
    DeficitTypeList,
    DeficitTypeRead,
    DeficitTypeUpdate,
    DeficitUpdate,
    HistoryEntry,
    Matrix,
    MatrixInput,
    MatrixQuery,
    MatrixResult,
    MatrixUndo,
    MatrixUndone,
    MeasurementInput,
    Prevalence,
    ProgramQuery,
    ScopeDecided,
    ScopeDecisionInput,
    ScopeDecisionList,
    ScopeDecisionRead,
    TeacherSummaryItem,
    TransitionInput,
    TransitionRead,
)

router = context_router("deficits")
Accept = Annotated[str | None, Header(alias="Accept", max_length=300, include_in_schema=False)]


@router.get("/deficit-types", response_model=Page[DeficitTypeRead], **allow("deficit_types.read"))
async def list_deficit_types(
    actor: ActorDep, reader: ReaderDep, query: Annotated[DeficitTypeList, Query()]
) -> Response:
    return await catalogue.list_types(reader, actor, query)


@router.post("/deficit-types", status_code=201, response_model=DeficitTypeRead, **allow("deficit_types.manage"))
async def create_deficit_type(data: DeficitTypeCreate, session: SessionDep) -> DeficitTypeRead:
    return await catalogue.create_type(session, data)


@router.get("/deficit-types/{type_id}", response_model=DeficitTypeRead, **allow("deficit_types.read"))
async def get_deficit_type(type_id: UUID, session: ReadSessionDep) -> DeficitTypeRead:
    return await catalogue.read_type(session, type_id)


@router.patch("/deficit-types/{type_id}", response_model=DeficitTypeRead, **allow("deficit_types.manage"))
async def update_deficit_type(
    type_id: UUID, data: DeficitTypeUpdate, session: SessionDep, if_match: IfMatch = None
) -> DeficitTypeRead:
    return await catalogue.update_type(session, type_id, data, if_match)


@router.get("/deficits", response_model=Page[DeficitRow], responses=CSV_ANSWER, **allow("deficits.read"))
async def list_deficits(
    actor: ActorDep, reader: ReaderDep, query: Annotated[DeficitList, Query()], accept: Accept = None
) -> Response:
    return await queries.list_deficits(reader, actor, query, as_csv="text/csv" in (accept or ""))


@router.post("/deficits", status_code=201, response_model=DeficitRead, **allow("deficits.diagnose"))
async def diagnose_deficit(data: DeficitCreate, session: SessionDep, actor: ActorDep) -> DeficitRead:
    return await diagnosing.diagnose_deficit(session, actor, data)


@router.get("/deficits/matrix", response_model=Matrix, responses=CSV_ANSWER, **allow("deficits.matrix"))
async def get_deficit_matrix(
    actor: ActorDep, reader: ReaderDep, query: Annotated[MatrixQuery, Query()], accept: Accept = None
) -> Response:
    return await entry.read_matrix(reader, actor, query.program_id, as_csv="text/csv" in (accept or ""))


@router.post("/deficits/matrix", status_code=201, response_model=MatrixResult, **allow("deficits.enter_matrix"))
async def enter_deficit_matrix(data: MatrixInput, session: SessionDep, actor: ActorDep) -> MatrixResult:
    return await entry.enter_matrix(session, actor, data)


@router.post("/deficits/matrix/undo", response_model=MatrixUndone, **allow("deficits.enter_matrix"))
async def undo_deficit_matrix(data: MatrixUndo, session: SessionDep, actor: ActorDep) -> MatrixUndone:
    return await entry.undo_matrix(session, actor, data.batch_id)


@router.get("/deficits/prevalence", response_model=Prevalence, **allow("deficits.aggregate"))
async def get_prevalence(
    session: ReadSessionDep, actor: ActorDep, query: Annotated[ProgramQuery, Query()]
) -> Prevalence:
    return await scoping.read_prevalence(session, actor, query.program_id)


@router.get("/deficits/teacher-summary", response_model=Items[TeacherSummaryItem], **allow("deficits.teacher_summary"))
async def get_teacher_summary(
    session: ReadSessionDep, query: Annotated[ProgramQuery, Query()]
) -> Items[TeacherSummaryItem]:
    return await queries.teacher_summary(session, query.program_id)


@router.get("/deficits/{deficit_id}", response_model=DeficitRead, **allow("deficits.read"))
async def get_deficit(deficit_id: UUID, session: ReadSessionDep, actor: ActorDep) -> DeficitRead:
    return await service.read_deficit(session, actor, deficit_id)


@router.patch("/deficits/{deficit_id}", response_model=DeficitRead, **allow("deficits.update"))
async def update_deficit(
    deficit_id: UUID, data: DeficitUpdate, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> DeficitRead:
    return await service.update_deficit(session, actor, deficit_id, data, if_match)


@router.get("/deficits/{deficit_id}/history", response_model=Items[HistoryEntry], **allow("deficits.read"))
async def get_deficit_history(deficit_id: UUID, session: ReadSessionDep) -> Items[HistoryEntry]:
    return await queries.deficit_history(session, deficit_id)


@router.get("/deficits/{deficit_id}/transitions", response_model=Items[TransitionRead], **allow("deficits.read"))
async def list_deficit_transitions(deficit_id: UUID, session: ReadSessionDep, actor: ActorDep) -> Items[TransitionRead]:
    return Items(items=(await service.read_deficit(session, actor, deficit_id)).transitions)


@router.post("/deficits/{deficit_id}/transitions", response_model=DeficitRead, **allow("deficits.transition"))
async def transition_deficit(
    deficit_id: UUID, data: TransitionInput, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> DeficitRead:
    return await service.transition_deficit(session, actor, deficit_id, data, if_match)


@router.get("/deficits/{deficit_id}/owners", response_model=Items[ActionOwner], **allow("deficits.update"))
async def list_action_owners(deficit_id: UUID, session: ReadSessionDep) -> Items[ActionOwner]:
    return await service.read_owners(session, deficit_id)


@router.post("/deficits/{deficit_id}/actions", status_code=201, response_model=DeficitRead, **allow("deficits.update"))
async def add_deficit_action(deficit_id: UUID, data: ActionInput, session: SessionDep, actor: ActorDep) -> DeficitRead:
    return await service.add_action(session, actor, deficit_id, data)


@router.post(
    "/deficits/{deficit_id}/actions/{action_id}/transitions", response_model=DeficitRead, **allow("deficits.update")
)
async def transition_deficit_action(
    deficit_id: UUID, action_id: UUID, data: ActionTransitionInput, session: SessionDep, actor: ActorDep
) -> DeficitRead:
    return await service.transition_action(session, actor, deficit_id, action_id, data)


@router.post(
    "/deficits/{deficit_id}/measurements", status_code=201, response_model=DeficitRead, **allow("deficits.update")
)
async def measure_deficit(
    deficit_id: UUID, data: MeasurementInput, session: SessionDep, actor: ActorDep
) -> DeficitRead:
    return await service.measure(session, actor, deficit_id, data)


@router.get("/deficit-scope-decisions", response_model=Items[ScopeDecisionRead], **allow("deficits.decisions"))
async def list_scope_decisions(
    session: ReadSessionDep, query: Annotated[ScopeDecisionList, Query()]
) -> Items[ScopeDecisionRead]:
    return await queries.list_decisions(session, query.program_id, query.type_id)


@router.post("/deficit-scope-decisions", status_code=201, response_model=ScopeDecided, **allow("deficits.decide_scope"))
async def decide_scope(data: ScopeDecisionInput, session: SessionDep, actor: ActorDep) -> ScopeDecided:
    return await scoping.decide_scope(session, actor, data)
