"""The specs of `data/deficits.yaml` as cases: one deficit each, with everything about it settled but its rows."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from opora.core.clock import school_year_start
from opora.demo.ids import stable_id
from opora.demo.sources import source
from opora.demo.world import Account, Human, Program, School, World

STEPS = {  # event → the status it leads to, in the order of an undisturbed path of a school's deficit
    "create": "draft", "confirm": "identified", "set_scope": "scoped", "plan": "planned", "start": "in_progress",
    "measure_final": "measured", "close": "closed", "reject": "rejected", "defer": "deferred",
}  # fmt: skip
PATH = tuple(STEPS)[:7]
METHODOLOGISTS = {"gatchina": "imc", "podporozhye": "ims"}


@dataclass(frozen=True)
class Case:
    """A deficit of a school, or of its head or a teacher when `human` is given."""

    code: str
    spec: dict[str, Any]
    type: str
    program: Program
    school: School
    human: Human | None
    at: dict[str, datetime]
    """Its events with their instants, in order."""

    @property
    def id(self) -> UUID:
        return stable_id("deficit", self.code)

    @property
    def type_key(self) -> tuple[str, str]:
        """What a scope decision is about: the programme, by its municipality, and the type."""
        return self.program.municipality, self.type

    @property
    def person_id(self) -> UUID | None:
        return self.human.id if self.human else None

    @property
    def bearer(self) -> str:
        if self.human is None:
            return "school"
        return "head" if self.human.code.startswith("head.") else "teacher"

    @property
    def visibility(self) -> str:
        return str(self.spec["visibility"]) if self.bearer == "teacher" else "school"

    @property
    def scope(self) -> str | None:
        """A school's by decision, a person's individual once it is confirmed."""
        decided = "set_scope" if self.human is None else "confirm"
        return str(self.spec.get("scope", "individual")) if decided in self.at else None

    @property
    def route(self) -> str | None:
        return str(self.spec.get("route", "network_tie")) if "plan" in self.at else None

    @property
    def moves(self) -> list[tuple[str, str | None, str]]:
        """Its events with the status left and the status reached; confirming a person's deficit settles its scope."""
        found: list[tuple[str, str | None, str]] = []
        for event in self.at:
            reached = "scoped" if event == "confirm" and self.human else STEPS[event]
            found.append((event, found[-1][2] if found else None, reached))
        return found

    @property
    def direction(self) -> str:
        return str(self._measure.get("direction", "higher"))

    @property
    def _measure(self) -> dict[str, Any]:
        measures = source("deficits")["measures"]
        found: dict[str, Any] = measures[self.type if self.bearer == "school" else self.bearer]
        return found

    def measured(self, kind: str) -> dict[str, Any]:
        """Figures of a measurement: the baseline misses the target, the final one meets it unless the spec says no."""
        measure, choice = self._measure, random.Random(f"{self.code} figures")
        base, extra, target = choice.randint(*measure["range"]), choice.randint(0, 4), measure["target"]
        halfway = base + (target - base) // 2
        higher = self.direction == "higher"
        reached = min(target + extra, measure.get("most", 100)) if higher else max(0, target - extra)
        met = reached if self.spec.get("reached", True) else halfway
        value = {"baseline": base, "interim": halfway, "final": met}[kind]
        year = school_year_start(self.at["create"].date()).year
        first = measure["source"].format(year=year, school_year=f"{year}/{year + 1}")
        source_ = {"baseline": first, "interim": "Промежуточный срез", "final": "Повторная диагностика"}[kind]
        return {
            "value": Decimal(value),
            "scale": measure["scale"],
            "target": Decimal(target),
            "direction": self.direction,
            "source": source_,
        }

    def actor(self, event: str, world: World) -> Account:
        """Who brings the event about, as domain.md 3.1 allows. Planning to measuring is one person's, closing another's.

        A teacher without an account is helped by the methodologist; a head acts where the teacher shared the deficit.
        """
        head, coordinator = world.accounts[f"head.{self.school.code}"], world.accounts[self.program.municipality]
        methodologist = world.accounts[METHODOLOGISTS[self.program.municipality]]
        responsible = methodologist if self.scope == "common" or self.visibility == "personal" else head
        if event == "create" and self.human and self.bearer == "teacher":
            return world.accounts.get(self.human.code, methodologist)
        if event in {"set_scope", "defer"}:
            return coordinator
        if event == "reject" or (event == "confirm" and self.bearer == "teacher"):
            return methodologist
        if event == "close":
            return coordinator if responsible == methodologist else methodologist
        return head if event in {"create", "confirm"} else responsible


def all_cases(world: World) -> Iterator[Case]:
    """Every deficit of the demonstration, group by group."""
    data = source("deficits")
    for spec in data["groups"]:
        for school in world.schools_of(spec["municipality"], "low_results"):
            if school.code not in spec.get("without", ()):
                yield _case(world, spec, school, None)
    for spec in data["schools"]:
        yield _case(world, spec, world.schools[spec["school"]], None)
    for spec in data["people"]:
        human = world.people[spec["person"]]
        assert human.school is not None
        yield _case(world, spec, human.school, human)


def _case(world: World, spec: dict[str, Any], school: School, human: Human | None) -> Case:
    bearer = human.code if human else school.code
    events, opened = _events(spec, human is not None), spec["opened"]
    instants = world.timeline.between(opened, spec.get("last", opened), len(events))
    return Case(
        code=f"{bearer}/{spec['type']}",
        spec=spec,
        type=spec["type"],
        program=world.programs[school.municipality],
        school=school,
        human=human,
        at=dict(zip(events, instants, strict=True)),
    )


def _events(spec: dict[str, Any], of_person: bool) -> list[str]:
    status = spec["status"]
    if status == "rejected":
        return ["create", "reject"]
    reached = list(STEPS.values()).index(spec.get("resume", status))
    path = [event for event in PATH[: reached + 1] if not (of_person and event == "set_scope")]
    return [*path, "defer"] if status == "deferred" else path
