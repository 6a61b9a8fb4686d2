"""Random walks of several people over one deficit: whatever they try, only the domain's edges are taken."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.conftest import Login
from tests.support.world import id_
from tests.unit.deficits.test_lifecycle import LEADS

URL = "/api/v1/deficits"
PEOPLE = ("head.a1@test", "mc.a@test", "me.a@test", "curator.a1@test")


def payload(event: str, rng: random.Random) -> dict[str, Any]:
    """Something an event could carry, now and then the wrong thing."""
    until = (clock.today() + timedelta(days=rng.choice([30, 30, -1]))).isoformat()
    action = {"route": rng.choice(["intensive_day", "network_tie", "training_course"]), "title": "Шаг"}
    return {
        "plan": {"action": action},
        "continue": {"action": action},
        "measure_final": {"measurement": {"value": rng.choice([10, 99]), "measured_on": clock.today().isoformat()}},
        "defer": {"until": until},
        "set_scope": {"scope": rng.choice(["common", "individual"])},
        "change_scope": {"scope": rng.choice(["common", "individual"])},
        "close": {"reasoned": rng.random() < 0.5},
    }.get(event, {})


async def step(client: httpx.AsyncClient, url: str, rng: random.Random, before: dict[str, Any]) -> httpx.Response:
    planned = [a["id"] for a in before["actions"] if a["state"] == "planned"]
    if planned and rng.random() < 0.3:
        event = rng.choice(["complete", "complete", "cancel"])
        return await client.post(f"{url}/actions/{planned[0]}/transitions", json={"event": event})
    event = rng.choice(list(LEADS))
    body = {"event": event, "comment": rng.choice([None, "Потому что", "Потому что"]), "payload": payload(event, rng)}
    return await client.post(f"{url}/transitions", json=body)


@pytest.mark.parametrize("seed", range(6))
async def test_a_walk_takes_only_the_edges_of_the_domain(
    app: FastAPI, login: Login, rows: Callable[..., Awaitable[list[dict[str, Any]]]], seed: int
) -> None:
    rng, url = random.Random(seed), f"{URL}/{id_('deficit.a1.t1')}"
    clients = [login(app, who) for who in PEOPLE]
    state = (await clients[0].get(url)).json()
    for _ in range(30):
        client = rng.choice(clients)
        response = await step(client, url, rng, state)
        after = (await clients[0].get(url)).json()
        if response.status_code != 200:
            assert response.status_code in (403, 409, 422), response.text
            assert after["version"] == state["version"], "a refusal changes nothing"
        else:
            assert after["version"] > state["version"]
        edges = {
            target for event, leads in LEADS.items() for source, target in leads.items() if source == state["status"]
        }
        if state["status"] == "deferred":
            edges = set(LEADS["defer"])  # resuming returns to whatever was left
        system = {"planned": {"in_progress", "scoped"}, "in_progress": {"scoped"}}.get(state["status"], set())
        assert after["status"] in edges | system | {state["status"]}
        if after["status"] == "closed":
            assert {m["kind"] for m in after["measurements"]} >= {"baseline", "final"}
            assert any(a["state"] == "done" and a["purpose"] == "closing" for a in after["actions"])
        state = after
    facts = await rows(
        "select data ->> 'to' as status from change where entity_id = $1 order by seq", id_("deficit.a1.t1")
    )
    told = [fact["status"] for fact in facts if fact["status"]]
    assert (told[-1] if told else "identified") == state["status"], "the last fact tells where the deficit stands"
