"""The first screen: what is stuck, since when, whose move it is; two statements, whatever the territory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
)

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Reader
from opora.core.listing import compiled
from opora.deficits.lifecycle import movers
from opora.deficits.models import Deficit, DeficitType
from opora.deficits.queries import WAITING
from opora.territory.models import School
from opora.wiring.schemas import Home, StageCount, Totals, Waiting, WaitingItem, WaitingKind

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
_GROUPS = {waiting: _D.status == status for status, waiting in WAITING.items()} | {"overdue": _OVERDUE}


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
            func.count().filter(_D.closed_on >= _YEAR).label("closed"),
        )
        .group_by(_D.status, _D.bearer_kind, _D.scope)
        .order_by(_D.status, _D.bearer_kind, _D.scope)
    )


def _first() -> Select[Any]:
    """The first few of every group, longest stuck first; undecided scopes by type, since a decision covers the type."""
    parts = [_types_undecided(), *(_deficits(kind, _GROUPS[kind]) for kind in _GROUPS if kind != "scope")]
    first, *rest = [select(part.limit(SHOWN).subquery(f"group_{n}")) for n, part in enumerate(parts)]
    return first.union_all(*rest)  # type: ignore[return-value]


def _deficits(kind: str, condition: ColumnElement[bool]) -> Select[Any]:
    here = and_(_S.id == _D.school_id, _S.municipality_id == _D.municipality_id)
    return (
        select(
            literal(kind).label("kind"), _D.program_id, _D.type_id, _D.id.label("deficit_id"), _T.title,
            _S.short_name.label("school"), literal_column("1::bigint").label("schools"), _D.status_since.label("since"),
        )
        .select_from(Deficit.__table__.join(School.__table__, here).join(DeficitType.__table__, _T.id == _D.type_id))
        .where(condition)
        .order_by(_D.status_since, _D.id)
    )  # fmt: skip


def _types_undecided() -> Select[Any]:
    since = func.min(_D.status_since)
    return (
        select(
            literal("scope").label("kind"), _D.program_id, _D.type_id, cast(null(), Uuid).label("deficit_id"), _T.title,
            cast(null(), Text).label("school"), func.count().label("schools"), since.label("since"),
        )
        .select_from(Deficit.__table__.join(DeficitType.__table__, _T.id == _D.type_id))
        .where(_GROUPS["scope"])
        .group_by(_D.program_id, _D.type_id, _T.title)
        .order_by(func.count().desc(), since)
    )  # fmt: skip


@lru_cache
def _statement(name: str, scope: str) -> tuple[str, list[str]]:
    return compiled(_counts() if name == "counts" else _first(), scope)


async def read_home(reader: Reader, actor: Actor) -> Home:
    """What waits in the actor's territory; an actor who sees no deficits gets an empty screen."""
    today = clock.today()
    if not actor.may("deficits.read"):
        await reader.fetch(actor.entry, "select 1")  # the session may have ended since the actor was learnt
        return Home(
            today=today, waiting=[], totals=Totals(open=0, common=0, individual=0, closed_this_year=0), stages=[]
        )
    values = {"today": today, "year": clock.school_year_start(today)}

    async def rows(name: str) -> Sequence[Any]:
        sql, names = _statement(name, actor.scope)
        return await reader.fetch(actor.entry, sql, [values[n] for n in names])

    counts, first = await rows("counts"), await rows("first")
    under_way = [row for row in counts if row["status"] not in ("closed", "rejected")]
    return Home(
        today=today,
        waiting=list(_waiting(actor, counts, first)),
        totals=Totals(
            open=sum(row["count"] for row in under_way),
            common=sum(row["common"] for row in under_way),
            individual=sum(row["individual"] for row in under_way),
            closed_this_year=sum(row["closed"] for row in counts),
        ),
        stages=[
            StageCount(status=status, count=sum(row["count"] for row in rows))
            for status, rows in groupby(counts, key=lambda row: row["status"])
        ],
    )


def _waiting(actor: Actor, counts: Sequence[Any], first: Sequence[Any]) -> Iterator[Waiting]:
    """The groups that are not empty, the actor's own move first."""
    found = []
    for place, kind in enumerate(_GROUPS):
        count, since = ("overdue", "overdue_oldest") if kind == "overdue" else ("count", "oldest")
        rows = [row for row in counts if row[count] and kind in (WAITING.get(row["status"]), "overdue")]
        if rows:
            whose = frozenset().union(*(movers(Kind(row["status"], row["bearer_kind"], row["scope"])) for row in rows))
            figures = sum(row[count] for row in rows), min(row[since] for row in rows)
            found.append((actor.role not in whose, place, kind, whose, figures))
    for others, _, kind, whose, (number, oldest) in sorted(found):
        name: WaitingKind = f"deficit_{kind}"  # type: ignore[assignment]
        items = [WaitingItem(**{k: row[k] for k in WaitingItem.model_fields}) for row in first if row["kind"] == kind]
        roles = [str(role) for role in sorted(whose)]
        yield Waiting(kind=name, count=number, oldest=oldest, roles=roles, mine=not others, items=items)
