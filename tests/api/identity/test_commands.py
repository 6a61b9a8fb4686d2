"""The command line's accounts: the first administrator, and clients."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from fastapi import FastAPI

from opora.identity import commands
from opora.settings import SettingsError, get_settings
from tests.api.identity.conftest import Browser, as_owner, tried

WHO = {"last_name": "Орлова", "first_name": "Нина", "municipality": None, "school": None}


@pytest.fixture
async def app(committed: Callable[[int], Any], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    monkeypatch.setenv("OPORA_SECRET", "a secret of the tests, long enough to be one")
    monkeypatch.setenv("OPORA_PUBLIC_URL", "https://opora.test")
    get_settings.cache_clear()
    async with committed(2) as application:
        yield application
    get_settings.cache_clear()


async def test_the_first_administrator_comes_in_by_the_link(app: FastAPI, browser: Browser) -> None:
    made = await commands.create_user(app.state.owner_url, login="Orlova@Test", role="administrator", **WHO)  # type: ignore[arg-type]
    assert made["login"] == "orlova@test"
    path = made["url"].removeprefix("https://opora.test/invite/")
    accepted = await browser(app).post(
        f"/api/v1/auth/invitations/{path}/accept", json={"password": "сиреневый трактор"}
    )
    assert accepted.status_code == 204
    me = (await tried(browser(app), "orlova@test", "сиреневый трактор")).json()
    assert me["assignment"]["role"] == "administrator"


SCOPES = [
    ("municipal_coordinator", "a", None, "municipality"),
    ("school_head", None, "school-a1", "school"),
    ("teacher", None, "school-b1", "person"),
    ("expert", None, None, "person"),
    ("observer", None, None, "region"),
    ("observer", "b", None, "municipality"),
]


async def test_an_account_gets_the_scope_of_its_role(app: FastAPI) -> None:
    for n, (role, municipality, school, scope) in enumerate(SCOPES):
        where: dict[str, Any] = WHO | {"municipality": municipality, "school": school}
        made = await commands.create_user(app.state.owner_url, login=f"x{n}@test.org", role=role, **where)
        found = await as_owner(
            app, fetch=f"select scope from role_assignment where account_id = '{made['account_id']}'"
        )
        assert [row["scope"] for row in found] == [scope], role


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"role": "king"}, "not one of"),
    ({"role": "client"}, "not one of"),
    ({"role": "system"}, "not one of"),
    ({"role": "municipal_coordinator"}, "needs --municipality"),
    ({"role": "municipal_coordinator", "municipality": "z"}, "no municipality"),
    ({"role": "school_head"}, "needs --school"),
    ({"role": "school_head", "school": "z"}, "no school"),
    ({"role": "administrator", "municipality": "a"}, "leave --municipality out"),
    ({"login": "a b"}, "a login has"),
    ({"login": "mc.a@test"}, "has this login"),
]


async def test_what_cannot_be_is_one_line_that_says_what_to_do(app: FastAPI) -> None:
    for change, says in REFUSED:
        given: dict[str, Any] = {"login": "new@test", "role": "administrator"} | WHO | change
        with pytest.raises(SettingsError, match=says):
            await commands.create_user(app.state.owner_url, **given)
    for scopes in ([], ["everything"], ["orgs:read", "ties:read"]):
        with pytest.raises(SettingsError, match="scope"):
            await commands.create_client(app.state.owner_url, name="Журнал", scopes=scopes, municipality=None)


@pytest.mark.parametrize(("municipality", "schools"), [("a", 4), (None, 7)])
async def test_a_client_reads_its_territory(
    app: FastAPI, browser: Browser, municipality: str | None, schools: int
) -> None:
    made = await commands.create_client(
        app.state.owner_url, name="Журнал", scopes=["orgs:read", "orgs:read"], municipality=municipality
    )
    assert made["token_url"] == "https://opora.test/oauth2/token"
    assert made["scopes"] == ["orgs:read"]
    client = browser(app)
    form = {
        "grant_type": "client_credentials",
        "client_id": str(made["client_id"]),
        "client_secret": made["client_secret"],
    }
    token = (await client.post("/oauth2/token", data=form)).json()["access_token"]
    found = await client.get("/api/v1/schools", headers={"authorization": f"Bearer {token}"})
    assert len(found.json()["items"]) == schools


async def test_what_the_command_line_does_is_told_and_audited_in_its_own_name(app: FastAPI) -> None:
    for n in range(2):
        await commands.create_client(app.state.owner_url, name=f"Журнал {n}", scopes=["orgs:read"], municipality=None)
    mine = "select account_id from change where type = 'account.created'"
    told = await as_owner(app, fetch=mine)
    system = await as_owner(app, fetch="select id from account where login = 'system.command-line'")
    assert [row["account_id"] for row in told] == [system[0]["id"]] * 2
    entries = await as_owner(app, fetch=f"select after::text from audit where account_id = '{system[0]['id']}'")
    assert not any("secret_hash" in row[0] and "changed" not in row[0] for row in entries)
