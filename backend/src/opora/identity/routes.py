"""HTTP of identity: parse, one call, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from opora.access.actor import ActorDep, allow, public
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.core.texts import language_of
from opora.identity import accounts, entering, invitations, queries, sessions
from opora.identity.schemas import (
    AccountCreate,
    AccountInvited,
    AccountList,
    AccountRead,
    AccountTransition,
    AssignmentEnd,
    AssignmentInput,
    DemoAccount,
    InvitationAccept,
    InvitationInput,
    InvitationLink,
    InvitationRead,
    Login,
    Me,
    PasswordChange,
    SessionRead,
    Switch,
)

router = context_router("identity")
Token = Annotated[str, Path(max_length=200)]  # whatever a mail program left of the link is simply not found


@router.post("/auth/login", response_model=Me, **public())
async def log_in(data: Login, request: Request) -> Response:
    return await entering.log_in(request, data)


@router.post("/auth/logout", status_code=204, **allow("self.manage", secret=True))
async def log_out(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    return await sessions.log_out(request, session, actor)


@router.post("/auth/switch", response_model=Me, **allow("self.manage", secret=True))
async def switch_assignment(data: Switch, request: Request, actor: ActorDep) -> Response:
    return await entering.switch(request, actor, data.assignment_id)


@router.get("/auth/demo-accounts", response_model=Items[DemoAccount], **public())
async def list_demo_accounts(request: Request) -> Items[DemoAccount]:
    return await entering.demo_accounts(request.app.state, language_of(request.headers.get("accept-language")))


@router.get("/auth/invitations/{token}", response_model=InvitationRead, **public())
async def get_invitation(token: Token, request: Request) -> InvitationRead:
    return await invitations.read_invitation(request, token)


@router.post("/auth/invitations/{token}/accept", status_code=204, **public())
async def accept_invitation(token: Token, data: InvitationAccept, request: Request) -> None:
    await invitations.accept_invitation(request, token, data.password)


@router.get("/me", response_model=Me, **allow("self.read"))
async def get_me(request: Request, actor: ActorDep) -> Me:
    return await entering.read_me(request.app.state, actor)


@router.get("/me/sessions", response_model=Items[SessionRead], **allow("self.manage"))
async def list_my_sessions(session: ReadSessionDep, actor: ActorDep) -> Items[SessionRead]:
    return await sessions.list_sessions(session, actor)


@router.delete("/me/sessions/{session_id}", status_code=204, **allow("self.manage"))
async def end_my_session(session_id: UUID, session: SessionDep, actor: ActorDep) -> None:
    await sessions.end_session(session, actor, session_id)


@router.post("/me/sessions/end-others", status_code=204, **allow("self.manage", secret=True))
async def end_my_other_sessions(session: SessionDep, actor: ActorDep) -> None:
    await sessions.end_other_sessions(session, actor)


@router.post("/me/password", status_code=204, **allow("self.manage", secret=True))
async def change_my_password(data: PasswordChange, request: Request, actor: ActorDep) -> None:
    await entering.change_password(request, actor, data)


@router.get("/accounts", response_model=Page[AccountRead], **allow("accounts.read"))
async def list_accounts(actor: ActorDep, reader: ReaderDep, query: Annotated[AccountList, Query()]) -> Response:
    return await queries.list_accounts(reader, actor, query)


@router.post("/accounts", status_code=201, response_model=AccountInvited, **allow("accounts.manage", secret=True))
async def create_account(data: AccountCreate, request: Request, session: SessionDep, actor: ActorDep) -> AccountInvited:
    return await accounts.create_account(session, actor, data, request.app.state.settings)


@router.get("/accounts/{account_id}", response_model=AccountRead, **allow("accounts.read"))
async def get_account(account_id: UUID, session: ReadSessionDep, actor: ActorDep) -> AccountRead:
    return await queries.read_account(session, actor, account_id)


@router.post(
    "/accounts/{account_id}/invitations",
    status_code=201,
    response_model=InvitationLink,
    **allow("accounts.manage", secret=True),
)
async def invite_account(
    account_id: UUID, data: InvitationInput, request: Request, session: SessionDep, actor: ActorDep
) -> InvitationLink:
    return await invitations.invite(session, actor, account_id, data.purpose, request.app.state.settings)


@router.post("/accounts/{account_id}/transitions", response_model=AccountRead, **allow("accounts.manage"))
async def change_account_state(
    account_id: UUID, data: AccountTransition, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> AccountRead:
    return await accounts.change_state(session, actor, account_id, data, if_match)


@router.post(
    "/accounts/{account_id}/assignments", status_code=201, response_model=AccountRead, **allow("accounts.manage")
)
async def grant_role(account_id: UUID, data: AssignmentInput, session: SessionDep, actor: ActorDep) -> AccountRead:
    return await accounts.grant_role(session, actor, account_id, data)


@router.post(
    "/accounts/{account_id}/assignments/{assignment_id}/end", response_model=AccountRead, **allow("accounts.manage")
)
async def end_assignment(
    account_id: UUID, assignment_id: UUID, _: AssignmentEnd, session: SessionDep, actor: ActorDep
) -> AccountRead:
    return await accounts.end_assignment(session, actor, account_id, assignment_id)
