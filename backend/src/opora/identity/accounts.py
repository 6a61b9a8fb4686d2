"""Use cases of accounts: create with an invitation, disable, enable, grant and end roles."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.access.routing import check_version
from opora.core import clock, outbox
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.problems import Invalid
from opora.core.sorting import sort_key
from opora.core.texts import Text
from opora.identity import grants, queries, schemas
from opora.identity.errors import (
    AccountNotManaged,
    AccountState,
    AssignmentEnded,
    AssignmentNotFound,
)
from opora.identity.invitations import make_link
from opora.identity.managing import LIVE, keep_an_administrator, load_account, load_managed
from opora.identity.models import Account, RoleAssignment
from opora.identity.placing import Place, place
from opora.people.models import LEADING, Employment, Person
from opora.people.queries import settle_main_place
from opora.settings import Settings
from opora.territory.errors import unknown_reference

_NOT_DISABLED = Text("Учётная запись не отключена.", "The account is not disabled.")
_DISABLED = Text("Учётная запись отключена. Сначала включите её.", "The account is disabled. Enable it first.")
_NO_PERSON = Text("Роль получает только человек.", "Only a person is granted a role.")
_REQUIRED = Text("Обязательное поле", "Required")
_EITHER = Text(
    "Либо человек из реестра, либо имя нового человека", "Either a person of the register or the name of a new one"
)
_CAPACITY = {Role.SCHOOL_HEAD: "school_director", Role.SCHOOL_CURATOR: "curator", Role.TEACHER: "teacher"}
"""As what a new person works in the school (2.1, PersonCapacity): a head's deficits ask for the school's director."""
_PAST = Text("Роль действует с сегодняшнего дня или позже", "A role begins today or later")


async def create_account(
    session: Session, actor: Actor, data: schemas.AccountCreate, settings: Settings
) -> schemas.AccountInvited:
    """An account and its role at once, for a known or a new person, who chooses the password through the link.

    Raises `GrantNotAllowed` (403), `LoginTaken`, `PersonHasAccount` (409), `Invalid` (422).
    """
    actor.require("accounts.manage")
    role = Role(data.role)
    where = await place(session, actor, role, data.municipality_id, data.school_id)
    person = await _known_person(session, data)
    account = await add_account(session, actor.region_id, where, role, data, actor.account_id, person)
    await outbox.record(session, "account.created", account, role=role.value)
    link = await make_link(session, account, "invitation", actor.account_id, settings)
    return schemas.AccountInvited(account=await queries.read_account(session, actor, account.id), invitation=link)


async def _known_person(session: Session, data: schemas.AccountCreate) -> Person | None:
    """The person of the register, or None for a new one, whose names are then required."""
    if data.person_id is None:
        missing = [name for name in ("last_name", "first_name") if getattr(data, name) is None]
        if missing:
            raise Invalid(*((f"/{name}", "missing", _REQUIRED) for name in missing))
        return None
    if data.model_fields_set & {"last_name", "first_name", "patronymic"}:
        raise Invalid(("/person_id", "not-applicable", _EITHER))
    if (person := await session.get(Person, data.person_id)) is None:
        raise unknown_reference("/person_id")
    return person


async def add_account(
    session: Session, region_id: UUID, where: Place, role: Role, names: Any, by: UUID, person: Person | None = None
) -> Account:
    """The rows of an account; `names` has the login and, for a new person, the parts of the name. They work in the
    school whose role they get. Raises `PersonHasAccount` (409).
    """
    own: dict[str, Any] = {
        "region_id": region_id,
        "municipality_id": where.municipality_id,
        "school_id": where.school_id,
    }
    person = person or await _new_person(session, own, names)
    await _employ(session, own, role, person.id)
    account = Account(id=uuid7(), **own, person_id=person.id, kind="person", login=names.login)
    session.add(account)
    await session.flush()
    await add_role(session, account, role, where, by)
    return account


async def _new_person(session: Session, own: dict[str, Any], names: Any) -> Person:
    name = " ".join(filter(None, (names.last_name, names.first_name, names.patronymic)))
    person = Person(
        id=uuid7(), **own, last_name=names.last_name, first_name=names.first_name, patronymic=names.patronymic,
        name=name, sort_key=sort_key(name),
    )  # fmt: skip
    session.add(person)
    await session.flush()
    return person


async def _employ(session: Session, own: dict[str, Any], role: Role, person_id: UUID) -> None:
    """Whoever gets a role in a school works there as what the role means: the school sees its people by where they work, and
    a head's deficits ask for who leads it."""
    if own["school_id"] is None or role not in _CAPACITY:
        return
    capacities = LEADING if role is Role.SCHOOL_HEAD else (_CAPACITY[role],)
    today = clock.today()
    works = (
        Employment.person_id == person_id, Employment.school_id == own["school_id"], Employment.capacity.in_(capacities),
        Employment.valid_to.is_(None) | (Employment.valid_to > today),
    )  # fmt: skip
    if await session.scalar(select(Employment.id).where(*works).limit(1)) is None:
        session.add(Employment(**own, person_id=person_id, capacity=_CAPACITY[role]))
        await settle_main_place(session, person_id)


