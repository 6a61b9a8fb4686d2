"""The life of a deficit (domain.md 3.1, 3.11): one table of transitions, pure, with no session and no HTTP in it.

`roles_of` answers who may run an event, `refusal` why the state or the evidence forbids it now. A role that may never run
the event is refused with 403, a state or missing evidence with 409, each with its reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol
from uuid import UUID

from opora.access.permissions import Role
from opora.core.texts import Text
from opora.deficits.routing import Improvement, improvement, route_refusal

MC, ME, SH, SC, TE, SY = (
    Role.MUNICIPAL_COORDINATOR,
    Role.METHODOLOGIST,
    Role.SCHOOL_HEAD,
    Role.SCHOOL_CURATOR,
    Role.TEACHER,
    Role.SYSTEM,
)
SCHOOL = frozenset({SH, SC})
OPEN = ("draft", "identified", "scoped", "planned", "in_progress", "measured", "deferred")
UNDER_WAY = ("planned", "in_progress")
Refusal = tuple[Literal["state", "guard"], Text]


class MeasurementFacts(Protocol):
    kind: str
    measured_on: date
    value: Decimal | None
    target: Decimal | None
    direction: str | None


class ActionFacts(Protocol):
    route: str
    purpose: str
    state: str
    owner_id: UUID
    is_wrong_route: bool


class DeficitFacts(Protocol):
    bearer_kind: str
    status: str
    resume_status: str | None
    scope: str | None
    qualitative: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the guards look at beside the deficit itself."""

    actions: Sequence[ActionFacts]
    measurements: Sequence[MeasurementFacts]
    routing: str = "strict"
    period_over: bool = False

    def measured(self, kind: str) -> MeasurementFacts | None:
        """The latest measurement of a kind."""
        return next((m for m in reversed(self.measurements) if m.kind == kind), None)

    @property
    def planned(self) -> bool:
        return any(a.state == "planned" for a in self.actions)

    @property
    def done(self) -> list[ActionFacts]:
        """Closing actions that were carried out."""
        return [a for a in self.actions if a.state == "done" and a.purpose == "closing"]

    @property
    def improvement(self) -> Improvement | None:
        baseline, final = self.measured("baseline"), self.measured("final")
        return improvement(baseline, final) if baseline and final else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. `roles` by bearer kind (or by scope for `plan`); `guard` names what is missing."""

    event: str
    sources: tuple[str, ...]
    target: str
    roles: Mapping[str, frozenset[Role]]
    requires: tuple[str, ...] = ()
    guard: Callable[[DeficitFacts, Evidence, UUID | None], Text | None] | None = None


def _bearers(school: Iterable[Role], teacher: Iterable[Role]) -> dict[str, frozenset[Role]]:
    return {"school": frozenset(school), "head": frozenset(school), "teacher": frozenset(teacher)}


def _needs_baseline(deficit: DeficitFacts, evidence: Evidence, _: UUID | None) -> Text | None:
    if deficit.qualitative or evidence.measured("baseline"):
        return None
    return Text(
        "Подтвердить можно после исходного измерения. Внесите его или отметьте дефицит как качественный.",
        "Record the baseline first, or mark the deficit as qualitative, then confirm.",
    )


def _needs_evidence(deficit: DeficitFacts, evidence: Evidence, closer: UUID | None) -> Text | None:
    """Domain.md 2.3 p. 5: baseline, final measurement, a done action, a second person."""
    if not evidence.measured("baseline"):
        return Text(
            "Нет исходного измерения. Внесите его: для качественного дефицита достаточно описания.",
            "There is no baseline. Record it: a note will do for a qualitative deficit.",
        )
    if not evidence.measured("final"):
        return Text("Нет итогового измерения. Внесите его.", "There is no final measurement. Record it.")
    if not evidence.done:
        return Text(
            "Ни одно действие не выполнено. Отметьте выполненное действие и закройте дефицит.",
            "No closing action is done. Mark one as done, then close.",
        )
    wrong = [route_refusal(deficit.scope, a.route, a.purpose, evidence.routing) for a in evidence.done]
    if all(wrong):  # the scope was changed after they were done (INV-30)
        return wrong[-1]
    if closer is not None and any(action.owner_id == closer for action in evidence.done):
        return Text(
            f"Закрывает второй человек: вы отвечали за действие. {_ASK[deficit.bearer_kind == 'teacher'].ru}",
            f"A second person closes: you owned the action. {_ASK[deficit.bearer_kind == 'teacher'].en}",
        )
    return None


_ASK = (
    Text("Попросите методиста или координатора.", "Ask a methodologist or the coordinator."),
    Text(
        "Попросите другого методиста; руководитель школы может закрыть, если педагог открыл ему дефицит.",
        "Ask another methodologist; the school's head may close it if the teacher shares the deficit.",
    ),
)


def _within_period(_: DeficitFacts, evidence: Evidence, __: UUID | None) -> Text | None:
    if not evidence.period_over:
        return None
    return Text(
        "Срок программы закончился, возобновить дефицит в ней нельзя. Выявите его заново в действующей программе.",
        "The programme is over, so the deficit cannot be reopened in it. Diagnose it anew in a current programme.",
    )


RULES: tuple[Rule, ...] = (
    Rule("confirm", ("draft",), "identified", _bearers(SCHOOL, {ME, *SCHOOL}), guard=_needs_baseline),
    Rule("reject", ("draft",), "rejected", _bearers({*SCHOOL, ME, MC}, {*SCHOOL, ME}), requires=("comment",)),
    Rule("set_scope", ("identified",), "scoped", _bearers({MC}, ()), requires=("scope",)),
    Rule(
        "plan",
        ("scoped",),
        "planned",
        {"common": frozenset({MC, ME}), "individual": SCHOOL, "teacher": SCHOOL | {ME}},
        requires=("action",),
    ),
    Rule("start", ("planned",), "in_progress", _bearers({ME, *SCHOOL, SY}, {ME, *SCHOOL, SY})),
    Rule(
        "measure_final",
        ("in_progress",),
        "measured",
        _bearers({ME, *SCHOOL}, {ME, *SCHOOL}),
        requires=("final_measurement",),
    ),
    Rule("close", ("measured",), "closed", _bearers({ME, MC}, {ME, *SCHOOL}), guard=_needs_evidence),
    Rule(
        "continue",
        ("measured",),
        "in_progress",
        _bearers({ME, MC, *SCHOOL}, {ME, *SCHOOL}),
        requires=("comment", "action"),
    ),
    Rule(
        "change_scope",
        ("scoped", "planned", "in_progress"),
        "scoped",
        {"school": frozenset({MC}), "head": frozenset(), "teacher": frozenset()},
        requires=("comment", "scope"),
    ),
    Rule(
        "defer",
        ("draft", "identified", "scoped", "planned", "in_progress", "measured"),
        "deferred",
        _bearers({MC}, ()),
        requires=("comment", "review_date"),
    ),
    Rule("resume", ("deferred",), "scoped", _bearers({MC, ME}, {ME})),
    Rule(
        "reopen",
        ("closed",),
        "in_progress",
        _bearers({MC, *SCHOOL}, SCHOOL),
        requires=("comment",),
        guard=_within_period,
    ),
)
BY_EVENT = {rule.event: rule for rule in RULES}

STATUS_NAMES = {
    "draft": Text("предварительный", "draft"),
    "identified": Text("подтверждён", "identified"),
    "scoped": Text("охват решён", "scoped"),
    "planned": Text("запланирован", "planned"),
    "in_progress": Text("в работе", "in progress"),
    "measured": Text("измерен", "measured"),
    "closed": Text("закрыт", "closed"),
    "rejected": Text("отклонён", "rejected"),
    "deferred": Text("отложен", "deferred"),
}


def roles_of(rule: Rule, deficit: DeficitFacts) -> frozenset[Role]:
    """Who may run the rule for this bearer; planning goes by scope."""
    if rule.event == "plan" and deficit.bearer_kind != "teacher":
        return rule.roles.get(deficit.scope or "", frozenset().union(*rule.roles.values()))
    return rule.roles[deficit.bearer_kind]


def may_close_by_action(role: Role, deficit: DeficitFacts) -> bool:
    """Whether the role plans actions that close the deficit: a school does not for a common one (row `plan`)."""
    return deficit.scope != "common" or role in roles_of(BY_EVENT["plan"], deficit)


NEXT = {
    "draft": "confirm", "identified": "set_scope", "scoped": "plan", "planned": "start", "in_progress": "measure_final",
    "measured": "close", "deferred": "resume",
}  # fmt: skip
"""The event that moves an open deficit on, by status."""


def movers(deficit: DeficitFacts) -> frozenset[Role]:
    """Whose move it is: who may run the next event of the table; nobody when the deficit is over."""
    following = NEXT.get(deficit.status)
    return roles_of(BY_EVENT[following], deficit) - {SY} if following else frozenset()


def target_of(rule: Rule, deficit: DeficitFacts) -> str:
    """Where the event leads: resuming returns to the state that was left."""
    return (deficit.resume_status or "scoped") if rule.event == "resume" else rule.target


def refusal(rule: Rule, deficit: DeficitFacts, evidence: Evidence, account: UUID | None) -> Refusal | None:
    """Why the state or the evidence forbids the event now; None when it is possible."""
    if deficit.status not in rule.sources:
        names = [STATUS_NAMES[source] for source in rule.sources]
        return "state", Text(
            f"Дефицит {STATUS_NAMES[deficit.status].ru}; это действие возможно, когда он {_either(names, 'ru')}.",
            f"The deficit is {STATUS_NAMES[deficit.status].en}; the event needs it {_either(names, 'en')}.",
        )
    if rule.guard and (missing := rule.guard(deficit, evidence, account)):
        return "guard", missing
    return None


def _either(names: Sequence[Text], language: Literal["ru", "en"]) -> str:
    words = [name.of(language) for name in names]
    joint = " или " if language == "ru" else " or "
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + joint + words[-1]
