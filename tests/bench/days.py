"""What a Day asks of one process, without HTTP and database: its agenda, its certificates, its calendar."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from opora.documents.drawing import draw_pdf
from opora.documents.papers import CertificatePaper, CertificatesPaper
from opora.events.calendar import as_calendar
from opora.intensives.agenda import Fixed, propose
from tests.bench.report import Line
from tests.unit.intensives.test_agenda import forty_sessions

EVENTS, CERTIFICATES = 500, 300


def of_a_day() -> Iterator[Line]:
    """Seconds of wall time; the calendar in milliseconds of processor time."""
    big = forty_sessions()
    _timed(lambda: propose(replace(big, themes=big.themes[:1])), time.perf_counter)  # the solver is loaded once
    seconds, proposal = _timed(lambda: propose(big), time.perf_counter)
    yield Line("agenda 40 sessions × 8 slots × 12 rooms: s", seconds, goal="≤ 2")
    gap = (proposal.bound - proposal.objective) / proposal.bound
    yield Line(f"agenda 40 × 8 × 12: {proposal.status}, below the bound by, ‰", gap * 1000, goal="stated", digits=3)
    same = propose(big)
    yield Line("agenda 40 × 8 × 12: the same again (1 = yes)", float(same == proposal), goal="1", digits=0)
    twice = tuple(Fixed(f"fixed {n}", None, ("teachers",), "seminar", 1, room=big.rooms[0].name) for n in range(2))
    seconds, blocked = _timed(lambda: propose(replace(big, fixed=twice)), time.perf_counter)
    assert blocked.status == "blocked"
    yield Line(f"agenda without a solution, names {len(blocked.conflicts)} rules: s", seconds, goal="≤ 2")
    paper = CertificatesPaper(items=[_certificate(n) for n in range(1, CERTIFICATES + 1)])
    seconds, _ = _timed(lambda: draw_pdf("certificates", paper), time.perf_counter)
    yield Line(f"{CERTIFICATES} certificates in one file: s", seconds, goal="≤ 20")
    events = [_event(n) for n in range(EVENTS)]
    seconds, _ = _timed(lambda: as_calendar(events, "all", "https://opora.example", "ru"), time.process_time)
    yield Line(f"calendar of {EVENTS} events written: ms of CPU", seconds * 1000, goal="≤ 300", digits=0)


def _timed(work: Callable[[], Any], clock: Callable[[], float]) -> tuple[float, Any]:
    begun = clock()
    found = work()
    return clock() - begun, found


def _certificate(number: int) -> CertificatePaper:
    return CertificatePaper(
        issuer="ИМЦ", number=f"{number}/2027", name=f"Участник {number}", title="День образовательных интенсивов",
        date="12 марта 2027 г.", hours="3", role="слушатель", code="ABCD-EFGH-JKLM",
        link=f"https://opora.example/verify/{number:012}", signer="Директор",
    )  # fmt: skip


def _event(number: int) -> Any:
    starts = datetime(2026, 12, 1, 7, tzinfo=UTC) + timedelta(hours=number)
    return SimpleNamespace(
        id=UUID(int=number), title=f"Открытый урок {number}: читательская грамотность", description="Разбор заданий. " * 10,
        starts_at=starts, ends_at=starts + timedelta(minutes=45), mode="in_person", place="Дом учителя", room="101",
        organizer_name="Информационно-методический центр", status="published", sequence=0, updated_at=starts,
    )  # fmt: skip
