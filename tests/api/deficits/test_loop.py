"""The loop from diagnosis to closing, as the people of a district walk it."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.conftest import Login
from tests.support.world import id_

URL = "/api/v1/deficits"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


def draft(type_: str = "t4", school: str = "a1", **more: Any) -> dict[str, Any]:
    return {
        "program_id": str(id_(f"program.{school[0]}")), "school_id": str(id_(f"school.{school}")),
        "type_id": str(id_(f"type.{type_}")), "severity": 2, **more,
    }  # fmt: skip


BASELINE = {"value": 40, "scale": "%", "target": 60, "direction": "higher", "measured_on": "2026-09-10"}
FINAL = {"value": 65, "measured_on": "2026-10-10"}


async def move(
    client: httpx.AsyncClient, deficit: Any, event: str, comment: str | None = None, **payload: Any
) -> httpx.Response:
    return await client.post(
        f"{URL}/{deficit}/transitions", json={"event": event, "comment": comment, "payload": payload}
    )


async def moved(
    client: httpx.AsyncClient, deficit: Any, event: str, comment: str | None = None, **payload: Any
) -> dict[str, Any]:
    response = await move(client, deficit, event, comment, **payload)
    assert response.status_code == 200, response.text
    return response.json()  # type: ignore[no-any-return]


async def decide(client: httpx.AsyncClient, type_: str, scope: str, comment: str | None = None) -> httpx.Response:
    body = {
        "program_id": str(id_("program.a")),
        "type_id": str(id_(f"type.{type_}")),
        "decided_scope": scope,
        "comment": comment,
    }
    return await client.post("/api/v1/deficit-scope-decisions", json=body)


@pytest.fixture
def coordinator(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "mc.a@test")


@pytest.fixture
def methodologist(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "me.a@test")


@pytest.fixture
def head(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "head.a1@test")


async def test_an_individual_deficit_goes_from_diagnosis_to_closing_with_evidence(
    head: httpx.AsyncClient, coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, rows: Rows
) -> None:
    created = await head.post(URL, json=draft("t4", baseline=BASELINE, description="Читают, но не понимают"))
    assert created.status_code == 201, created.text
    deficit = created.json()
    assert (deficit["status"], deficit["scope"], deficit["school"]["id"]) == ("draft", None, str(id_("school.a1")))
    assert created.headers["etag"] == f'"{deficit["version"]}"'
    assert deficit["measurements"][0] | {"id": 0, "measured_by": 0, "by_name": 0} == {
        "id": 0, "kind": "baseline", "measured_on": "2026-09-10", "value": 40.0, "scale": "%", "target": 60.0,
        "direction": "higher", "source": None, "note": None, "measured_by": 0, "by_name": 0,
    }  # fmt: skip
    deficit_id = deficit["id"]
    assert (await moved(head, deficit_id, "confirm"))["status"] == "identified"

    decision = await decide(coordinator, "t4", "individual")
    assert decision.status_code == 201, decision.text
    assert {k: decision.json()[k] for k in ("holders", "participants", "threshold", "proposed_scope", "applied")} == {
        "holders": 1, "participants": 3, "threshold": 1.0, "proposed_scope": "individual", "applied": 1,
    }  # fmt: skip

    planned = await moved(head, deficit_id, "plan", action={"route": "network_tie", "title": "Связка со школой A4"})
    assert (planned["status"], planned["route"]) == ("planned", "network_tie")
    action = planned["actions"][0]
    done = await head.post(
        f"{URL}/{deficit_id}/actions/{action['id']}/transitions", json={"event": "complete", "effect": "Освоили приём"}
    )
    assert done.json()["status"] == "in_progress"
    measured = await moved(methodologist, deficit_id, "measure_final", measurement=FINAL)
    assert measured["status"] == "measured"
    assert measured["improvement"] == {"reached": True, "change": 25.0, "text": "40 → 65: цель 60 достигнута."}
    closed = await moved(methodologist, deficit_id, "close", "Подтверждено работой класса")
    assert (closed["status"], closed["closed_on"]) == ("closed", clock.today().isoformat())
    assert closed["allowed_actions"] == []

    history = (await head.get(f"{URL}/{deficit_id}/history")).json()["items"]
    assert [entry["data"].get("event") or entry["type"] for entry in history] == [
        "create", "confirm", "set_scope", "plan", "action_completed", "measure_final", "close",
    ]  # fmt: skip
    audited = await rows(
        "select operation from audit where entity_id = $1 order by at", UUID(deficit_id), role="opora_region"
    )
    assert [row["operation"] for row in audited] == ["insert"] + ["update"] * 6


async def test_a_common_deficit_cannot_be_closed_through_a_tie_under_strict_routing(
    coordinator: httpx.AsyncClient, rows: Rows
) -> None:
    decided = await decide(coordinator, "t1", "common")
    assert (decided.json()["holders"], decided.json()["proposed_scope"], decided.json()["applied"]) == (3, "common", 3)
    deficit_id = id_("deficit.a1.t1")
    refused = await move(coordinator, deficit_id, "plan", action={"route": "network_tie", "title": "Связка"})
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["code"] == "route-not-allowed"
    assert "закрывается на Дне образовательных интенсивов" in problem["detail"]
    assert "если координатор решит, что он индивидуальный" in problem["detail"]
    assert await rows("select count(*) as n from deficit_action") == [{"n": 0}]
    planned = await moved(
        coordinator, deficit_id, "plan", action={"route": "intensive_day", "title": "Ноябрьский День"}
    )
    assert planned["status"] == "planned"


async def test_under_advisory_routing_another_route_is_allowed_and_marked(app: FastAPI, login: Login) -> None:
    coordinator, head = login(app, "mc.b@test"), login(app, "head.b1@test")
    body = {"program_id": str(id_("program.b")), "type_id": str(id_("type.t1")), "decided_scope": "individual"}
    assert (await coordinator.post("/api/v1/deficit-scope-decisions", json=body)).status_code == 201
    planned = await moved(head, id_("deficit.b1.t1"), "plan", action={"route": "intensive_day", "title": "День"})
    assert planned["actions"][0]["is_wrong_route"] is True


async def test_two_of_three_schools_is_individual_until_the_threshold_is_lowered(
    coordinator: httpx.AsyncClient,
) -> None:
    async def proposal() -> tuple[str, str]:
        found = await coordinator.get(f"{URL}/prevalence", params={"program_id": str(id_("program.a"))})
        item = next(i for i in found.json()["items"] if i["type"]["code"] == "t2")
        return item["proposed_scope"], item["explanation"]

    assert await proposal() == (
        "individual", "2 из 3 школ с низкими результатами, порог 100 %: индивидуальный → связка с сильной школой.",
    )  # fmt: skip
    program = await coordinator.get(f"/api/v1/programs/{id_('program.a')}")
    lowered = await coordinator.patch(
        f"/api/v1/programs/{id_('program.a')}",
        json={"common_threshold": 0.6},
        headers={"If-Match": program.headers["etag"]},
    )
    assert lowered.status_code == 200, lowered.text
    assert await proposal() == (
        "common", "2 из 3 школ с низкими результатами, порог 60 %: общий → День образовательных интенсивов.",
    )  # fmt: skip


async def test_deciding_against_the_proposal_needs_a_comment(coordinator: httpx.AsyncClient, rows: Rows) -> None:
    refused = await decide(coordinator, "t1", "individual")
    assert (refused.status_code, refused.json()["code"]) == (409, "comment-needed")
    assert await rows("select status from deficit where id = $1", id_("deficit.a1.t1")) == [{"status": "identified"}]
    assert (await decide(coordinator, "t1", "individual", "У школ разные причины")).status_code == 201


async def test_a_decision_stands_for_later_deficits_until_it_is_revised(
    coordinator: httpx.AsyncClient, head: httpx.AsyncClient, methodologist: httpx.AsyncClient
) -> None:
    await decide(coordinator, "t2", "individual")
    again = await decide(coordinator, "t2", "individual")
    assert (again.status_code, again.json()["code"]) == (409, "decision-unchanged")
    await moved(head, id_("deficit.a1.t2"), "plan", action={"route": "network_tie", "title": "Связка"})
    revised = await decide(coordinator, "t2", "common", "Встречается почти у всех")
    assert {k: revised.json()[k] for k in ("applied", "flagged_actions")} == {"applied": 2, "flagged_actions": 1}
    after = (await head.get(f"{URL}/{id_('deficit.a1.t2')}")).json()
    assert (after["status"], after["scope"], after["actions"][0]["is_wrong_route"]) == ("scoped", "common", True)
    history = await coordinator.get(
        "/api/v1/deficit-scope-decisions", params={"program_id": str(id_("program.a")), "type_id": str(id_("type.t2"))}
    )
    assert [(d["decided_scope"], d["revised_at"] is None) for d in history.json()["items"]] == [
        ("common", True),
        ("individual", False),
    ]


async def test_closing_needs_a_second_person(
    app: FastAPI, login: Login, coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient
) -> None:
    await decide(coordinator, "t1", "common")
    deficit_id = id_("deficit.a1.t1")
    planned = await moved(methodologist, deficit_id, "plan", action={"route": "intensive_day", "title": "День"})
    action = planned["actions"][0]["id"]
    await methodologist.post(f"{URL}/{deficit_id}/actions/{action}/transitions", json={"event": "complete"})
    await moved(methodologist, deficit_id, "measure_final", measurement=FINAL)
    refused = await move(methodologist, deficit_id, "close")
    assert (refused.status_code, refused.json()["code"]) == (409, "deficit-not-closable")
    assert "второй человек" in refused.json()["detail"]
    assert (await moved(coordinator, deficit_id, "close"))["status"] == "closed"


async def test_a_missed_target_is_closed_only_with_a_reason(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient
) -> None:
    await decide(coordinator, "t1", "common")
    deficit_id = id_("deficit.a1.t1")
    planned = await moved(methodologist, deficit_id, "plan", action={"route": "intensive_day", "title": "День"})
    await methodologist.post(
        f"{URL}/{deficit_id}/actions/{planned['actions'][0]['id']}/transitions", json={"event": "complete"}
    )
    await moved(methodologist, deficit_id, "measure_final", measurement={"value": 50, "measured_on": "2026-10-10"})
    assert (await move(coordinator, deficit_id, "close", "хватит")).status_code == 409
    closed = await moved(coordinator, deficit_id, "close", "Школа закрывается на ремонт", reasoned=True)
    assert closed["closure_note"] == "Школа закрывается на ремонт"


async def test_confirming_needs_a_baseline_first(head: httpx.AsyncClient) -> None:
    deficit_id = id_("deficit.a1.t3")
    refused = await move(head, deficit_id, "confirm")
    assert (refused.status_code, refused.json()["code"]) == (409, "baseline-missing")
    recorded = await head.post(f"{URL}/{deficit_id}/measurements", json={"kind": "baseline", **BASELINE})
    assert recorded.status_code == 201, recorded.text
    assert (await moved(head, deficit_id, "confirm"))["status"] == "identified"
    twice = await head.post(f"{URL}/{deficit_id}/measurements", json={"kind": "baseline", **BASELINE})
    assert (twice.status_code, twice.json()["code"]) == (409, "baseline-already-recorded")


async def test_a_heads_own_deficit_is_individual_as_soon_as_it_is_confirmed(head: httpx.AsyncClient) -> None:
    confirmed = await moved(head, id_("deficit.a1.th"), "confirm")
    assert (confirmed["status"], confirmed["scope"]) == ("scoped", "individual")


async def test_a_deficit_is_open_once_per_bearer_type_and_programme(head: httpx.AsyncClient) -> None:
    refused = await head.post(URL, json=draft("t1", baseline=BASELINE))
    assert (refused.status_code, refused.json()["code"]) == (409, "deficit-already-open")
    assert "уже есть открытый дефицит" in refused.json()["detail"]


async def test_losing_the_last_action_returns_the_deficit_to_planning(
    head: httpx.AsyncClient, coordinator: httpx.AsyncClient
) -> None:
    await decide(coordinator, "t2", "individual")
    deficit_id = id_("deficit.a1.t2")
    planned = await moved(head, deficit_id, "plan", action={"route": "network_tie", "title": "Связка"})
    cancelled = await head.post(
        f"{URL}/{deficit_id}/actions/{planned['actions'][0]['id']}/transitions", json={"event": "cancel"}
    )
    assert cancelled.json()["status"] == "scoped"


async def test_deferring_keeps_the_state_and_resuming_returns_to_it(coordinator: httpx.AsyncClient) -> None:
    deficit_id, until = id_("deficit.a1.t1"), (clock.today() + timedelta(days=30)).isoformat()
    assert (await move(coordinator, deficit_id, "defer", until=until)).json()["code"] == "comment-needed"
    assert (await move(coordinator, deficit_id, "defer", "Каникулы", until="2020-01-01")).status_code == 422
    deferred = await moved(coordinator, deficit_id, "defer", "Ремонт школы", until=until)
    assert (deferred["status"], deferred["deferred_until"]) == ("deferred", until)
    assert (await moved(coordinator, deficit_id, "resume"))["status"] == "identified"


async def test_a_role_that_never_may_is_forbidden_and_a_state_that_does_not_allow_is_a_conflict(
    head: httpx.AsyncClient, coordinator: httpx.AsyncClient
) -> None:
    assert (await move(coordinator, id_("deficit.a1.t3"), "confirm")).status_code == 403
    conflict = await move(head, id_("deficit.a1.t1"), "confirm")
    assert (conflict.status_code, conflict.json()["code"]) == (409, "transition-not-allowed")
    assert conflict.json()["detail"] == "Дефицит подтверждён; это действие возможно, когда он предварительный."


async def test_what_the_read_offers_is_what_the_transition_takes(head: httpx.AsyncClient) -> None:
    read = (await head.get(f"{URL}/{id_('deficit.a1.t1')}")).json()
    for transition in read["transitions"]:
        response = await move(head, id_("deficit.a1.t1"), transition["event"])
        assert (response.status_code == 409 and response.json()["code"] == "transition-not-allowed") is not transition[
            "allowed"
        ]


async def test_a_stale_version_changes_nothing(head: httpx.AsyncClient, rows: Rows) -> None:
    url = f"{URL}/{id_('deficit.a1.t1')}"
    assert (await head.patch(url, json={"severity": 3})).status_code == 428
    stale = await head.patch(url, json={"severity": 3}, headers={"If-Match": '"77"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale-version")
    assert await rows("select severity from deficit where id = $1", id_("deficit.a1.t1")) == [{"severity": 2}]
    etag = (await head.get(url)).headers["etag"]
    changed = await head.patch(url, json={"severity": 3, "description": None}, headers={"If-Match": etag})
    assert (changed.json()["severity"], changed.json()["description"]) == (3, None)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"severity": 4}, "/severity"),
        ({"severity": "2"}, "/severity"),
        ({"type_id": str(uuid4())}, "/type_id"),
        ({"school_id": str(id_("school.b1"))}, "/school_id"),
        ({"program_id": str(id_("program.b"))}, "/program_id"),
        ({"type_id": str(id_("type.tt"))}, "/type_id"),
        ({"description": "a\u0000b"}, "/description"),
        ({"description": "\ud800"}, "/description"),
        ({"unknown": 1}, "/unknown"),
        ({"target_date": 0}, "/target_date"),
        ({"person_id": str(id_("person.teacher.a1@test"))}, "/person_id"),
        ({"baseline": BASELINE | {"value": 1e308}}, "/baseline/value"),
        ({"baseline": BASELINE | {"measured_on": (clock.today() + timedelta(days=9)).isoformat()}}, "/measured_on"),
    ],
)
async def test_bad_input_gets_a_clear_problem_and_changes_nothing(
    methodologist: httpx.AsyncClient, rows: Rows, change: dict[str, Any], pointer: str
) -> None:
    before = await rows("select count(*) as n from deficit")
    body = json.dumps(draft("t4") | change)
    response = await methodologist.post(URL, content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422, response.text
    assert pointer in [error["pointer"] for error in response.json()["errors"]]
    assert await rows("select count(*) as n from deficit") == before
