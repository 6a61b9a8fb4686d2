"""Search as people type: every word somewhere in the text, numbers whole, a typo forgiven when nothing fits.

A word that occurs literally in any row the reader sees must occur literally; only a word found nowhere is compared by
trigrams. So «кобринская» does not bring «Кобраловская», and «сусанинкая» still finds «Сусанинская».
"""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

SIMILAR = 0.39
"""One wrong letter in the middle of a word of six leaves four trigrams of ten."""
SHORT = 3
MAX_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC, _SILENT = "абвгдежзийклмнопрстуфхцчшщыэюя", "ъь"
_LATIN = "abvgdejziiklmnoprstufhcqwwyexa"
_GENERIC = frozenset({"школа", "школы", "school"})


def words_of(query: str) -> list[str]:
    """The words of a query in the form of `searchable`; "школа" says nothing beside other words."""
    plain = query.lower().replace("ё", "е")
    words = list(dict.fromkeys(_WORD.findall(plain))) or [plain]
    return ([word for word in words if word not in _GENERIC] or words)[:MAX_WORDS]


def constant(value: str) -> ColumnElement[str]:
    """A text of ours inside a native statement: part of the shape, never a parameter."""
    quoted = value.replace("'", "''")
    return literal_column(f"'{quoted}'", Text)


def searchable(name: ColumnElement[Any]) -> ColumnElement[str]:
    """A column in lower case, ё as е: what `words_of` is compared with."""
    return func.replace(func.lower(name), constant("ё"), constant("е"), type_=Text)


def closeness(words: ColumnElement[Any], text: ColumnElement[Any]) -> ColumnElement[float]:
    """How close words are to the nearest part of a text, 0 to 1."""
    return func.word_similarity(_latin(words), _latin(text), type_=Float)


def _latin(text: ColumnElement[Any]) -> ColumnElement[str]:
    """Cyrillic as Latin letters, alike sounds as one: under a C locale pg_trgm sees no letters but these."""
    return func.translate(text, constant(_CYRILLIC + _SILENT), constant(_LATIN), type_=Text)


def matching(
    table: FromClause, text: Callable[[FromClause], ColumnElement[Any]]
) -> Callable[[Any], ColumnElement[bool]]:
    """A filter of `table` whose parameter is `words_of` a query; `text` gives the searched text of a table."""

    def holds(bind: Any) -> ColumnElement[bool]:
        asked = func.unnest(cast(bind, ARRAY(Text))).table_valued(column("word", Text), name="asked").render_derived()
        anywhere = table.alias("anywhere")
        found: Select[Any] = (
            select(literal_column("1")).select_from(anywhere).where(_contains(text(anywhere), asked.c.word))
        )
        words = select(asked.c.word, found.correlate(asked).exists().label("is_known"))
        listed = words.cte("words").prefix_with("materialized", dialect="postgresql")  # asked once, not once a row
        missed: Select[Any] = select(literal_column("1")).select_from(listed).where(~_fits(text(table), listed))
        return ~missed.correlate(table).exists()

    return holds


def _contains(text: ColumnElement[Any], word: ColumnElement[Any]) -> ColumnElement[bool]:
    is_number = word.bool_op("~")(constant("^[0-9]+$"))
    whole = text.bool_op("~")(func.concat(constant("(^|[^0-9])"), word, constant("([^0-9]|$)")))
    inside = func.strpos(text, word, type_=Integer) > literal_column("0")
    return case((is_number, whole), else_=inside)


def _fits(text: ColumnElement[Any], listed: FromClause) -> ColumnElement[bool]:
    """A short unknown word is no typo: three letters are like too many others."""
    long = func.length(listed.c.word) > literal_column(str(SHORT))
    close = closeness(listed.c.word, text) >= literal_column(str(SIMILAR))
    return or_(_contains(text, listed.c.word), and_(~listed.c.is_known, long, close))
