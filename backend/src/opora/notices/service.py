"""Telling, reading and choosing: the use cases of notices."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Uuid, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.inputs import Items
from opora.core.jobs import enqueue
from opora.core.problems import NotFound
from opora.core.texts import Language, Text
from opora.notices import schemas
from opora.notices.kinds import KINDS
from opora.notices.models import Notice, NoticePreference

POST = "notices.post"
"""The job that sends what is due."""
_NOTIFY = text("select gate.notify(:ids, :accounts, :kind, :texts, :link, :at)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid())), bindparam("accounts", type_=ARRAY(Uuid())),
    bindparam("texts", type_=JSONB()), bindparam("at", type_=DateTime(timezone=True)),
)  # fmt: skip


async def notify(session: Session, kind: str, to: Iterable[UUID], body: Text, link: str) -> None:
    """Tell accounts, in the transaction of the cause; whoever caused it is not told. `body` names nobody."""
    accounts = sorted(set(to) - {session.info["account_id"]})
    if not accounts:
        return
    title = KINDS[kind]
    texts = {"title_ru": title.ru, "title_en": title.en, "body_ru": body.ru, "body_en": body.en}
    values = {"ids": [uuid7() for _ in accounts], "accounts": accounts, "kind": kind, "texts": texts, "link": link}
    if await session.scalar(_NOTIFY, values | {"at": clock.now()}):
        await enqueue(session, POST, dedupe=POST)


async def mark_read(session: Session, notice_id: UUID) -> schemas.NoticeRead:
    """Reading twice is reading once. Raises `NotFound` for a notice of somebody else."""
    found = await session.get(Notice, notice_id)
    if found is None:
        raise NotFound
    found.read_at = found.read_at or clock.now()
    await session.flush()
    return _read(found, language(session))


async def mark_all_read(session: Session) -> schemas.Unread:
    """How many remain unread: none, unless one arrives meanwhile."""
    own = Notice.account_id == session.info["account_id"]
    await session.execute(update(Notice).where(own, Notice.read_at.is_(None)).values(read_at=clock.now()))
    left = await session.scalar(select(func.count()).select_from(Notice).where(own, Notice.read_at.is_(None)))
    return schemas.Unread(unread=left or 0)


async def read_preferences(session: ReadSession) -> Items[schemas.PreferenceRead]:
    """Every kind, with what the account chose; without a choice it comes by e-mail."""
    rows = await session.execute(select(NoticePreference.kind, NoticePreference.by_email))
    chosen = {row.kind: row.by_email for row in rows}
    speech = language(session)
    return Items(
        items=[
            schemas.PreferenceRead.model_validate(
                {"kind": kind, "title": title.of(speech), "by_email": chosen.get(kind, True)}
            )
            for kind, title in KINDS.items()
        ]
    )


async def choose(session: Session, data: schemas.PreferenceUpdate) -> Items[schemas.PreferenceRead]:
    """The inbox gets every kind; a choice is about e-mail only."""
    now = clock.now()
    row = {
        "id": uuid7(), "account_id": session.info["account_id"], "kind": data.kind, "by_email": data.by_email,
        "created_at": now, "updated_at": now,
    }  # fmt: skip
    changed = {"by_email": data.by_email, "updated_at": now}
    await session.execute(
        insert(NoticePreference)
        .values(**row)
        .on_conflict_do_update(index_elements=["account_id", "kind"], set_=changed)
    )
    return await read_preferences(session)


def _read(row: Notice, speech: Language) -> schemas.NoticeRead:
    told = {"title": getattr(row, f"title_{speech}"), "body": getattr(row, f"body_{speech}")}
    return schemas.NoticeRead.model_validate(vars(row) | told)
