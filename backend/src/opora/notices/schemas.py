"""The documented contract of notices."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from opora.core.inputs import Flag, Input, Output, PageParams

Kind = Literal[
    "action_owner", "scope_decided", "seat_given", "event_moved", "event_cancelled", "day_published", "day_moved",
    "day_cancelled", "measurement_due",
]  # fmt: skip
LetterState = Literal["queued", "sent", "recorded", "failed"]


class NoticeList(PageParams):
    sort: Literal["-created_at", "created_at"] = "-created_at"
    unread: bool = False


class NoticeRead(Output):
    """A notice in the reader's language; `link` is a path of the web application."""

    id: UUID
    kind: Kind
    title: str
    body: str
    link: str
    created_at: datetime
    read_at: datetime | None


class Unread(Output):
    unread: int


class PreferenceRead(Output):
    kind: Kind
    title: str
    by_email: bool


class PreferenceUpdate(Input):
    kind: Kind
    by_email: Flag


class LetterList(PageParams):
    sort: Literal["-created_at", "created_at"] = "-created_at"
    state: LetterState | None = None


class LetterRead(Output):
    """An e-mail as it was sent or, without SMTP, recorded."""

    id: UUID
    address: str
    subject: str
    body: str
    link: str
    state: LetterState
    attempts: int
    error: str | None
    created_at: datetime
    sent_at: datetime | None
