"""Schools in a programme: joining of their own will, levels and categories over time, leaving (INV-14, INV-15)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.conftest import Login
from tests.support.world import id_

A = f"/api/v1/programs/{id_('program.a')}"
B = f"/api/v1/programs/{id_('program.b')}"
A1 = f"{A}/participants/{id_('participant.a1')}"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


async def join(client: httpx.AsyncClient, school: str = "a1", program: str = A, **more: Any) -> httpx.Response:
    body = {
        "school_id": str(id_(f"school.{school}")), "category": "low_results", "joined_on": "2026-10-01",
        "consent_on": "2026-09-20",
    }  # fmt: skip
    return await client.post(f"{program}/participants", json=body | more)


async def leave(client: httpx.AsyncClient, day: str, participant: str = A1) -> httpx.Response:
    return await client.post(f"{participant}/leave", json={"left_on": day})


async def change(client: httpx.AsyncClient, participant: str, version: int = 1, **more: Any) -> httpx.Response:
    return await client.patch(participant, json=more, headers={"If-Match": f'"{version}"'})


def error_of(answer: httpx.Response) -> tuple[int, str, str]:
    [error] = answer.json()["errors"]
    return answer.status_code, error["pointer"], error["code"]


async def test_participants_stand_in_the_four_groups_of_the_model_also_the_empty_ones(
    coordinator: httpx.AsyncClient,
) -> None:
    answer = await coordinator.get(f"{A}/participants")

    shown = answer.json()
    assert shown["groups"] == [
        {"category": "low_results", "count": 3}, {"category": "risk_zone", "count": 0},
        {"category": "high_results", "count": 1}, {"category": "resilient", "count": 0},
    ]  # fmt: skip
    assert [row["school"]["short_name"] for row in shown["items"]] == [f"Школа A{n} CANARY_A" for n in (1, 2, 3, 4)]
    assert shown["items"][0] == {
        "id": str(id_("participant.a1")), "category": "low_results", "mentor_level": None, "level_basis": None,
        "joined_on": "2026-09-01", "left_on": None, "consent_on": "2026-09-01", "allowed_actions": ["change", "leave"],
        "school": {
            "id": str(id_("school.a1")), "full_name": "МБОУ «Школа A1 CANARY_A»", "short_name": "Школа A1 CANARY_A",
        },
    }  # fmt: skip
    assert answer.headers["etag"] == '"1"'


async def test_heads_see_the_participants_and_change_nothing(head: httpx.AsyncClient) -> None:
    shown = (await head.get(f"{A}/participants")).json()

    assert len(shown["items"]) == 4
    assert {tuple(row["allowed_actions"]) for row in shown["items"]} == {()}
    assert (await join(head)).status_code == 403


@pytest.mark.parametrize("who", ["teacher.a1@test", "observer.a@test", "admin@test"])
async def test_who_may_not_see_statuses_does_not_see_participants(app: FastAPI, login: Login, who: str) -> None:
    assert (await login(app, who).get(f"{A}/participants")).status_code == 403


async def test_the_programme_of_another_municipality_does_not_exist(coordinator: httpx.AsyncClient) -> None:
    assert (await coordinator.get(f"{B}/participants")).status_code == 404
    assert (await join(coordinator, program=B)).status_code == 404
    assert (await leave(coordinator, "2026-11-01", f"{B}/participants/{id_('participant.b1')}")).status_code == 404


async def test_a_school_leaves_and_comes_back(methodologist: httpx.AsyncClient, rows: Rows) -> None:
    left = await leave(methodologist, "2026-09-15")
    assert (left.status_code, left.headers["etag"]) == (200, '"2"')
    assert left.json()["groups"][0] == {"category": "low_results", "count": 2}

    back = await join(methodologist)

    assert (back.status_code, back.headers["etag"]) == (201, '"3"')
    assert [(row["joined_on"], row["left_on"]) for row in back.json()["items"][:2]] == [
        ("2026-09-01", "2026-09-15"), ("2026-10-01", None),
    ]  # fmt: skip
    facts = await rows("select type, school_id from change where type like 'program_participant.%' order by seq")
    assert [fact["type"] for fact in facts] == ["program_participant.left", "program_participant.joined"]
    assert {fact["school_id"] for fact in facts} == {id_("school.a1")}


async def test_a_school_takes_part_once_at_a_time(coordinator: httpx.AsyncClient) -> None:
    answer = await join(coordinator)
    await leave(coordinator, "2026-10-15")
    overlapping = await join(coordinator, joined_on="2026-10-01")

    assert (answer.status_code, answer.json()["code"]) == (409, "already-participates")
    assert error_of(overlapping) == (422, "/joined_on", "still-taking-part")


async def test_a_school_joins_of_its_own_will(coordinator: httpx.AsyncClient) -> None:  # INV-15
    await leave(coordinator, "2026-09-15")

    without = await join(coordinator, consent_on=None)
    late = await join(coordinator, consent_on="2026-10-02")

    assert without.status_code == 422
    assert error_of(late) == (422, "/consent_on", "consent-after-joining")
    assert "добровольно" in late.json()["errors"][0]["detail"]


async def test_a_programme_has_schools_of_its_municipality(coordinator: httpx.AsyncClient) -> None:  # INV-14
    assert error_of(await join(coordinator, "b1")) == (422, "/school_id", "unknown-reference")


async def test_the_category_is_a_status_of_that_day(coordinator: httpx.AsyncClient) -> None:
    await leave(coordinator, "2026-09-15")

    answer = await join(coordinator, category="high_results")

    assert (answer.status_code, answer.json()["code"]) == (409, "category-without-status")
    assert (
        "«Школа A1 CANARY_A» на 01.10.2026 нет статуса «высокие образовательные результаты»" in answer.json()["detail"]
    )


async def test_a_school_does_not_join_or_leave_tomorrow(coordinator: httpx.AsyncClient) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    assert error_of(await join(coordinator, joined_on=tomorrow)) == (422, "/joined_on", "in-the-future")
    assert error_of(await leave(coordinator, tomorrow)) == (422, "/left_on", "in-the-future")
    assert error_of(await leave(coordinator, "2026-08-31")) == (422, "/left_on", "before-joining")


async def test_a_level_is_dated_its_past_stays(app: FastAPI, login: Login, rows: Rows) -> None:
    mixed = login(app, "mc.b@test")

    answer = await change(mixed, f"{B}/participants/{id_('participant.b1')}", mentor_level=2)

    today = clock.today().isoformat()
    past, now = [row for row in answer.json()["items"] if row["school"]["id"] == str(id_("school.b1"))]
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (past["mentor_level"], past["left_on"], past["allowed_actions"]) == (None, today, [])
    assert (now["mentor_level"], now["joined_on"], now["left_on"]) == (2, today, None)
    assert (now["category"], now["consent_on"]) == ("low_results", "2026-09-01")
    assert answer.json()["groups"][0]["count"] == 2
    [row] = await rows("select mentor_level, left_on from program_participant where id = $1", id_("participant.b1"))
    assert (row["mentor_level"], row["left_on"]) == (None, clock.today())
    [fact] = await rows("select data->>'mentor_level' as level from change where type = 'program_participant.changed'")
    assert fact["level"] == "2"


async def test_levels_belong_to_the_mixed_model(coordinator: httpx.AsyncClient) -> None:
    assert error_of(await change(coordinator, A1, mentor_level=2)) == (422, "/mentor_level", "only-mixed-model")
    await leave(coordinator, "2026-09-15")
    assert error_of(await join(coordinator, mentor_level=3)) == (422, "/mentor_level", "only-mixed-model")


async def test_a_new_category_needs_the_status_of_today(coordinator: httpx.AsyncClient) -> None:
    schools = f"/api/v1/schools/{id_('school.a1')}/statuses"
    refused = await change(coordinator, A1, category="risk_zone")
    await coordinator.post(f"{schools}/{id_('status.a1')}/end", json={"valid_to": "2026-11-01", "basis": "Приказ"})
    await coordinator.post(schools, json={"status": "risk_zone", "valid_from": "2026-11-01", "basis": "Приказ"})

    answer = await change(coordinator, A1, category="risk_zone")

    assert (refused.status_code, refused.json()["code"]) == (409, "category-without-status")
    assert answer.status_code == 200
    assert [group["count"] for group in answer.json()["groups"]] == [2, 1, 1, 0]


async def test_a_change_to_the_same_is_no_change(coordinator: httpx.AsyncClient) -> None:
    answer = await change(coordinator, A1, category="low_results", mentor_level=None)

    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert len(answer.json()["items"]) == 4


async def test_a_change_is_made_from_the_version_that_was_seen(coordinator: httpx.AsyncClient) -> None:
    assert (await coordinator.patch(A1, json={"category": "low_results"})).status_code == 428
    await leave(coordinator, "2026-11-01", f"{A}/participants/{id_('participant.a2')}")
    assert (await change(coordinator, A1, category="low_results")).status_code == 412


async def test_what_has_ended_is_not_changed(coordinator: httpx.AsyncClient) -> None:
    await leave(coordinator, "2026-11-01")

    again = await leave(coordinator, "2026-11-02")
    other = await change(coordinator, A1, version=2, category="high_results")

    assert {(answer.status_code, answer.json()["code"]) for answer in (again, other)} == {(409, "participation-ended")}
    assert "01.11.2026" in again.json()["detail"]


async def test_a_participant_is_reached_by_way_of_its_own_programme(coordinator: httpx.AsyncClient) -> None:
    regional = f"/api/v1/programs/{id_('program.r')}/participants/{id_('participant.a1')}"

    assert (await leave(coordinator, "2026-11-01", regional)).status_code == 403
    assert (await leave(coordinator, "2026-11-01", f"{A}/participants/{id_('participant.b1')}")).status_code == 404


async def test_a_school_shows_the_programmes_it_takes_part_in(head: httpx.AsyncClient) -> None:
    answer = await head.get(f"/api/v1/schools/{id_('school.a1')}/participations")

    assert answer.json()["items"] == [
        {
            "program_id": str(id_("program.a")), "program_title": "Муниципальный проект CANARY_A", "category": "low_results",
            "mentor_level": None, "joined_on": "2026-09-01", "left_on": None,
        }
    ]  # fmt: skip
    assert (await head.get(f"/api/v1/schools/{id_('school.b1')}/participations")).status_code == 404
