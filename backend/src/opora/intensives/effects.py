"""What each event of a Day does once the table allows it (domain.md 3.3, 3.11)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Session
from opora.core.problems import Invalid
from opora.core.texts import Text, day_words
from opora.deficits.days import complete_for_day, lose_day, move_day, plan_for_day
from opora.events import lifecycle as of_event
from opora.events import service as events
from opora.events.queries import Case as EventCase
from opora.events.queries import speakers_of, targets_of
from opora.events.schemas import EventMovePayload, EventTransitionInput
from opora.identity.queries import heads_of
from opora.intensives import papers
from opora.intensives.lifecycle import UNTOLD
from opora.intensives.models import IntensiveDay
from opora.intensives.queries import Case, Session_, came
from opora.intensives.schemas import DayTransitionInput
from opora.notices.service import notify
from opora.programs.models import ProgramParticipant

Effect = Callable[[Session, Actor, Case, DayTransitionInput], Awaitable[None]]
_REQUIRED = Text("Обязательное поле", "Required")
_IN_PAST = Text("Этот день уже прошёл", "This day is past")


async def _run(session: Session, found: Session_, event: str, comment: str | None, **payload: object) -> None:
    """A transition of a session, by the rules of events."""
    row = found.event
    case = EventCase(row, await speakers_of(session, row.id), await targets_of(session, row.id))
    data = EventTransitionInput(event=event, comment=comment, payload=EventMovePayload(**payload))
    await events.run(session, case, of_event.BY_EVENT[event], data)


async def _publish(session: Session, _: Actor, case: Case, __: DayTransitionInput) -> None:
    """Sessions are announced, schools invited, what was promised is kept, common deficits get the Day as their action."""
    day = case.day
    assert day.held_on is not None, "intensive_day_has_date"
    for found in case.held:
        if found.event.status == "draft":
            await _run(session, found, "publish", None)
    day.promised = _promise(case)
    common = [theme.type.id for theme in case.themes if theme.is_common]
    served = {type_.id for found in case.held for type_ in found.types}
    on = day_words(day.held_on)
    title = f"День образовательных интенсивов, {on.ru}"
    types = [id_ for id_ in common if id_ in served]
    await plan_for_day(session, day.program_id, types, day.id, title, day.held_on, day.coordinator_id)
    body = Text(
        f"День пройдёт {on.ru}. Посмотрите занятия и зарегистрируйте сотрудников.",
        f"It takes place on {on.en}. See the sessions and register your staff.",
    )
    await _tell_schools(session, day, "day_published", body)


def _promise(case: Case) -> dict[str, object]:
    """What was announced, word for word: later changes are seen against it."""
    return {
        "at": clock.now().isoformat(),
        "held_on": str(case.day.held_on),
        "sessions": [
            {
                "id": str(s.event.id), "title": s.event.title, "kind": s.event.kind, "audience": s.event.audience,
                "starts_at": s.event.starts_at.isoformat(), "ends_at": s.event.ends_at.isoformat(), "room": s.event.room,
                "host": s.event.host_name, "speakers": [speaker.name for speaker in s.speakers],
                "types": [type_.title for type_ in s.types],
            }
            for s in case.held
        ],
    }  # fmt: skip


async def _move(session: Session, _: Actor, case: Case, data: DayTransitionInput) -> None:
    """Another date, in this month or in a free one; every session keeps its hour. Whoever is registered is told."""
    day, on = case.day, data.payload.held_on
    if on is None:
        raise Invalid(("/payload/held_on", "missing", _REQUIRED))
    if on <= clock.today():
        raise Invalid(("/payload/held_on", "in_past", _IN_PAST))
    told, by = day.status not in UNTOLD, on - (day.held_on or on)
    day.moved_from, day.held_on, day.month = day.held_on, on, on.replace(day=1)
    if day.registration_closes_on is not None:
        day.registration_closes_on += by
    for found in case.held:
        await _shift(session, found, by, data.comment)
    await move_day(session, day.id, on)
    if told:
        words = day_words(on)
        body = Text(
            f"Новая дата — {words.ru}. Регистрации сохраняются.", f"The new date is {words.en}. Registrations stay."
        )
        await _tell_schools(session, day, "day_moved", body)


async def _shift(session: Session, found: Session_, by: timedelta, comment: str | None) -> None:
    event = found.event
    starts, ends = event.starts_at + by, event.ends_at + by
    if event.status == "draft":
        event.starts_at, event.ends_at = starts, ends
        event.touch()
    else:
        await _run(session, found, "move", comment, starts_at=starts, ends_at=ends)


async def _cancel(session: Session, _: Actor, case: Case, data: DayTransitionInput) -> None:
    """Sessions are cancelled, deficits wait for another Day, schools are told (3.11, `lose_action`)."""
    for found in case.held:
        await _run(session, found, "cancel", data.comment)
    await lose_day(session, case.day.id, "День отменён")
    if case.day.status not in UNTOLD:
        body = Text(
            "День не состоится. Дефициты, которым он служил, ждут следующего.",
            "It does not take place. The deficits it served wait for the next one.",
        )
        await _tell_schools(session, case.day, "day_cancelled", body)


async def _finish(session: Session, _: Actor, case: Case, __: DayTransitionInput) -> None:
    """Sessions that began end with the Day."""
    for found in case.held:
        if found.event.status in ("published", "moved"):
            await _run(session, found, "start", None)
        if found.event.status == "in_progress":
            await _run(session, found, "finish", None)


async def _report(session: Session, actor: Actor, case: Case, _: DayTransitionInput) -> None:
    """The protocol is drawn: the coordinator signs it and closes the Day."""
    await papers.make(session, actor, case, "day_protocol")


async def _close(session: Session, actor: Actor, case: Case, _: DayTransitionInput) -> None:
    """The served deficits' action is done for the schools that came; their final measurement is asked for; whoever came gets
    a certificate."""
    day = case.day
    assert day.held_on is not None, "intensive_day_has_date"
    titles = {pair: f"Посещено занятие «{title}»"[:4000] for pair, title in (await came(session, day.id)).items()}
    await papers.certify_if_anybody(session, actor, case)
    done = await complete_for_day(session, day.id, day.held_on, titles)
    body = Text(
        "Школа участвовала в Дне. Измерьте результат и запишите его на карточке дефицита.",
        "Your school took part in the Day. Measure the result and record it on the deficit's page.",
    )
    by_school: dict[UUID, list[UUID]] = {}
    for deficit in done:
        by_school.setdefault(deficit.school_id, []).append(deficit.id)
    for school, deficits in by_school.items():
        link = f"/deficits/{deficits[0]}" if len(deficits) == 1 else f"/deficits?school_id={school}&waiting=measure"
        await notify(session, "measurement_due", await heads_of(session, [school]), body, link)


async def _tell_schools(session: Session, day: IntensiveDay, kind: str, body: Text) -> None:
    """Heads of the schools that take part in the programme."""
    taking_part = (ProgramParticipant.program_id == day.program_id) & ProgramParticipant.left_on.is_(None)
    schools = await session.scalars(select(ProgramParticipant.school_id).where(taking_part))
    await notify(session, kind, await heads_of(session, schools), body, f"/intensives/{day.id}")


EFFECTS: dict[str, Effect] = {
    "publish": _publish,
    "move": _move,
    "cancel": _cancel,
    "finish": _finish,
    "report": _report,
    "close": _close,
}
