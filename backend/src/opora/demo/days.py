"""Days of Educational Intensives of Gatchina: those of the past months held and closed, the next one announced. Synthetic."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from opora.core.clock import DEFAULT_ZONE
from opora.demo.catalogue import type_id
from opora.demo.ids import stable_id
from opora.demo.sources import source
from opora.demo.world import Human, World
from opora.events import models as events
from opora.events import taking_part as taking
from opora.events.practices import ADULTS
from opora.intensives import models
from opora.people.models import Person

MUNICIPALITY = "gatchina"
SUMMER = (6, 7, 8)
_NOTICE = 7
"""The next Day is at least so many days ahead."""


@dataclass(frozen=True)
class Plan:
    """One Day: when, with which theme, and whether it is over."""

    number: int
    held_on: date
    theme: str
    is_over: bool

    @property
    def code(self) -> str:
        return f"{MUNICIPALITY}.{self.number}"

    @property
    def id(self) -> UUID:
        return stable_id("intensive_day", self.code)

    @property
    def month(self) -> date:
        return self.held_on.replace(day=1)

    def at(self, moment: str) -> datetime:
        """An hour of the Day as its schools' clocks show it."""
        return datetime.combine(self.held_on, time.fromisoformat(moment), ZoneInfo(DEFAULT_ZONE)).astimezone(UTC)


def add_days(world: World) -> None:
    """Everything of `data/days.yaml`."""
    data = source("days")
    names = {row["id"]: (row["name"], row["sort_key"]) for row in world.rows.of(Person)}
    for plan in plans(world.timeline.as_of, world.timeline.year_start, data["themes"]):
        _add_day(world, plan, data)
        for item in data["sessions"]:
            _add_session(world, plan, data, item, names)


def plans(as_of: date, year_start: date, themes: list[str]) -> Iterator[Plan]:
    """A Day for every month since September, and the next one; none in summer."""
    ahead = as_of + timedelta(days=_NOTICE)
    ahead += timedelta(days=(2 - ahead.weekday()) % 7)  # a Wednesday
    month, number = year_start, 0
    while month < ahead.replace(day=1):
        if month.month not in SUMMER:
            held = _working_day(min(month.replace(day=15), as_of - timedelta(days=3)))
            yield Plan(number, held, themes[number % len(themes)], is_over=True)
            number += 1
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    if ahead.month not in SUMMER:
        yield Plan(number, ahead, themes[number % len(themes)], is_over=False)


