"""What each event of a deficit does once the table allows it (domain.md 3.1)."""

from collections.abc import Awaitable, Callable
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.problems import Invalid
from opora.core.texts import Text
from opora.deficits import scoping
from opora.deficits.errors import CommentNeeded, DeficitNotClosable, RouteNotAllowed
from opora.deficits.models import DeficitAction, DeficitMeasurement
from opora.deficits.queries import Case
from opora.deficits.routing import fits, route_refusal
from opora.deficits.schemas import ActionInput, MeasurementFields, ScopeDecisionInput, TransitionInput

Effect = Callable[[Session, Actor, Case, TransitionInput], Awaitable[str]]
"""Does what the event means and returns the new status."""

_DECIDED = ("identified", "scoped", "planned", "in_progress")
"""The states in which a decision reaches a deficit (3.11)."""
_REQUIRED = Text("Обязательное поле", "Required")


def _missing(field: str) -> Invalid:
    return Invalid((f"/payload/{field}", "missing", _REQUIRED))


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


def add_action(session: Session, actor: Actor, case: Case, data: ActionInput) -> DeficitAction:
    """A planned action owned by the actor. Under strict routing it must fit the scope, else `RouteNotAllowed`; under
    advisory it is marked instead."""
    deficit = case.deficit
    if refused := route_refusal(deficit.scope, data.route, data.purpose, case.program.deficit_routing):
        raise RouteNotAllowed(reason=refused, scope=deficit.scope, route=data.route)
    action = DeficitAction(
        id=uuid7(),
        **owner_of(case),
        **data.model_dump(),
        state="planned",
        owner_id=actor.account_id,
        is_wrong_route=not fits(deficit.scope, data.route, data.purpose),
    )
    session.add(action)
    case.actions.append(action)
    if data.purpose == "closing":
        deficit.route = data.route
    return action


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


async def _confirm(session: Session, _actor: Actor, case: Case, _data: TransitionInput) -> str:
    """A head's or teacher's deficit is individual at once; a school's takes the decision that stands for its type."""
    deficit = case.deficit
    if deficit.bearer_kind != "school":
        deficit.scope, deficit.scope_source = "individual", "automatic"
        return "scoped"
    case.decision = await scoping.settled_decision(session, deficit.program_id, deficit.type_id)
    if case.decision:
        deficit.scope, deficit.scope_source = case.decision.decided_scope, "decision"
        return "scoped"
    return "identified"


async def _reject(_session: Session, _actor: Actor, case: Case, data: TransitionInput) -> str:
    case.deficit.closure_note = data.comment
    return "rejected"


async def _plan(session: Session, actor: Actor, case: Case, data: TransitionInput) -> str:
    fitting = any(a.state == "planned" and a.purpose == "closing" and not a.is_wrong_route for a in case.actions)
    if data.payload.action:
        add_action(session, actor, case, data.payload.action)
        closing = any(a.state == "planned" and a.purpose == "closing" for a in case.actions)
        if not closing:
            raise Invalid(
                (
                    "/payload/action/purpose",
                    "closing-needed",
                    Text(
                        "Сначала запланируйте закрывающее действие, потом добавьте поддерживающее",
                        "Plan a closing action first, then add a supporting one",
                    ),
                )
            )
    elif not fitting:
        raise _missing("action")
    return "planned"


async def _start(*_: object) -> str:
    return "in_progress"


async def _measure_final(session: Session, actor: Actor, case: Case, data: TransitionInput) -> str:
    if data.payload.measurement is None:
        raise _missing("measurement")
    add_measurement(session, actor, case, "final", data.payload.measurement)
    return "measured"


async def _close(_session: Session, _actor: Actor, case: Case, data: TransitionInput) -> str:
    """Either the target is reached, or a person closes with a reason that stays."""
    improved = case.evidence.improvement
    if not (improved and improved.reached) and not (data.payload.reasoned and data.comment):
        raise DeficitNotClosable(
            reason=Text(
                "Итоговое измерение не подтверждает цель. Продолжите работу или закройте с обоснованием: отметьте это и "
                "напишите комментарий.",
                "The final measurement does not confirm the target. Continue, or close with a reason: say so and comment.",
            )
        )
    case.deficit.closed_on, case.deficit.closure_note = clock.today(), data.comment
    return "closed"


