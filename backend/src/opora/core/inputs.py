"""Types of input and output: bounded, strict about form, free of characters no database takes."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _printable(value: str) -> str:
    """Refuse what PostgreSQL or UTF-8 cannot hold and what would forge a line: NUL, controls, lone surrogates."""
    for char in value:
        if (char < " " and char not in "\n\t") or "\ud800" <= char <= "\udfff" or char == "\x7f":
            raise ValueError("unprintable")
    return value


def _from_text(value: Any) -> Any:
    """Dates come as text: Pydantic would read 0 as 1970-01-01."""
    if isinstance(value, str | date):
        return value
    raise ValueError("date_from_text")


def _zoned(value: Any) -> Any:
    """An instant comes as text with its offset: without one, nobody knows which hour is meant."""
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 and "T" in value else None
        if found is None or found.tzinfo is None or not 1990 <= found.year <= 2100:
            raise ValueError
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("instant_from_text") from None


def _sane(value: date) -> date:
    if not 1990 <= value.year <= 2100:
        raise ValueError("date_range")
    return value


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(_printable)
]
Note = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_printable)
]
Query = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_printable)
]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
Day = Annotated[date, BeforeValidator(_from_text), AfterValidator(_sane)]
Moment = datetime
Instant = Annotated[datetime, BeforeValidator(_zoned)]
WebLink = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=9, max_length=1000, pattern=r"^https?://[^\s<>\"'`\\]+$"),
    AfterValidator(_printable),
]
"""An address a page may offer to open: never `javascript:` or another scheme."""
Figure = Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]


class Input(BaseModel):
    """What a client sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Output(BaseModel):
    """What a client reads: every key always present."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Versioned(Output):
    """A single aggregate; its `version` is the strong ETag."""

    version: int


class PageParams(Input):
    """The query of every list. A list adds `sort` and its filters."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str | None, Field(max_length=400, pattern=r"^[A-Za-z0-9_=-]+$")] = None
    include_total: bool = False


Item = TypeVar("Item")


class Page(Output, Generic[Item]):
    """One page of a list; `total` only when asked for."""

    items: list[Item]
    next_cursor: str | None
    total: int | None


class Items(Output, Generic[Item]):
    """A short list that needs no pages."""

    items: list[Item]
