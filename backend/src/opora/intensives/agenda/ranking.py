"""Which theme matters most, for whom, and in which form: prevalence × severity × time since last served (S2)."""

from collections.abc import Sequence
from uuid import UUID

from opora.intensives.agenda.model import Host, Theme

LONGEST = 9
"""Months of a school year, September to May: a theme never served counts as that long unserved."""

_SUITS: dict[str, dict[str, int]] = {
    "results": {"teachers": 4, "administrators": 2, "students": 4, "parents": 2},
    "process": {"teachers": 4, "administrators": 3, "students": 2, "parents": 1},
    "environment": {"teachers": 3, "administrators": 2, "students": 3, "parents": 4},
    "management": {"teachers": 2, "administrators": 4, "students": 1, "parents": 2},
}
"""How much a component of the transition programme concerns an audience, 1 to 4 quarters of the theme's score."""

_KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "results": {
        "administrators": ("round_table", "seminar", "thematic_consultation"),
        "teachers": ("workshop", "master_class", "open_lesson"),
        "students": ("open_lesson", "professional_trial", "creative_meeting"),
        "parents": ("thematic_consultation", "discussion", "open_doors_day"),
    },
    "process": {
        "administrators": ("management_workshop", "seminar", "round_table"),
        "teachers": ("open_lesson", "workshop", "master_class"),
        "students": ("open_lesson", "creative_meeting", "business_game"),
        "parents": ("open_doors_day", "open_lesson", "discussion"),
    },
    "environment": {
        "administrators": ("joint_teachers_council", "round_table", "discussion"),
        "teachers": ("joint_teachers_council", "discussion", "seminar_workshop"),
        "students": ("creative_meeting", "discussion", "professional_trial"),
        "parents": ("discussion", "open_doors_day", "thematic_consultation"),
    },
    "management": {
        "administrators": ("management_workshop", "business_game", "round_table"),
        "teachers": ("joint_teachers_council", "seminar", "round_table"),
        "students": ("discussion", "business_game", "professional_trial"),
        "parents": ("open_doors_day", "discussion", "thematic_consultation"),
    },
}
"""Forms of S3 and S4 that suit a component and an audience, the most fitting first."""

NEAREST = 4
"""How many of the fittest hosts are weighed for a theme."""


def score(theme: Theme) -> int:
    """1 to 1000: share of low-result schools that hold it × mean severity of 3 × months unserved of `LONGEST`."""
    idle = LONGEST if theme.idle_months is None else min(max(theme.idle_months, 0), LONGEST)
    share = theme.holders / theme.participants if theme.participants else 0.0
    return max(1, round(1000 * share * (theme.severity / 3) * ((1 + idle) / (1 + LONGEST))))


def ranked(themes: Sequence[Theme]) -> list[tuple[Theme, int]]:
    """Themes with their scores, the most pressing first; equal ones by identifier, so that the order is always the same."""
    return sorted(((theme, score(theme)) for theme in themes), key=lambda pair: (-pair[1], pair[0].type_id.bytes))


def weight(theme: Theme, audience: str) -> int:
    """How much a session of the theme for the audience is worth, 1 to 1000."""
    return max(1, score(theme) * _SUITS[theme.component][audience] // 4)


def kinds(component: str, audience: str) -> tuple[str, ...]:
    return _KINDS[component][audience]


def experience(host: Host, type_id: UUID) -> int:
    """3 for who closed this very deficit with evidence, 2 for a strong school, 1 for a methodical service, 0 for others."""
    if type_id in host.closed:
        return 3
    if host.strong:
        return 2
    return 0 if host.is_school else 1


def hosts_for(hosts: Sequence[Host], type_id: UUID, start: int) -> list[Host]:
    """The fittest hosts of a theme. Of equals another one comes first each time (`start`), so that work is spread."""
    order = sorted(hosts, key=lambda host: host.key.bytes)
    turned = order[start % len(order) :] + order[: start % len(order)] if order else []
    return sorted(turned, key=lambda host: -experience(host, type_id))[:NEAREST]
