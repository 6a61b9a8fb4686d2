"""Deficits of the demonstration with their actions, measurements, decisions and the facts that led to where they stand."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from opora.core.tables import Change
from opora.deficits import models
from opora.deficits.routing import fits, proposed_scope
from opora.demo.cases import Case, all_cases
from opora.demo.catalogue import type_id, types
from opora.demo.ids import SYNTHETIC_BATCH, stable_id
from opora.demo.world import Account, World

MINUTE = timedelta(minutes=1)
_CLOSED = "Цель достигнута, результат подтверждён повторной диагностикой"


class Facts:
    """Facts in the making; they are written in the order in which they happened."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._facts: list[dict[str, Any]] = []

    def add(
        self, at: datetime, actor: Account, type_: str, entity_id: UUID, owner: dict[str, Any], **data: Any
    ) -> None:
        self._facts.append(
            {
                "at": at,
                "account_id": actor.id,
                "assignment_id": actor.assignment_id,
                "visibility": "school",
                **{name: value for name, value in owner.items() if value is not None},
                "type": type_,
                "entity_id": entity_id,
                "data": data,
            }
        )

    def write(self) -> None:
        for fact in sorted(self._facts, key=lambda fact: fact["at"]):
            self._world.rows.add(Change, **fact)


def add_deficits(world: World) -> None:
    """Everything of `data/deficits.yaml`."""
    cases, facts = list(all_cases(world)), Facts(world)
    decided = _add_decisions(world, cases, facts)
    for case in cases:
        _add_deficit(world, case, facts, decided.get(case.type_key, {}))
    facts.write()