def _working_day(day: date) -> date:
    """The day, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _place(world: World) -> dict[str, UUID]:
    return {"region_id": world.region_id, "municipality_id": world.municipalities[MUNICIPALITY]}


def _program(world: World) -> UUID:
    return next(program.id for program in world.programs.values() if program.municipality == MUNICIPALITY)


def _add_day(world: World, plan: Plan, data: dict[str, Any]) -> None:
    announced = plan.at("09:00") - timedelta(days=21)
    protocol = data["protocol"]
    decisions = [
        {"text": d["text"], "responsible": d["responsible"], "due_on": str(plan.held_on + timedelta(days=d["due_in"]))}
        for d in protocol["decisions"]
    ]
    written = {"number": str(plan.number + 1), "chair": protocol["chair"], "secretary": protocol["secretary"],
               "questions": protocol["questions"], "decisions": decisions}  # fmt: skip
    world.rows.add(
        models.IntensiveDay, id=plan.id, **_place(world), program_id=_program(world), month=plan.month, held_on=plan.held_on,
        theme=plan.theme, audiences=["administrators", "teachers", "students", "parents"],
        expected={"administrators": 20, "teachers": 25, "students": 80, "parents": 35}, mode="in_person",
        place=data["place"], organizer_id=world.organizations[data["organizer"]][0], rooms=data["rooms"], slots=data["slots"],
        tracks=1, registration_closes_on=plan.held_on - timedelta(days=1), status="closed" if plan.is_over else "published",
        status_since=plan.at("18:00") if plan.is_over else announced, protocol=written if plan.is_over else {},
        coordinator_id=world.accounts["imc"].id, created_at=announced - timedelta(days=7),
        updated_at=plan.at("18:00") if plan.is_over else announced, version=9 if plan.is_over else 3,
    )  # fmt: skip
    world.rows.add(
        models.DayTheme, id=stable_id("day_theme", plan.code), **_place(world), day_id=plan.id, type_id=type_id(data["type"]),
        holders=12, participants=12,
    )  # fmt: skip


def _add_session(
    world: World, plan: Plan, data: dict[str, Any], item: dict[str, Any], names: dict[UUID, tuple[str, str]]
) -> None:
    slot, host = data["slots"][item["slot"] - 1], world.schools[item["host"]]
    code = f"{plan.code}.{item['audience']}"
    id_, made = stable_id("event", code), plan.at("09:00") - timedelta(days=24)
    organizer = world.organizations[data["organizer"]][0]
    world.rows.add(
        events.Event, id=id_, **_place(world), program_id=_program(world), intensive_day_id=plan.id, kind=item["kind"],
        title=item["title"], audience=[item["audience"]], starts_at=plan.at(slot["starts"]), ends_at=plan.at(slot["ends"]),
        mode="in_person", place=data["place"], room=item["room"], organizer_id=organizer, organizer_name="МБОУ ДО «ИМЦ»",
        host_school_id=host.id, host_name=host.short_name, capacity=item.get("capacity"), materials=[],
        status="held" if plan.is_over else "published",
        status_since=plan.at(slot["ends"]) if plan.is_over else made, created_by=world.accounts["imc"].id, created_at=made,
    )  # fmt: skip
    world.rows.add(
        events.EventTarget,
        id=stable_id("event_target", code),
        **_place(world),
        event_id=id_,
        type_id=type_id(data["type"]),
    )
    speaker = world.people[f"head.{item['host']}" if item["audience"] == "administrators" else f"t.{item['host']}.1"]
    world.rows.add(
        events.EventSpeaker, id=stable_id("event_speaker", code), **_place(world), event_id=id_, person_id=speaker.id,
        name=names[speaker.id][0], position=0,
    )  # fmt: skip
    chance = random.Random(f"day {code}")
    if item["audience"] in ADULTS:
        _register(world, plan, item, id_, names, chance)
    elif plan.is_over:
        _count(world, plan, item, id_, chance)
    if plan.is_over:
        _feedback(world, plan, item, id_, data["comments"], chance)


def _register(
    world: World,
    plan: Plan,
    item: dict[str, Any],
    event: UUID,
    names: dict[UUID, tuple[str, str]],
    chance: random.Random,
) -> None:
    """Somebody of nearly every low-result school; those of a Day that is over came, but for a few."""
    for number, human in enumerate(_comers(world, item["audience"], plan, chance), start=1):
        code, came = f"{plan.code}.{item['audience']}.{human.code}", chance.random() < 0.9
        name, key = names[human.id]
        assert human.school is not None, "staff of schools register"
        at = plan.at("09:00") - timedelta(days=10, minutes=-number)
        common = {**_place(world), "school_id": human.school.id, "event_id": event, "person_id": human.id}
        status = ("attended" if came else "no_show") if plan.is_over else "confirmed"
        world.rows.add(
            taking.EventRegistration, id=stable_id("registration", code), **common, number=number, audience=item["audience"],
            name=name, sort_key=key, school_name=human.school.short_name, source="school", status=status, status_since=at,
            registered_by=world.accounts[f"head.{human.school.code}"].id, created_at=at,
        )  # fmt: skip
        if plan.is_over:
            world.rows.add(
                taking.EventAttendance, id=stable_id("attendance", code), **common,
                registration_id=stable_id("registration", code), is_present=came, source="list",
                recorded_at=plan.at("15:00"), recorded_by=world.accounts["imc"].id,
            )  # fmt: skip


def _comers(world: World, audience: str, plan: Plan, chance: random.Random) -> list[Human]:
    found = []
    for school in world.schools_of(MUNICIPALITY, "low_results"):
        if chance.random() < (0.85 if plan.is_over else 0.5):
            who = f"head.{school.code}" if audience == "administrators" else f"t.{school.code}.{chance.randint(1, 6)}"
            found.append(world.people[who])
    return found


def _count(world: World, plan: Plan, item: dict[str, Any], event: UUID, chance: random.Random) -> None:
    for school in world.schools_of(MUNICIPALITY, "low_results"):
        code = f"{plan.code}.{item['audience']}.{school.code}"
        world.rows.add(
            taking.AttendanceCount, id=stable_id("count", code), **_place(world), school_id=school.id, event_id=event,
            audience=item["audience"], count=chance.randint(2, 9), recorded_at=plan.at("15:30"),
            recorded_by=world.accounts[f"head.{school.code}"].id,
        )  # fmt: skip


def _feedback(
    world: World, plan: Plan, item: dict[str, Any], event: UUID, comments: list[str], chance: random.Random
) -> None:
    for number in range(chance.randint(7, 11)):
        world.rows.add(
            taking.EventFeedback, id=stable_id("feedback", f"{plan.code}.{item['audience']}.{number}"), **_place(world),
            event_id=event, audience=item["audience"], rating=chance.choice((3, 4, 4, 5, 5, 5)),
            comment=comments[number % len(comments)] if number < len(comments) else None, given_on=plan.held_on,
        )  # fmt: skip
