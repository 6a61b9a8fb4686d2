"""The board of a Day: audience × slot, with sessions, proposals and their reasons, and what blocks."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import select

from opora.access.actor import Actor
from opora.access.sessions import language
from opora.core.database import ReadSession
from opora.core.listing import polled_response
from opora.core.texts import Language, Text, plural
from opora.deficits.models import DeficitType
from opora.deficits.schemas import TypeRef
from opora.events.practices import AUDIENCES
from opora.events.queries import figures_of
from opora.events.schemas import Seats
from opora.intensives.lifecycle import UNTOLD
from opora.intensives.models import AgendaItem, AgendaProposal
from opora.intensives.queries import Case, Session_, load_case, slot_of
from opora.intensives.render import slots_read
from opora.intensives.schemas import Agenda, AgendaItemRead, ConflictRead, ItemReason, ProposalRead, SessionRead
from opora.territory.models import School

_ADVICE = {
    "pin": Text("открепите одно из занятий", "unpin one of the sessions"),
    "room_seats": Text(
        "добавьте помещение побольше или уменьшите ожидаемое число", "add a larger room or expect fewer"
    ),
    "room_once": Text("добавьте помещение или окно времени", "add a room or a slot"),
    "host_once": Text("поручите одно занятие другой школе", "give one session to another school"),
    "speaker_once": Text("назначьте другого ведущего", "name another speaker"),
    "audience_once": Text("добавьте окно времени или параллельный поток", "add a slot or a parallel track"),
    "audience_served": Text(
        "верните снятую тему или уберите аудиторию из Дня", "restore a dropped theme or take the audience off the Day"
    ),
}
_WHY_HOST = {
    "closed_it": Text("школа сама закрыла этот дефицит", "the school has closed this very deficit"),
    "strong_school": Text(
        "школа с высокими результатами или резильентная", "a school of high results or a resilient one"
    ),
    "methodical_service": Text("методическая служба", "the methodical service"),
    "any_school": Text("школа может представить свой опыт", "the school may present its experience"),
}


async def poll_agenda(request: Request, session: ReadSession, actor: Actor, day_id: UUID) -> Response:
    """The board under a hash ETag: unchanged it costs an empty answer. Raises `DayNotFound`."""
    return polled_response(request, (await read_agenda(session, actor, day_id)).model_dump(mode="json"))


async def read_agenda(session: ReadSession, actor: Actor, day_id: UUID) -> Agenda:
    """The board as the reader may see it: proposals are for who prepares the Day."""
    case = await load_case(session, actor, day_id)
    speech, prepares = language(session), actor.may("intensives.manage")
    items = await _items(session, case) if prepares else []
    seats = await figures_of(session, [found.event.id for found in case.held])
    return Agenda.model_validate(
        {
            "day_id": case.day.id,
            "status": case.day.status,
            "slots": slots_read(case.day),
            "sessions": [_session(case, s, items, seats[s.event.id]) for s in case.held],
            "items": [item_read(case, item, type_, speech) for item, type_ in items],
            "proposal": await _proposal(session, case, items, speech) if prepares else None,
            "allowed_actions": ["propose", "add_session"] if prepares and case.day.status in UNTOLD else [],
        }
    )


async def _items(session: ReadSession, case: Case) -> list[tuple[AgendaItem, DeficitType]]:
    """In the order of the board; a cancelled session's item is no longer on it."""
    cancelled = {s.event.id for s in case.sessions if s.event.status == "cancelled"}
    rows = await session.execute(
        select(AgendaItem, DeficitType)
        .join(DeficitType, DeficitType.id == AgendaItem.type_id)
        .where(AgendaItem.day_id == case.day.id)
        .order_by(AgendaItem.slot, AgendaItem.audience, AgendaItem.id)
    )
    return [(item, type_) for item, type_ in rows if item.event_id not in cancelled]


def _session(case: Case, found: Session_, items: list[tuple[AgendaItem, DeficitType]], seats: Seats) -> SessionRead:
    event = found.event
    item = next((item for item, _ in items if item.event_id == event.id), None)
    plain = {
        name: getattr(event, name)
        for name in ("id", "title", "kind", "audience", "starts_at", "ends_at", "mode", "room", "host_school_id",
                     "host_name", "capacity", "status")
    }  # fmt: skip
    return SessionRead(
        **plain, item_id=item.id if item else None, slot=slot_of(case.day, event),
        speakers=[speaker.name for speaker in found.speakers],
        types=[TypeRef.model_validate(type_) for type_ in found.types], seats=seats,
    )  # fmt: skip


