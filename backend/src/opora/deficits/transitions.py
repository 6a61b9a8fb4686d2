"""What each event of a deficit does once the table allows it (domain.md 3.1)."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Session
from opora.core.problems import Invalid
from opora.core.texts import Text
from opora.deficits import scoping
from opora.deficits.errors import CommentNeeded, DeficitNotClosable
from opora.deficits.queries import Case
from opora.deficits.recording import add_action, add_measurement
from opora.deficits.routing import fits
from opora.deficits.schemas import ScopeDecisionInput, TransitionInput

Effect = Callable[[Session, Actor, Case, TransitionInput], Awaitable[str]]
"""Does what the event means and returns the new status."""

_DECIDED = ("identified", "scoped", "planned", "in_progress")
"""The states in which a decision reaches a deficit (3.11)."""
_REQUIRED = Text("Обязательное поле", "Required")


def _missing(field: str) -> Invalid:
    return Invalid((f"/payload/{field}", "missing", _REQUIRED))


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
        await add_action(session, actor, case, data.payload.action)
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
    await add_action(session, actor, case, data.payload.action)
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
    """The system event `lose_action` (domain.md 3.11): back to `scoped` when no other closing action is left."""
    others = [
        a for a in case.actions if a.id != action_id and a.state in ("planned", "done") and a.purpose == "closing"
    ]
    return not others and case.deficit.status in ("planned", "in_progress")


def needs_comment(requires: tuple[str, ...], comment: str | None) -> None:
    """Raises `CommentNeeded`."""
    if "comment" in requires and not comment:
        raise CommentNeeded
