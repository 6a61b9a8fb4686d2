"""Use cases of deficits: load, require, check, change, record, answer."""

from uuid import UUID

from opora.access.actor import Actor
from opora.access.routing import check_version
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.inputs import Items
from opora.core.outbox import record
from opora.core.problems import Forbidden, Invalid, NotFound
from opora.core.texts import Text
from opora.deficits import scoping
from opora.deficits.errors import (
    BaselineMissing,
    DeficitFinished,
    DeficitNotClosable,
    RouteNotAllowed,
    TransitionNotAllowed,
)
from opora.deficits.lifecycle import BY_EVENT, SCHOOL, UNDER_WAY, refusal, roles_of
from opora.deficits.models import Deficit, DeficitAction
from opora.deficits.queries import Case, load_case
from opora.deficits.recording import add_action as plan_action
from opora.deficits.recording import add_measurement, owners_of, require_not_past
from opora.deficits.render import action_events, render
from opora.deficits.routing import route_refusal
from opora.deficits.schemas import (
    ActionInput,
    ActionOwner,
    ActionTransitionInput,
    DeficitRead,
    DeficitUpdate,
    MeasurementInput,
    TransitionInput,
)
from opora.deficits.transitions import EFFECTS, lose_action, needs_comment

_DEFERRED = Text("Дефицит отложен. Сначала возобновите работу над ним.", "The deficit is deferred. Resume it first.")
_ACTION_OVER = Text("Действие уже завершено или отменено.", "The action is done or cancelled already.")
_DAY_COMPLETES = Text(
    "Это действие — День образовательных интенсивов. Оно отметится выполненным, когда координатор закроет День и школа была "
    "на занятии.",
    "This action is a Day of Educational Intensives. It is marked done when the coordinator closes the Day, if the school came "
    "to a session.",
)


async def read_deficit(session: ReadSession, actor: Actor, deficit_id: UUID) -> DeficitRead:
    """Raises `DeficitNotFound`."""
    return await render(session, actor, await load_case(session, deficit_id))


async def update_deficit(
    session: Session, actor: Actor, deficit_id: UUID, data: DeficitUpdate, if_match: str | None
) -> DeficitRead:
    """Merge patch. Sharing with the head is the teacher's own choice. Raises `DeficitFinished`, `Stale`,
    `Forbidden`.
    """
    case = await load_case(session, deficit_id, lock=True)
    deficit, changed = case.deficit, data.model_fields_set
    check_version(deficit, if_match)
    _require_open(deficit)
    if deficit.bearer_kind == "teacher" and actor.role in SCHOOL:  # a school reads what a teacher shares (3.10)
        raise Forbidden
    if "target_date" in changed and data.target_date != deficit.target_date:
        require_not_past(data.target_date, "/target_date")
    if "shared_with_head" in changed:
        if deficit.bearer_kind != "teacher" or actor.person_id != deficit.person_id:
            raise Forbidden
        deficit.visibility = "shared" if data.shared_with_head else "personal"
    for name in changed - {"shared_with_head"}:
        setattr(deficit, name, getattr(data, name))
    await session.flush()
    await record(session, "deficit.update", deficit, event="update", fields=sorted(changed))
    return await render(session, actor, await load_case(session, deficit_id))


async def transition_deficit(
    session: Session, actor: Actor, deficit_id: UUID, data: TransitionInput, if_match: str | None
) -> DeficitRead:
    """Move a deficit along the table of 3.1. 403 what the role never may, 409 what state or evidence forbids."""
    if data.event == "set_scope" and actor.may("deficits.decide_scope"):
        await scoping.lock_for_decision(session, deficit_id)
    case, rule = await load_case(session, deficit_id, lock=True), BY_EVENT[data.event]
    deficit, left = case.deficit, case.deficit.status
    check_version(deficit, if_match, required=False)
    if actor.role not in roles_of(rule, deficit):
        raise Forbidden
    if refused := refusal(rule, deficit, case.evidence, actor.account_id):
        raise _refused(data.event, *refused)
    needs_comment(rule.requires, None if data.event == "set_scope" else data.comment)
    status = await EFFECTS[data.event](session, actor, case, data)
    if data.event == "set_scope":  # the decision has moved and told of all deficits of the type, this one among them
        session.expire_all()
        return await render(session, actor, await load_case(session, deficit_id))
    await _move(session, case, data.event, left, status, data.comment)
    return await render(session, actor, case)


