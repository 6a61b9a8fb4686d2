"""Notices, what an account wants by e-mail, and letters."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base, Identified, Stamped, one_of

LETTER_STATES = ("queued", "sent", "recorded", "failed")


class Notice(Identified, Base):
    """Something told to one account, in both languages as it was told; `link` is a path of the web application."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_account_recent", "account_id", "created_at", "id"),
        Index("notice_account_unread", "account_id", "created_at", "id", postgresql_where=text("read_at is null")),
    )
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    region_id: Mapped[UUID]
    kind: Mapped[str]
    title_ru: Mapped[str]
    title_en: Mapped[str]
    body_ru: Mapped[str]
    body_en: Mapped[str]
    link: Mapped[str]
    caused_by: Mapped[UUID]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class NoticePreference(Identified, Stamped, Base):
    """Whether notices of a kind also come by e-mail; without a row they do."""

    __tablename__ = "notice_preference"
    __table_args__ = (Index("notice_preference_once", "account_id", "kind", unique=True),)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    by_email: Mapped[bool]


class Letter(Identified, Base):
    """The e-mail of a notice, in Russian. `queued` until a server took it (`sent`), nobody had to (`recorded`: no SMTP is
    set) or it was given up (`failed`, after six attempts).
    """

    __tablename__ = "letter"
    __table_args__ = (
        one_of("state", LETTER_STATES),
        Index("letter_due", "due_at", "id", postgresql_where=text("state = 'queued'")),
        Index("letter_region_recent", "region_id", "created_at", "id"),
    )
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"))
    region_id: Mapped[UUID]
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    link: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(SmallInteger)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
