"""More of the world for the role matrix: schools a1, a2 and b1 hold the same things, so that own, neighbouring and foreign
objects differ in nothing but their owner.

Of each school `s`: a deficit in every state (`deficit.{s}.draft` … `deficit.{s}.deferred`) with its evidence, two teachers
(`teacher.{s}`, `teacher2.{s}`) with a personal and a shared one, an account of the first. Of each municipality `m`: a batch of
the coordinator's, a decision, and a school `{m}9` that takes part in nothing.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from opora.core.models import Base
from opora.core.sorting import normal_form, sort_key
from opora.core.tables import Change
from opora.deficits.models import Deficit, DeficitAction, DeficitMeasurement, DeficitScopeDecision, DeficitType
from opora.events.models import CalendarFeed
from opora.identity.keys import digest
from opora.identity.models import Account, RoleAssignment
from opora.notices.models import Notice
from opora.people.models import Employment, Person, PersonalDataConsent
from opora.territory.models import School, SchoolStatus
from tests.support.days import days
from tests.support.gatherings import gatherings
from tests.support.world import ACCOUNTS, DAY, START, baseline, canary, deficit, id_

PLACES = ("a1", "a2", "b1")
STATES: dict[str, dict[str, Any]] = {  # name of the deficit: its columns; the type has the same name
    "draft": {"status": "draft"},
    "identified": {"status": "identified"},
    "common": {"status": "scoped", "scope": "common"},
    "individual": {"status": "scoped", "scope": "individual"},
    "planned": {"status": "planned", "scope": "individual", "route": "network_tie"},
    "under_way": {"status": "in_progress", "scope": "individual", "route": "network_tie"},
    "measured": {"status": "measured", "scope": "individual", "route": "network_tie"},
    "closed": {"status": "closed", "scope": "individual", "route": "network_tie", "closed_on": DAY},
    "deferred": {
        "status": "deferred",
        "scope": "individual",
        "resume_status": "scoped",
        "deferred_until": date(2099, 9, 1),
    },
}
TEACHERS = {"personal": ("teacher", "personal"), "shared": ("teacher2", "shared")}  # deficit: whose, visibility


def owner(s: str) -> dict[str, Any]:
    return {"region_id": id_("region"), "municipality_id": id_(f"municipality.{s[0]}"), "school_id": id_(f"school.{s}")}


def _types() -> Iterator[Base]:
    kinds = {
        "batch": "school",
        "new": "school",
        **dict.fromkeys(STATES, "school"),
        **dict.fromkeys(TEACHERS, "teacher"),
    }
    for name, bearer in {**kinds, "new-teacher": "teacher"}.items():
        yield DeficitType(
            id=id_(f"type.{name}"), code=f"x-{name.replace('_', '-')}", title=f"Вид {name}", framework="risk_profile",
            framework_version="1", component="results", nature="educational", bearer_kinds=[bearer], subject=None,
            is_sample=True, is_active=True, note=None, sort_key=sort_key(name),
        )  # fmt: skip


def _teachers(s: str) -> Iterator[Base]:
    for who in ("teacher", "teacher2"):
        login = f"{who}.{s}@test"
        if login in ("teacher.a1@test", "teacher2.a1@test", "teacher.b1@test"):
            continue  # of the world
        last = canary(s[0], f"{who}-{s}")
        yield Person(
            id=id_(f"person.{login}"), **owner(s), last_name=last, first_name="Анна", patronymic="Петровна",
            name=f"{last} Анна Петровна", email=None, phone=None, is_fictional=True, sort_key=sort_key(last),
        )  # fmt: skip
        yield Employment(
            id=id_(f"employment.{login}"), **owner(s), organization_id=None, person_id=id_(f"person.{login}"),
            capacity="teacher", subject=None, valid_from=None, valid_to=None,
        )  # fmt: skip
        yield PersonalDataConsent(
            id=id_(f"consent.{login}"), **owner(s), person_id=id_(f"person.{login}"), purpose="account",
            text_version="1", given_on=DAY, method="paper", withdrawn_at=None,
        )  # fmt: skip
    if s == "a2":
        login = "teacher.a2@test"
        yield Account(
            id=id_(f"account.{login}"), **owner(s), person_id=id_(f"person.{login}"), kind="person", login=login,
            activated_at=START, disabled_at=None, last_login_at=None,
        )  # fmt: skip
        yield RoleAssignment(
            id=id_(f"assignment.{login}"), account_id=id_(f"account.{login}"), role="teacher", scope="person", **owner(s),
            person_id=id_(f"person.{login}"), valid_from=START, valid_to=None, granted_by=None,
        )  # fmt: skip


def _action(of: Deficit, s: str, state: str) -> DeficitAction:
    """Owned by the head: whoever closes is a second person."""
    return DeficitAction(
        id=id_(f"action.{of.id}"), **owner(s), visibility=of.visibility, person_id=of.person_id, deficit_id=of.id,
        route="network_tie", purpose="closing", state=state, title=canary(s[0], "Связка"), target_kind=None, target_id=None,
        planned_on=None, done_on=DAY if state == "done" else None, effect=None, owner_id=id_(f"account.head.{s}@test"),
    )  # fmt: skip


def _baseline(of: Deficit, s: str) -> DeficitMeasurement:
    row = baseline(of)
    row.measured_by = id_(f"account.me.{s[0]}@test")
    return row


def _final(of: Deficit, s: str) -> DeficitMeasurement:
    start = _baseline(of, s)
    return DeficitMeasurement(
        region_id=of.region_id, municipality_id=of.municipality_id, school_id=of.school_id, visibility=of.visibility,
        person_id=of.person_id, deficit_id=of.id, kind="final", measured_on=DAY, value=Decimal(65), scale=start.scale,
        target=None, direction=None, source=None, note=None, measured_by=start.measured_by,
    )  # fmt: skip


def _fact(of: Deficit, s: str) -> Change:
    who = f"mc.{s[0]}@test"
    return Change(
        at=START, assignment_id=id_(f"assignment.{who}"), account_id=id_(f"account.{who}"), **owner(s), person_id=of.person_id,
        visibility=of.visibility, type="deficit.create", entity_id=of.id,
        data={"event": "create", "from": None, "to": "draft", "comment": canary(s[0], "Начало")},
    )  # fmt: skip


def _deficits(s: str) -> Iterator[Base]:
    for name, columns in STATES.items():
        yield (row := deficit(f"{s}.{name}", s, name, **columns))
        yield _baseline(row, s)
        yield _fact(row, s)
        if name in ("planned", "under_way", "measured", "closed"):
            yield _action(row, s, "planned" if name == "planned" else "done")
        if name in ("measured", "closed"):
            yield _final(row, s)
    for name, (who, visibility) in TEACHERS.items():
        yield (
            row := deficit(
                f"{s}.{name}",
                s,
                name,
                "draft",
                person=f"{who}.{s}@test",
                bearer_kind="teacher",
                visibility=visibility,
                qualitative=visibility == "personal",
            )
        )
        if visibility == "shared":
            yield _baseline(row, s)
        yield _fact(row, s)


def _of_municipality(m: str) -> Iterator[Base]:
    s, name = f"{m}9", canary(m, f"Вольная школа {m}9")
    place = owner(s)
    own = {"region_id": place["region_id"], "municipality_id": place["municipality_id"]}
    yield School(
        id=id_(f"school.{s}"),
        **own,
        code=f"school-{s}",
        full_name=name,
        short_name=name,
        type="sosh",
        sort_key=normal_form(name),
    )
    yield SchoolStatus(
        id=id_(f"status.{s}"), **place, status="low_results", valid_from=DAY, valid_to=None, basis=canary(m, "список"),
        confirmed_by=None,
    )  # fmt: skip
    yield deficit(
        f"{m}1.batch", f"{m}1", "batch", "draft", batch_id=id_(f"batch.{m}"), created_by=id_(f"account.mc.{m}@test")
    )
    yield DeficitScopeDecision(
        id=id_(f"decision.{m}"), **own, program_id=id_(f"program.{m}"), type_id=id_("type.common"), holders=1, participants=2,
        threshold=Decimal(1), proposed_scope="individual", decided_scope="common", comment=canary(m, "Решение"),
        decided_by=id_(f"account.mc.{m}@test"), decided_at=datetime(2026, 9, 2, tzinfo=UTC), revised_at=None,
    )  # fmt: skip


def _notices() -> Iterator[Base]:
    """One for every account of the world, and a calendar subscription `feed.{login}`."""
    for login, (_, _, m, _) in ACCOUNTS.items():
        yield Notice(
            id=id_(f"notice.{login}"), account_id=id_(f"account.{login}"), region_id=id_("region"), kind="action_owner",
            title_ru="Поручение", title_en="A task", body_ru=canary(m, "Текст"), body_en=canary(m, "Text"), link="/deficits",
            caused_by=id_("assignment.admin@test"), created_at=datetime(2026, 9, 2, tzinfo=UTC),
        )  # fmt: skip
        yield CalendarFeed(
            id=id_(f"feed.{login}"), account_id=id_(f"account.{login}"), assignment_id=id_(f"assignment.{login}"),
            selection="own", language="ru", token_hash=digest(f"feed of {login}"),
        )  # fmt: skip


def places() -> Iterator[Base]:
    """Every row, in an order that foreign keys accept."""
    yield from _notices()
    yield from _types()
    for s in PLACES:
        yield from _teachers(s)
        yield from _deficits(s)
        yield from gatherings(s)
    for m in "ab":
        yield from _of_municipality(m)
        yield from days(m)
