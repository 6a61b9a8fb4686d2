"""Common or individual: the proposal with its figures, and the municipal coordinator's decision (domain.md 2.3)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update

from opora.access.actor import Actor
from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.outbox import record, record_many
from opora.core.problems import Invalid, NotFound
from opora.core.texts import Text
from opora.deficits import queries
from opora.deficits.errors import CommentNeeded, DecisionUnchanged
from opora.deficits.models import Deficit, DeficitAction, DeficitScopeDecision, DeficitType
from opora.deficits.picture import Picture, load_picture
from opora.deficits.routing import explanation, fits
from opora.deficits.schemas import Prevalence, PrevalenceItem, SchoolRef, ScopeDecided, ScopeDecisionInput, TypeRef
from opora.identity.queries import heads_of
from opora.notices.service import notify
from opora.programs.errors import OwnProgramOnly
from opora.programs.models import Program
from opora.programs.queries import program_ends
from opora.programs.rights import require_running

_NEXT = {
    "common": Text(
        "Дефицит общий: его закрывают на Дне образовательных интенсивов. Методист запланирует занятие.",
        "The deficit is common: the Day of Educational Intensives closes it. The methodologist plans a session.",
    ),
    "individual": Text(
        "Дефицит индивидуальный: подберите сильную школу и запланируйте действие.",
        "The deficit is individual: find a strong school and plan an action.",
    ),
}
"""What a decision means for the schools it reaches."""


async def read_prevalence(session: ReadSession, actor: Actor, program_id: UUID) -> Prevalence:
    """Every type some school holds, with n of N, what follows, and who holds it.

    Observers and API clients get the figures without names of schools and people.
    """
    picture = await load_picture(session, program_id)
    in_force = await queries.list_decisions(session, program_id, in_force=True)
    decisions = {decision.type.id: decision for decision in in_force.items}
    named = actor.may("deficits.matrix")
    refs = {id_: SchoolRef(id=UUID(id_), short_name=name) for id_, name, _, _ in picture.schools}
    items = []
    for type_id, code, title, component, _ in picture.types:
        figures, holders = picture.figures(type_id), picture.holders(type_id)
        decision = decisions.get(UUID(type_id))
        if not holders and decision is None:
            continue
        if decision and not named:
            decision = decision.model_copy(update={"decided_by_name": None, "comment": None})
        text = explanation(figures.holders, figures.participants, figures.threshold)
        items.append(
            PrevalenceItem(
                type=TypeRef(id=UUID(type_id), code=code, title=title),
                component=component,
                holders=figures.holders,
                participants=figures.participants,
                share=figures.holders / figures.participants if figures.participants else None,
                threshold=float(figures.threshold),
                proposed_scope=figures.proposed_scope,
                explanation=text.of(language(session)),
                waiting=picture.waiting(type_id),
                decision=decision,
                schools_with=[ref for id_, ref in refs.items() if named and id_ in holders],
                schools_without=[ref for id_, ref in refs.items() if named and id_ in picture.low - holders],
            )
        )
    items.sort(key=lambda item: (item.waiting == 0, -item.holders, item.type.title))
    return Prevalence(
        program_id=program_id, threshold=float(picture.threshold), participants=len(picture.low), items=items
    )


async def decide_scope(session: Session, actor: Actor, data: ScopeDecisionInput) -> ScopeDecided:
    """Decide a type's scope for a programme: stores the figures of today, gives every confirmed deficit of the type its
    scope, and flags planned actions that no longer fit.

    Raises `CommentNeeded` when the decision differs from the proposal without a reason, `DecisionUnchanged` when it is in
    force and nothing waits, `ProgramOver` and `ProgramFinished` when the programme no longer runs.
    """
    locked = (
        select(Program, program_ends()).where(Program.id == data.program_id).with_for_update(key_share=True, of=Program)
    )
    found = (await session.execute(locked)).one_or_none()
    if found is None:  # nobody of a municipality may lock a programme of the region
        raise OwnProgramOnly if await session.get(Program, data.program_id) else NotFound
    require_running(*found)
    await _hold(session, data.program_id, data.type_id)
    picture = await load_picture(session, data.program_id)
    type_ = await session.get(DeficitType, data.type_id)
    if type_ is None or picture.municipality_id is None:
        raise Invalid(("/type_id", "unknown-reference", Text("Такого вида нет в каталоге", "No such deficit type")))
    if "school" not in type_.bearer_kinds:
        raise Invalid(
            (
                "/type_id",
                "wrong-bearer",
                Text("Охват решают только для дефицитов школ", "A scope is decided for deficits of schools only"),
            )
        )
    figures = picture.figures(str(data.type_id))
    if data.decided_scope != figures.proposed_scope and not data.comment:
        raise CommentNeeded
    await _revise_former(session, picture, data)
    now = clock.now()
    decision = DeficitScopeDecision(
        region_id=picture.region_id,
        municipality_id=picture.municipality_id,
        program_id=data.program_id,
        type_id=data.type_id,
        holders=figures.holders,
        participants=figures.participants,
        threshold=figures.threshold,
        proposed_scope=figures.proposed_scope,
        decided_scope=data.decided_scope,
        comment=data.comment,
        decided_by=actor.account_id,
        decided_at=now,
    )
    session.add(decision)
    await session.flush()
    applied = await _apply(session, decision, now)
    flagged = await _flag_actions(session, applied, data.decided_scope)
    await record(
        session, "scope_decision.decided", decision, type_id=data.type_id, scope=data.decided_scope,
        holders=figures.holders, participants=figures.participants, threshold=float(figures.threshold), applied=len(applied),
    )  # fmt: skip
    called = await queries.names(session, [actor.account_id])
    read = queries.decision_read(decision, type_, called)
    return ScopeDecided(**read.model_dump(), applied=len(applied), flagged_actions=flagged)


async def settled_decision(session: Session, program_id: UUID, type_id: UUID) -> DeficitScopeDecision | None:
    """The decision in force for a deficit that is about to take it: one under way is waited for, the next one waits."""
    await _hold(session, program_id, type_id, shared=True)
    return await queries.decision_in_force(session, program_id, type_id)


async def lock_for_decision(session: Session, deficit_id: UUID) -> None:
    """Take the programme before the deficit, in the order in which a decision takes them."""
    of = select(Deficit.program_id).where(Deficit.id == deficit_id).scalar_subquery()
    await session.execute(select(Program.id).where(Program.id == of).with_for_update(key_share=True))


async def _hold(session: Session, program_id: UUID, type_id: UUID, *, shared: bool = False) -> None:
    """Deciding about a type excludes what depends on its decision, to the end of the transaction."""
    lock = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
    await session.execute(select(lock(func.hashtextextended(f"scope {program_id} {type_id}", 0))))


async def _revise_former(session: Session, picture: Picture, data: ScopeDecisionInput) -> None:
    former = await session.scalar(
        select(DeficitScopeDecision).where(queries.current_decision(data.program_id, data.type_id))
    )
    if former is None:
        return
    if former.decided_scope == data.decided_scope and not picture.waiting(str(data.type_id)):
        raise DecisionUnchanged
    former.revised_at = clock.now()
    await session.flush()


async def _tell(session: Session, decision: DeficitScopeDecision, schools: set[UUID]) -> None:
    """The heads of the schools concerned: it is their move, or the Day's."""
    query = f"program_id={decision.program_id}&type_id={decision.type_id}"
    await notify(
        session, "scope_decided", await heads_of(session, schools), _NEXT[decision.decided_scope], f"/deficits?{query}"
    )


