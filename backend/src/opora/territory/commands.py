"""What the command line does with the register, as the owner of the tables: the region, with which an installation begins."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select, text

from opora.core.inputs import Code, Line
from opora.core.owning import owning
from opora.settings import SettingsError
from opora.territory.models import Region
from opora.territory.schemas import Oktmo

COMMAND_LINE = UUID("00000000-0000-7000-8000-6f706f726101")
"""Who the audit says made the region: accounts belong to a region, so there is none yet."""

_ENTERED: dict[str, tuple[TypeAdapter[str], str]] = {
    "code": (
        TypeAdapter(Code),
        "a code has up to 64 lower-case Latin letters, digits or . _ - and begins with a letter or digit",
    ),
    "name": (TypeAdapter(Line), "a region needs a name of up to 300 characters"),
    "oktmo": (TypeAdapter(Oktmo), "an OKTMO has 8 or 11 digits, for instance 41000000"),
}


async def create_region(url: str, *, code: str, name: str, oktmo: str, timezone: str) -> dict[str, Any]:
    """The one region of a database. Raises `SettingsError` with one line."""
    given = {field: _checked(field, value) for field, value in {"code": code, "name": name, "oktmo": oktmo}.items()}
    _require_timezone(timezone)
    async with owning(url) as session:
        await session.execute(text("lock table region in share row exclusive mode"))  # two commands at once
        if (there := await session.scalar(select(Region.name).limit(1))) is not None:
            raise SettingsError(f"the database holds the region «{there}» already: one database holds one region")
        await session.execute(text("select set_config('opora.account', :who, true)"), {"who": str(COMMAND_LINE)})
        region = Region(**given, timezone=timezone)
        session.add(region)
        await session.flush()
        return {"region_id": region.id, "code": region.code, "name": region.name}


def _checked(field: str, value: str) -> str:
    adapter, says = _ENTERED[field]
    try:
        return adapter.validate_python(value)
    except ValidationError:
        raise SettingsError(says) from None


def _require_timezone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(f"there is no time zone {name}: name one such as Europe/Moscow") from None
