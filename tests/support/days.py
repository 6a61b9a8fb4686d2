"""Days of the role matrix. Of each municipality `m`, in months of their own: `day.{m}.draft` with the proposed session
`item.{m}`, `day.{m}.built`, `day.{m}.ahead` (published), `day.{m}.over` (held) and `day.{m}.told` (reported)."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from opora.core.models import Base
from opora.deficits.models import DeficitAction
from opora.documents.models import Certificate, Document, DocumentFile
from opora.events.models import EventTarget
from opora.intensives.models import AgendaItem, DayTheme, IntensiveDay
from tests.support.gatherings import gathering
from tests.support.world import START, canary, id_

STATES: dict[str, dict[str, Any]] = {
    "draft": {"status": "draft", "month": date(2099, 1, 1), "held_on": date(2099, 1, 15)},
    "built": {"status": "program_built", "month": date(2099, 2, 1), "held_on": date(2099, 2, 12)},
    "ahead": {"status": "published", "month": date(2099, 3, 1), "held_on": date(2099, 3, 12)},
    "over": {"status": "held", "month": date(2026, 9, 1), "held_on": date(2026, 9, 1)},
    "told": {"status": "reported", "month": date(2026, 10, 1), "held_on": date(2026, 10, 1)},
}
PROTOCOL = {"number": "1", "chair": "Председатель", "secretary": "Секретарь", "decisions": [
    {"text": "Продолжить", "responsible": "ИМЦ", "due_on": None}], "questions": []}  # fmt: skip


def _day(m: str, state: str) -> IntensiveDay:
    return IntensiveDay(
        id=id_(f"day.{m}.{state}"), region_id=id_("region"), municipality_id=id_(f"municipality.{m}"),
        program_id=id_(f"program.{m}"), **STATES[state], theme=canary(m, "Тема Дня"), audiences=["teachers"],
        expected={"teachers": 20}, mode="in_person", place=canary(m, "Дом учителя"), organizer_id=id_(f"organization.{m}"),
        rooms=[{"name": "Зал", "seats": 100}],
        slots=[{"starts": "10:00", "ends": "10:45"}, {"starts": "11:00", "ends": "11:45"}], tracks=1, status_since=START,
        protocol=PROTOCOL, coordinator_id=id_(f"account.me.{m}@test"), created_at=START, updated_at=START,
    )  # fmt: skip


def _session(m: str, state: str, status: str, starts: datetime) -> Iterator[Base]:
    event = gathering(
        f"{m}.day.{state}", f"{m}1", status=status, starts_at=starts, ends_at=starts.replace(minute=45),
        intensive_day_id=id_(f"day.{m}.{state}"),
    )  # fmt: skip
    yield event
    yield EventTarget(
        region_id=event.region_id, municipality_id=event.municipality_id, event_id=event.id, type_id=id_("type.common"),
        school_id=None, deficit_id=None,
    )  # fmt: skip


def days(m: str) -> Iterator[Base]:
    """Every row of one municipality's Days, in an order that foreign keys accept."""
    for state in STATES:
        yield (day := _day(m, state))
        place = {"region_id": day.region_id, "municipality_id": day.municipality_id, "day_id": day.id}
        yield DayTheme(**place, type_id=id_("type.common"), holders=1, participants=2)
    yield from _session(m, "built", "draft", datetime(2099, 2, 12, 7, tzinfo=UTC))
    yield from _session(m, "ahead", "published", datetime(2099, 3, 12, 7, tzinfo=UTC))
    yield _item(m, f"item.{m}", "draft", "proposed")
    yield _item(m, f"item.{m}.accepted", "ahead", "accepted", event_id=id_(f"event.{m}.day.ahead"))
    missed = {"target_kind": "intensive_day", "target_id": id_(f"day.{m}.over"), "route": "intensive_day"}
    yield DeficitAction(
        region_id=id_("region"), municipality_id=id_(f"municipality.{m}"), school_id=id_(f"school.{m}1"), visibility="school",
        deficit_id=id_(f"deficit.{m}1.under_way"), **missed, purpose="supporting", state="planned",
        title=canary(m, "День"), owner_id=id_(f"account.me.{m}@test"), is_wrong_route=False,
    )  # fmt: skip
    yield from _papers(m)


def _papers(m: str) -> Iterator[Base]:
    """Of the held Day: `document.{m}` with `file.{m}`, and `certificate.{m}` of `teacher.{m}1@test`."""
    place = {"region_id": id_("region"), "municipality_id": id_(f"municipality.{m}")}
    content = canary(m, "%PDF").encode()
    yield Document(
        id=id_(f"document.{m}"), **place, kind="certificates", subject_kind="intensive_day", subject_id=id_(f"day.{m}.over"),
        number=1, title=canary(m, "Сертификаты"), snapshot={"items": []}, missing=[], status="ready", done=1, total=1,
        requested_by=id_(f"account.me.{m}@test"),
    )  # fmt: skip
    yield DocumentFile(
        id=id_(f"file.{m}"), **place, document_id=id_(f"document.{m}"), name=canary(m, "certificates.pdf"),
        media_type="application/pdf", size=len(content), sha256=hashlib.sha256(content).digest(), content=content,
    )  # fmt: skip
    yield Certificate(
        id=id_(f"certificate.{m}"), **place, document_id=id_(f"document.{m}"), subject_id=id_(f"day.{m}.over"),
        person_id=id_(f"person.teacher.{m}1@test"), issuer_id=id_(f"organization.{m}"), issuer_name=canary(m, "ИМЦ"), year=2026,
        number=1, code=f"CERTIFICATE{m.upper()}", name=canary(m, "Участник"), title=canary(m, "День"),
        held_on=date(2026, 9, 1), hours=Decimal(2), role="listener",
    )  # fmt: skip


def _item(m: str, name: str, state: str, status: str, **more: Any) -> AgendaItem:
    return AgendaItem(
        id=id_(name), region_id=id_("region"), municipality_id=id_(f"municipality.{m}"), day_id=id_(f"day.{m}.{state}"),
        type_id=id_("type.common"), audience="teachers", kind="seminar", slot=1, room="Зал", host_school_id=id_(f"school.{m}1"),
        host_name=canary(m, "Школа"), state=status, is_pinned=False, **more,
        reason={"rank": 1, "score": 500, "holders": 1, "participants": 2, "severity": 2.0, "idle_months": None,
                "experience": "any_school"},
    )  # fmt: skip
