"""Accounts over time: who may be disabled, how roles begin and end."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.api.identity.conftest import as_owner
from tests.api.identity.test_accounts import M_A, S_A1, S_A2, URL, created, of
from tests.conftest import Login
from tests.support.world import id_

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


async def test_a_school_never_holds_the_key_to_a_teachers_account(app: FastAPI, login: Login) -> None:
    """Whoever has the link enters: the head would read what the teacher keeps from the school."""
    head, coordinator = login(app, "head.a1@test"), login(app, "mc.a@test")
    seen = (await head.get(of("teacher.a1@test"))).json()
    assert seen["allowed_actions"] == ["disable", "grant"]
    refused = await head.post(f"{of('teacher.a1@test')}/invitations", json={"purpose": "reset"})
    assert (refused.status_code, refused.json()["code"]) == (403, "reset-not-by-school")
    assert "координатора" in refused.json()["detail"]
    assert "reset_password" in (await coordinator.get(of("teacher.a1@test"))).json()["allowed_actions"]
    assert (
        await coordinator.post(f"{of('teacher.a1@test')}/invitations", json={"purpose": "reset"})
    ).status_code == 201
    disabled = await coordinator.post(f"{of('teacher.a1@test')}/transitions", json={"event": "disable"})
    assert (disabled.status_code, disabled.json()["code"]) == (403, "account-not-managed"), "no more than the password"


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


async def test_a_teacher_may_teach_in_a_second_school(app: FastAPI, login: Login) -> None:
    client, url = login(app, "admin@test"), f"{of('teacher.a1@test')}/assignments"
    first = await client.post(url, json={"role": "teacher", "school_id": S_A1})
    assert (first.status_code, first.json()["code"]) == (409, "already-granted")
    second = await client.post(url, json={"role": "teacher", "school_id": S_A2})
    assert second.status_code == 201, second.text
    assert {row["school_id"] for row in second.json()["assignments"]} == {S_A1, S_A2}
    again = await client.post(url, json={"role": "teacher", "school_id": S_A2})
    assert (again.status_code, again.json()["code"]) == (409, "already-granted")


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


async def test_a_person_of_the_register_gets_an_account_and_no_second_self(app: FastAPI, login: Login) -> None:
    coordinator = login(app, "mc.a@test")
    person = await coordinator.post(
        "/api/v1/people",
        json={"last_name": "Новая", "first_name": "Анна", "school_id": S_A1, "capacity": "school_director"},
    )
    known = {"login": "new.head@test", "person_id": person.json()["id"], "role": "school_head", "school_id": S_A1}
    made = await coordinator.post(URL, json=known)
    assert (made.status_code, made.json()["account"]["person"]["id"]) == (201, known["person_id"])
    found = (await coordinator.get("/api/v1/people", params={"q": "Новая Анна", "school_id": S_A1})).json()["items"]
    assert [p["id"] for p in found if p["last_name"] == "Новая"] == [known["person_id"]]

    twice = await coordinator.post(URL, json=known | {"login": "other.head@test"})
    assert (twice.status_code, twice.json()["code"]) == (409, "person-has-account")
    both = await coordinator.post(URL, json=known | {"login": "x.head@test", "last_name": "Ещё"})
    assert (both.status_code, both.json()["errors"][0]["pointer"]) == (422, "/person_id")
    neither = await coordinator.post(URL, json={"login": "x.head@test", "role": "school_head", "school_id": S_A1})
    assert [e["pointer"] for e in neither.json()["errors"]] == ["/last_name", "/first_name"]
    foreign = await coordinator.post(
        URL, json=known | {"login": "y.head@test", "person_id": str(id_("person.head.b1@test"))}
    )
    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/person_id")


async def test_a_new_head_works_in_the_school_as_its_director(app: FastAPI, login: Login) -> None:
    """A head's deficits ask who leads the school."""
    coordinator = login(app, "mc.a@test")
    body = {"login": "h@test", "last_name": "Новая", "first_name": "Анна", "role": "school_head", "school_id": S_A1}
    made = await coordinator.post(URL, json=body)
    person = (await coordinator.get(f"/api/v1/people/{made.json()['account']['person']['id']}")).json()
    assert [(p["capacity"], p["organization_name"]) for p in person["positions"]] == [
        ("school_director", "Школа A1 CANARY_A")
    ]