async def _continue(session: Session, actor: Actor, case: Case, data: TransitionInput) -> str:
    if data.payload.action is None:
        raise _missing("action")
    add_action(session, actor, case, data.payload.action)
    return "in_progress"


async def _change_scope(_session: Session, _actor: Actor, case: Case, data: TransitionInput) -> str:
    """Set one deficit apart from its type's decision. What was done stays, planned actions that no longer fit
    are marked.
    """
    deficit, scope = case.deficit, data.payload.scope
    if scope is None:
        raise _missing("scope")
    if scope == deficit.scope:
        raise Invalid(("/payload/scope", "unchanged", Text("Охват уже такой", "The scope is this already")))
    _rescope(case, scope, "changed")
    return "scoped"


def _rescope(case: Case, scope: str, source: str) -> None:
    """Planned actions that no longer fit are kept and marked for planning anew (2.3 p. 3)."""
    deficit = case.deficit
    deficit.scope, deficit.scope_source, deficit.route = scope, source, None
    for action in case.actions:
        if action.state == "planned":
            action.is_wrong_route = not fits(scope, action.route, action.purpose)


async def _defer(_session: Session, _actor: Actor, case: Case, data: TransitionInput) -> str:
    if data.payload.until is None:
        raise _missing("until")
    if data.payload.until <= clock.today():
        raise Invalid(("/payload/until", "not_in_future", Text("Укажите будущую дату", "Give a date in the future")))
    case.deficit.resume_status, case.deficit.deferred_until = case.deficit.status, data.payload.until
    return "deferred"


async def _resume(session: Session, _actor: Actor, case: Case, _data: TransitionInput) -> str:
    """Back to the state that was left; a decision taken meanwhile counts as if the deficit had been there."""
    deficit, left = case.deficit, case.deficit.resume_status or "scoped"
    follows = deficit.bearer_kind == "school" and deficit.scope_source != "changed" and left in _DECIDED
    if follows:
        case.decision = await scoping.settled_decision(session, deficit.program_id, deficit.type_id)
    deficit.resume_status = deficit.deferred_until = None
    if not follows or case.decision is None or deficit.scope == case.decision.decided_scope:
        return left
    _rescope(case, case.decision.decided_scope, "decision")
    return "scoped"


async def _reopen(_session: Session, _actor: Actor, case: Case, _data: TransitionInput) -> str:
    case.deficit.is_reopened, case.deficit.closed_on, case.deficit.closure_note = True, None, None
    return "in_progress"


async def _set_scope(session: Session, actor: Actor, case: Case, data: TransitionInput) -> str:
    """A decision is taken for the type, not for one school: it covers every confirmed deficit of it."""
    if data.payload.scope is None:
        raise _missing("scope")
    await scoping.decide_scope(
        session,
        actor,
        ScopeDecisionInput(
            program_id=case.deficit.program_id,
            type_id=case.deficit.type_id,
            decided_scope=data.payload.scope,
            comment=data.comment,
        ),
    )
    return "scoped"


EFFECTS: dict[str, Effect] = {
    "confirm": _confirm,
    "reject": _reject,
    "set_scope": _set_scope,
    "plan": _plan,
    "start": _start,
    "measure_final": _measure_final,
    "close": _close,
    "continue": _continue,
    "change_scope": _change_scope,
    "defer": _defer,
    "resume": _resume,
    "reopen": _reopen,
}


def lose_action(case: Case, action_id: UUID) -> bool:
    """The system event `lose_action` (domain.md 3.11): back to `scoped` when no other action is left."""
    others = [a for a in case.actions if a.id != action_id and a.state in ("planned", "done")]
    return not others and case.deficit.status in ("planned", "in_progress")


def needs_comment(requires: tuple[str, ...], comment: str | None) -> None:
    """Raises `CommentNeeded`."""
    if "comment" in requires and not comment:
        raise CommentNeeded
