"""The first screen: what is stuck, since when, whose move it is; two statements for deficits and two for
Days, whatever the territory.

A kind of waiting in which some deficits wait for the actor and some for others makes two groups.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
    select,
    true,
)

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core import clock
from opora.core.database import Reader
from opora.core.listing import compiled
from opora.deficits.lifecycle import NEXT, movers
from opora.deficits.models import BEARERS, Deficit, DeficitType
from opora.deficits.queries import WAITING
from opora.territory.models import School
from opora.wiring.home_days import read_days
from opora.wiring.schemas import Home, StageCount, Totals, Waiting, WaitingItem

SHOWN = 5


@dataclass(slots=True)
class Kind:
    """What the table asks of a deficit to say whose move it is."""

    status: str
    bearer_kind: str
    scope: str | None
    resume_status: str | None = None
    qualitative: bool = False


_D, _T, _S = Deficit.__table__.c, DeficitType.__table__.c, School.__table__.c
_TODAY, _YEAR = bindparam("today", type_=_D.opened_on.type), bindparam("year", type_=_D.opened_on.type)
_OVERDUE = and_(_D.target_date < _TODAY, _D.status.not_in(("closed", "rejected", "deferred")))
_REVIEW = and_(_D.status == "deferred", _D.deferred_until <= _TODAY)
_GROUPS = {waiting: _D.status == status for status, waiting in WAITING.items()} | {
    "overdue": _OVERDUE,
    "review": _REVIEW,
}
_COLUMNS = {"overdue": ("overdue", "overdue_oldest"), "review": ("review", "review_oldest")}
"""Groups that do not follow from the status alone: their figures among the counts."""


def _counts() -> Select[Any]:
    return (
        select(
            _D.status,
            _D.bearer_kind,
            _D.scope,
            func.count().label("count"),
            func.min(_D.status_since).label("oldest"),
            func.count().filter(_D.scope == "common").label("common"),
            func.count().filter(_D.scope == "individual").label("individual"),
            func.count().filter(_OVERDUE).label("overdue"),
            func.min(_D.status_since).filter(_OVERDUE).label("overdue_oldest"),
            func.count().filter(_REVIEW).label("review"),
            func.min(_D.status_since).filter(_REVIEW).label("review_oldest"),
            func.count().filter(_D.closed_on >= _YEAR).label("closed"),
        )
        .group_by(_D.status, _D.bearer_kind, _D.scope)
        .order_by(_D.status, _D.bearer_kind, _D.scope)
    )


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the screen: why its deficits wait, and whether for the actor's own move."""

    kind: str
    mine: bool

    @property
    def name(self) -> str:
        return f"{self.kind}_mine" if self.mine else f"{self.kind}_others"


_ALL = tuple(Group(kind, mine) for kind in _GROUPS for mine in (True, False))


def _is_mine(kind: str, role: Role) -> ColumnElement[bool]:
    """The condition under which the role moves a deficit of the group: the table decides, case by case."""
    of_kind = [status for status, waiting in WAITING.items() if waiting == kind]
    statuses = {"overdue": list(NEXT), "review": ["deferred"]}.get(kind, of_kind)
    cases = [Kind(*found) for found in product(statuses, BEARERS, (None, "common", "individual"))]
    mine = [case for case in cases if role in movers(case)]
    if len(mine) == len(cases):
        return true()
    same = [
        and_(_D.status == c.status, _D.bearer_kind == c.bearer_kind, _D.scope.is_not_distinct_from(c.scope))
        for c in mine
    ]
    return or_(false(), *same)


def _first(role: Role) -> Select[Any]:
    """The first few of every group, longest stuck first; undecided scopes by type, since a decision covers the type."""
    parts = []
    for group in _ALL:
        own = _is_mine(group.kind, role)
        condition = and_(_GROUPS[group.kind], own if group.mine else not_(own))
        parts.append((_types_undecided if group.kind == "scope" else _deficits)(group.name, condition))
    first, *rest = [select(part.limit(SHOWN).subquery(f"group_{n}")) for n, part in enumerate(parts)]
    return first.union_all(*rest)  # type: ignore[return-value]


