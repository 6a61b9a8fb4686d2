"""A deficit as its reader sees it: what happened, what it means, whose move it is, and what this actor may do now."""

from uuid import UUID

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession
from opora.core.texts import Language, Text, day_words
from opora.deficits import queries
from opora.deficits.errors import ClosingNotYours
from opora.deficits.lifecycle import (
    BY_EVENT,
    NEXT,
    RULES,
    SCHOOL,
    UNDER_WAY,
    Rule,
    may_close_by_action,
    movers,
    refusal,
    roles_of,
    target_of,
)
from opora.deficits.models import DAY, ROUTES, DeficitAction
from opora.deficits.queries import WAITING, Case
from opora.deficits.routing import fits, route_refusal
from opora.deficits.schemas import (
    ActionRead,
    DeficitRead,
    Improvement,
    MeasurementRead,
    NextStep,
    PersonRef,
    RouteChoice,
    SchoolRef,
    TransitionRead,
    TypeRef,
)

_PLAIN = (
    "id", "program_id", "municipality_id", "bearer_kind", "component", "nature", "scope", "severity", "status", "route",
    "opened_on", "target_date", "status_since", "updated_at", "visibility", "description", "growth_point", "qualitative",
    "is_reopened", "deferred_until", "closed_on", "closure_note", "version",
)  # fmt: skip


async def render(session: ReadSession, actor: Actor, case: Case) -> DeficitRead:
    """The whole deficit for `actor`."""
    deficit, speech = case.deficit, language(session)
    accounts = [a.owner_id for a in case.actions] + [m.measured_by for m in case.measurements]
    called = await queries.names(session, [*accounts, *([case.decision.decided_by] if case.decision else [])])
    improved = case.evidence.improvement
    transitions = [transition(rule, case, actor, speech) for rule in RULES if actor.role in roles_of(rule, deficit)]
    return DeficitRead(
        **{name: getattr(deficit, name) for name in _PLAIN},
        is_overdue=is_overdue(case),
        waiting_for=WAITING.get(deficit.status),
        type=TypeRef.model_validate(case.type),
        school=SchoolRef.model_validate(case.school),
        person=PersonRef.model_validate(case.person) if case.person else None,
        actions=[_action(action, case, actor, called) for action in case.actions],
        measurements=[
            MeasurementRead.model_validate({**vars(m), "by_name": called.get(m.measured_by, "")})
            for m in case.measurements
        ],
        improvement=Improvement(reached=improved.reached, change=improved.change, text=improved.text.of(speech))
        if improved
        else None,
        decision=queries.decision_read(case.decision, case.type, called) if case.decision else None,
        routes=_routes(case, actor, speech),
        next_step=next_step(case, speech),
        transitions=transitions,
        allowed_actions=[t.event for t in transitions if t.allowed] + _other_actions(case, actor),
    )


def is_overdue(case: Case) -> bool:
    """Past its target date and still under way."""
    target = case.deficit.target_date
    return (
        target is not None and target < clock.today() and case.deficit.status not in ("closed", "rejected", "deferred")
    )


def transition(rule: Rule, case: Case, actor: Actor, speech: Language) -> TransitionRead:
    """The event for this actor now, or why not."""
    refused = refusal(rule, case.deficit, case.evidence, actor.account_id)
    requires = list(rule.requires)
    if rule.event == "close" and not (case.evidence.improvement and case.evidence.improvement.reached):
        requires.append("reason_without_target")
    return TransitionRead.model_validate(
        {
            "event": rule.event,
            "to": target_of(rule, case.deficit),
            "allowed": refused is None,
            "reason": refused[1].of(speech) if refused else None,
            "requires": requires,
        }
    )


def _routes(case: Case, actor: Actor, speech: Language) -> list[RouteChoice]:
    scope, routing = case.deficit.scope, case.program.deficit_routing
    refusals = {route: route_refusal(scope, route, "closing", routing) for route in ROUTES}
    if not may_close_by_action(actor.role, case.deficit):
        refusals = dict.fromkeys(ROUTES, ClosingNotYours.detail)
    return [
        RouteChoice.model_validate(
            {"route": route, "fits": fits(scope, route, "closing"), "refusal": refused.of(speech) if refused else None}
        )
        for route, refused in refusals.items()
    ]


