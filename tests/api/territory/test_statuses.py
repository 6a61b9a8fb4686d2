"""Statuses of a school: dated, with a basis, never two that exclude each other, never rewritten (INV-04 to INV-06)."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import Login
from tests.support.world import id_

API = "/api/v1/schools"
A1, A4 = f"{API}/{id_('school.a1')}", f"{API}/{id_('school.a4')}"
LOW = f"{A1}/statuses/{id_('status.a1')}"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


async def mark(
    client: httpx.AsyncClient, school: str, status: str, since: str | None, **headers: str
) -> httpx.Response:
    body = {"status": status, "valid_from": since, "basis": "Приказ №1"}
    return await client.post(f"{school}/statuses", json=body, headers=headers)


async def end(client: httpx.AsyncClient, status: str, day: str) -> httpx.Response:
    return await client.post(f"{status}/end", json={"valid_to": day, "basis": "Приказ №2"})


async def test_a_school_gets_a_status_with_its_basis(coordinator: httpx.AsyncClient, rows: Rows) -> None:
    answer = await mark(coordinator, A1, "adverse_social", "2026-10-01")

    school = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"')
    assert school["statuses"] == ["adverse_social", "low_results"]
    assert [(row["status"], row["valid_from"], row["is_current"]) for row in school["status_history"]] == [
        ("adverse_social", "2026-10-01", True), ("low_results", "2026-09-01", True),
    ]  # fmt: skip
    [row] = await rows("select basis, confirmed_by from school_status where status = 'adverse_social'")
    assert (row["basis"], row["confirmed_by"]) == ("Приказ №1", id_("account.mc.a@test"))
    [fact] = await rows(
        "select data->>'status' as status, data->>'valid_from' as since from change where type = 'school.status_began'"
    )
    assert (fact["status"], fact["since"]) == ("adverse_social", "2026-10-01")


async def test_a_low_result_school_does_not_become_high_before_the_low_status_ends(
    coordinator: httpx.AsyncClient, rows: Rows
) -> None:
    refused = await mark(coordinator, A1, "high_results", "2026-11-01")

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "statuses-exclude")
    assert problem["detail"] == (
        "У школы есть статус «низкие образовательные результаты» (с 01.09.2026 по настоящее время); "
        "«высокие образовательные результаты» в то же время невозможен. "
        "Сначала завершите статус «низкие образовательные результаты» или измените дату начала нового."
    )
    assert problem["status_id"] == str(id_("status.a1"))

    assert (await end(coordinator, LOW, "2026-11-01")).status_code == 200
    answer = await mark(coordinator, A1, "high_results", "2026-11-01")
    assert answer.json()["statuses"] == ["high_results"]


@pytest.mark.parametrize(("school", "status"), [(A1, "risk_zone"), (A4, "resilient"), (A4, "low_results")])
async def test_what_excludes_each_other_never_overlaps(
    coordinator: httpx.AsyncClient, school: str, status: str
) -> None:
    answer = await mark(coordinator, school, status, "2026-10-01", **{"Accept-Language": "en"})

    assert (answer.status_code, answer.json()["code"]) == (409, "statuses-exclude")
    assert "since 2026-09-01 to this day" in answer.json()["detail"]


async def test_a_status_does_not_begin_beside_an_open_one_of_unknown_beginning(coordinator: httpx.AsyncClient) -> None:
    await end(coordinator, LOW, "2026-10-01")
    assert (await mark(coordinator, A1, "risk_zone", None)).status_code == 201

    answer = await mark(coordinator, A1, "low_results", "2027-01-01")

    assert answer.status_code == 409
    assert "с неизвестной даты по настоящее время" in answer.json()["detail"]


async def test_a_status_is_not_recorded_twice(coordinator: httpx.AsyncClient) -> None:
    answer = await mark(coordinator, A1, "low_results", "2026-10-01")

    assert (answer.status_code, answer.json()["code"]) == (409, "statuses-exclude")
    assert "уже есть" in answer.json()["detail"]


async def test_adverse_conditions_stand_beside_any_status(coordinator: httpx.AsyncClient) -> None:  # INV-06
    assert (await mark(coordinator, A1, "adverse_social", None)).status_code == 201
    assert (await mark(coordinator, A4, "adverse_social", "2026-09-01")).status_code == 201


async def test_ending_keeps_the_record_and_adds_the_reason(coordinator: httpx.AsyncClient, rows: Rows) -> None:
    answer = await end(coordinator, LOW, "2026-11-01")

    [kept] = answer.json()["status_history"]
    assert (answer.status_code, answer.json()["statuses"]) == (200, [])
    assert (kept["valid_from"], kept["valid_to"], kept["is_current"]) == ("2026-09-01", "2026-11-01", False)
    assert kept["basis"] == "список CANARY_A\nПриказ №2"
    assert [r["type"] for r in await rows("select type from change where entity_id = $1", id_("school.a1"))] == [
        "school.status_ended"
    ]


async def test_a_status_ends_after_it_began_and_once(coordinator: httpx.AsyncClient) -> None:
    early = await end(coordinator, LOW, "2026-09-01")
    await end(coordinator, LOW, "2026-11-01")
    again = await end(coordinator, LOW, "2026-12-01")

    assert (early.status_code, early.json()["errors"][0]["pointer"]) == (422, "/valid_to")
    assert "01.09.2026" in early.json()["errors"][0]["detail"]
    assert (again.status_code, again.json()["code"]) == (409, "status-ended")
    assert "01.11.2026" in again.json()["detail"]


async def test_the_status_of_another_school_is_not_ended_by_way_of_this_one(coordinator: httpx.AsyncClient) -> None:
    assert (await end(coordinator, f"{A1}/statuses/{id_('status.a2')}", "2026-11-01")).status_code == 404


async def test_the_region_manages_statuses_everywhere(region: httpx.AsyncClient) -> None:
    assert (await mark(region, f"{API}/{id_('school.b1')}", "adverse_social", None)).status_code == 201


@pytest.mark.parametrize("who", ["me.a@test", "head.a1@test", "curator.a1@test", "teacher.a1@test", "admin@test"])
async def test_others_do_not_manage_statuses(app: FastAPI, login: Login, who: str) -> None:
    client = login(app, who)

    assert (await mark(client, A1, "adverse_social", None)).status_code == 403
    assert (await end(client, LOW, "2026-11-01")).status_code == 403


async def test_a_coordinator_does_not_reach_into_another_municipality(app: FastAPI, login: Login) -> None:
    foreign = login(app, "mc.b@test")

    assert (await mark(foreign, A1, "adverse_social", None)).status_code == 404
    assert (await end(foreign, LOW, "2026-11-01")).status_code == 404


async def test_the_database_itself_refuses_what_excludes_each_other(app: FastAPI, rows: Rows) -> None:
    """Whoever goes around the service meets the constraint that `errors.py` turns into the same refusal."""
    connection = app.state.connection
    await connection.execute("set local role none; set local role opora_region")
    for name, value in {"scope": id_("region"), "account": id_("account.rc@test")}.items():
        await connection.execute(f"select set_config('opora.{name}', '{value}', true)")
    with pytest.raises(asyncpg.ExclusionViolationError) as caught:
        async with connection.transaction():
            await connection.execute(
                "insert into school_status (id, region_id, municipality_id, school_id, status, valid_from, basis,"
                " created_at, updated_at) values (gen_random_uuid(), $1, $2, $3, 'high_results', '2026-10-01', '', now(), now())",
                id_("region"), id_("municipality.a"), id_("school.a1"),
            )  # fmt: skip

    assert caught.value.constraint_name == "school_status_low_or_high"
