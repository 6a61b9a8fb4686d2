"""Everything that reads accounts: the native list, and one account in the same shape."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import Response
from pydantic import TypeAdapter
from sqlalchemy import Select, Text, case, cast, func, literal, literal_column, or_, select

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core.database import Reader, ReadSession
from opora.core.listing import Listing
from opora.identity import grants, schemas
from opora.identity.errors import AccountNotFound
from opora.identity.managing import LIVE
from opora.identity.models import Account, RoleAssignment
from opora.people.models import Person

# Few rows, read rarely: the one place where PostgreSQL builds JSON, so that an account is one row.
_ASSIGNMENTS: Any = literal_column(
    "(select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'role', a.role, 'scope_kind', a.scope,"
    " 'scope_name', coalesce(s.short_name, m.name, r.name), 'region_id', a.region_id, 'municipality_id', a.municipality_id,"
    " 'school_id', a.school_id, 'valid_from', a.valid_from, 'valid_to', a.valid_to) order by a.valid_from, a.id), '[]')::text"
    " from role_assignment a join region r on r.id = a.region_id left join municipality m on m.id = a.municipality_id"
    " left join school s on s.id = a.school_id"
    " where a.account_id = account.id and (a.valid_to is null or a.valid_to > now()))",
    Text(),
).label("assignments")
_PAST_ROLES: Any = literal_column(
    "(select coalesce(string_agg(distinct a.role, ','), '') from role_assignment a where a.account_id = account.id)",
    Text(),
).label("ever")
# Whoever looks decides what may be done: known to the transaction itself.
_VIEWER: Any = literal_column(
    "(select v.role from role_assignment v where v.id = (select ctx('actor')))", Text()
).label("viewer")
_OWN: Any = literal_column("account.id = (select ctx('account'))").label("own")
_STATUS = case(
    (Account.disabled_at.isnot(None), literal("disabled")),
    (Account.activated_at.is_(None), literal("invited")),
    else_=literal("active"),
)
_SOURCE = Account.__table__.outerjoin(Person.__table__, Person.id == Account.person_id)
_FIELDS: tuple[Any, ...] = (
    Account.id,
    Account.login,
    _STATUS.label("status"),
    _ASSIGNMENTS,
    Account.last_login_at,
    Account.version,
    _PAST_ROLES,
    _VIEWER,
    _OWN,
)
_PERSON: tuple[Any, ...] = (Person.id, Person.name)
_assignments = TypeAdapter(list[schemas.Assignment])


class Acting(NamedTuple):
    """An account with a live role, and whose it is."""

    account_id: UUID
    name: str
    role: str


async def accounts_acting(
    session: ReadSession, municipality_id: UUID, school_id: UUID, person_id: UUID | None
) -> list[Acting]:
    """For contexts above: accounts the actor sees that act for the municipality or the school, and the person's own."""
    here = or_(
        (RoleAssignment.scope == "municipality") & (RoleAssignment.municipality_id == municipality_id),
        (RoleAssignment.scope == "school") & (RoleAssignment.school_id == school_id),
        Account.person_id == person_id,
    )
    rows = await session.execute(
        select(Account.id, Person.name, func.min(RoleAssignment.role))
        .join(Account, Account.id == RoleAssignment.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(here, LIVE, Account.disabled_at.is_(None), RoleAssignment.role.not_in(("observer", "expert")))
        .group_by(Account.id, Person.name, Person.sort_key)
        .order_by(Person.sort_key, Account.id)
    )
    return [Acting(*row) for row in rows]


async def heads_of(session: ReadSession, school_ids: Iterable[UUID]) -> list[UUID]:
    """For contexts above: accounts that act as head of the schools, as far as the actor sees them."""
    heads = select(RoleAssignment.account_id).where(
        RoleAssignment.role == Role.SCHOOL_HEAD.value, RoleAssignment.school_id.in_(set(school_ids)), LIVE
    )
    return list(await session.scalars(heads.distinct()))


def _finished(item: dict[str, Any]) -> dict[str, Any]:
    """The row as documented: assignments as objects, and what the viewer may do instead of who the viewer is."""
    found = _assignments.validate_json(item["assignments"])
    item["assignments"] = [assignment.model_dump() for assignment in found]
    roles = {Role(a.role) for a in found} or {Role(role) for role in item["ever"].split(",") if role}
    viewer, own = Role(item.pop("viewer")), item.pop("own")
    del item["ever"]
    return item | {"allowed_actions": grants.actions(viewer, own=own, status=item["status"], roles=roles)}


class AccountListing(Listing):
    """The list of accounts, each row finished for who looks at it."""

    def items(self, rows: Any) -> list[dict[str, Any]]:
        return [_finished(item) for item in super().items(rows)]


def _contains(text: Any, wanted: Any) -> Any:
    return func.strpos(func.replace(func.lower(text), "ё", "е"), cast(wanted, Text)) > 0


ACCOUNTS = AccountListing(
    source=_SOURCE,
    key=Account.id,  # type: ignore[arg-type]
    fields=_FIELDS,
    nested={"person": _PERSON},
    nullable=frozenset({"person"}),
    sorts={"login": Account.login},  # type: ignore[dict-item]
    flags={"people": Account.kind != "system"},
    filters={
        "q": lambda p: or_(_contains(Account.login, p), _contains(func.coalesce(Person.name, ""), p)),
        "role": lambda p: (
            select(RoleAssignment.id)
            .where(
                RoleAssignment.account_id == Account.id,
                RoleAssignment.role == cast(p, Text),
                or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > func.now()),
            )
            .exists()
        ),
        "municipality_id": lambda p: Account.municipality_id == p,
        "school_id": lambda p: Account.school_id == p,
        "status": lambda p: cast(p, Text) == _STATUS,
    },
)


async def list_accounts(reader: Reader, actor: Actor, query: schemas.AccountList) -> Response:
    """One page of the accounts of the actor's territory, the own one among them."""
    given = query.model_dump(include={"role", "municipality_id", "school_id", "status"})
    wanted = query.q.lower().replace("ё", "е") if query.q else None
    return await ACCOUNTS.page(reader, actor.entry, query.sort, query, given | {"people": True, "q": wanted})


def _one(account_id: UUID) -> Select[Any]:
    return (
        select(*_FIELDS, Person.id.label("person_id"), Person.name.label("person_name"))
        .select_from(_SOURCE)
        .where(Account.id == account_id, Account.kind != "system")
    )


async def read_account(session: ReadSession, actor: Actor, account_id: UUID) -> schemas.AccountRead:
    """One account as the actor sees it. Raises `AccountNotFound` for one outside the actor's territory."""
    actor.require("accounts.read")
    row = (await session.execute(_one(account_id))).mappings().one_or_none()
    if row is None:
        raise AccountNotFound
    item = dict(row)
    person = {"id": item.pop("person_id"), "name": item.pop("person_name")}
    return schemas.AccountRead.model_validate(_finished(item) | {"person": person if person["id"] else None})
