"""The command line's region: how an installation begins on a migrated, empty database."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from alembic import command

from opora.core.addresses import Addresses, with_database
from opora.core.bootstrap import BootstrapError, bootstrap
from opora.identity.commands import create_user
from opora.settings import SettingsError, get_settings
from opora.territory.commands import create_region
from tests.conftest import SECRET, execute, migration_config

LENOBL: dict[str, str] = {
    "code": "lenobl", "name": "Ленинградская область", "oktmo": "41000000", "timezone": "Europe/Moscow",
}  # fmt: skip
ADMINISTRATOR: dict[str, Any] = {
    "login": "anna@test.org", "role": "administrator", "last_name": "Иванова", "first_name": "Анна", "municipality": None,
    "school": None,
}  # fmt: skip


@pytest.fixture
async def bare(admin_url: str, name: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Addresses]:
    """A prepared database without tables."""
    monkeypatch.setenv("OPORA_SECRET", SECRET)
    monkeypatch.setenv("OPORA_PUBLIC_URL", "https://opora.test")
    get_settings.cache_clear()
    yield await bootstrap(with_database(admin_url, f"{name}_bare"), f"{name}_bare", SECRET)
    await execute(with_database(admin_url, "postgres"), f"drop database if exists {name}_bare with (force)")
    get_settings.cache_clear()


@pytest.fixture
async def empty(bare: Addresses) -> Addresses:
    """A migrated, empty database."""
    await asyncio.to_thread(command.upgrade, migration_config(bare.owner), "head")
    return bare


async def test_an_installation_begins_with_its_region_and_an_administrator(empty: Addresses) -> None:
    with pytest.raises(SettingsError, match="opora region create"):
        await create_user(empty.owner, **ADMINISTRATOR)

    made = await create_region(empty.owner, **LENOBL)

    assert made == {"region_id": made["region_id"], "code": "lenobl", "name": "Ленинградская область"}
    account = await create_user(empty.owner, **ADMINISTRATOR)
    assert account["url"].startswith("https://opora.test/invite/")
    with pytest.raises(SettingsError, match="holds the region «Ленинградская область» already"):
        await create_region(empty.owner, **LENOBL | {"code": "other"})


async def test_two_commands_at_once_make_one_region(empty: Addresses) -> None:
    outcomes = await asyncio.gather(
        *(create_region(empty.owner, **LENOBL | {"code": code}) for code in ("one", "two")), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SettingsError", "dict"]


async def test_a_database_without_tables_is_one_line(bare: Addresses) -> None:
    for attempt in (create_region(bare.owner, **LENOBL), create_user(bare.owner, **ADMINISTRATOR)):
        with pytest.raises(BootstrapError, match="run `opora migrate`"):
            await attempt


@pytest.mark.parametrize("address", ["postgresql://opora_owner@127.0.0.1:1/opora", "postgresql:///opora?host=/nowhere"])
async def test_an_unreachable_database_is_one_line(address: str) -> None:
    for attempt in (create_region(address, **LENOBL), create_user(address, **ADMINISTRATOR)):
        with pytest.raises(BootstrapError, match="cannot be reached") as refused:
            await attempt
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"code": "Лен обл"}, "a code has"), ({"name": " "}, "needs a name"), ({"oktmo": "41"}, "8 or 11 digits"),
        ({"timezone": "Europe/Petrograd"}, "no time zone"), ({"timezone": "../etc"}, "no time zone"),
        ({"timezone": "Europe"}, "no time zone"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_one_line(wrong: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        await create_region("postgresql://nobody", **LENOBL | wrong)
