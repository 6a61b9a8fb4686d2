"""The agenda as a constraint problem: what may be where, what may not be together, and what is better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING
from uuid import UUID

from opora.intensives.agenda.model import Fixed, Host, Order, Placed, Room, Rule
from opora.intensives.agenda.ranking import experience, hosts_for, kinds, ranked, weight

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar, LinearExpr

Name = tuple[Rule, str | None]
"""A rule and whom it is about."""
ONLINE = Room("", None)
"""Stands for the link: everybody fits in, any number of sessions at once."""

# Worth of a goal, the greater ones never given up for smaller: a placed session counts 1 to 1000 of these.
PLACED = 1000
EXPERIENCE, STABLE, EARLY, VARIED, SPREAD = 40, 30, 1, 10, 50


@dataclass(frozen=True, slots=True)
class Idea:
    """A session that may or, when fixed, must take place."""

    type_id: UUID | None
    audiences: tuple[str, ...]
    kinds: tuple[str, ...]
    hosts: tuple[Host, ...]
    rooms: tuple[Room, ...]
    weight: int
    score: int = 0
    rank: int = 0
    fixed: Fixed | None = None
    before: Placed | None = None


@dataclass(slots=True)
class Variables:
    """What the solver decides about an idea."""

    at: dict[int, "IntVar"] = field(default_factory=dict)
    place: dict[tuple[int, str], "IntVar"] = field(default_factory=dict)
    host: dict[UUID, "IntVar"] = field(default_factory=dict)
    kind: dict[str, "IntVar"] = field(default_factory=dict)


def ideas_of(order: Order, *, any_room: bool = False) -> list[Idea]:
    """Fixed sessions first, then every theme for every audience, the most pressing first. The order of what is given does
    not matter. `any_room`: rooms with too few seats too, which a rule then forbids."""
    fixed = sorted(order.fixed, key=lambda session: session.key)
    taken = {(session.type_id, audience) for session in fixed for audience in session.audiences}
    before = {(placed.type_id, placed.audience): placed for placed in order.previous}
    rooms = {audience: _rooms(order, 0 if any_room else people) for audience, people in order.audiences.items()}
    ideas = [_of_fixed(order, session) for session in fixed]
    turn = 0
    for rank, (theme, score) in enumerate(ranked(order.themes), start=1):
        for audience in sorted(order.audiences):
            wanted = (theme.type_id, audience)
            if wanted not in taken and wanted not in order.dropped:
                hosts = tuple(hosts_for(order.hosts, theme.type_id, turn))
                ideas.append(Idea(
                    theme.type_id, (audience,), kinds(theme.component, audience), hosts, rooms[audience],
                    weight(theme, audience), score, rank, before=before.get(wanted),
                ))  # fmt: skip
                turn += 1
    return ideas


def _of_fixed(order: Order, session: Fixed) -> Idea:
    """What the coordinator left open is decided too: a room with seats enough, a fitting host."""
    hosts: Sequence[Host] = [host for host in order.hosts if host.key == session.host]
    if session.host is None and session.type_id is not None:
        hosts = hosts_for(order.hosts, session.type_id, 0)
    elif session.host is not None and not hosts:
        hosts = [Host(session.host)]
    return Idea(session.type_id, session.audiences, (session.kind,), tuple(hosts), _rooms(order, 0), 0, fixed=session)


def _rooms(order: Order, people: int) -> tuple[Room, ...]:
    fitting = (room for room in order.rooms or (ONLINE,) if room.seats is None or room.seats >= people)
    return tuple(sorted(fitting, key=lambda room: (room.seats is None, room.seats or 0, room.name)))


class Problem:
    """The model and its variables. With `explained`, every rule hangs on an assumption of its own, so that a contradiction
    names the rules it is made of."""

    def __init__(self, order: Order, *, explained: bool = False) -> None:
        from ortools.sat.python.cp_model import CpModel  # here, not above: half a second the API seldom needs

        self.order, self.ideas, self.model = order, ideas_of(order, any_room=explained), CpModel()
        self._seats = {room.name: room.seats for room in order.rooms}
        self.explained = explained
        self.assumptions: dict[Name, IntVar] = {}
        self.of = [self._variables(idea, number) for number, idea in enumerate(self.ideas)]
        self._once()
        self._serve_audiences()
        if not explained:
            self._prefer()

    def _variables(self, idea: Idea, number: int) -> Variables:
        model, found = self.model, Variables()
        slots = [slot.number for slot in self.order.slots]
        found.place = {
            (slot, room.name): model.new_bool_var(f"place {number} {slot} {room.name}")
            for slot, room in product(slots, idea.rooms)
        }
        found.at = {slot: model.new_bool_var(f"at {number} {slot}") for slot in slots}
        for slot in slots:
            model.add(sum(v for (s, _), v in found.place.items() if s == slot) == found.at[slot])
        model.add_at_most_one(found.at.values())
        held = sum(found.at.values())
        found.host = {host.key: model.new_bool_var(f"host {number} {host.key}") for host in idea.hosts}
        if found.host:
            model.add(sum(found.host.values()) == held)
        found.kind = {kind: model.new_bool_var(f"kind {number} {kind}") for kind in idea.kinds}
        model.add(sum(found.kind.values()) == held)
        people = sum(self.order.audiences.get(audience, 0) for audience in idea.audiences)
        small = [
            v for (_, name), v in found.place.items() if (seats := self._seats.get(name)) is not None and seats < people
        ]
        if small:
            self._rule("room_seats", ", ".join(idea.audiences), sum(small) == 0)
        if idea.fixed:
            self._pin(idea.fixed, found)
        return found

    def _pin(self, fixed: Fixed, found: Variables) -> None:
        """The fixed session is held where it was put."""
        self.model.add(sum(found.at.values()) == 1)
        self._rule("pin", fixed.key, sum(var for slot, var in found.at.items() if slot == fixed.slot) == 1)
        if fixed.room is not None:
            there = sum(v for (_, room), v in found.place.items() if room == fixed.room)
            self._rule("pin", fixed.key, there == 1)

    def _once(self) -> None:
        """No room, host, speaker or audience is wanted twice at one time; an audience as often as there are tracks."""
        rooms = [room.name for room in self.order.rooms]
        speakers = sorted({who for idea in self.ideas if idea.fixed for who in idea.fixed.speakers})
        hosts = sorted({host.key for idea in self.ideas for host in idea.hosts})
        busy = {
            (n, h, s): self._busy(n, h, s) for n in range(len(self.of)) for h in self.of[n].host for s in self.of[n].at
        }
        for slot in (slot.number for slot in self.order.slots):
            for room in rooms:
                self._at_most(1, "room_once", room, (v.place[slot, room] for v in self.of if (slot, room) in v.place))
            for host in hosts:
                here = (busy[n, host, slot] for n in range(len(self.of)) if (n, host, slot) in busy)
                self._at_most(1, "host_once", str(host), here)
            for who in speakers:
                speaks = (
                    v.at[slot] for v, i in zip(self.of, self.ideas, strict=True) if i.fixed and who in i.fixed.speakers
                )
                self._at_most(1, "speaker_once", str(who), speaks)
            for audience in sorted({audience for idea in self.ideas for audience in idea.audiences}):
                sits = (v.at[slot] for v, i in zip(self.of, self.ideas, strict=True) if audience in i.audiences)
                self._at_most(self.order.tracks, "audience_once", audience, sits)

    def _busy(self, number: int, host: UUID, slot: int) -> "IntVar":
        """Whether the host gives the session then."""
        found = self.of[number]
        busy = self.model.new_bool_var(f"busy {number} {host} {slot}")
        self.model.add_bool_or(busy, ~found.host[host], ~found.at[slot])
        return busy

    def _serve_audiences(self) -> None:
        """INV-47: every declared audience has a session."""
        for audience in sorted(self.order.audiences):
            served = [sum(v.at.values()) for v, i in zip(self.of, self.ideas, strict=True) if audience in i.audiences]
            self._rule("audience_served", audience, sum(served) >= 1)

    def _prefer(self) -> None:
        """Pressing themes first and early, by whom it worked, in varied forms, the work spread, little changed."""
        last = max((slot.number for slot in self.order.slots), default=0)
        goals = []
        for idea, found in zip(self.ideas, self.of, strict=True):
            goals.append(PLACED * idea.weight * sum(found.at.values()))
            goals += [EARLY * (last - slot) * max(1, idea.score // 50) * var for slot, var in found.at.items()]
            if idea.type_id:
                goals += [EXPERIENCE * experience(h, idea.type_id) * found.host[h.key] for h in idea.hosts]
            goals += [VARIED * (len(idea.kinds) - n) * found.kind[kind] for n, kind in enumerate(idea.kinds)]
            goals += self._as_before(idea, found)
        for host in sorted({host.key for idea in self.ideas for host in idea.hosts}):
            goals.append(
                -SPREAD * self._beyond_first([v.host[host] for v in self.of if host in v.host], f"host {host}")
            )
        for kind in sorted({kind for idea in self.ideas for kind in idea.kinds}):
            goals.append(
                -VARIED * self._beyond_first([v.kind[kind] for v in self.of if kind in v.kind], f"kind {kind}")
            )
        self.model.maximize(sum(goals))

    def _as_before(self, idea: Idea, found: Variables) -> "list[LinearExpr]":
        if idea.before is None:
            return []
        same = [found.place.get((idea.before.slot, idea.before.room or "")), found.kind.get(idea.before.kind)]
        if idea.before.host:
            same.append(found.host.get(idea.before.host))
        return [STABLE * var for var in same if var is not None]

    def _beyond_first(self, chosen: list["IntVar"], name: str) -> "IntVar":
        """How often something is chosen again."""
        again = self.model.new_int_var(0, len(chosen), f"again {name}")
        self.model.add(again >= sum(chosen) - 1)
        return again

    def _at_most(self, limit: int, rule: Rule, about: str, chosen: Iterable["IntVar"]) -> None:
        found = list(chosen)
        if len(found) > limit:
            self._rule(rule, about, sum(found) <= limit)

    def _rule(self, rule: Rule, about: str | None, what: object) -> None:
        """A rule of the agenda, on its assumption when a contradiction is to be explained."""
        constraint = self.model.add(what)  # type: ignore[arg-type]
        if not self.explained:
            return
        name = (rule, about)
        if name not in self.assumptions:
            self.assumptions[name] = self.model.new_bool_var(f"{rule} {about}")
        constraint.only_enforce_if(self.assumptions[name])
