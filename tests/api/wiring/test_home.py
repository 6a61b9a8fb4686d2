"""The first screen: what is stuck and whose move it is."""

from datetime import timedelta

import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.conftest import Login
from tests.support.world import id_


async def test_the_coordinator_sees_what_waits_for_a_decision_first(app: FastAPI, login: Login) -> None:
    home = (await login(app, "mc.a@test").get("/api/v1/home")).json()
    first = home["waiting"][0]
    assert (first["kind"], first["count"], first["mine"], first["roles"]) == (
        "deficit_scope", 5, True, ["municipal_coordinator"],
    )  # fmt: skip
    assert [(i["type_id"], i["schools"], i["deficit_id"]) for i in first["items"]] == [
        (str(id_("type.t1")), 3, None),
        (str(id_("type.t2")), 2, None),
    ]
    assert [(w["kind"], w["count"], w["mine"]) for w in home["waiting"][1:]] == [("deficit_confirm", 2, False)]
    assert home["totals"] == {"open": 7, "undecided": 7, "common": 0, "individual": 0, "closed_this_year": 0}


async def test_a_head_sees_the_own_school_and_what_to_confirm_first(app: FastAPI, login: Login) -> None:
    home = (await login(app, "head.a1@test").get("/api/v1/home")).json()
    assert [(w["kind"], w["count"], w["mine"]) for w in home["waiting"]] == [
        ("deficit_confirm", 2, True), ("deficit_action", 1, True), ("deficit_scope", 2, False),
    ]  # fmt: skip
    drafts = {item["deficit_id"] for item in home["waiting"][0]["items"]}
    assert drafts == {str(id_("deficit.a1.t3")), str(id_("deficit.a1.th"))}


async def test_what_waits_for_the_reader_stands_apart_from_what_waits_for_others(app: FastAPI, login: Login) -> None:
    coordinator = login(app, "mc.a@test")
    for type_, scope in (("t1", "common"), ("t2", "individual")):
        decision = {"program_id": str(id_("program.a")), "type_id": str(id_(f"type.{type_}")), "decided_scope": scope}
        assert (await coordinator.post("/api/v1/deficit-scope-decisions", json=decision)).status_code == 201
    home = (await login(app, "me.a@test").get("/api/v1/home")).json()
    to_plan = [group for group in home["waiting"] if group["kind"] == "deficit_action"]
    assert [(group["mine"], group["count"], group["roles"]) for group in to_plan] == [
        (True, 5, ["methodologist", "municipal_coordinator", "school_curator", "school_head"]),
        (False, 2, ["school_curator", "school_head"]),
    ]  # fmt: skip
    of_type = [{item["type_id"] for item in group["items"]} for group in to_plan]
    assert of_type == [{str(id_(f"type.{t}")) for t in ("t1", "tt", "tt2")}, {str(id_("type.t2"))}]
    assert sum(home["totals"][scope] for scope in ("undecided", "common", "individual")) == home["totals"]["open"]


async def test_a_deficit_in_two_groups_is_one_step(app: FastAPI, login: Login) -> None:
    head, coordinator = login(app, "head.a1@test"), login(app, "mc.a@test")
    before = (await coordinator.get("/api/v1/home")).json()["steps"]
    late = f"/api/v1/deficits/{id_('deficit.a1.t1')}"
    due = {"target_date": str(clock.today() + timedelta(days=1))}
    assert (await head.patch(late, json=due, headers={"If-Match": "*"})).status_code == 200
    clock.shift(timedelta(days=3))
    home = (await coordinator.get("/api/v1/home")).json()
    assert {group["kind"] for group in home["waiting"] if group["mine"]} == {"deficit_scope", "deficit_overdue"}
    assert home["steps"] == before


async def test_a_deferral_past_its_day_waits_for_who_resumes_it(app: FastAPI, login: Login) -> None:
    coordinator = login(app, "mc.a@test")
    deficit = id_("deficit.a1.t1")
    until = {"until": str(clock.today() + timedelta(days=10))}
    body = {"event": "defer", "comment": "Ремонт", "payload": until}
    assert (await coordinator.post(f"/api/v1/deficits/{deficit}/transitions", json=body)).status_code == 200
    early = (await coordinator.get("/api/v1/home")).json()
    assert "deficit_review" not in {group["kind"] for group in early["waiting"]}
    clock.shift(timedelta(days=10))
    home = (await coordinator.get("/api/v1/home")).json()
    [group] = [group for group in home["waiting"] if group["kind"] == "deficit_review"]
    assert (group["mine"], group["count"]) == (True, 1)
    assert [item["deficit_id"] for item in group["items"]] == [str(deficit)]
    assert home["steps"] == early["steps"] + 1


@pytest.mark.parametrize("who", ["expert@test", "observer.a@test", "admin@test"])
async def test_who_sees_no_deficits_gets_an_empty_screen(app: FastAPI, login: Login, who: str) -> None:
    home = await login(app, who).get("/api/v1/home")
    assert home.status_code == 200
    assert home.json()["waiting"] == []


async def test_search_finds_schools_people_and_types_of_the_own_municipality_only(app: FastAPI, login: Login) -> None:
    async def found(who: str, q: str) -> set[tuple[str, str]]:
        items = (await login(app, who).get("/api/v1/search", params={"q": q})).json()["items"]
        return {(item["kind"], item["title"]) for item in items}

    assert ("school", "Школа A1 CANARY_A") in await found("mc.a@test", "школа a1")
    assert ("deficit_type", "Вид t4") in await found("mc.a@test", "вид t4")
    foreign = await found("mc.b@test", "canary_a")
    assert foreign, "the nearest names of the own municipality"
    assert not any("CANARY_A" in title for _, title in foreign)
