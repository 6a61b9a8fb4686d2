"""Texts a user reads: Russian first, English complete, kept side by side with what they speak of."""

from datetime import date
from typing import Any, Literal, NamedTuple

Language = Literal["ru", "en"]


class Text(NamedTuple):
    """One text in both languages; `{name}` placeholders are filled by `format`."""

    ru: str
    en: str

    def of(self, language: Language, **values: Any) -> str:
        """The text in `language`, placeholders filled; values that are texts themselves are translated too."""
        template = self.ru if language == "ru" else self.en
        plain = {k: v.of(language) if isinstance(v, Text) else v for k, v in values.items()}
        return template.format(**plain) if plain else template


def language_of(accept_language: str | None) -> Language:
    """The first of our languages that the header names; Russian when it names none."""
    for part in (accept_language or "").lower().split(","):
        tag = part.split(";")[0].strip()[:2]
        if tag == "ru":
            return "ru"
        if tag == "en":
            return "en"
    return "ru"


def plural(count: int, one: str, few: str, many: str) -> str:
    """The Russian form for `count`: 1 школа, 2 школы, 5 школ."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many


_MONTHS = (
    Text("января", "January"), Text("февраля", "February"), Text("марта", "March"), Text("апреля", "April"),
    Text("мая", "May"), Text("июня", "June"), Text("июля", "July"), Text("августа", "August"),
    Text("сентября", "September"), Text("октября", "October"), Text("ноября", "November"), Text("декабря", "December"),
)  # fmt: skip


def day_words(day: date) -> Text:
    """A day as one writes it in a sentence: 12 марта 2027, 12 March 2027."""
    month = _MONTHS[day.month - 1]
    return Text(f"{day.day} {month.ru} {day.year}", f"{day.day} {month.en} {day.year}")
