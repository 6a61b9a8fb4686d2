"""Accounts: who sees them, who grants which role where, who may be disabled."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.api.identity.conftest import as_owner
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


# -- disabling ---------------------------------------------------------------------------------------------------------


async def test_a_disabled_account_stops_at_once_and_its_sessions_never_return(app: FastAPI, login: Login) -> None:
    coordinator, methodologist = login(app, "mc.a@test"), login(app, "me.a@test")
    url = f"{of('me.a@test')}/transitions"
    assert (await methodologist.get("/api/v1/schools")).status_code == 200
    disabled = await coordinator.post(url, json={"event": "disable", "comment": "уволилась"})
    assert disabled.status_code == 200
    assert (disabled.json()["status"], disabled.json()["allowed_actions"]) == ("disabled", ["enable"])
    assert (await methodologist.get("/api/v1/schools")).status_code == 401
    again = await coordinator.post(url, json={"event": "disable"})
    assert (again.status_code, again.json()["code"]) == (409, "account-state")
    assert (await coordinator.post(f"{of('me.a@test')}/invitations", json={"purpose": "reset"})).status_code == 409
    assert (await coordinator.post(f"{of('me.a@test')}/assignments", json={"role": "observer"})).status_code == 409
    enabled = await coordinator.post(url, json={"event": "enable"})
    assert enabled.json()["status"] == "active"
    assert (await methodologist.get("/api/v1/schools")).status_code == 401


async def test_a_stale_version_disables_nobody(app: FastAPI, login: Login) -> None:
    client, url = login(app, "mc.a@test"), f"{of('me.a@test')}/transitions"
    stale = await client.post(url, json={"event": "disable"}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    right = await client.post(url, json={"event": "disable"}, headers={"If-Match": '"1"'})
    assert (right.status_code, right.headers["etag"]) == (200, '"2"')


@pytest.mark.parametrize(
    ("who", "whom", "status", "code"),
    [
        ("mc.a@test", "mc.a@test", 409, "own-account"),
        ("admin@test", "admin@test", 409, "own-account"),
        ("mc.a@test", "teacher.a1@test", 403, "account-not-managed"),
        ("mc.a@test", "client.a@test", 403, "account-not-managed"),
        ("mc.a@test", "mc.b@test", 404, "account-not-found"),
        ("mc.a@test", "rc@test", 404, "account-not-found"),
        ("head.a1@test", "head.a2@test", 404, "account-not-found"),
        ("head.a1@test", "mc.a@test", 404, "account-not-found"),
        ("rc@test", "admin@test", 403, "account-not-managed"),
        ("rc@test", "head.a1@test", 403, "account-not-managed"),
    ],
)
async def test_nobody_touches_an_account_that_is_not_theirs(
    app: FastAPI, login: Login, who: str, whom: str, status: int, code: str
) -> None:
    client = login(app, who)
    for path, body in (("transitions", {"event": "disable"}), ("invitations", {"purpose": "reset"})):
        answer = await client.post(f"{of(whom)}/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
    end = await client.post(f"{of(whom)}/assignments/{id_(f'assignment.{whom}')}/end", json={})
    assert (end.status_code, end.json()["code"]) == (status, code)


async def test_the_last_administrator_stays(committed: Callable[[int], Any], login: Login) -> None:
    """Two administrators disable each other at the same moment: one of them remains."""
    async with committed(6) as app:
        first = login(app, "admin@test")
        assert (await first.post(f"{of('rc@test')}/assignments", json={"role": "administrator"})).status_code == 201
        mine = (await first.get(of("rc@test"))).json()["assignments"]
        second = login(app, "rc@test")
        admin = next(a["id"] for a in mine if a["role"] == "administrator")
        switched = await second.post("/api/v1/auth/switch", json={"assignment_id": admin})
        second.cookies = httpx.Cookies({"__Host-opora": switched.headers["set-cookie"].split(";")[0].split("=")[1]})
        answers = await asyncio.gather(
            first.post(f"{of('rc@test')}/transitions", json={"event": "disable"}),
            second.post(f"{of('admin@test')}/transitions", json={"event": "disable"}),
        )
        statuses = sorted(a.status_code for a in answers)
        assert statuses in ([200, 401], [200, 409])
        left = "select count(*) from account c join role_assignment a on a.account_id = c.id"
        living = f"{left} where a.role = 'administrator' and c.disabled_at is null and a.valid_to is null"
        assert (await as_owner(app, fetch=living))[0][0] == 1


async def test_an_invited_administrator_is_not_one_yet(app: FastAPI, login: Login) -> None:
    admin = login(app, "admin@test")
    invited = (await created(admin, "administrator")).json()["account"]["id"]
    assert (await admin.post(f"{URL}/{invited}/transitions", json={"event": "disable"})).status_code == 200


# -- roles -------------------------------------------------------------------------------------------------------------


async def test_a_role_ends_and_whoever_acts_through_it_stops(app: FastAPI, login: Login) -> None:
    coordinator, methodologist = login(app, "mc.a@test"), login(app, "me.a@test")
    url = f"{of('me.a@test')}/assignments/{id_('assignment.me.a@test')}/end"
    assert (await methodologist.get("/api/v1/schools")).status_code == 200
    ended = await coordinator.post(url, json={})
    assert (ended.status_code, ended.json()["assignments"]) == (200, [])
    assert (await methodologist.get("/api/v1/schools")).status_code == 401
    again = await coordinator.post(url, json={})
    assert (again.status_code, again.json()["code"]) == (409, "assignment-ended")
    foreign = await coordinator.post(f"{of('me.a@test')}/assignments/{id_('assignment.mc.b@test')}/end", json={})
    assert (foreign.status_code, foreign.json()["code"]) == (404, "assignment-not-found")
    assert (await coordinator.get(of("me.a@test"))).json()["allowed_actions"][0] == "disable"  # still theirs to manage


async def test_the_same_role_twice_is_refused(app: FastAPI, login: Login) -> None:
    client, url = login(app, "mc.a@test"), f"{of('head.a1@test')}/assignments"
    answer = await client.post(url, json={"role": "school_head", "school_id": S_A1})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-granted")
    assert (await client.post(url, json={"role": "school_head", "school_id": S_A2})).status_code == 201


async def test_a_wider_role_takes_the_account_out_of_the_narrower_hands(app: FastAPI, login: Login) -> None:
    """Otherwise a municipal coordinator could reset the password of somebody who also acts for the region."""
    coordinator, admin = login(app, "mc.a@test"), login(app, "admin@test")
    assert (await coordinator.get(of("me.a@test"))).status_code == 200
    granted = await admin.post(f"{of('me.a@test')}/assignments", json={"role": "regional_coordinator"})
    assert granted.status_code == 201
    assert (await coordinator.get(of("me.a@test"))).status_code == 404
    assert (await coordinator.post(f"{of('me.a@test')}/invitations", json={"purpose": "reset"})).status_code == 404
    head = login(app, "head.a1@test")
    assert (
        await coordinator.post(f"{of('curator.a1@test')}/assignments", json={"role": "methodologist"})
    ).status_code == 201
    assert (await head.get(of("curator.a1@test"))).status_code == 404


async def test_the_database_itself_refuses_a_role_outside_its_account(committed: Callable[[int], Any]) -> None:
    import asyncpg

    narrow = f"update account set municipality_id = '{M_A}' where login = 'rc@test'"
    async with committed(1) as app:
        with pytest.raises(asyncpg.CheckViolationError, match="outside the territory"):
            await as_owner(app, "begin", f"select set_config('opora.account', '{id_('account.system')}', true)", narrow)


async def test_a_role_may_begin_later_and_not_earlier(app: FastAPI, login: Login) -> None:
    client, url = login(app, "mc.a@test"), f"{of('me.a@test')}/assignments"
    today = clock.today()
    past = await client.post(url, json={"role": "observer", "valid_from": str(today - timedelta(days=1))})
    assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/valid_from")
    later = await client.post(url, json={"role": "observer", "valid_from": str(today + timedelta(days=2))})
    assert later.status_code == 201
    begins = next(a["valid_from"] for a in later.json()["assignments"] if a["role"] == "observer")
    assert begins == f"{today + timedelta(days=1)}T21:00:00Z"  # midnight in Moscow
    me = (await login(app, "me.a@test").get("/api/v1/me")).json()
    assert [a["role"] for a in me["assignments"]] == ["methodologist"]


async def test_a_client_is_granted_no_role_of_a_person(app: FastAPI, login: Login) -> None:
    answer = await login(app, "mc.a@test").post(f"{of('client.a@test')}/assignments", json={"role": "observer"})
    assert (answer.status_code, answer.json()["code"]) == (409, "account-state")
