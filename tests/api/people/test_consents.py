"""Consents to the processing of personal data: one in force per purpose, withdrawn and never deleted (INV-08)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from opora.access.sessions import acting
from opora.core import clock
from opora.people.queries import has_active_consent
from tests.conftest import Login
from tests.support.world import id_

PERSON = id_("person.teacher.a1@test")
API = f"/api/v1/people/{PERSON}/consents"
GIVEN = {"purpose": "mentor_base", "text_version": "2026-1", "given_on": "2026-09-10", "method": "account"}
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def teacher(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "teacher.a1@test")


async def test_a_teacher_consents_for_themselves(teacher: httpx.AsyncClient, rows: Rows) -> None:
    answer = await teacher.post(API, json=GIVEN)

    assert answer.status_code == 201
    assert answer.json() == GIVEN | {"id": answer.json()["id"], "withdrawn_at": None, "is_active": True}
    listed = (await teacher.get(API)).json()["items"]
    assert [consent["purpose"] for consent in listed] == ["mentor_base", "account"]
    [row] = await rows(
        "select municipality_id, school_id from personal_data_consent where id = $1", answer.json()["id"]
    )
    assert row == {"municipality_id": id_("municipality.a"), "school_id": id_("school.a1")}
    [fact] = await rows("select type, person_id from change where entity_id = $1", UUID(answer.json()["id"]))
    assert fact == {"type": "consent.given", "person_id": PERSON}


async def test_one_consent_is_in_force_per_purpose(teacher: httpx.AsyncClient) -> None:
    await teacher.post(API, json=GIVEN)

    again = await teacher.post(API, json=GIVEN | {"given_on": "2026-09-11"})

    assert (again.status_code, again.json()["code"]) == (409, "consent-exists")
    assert "«база наставников» действует с 10 сентября 2026" in again.json()["detail"]


async def test_a_withdrawn_consent_stays_on_record_and_a_new_one_may_follow(
    teacher: httpx.AsyncClient, rows: Rows
) -> None:
    consent = (await teacher.post(API, json=GIVEN)).json()

    withdrawn = await teacher.post(f"{API}/{consent['id']}/withdraw")
    twice = await teacher.post(f"{API}/{consent['id']}/withdraw")
    anew = await teacher.post(API, json=GIVEN)

    assert (withdrawn.status_code, withdrawn.json()["is_active"]) == (200, False)
    assert withdrawn.json()["withdrawn_at"] is not None
    assert (twice.status_code, twice.json()["code"]) == (409, "consent-withdrawn")
    assert anew.status_code == 201
    [count] = await rows(
        "select count(*) as n from personal_data_consent where person_id = $1 and purpose = 'mentor_base'", PERSON
    )
    assert count["n"] == 2


async def test_nothing_is_published_without_a_consent_in_force(app: FastAPI, teacher: httpx.AsyncClient) -> None:
    async def in_force() -> bool:
        async with acting(app.state, id_("assignment.teacher.a1@test")) as (session, _):
            return await has_active_consent(session, PERSON, "mentor_base")

    assert not await in_force()
    consent = (await teacher.post(API, json=GIVEN)).json()
    assert await in_force()
    await teacher.post(f"{API}/{consent['id']}/withdraw")
    assert not await in_force()


async def test_a_consent_is_not_given_tomorrow(teacher: httpx.AsyncClient) -> None:
    tomorrow = clock.today() + timedelta(days=1)

    answer = await teacher.post(API, json=GIVEN | {"given_on": tomorrow.isoformat()})

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, "/given_on", "in-the-future")


@pytest.mark.parametrize("who", ["teacher2.a1@test", "head.a2@test", "mc.b@test"])
async def test_nobody_consents_for_people_they_do_not_see(app: FastAPI, login: Login, who: str) -> None:
    client = login(app, who)

    assert (await client.get(API)).status_code == 404
    assert (await client.post(API, json=GIVEN)).status_code == 404
    known = id_("consent.teacher.a1@test")
    assert (await client.post(f"{API}/{known}/withdraw")).status_code == 404


async def test_a_head_records_paper_consents_of_the_own_school(app: FastAPI, login: Login) -> None:
    answer = await login(app, "head.a1@test").post(API, json=GIVEN | {"method": "paper"})

    assert (answer.status_code, answer.json()["method"]) == (201, "paper")


async def test_a_consent_is_withdrawn_by_way_of_its_own_person(app: FastAPI, login: Login) -> None:
    other = id_("consent.teacher2.a1@test")

    assert (await login(app, "head.a1@test").post(f"{API}/{other}/withdraw")).status_code == 404


async def test_curators_and_the_region_do_not_give_consents(app: FastAPI, login: Login) -> None:
    for who in ("curator.a1@test", "rc@test", "admin@test"):
        assert (await login(app, who).post(API, json=GIVEN)).status_code == 403
