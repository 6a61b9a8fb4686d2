"""The life of an event: every event of the machine from every state by every role, and its guards."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from opora.access.permissions import Role
from opora.events.lifecycle import BY_EVENT, RULES, not_editable, refusal
from opora.events.models import STATUSES

# The oracle: domain.md 3.3 for a single practice, written down again by hand. A moved event lives on.
LEADS = {
    "publish": {"draft": "published"},
    "start": dict.fromkeys(("published", "moved"), "in_progress"),
    "finish": {"in_progress": "held"},
    "move": dict.fromkeys(("published", "moved"), "moved"),
    "cancel": dict.fromkeys(("draft", "published", "moved"), "cancelled"),
}
WHO = {"publish": "MC ME", "start": "MC ME SY", "finish": "MC ME SY", "move": "MC ME", "cancel": "MC ME"}
SHORT = {"MC": Role.MUNICIPAL_COORDINATOR, "ME": Role.METHODOLOGIST, "SY": Role.SYSTEM}
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Facts:
    status: str = "draft"
    starts_at: datetime = NOW + timedelta(days=3)
    mode: str = "in_person"
    place: str | None = "Школа A1"
    link: str | None = None
    content_track: str | None = None
    intensive_day_id: UUID | None = None


def test_the_table_holds_exactly_the_events_of_the_domain() -> None:
    assert {rule.event: {SHORT[name] for name in WHO[rule.event].split()} for rule in RULES} == {
        rule.event: set(rule.roles) for rule in RULES
    }
    assert set(BY_EVENT) == set(LEADS)


@pytest.mark.parametrize(("event", "status"), list(product(LEADS, STATUSES)))
def test_an_event_is_possible_exactly_in_the_states_of_the_domain(event: str, status: str) -> None:
    starts = NOW - timedelta(minutes=1) if event == "start" else NOW + timedelta(days=3)
    refused = refusal(BY_EVENT[event], Facts(status=status, starts_at=starts), False, NOW)
    if status in LEADS[event]:
        assert (refused, BY_EVENT[event].target) == (None, LEADS[event][status])
    else:
        assert refused is not None
        assert (refused[0], bool(refused[1].ru), bool(refused[1].en)) == ("state", True, True)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (Facts(starts_at=NOW), "прошло"), (Facts(place=None), "место"), (Facts(mode="field", place=None), "место"),
        (Facts(mode="online", place=None), "ссылку"), (Facts(mode="hybrid"), "ссылку"),
        (Facts(intensive_day_id=uuid4()), "Занятие Дня"),
    ],
)  # fmt: skip
def test_what_is_announced_can_be_found_lies_ahead_and_serves_something(facts: Facts, says: str) -> None:
    refused = refusal(BY_EVENT["publish"], facts, False, NOW)
    assert refused is not None
    assert refused[0] == "guard"
    assert says in refused[1].ru


@pytest.mark.parametrize(
    ("facts", "targets"),
    [
        (Facts(mode="online", place=None, link="https://meet.example"), False),
        (Facts(intensive_day_id=uuid4()), True),
        (Facts(intensive_day_id=uuid4(), content_track="modern_lesson"), False),
    ],
)
def test_what_lacks_nothing_is_announced(facts: Facts, targets: bool) -> None:
    assert refusal(BY_EVENT["publish"], facts, targets, NOW) is None


def test_an_event_starts_at_its_time_and_not_before() -> None:
    facts = Facts(status="published")
    assert refusal(BY_EVENT["start"], replace(facts, starts_at=NOW), False, NOW) is None
    early = refusal(BY_EVENT["start"], replace(facts, starts_at=NOW + timedelta(seconds=1)), False, NOW)
    assert early is not None
    assert early[0] == "guard"


def test_a_promise_is_changed_by_moving_only_and_the_past_not_at_all() -> None:
    asked = frozenset({"title", "starts_at", "materials"})
    assert not_editable(Facts(status="draft"), asked) == frozenset()
    for status in ("published", "moved", "in_progress"):
        assert not_editable(Facts(status=status), asked) == {"starts_at"}
    assert not_editable(Facts(status="held"), asked) == {"title", "starts_at"}
    assert not_editable(Facts(status="cancelled"), asked) == asked
