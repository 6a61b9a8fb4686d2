"""What a Day of Intensives does to the common deficits it serves (domain.md 3.11): they are planned when it is announced,
done or missed when it is closed, and free again when it is cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from opora.core import clock
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.outbox import record
from opora.deficits.lifecycle import UNDER_WAY
from opora.deficits.models import DAY, Deficit, DeficitAction, DeficitMeasurement
from opora.deficits.routing import route_refusal
from opora.programs.models import Program

MISSED = "Никто из школы не был на занятии, которое служит дефициту"
SERVED = ("scoped", "planned", "in_progress")
_PATH = ("region_id", "municipality_id", "school_id", "visibility", "person_id")


async def plan_for_day(
    session: Session, program_id: UUID, types: Iterable[UUID], day_id: UUID, title: str, on: date, owner: UUID
) -> int:
    """Every common deficit of the types that waits for a Day gets it as its closing action; how many deficits it reaches.

    Planned actions that name no Day yet take this one. `owner` answers for the action, so somebody else closes the deficit.
    """
    waiting = await _served(session, program_id, types)
    planned = await _planned(session, [deficit.id for deficit in waiting])
    done = await _done_since_measured(session, [deficit.id for deficit in waiting])
    reached = 0
    for deficit in waiting:
        actions = planned.get(deficit.id, [])
        free = next((action for action in actions if action.target_id is None), None)
        if free is not None:
            free.target_kind, free.target_id, free.planned_on = DAY, day_id, on
        elif not actions and (deficit.status == "scoped" or deficit.id not in done):
            session.add(_action(deficit, day_id, title, on, owner))
            await _move(session, deficit, "plan", "planned" if deficit.status == "scoped" else None)
        else:
            continue
        deficit.route = DAY
        reached += 1
    await session.flush()
    return reached


async def move_day(session: Session, day_id: UUID, on: date) -> None:
    """The Day takes place on another date."""
    for action, *_ in await _of_day(session, day_id):
        action.planned_on = on
    await session.flush()


async def complete_for_day(
    session: Session, day_id: UUID, on: date, came: Mapping[tuple[UUID, UUID], str]
) -> list[Deficit]:
    """The Day is closed. Its action is done for the schools that came to a session serving the type (`came` gives the session's
    title by school and type) and missed for the others, whose deficits wait for the next Day. What the scope no longer takes is
    cancelled (INV-30). Returns the deficits served: their final measurement is next."""
    served, unserved = [], []
    for action, deficit, routing in await _of_day(session, day_id):
        if refused := route_refusal(deficit.scope, action.route, action.purpose, routing):
            action.state, action.effect = "cancelled", refused.ru
            unserved.append((deficit, "action_cancelled"))
        elif (title := came.get((deficit.school_id, deficit.type_id))) is None:
            action.state, action.effect = "missed", MISSED
            unserved.append((deficit, "action_missed"))
        else:
            action.state, action.done_on, action.effect = "done", on, title
            await _move(session, deficit, "action_completed", "in_progress" if _left(deficit) == "planned" else None)
            served.append(deficit)
    await _give_back(session, day_id, unserved)
    return served


async def lose_day(session: Session, day_id: UUID, reason: str) -> int:
    """The Day does not take place: the system event `lose_action`. Back to `scoped` where no other
    closing action is left."""
    lost = []
    for action, deficit, _ in await _of_day(session, day_id):
        action.state, action.effect = "cancelled", reason
        lost.append((deficit, "action_cancelled"))
    await _give_back(session, day_id, lost)
    return len(lost)


async def _give_back(session: Session, day_id: UUID, lost: Sequence[tuple[Deficit, str]]) -> None:
    """The event of each deficit that lost the Day."""
    await session.flush()
    others = await _others(session, [deficit.id for deficit, _ in lost], day_id)
    for deficit, event in lost:
        waits = deficit.id not in others and _left(deficit) in UNDER_WAY
        await _move(session, deficit, event, "scoped" if waits else None)


async def _served(session: Session, program_id: UUID, types: Iterable[UUID]) -> list[Deficit]:
    chosen = (
        select(Deficit)
        .where(
            Deficit.program_id == program_id, Deficit.type_id.in_(set(types)), Deficit.bearer_kind == "school",
            Deficit.scope == "common", Deficit.status.in_(SERVED),
        )
        .order_by(Deficit.id)
        .with_for_update()
    )  # fmt: skip
    return list(await session.scalars(chosen))


async def _planned(session: Session, deficits: list[UUID]) -> dict[UUID, list[DeficitAction]]:
    found: dict[UUID, list[DeficitAction]] = {}
    planned = (DeficitAction.route == DAY) & (DeficitAction.purpose == "closing") & (DeficitAction.state == "planned")
    for action in await session.scalars(select(DeficitAction).where(DeficitAction.deficit_id.in_(deficits), planned)):
        found.setdefault(action.deficit_id, []).append(action)
    return found


async def _done_since_measured(session: Session, deficits: list[UUID]) -> set[UUID]:
    """Deficits with a closing action done after their last final measurement: the next step is to measure, not another Day."""
    measured = (
        select(func.max(DeficitMeasurement.measured_on))
        .where(DeficitMeasurement.deficit_id == DeficitAction.deficit_id, DeficitMeasurement.kind == "final")
        .scalar_subquery()
    )
    done = (DeficitAction.purpose == "closing") & (DeficitAction.state == "done")
    since = measured.is_(None) | (DeficitAction.done_on > measured)
    return set(
        await session.scalars(
            select(DeficitAction.deficit_id).where(DeficitAction.deficit_id.in_(deficits), done, since).distinct()
        )
    )


async def _of_day(session: Session, day_id: UUID) -> list[tuple[DeficitAction, Deficit, str]]:
    """Planned actions of the Day with their deficits and the programme's routing. Both are locked, in one order, so that an
    action which somebody ends meanwhile is seen as ended."""
    rows = await session.execute(
        select(DeficitAction, Deficit, Program.deficit_routing)
        .join(
            Deficit,
            (Deficit.id == DeficitAction.deficit_id) & (Deficit.municipality_id == DeficitAction.municipality_id),
        )
        .join(Program, Program.id == Deficit.program_id)
        .where(
            DeficitAction.target_kind == DAY, DeficitAction.target_id == day_id, DeficitAction.state == "planned",
            Deficit.status.not_in(("closed", "rejected")),
        )
        .order_by(Deficit.id, DeficitAction.id)
        .with_for_update(of=[Deficit, DeficitAction])
    )  # fmt: skip
    return [(row[0], row[1], row[2]) for row in rows]


async def _others(session: Session, deficits: list[UUID], day_id: UUID) -> set[UUID]:
    """Deficits that have another closing action beside the Day's, planned or done; what only supports does not close."""
    other = (
        DeficitAction.state.in_(("planned", "done"))
        & (DeficitAction.purpose == "closing")
        & DeficitAction.target_id.is_distinct_from(day_id)
    )
    return set(
        await session.scalars(
            select(DeficitAction.deficit_id).where(DeficitAction.deficit_id.in_(deficits), other).distinct()
        )
    )


def _action(deficit: Deficit, day_id: UUID, title: str, on: date, owner: UUID) -> DeficitAction:
    return DeficitAction(
        id=uuid7(), **{name: getattr(deficit, name) for name in _PATH}, deficit_id=deficit.id, route=DAY,
        purpose="closing", state="planned", title=title, target_kind=DAY, target_id=day_id, planned_on=on, owner_id=owner,
        is_wrong_route=False,
    )  # fmt: skip


def _left(deficit: Deficit) -> str:
    """Where the deficit stands; a deferred one, where it will go on."""
    return deficit.resume_status or deficit.status


async def _move(session: Session, deficit: Deficit, event: str, status: str | None = None) -> None:
    """To `status`, or no move. A deferred deficit stays deferred and will go on from there."""
    left = deficit.status
    if status is not None and left == "deferred":
        deficit.resume_status = status
    elif status not in (None, left):
        deficit.status, deficit.status_since = status, clock.now()
    deficit.touch()
    await session.flush()
    facts = {"event": event, "from": left, "to": deficit.status, "comment": None, "scope": deficit.scope}
    await record(session, f"deficit.{event}", deficit, **facts)