def _deficits(group: str, condition: ColumnElement[bool]) -> Select[Any]:
    here = and_(_S.id == _D.school_id, _S.municipality_id == _D.municipality_id)
    return (
        select(
            literal(group).label("group"), _D.program_id, _D.type_id, _D.id.label("deficit_id"), _T.title,
            _S.short_name.label("school"), literal_column("1::bigint").label("schools"), _D.status_since.label("since"),
        )
        .select_from(Deficit.__table__.join(School.__table__, here).join(DeficitType.__table__, _T.id == _D.type_id))
        .where(condition)
        .order_by(_D.status_since, _D.id)
    )  # fmt: skip


def _types_undecided(group: str, condition: ColumnElement[bool]) -> Select[Any]:
    since = func.min(_D.status_since)
    return (
        select(
            literal(group).label("group"), _D.program_id, _D.type_id, cast(null(), Uuid).label("deficit_id"), _T.title,
            cast(null(), Text).label("school"), func.count().label("schools"), since.label("since"),
        )
        .select_from(Deficit.__table__.join(DeficitType.__table__, _T.id == _D.type_id))
        .where(condition)
        .group_by(_D.program_id, _D.type_id, _T.title)
        .order_by(func.count().desc(), since)
    )  # fmt: skip


@lru_cache
def _statement(name: str, scope: str, role: Role) -> tuple[str, list[str]]:
    return compiled(_counts() if name == "counts" else _first(role), scope)


async def read_home(reader: Reader, actor: Actor) -> Home:
    """What waits in the actor's territory; an actor who sees no deficits gets an empty screen."""
    today = clock.today()
    days, missed = await read_days(reader, actor)
    if not actor.may("deficits.read"):
        await reader.fetch(actor.entry, "select 1")  # the session may have ended since the actor was learnt
        return Home(
            today=today,
            days=days,
            missed=missed,
            waiting=[],
            steps=0,
            totals=Totals(open=0, undecided=0, common=0, individual=0, closed_this_year=0),
            stages=[],
        )
    values = {"today": today, "year": clock.school_year_start(today)}

    async def rows(name: str) -> Sequence[Any]:
        sql, names = _statement(name, actor.scope, actor.role)
        return await reader.fetch(actor.entry, sql, [values[n] for n in names])

    counts, first = await rows("counts"), await rows("first")
    under_way = [row for row in counts if row["status"] not in ("closed", "rejected")]
    return Home(
        today=today,
        days=days,
        missed=missed,
        waiting=list(_waiting(actor, counts, first)),
        steps=sum(_waits(row) for row in counts if actor.role in _movers(row)),
        totals=Totals(
            open=sum(row["count"] for row in under_way),
            undecided=sum(row["count"] for row in under_way if row["scope"] is None),
            common=sum(row["common"] for row in under_way),
            individual=sum(row["individual"] for row in under_way),
            closed_this_year=sum(row["closed"] for row in counts),
        ),
        stages=[
            StageCount(status=status, count=sum(row["count"] for row in rows))
            for status, rows in groupby(counts, key=lambda row: row["status"])
        ],
    )


def _movers(row: Any) -> frozenset[Role]:
    return movers(Kind(row["status"], row["bearer_kind"], row["scope"]))


def _waits(row: Any) -> int:
    """How many deficits of the row wait for somebody, each once although it may stand in two groups."""
    return int(row["count"] if row["status"] in WAITING else row["overdue"] + row["review"])


def _waiting(actor: Actor, counts: Sequence[Any], first: Sequence[Any]) -> Iterator[Waiting]:
    """The groups that are not empty, the actor's own moves first."""
    for group in sorted(_ALL, key=lambda group: not group.mine):
        count, since = _COLUMNS.get(group.kind, ("count", "oldest"))
        waits = [
            row for row in counts if row[count] and (group.kind in _COLUMNS or group.kind == WAITING.get(row["status"]))
        ]
        whose = {row: _movers(row) for row in waits}
        rows = [row for row in waits if (actor.role in whose[row]) == group.mine]
        if not rows:
            continue
        yield Waiting(
            kind=f"deficit_{group.kind}",
            count=sum(row[count] for row in rows),
            oldest=min(row[since] for row in rows),
            roles=sorted({str(role) for row in rows for role in whose[row]}),
            mine=group.mine,
            items=[
                WaitingItem(**{k: row[k] for k in WaitingItem.model_fields})
                for row in first
                if row["group"] == group.name
            ],
        )
