"""What the rules keep out: each test is a way around one of them that somebody could try, or take by chance."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from opora.core.addresses import native
from tests.api.deficits.test_loop import BASELINE, FINAL, URL, decide, draft, move, moved
from tests.conftest import Login
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
T1, T2 = id_("deficit.a1.t1"), id_("deficit.a1.t2")
DAY = {"route": "intensive_day", "title": "Ноябрьский День"}
TIE = {"route": "network_tie", "title": "Связка со школой A4"}


@pytest.fixture
def coordinator(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "mc.a@test")


@pytest.fixture
def methodologist(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "me.a@test")


@pytest.fixture
def head(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "head.a1@test")


async def act(client: httpx.AsyncClient, deficit: Any, action: str, event: str) -> httpx.Response:
    return await client.post(f"{URL}/{deficit}/actions/{action}/transitions", json={"event": event})


@pytest.mark.parametrize("who", ["mc.a@test", "head.a1@test", "me.a@test"])
async def test_a_teachers_difficulty_is_never_recorded_as_a_heads(
    app: FastAPI, login: Login, rows: Rows, who: str
) -> None:
    person = str(id_("person.teacher.a1@test"))
    refused = await login(app, who).post(URL, json=draft("th", bearer_kind="head", person_id=person))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not-a-head")
    assert await rows("select count(*) as n from deficit where person_id = $1 and bearer_kind = 'head'", person) == [
        {"n": 0}
    ]


async def test_a_deficit_does_not_close_by_what_was_done_before_its_scope_was_changed(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    await decide(coordinator, "t1", "common")
    planned = await moved(methodologist, T1, "plan", action=DAY)
    await act(methodologist, T1, planned["actions"][0]["id"], "complete")
    await moved(coordinator, T1, "change_scope", "Причины у школы свои", scope="individual")
    tied = await moved(head, T1, "plan", action=TIE)
    await moved(head, T1, "start")
    await moved(head, T1, "measure_final", measurement=FINAL)
    refused = await move(coordinator, T1, "close")
    assert (refused.status_code, refused.json()["code"]) == (409, "deficit-not-closable")
    assert "в связке с сильной школой" in refused.json()["detail"]
    await act(head, T1, tied["actions"][1]["id"], "complete")
    assert (await moved(coordinator, T1, "close"))["status"] == "closed"


async def test_a_qualitative_deficit_closes_with_a_baseline_too(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    deficit = (await head.post(URL, json=draft("t4", qualitative=True))).json()["id"]
    await moved(head, deficit, "confirm")
    await decide(coordinator, "t4", "individual")
    planned = await moved(head, deficit, "plan", action=TIE)
    await act(head, deficit, planned["actions"][0]["id"], "complete")
    await moved(head, deficit, "measure_final", measurement={"note": "Стало иначе", "measured_on": "2026-10-10"})
    refused = await move(methodologist, deficit, "close", "Видно на уроках", reasoned=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "deficit-not-closable")
    noted = {"kind": "baseline", "note": "Как было", "measured_on": "2026-09-10"}
    assert (await head.post(f"{URL}/{deficit}/measurements", json=noted)).status_code == 201
    assert (await moved(methodologist, deficit, "close", "Видно на уроках", reasoned=True))["status"] == "closed"


async def defer(coordinator: httpx.AsyncClient, deficit: Any) -> dict[str, Any]:
    until = (clock.today() + timedelta(days=30)).isoformat()
    return await moved(coordinator, deficit, "defer", "Ремонт школы", until=until)


async def test_a_decision_taken_while_a_deficit_was_deferred_reaches_it_on_resuming(
    coordinator: httpx.AsyncClient,
) -> None:
    await defer(coordinator, T1)
    await decide(coordinator, "t1", "common")
    resumed = await moved(coordinator, T1, "resume")
    assert (resumed["status"], resumed["scope"]) == ("scoped", "common")


async def test_a_decision_revised_while_a_deficit_was_deferred_flags_its_actions(
    coordinator: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    await decide(coordinator, "t2", "individual")
    await moved(head, T2, "plan", action=TIE)
    await defer(coordinator, T2)
    await decide(coordinator, "t2", "common", "Встречается почти у всех")
    resumed = await moved(coordinator, T2, "resume")
    assert (resumed["status"], resumed["scope"], resumed["actions"][0]["is_wrong_route"]) == ("scoped", "common", True)


async def test_what_was_set_apart_stays_apart_on_resuming(
    coordinator: httpx.AsyncClient,
) -> None:
    await decide(coordinator, "t1", "common")
    await moved(coordinator, T1, "change_scope", "Причины у школы свои", scope="individual")
    await defer(coordinator, T1)
    assert (await moved(coordinator, T1, "resume"))["scope"] == "individual"


@pytest.mark.parametrize("event", ["complete", "cancel"])
async def test_actions_rest_while_a_deficit_is_deferred(
    coordinator: httpx.AsyncClient, head: httpx.AsyncClient, event: str
) -> None:
    await decide(coordinator, "t2", "individual")
    action = (await moved(head, T2, "plan", action=TIE))["actions"][0]["id"]
    deferred = await defer(coordinator, T2)
    assert deferred["actions"][0]["allowed_actions"] == []
    refused = await act(head, T2, action, event)
    assert (refused.status_code, refused.json()["detail"]) == (
        409, "Дефицит отложен. Сначала возобновите работу над ним.",
    )  # fmt: skip
    assert (await moved(coordinator, T2, "resume"))["actions"][0]["state"] == "planned"


async def test_a_plan_begins_with_what_can_close(coordinator: httpx.AsyncClient) -> None:
    await decide(coordinator, "t1", "common")
    course = {"route": "training_course", "title": "Курсы", "purpose": "supporting"}
    refused = await move(coordinator, T1, "plan", action=course)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/payload/action/purpose")
    assert (await moved(coordinator, T1, "plan", action=DAY))["status"] == "planned"


async def in_progress(coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient) -> None:
    await decide(coordinator, "t1", "common")
    planned = await moved(methodologist, T1, "plan", action=DAY)
    await act(methodologist, T1, planned["actions"][0]["id"], "complete")


async def test_a_final_measurement_follows_the_baseline_and_every_earlier_final(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient
) -> None:
    await in_progress(coordinator, methodologist)
    early = await move(methodologist, T1, "measure_final", measurement=FINAL | {"measured_on": "2026-08-31"})
    assert (early.status_code, early.json()["errors"][0]["code"]) == (422, "out_of_order")
    await moved(methodologist, T1, "measure_final", measurement=FINAL | {"value": 50})
    await moved(methodologist, T1, "continue", "Мало", action=DAY)
    before = await move(methodologist, T1, "measure_final", measurement=FINAL | {"measured_on": "2026-10-09"})
    assert before.status_code == 422
    again = await moved(methodologist, T1, "measure_final", measurement=FINAL | {"measured_on": "2026-10-10"})
    assert again["improvement"]["reached"] is True


async def test_a_value_is_judged_as_it_will_be_read(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient
) -> None:
    await in_progress(coordinator, methodologist)
    measured = await moved(methodologist, T1, "measure_final", measurement=FINAL | {"value": 59.9996})
    read = (await methodologist.get(f"{URL}/{T1}")).json()
    assert measured["improvement"] == read["improvement"]
    assert read["improvement"]["reached"] is True


async def test_an_interim_measurement_belongs_to_work_under_way(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient
) -> None:
    interim = {"kind": "interim", "value": 50, "measured_on": "2026-10-01"}
    refused = await methodologist.post(f"{URL}/{T1}/measurements", json=interim)
    assert (refused.status_code, refused.json()["code"]) == (409, "transition-not-allowed")
    await in_progress(coordinator, methodologist)
    assert (await methodologist.post(f"{URL}/{T1}/measurements", json=interim)).status_code == 201


async def test_a_programme_that_is_over_reopens_nothing(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_progress(coordinator, methodologist)
    await moved(methodologist, T1, "measure_final", measurement=FINAL)
    await moved(coordinator, T1, "close")
    monkeypatch.setattr(clock, "_offset", timedelta(days=365 * 80))
    refused = await move(coordinator, T1, "reopen", "Снова падает")
    assert refused.status_code == 409
    assert "Срок программы закончился" in refused.json()["detail"]
    monkeypatch.setattr(clock, "_offset", timedelta(0))
    assert (await moved(coordinator, T1, "reopen", "Снова падает"))["status"] == "in_progress"


async def test_a_programme_that_is_over_takes_no_new_work(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, rows: Rows
) -> None:
    """Neither a diagnosis, nor an entry in the matrix, nor a decision; an extension opens it again."""
    before = await rows("select id, status, scope from deficit order by id")
    entry = {"school_id": str(id_("school.a1")), "type_id": str(id_("type.t4")), "severity": 2}
    clock.shift(timedelta(days=365 * 80))
    try:
        answers = [
            await methodologist.post(URL, json=draft("t4")),
            await methodologist.post(f"{URL}/matrix", json={"program_id": str(id_("program.a")), "entries": [entry]}),
            await decide(coordinator, "t1", "common"),
        ]
    finally:
        clock.shift(timedelta(0))
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "program-over")] * 3
    assert "Последний день программы — " in answers[0].json()["detail"]
    assert await rows("select id, status, scope from deficit order by id") == before


async def test_a_school_supports_a_common_deficit_and_does_not_plan_its_closing(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, head: httpx.AsyncClient, rows: Rows
) -> None:
    """Row `plan` of 3.1, by the other door."""
    await decide(coordinator, "t1", "common")
    await moved(methodologist, T1, "plan", action=DAY)
    refused = await head.post(f"{URL}/{T1}/actions", json=DAY)
    assert (refused.status_code, refused.json()["code"]) == (403, "closing-not-yours")
    assert await rows("select count(*) as n from deficit_action where deficit_id = $1", T1) == [{"n": 1}]
    card = (await head.get(f"{URL}/{T1}")).json()
    assert all("поддерживающее" in choice["refusal"] for choice in card["routes"])
    supporting = await head.post(f"{URL}/{T1}/actions", json={**DAY, "purpose": "supporting"})
    assert supporting.status_code == 201, supporting.text


async def test_a_draft_put_off_does_not_count_as_held(coordinator: httpx.AsyncClient, head: httpx.AsyncClient) -> None:
    async def holders() -> int:
        query = {"program_id": str(id_("program.a"))}
        items = (await coordinator.get(f"{URL}/prevalence", params=query)).json()["items"]
        return next((item["holders"] for item in items if item["type"]["code"] == "t4"), 0)

    deficit = (await head.post(URL, json=draft("t4", qualitative=True))).json()["id"]
    until = str(clock.today() + timedelta(days=30))
    before = await holders()
    await moved(coordinator, deficit, "defer", "Позже", until=until)
    assert await holders() == before
    await moved(coordinator, deficit, "resume")
    await moved(head, deficit, "confirm")
    await moved(coordinator, deficit, "defer", "Позже", until=until)
    assert await holders() == before + 1, "a confirmed one does"


async def test_a_school_reads_what_a_teacher_shares_and_does_not_rewrite_it(
    head: httpx.AsyncClient, rows: Rows
) -> None:
    url = f"{URL}/{id_('deficit.a1.tt2')}"
    read = await head.get(url)
    assert "update" not in read.json()["allowed_actions"]
    refused = await head.patch(url, json={"description": "Иначе"}, headers={"If-Match": read.headers["etag"]})
    assert refused.status_code == 403
    assert await rows("select version from deficit where id = $1", id_("deficit.a1.tt2")) == [{"version": 1}]


async def test_no_scope_is_decided_for_what_only_teachers_hold(coordinator: httpx.AsyncClient) -> None:
    refused = await decide(coordinator, "tt", "common", "Почему бы и нет")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "wrong-bearer")


async def test_decisions_by_deficit_and_by_type_at_once_do_not_block_each_other(
    committed: Callable[[int], Any], login: Login
) -> None:
    async with committed(4) as app:
        coordinator = login(app, "mc.a@test")
        asked = [
            move(coordinator, id_(f"deficit.{s}.t1"), "set_scope", "Так", scope="common") for s in ("a1", "a2", "a3")
        ]
        answers = await asyncio.gather(decide(coordinator, "t1", "common"), *asked)
        codes = [answer.json().get("code") for answer in answers]
        assert "busy" not in codes, codes
        left = (await coordinator.get(URL, params={"type_id": str(id_("type.t1"))})).json()["items"]
        assert {item["status"] for item in left} == {"scoped"}


async def test_a_deficit_confirmed_while_its_type_is_decided_takes_the_decision(
    committed: Callable[[int], Any], login: Login
) -> None:
    async with committed(4) as app:
        head, coordinator = login(app, "head.a1@test"), login(app, "mc.a@test")
        made = (await head.post(URL, json=draft("t4", baseline=BASELINE))).json()["id"]
        await asyncio.gather(decide(coordinator, "t4", "individual", "Так"), move(head, made, "confirm"))
        after = (await coordinator.get(f"{URL}/{made}")).json()
        assert (after["status"], after["scope"]) == ("scoped", "individual")


async def test_a_programme_of_the_region_takes_neither_entries_nor_decisions_of_a_municipality(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, rows: Rows
) -> None:
    """It is seen, so it is not 404; it is nobody's of a municipality, so it is 403."""
    program = str(id_("program.r"))
    entry = {"school_id": str(id_("school.a1")), "type_id": str(id_("type.t4")), "severity": 1}
    entered = await methodologist.post(f"{URL}/matrix", json={"program_id": program, "entries": [entry]})
    decided = await coordinator.post(
        "/api/v1/deficit-scope-decisions",
        json={"program_id": program, "type_id": entry["type_id"], "decided_scope": "common"},
    )
    for answer in (entered, decided):
        assert (answer.status_code, answer.json()["code"]) == (403, "own-program-only")
    assert await rows("select 1 from deficit where program_id = $1", id_("program.r")) == []