async def add_role(
    session: Session, account: Account, role: Role, where: Place, by: UUID, valid_from: datetime | None = None
) -> RoleAssignment:
    assignment = RoleAssignment(
        id=uuid7(), account_id=account.id, role=role.value, scope=where.scope, region_id=account.region_id,
        municipality_id=where.municipality_id, school_id=where.school_id,
        person_id=account.person_id if where.scope == "person" else None,
        valid_from=valid_from or func.now(), granted_by=by,
    )  # fmt: skip
    session.add(assignment)
    await session.flush()
    return assignment


async def change_state(
    session: Session, actor: Actor, account_id: UUID, data: schemas.AccountTransition, if_match: str | None
) -> schemas.AccountRead:
    """Disable (sessions end at once) or enable. Raises `AccountState` or `LastAdministrator` (409), `AccountNotManaged` (403)."""
    actor.require("accounts.manage")
    account, allowed = await load_managed(session, actor, account_id)
    check_version(account, if_match, required=False)
    if data.event not in allowed:
        raise AccountState(reason=_DISABLED if data.event == "disable" else _NOT_DISABLED)
    if data.event == "disable":
        await keep_an_administrator(session, account)
    account.disabled_at = datetime.now(UTC) if data.event == "disable" else None
    await session.flush()
    await outbox.record(session, f"account.{data.event}d", account, comment=data.comment)
    return await queries.read_account(session, actor, account_id)


async def grant_role(
    session: Session, actor: Actor, account_id: UUID, data: schemas.AssignmentInput
) -> schemas.AccountRead:
    """Another role for an account. Its territory widens to hold the role: whoever manages it then sees all its roles.

    Raises `GrantNotAllowed` (403), `OwnAccount`, `AlreadyGranted` or `AccountState` (409), `Invalid` (422).
    """
    actor.require("accounts.manage")
    account = await load_account(session, actor, account_id)
    if account.disabled_at or account.person_id is None:
        raise AccountState(reason=_DISABLED if account.disabled_at else _NO_PERSON)
    role = Role(data.role)
    where = await place(session, actor, role, data.municipality_id, data.school_id)
    begins = _beginning(data)
    if account.municipality_id != where.municipality_id:
        account.municipality_id = None
    if account.school_id != where.school_id or account.municipality_id is None:
        account.school_id = None
    account.touch()
    await session.flush()
    assignment = await add_role(session, account, role, where, actor.account_id, begins)
    own = {"region_id": account.region_id, "municipality_id": where.municipality_id, "school_id": where.school_id}
    await _employ(session, own, role, account.person_id)
    await outbox.record(session, "account.role_granted", account, role=role.value, assignment_id=assignment.id)
    return await queries.read_account(session, actor, account_id)


async def end_assignment(session: Session, actor: Actor, account_id: UUID, assignment_id: UUID) -> schemas.AccountRead:
    """End a role; whoever acts through it is refused from the next request on.

    Raises `AssignmentNotFound` (404), `AccountNotManaged` (403), `OwnAccount`, `AssignmentEnded`, `LastAdministrator` (409).
    """
    actor.require("accounts.manage")
    account = await load_account(session, actor, account_id)
    mine = (RoleAssignment.id == assignment_id, RoleAssignment.account_id == account_id)
    found = (
        await session.execute(select(RoleAssignment.role, LIVE.label("live")).where(*mine).with_for_update())
    ).one_or_none()
    if found is None:
        raise AssignmentNotFound
    if found.role not in grants.GRANTS[actor.role]:
        raise AccountNotManaged
    if not found.live:
        raise AssignmentEnded
    if found.role == Role.ADMINISTRATOR:
        await keep_an_administrator(session, account)
    ended = update(RoleAssignment).where(*mine).values(valid_to=func.now(), updated_at=clock.now())
    await session.execute(ended)
    account.touch()
    await session.flush()
    await outbox.record(session, "account.role_ended", account, role=found.role, assignment_id=assignment_id)
    return await queries.read_account(session, actor, account_id)


def _beginning(data: schemas.AssignmentInput) -> datetime | None:
    """The instant a role begins. Roles live by the database's clock, so a demonstration's shift is taken out again."""
    if data.valid_from is None:
        return None
    today = clock.today()
    if data.valid_from < today:
        raise Invalid(("/valid_from", "in-the-past", _PAST))
    if data.valid_from == today:
        return None
    shift = timedelta(seconds=round((clock.now() - datetime.now(UTC)).total_seconds()))
    return clock.midnight(data.valid_from) - shift