async def _apply(session: Session, decision: DeficitScopeDecision, now: datetime) -> list[UUID]:
    """Confirmed deficits take the scope; those under way take a revised one unless a coordinator set theirs apart."""
    under_way = Deficit.status.in_(("scoped", "planned", "in_progress")) & (Deficit.scope_source == "decision")
    chosen = (
        select(Deficit)
        .where(
            Deficit.program_id == decision.program_id,
            Deficit.type_id == decision.type_id,
            Deficit.bearer_kind == "school",
            or_(Deficit.status == "identified", under_way & (Deficit.scope != decision.decided_scope)),
        )
        .order_by(Deficit.id)
        .with_for_update()
    )
    before = {deficit.id: (deficit.status, deficit) for deficit in await session.scalars(chosen)}
    if not before:
        return []
    await session.execute(
        update(Deficit)
        .where(Deficit.id.in_(list(before)))
        .values(
            status="scoped", status_since=now, scope=decision.decided_scope, scope_source="decision", route=None,
            version=Deficit.version + 1, updated_at=now,
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    figures = {
        "holders": decision.holders,
        "participants": decision.participants,
        "threshold": float(decision.threshold),
    }
    said = {"to": "scoped", "scope": decision.decided_scope, "comment": decision.comment, **figures}
    events = {id_: "set_scope" if status == "identified" else "change_scope" for id_, (status, _) in before.items()}
    await record_many(
        session,
        [
            (f"deficit.{events[id_]}", deficit, {"event": events[id_], "from": status, **said})
            for id_, (status, deficit) in before.items()
        ],
    )
    await _tell(session, decision, {deficit.school_id for _, deficit in before.values()})
    return list(before)


async def _flag_actions(session: Session, deficits: list[UUID], scope: str) -> int:
    """Planned actions whose route the new scope does not take; they are kept and marked for planning anew (2.3
    p. 3).
    """
    if not deficits:
        return 0
    planned = await session.scalars(
        select(DeficitAction).where(DeficitAction.deficit_id.in_(deficits), DeficitAction.state == "planned")
    )
    flagged = 0
    for action in planned:
        action.is_wrong_route = not fits(scope, action.route, action.purpose)
        flagged += action.is_wrong_route
    await session.flush()
    return flagged
