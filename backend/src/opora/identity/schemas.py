"""The documented contract of identity: what a client sends and reads."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from opora.core.inputs import Day, Input, Line, Note, Output, PageParams, Query, Versioned

RoleName = Literal[
    "regional_coordinator", "municipal_coordinator", "methodologist", "school_head", "school_curator", "teacher",
    "expert", "observer", "client", "administrator",
]  # fmt: skip
GrantableRole = Literal[
    "regional_coordinator", "municipal_coordinator", "methodologist", "school_head", "school_curator", "teacher",
    "expert", "observer", "administrator",
]  # fmt: skip
ScopeKind = Literal["region", "municipality", "school", "person", "admin"]
AccountStatus = Literal["invited", "active", "disabled"]
AccountAction = Literal["disable", "enable", "reset_password", "invite_again", "grant"]
InvitationPurpose = Literal["invitation", "reset"]


def _encodable(value: str) -> str:
    """Lone surrogates and NUL: nothing a keyboard types, nothing a hash or a database takes."""
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("unprintable")
    return value


def _lower(value: object) -> object:
    """`str_to_lower` of a constraint runs after the pattern: people type capitals, and a login has none."""
    return value.strip().lower() if isinstance(value, str) else value


Password = Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(_encodable)]
"""As typed, spaces included. What a new one must be, `passwords.check_policy` says."""
AnyLogin = Annotated[
    str, BeforeValidator(_lower), StringConstraints(min_length=1, max_length=200), AfterValidator(_encodable)
]
NewLogin = Annotated[str, BeforeValidator(_lower), StringConstraints(pattern=r"^[a-z0-9а-яё][a-z0-9а-яё._@+-]{2,99}$")]


class Login(Input):
    login: AnyLogin
    password: Password


class Switch(Input):
    assignment_id: UUID


class PasswordChange(Input):
    current_password: Password
    new_password: Password


class InvitationAccept(Input):
    password: Password


class PersonRead(Output):
    id: UUID
    name: str
    short_name: str


class PersonRef(Output):
    id: UUID
    name: str


class RegionRef(Output):
    id: UUID
    name: str


class Assignment(Output):
    """A role with its scope. `scope_name` is what a person reads: the region, the municipality or the school."""

    id: UUID
    role: RoleName
    scope_kind: ScopeKind
    scope_name: str
    region_id: UUID
    municipality_id: UUID | None
    school_id: UUID | None
    valid_from: datetime
    valid_to: datetime | None


class Me(Output):
    """Who is signed in, through which role, what that role may do today, and which roles it may grant (`grants`)."""

    account_id: UUID
    login: str
    person: PersonRead | None
    assignment: Assignment
    assignments: list[Assignment]
    permissions: list[str]
    grants: list[RoleName]
    demo: bool
    today: date
    region: RegionRef


class DemoAccount(Output):
    login: str
    password: str
    role: RoleName
    title: str
    scope_name: str


class SessionRead(Output):
    id: UUID
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str | None
    is_current: bool


class AccountList(PageParams):
    sort: Literal["login", "-login"] = "login"
    q: Query | None = None
    role: RoleName | None = None
    municipality_id: UUID | None = None
    school_id: UUID | None = None
    status: AccountStatus | None = None


class AccountRead(Versioned):
    """An account as those who manage it see it. `assignments` are the live and the coming ones."""

    id: UUID
    login: str
    status: AccountStatus
    person: PersonRef | None
    assignments: list[Assignment]
    last_login_at: datetime | None
    allowed_actions: list[AccountAction]


class AccountCreate(Input):
    """For somebody of the register (`person_id`) or for a new person (the names). Without a municipality (a school) the
    actor's own is meant, where the role has one.
    """

    login: NewLogin
    person_id: UUID | None = None
    last_name: Annotated[Line, Field(max_length=100)] | None = None
    first_name: Annotated[Line, Field(max_length=100)] | None = None
    patronymic: Annotated[Line, Field(max_length=100)] | None = None
    role: GrantableRole
    municipality_id: UUID | None = None
    school_id: UUID | None = None


class InvitationInput(Input):
    purpose: InvitationPurpose


class InvitationLink(Output):
    """Shown once: only a hash of the token is kept."""

    url: str
    token: str
    expires_at: datetime


class AccountInvited(Output):
    account: AccountRead
    invitation: InvitationLink


class AccountTransition(Input):
    event: Literal["disable", "enable"]
    comment: Note | None = None


class AssignmentInput(Input):
    """`valid_from`: a day not before today, from its first minute; absent: at once."""

    role: GrantableRole
    municipality_id: UUID | None = None
    school_id: UUID | None = None
    valid_from: Day | None = None


class AssignmentEnd(Input):
    pass


class InvitationRead(Output):
    """What the page behind an invitation's link shows before a password is chosen."""

    purpose: InvitationPurpose
    login: str
    name: str
    expires_at: datetime


class TokenRead(Output):
    """RFC 6749, section 5.1."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str


class TokenError(Output):
    """RFC 6749, section 5.2."""

    error: Literal["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"]
    error_description: str
