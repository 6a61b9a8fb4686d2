"""The inbox and the letters on the native read path."""

from fastapi import Request, Response

from opora.access.actor import Actor
from opora.core.database import Reader
from opora.core.listing import Listing, polled_response
from opora.core.problems import NotFound
from opora.core.texts import Language, language_of
from opora.notices.models import Letter, Notice
from opora.notices.schemas import LetterList, LetterRead, NoticeList

N, L = Notice.__table__.c, Letter.__table__.c


def _inbox(speech: Language) -> Listing:
    return Listing(
        source=Notice.__table__,
        key=N.id,
        fields=(
            N.id, N.kind, N[f"title_{speech}"].label("title"), N[f"body_{speech}"].label("body"), N.link, N.created_at,
            N.read_at,
        ),
        sorts={"created_at": N.created_at},
        flags={"unread": N.read_at.is_(None)},
    )  # fmt: skip


INBOX: dict[Language, Listing] = {"ru": _inbox("ru"), "en": _inbox("en")}
LETTERS = Listing(
    source=Letter.__table__,
    key=L.id,
    fields=tuple(L[name] for name in LetterRead.model_fields),
    sorts={"created_at": L.created_at},
    filters={"state": L.state.__eq__},
)


async def list_notices(reader: Reader, actor: Actor, request: Request, query: NoticeList) -> Response:
    """What the account was told, newest first; row security leaves only its own."""
    speech = language_of(request.headers.get("accept-language"))
    return await INBOX[speech].page(reader, actor.entry, query.sort, query, {"unread": query.unread or None})


async def count_unread(reader: Reader, actor: Actor, request: Request) -> Response:
    """Polled by every open page: 304 while nothing has changed."""
    sql, _ = INBOX["ru"].count(actor.entry.scope, ("unread",))
    return polled_response(request, {"unread": (await reader.fetch(actor.entry, sql))[0][0]})


async def list_letters(reader: Reader, actor: Actor, request: Request, query: LetterList) -> Response:
    """What was sent or recorded; a demonstration shows it, an installation at work does not (404)."""
    if not request.app.state.settings.demo:
        raise NotFound
    return await LETTERS.page(reader, actor.entry, query.sort, query, {"state": query.state})
