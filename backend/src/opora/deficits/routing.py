"""Common or individual, and which route follows (domain.md 2.3): pure rules with their explanations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from opora.core.texts import Text, plural

REQUIRED_ROUTE: Mapping[str, str] = {"common": "intensive_day", "individual": "network_tie"}
SUPPORTING_ROUTES = frozenset({"intensive_day", "network_tie", "training_course", "internship"})


def proposed_scope(holders: int, participants: int, threshold: Decimal) -> str | None:
    """`common` when at least `threshold` of the low-result participants hold the type; nothing when there are none."""
    if participants == 0 or holders == 0:
        return None
    return "common" if Decimal(holders) >= threshold * participants else "individual"


def explanation(holders: int, participants: int, threshold: Decimal) -> Text:
    """The proposal in one sentence with its figures."""
    if participants == 0:
        return Text(
            "В программе нет школ с низкими результатами: предлагать нечего.",
            "The programme has no low-result schools: nothing to propose.",
        )
    percent_en = f"{float(threshold) * 100:g}"
    percent = percent_en.replace(".", ",")
    ru_schools = plural(participants, "школы", "школ", "школ")
    figures_ru = f"{holders} из {participants} {ru_schools} с низкими результатами, порог {percent} %"
    figures_en = f"{holders} of {participants} low-result schools, threshold {percent_en}%"
    scope = proposed_scope(holders, participants, threshold)
    if scope is None:
        return Text(f"{figures_ru}: дефицит не подтверждён ни в одной.", f"{figures_en}: no school holds it.")
    if scope == "common":
        return Text(
            f"{figures_ru}: общий → День образовательных интенсивов.",
            f"{figures_en}: common → Day of Educational Intensives.",
        )
    return Text(
        f"{figures_ru}: индивидуальный → связка с сильной школой.",
        f"{figures_en}: individual → a tie with a strong school.",
    )


def fits(scope: str | None, route: str, purpose: str) -> bool:
    """Whether a route fits the scope, whatever the routing: closing needs the scope's own route (INV-30, INV-31)."""
    if purpose == "supporting":
        return route in SUPPORTING_ROUTES
    return scope is not None and route == REQUIRED_ROUTE[scope]


def route_refusal(scope: str | None, route: str, purpose: str, routing: str) -> Text | None:
    """Why strict routing refuses the action; None when it fits or routing is advisory."""
    if routing != "strict" or fits(scope, route, purpose):
        return None
    if route == "internal":
        return Text(
            "При строгой маршрутизации дефицит не закрывают внутри школы. Выберите День интенсивов или связку.",
            "Strict routing does not close deficits inside the school. Choose the Day or a tie.",
        )
    if scope == "common":
        return Text(
            "Общий дефицит закрывается на Дне образовательных интенсивов. Перевести его в связку можно, если "
            "координатор решит, что он индивидуальный. Другие пути могут только поддерживать.",
            "A common deficit is closed at the Day of Educational Intensives. It can go to a tie once the coordinator "
            "decides that it is individual. Other routes may only support.",
        )
    return Text(
        "Индивидуальный дефицит закрывается в связке с сильной школой. День интенсивов, курсы и стажировка могут "
        "только поддерживать.",
        "An individual deficit is closed by a tie with a strong school. The Day, courses and internships may only support.",
    )


class Measured(Protocol):
    measured_on: date
    value: Decimal | None
    target: Decimal | None
    direction: str | None


@dataclass(frozen=True, slots=True)
class Improvement:
    """Final against baseline. `reached` is None when one of them is qualitative and a person must decide."""

    reached: bool | None
    change: Decimal | None
    text: Text


def improvement(baseline: Measured, final: Measured) -> Improvement:
    """Improvement means reaching the target in the direction the baseline set (domain.md 3.11)."""
    if baseline.value is None or final.value is None or baseline.target is None:
        return Improvement(
            None,
            None,
            Text(
                "Измерение качественное: вывод делает человек, с обоснованием.",
                "The measurement is qualitative: a person decides, with a reason.",
            ),
        )
    target, change = final.target if final.target is not None else baseline.target, final.value - baseline.value
    reached = final.value >= target if baseline.direction != "lower" else final.value <= target
    figures = f"{_figure(baseline.value)} → {_figure(final.value)}"
    if reached:
        return Improvement(
            True,
            change,
            Text(
                f"{figures}: цель {_figure(target)} достигнута.", f"{figures}: the target {_figure(target)} is reached."
            ),
        )
    return Improvement(
        False,
        change,
        Text(
            f"{figures}: цель {_figure(target)} пока не достигнута.",
            f"{figures}: the target {_figure(target)} is not reached yet.",
        ),
    )


def _figure(value: Decimal) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",")
