"""The demonstration as a new user tries it: the job of the foundation, through the whole application on real pools."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import httpx
import pytest

from opora.core import clock
from opora.core.addresses import Addresses, database_of, with_database
from opora.demo.accounts import PASSWORD
from opora.demo.catalogue import type_id
from opora.demo.ids import stable_id
from opora.demo.load import load_demo
from opora.main import create_app
from opora.settings import Settings
from tests.api.demo.conftest import Empty
from tests.conftest import BASE_URL

GATCHINA = stable_id("program", "gatchina-concentrated")
SignIn = Callable[[str], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def sign_in(migrated: Addresses, empty: Empty, settings: Settings) -> AsyncIterator[SignIn]:
    """`await sign_in("gatchina")`: a signed-in client of a demonstration of today."""
    url = await empty("job")
    await load_demo(url, clock.today())
    gate = with_database(migrated.gate, database_of(url))
    app = create_app(settings.model_copy(update={"database_url": gate, "pool_size": 2, "demo": True}))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))

        async def make(name: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers={"X-Opora-Client": "web"})
            await stack.enter_async_context(client)
            entered = await client.post(
                "/api/v1/auth/login", json={"login": f"{name}@demo.opora", "password": PASSWORD}
            )
            assert entered.status_code == 200, entered.text
            return client

        yield make


async def test_the_closing_job_of_the_foundation(sign_in: SignIn) -> None:
    coordinator = await sign_in("gatchina")
    decide = {
        "program_id": str(GATCHINA),
        "type_id": str(type_id("results.functional-literacy")),
        "decided_scope": "common",
    }
    decided = await coordinator.post("/api/v1/deficit-scope-decisions", json=decide)
    assert decided.status_code == 201, decided.text
    assert (decided.json()["holders"], decided.json()["participants"], decided.json()["applied"]) == (12, 12, 12)

    common = await coordinator.get("/api/v1/deficits", params={"type_id": decide["type_id"]})
    planned = await coordinator.post(
        f"/api/v1/deficits/{common.json()['items'][0]['id']}/transitions",
        json={
            "event": "plan",
            "payload": {"action": {"route": "network_tie", "title": "Связка", "purpose": "closing"}},
        },
    )
    assert planned.status_code == 409, planned.text

    async def proposal() -> str:
        found = await coordinator.get("/api/v1/deficits/prevalence", params={"program_id": str(GATCHINA)})
        nine = next(i for i in found.json()["items"] if i["type"]["code"] == "management.data-analysis")
        assert nine["holders"] == 9
        return str(nine["proposed_scope"])

    assert await proposal() == "individual"
    program = await coordinator.get(f"/api/v1/programs/{GATCHINA}")
    lowered = await coordinator.patch(
        f"/api/v1/programs/{GATCHINA}", json={"common_threshold": 0.75}, headers={"If-Match": program.headers["etag"]}
    )
    assert lowered.status_code == 200, lowered.text
    assert await proposal() == "common"

    head = await sign_in("head.gat-susanino")
    drafts = (await head.get("/api/v1/deficits", params={"status": "draft"})).json()["items"]
    assert [draft["school"]["short_name"] for draft in drafts] == ["Сусанинская СОШ"]
    address = f"/api/v1/deficits/{drafts[0]['id']}"
    measured = await head.post(
        f"{address}/measurements",
        json={
            "kind": "baseline", "value": 31, "scale": "% отметок «4» и «5» за ВПР", "target": 45, "direction": "higher",
            "measured_on": str(clock.today() - timedelta(days=1)),
        },
    )  # fmt: skip
    assert measured.status_code == 201, measured.text
    confirmed = await head.post(f"{address}/transitions", json={"event": "confirm"})
    assert confirmed.status_code == 200, confirmed.text
    assert confirmed.json()["status"] == "identified"

    neighbour = await sign_in("podporozhye")
    assert (await neighbour.get(address)).status_code == 404
    theirs = (await neighbour.get("/api/v1/deficits", params={"limit": 100})).json()["items"]
    assert theirs
    assert "Сусанинская СОШ" not in {row["school"]["short_name"] for row in theirs}
    assert "Сусанинская" not in (await neighbour.get("/api/v1/schools", params={"q": "Сусанино"})).text
    assert "Сусанинская" not in (await neighbour.get("/api/v1/deficits", headers={"Accept": "text/csv"})).text


async def test_a_head_acts_first_as_a_head_and_may_switch(sign_in: SignIn) -> None:
    head = await sign_in("head.gat-susanino")
    me = (await head.get("/api/v1/me")).json()
    assert me["assignment"]["role"] == "school_head"
    assert {a["role"] for a in me["assignments"]} == {"school_head", "teacher"}


async def test_a_school_is_found_by_its_village_and_with_a_slip(sign_in: SignIn) -> None:
    region = await sign_in("region")
    for query in ("Сусанино", "сусаниская", "Дружная Горка"):
        found = (await region.get("/api/v1/schools", params={"q": query})).json()["items"]
        assert found, query
        assert found[0]["short_name"] in {"Сусанинская СОШ", "Дружногорская СОШ"}