async def test_an_action_never_carries_another_place_or_person_than_its_deficit(database: Any) -> None:
    """Below the program too: row security of children compares what they carry."""
    connection = await asyncpg.connect(native(database.owner))
    columns = "region_id, municipality_id, school_id, visibility, person_id, deficit_id"
    values = "region_id, municipality_id, school_id, visibility, person_id, id"
    insert = (
        f"insert into deficit_action (id, {columns}, route, purpose, state, title, owner_id, created_at, updated_at)"
        " select gen_random_uuid(), {values}, 'internal', 'closing', 'planned', 'x', gen_random_uuid(), now(), now()"
        " from deficit where id = $1"
    )
    try:
        for deficit, given, wrong in (
            (T1, "region_id", "gen_random_uuid()"),
            (id_("deficit.a1.tt"), "person_id", f"'{id_('person.mc.a@test')}'::uuid"),
            (id_("deficit.a1.tt"), "person_id", "null::uuid"),
        ):
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute("select set_config('opora.account', $1, true)", str(id_("account.admin@test")))
            await connection.execute(insert.replace("{values}", values), deficit)
            with pytest.raises(asyncpg.IntegrityConstraintViolationError):
                await connection.execute(insert.replace("{values}", values.replace(given, wrong)), deficit)
            await transaction.rollback()
    finally:
        await connection.close()