def _refused(event: str, kind: str, reason: Text) -> TransitionNotAllowed | DeficitNotClosable | BaselineMissing:
    if kind == "guard" and event == "close":
        return DeficitNotClosable(reason=reason)
    if kind == "guard" and event == "confirm":
        return BaselineMissing()
    return TransitionNotAllowed(reason=reason, event=event)


async def _move(session: Session, case: Case, event: str, left: str, status: str, comment: str | None) -> None:
    deficit = case.deficit
    if deficit.status != status:
        deficit.status, deficit.status_since = status, clock.now()
    deficit.touch()
    await session.flush()
    facts = {"event": event, "from": left, "to": status, "comment": comment, "scope": deficit.scope}
    await record(session, f"deficit.{event}", deficit, **facts)


async def _open_case(session: Session, deficit_id: UUID) -> Case:
    case = await load_case(session, deficit_id, lock=True)
    _require_open(case.deficit)
    return case


def _require_open(deficit: Deficit) -> None:
    if deficit.status in ("closed", "rejected"):
        raise DeficitFinished


async def read_owners(session: ReadSession, deficit_id: UUID) -> Items[ActionOwner]:
    """Who may answer for an action of the deficit, as far as the actor sees them."""
    found = await owners_of(session, await load_case(session, deficit_id))
    return Items(items=[ActionOwner(**owner._asdict()) for owner in found])


async def add_action(session: Session, actor: Actor, deficit_id: UUID, data: ActionInput) -> DeficitRead:
    """Another action of a deficit under way. Raises `TransitionNotAllowed` before planning, `RouteNotAllowed`."""
    case = await _open_case(session, deficit_id)
    if case.deficit.status not in UNDER_WAY:
        raise TransitionNotAllowed(
            reason=Text(
                "Сначала решите охват и запланируйте первое действие.",
                "Decide the scope and plan the first action before.",
            )
        )
    action = await plan_action(session, actor, case, data, pointer="")
    case.deficit.touch()
    await session.flush()
    await record(
        session, "deficit.action_added", case.deficit, action_id=action.id, route=action.route, title=action.title
    )
    return await render(session, actor, case)


async def transition_action(
    session: Session, actor: Actor, deficit_id: UUID, action_id: UUID, data: ActionTransitionInput
) -> DeficitRead:
    """Complete or cancel a planned action. The first done one starts the deficit; losing the last returns it
    to `scoped`.

    Raises `RouteNotAllowed` for completing a closing action whose route the scope no longer takes under strict routing,
    `TransitionNotAllowed` for completing a Day's by hand.
    """
    case = await _open_case(session, deficit_id)
    action = next((a for a in case.actions if a.id == action_id), None)
    if action is None:
        raise NotFound
    if data.event not in action_events(case, actor, action):
        raise TransitionNotAllowed(reason=_why_not(case, action))
    on = data.on or clock.today()
    if on > clock.today():
        raise Invalid(("/on", "in_future", Text("Дата ещё не наступила", "The date lies in the future")))
    left = status = case.deficit.status
    if data.event == "complete":
        refused = route_refusal(case.deficit.scope, action.route, action.purpose, case.program.deficit_routing)
        if refused:
            raise RouteNotAllowed(reason=refused, scope=case.deficit.scope, route=action.route)
        action.state, action.done_on, action.effect = "done", on, data.effect
        status = "in_progress" if left == "planned" else left
    else:
        action.state, action.effect = "cancelled", data.effect
        status = "scoped" if lose_action(case, action_id) else left
    event = "action_completed" if data.event == "complete" else "action_cancelled"
    await _move(session, case, event, left, status, None)
    return await render(session, actor, case)


def _why_not(case: Case, action: DeficitAction) -> Text:
    if action.state != "planned":
        return _ACTION_OVER
    return _DEFERRED if case.deficit.status == "deferred" else _DAY_COMPLETES


async def measure(session: Session, actor: Actor, deficit_id: UUID, data: MeasurementInput) -> DeficitRead:
    """Record the baseline (once) or an interim measurement. Raises `BaselineAlreadyRecorded`, `DeficitFinished`."""
    case = await _open_case(session, deficit_id)
    if data.kind == "interim" and case.deficit.status not in UNDER_WAY:
        raise TransitionNotAllowed(
            reason=Text(
                "Промежуточное измерение вносят, когда работа запланирована или идёт.",
                "An interim measurement is recorded while work is planned or under way.",
            )
        )
    row = add_measurement(session, actor, case, data.kind, data)
    case.deficit.touch()
    await session.flush()
    await record(session, "deficit.measured", case.deficit, kind=row.kind)
    return await render(session, actor, case)
