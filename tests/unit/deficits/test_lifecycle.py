"""The table of transitions (domain.md 3.1): every event from every state by every role, and its guards."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from uuid import UUID, uuid4

import pytest

from opora.access.permissions import Role
from opora.deficits.lifecycle import BY_EVENT, RULES, Evidence, movers, refusal, roles_of, target_of
from opora.deficits.models import STATUSES

# The oracle: domain.md 3.1 and 3.11, written down again by hand and not derived from the code.
LEADS = {
    "confirm": {"draft": "identified"},
    "reject": {"draft": "rejected"},
    "set_scope": {"identified": "scoped"},
    "plan": {"scoped": "planned"},
    "start": {"planned": "in_progress"},
    "measure_final": {"in_progress": "measured"},
    "close": {"measured": "closed"},
    "continue": {"measured": "in_progress"},
    "change_scope": {"scoped": "scoped", "planned": "scoped", "in_progress": "scoped"},
    "defer": dict.fromkeys(("draft", "identified", "scoped", "planned", "in_progress", "measured"), "deferred"),
    "resume": {"deferred": "planned"},
    "reopen": {"closed": "in_progress"},
}
WHO = {  # event: (of a school or head, of a teacher)
    "confirm": ("SH SC", "ME SH SC"),
    "reject": ("SH SC ME MC", "SH SC ME"),
    "set_scope": ("MC", ""),
    "start": ("ME SH SC", "ME SH SC"),
    "measure_final": ("ME SH SC", "ME SH SC"),
    "close": ("ME MC", "ME SH SC"),
    "continue": ("ME MC SH SC", "ME SH SC"),
    "defer": ("MC", ""),
    "resume": ("MC ME", "ME"),
    "reopen": ("MC SH SC", "SH SC"),
}
SHORT = {
    "MC": Role.MUNICIPAL_COORDINATOR,
    "ME": Role.METHODOLOGIST,
    "SH": Role.SCHOOL_HEAD,
    "SC": Role.SCHOOL_CURATOR,
}


@dataclass
class Facts:
    bearer_kind: str = "school"
    status: str = "draft"
    resume_status: str | None = None
    scope: str | None = None
    qualitative: bool = True


@dataclass
class Action:
    route: str = "network_tie"
    purpose: str = "closing"
    state: str = "done"
    owner_id: UUID = field(default_factory=uuid4)
    is_wrong_route: bool = False


@dataclass
class Measurement:
    kind: str
    measured_on: date = date(2026, 9, 1)
    value: Decimal | None = Decimal(1)
    target: Decimal | None = Decimal(1)
    direction: str | None = "higher"


FULL = Evidence([Action()], [Measurement("baseline"), Measurement("final")])


def test_the_table_holds_exactly_the_events_of_the_domain() -> None:
    assert set(BY_EVENT) == set(LEADS)


@pytest.mark.parametrize(("event", "status"), list(product(LEADS, STATUSES)))
def test_an_event_is_possible_exactly_in_the_states_of_the_domain(event: str, status: str) -> None:
    facts = Facts(status=status, scope="individual", resume_status="planned" if status == "deferred" else None)
    rule = BY_EVENT[event]
    refused = refusal(rule, facts, FULL, None)
    assert (refused is None) is (status in LEADS[event])
    if refused is None:
        assert target_of(rule, facts) == LEADS[event][status]
    else:
        assert refused[0] == "state"
        assert refused[1].ru
        assert refused[1].en


@pytest.mark.parametrize("bearer", ["school", "head", "teacher"])
@pytest.mark.parametrize("event", WHO)
def test_an_event_belongs_to_the_roles_of_the_domain(event: str, bearer: str) -> None:
    wanted = {SHORT[name] for name in WHO[event][bearer == "teacher"].split()}
    assert roles_of(BY_EVENT[event], Facts(bearer_kind=bearer)) - {Role.SYSTEM} == wanted


@pytest.mark.parametrize(
    ("scope", "bearer", "who"),
    [("common", "school", "MC ME"), ("individual", "school", "SH SC"), ("individual", "teacher", "SH SC ME")],
)
def test_planning_goes_by_scope(scope: str, bearer: str, who: str) -> None:
    roles = roles_of(BY_EVENT["plan"], Facts(status="scoped", scope=scope, bearer_kind=bearer))
    assert roles == {SHORT[name] for name in who.split()}


def test_nobody_outside_the_municipality_and_the_school_moves_a_deficit() -> None:
    movers = {Role.MUNICIPAL_COORDINATOR, Role.METHODOLOGIST, Role.SCHOOL_HEAD, Role.SCHOOL_CURATOR, Role.SYSTEM}
    for rule, bearer, scope in product(RULES, ("school", "head", "teacher"), ("common", "individual", None)):
        assert roles_of(rule, Facts(bearer_kind=bearer, scope=scope)) <= movers


def test_confirming_needs_a_baseline_or_the_word_qualitative() -> None:
    rule, nothing = BY_EVENT["confirm"], Evidence([], [])
    assert refusal(rule, Facts(qualitative=False), nothing, None) is not None
    assert refusal(rule, Facts(qualitative=True), nothing, None) is None
    assert refusal(rule, Facts(qualitative=False), Evidence([], [Measurement("baseline")]), None) is None


CLOSER = uuid4()


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        (Evidence([Action()], [Measurement("final")]), "исходного"),
        (Evidence([Action()], [Measurement("baseline")]), "итогового"),
        (Evidence([], FULL.measurements), "Ни одно действие"),
        (Evidence([Action(state="planned")], FULL.measurements), "Ни одно действие"),
        (Evidence([Action(purpose="supporting")], FULL.measurements), "Ни одно действие"),
        (Evidence([Action(owner_id=CLOSER)], FULL.measurements), "второй человек"),
        (Evidence([Action("intensive_day")], FULL.measurements), "в связке"),
        (Evidence([Action("intensive_day")], FULL.measurements, routing="advisory"), None),
        (Evidence([Action("intensive_day"), Action()], FULL.measurements), None),
        (FULL, None),
    ],
)
@pytest.mark.parametrize("qualitative", [False, True])
def test_closing_needs_evidence_and_a_second_person(evidence: Evidence, missing: str | None, qualitative: bool) -> None:
    facts = Facts(status="measured", scope="individual", qualitative=qualitative)
    refused = refusal(BY_EVENT["close"], facts, evidence, CLOSER)
    if missing is None:
        assert refused is None
    else:
        assert refused is not None
        assert missing in refused[1].ru


@pytest.mark.parametrize("bearer", ["school", "head", "teacher"])
def test_who_else_may_close_is_somebody_who_may(bearer: str) -> None:
    facts = Facts(bearer, "measured", scope="individual")
    refused = refusal(BY_EVENT["close"], facts, Evidence([Action(owner_id=CLOSER)], FULL.measurements), CLOSER)
    assert refused is not None
    assert ("координатор" in refused[1].ru) is (Role.MUNICIPAL_COORDINATOR in roles_of(BY_EVENT["close"], facts))


def test_a_deficit_is_reopened_within_the_period_of_its_programme() -> None:
    facts = Facts(status="closed", scope="individual")
    refused = refusal(BY_EVENT["reopen"], facts, Evidence(FULL.actions, FULL.measurements, period_over=True), CLOSER)
    assert refused is not None
    assert "Срок программы закончился" in refused[1].ru
    assert refusal(BY_EVENT["reopen"], facts, FULL, CLOSER) is None


MOVES = {  # (status, bearer, scope): whose move it is; everybody else only watches
    ("draft", "school", None): "SH SC",
    ("draft", "teacher", None): "ME SH SC",
    ("identified", "school", None): "MC",
    ("scoped", "school", "common"): "MC ME",
    ("scoped", "school", "individual"): "SH SC",
    ("scoped", "head", "individual"): "SH SC",
    ("scoped", "teacher", "individual"): "ME SH SC",
    ("planned", "school", "common"): "ME SH SC",
    ("in_progress", "teacher", "individual"): "ME SH SC",
    ("measured", "school", "common"): "ME MC",
    ("measured", "head", "individual"): "ME MC",
    ("measured", "teacher", "individual"): "ME SH SC",
    ("deferred", "school", "common"): "MC ME",
    ("closed", "school", "common"): "",
    ("rejected", "teacher", None): "",
}


@pytest.mark.parametrize("case", MOVES, ids=str)
def test_whose_move_it_is_follows_from_the_table(case: tuple[str, str, str | None]) -> None:
    status, bearer, scope = case
    deficit = Facts(bearer_kind=bearer, status=status, scope=scope, resume_status=None)
    assert movers(deficit) == {SHORT[name] for name in MOVES[case].split()}
