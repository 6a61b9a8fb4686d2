"""The machine of 3.3, row by row, without a database."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from opora.access.permissions import Role
from opora.core.texts import Text
from opora.intensives.lifecycle import BY_EVENT, NEXT, RULES, Sight, not_editable, refusal, target_of
from opora.intensives.models import STATUSES

MC, ME, SY = Role.MUNICIPAL_COORDINATOR, Role.METHODOLOGIST, Role.SYSTEM
TODAY = date(2026, 12, 10)
NOON = datetime(2026, 12, 10, 9, tzinfo=UTC)


@dataclass
class Day:
    status: str = "draft"
    held_on: date | None = date(2026, 12, 17)
    audiences: list[str] = field(default_factory=lambda: ["teachers", "parents"])


@dataclass
class Meeting:
    title: str
    audience: list[str]
    status: str = "draft"
    starts_at: datetime = NOON
    ends_at: datetime = NOON


WHOLE = Sight(
    sessions=[Meeting("Практикум", ["teachers"]), Meeting("Беседа", ["parents"])], unled=[], aimless=[], common_themes=1,
    uncounted=[], protocol_lacks=[], today=TODAY, now=NOON,
)  # fmt: skip

TABLE = {  # domain.md 3.3: from, event, to, who
    ("draft", "build", "program_built"): {ME},
    ("program_built", "publish", "published"): {MC},
    ("published", "close_registration", "registration_closed"): {ME, SY},
    ("moved", "close_registration", "registration_closed"): {ME, SY},
    ("registration_closed", "start", "in_progress"): {ME, SY},
    ("published", "start", "in_progress"): {ME, SY},
    ("moved", "start", "in_progress"): {ME, SY},
    ("in_progress", "finish", "held"): {ME, SY},
    ("held", "report", "reported"): {ME},
    ("reported", "close", "closed"): {MC},
    **{
        (s, "cancel", "cancelled"): {MC}
        for s in ("draft", "program_built", "published", "moved", "registration_closed")
    },
    **{(s, "move", "moved"): {MC} for s in ("published", "moved", "registration_closed")},
    **{(s, "move", s): {MC} for s in ("draft", "program_built")},
}


def test_the_table_is_the_one_of_the_domain() -> None:
    found = {(s, rule.event, target_of(rule, Day(s))): set(rule.roles) for rule in RULES for s in rule.sources}
    assert found == TABLE


@pytest.mark.parametrize(("status", "event"), list(product(STATUSES, BY_EVENT)))
def test_from_any_other_state_an_event_is_refused_with_the_states_it_needs(status: str, event: str) -> None:
    allowed = any((source, name) == (status, event) for source, name, _ in TABLE)
    day = Day(status, TODAY if event == "start" else Day().held_on)
    refused = refusal(BY_EVENT[event], day, WHOLE)
    assert (refused is None) == allowed
    if refused:
        assert refused[0] == "state"


@pytest.mark.parametrize(
    ("event", "day", "sight", "words"),
    [
        ("build", Day(held_on=None), WHOLE, "Назначьте дату"),
        ("build", Day(), replace(WHOLE, sessions=[]), "нет занятий"),
        ("build", Day(), replace(WHOLE, unled=["Практикум"]), "кто проводит: «Практикум»"),
        ("build", Day(), replace(WHOLE, aimless=["Беседа"]), "дефициты или содержательный модуль: «Беседа»"),
        ("publish", Day("program_built", TODAY), WHOLE, "уже прошла"),
        ("publish", Day("program_built", audiences=["teachers", "students"]), WHOLE, "для аудитории: обучающиеся"),
        ("publish", Day("program_built"), replace(WHOLE, common_themes=0), "общему дефициту"),
        ("start", Day("published"), WHOLE, "ещё не наступил"),
        ("finish", Day("in_progress"), replace(WHOLE, now=datetime(2026, 12, 10, 8, tzinfo=UTC)), "Ещё не начались"),
        ("report", Day("held"), replace(WHOLE, uncounted=["Беседа"]), "Нет отметок о присутствии: «Беседа»"),
        ("report", Day("held"), replace(WHOLE, protocol_lacks=[Text("секретарь", "the secretary")]), "секретарь"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(event: str, day: Day, sight: Sight, words: str) -> None:
    refused = refusal(BY_EVENT[event], day, sight)
    assert refused is not None
    assert refused[0] == "guard"
    assert words in refused[1].ru


def test_every_state_on_the_way_has_a_next_step() -> None:
    for status, event in NEXT.items():
        assert status in BY_EVENT[event].sources
    assert set(STATUSES) - set(NEXT) == {"closed", "cancelled"}


def test_what_was_promised_is_not_edited() -> None:
    fields = {"held_on", "theme", "protocol", "link"}
    assert not_editable(Day("draft"), fields) == frozenset()
    assert not_editable(Day("published"), fields) == {"held_on", "theme"}
    assert not_editable(Day("held"), fields) == {"held_on", "theme", "link"}
    assert not_editable(Day("closed"), fields) == fields
