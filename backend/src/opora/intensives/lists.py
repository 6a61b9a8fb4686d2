"""The list of Days on the native read path."""

from functools import partial
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Integer, cast, func, select

from opora.access.actor import Actor
from opora.core.database import Reader
from opora.core.listing import Listing
from opora.events.lists import sees_drafts
from opora.events.models import Event
from opora.intensives.lifecycle import STATUS_NAMES, UNTOLD
from opora.intensives.models import IntensiveDay
from opora.intensives.schemas import DayList
from opora.territory.lists import equal_to, labelled
from opora.territory.search import constant

day, event = IntensiveDay.__table__, Event.__table__


def _sessions() -> ColumnElement[Any]:
    of_day = (event.c.intensive_day_id == day.c.id) & (event.c.municipality_id == day.c.municipality_id)
    held = select(func.count()).select_from(event).where(of_day, event.c.status != constant("cancelled"))
    return cast(held.correlate(day).scalar_subquery(), Integer).label("sessions")


def _days(*, in_words: bool) -> Listing:
    status: ColumnElement[Any] = labelled(day.c.status, STATUS_NAMES).label("status") if in_words else day.c.status
    return Listing(
        source=day,
        key=day.c.id,
        fields=(
            day.c.id, day.c.municipality_id, day.c.program_id, day.c.month, day.c.held_on, day.c.theme, day.c.audiences,
            day.c.mode, day.c.place, status, _sessions(), day.c.updated_at, day.c.version,
        ),
        sorts={"month": day.c.month},
        filters={name: partial(equal_to, day.c[name]) for name in ("program_id", "municipality_id", "status")} | {
            "from_month": lambda value: day.c.month >= value,
            "to_month": lambda value: day.c.month <= value,
        },
        flags={"announced": day.c.status.not_in([constant(status) for status in UNTOLD])},
        csv_header={
            "month": "Месяц", "held_on": "Дата", "theme": "Тема", "status": "Состояние", "sessions": "Занятий",
            "place": "Место",
        },
    )  # fmt: skip


DAYS, DAYS_CSV = _days(in_words=False), _days(in_words=True)


async def list_days(reader: Reader, actor: Actor, query: DayList, *, as_csv: bool = False) -> Response:
    """Days the actor may see; drafts are for who prepares them."""
    given = query.model_dump(exclude={"limit", "cursor", "include_total", "sort"})
    given["announced"] = not sees_drafts(actor)
    if as_csv:
        return await DAYS_CSV.csv(reader, actor.entry, query.sort, given, "intensives-days")
    return await DAYS.page(reader, actor.entry, query.sort, query, given)