def _add_decisions(world: World, cases: Iterable[Case], facts: Facts) -> dict[tuple[str, str], dict[str, Any]]:
    """One decision for each type of which a school's deficit is scoped; the figures of that day by `Case.type_key`."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    decided = {}
    for case in cases:
        if case.bearer == "school" and case.scope:
            groups[case.type_key].append(case)
    for (municipality, type_), group in groups.items():
        first = group[0]
        total = len(world.schools_of(municipality, "low_results"))
        holders = sum(case.school.category == "low_results" for case in group)
        id_ = stable_id("scope_decision", f"{municipality}/{type_}")
        at, actor = min(case.at["set_scope"] for case in group), first.actor("set_scope", world)
        owner = {"region_id": world.region_id, "municipality_id": world.municipalities[municipality]}
        world.rows.add(
            models.DeficitScopeDecision,
            id=id_,
            **owner,
            program_id=first.program.id,
            type_id=type_id(type_),
            holders=holders,
            participants=total,
            threshold=first.program.threshold,
            proposed_scope=proposed_scope(holders, total, first.program.threshold),
            decided_scope=first.scope,
            decided_by=actor.id,
            decided_at=at,
            created_at=at,
        )
        figures = {"holders": holders, "participants": total, "threshold": float(first.program.threshold)}
        decided[municipality, type_] = figures
        facts.add(
            at, actor, "scope_decision.decided", id_, owner,
            type_id=str(type_id(type_)), scope=first.scope, **figures, applied=len(group),
        )  # fmt: skip
    return decided


def _owner(world: World, case: Case) -> dict[str, Any]:
    return {
        "region_id": world.region_id,
        "municipality_id": world.municipalities[case.program.municipality],
        "school_id": case.school.id,
        "person_id": case.person_id,
        "visibility": case.visibility,
    }


def _add_deficit(world: World, case: Case, facts: Facts, figures: dict[str, Any]) -> None:
    spec, entry, owner, timeline = case.spec, types()[case.type], _owner(world, case), world.timeline
    opened, last = case.at["create"], list(case.at.values())[-1]
    baseline = case.measured("baseline")
    with_baseline = spec.get("baseline", True)
    found = f"Выявлено: {baseline['value']} ({baseline['scale']}), цель {baseline['target']}." if with_baseline else ""
    world.rows.add(
        models.Deficit,
        id=case.id,
        **owner,
        program_id=case.program.id,
        type_id=type_id(case.type),
        bearer_kind=case.bearer,
        component=entry["component"],
        nature=entry["nature"],
        severity=spec["severity"],
        status=spec["status"],
        status_since=last,
        resume_status=spec.get("resume"),
        scope=case.scope,
        scope_source=("automatic" if case.human else "decision") if case.scope else None,
        route=case.route,
        description=f"{found} Данные вымышлены для демонстрации.".strip(),
        growth_point=spec.get("growth"),
        qualitative=False,
        is_reopened=False,
        opened_on=opened.date(),
        target_date=timeline.ahead(spec["target"]) if "target" in spec else None,
        deferred_until=timeline.ahead(spec["until"]) if "until" in spec else None,
        closed_on=case.at["close"].date() if "close" in case.at else None,
        closure_note=_CLOSED if "close" in case.at else spec.get("comment") if "reject" in case.at else None,
        batch_id=SYNTHETIC_BATCH,
        created_by=case.actor("create", world).id,
        created_at=opened,
        updated_at=last,
        version=len(case.at),
    )
    _add_facts(world, case, facts, owner, figures)
    if with_baseline:
        _add_measurement(world, case, facts, owner, "baseline", opened + MINUTE)
    if "plan" in case.at:
        _add_actions(world, case, facts, owner)
    if spec.get("interim"):
        _add_measurement(world, case, facts, owner, "interim", case.at["start"] + 2 * MINUTE)
    if "measure_final" in case.at:
        _add_measurement(world, case, facts, owner, "final", case.at["measure_final"] - MINUTE)


def _add_facts(world: World, case: Case, facts: Facts, owner: dict[str, Any], figures: dict[str, Any]) -> None:
    for event, left, reached in case.moves:
        comment = {"reject": case.spec.get("comment"), "defer": case.spec.get("comment"), "close": _CLOSED}.get(event)
        told = {"event": event, "from": left, "to": reached, "comment": comment}
        if reached not in {"draft", "identified", "rejected"}:
            told["scope"] = case.scope
        more = figures if event == "set_scope" else {}
        facts.add(case.at[event], case.actor(event, world), f"deficit.{event}", case.id, owner, **told, **more)


def _add_measurement(world: World, case: Case, facts: Facts, owner: dict[str, Any], kind: str, at: datetime) -> None:
    actor = case.actor("create" if kind == "baseline" else "measure_final", world)
    world.rows.add(
        models.DeficitMeasurement,
        id=stable_id("measurement", f"{case.code}/{kind}"),
        **owner,
        deficit_id=case.id,
        kind=kind,
        measured_on=at.date(),
        **case.measured(kind),
        measured_by=actor.id,
        created_at=at,
    )
    facts.add(at, actor, "deficit.measured", case.id, owner, kind=kind)


def _add_actions(world: World, case: Case, facts: Facts, owner: dict[str, Any]) -> None:
    """The closing action that the plan made, done once work has started, and a supporting one if there is any."""
    spec, actor, planned_at = case.spec, case.actor("plan", world), case.at["plan"]
    done_at = case.at["start"] + MINUTE if "start" in case.at else None
    action = {
        "id": stable_id("action", f"{case.code}/closing"),
        "route": case.route,
        "purpose": "closing",
        "state": "done" if done_at else "planned",
        "title": spec["action"],
        "planned_on": done_at.date() if done_at else world.timeline.ahead(spec["planned"]),
        "done_on": done_at.date() if done_at else None,
        "effect": spec.get("effect"),
        "is_wrong_route": not fits(case.scope, case.route or "", "closing"),
        "updated_at": done_at or planned_at,
    }
    common = {**owner, "deficit_id": case.id, "owner_id": actor.id, "created_at": planned_at}
    world.rows.add(models.DeficitAction, **common, **action)
    if done_at:
        told = {"event": "action_completed", "from": "in_progress", "to": "in_progress", "comment": None}
        facts.add(done_at, actor, "deficit.action_completed", case.id, owner, **told, scope=case.scope)
    if extra := spec.get("supporting"):
        id_, at = stable_id("action", f"{case.code}/supporting", 1), planned_at + MINUTE
        world.rows.add(
            models.DeficitAction,
            **{**common, "created_at": at},
            id=id_,
            route=extra["route"],
            purpose="supporting",
            state="planned",
            is_wrong_route=False,
            title=extra["title"],
            planned_on=world.timeline.ahead(extra["planned"]),
        )
        told = {"action_id": str(id_), "route": extra["route"], "title": extra["title"]}
        facts.add(at, actor, "deficit.action_added", case.id, owner, **told)
