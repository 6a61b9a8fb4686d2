"""Accounts: who sees them, who grants which role where."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import Login
from tests.support.world import ACCOUNTS, id_

URL = "/api/v1/accounts"
M_A, M_B, S_A1, S_A2, S_B1 = (
    str(id_(n)) for n in ("municipality.a", "municipality.b", "school.a1", "school.a2", "school.b1")
)
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


def of(login: str) -> str:
    return f"{URL}/{id_(f'account.{login}')}"


async def created(client: httpx.AsyncClient, role: str, login: str = "new@test", **more: Any) -> httpx.Response:
    body = {"login": login, "last_name": "Петрова", "first_name": "Вера", "patronymic": "Ильинична", "role": role}
    return await client.post(URL, json=body | more)


# -- seeing ------------------------------------------------------------------------------------------------------------

IN_A = {"mc.a", "me.a", "head.a1", "head.a2", "curator.a1", "teacher.a1", "teacher2.a1", "observer.a", "client.a"}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("rc@test", {login.removesuffix("@test") for login in ACCOUNTS}),
        ("admin@test", {login.removesuffix("@test") for login in ACCOUNTS}),
        ("mc.a@test", IN_A),
        ("mc.b@test", {"mc.b", "me.b", "head.b1", "teacher.b1"}),
        ("head.a1@test", {"head.a1", "curator.a1", "teacher.a1", "teacher2.a1"}),
    ],
)
async def test_one_sees_the_accounts_of_the_own_territory(app: FastAPI, login: Login, who: str, seen: set[str]) -> None:
    client = login(app, who)
    page = (await client.get(URL, params={"limit": 100, "include_total": True})).json()
    assert {item["login"] for item in page["items"]} == {f"{name}@test" for name in seen}
    assert page["total"] == len(seen)
    for account in ("mc.b@test", "head.a1@test", "teacher.b1@test"):
        expected = 200 if account.removesuffix("@test") in seen else 404
        assert (await client.get(of(account))).status_code == expected


@pytest.mark.parametrize("who", ["me.a@test", "teacher.a1@test", "curator.a1@test", "observer.a@test", "expert@test"])
async def test_who_manages_nobody_reads_no_accounts(app: FastAPI, login: Login, who: str) -> None:
    client = login(app, who)
    assert (await client.get(URL)).status_code == 403
    assert (await client.get(of(who))).status_code == 403
    assert (await created(client, "teacher")).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "HEAD"}, {"head.a1", "head.a2", "head.b1"}),
        ({"q": "mc-a canary"}, {"mc.a"}),
        ({"q": "%"}, set()),
        ({"role": "teacher"}, {"teacher.a1", "teacher2.a1", "teacher.b1"}),
        ({"role": "teacher", "municipality_id": M_B}, {"teacher.b1"}),
        ({"school_id": S_A2}, {"head.a2"}),
        ({"status": "disabled"}, set()),
        ({"status": "invited"}, set()),
        ({"status": "active", "role": "methodologist"}, {"me.a", "me.b"}),
    ],
)
async def test_the_list_is_filtered(app: FastAPI, login: Login, query: dict[str, str], found: set[str]) -> None:
    items = (await login(app, "rc@test").get(URL, params=query)).json()["items"]
    assert {item["login"].removesuffix("@test") for item in items} == found


async def test_the_list_goes_on_by_cursor_in_both_orders(app: FastAPI, login: Login) -> None:
    client = login(app, "rc@test")
    for sort in ("login", "-login"):
        seen, cursor = [], None
        while True:
            params = {"sort": sort, "limit": 4} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(URL, params=params)).json()
            seen += [item["login"] for item in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
        assert seen == sorted(ACCOUNTS, reverse=sort[0] == "-")


async def test_an_account_reads_the_same_alone_and_in_the_list(app: FastAPI, login: Login) -> None:
    client = login(app, "mc.a@test")
    listed = (await client.get(URL, params={"q": "head.a1"})).json()["items"]
    alone = await client.get(of("head.a1@test"))
    assert listed == [alone.json()]
    assert alone.headers["etag"] == '"1"'
    assert alone.json()["allowed_actions"] == ["disable", "reset_password", "grant"]
    assert alone.json()["assignments"][0]["valid_from"] == "2026-09-01T08:00:00Z"


# -- creating ----------------------------------------------------------------------------------------------------------

GRANTED: list[tuple[str, str, dict[str, str], int]] = [
    ("rc@test", "municipal_coordinator", {"municipality_id": M_A}, 201),
    ("rc@test", "municipal_coordinator", {}, 422),
    ("rc@test", "observer", {}, 201),
    ("rc@test", "observer", {"municipality_id": M_B}, 201),
    ("rc@test", "expert", {}, 201),
    ("rc@test", "expert", {"municipality_id": M_A}, 201),
    ("rc@test", "regional_coordinator", {}, 403),
    ("rc@test", "administrator", {}, 403),
    ("rc@test", "methodologist", {"municipality_id": M_A}, 403),
    ("rc@test", "school_head", {"school_id": S_A1}, 403),
    ("mc.a@test", "methodologist", {}, 201),
    ("mc.a@test", "methodologist", {"municipality_id": M_A}, 201),
    ("mc.a@test", "methodologist", {"municipality_id": M_B}, 403),
    ("mc.a@test", "methodologist", {"municipality_id": str(uuid4())}, 422),
    ("mc.a@test", "methodologist", {"municipality_id": M_A, "school_id": S_A1}, 422),
    ("mc.a@test", "school_head", {"school_id": S_A1}, 201),
    ("mc.a@test", "school_head", {"school_id": S_A1, "municipality_id": M_A}, 201),
    ("mc.a@test", "school_head", {"school_id": S_A1, "municipality_id": M_B}, 422),
    ("mc.a@test", "school_head", {}, 422),
    ("mc.a@test", "school_head", {"school_id": S_B1}, 422),
    ("mc.a@test", "observer", {}, 201),
    ("mc.a@test", "observer", {"municipality_id": M_B}, 403),
    ("mc.a@test", "expert", {}, 201),
    ("mc.a@test", "expert", {"municipality_id": M_B}, 403),
    ("mc.a@test", "municipal_coordinator", {"municipality_id": M_A}, 403),
    ("mc.a@test", "regional_coordinator", {}, 403),
    ("mc.a@test", "administrator", {}, 403),
    ("mc.a@test", "teacher", {"school_id": S_A1}, 403),
    ("head.a1@test", "teacher", {}, 201),
    ("head.a1@test", "teacher", {"school_id": S_A1}, 201),
    ("head.a1@test", "teacher", {"school_id": S_A2}, 403),
    ("head.a1@test", "teacher", {"school_id": S_B1}, 422),
    ("head.a1@test", "school_curator", {}, 201),
    ("head.a1@test", "school_head", {}, 403),
    ("head.a1@test", "methodologist", {}, 403),
    ("admin@test", "administrator", {}, 201),
    ("admin@test", "administrator", {"municipality_id": M_A}, 422),
    ("admin@test", "regional_coordinator", {}, 201),
    ("admin@test", "municipal_coordinator", {"municipality_id": M_B}, 201),
    ("admin@test", "teacher", {"school_id": S_B1}, 201),
    ("admin@test", "teacher", {}, 422),
    ("admin@test", "client", {}, 422),
    ("admin@test", "system", {}, 422),
]


@pytest.mark.parametrize(("who", "role", "where", "status"), GRANTED)
async def test_a_role_is_granted_by_the_table_and_in_the_own_territory(
    app: FastAPI, login: Login, who: str, role: str, where: dict[str, str], status: int
) -> None:
    answer = await created(login(app, who), role, **where)
    assert answer.status_code == status, answer.text
    if status == 403:
        assert answer.json()["code"] == "grant-not-allowed"
    if status == 422:
        assert answer.json()["errors"][0]["pointer"] in ("/school_id", "/municipality_id", "/role")
    if status == 201:
        account = answer.json()["account"]
        assert (account["status"], account["login"]) == ("invited", "new@test")
        assert [a["role"] for a in account["assignments"]] == [role]
        assert account["person"]["name"] == "Петрова Вера Ильинична"


async def test_the_granting_role_may_also_grant_to_an_account_there_is(app: FastAPI, login: Login) -> None:
    """The same table, through the other door: nobody gets past it by granting instead of creating."""
    target = {
        "rc@test": "expert@test",
        "mc.a@test": "observer.a@test",
        "head.a1@test": "curator.a1@test",
        "admin@test": "rc@test",
    }
    for who, role, where, status in GRANTED:
        if status == 403:
            answer = await login(app, who).post(f"{of(target[who])}/assignments", json={"role": role} | where)
            assert answer.status_code == 403, (who, role, answer.text)


async def test_a_teacher_acts_as_the_person_in_the_own_school(app: FastAPI, login: Login, rows: Rows) -> None:
    account = (await created(login(app, "head.a1@test"), "teacher")).json()["account"]
    row = (await rows("select * from role_assignment where account_id = $1", account["id"], role="opora_region"))[0]
    assert row["scope"] == "person"
    assert str(row["person_id"]) == account["person"]["id"] == str(row["scope_id"])
    assert (str(row["municipality_id"]), str(row["school_id"])) == (M_A, S_A1)
    person = (await rows("select * from person where id = $1", row["person_id"]))[0]
    assert (str(person["school_id"]), person["sort_key"]) == (S_A1, "петрова вера ильинична")
    facts = await rows("select type, data from change where entity_id = $1", row["account_id"])
    assert [fact["type"] for fact in facts] == ["account.created"]


async def test_a_login_is_unique_whoever_has_it(app: FastAPI, login: Login) -> None:
    for taken in ("mc.b@test", " MC.B@Test "):
        answer = await created(login(app, "mc.a@test"), "methodologist", login=taken)
        assert (answer.status_code, answer.json()["code"]) == (409, "login-taken")


@pytest.mark.parametrize("bad", ["", "ab", "with space@test", "x" * 101, "a\0b@test", "<script>", "-x@test", 5, None])
async def test_a_login_has_a_form(app: FastAPI, login: Login, bad: Any) -> None:
    answer = await created(login(app, "mc.a@test"), "methodologist", login=bad)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/login"


async def test_an_answer_with_a_secret_is_not_kept_for_replay(app: FastAPI, login: Login, rows: Rows) -> None:
    client = login(app, "mc.a@test")
    client.headers["Idempotency-Key"] = "once"
    assert (await created(client, "methodologist")).status_code == 201
    assert (await created(client, "methodologist")).status_code == 409  # the login, not a replay
    assert await rows("select * from idempotency_key") == []
