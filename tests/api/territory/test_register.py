"""The register is open to everybody signed in; schools are seen by their own territory."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.territory.schemas import GovernanceBodyRead, MunicipalityRead, OrganizationRead, SchoolRead
from tests.conftest import Login
from tests.support.world import id_

API = "/api/v1"


async def items(client: httpx.AsyncClient, path: str, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get(API + path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]  # type: ignore[no-any-return]


async def test_everybody_signed_in_knows_region_okrugs_and_municipalities(app: FastAPI, login: Login) -> None:
    for who in ("rc@test", "mc.a@test", "head.a1@test", "teacher.a1@test", "observer.a@test", "admin@test"):
        client = login(app, who)
        assert [region["name"] for region in await items(client, "/regions")] == ["Тестовая область"]
        assert [(okrug["code"], okrug["name"]) for okrug in await items(client, "/okrugs")] == [("okrug-1", None)]
        names = [municipality["name"] for municipality in await items(client, "/municipalities")]
        assert names == ["Муниципальный район A", "Муниципальный район B"]


async def test_a_stranger_is_asked_to_sign_in(app: FastAPI, login: Login) -> None:
    answer = await login(app).get(f"{API}/schools")

    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"


async def test_the_number_of_schools_is_told_where_it_is_known(
    region: httpx.AsyncClient, coordinator: httpx.AsyncClient
) -> None:
    assert [row["school_count"] for row in await items(region, "/municipalities")] == [4, 3]
    assert [row["school_count"] for row in await items(coordinator, "/municipalities")] == [4, None]

    own = (await coordinator.get(f"{API}/municipalities/{id_('municipality.a')}")).json()
    other = (await coordinator.get(f"{API}/municipalities/{id_('municipality.b')}")).json()
    assert (own["school_count"], other["school_count"]) == (4, None)


async def test_a_teacher_who_sees_one_school_is_told_no_number_of_schools(app: FastAPI, login: Login) -> None:
    teacher = login(app, "teacher.a1@test")
    assert [row["school_count"] for row in await items(teacher, "/municipalities")] == [None, None]
    own = (await teacher.get(f"{API}/municipalities/{id_('municipality.a')}")).json()
    assert own["school_count"] is None


async def test_a_municipality_shows_its_names_over_time(coordinator: httpx.AsyncClient) -> None:
    answer = await coordinator.get(f"{API}/municipalities/{id_('municipality.a')}")

    assert answer.headers["etag"] == '"1"'
    [version] = answer.json()["versions"]
    assert (version["name"], version["valid_from"], version["valid_to"]) == ("Муниципальный район A", None, None)


async def test_an_unknown_municipality_is_not_found(coordinator: httpx.AsyncClient) -> None:
    answer = await coordinator.get(f"{API}/municipalities/{id_('nothing')}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_organisations_and_bodies_of_other_municipalities_do_not_exist(
    region: httpx.AsyncClient, coordinator: httpx.AsyncClient
) -> None:
    assert [row["code"] for row in await items(coordinator, "/organizations")] == ["committee-a"]
    assert [row["code"] for row in await items(coordinator, "/governance-bodies")] == ["rmo-a"]
    assert [row["code"] for row in await items(region, "/organizations")] == ["committee-a", "committee-b"]

    b = id_("municipality.b")
    assert [row["code"] for row in await items(region, "/organizations", municipality_id=b)] == ["committee-b"]
    assert await items(region, "/governance-bodies", kind="project_team") == []


async def test_schools_are_listed_in_order_with_what_they_are_today(coordinator: httpx.AsyncClient) -> None:
    schools = await items(coordinator, "/schools")

    assert [school["code"] for school in schools] == ["school-a1", "school-a2", "school-a3", "school-a4"]
    assert schools[0] == {
        "id": str(id_("school.a1")), "code": "school-a1", "full_name": "МБОУ «Школа A1 CANARY_A»",
        "short_name": "Школа A1 CANARY_A", "type": "sosh",
        "municipality": {"id": str(id_("municipality.a")), "name": "Муниципальный район A"}, "is_hub": False,
        "is_resource_center": False, "statuses": ["low_results"], "version": 1,
    }  # fmt: skip
    assert schools[3]["statuses"] == ["high_results"]


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/schools", SchoolRead), ("/municipalities", MunicipalityRead), ("/organizations", OrganizationRead),
        ("/governance-bodies", GovernanceBodyRead),
    ],
)  # fmt: skip
async def test_native_lists_say_exactly_what_their_schema_says(
    region: httpx.AsyncClient, path: str, schema: Any
) -> None:
    rows = await items(region, path)

    assert rows
    assert all(schema.model_validate(row).model_dump(mode="json") == row for row in rows)


async def test_a_school_of_another_municipality_does_not_exist(coordinator: httpx.AsyncClient) -> None:
    answer = await coordinator.get(f"{API}/schools/{id_('school.b1')}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_pages_follow_one_another_without_gap_or_repetition(region: httpx.AsyncClient) -> None:
    seen, cursor, pages = [], None, 0
    while cursor or not pages:
        params: dict[str, Any] = {"limit": 3, "sort": "-name", "include_total": True} | (
            {"cursor": cursor} if cursor else {}
        )
        page = (await region.get(f"{API}/schools", params=params)).json()
        seen += [school["code"] for school in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
        assert page["total"] == 7

    assert pages == 3
    assert seen == [f"school-{code}" for code in ("b3", "b2", "b1", "a4", "a3", "a2", "a1")]


async def test_schools_are_filtered_by_status_type_and_municipality(region: httpx.AsyncClient) -> None:
    async def codes(**params: Any) -> list[str]:
        return [school["code"] for school in await items(region, "/schools", **params)]

    assert await codes(status="high_results") == ["school-a4", "school-b3"]
    assert await codes(status="low_results", municipality_id=id_("municipality.b")) == ["school-b1", "school-b2"]
    assert await codes(type="gymnasium") == []


@pytest.mark.parametrize("who", ["observer.a@test", "teacher.a1@test", "admin@test"])
async def test_who_may_not_see_statuses_gets_none_and_may_not_ask_by_them(app: FastAPI, login: Login, who: str) -> None:
    client = login(app, who)

    assert {tuple(school["statuses"]) for school in await items(client, "/schools")} == {()}
    detail = (await client.get(f"{API}/schools/{id_('school.a1')}")).json()
    assert (detail["statuses"], detail["status_history"]) == ([], [])
    assert (await client.get(f"{API}/schools", params={"status": "low_results"})).status_code == 403


async def test_a_head_sees_the_status_of_the_own_school_only(head: httpx.AsyncClient) -> None:
    statuses = {school["code"]: school["statuses"] for school in await items(head, "/schools")}

    assert statuses == {"school-a1": ["low_results"], "school-a2": [], "school-a3": [], "school-a4": []}


async def test_the_list_opens_in_a_spreadsheet_with_words_instead_of_codes(coordinator: httpx.AsyncClient) -> None:
    answer = await coordinator.get(f"{API}/schools", params={"status": "low_results"}, headers={"Accept": "text/csv"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    header, first, *rest = answer.text.removeprefix("\ufeff").splitlines()
    assert header.split(";")[:3] == ["Код", "Полное название", "Краткое название"]
    assert first == (
        "school-a1;МБОУ «Школа A1 CANARY_A»;Школа A1 CANARY_A;средняя школа;Муниципальный район A;;;"
        "низкие образовательные результаты"
    )
    assert len(rest) == 2
    assert "CANARY_B" not in answer.text


async def test_a_spreadsheet_without_the_right_to_statuses_has_none(app: FastAPI, login: Login) -> None:
    answer = await login(app, "observer.a@test").get(f"{API}/schools", headers={"Accept": "text/csv"})

    assert "результаты" not in answer.text