async def test_whoever_answers_for_an_action_can_be_named_so_that_a_methodologist_alone_can_close(
    methodologist: httpx.AsyncClient, rows: Rows
) -> None:
    deficit = id_("deficit.a1.tt")
    owners = (await methodologist.get(f"{URL}/{deficit}/owners")).json()["items"]
    teacher = next(o for o in owners if o["account_id"] == str(id_("account.teacher.a1@test")))
    assert "municipal_coordinator" not in {o["role"] for o in owners}
    action = {"route": "internal", "title": "Взаимопосещение уроков", "purpose": "supporting"}
    stranger = {**action, "owner_id": str(id_("account.me.b@test"))}
    closing = {"route": "network_tie", "title": "Связка с наставником", "owner_id": teacher["account_id"]}

    refused = await move(methodologist, deficit, "plan", action=stranger)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/payload/action/owner_id")
    planned = await moved(methodologist, deficit, "plan", action=closing)
    assert planned["actions"][0]["owner_id"] == teacher["account_id"]
    assert planned["actions"][0]["owner_name"].startswith("Teacher-A1")
    late = await methodologist.post(f"{URL}/{deficit}/actions", json=stranger)
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/owner_id")

    await act(methodologist, deficit, planned["actions"][0]["id"], "complete")
    await moved(methodologist, deficit, "measure_final", measurement=FINAL)
    closed = await moved(methodologist, deficit, "close", "Взаимопосещения помогли", reasoned=True)
    assert closed["status"] == "closed"
    assert len(await rows("select 1 from deficit_action where deficit_id = $1", deficit)) == 1
