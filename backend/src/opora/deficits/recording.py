"""What is added to a deficit on its way: actions with their owners, and measurements in their order."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.problems import Invalid
from opora.core.texts import Text
from opora.deficits.errors import ClosingNotYours, RouteNotAllowed
from opora.deficits.lifecycle import may_close_by_action
from opora.deficits.models import DeficitAction, DeficitMeasurement
from opora.deficits.queries import Case
from opora.deficits.routing import fits, route_refusal
from opora.deficits.schemas import ActionInput, MeasurementFields
from opora.identity.queries import Acting, accounts_acting
from opora.notices.service import notify

_GIVEN = Text(
    "Откройте дефицит: там сказано, что и к какому дню сделать. Когда сделаете, отметьте выполнение.",
    "Open the deficit: it says what to do and by when. Mark the action done when it is.",
)
_NO_OWNER = Text(
    "Отвечать за действие может сотрудник школы, методист, координатор или сам педагог. Выберите из списка.",
    "Staff of the school, a methodologist, the coordinator or the teacher answers for an action. Choose from the list.",
)


def owner_of(case: Case) -> dict[str, object]:
    """The columns that children carry for row security."""
    deficit = case.deficit
    return {
        "region_id": deficit.region_id,
        "municipality_id": deficit.municipality_id,
        "school_id": deficit.school_id,
        "visibility": deficit.visibility,
        "person_id": deficit.person_id,
        "deficit_id": deficit.id,
    }


async def add_action(
    session: Session, actor: Actor, case: Case, data: ActionInput, pointer: str = "/payload/action"
) -> DeficitAction:
    """A planned action. Under strict routing it must fit the scope, else `RouteNotAllowed`; under advisory it is marked
    instead. `ClosingNotYours` to a school that would close a common deficit. Its owner is the actor or one of `owners_of`
    the deficit."""
    deficit, owner = case.deficit, data.owner_id or actor.account_id
    require_not_past(data.planned_on, f"{pointer}/planned_on")
    if owner != actor.account_id and owner not in {o.account_id for o in await owners_of(session, case)}:
        raise Invalid((f"{pointer}/owner_id", "unknown-owner", _NO_OWNER))
    if data.purpose == "closing" and not may_close_by_action(actor.role, deficit):
        raise ClosingNotYours
    if refused := route_refusal(deficit.scope, data.route, data.purpose, case.program.deficit_routing):
        raise RouteNotAllowed(reason=refused, scope=deficit.scope, route=data.route)
    action = DeficitAction(
        id=uuid7(),
        **owner_of(case),
        **data.model_dump(exclude={"owner_id"}),
        state="planned",
        owner_id=owner,
        is_wrong_route=not fits(deficit.scope, data.route, data.purpose),
    )
    session.add(action)
    case.actions.append(action)
    if data.purpose == "closing":
        deficit.route = data.route
    if owner != actor.account_id:
        await notify(session, "action_owner", [owner], _GIVEN, f"/deficits/{deficit.id}")
    return action


def require_not_past(day: date | None, pointer: str) -> None:
    """A day one plans for is today or later, in the region's zone: what is past cannot be planned."""
    if day is not None and day < clock.today():
        raise Invalid(
            (pointer, "in_past", Text("Этот день уже прошёл, выберите будущий", "This day is past, choose a later one"))
        )


async def owners_of(session: ReadSession, case: Case) -> list[Acting]:
    """Who may answer for an action: staff of the municipality and of the school, and the bearer. A coordinator never works
    on a teacher's deficit (3.11)."""
    deficit = case.deficit
    found = await accounts_acting(session, deficit.municipality_id, deficit.school_id, deficit.person_id)
    if deficit.bearer_kind != "teacher":
        return found
    return [owner for owner in found if owner.role != Role.MUNICIPAL_COORDINATOR]


def add_measurement(
    session: Session, actor: Actor, case: Case, kind: str, data: MeasurementFields
) -> DeficitMeasurement:
    """A measurement by the actor, neither in the future nor out of order; a baseline with a value says where it should
    lead."""
    if data.measured_on > clock.today():
        raise Invalid(
            ("/measured_on", "in_future", Text("Дата измерения ещё не наступила", "The date lies in the future"))
        )
    if kind == "baseline" and data.value is not None and None in (data.scale, data.target, data.direction):
        raise Invalid(
            (
                "/target",
                "missing",
                Text("Укажите шкалу, цель и направление", "Give the scale, the target and the direction"),
            )
        )
    _require_order(case, kind, data)
    fields = data.model_dump(exclude={"kind"}) | {name: _exact(getattr(data, name)) for name in ("value", "target")}
    row = DeficitMeasurement(id=uuid7(), **owner_of(case), **fields, kind=kind, measured_by=actor.account_id)
    session.add(row)
    case.measurements.append(row)
    case.measurements.sort(key=lambda m: (m.measured_on, m.id))
    return row


def _require_order(case: Case, kind: str, data: MeasurementFields) -> None:
    """What is judged last was measured last: the baseline before everything, a final after every earlier final."""
    others = [m for m in case.measurements if m.kind == "final" or (kind == "final" and m.kind == "baseline")]
    late = kind == "baseline" and any(m.measured_on < data.measured_on for m in others)
    early = kind == "final" and any(m.measured_on > data.measured_on for m in others)
    if late or early:
        wrong = (
            Text("Исходное измерение не бывает позже итогового", "A baseline is not later than a final measurement")
            if late
            else Text(
                "Итоговое измерение не бывает раньше исходного и прежнего итогового",
                "A final measurement is not earlier than the baseline or an earlier final one",
            )
        )
        raise Invalid(("/measured_on", "out_of_order", wrong))


def _exact(value: float | None) -> Decimal | None:
    """As written, 0.1 is a tenth; and as stored, so that it is judged now as it will be read later."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.001"), ROUND_HALF_UP)
