"""Whose deficits one sees: own territory, and a teacher's difficulties only by agreement."""

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import Login
from tests.support.world import id_

URL = "/api/v1/deficits"
A_SCHOOL = {"a1.t1", "a2.t1", "a3.t1", "a1.t2", "a2.t2", "a1.t3", "a1.th"}
OF_A1 = {"a1.t1", "a1.t2", "a1.t3", "a1.th"}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("rc@test", A_SCHOOL | {"b1.t1", "b2.t2"}),
        ("mc.a@test", A_SCHOOL),
        ("me.a@test", A_SCHOOL | {"a1.tt", "a1.tt2"}),
        ("head.a1@test", OF_A1 | {"a1.tt2"}),
        ("curator.a1@test", OF_A1 | {"a1.tt2"}),
        ("teacher.a1@test", {"a1.tt"}),
        ("teacher2.a1@test", {"a1.tt2"}),
        ("mc.b@test", {"b1.t1", "b2.t2"}),
        ("teacher.b1@test", {"b1.tt"}),
    ],
)
async def test_everybody_sees_exactly_their_own(app: FastAPI, login: Login, who: str, seen: set[str]) -> None:
    client = login(app, who)
    listed = (await client.get(URL, params={"limit": 100, "include_total": True})).json()
    assert {item["id"] for item in listed["items"]} == {str(id_(f"deficit.{name}")) for name in seen}
    assert listed["total"] == len(seen)
    for name in A_SCHOOL | {"a1.tt", "a1.tt2", "b1.t1", "b2.t2", "b1.tt"}:
        expected = 200 if name in seen else 404
        assert (await client.get(f"{URL}/{id_(f'deficit.{name}')}")).status_code == expected
        assert (await client.get(f"{URL}/{id_(f'deficit.{name}')}/history")).status_code == expected


@pytest.mark.parametrize("who", ["expert@test", "observer.a@test", "admin@test"])
async def test_who_may_not_read_deficits_is_refused(app: FastAPI, login: Login, who: str) -> None:
    assert (await login(app, who).get(URL)).status_code == 403


async def test_a_teacher_decides_whether_the_head_sees_the_own_deficit(app: FastAPI, login: Login) -> None:
    teacher, head = login(app, "teacher.a1@test"), login(app, "head.a1@test")
    url = f"{URL}/{id_('deficit.a1.tt')}"
    assert (await head.get(url)).status_code == 404
    etag = (await teacher.get(url)).headers["etag"]
    shared = await teacher.patch(url, json={"shared_with_head": True}, headers={"If-Match": etag})
    assert shared.json()["visibility"] == "shared"
    seen = await head.get(url)
    assert seen.status_code == 200
    assert len(seen.json()["measurements"]) == 1
    back = await teacher.patch(url, json={"shared_with_head": False}, headers={"If-Match": seen.headers["etag"]})
    assert back.status_code == 200
    assert (await head.get(url)).status_code == 404


async def test_a_methodologist_may_not_share_for_the_teacher(app: FastAPI, login: Login) -> None:
    client = login(app, "me.a@test")
    url = f"{URL}/{id_('deficit.a1.tt')}"
    etag = (await client.get(url)).headers["etag"]
    assert (await client.patch(url, json={"shared_with_head": True}, headers={"If-Match": etag})).status_code == 403


async def test_teachers_deficits_reach_coordinators_only_as_figures_masked_under_five(
    app: FastAPI, login: Login
) -> None:
    summary = await login(app, "mc.a@test").get(f"{URL}/teacher-summary", params={"program_id": str(id_("program.a"))})
    assert [(i["type"]["code"], i["open"], i["masked"]) for i in summary.json()["items"]] == [
        ("tt", None, True),
        ("tt2", None, True),
    ]
    foreign = await login(app, "mc.b@test").get(f"{URL}/teacher-summary", params={"program_id": str(id_("program.a"))})
    assert foreign.json() == {"items": []}


async def test_observers_get_prevalence_without_the_names_of_schools(app: FastAPI, login: Login) -> None:
    found = await login(app, "observer.a@test").get(f"{URL}/prevalence", params={"program_id": str(id_("program.a"))})
    item = next(i for i in found.json()["items"] if i["type"]["code"] == "t1")
    assert (item["holders"], item["participants"], item["schools_with"], item["schools_without"]) == (3, 3, [], [])


async def test_a_foreign_programme_is_not_there(app: FastAPI, login: Login) -> None:
    client, params = login(app, "mc.b@test"), {"program_id": str(id_("program.a"))}
    for path in ("matrix", "prevalence"):
        assert (await client.get(f"{URL}/{path}", params=params)).status_code == 404
    decided = await client.post(
        "/api/v1/deficit-scope-decisions", json=params | {"type_id": str(id_("type.t1")), "decided_scope": "common"}
    )
    assert decided.status_code == 404


async def test_a_filter_by_a_foreign_municipality_finds_nothing(app: FastAPI, login: Login) -> None:
    client: httpx.AsyncClient = login(app, "mc.b@test")
    listed = await client.get(URL, params={"municipality_id": str(id_("municipality.a"))})
    assert listed.json()["items"] == []
    as_csv = await client.get(URL, headers={"accept": "text/csv"})
    assert "CANARY_A" not in as_csv.text
    assert "CANARY_B" in as_csv.text
