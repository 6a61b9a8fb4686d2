"""The proposal of an agenda: what it never does, what it prefers, and how it says that nothing is possible."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.intensives.agenda import Conflict, Fixed, Host, Order, Placed, Proposal, Room, Slot, Theme, propose
from opora.intensives.agenda.ranking import LONGEST, kinds, ranked, score, weight

FOUR = ("administrators", "teachers", "students", "parents")
COMPONENTS = ("results", "process", "environment", "management")


def uid(number: int) -> UUID:
    return UUID(int=number)


def theme(number: int, component: str = "results", **figures: object) -> Theme:
    return Theme(**{
        "type_id": uid(number), "component": component, "holders": 12, "participants": 12, "severity": 2.0,
        "idle_months": None, **figures,
    })  # type: ignore[arg-type]  # fmt: skip


def slots(count: int) -> tuple[Slot, ...]:
    nine = datetime(2026, 12, 10, 6, tzinfo=UTC)
    return tuple(
        Slot(n, nine + timedelta(hours=n - 1), nine + timedelta(hours=n - 1, minutes=45)) for n in range(1, count + 1)
    )


def order(**given: object) -> Order:
    usual: dict[str, object] = {
        "themes": (theme(1), theme(2, "management")), "audiences": dict.fromkeys(FOUR, 20), "slots": slots(4),
        "rooms": (Room("101", 30), Room("Актовый зал", 200)), "hosts": (Host(uid(50), strong=True), Host(uid(51))),
    }  # fmt: skip
    return Order(**(usual | given))  # type: ignore[arg-type]


orders = st.builds(
    lambda themes, audiences, count, rooms, hosts, tracks, dropped: order(
        themes=tuple(
            theme(n, component, holders=holders, severity=severity, idle_months=idle)
            for n, (component, holders, severity, idle) in enumerate(themes, start=1)
        ),
        audiences=audiences, slots=slots(count), rooms=tuple(Room(f"Р{n}", seats) for n, seats in enumerate(rooms)),
        hosts=tuple(Host(uid(50 + n), frozenset(uid(c) for c in closed), strong) for n, (closed, strong) in enumerate(hosts)),
        tracks=tracks, dropped=frozenset((uid(n), audience) for n, audience in dropped),
    ),
    st.lists(
        st.tuples(
            st.sampled_from(COMPONENTS), st.integers(1, 12), st.sampled_from([1.0, 1.5, 2.0, 3.0]),
            st.one_of(st.none(), st.integers(0, 12)),
        ), min_size=1, max_size=4,
    ),
    st.dictionaries(st.sampled_from(FOUR), st.integers(1, 60), min_size=1),
    st.integers(1, 4),
    st.lists(st.one_of(st.none(), st.integers(10, 80)), max_size=3),
    st.lists(st.tuples(st.lists(st.integers(1, 4), max_size=2), st.booleans()), max_size=4),
    st.integers(1, 2),
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(FOUR)), max_size=3),
)  # fmt: skip


def never_clashes(given: Order, proposal: Proposal) -> None:
    sessions = [(s.slot, s.room, s.host, s.audience) for s in proposal.sessions]
    sessions += [(f.slot, f.room, f.host, audience) for f in given.fixed for audience in f.audiences]
    for limit, place in ((1, 1), (1, 2), (given.tracks, 3)):
        used = Counter((session[0], session[place]) for session in sessions if session[place] is not None)
        assert not used or max(used.values()) <= limit
    seats = {room.name: room.seats for room in given.rooms}
    for session in proposal.sessions:
        assert (session.room is None) == (not given.rooms)
        room = seats.get(session.room) if session.room else None
        assert room is None or room >= given.audiences[session.audience]
        assert (session.type_id, session.audience) not in given.dropped


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(orders)
def test_an_agenda_keeps_every_rule_or_says_which_of_them_block(given_order: Order) -> None:
    proposal = propose(given_order)
    if proposal.status == "blocked":
        assert proposal.conflicts
        assert {c.rule for c in proposal.conflicts} & {"audience_served", "pin"}
        return
    never_clashes(given_order, proposal)
    assert {session.audience for session in proposal.sessions} == set(given_order.audiences)  # INV-47
    assert proposal.objective <= proposal.bound
    component = {t.type_id: t.component for t in given_order.themes}
    for session in proposal.sessions:
        assert session.kind in kinds(component[session.type_id], session.audience)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(orders, st.randoms(use_true_random=False))
def test_the_same_order_in_any_sequence_gives_the_same_agenda(given_order: Order, shuffle: random.Random) -> None:
    def mixed(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(shuffle.sample(items, len(items)))

    other = replace(
        given_order, themes=mixed(given_order.themes), rooms=mixed(given_order.rooms), hosts=mixed(given_order.hosts),
        audiences=dict(reversed(given_order.audiences.items())),
    )  # type: ignore[arg-type]  # fmt: skip
    assert propose(other) == propose(given_order)


def most_by_hand(given: Order) -> int:
    """The greatest worth of placed sessions, by trying every way to give sessions a slot and a room."""
    ideas = [(t, a) for t in given.themes for a in given.audiences]
    places = [None, *product([s.number for s in given.slots], given.rooms)]
    best = -1
    for chosen in product(places, repeat=len(ideas)):
        held = [(idea, place) for idea, place in zip(ideas, chosen, strict=True) if place is not None]
        rooms = [(slot, room.name) for _, (slot, room) in held]
        sits = [(slot, audience) for (_, audience), (slot, _) in held]
        fits = all(room.seats is None or room.seats >= given.audiences[a] for (_, a), (_, room) in held)
        once = len(set(rooms)) == len(rooms) and len(set(sits)) == len(sits)
        if fits and once and {a for (_, a), _ in held} == set(given.audiences):
            best = max(best, sum(weight(t, a) for (t, a), _ in held))
    return best


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(COMPONENTS), st.integers(1, 12)), min_size=1, max_size=2),
    st.dictionaries(st.sampled_from(FOUR), st.integers(5, 40), min_size=1, max_size=2),
    st.integers(1, 2), st.lists(st.integers(10, 40), min_size=1, max_size=2),
)  # fmt: skip
def test_no_agenda_by_hand_is_worth_more(
    themes: list[tuple[str, int]], audiences: dict[str, int], count: int, rooms: list[int]
) -> None:
    given_order = order(
        themes=tuple(theme(n, component, holders=holders) for n, (component, holders) in enumerate(themes, start=1)),
        audiences=audiences, slots=slots(count), rooms=tuple(Room(f"Р{n}", seats) for n, seats in enumerate(rooms)), hosts=(),
    )  # fmt: skip
    proposal, by_hand = propose(given_order), most_by_hand(given_order)
    component = {t.type_id: t for t in given_order.themes}
    assert (proposal.status == "blocked") == (by_hand < 0)
    if by_hand >= 0:
        assert sum(weight(component[s.type_id], s.audience) for s in proposal.sessions) == by_hand


def test_the_theme_that_presses_most_comes_first() -> None:
    """Prevalence × severity × time since last served."""
    whole, half = theme(1), theme(2, holders=6)
    mild, served = theme(3, severity=1.0), theme(4, idle_months=1)
    assert [t.type_id.int for t, _ in ranked([served, mild, half, whole])] == [1, 2, 3, 4]
    assert (score(whole), score(half), score(mild), score(served)) == (667, 333, 333, 133)
    assert score(theme(5, idle_months=LONGEST + 20)) == score(theme(5, idle_months=LONGEST)) == score(theme(5))
    assert score(theme(6, holders=0)) == 1


def test_who_closed_this_deficit_presents_it_whatever_the_school_s_results() -> None:
    """INV-48: experience counts, not results."""
    weak = Host(uid(60), closed=frozenset({uid(1)}))
    proposal = propose(order(themes=(theme(1),), audiences={"teachers": 20}, hosts=(Host(uid(50), strong=True), weak)))
    assert [session.host for session in proposal.sessions] == [weak.key]


def test_a_new_proposal_moves_as_little_as_it_can() -> None:
    first = propose(order())
    pinned = first.sessions[-1]
    fixed = Fixed("a", pinned.type_id, (pinned.audience,), pinned.kind, pinned.slot, pinned.room, pinned.host)
    again = propose(order(fixed=(fixed,), previous=first.sessions))
    assert set(again.sessions) == set(first.sessions) - {pinned}


def test_a_dropped_theme_does_not_come_back() -> None:
    dropped = frozenset({(uid(1), "teachers")})
    assert all((s.type_id, s.audience) not in dropped for s in propose(order(dropped=dropped)).sessions)


ZAL, A, B = "Актовый зал", "a", "b"


@pytest.mark.parametrize(
    ("given_order", "conflicts"),
    [
        pytest.param(
            order(fixed=(Fixed(A, None, ("teachers",), "seminar", 1, ZAL), Fixed(B, None, ("parents",), "seminar", 1, ZAL))),
            {("pin", A), ("pin", B), ("room_once", ZAL)}, id="one room for two sessions at once",
        ),
        pytest.param(
            order(fixed=(
                Fixed(A, None, ("teachers",), "seminar", 1, "101", speakers=frozenset({uid(9)})),
                Fixed(B, None, ("parents",), "seminar", 1, ZAL, speakers=frozenset({uid(9)})),
            )),
            {("pin", A), ("pin", B), ("speaker_once", str(uid(9)))}, id="one speaker in two places",
        ),
        pytest.param(
            order(fixed=(
                Fixed(A, None, ("teachers",), "seminar", 1, "101", uid(50)),
                Fixed(B, None, ("parents",), "seminar", 1, ZAL, uid(50)),
            )),
            {("pin", A), ("pin", B), ("host_once", str(uid(50)))}, id="one host in two places",
        ),
        pytest.param(
            order(fixed=(Fixed(A, None, ("teachers",), "seminar", 1, "101"), Fixed(B, None, ("teachers",), "seminar", 1, ZAL))),
            {("pin", A), ("pin", B), ("audience_once", "teachers")}, id="one audience in two places",
        ),
        pytest.param(
            order(audiences={"teachers": 60}, fixed=(Fixed(A, None, ("teachers",), "seminar", 1, "101"),)),
            {("pin", A), ("room_seats", "teachers")}, id="too few seats",
        ),
        pytest.param(order(fixed=(Fixed(A, None, ("teachers",), "seminar", 9),)), {("pin", A)}, id="no such time"),
        pytest.param(
            order(audiences={"teachers": 500}), {("audience_served", "teachers"), ("room_seats", "teachers")},
            id="no room for the audience",
        ),
        pytest.param(
            order(themes=(), audiences={"parents": 10}), {("audience_served", "parents")}, id="no theme for the audience",
        ),
    ],
)  # fmt: skip
def test_a_contradiction_names_the_rules_it_is_made_of(given_order: Order, conflicts: set[tuple[str, str]]) -> None:
    proposal = propose(given_order)
    assert proposal.status == "blocked"
    assert set(proposal.conflicts) == {Conflict(rule, about) for rule, about in conflicts}  # type: ignore[arg-type]


def forty_sessions() -> Order:
    """10 themes for 4 audiences, 8 slots, 12 rooms."""
    chance = random.Random(7)
    return order(
        themes=tuple(theme(n, chance.choice(COMPONENTS), holders=chance.randint(6, 12)) for n in range(1, 11)),
        slots=slots(8), rooms=tuple(Room(f"Р{n}", 20 + 10 * (n % 6)) for n in range(12)),
        hosts=tuple(Host(uid(100 + n), strong=n % 3 == 0) for n in range(20)), tracks=2,
    )  # fmt: skip


def test_forty_sessions_are_placed_within_the_effort() -> None:
    """Every session finds its place, and the bound is stated."""
    big = forty_sessions()
    proposal = propose(big)
    assert len(proposal.sessions) == 40
    never_clashes(big, proposal)
    assert proposal.bound - proposal.objective <= proposal.bound // 1000, "within a thousandth of the best there is"


def test_a_placed_session_says_what_led_to_it() -> None:
    proposal = propose(order(themes=(theme(1), theme(2, holders=3)), audiences={"teachers": 20}))
    assert [(s.type_id.int, s.rank, s.score, s.slot) for s in proposal.sessions] == [(1, 1, 667, 1), (2, 2, 167, 2)]
    assert isinstance(proposal.sessions[0], Placed)