def action_events(case: Case, actor: Actor, action: DeficitAction) -> list[str]:
    """What may happen to an action now: its owner, the school, the methodologist and the coordinator complete or cancel a
    planned one. A Day's is completed by closing the Day alone, which knows who came (domain.md 3.11)."""
    over = action.state != "planned" or case.deficit.status in ("closed", "rejected", "deferred")
    if over or not actor.may("deficits.update"):
        return []
    return ["cancel"] if action.target_kind == DAY else ["complete", "cancel"]


def _action(action: DeficitAction, case: Case, actor: Actor, called: dict[UUID, str]) -> ActionRead:
    allowed = action_events(case, actor, action)
    return ActionRead.model_validate(
        {**vars(action), "owner_name": called.get(action.owner_id, ""), "allowed_actions": allowed}
    )


def _other_actions(case: Case, actor: Actor) -> list[str]:
    deficit = case.deficit
    if not actor.may("deficits.update") or deficit.status in ("closed", "rejected"):
        return []
    own = deficit.bearer_kind == "teacher" and actor.person_id == deficit.person_id
    found = {
        "update": deficit.bearer_kind != "teacher" or actor.role not in SCHOOL,
        "share": own,
        "add_baseline": case.evidence.measured("baseline") is None,
        "add_interim": deficit.status in UNDER_WAY,
        "add_action": deficit.status in UNDER_WAY,
    }
    return [name for name, possible in found.items() if possible]


def next_step(case: Case, speech: Language) -> NextStep:
    """Whose move it is and what it is, in one sentence."""
    deficit, evidence = case.deficit, case.evidence
    until = f" до {day_words(deficit.target_date).ru}" if deficit.target_date else ""
    by = f" by {day_words(deficit.target_date).en}" if deficit.target_date else ""
    event: str | None = NEXT.get(deficit.status)
    match deficit.status:
        case "draft" if evidence.measured("baseline") is None and not deficit.qualitative:
            event = None
            text = Text(
                "Сначала исходное измерение, затем подтверждение дефицита.",
                "The baseline comes first, then the deficit is confirmed.",
            )
        case "draft":
            text = Text("Осталось подтвердить дефицит.", "The deficit waits for confirmation.")
        case "identified":
            text = Text(
                "Координатор решает: общий дефицит или индивидуальный.",
                "The coordinator decides: common or individual.",
            )
        case "scoped" if deficit.scope == "common":
            text = Text(
                "Общий дефицит: запланируйте его на ближайший День образовательных интенсивов.",
                "Common: plan it for the next Day of Educational Intensives.",
            )
        case "scoped":
            text = Text(
                "Индивидуальный дефицит: подберите сильную школу и договоритесь о связке.",
                "Individual: find a strong school and agree on a tie.",
            )
        case "planned":
            text = Text(
                "Действие запланировано: проведите его и отметьте выполнение.",
                "An action is planned: carry it out and mark it done.",
            )
        case "in_progress":
            text = Text(f"Следующий шаг: итоговое измерение{until}.", f"Next: the final measurement{by}.")
        case "measured" if evidence.improvement and evidence.improvement.reached is False:
            event = "continue"
            text = Text(
                "Цель не достигнута: продолжите работу или закройте с обоснованием.",
                "The target is not reached: continue, or close with a reason.",
            )
        case "measured":
            text = Text(
                "Измерено: закрывает второй человек, не отвечавший за действие.",
                "Measured: a second person, not the owner of the action, closes it.",
            )
        case "deferred":
            day = day_words(deficit.deferred_until) if deficit.deferred_until else Text("", "")
            text = Text(f"Отложен, вернуться к нему {day.ru}.", f"Deferred, to be reviewed on {day.en}.")
        case "closed":
            text = Text("Закрыт с подтверждением.", "Closed with evidence.")
        case _:
            text = Text("Отклонён.", "Rejected.")
    roles = roles_of(BY_EVENT[event], deficit) - {Role.SYSTEM} if event else movers(deficit)
    return NextStep.model_validate({"event": event, "roles": sorted(map(str, roles)), "text": text.of(speech)})
