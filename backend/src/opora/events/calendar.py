"""Events as iCalendar (RFC 5545): one file, or the stream a calendar program subscribes to. Pure.

The UID of an event never changes and its SEQUENCE grows with every move, so a calendar updates instead of doubling. What a
person reads or wrote enters as text: the library escapes it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from icalendar import Calendar, vDuration
from icalendar import Event as Entry

from opora.core.texts import Language, Text

REFRESH = timedelta(hours=1)
"""How often a program should ask again."""
_NAMES = {"all": Text("Опора: события", "Opora: events"), "own": Text("Опора: мои события", "Opora: my events")}
_ONLINE = Text("онлайн", "online")
_MOVED = Text("Перенесено.", "Moved.")


class Dated(Protocol):
    """What a calendar needs of an event; the names are those of the table."""

    id: UUID
    title: str
    description: str | None
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str | None
    room: str | None
    organizer_name: str
    status: str
    sequence: int
    updated_at: datetime


def as_calendar(events: Iterable[Dated], selection: str, address: str, language: Language) -> bytes:
    """The events with their pages under `address`, the web application's."""
    found = Calendar()
    found.add("prodid", "-//Opora//events//RU")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _NAMES[selection].of(language))
    found.add("refresh-interval", vDuration(REFRESH), {"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(REFRESH))
    for event in events:
        found.add_component(_entry(event, address, language))
    return bytes(found.to_ical())


def _entry(event: Dated, address: str, language: Language) -> Entry:
    page = f"{address.rstrip('/')}/events/{event.id}"
    entry = Entry()
    entry.add("uid", f"{event.id}@opora")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if event.status == "cancelled" else "CONFIRMED")
    entry.add("url", page)
    where = ", ".join(filter(None, (event.place, event.room)))
    entry.add("location", where or (_ONLINE.of(language) if event.mode == "online" else event.organizer_name))
    moved = _MOVED.of(language) if event.status == "moved" else None
    entry.add("description", "\n\n".join(filter(None, (moved, event.description, event.organizer_name, page))))
    return entry