def item_read(case: Case, item: AgendaItem, type_: DeficitType, speech: Language) -> AgendaItemRead:
    """A proposed session with its reason in a sentence and what may be done with it."""
    plain = {
        name: getattr(item, name)
        for name in (
            "id",
            "audience",
            "kind",
            "slot",
            "room",
            "host_school_id",
            "host_name",
            "state",
            "is_pinned",
            "event_id",
        )
    }
    return AgendaItemRead(
        **plain, type=TypeRef.model_validate(type_),
        reason=ItemReason(**item.reason, text=_why(item.reason, item.host_name).of(speech)),
        allowed_actions=allowed(case, item),
    )  # fmt: skip


def allowed(case: Case, item: AgendaItem) -> list[str]:
    """What may be done with an item while the Day is prepared."""
    if case.day.status not in UNTOLD:
        return []
    if item.state == "proposed":
        return ["accept", "move", "drop", "unpin" if item.is_pinned else "pin"]
    return ["restore"] if item.state == "dropped" else []


def _why(reason: dict[str, Any], host: str | None) -> Text:
    held, idle = reason["holders"], reason["idle_months"]
    schools = plural(reason["participants"], "школы", "школ", "школ")
    months = plural(idle or 0, "месяц", "месяца", "месяцев")
    since = (
        Text("на Дне ещё не рассматривался", "never served at a Day")
        if idle is None
        else Text(f"не рассматривался {idle} {months}", f"not served for {idle} months")
        if idle
        else Text("рассматривался в этом месяце", "served this month")
    )
    by = _WHY_HOST.get(reason["experience"] or "")
    ru = f"Тема № {reason['rank']}: у {held} из {reason['participants']} {schools} с низкими результатами, тяжесть " + (
        f"{reason['severity']:.1f} из 3, {since.ru}.".replace(".", ",", 1)
    )
    en = (
        f"Theme {reason['rank']}: held by {held} of {reason['participants']} low-result schools, severity"
        f" {reason['severity']:.1f} of 3, {since.en}."
    )
    if by is None or host is None:
        return Text(ru, en)
    return Text(f"{ru} Проводит {host}: {by.ru}.", f"{en} Hosted by {host}: {by.en}.")


async def _proposal(
    session: ReadSession, case: Case, items: list[tuple[AgendaItem, DeficitType]], speech: Language
) -> ProposalRead | None:
    latest = select(AgendaProposal).where(AgendaProposal.day_id == case.day.id).order_by(AgendaProposal.number.desc())
    found = await session.scalar(latest.limit(1))
    if found is None:
        return None
    names = {str(s.event.id): s.event.title for s in case.sessions} | {
        str(item.id): f"{type_.title} ({AUDIENCES[item.audience].of(speech)})" for item, type_ in items
    }
    schools = {c["about"] for c in found.conflicts if c["rule"] == "host_once"}
    if schools:
        rows = await session.execute(
            select(School.id, School.short_name).where(School.id.in_([UUID(s) for s in schools]))
        )
        names |= {str(id_): name for id_, name in rows}
    people = {str(s.person_id): s.name for of_day in case.sessions for s in of_day.speakers if s.person_id}
    conflicts = [
        ConflictRead(rule=c["rule"], text=_said(c["rule"], c["about"], names | people).of(speech))
        for c in found.conflicts
    ]
    advice = list(dict.fromkeys(_ADVICE[c["rule"]].of(speech) for c in found.conflicts))
    words = Text("Что можно сделать: ", "What can be done: ").of(speech)
    gap = 0.0 if found.bound <= 0 else round(100 * (found.bound - found.objective) / found.bound, 2)
    return ProposalRead.model_validate(
        {
            "number": found.number, "status": found.status, "objective": found.objective, "bound": found.bound,
            "gap": gap if found.status != "blocked" else 0.0, "conflicts": conflicts,
            "advice": f"{words}{'; '.join(advice)}." if advice else None, "created_at": found.created_at,
        }
    )  # fmt: skip


def _said(rule: str, about: str | None, names: dict[str, str]) -> Text:
    """One rule of a contradiction with the thing it is about."""
    name = names.get(about or "", about or "")
    listed = [AUDIENCES[part] for part in (about or "").split(", ") if part in AUDIENCES]
    ru, en = ", ".join(text.ru for text in listed), ", ".join(text.en for text in listed)
    return {
        "pin": Text(f"Занятие закреплено: «{name}».", f"The session is fixed: “{name}”."),
        "audience_served": Text(f"Нужно занятие для аудитории: {ru}.", f"A session is needed for: {en}."),
        "room_once": Text(f"Помещение «{name}» одно на это время.", f"The room “{name}” is one at that time."),
        "room_seats": Text(f"Помещению не хватает мест для аудитории: {ru}.", f"The room has too few seats for: {en}."),
        "host_once": Text(f"{name} не проводит два занятия сразу.", f"{name} does not give two sessions at once."),
        "speaker_once": Text(
            f"{name} не выступает в двух местах сразу.", f"{name} does not speak in two places at once."
        ),
        "audience_once": Text(
            f"Аудитория не бывает на двух занятиях сразу: {ru}.", f"An audience is at one session at a time: {en}."
        ),
    }[rule]
