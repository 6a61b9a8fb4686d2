"""Loading and resetting: once, the same everywhere, all or nothing."""

import asyncio
from datetime import date
from typing import Any

import asyncpg
import pytest

from opora.core.bootstrap import BootstrapError
from opora.demo.accounts import PASSWORD, password_hash
from opora.demo.load import is_empty, load_demo, reset_demo
from opora.models import Base
from tests.api.demo.conftest import DAY, Empty, owner

_NOT_COMPARED = {"audit": "at, id", "change": "xid, seq"}


async def contents(url: str) -> dict[str, Any]:
    """Every row of every table, without what the server stamps."""
    found = {}
    async with owner(url) as connection:
        for table in Base.metadata.sorted_tables:
            stamped = {name.strip() for name in _NOT_COMPARED.get(table.name, "").split(",")}
            names = ", ".join(name for name in table.columns.keys() if name not in stamped)  # noqa: SIM118
            rows = await connection.fetch(f"select {names} from {table.name} order by ({names})::text")
            found[table.name] = [tuple(row) for row in rows]
    return found


async def test_two_databases_hold_the_same_rows(loaded: str, empty: Empty) -> None:
    other = await empty("other")
    await load_demo(other, DAY)
    first, second = await contents(loaded), await contents(other)
    for table, rows in first.items():
        assert rows == second[table], table
    assert len(first["school"]) == 26


async def test_a_loaded_database_is_left_as_it_is(loaded: str) -> None:
    before = await contents(loaded)
    assert not await is_empty(loaded)
    assert await load_demo(loaded, date(2027, 2, 1)) == {}
    assert await contents(loaded) == before


async def test_of_two_loaders_at_once_one_loads(empty: Empty) -> None:
    url = await empty("both")
    assert await is_empty(url)
    results = await asyncio.gather(load_demo(url, DAY), load_demo(url, DAY))
    assert sorted(bool(result) for result in results) == [False, True]


async def test_more_people_come_with_accounts(empty: Empty) -> None:
    url = await empty("people")
    written = await load_demo(url, DAY, 120)
    async with owner(url) as connection:
        assert await connection.fetchval("select count(*) from account where login ~ '^u[0-9]{4}@demo.opora$'") == 120
        schools = await connection.fetchval(
            "select count(distinct school_id) from account where login ~ '^u[0-9]{4}@demo.opora$'"
        )
    assert schools == 18
    assert written["credential"] == written["account"] - 1


async def test_the_demonstration_stays_itself_on_another_day(empty: Empty) -> None:
    """What belongs to no day has the same identifiers, so that addresses in a browser survive `--as-of`."""
    url = await empty("day")
    await load_demo(url, date(2026, 9, 2))
    async with owner(url) as connection:
        assert await connection.fetchval("select count(*) from deficit where opened_on >= date '2026-09-02'") == 0


async def test_a_reset_brings_the_first_day_back(loaded: str, empty: Empty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_DEMO", "1")
    url = await empty("reset")
    await load_demo(url, DAY)
    async with owner(url) as connection:
        await connection.execute("update deficit set severity = 3")
        await connection.execute("update school set short_name = 'Другая'")
    await reset_demo(url, DAY)
    assert await contents(url) == await contents(loaded)
    async with owner(url) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("truncate audit")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("delete from change")


async def test_a_reset_needs_the_demonstration(loaded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPORA_DEMO", raising=False)
    with pytest.raises(BootstrapError, match="OPORA_DEMO"):
        await reset_demo(loaded, DAY)


async def test_a_reset_spares_a_database_of_others(empty: Empty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_DEMO", "1")
    url = await empty("others")
    async with owner(url) as connection:
        await connection.execute(
            "insert into region (id, code, name, oktmo, timezone, created_at, updated_at, version)"
            " values (gen_random_uuid(), 'real', 'Настоящая', '1', 'Europe/Moscow', now(), now(), 1)"
        )
    with pytest.raises(BootstrapError, match="not thrown away"):
        await reset_demo(url, DAY)
    assert await load_demo(url, DAY) == {}


async def test_the_password_opens_every_account(loaded: str) -> None:
    from pwdlib import PasswordHash

    async with owner(loaded) as connection:
        hashes = await connection.fetch("select distinct password_hash from credential")
    assert [row["password_hash"] for row in hashes] == [password_hash()]
    assert PasswordHash.recommended().verify_and_update(PASSWORD, password_hash()) == (True, None)
