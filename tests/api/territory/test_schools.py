"""Schools, their other names and their numbers: who changes what, and what stays true."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.api.territory.conftest import opened
from tests.conftest import Login
from tests.support.world import id_

API = "/api/v1/schools"
A1 = f"{API}/{id_('school.a1')}"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


async def facts(rows: Rows, school: Any) -> list[str]:
    return [row["type"] for row in await rows("select type from change where entity_id = $1 order by seq", school)]


async def test_the_region_opens_a_school(region: httpx.AsyncClient, rows: Rows) -> None:
    answer = await opened(region, is_hub=True)

    school = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert school["code"].startswith("s-")
    assert school["is_hub"] is True
    assert school["allowed_actions"] == [
        "update", "add_alias", "remove_alias", "add_identifier", "add_status", "end_status",
    ]  # fmt: skip
    [row] = await rows("select sort_key, search_text, municipality_id from school where id = $1", school["id"])
    assert row["sort_key"] == "новая сош"
    assert "новая сош" in row["search_text"]
    assert row["municipality_id"] == id_("municipality.a")
    assert await facts(rows, school["id"]) == ["school.created"]


@pytest.mark.parametrize("who", ["mc.a@test", "me.a@test", "head.a1@test", "teacher.a1@test", "observer.a@test"])
async def test_nobody_else_opens_schools(app: FastAPI, login: Login, who: str) -> None:
    assert (await opened(login(app, who))).status_code == 403


async def test_two_schools_of_a_municipality_are_never_called_the_same(region: httpx.AsyncClient) -> None:
    await opened(region)

    answer = await opened(region, full_name="мбоу новая СОШ", short_name="Другая СОШ")

    assert (answer.status_code, answer.json()["code"]) == (409, "name-taken")
    assert "Новая СОШ" in answer.json()["detail"]
    assert (await opened(region, municipality_id=str(id_("municipality.b")))).status_code == 201


async def test_a_school_needs_a_municipality_that_exists(region: httpx.AsyncClient) -> None:
    answer = await opened(region, municipality_id=str(id_("nothing")))

    [error] = answer.json()["errors"]
    assert answer.status_code == 422
    assert (error["pointer"], error["code"]) == ("/municipality_id", "unknown-reference")


async def test_a_coordinator_changes_a_school_of_the_own_municipality(
    coordinator: httpx.AsyncClient, rows: Rows
) -> None:
    answer = await coordinator.patch(A1, json={"short_name": "Опорная A1", "is_hub": True}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (answer.json()["short_name"], answer.json()["is_hub"]) == ("Опорная A1", True)
    assert answer.json()["full_name"] == "МБОУ «Школа A1 CANARY_A»"
    [row] = await rows("select sort_key, search_text from school where id = $1", id_("school.a1"))
    assert row["sort_key"] == "опорная a000001"
    assert "опорная a1" in row["search_text"]
    [fact] = await rows("select data->>'fields' as fields from change where type = 'school.updated'")
    assert fact["fields"] == '["is_hub", "short_name"]'


async def test_a_change_needs_the_version_it_was_made_from(coordinator: httpx.AsyncClient) -> None:
    assert (await coordinator.patch(A1, json={"is_hub": True})).status_code == 428
    assert (await coordinator.patch(A1, json={"is_hub": True}, headers={"If-Match": '"7"'})).status_code == 412


async def test_a_patch_that_changes_nothing_tells_nothing(coordinator: httpx.AsyncClient, rows: Rows) -> None:
    answer = await coordinator.patch(A1, json={"is_hub": False}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert await facts(rows, id_("school.a1")) == []


async def test_a_name_cannot_be_emptied(coordinator: httpx.AsyncClient) -> None:
    answer = await coordinator.patch(A1, json={"short_name": None}, headers={"If-Match": '"1"'})

    assert answer.status_code == 422


async def test_a_head_changes_the_short_name_of_the_own_school_and_nothing_else(head: httpx.AsyncClient) -> None:
    name = await head.patch(A1, json={"short_name": "Школа у реки"}, headers={"If-Match": '"1"'})
    hub = await head.patch(A1, json={"is_hub": True}, headers={"If-Match": '"2"'})
    other = await head.patch(f"{API}/{id_('school.a2')}", json={"short_name": "Моя"}, headers={"If-Match": '"1"'})

    assert name.json()["short_name"] == "Школа у реки"
    assert (hub.status_code, hub.json()["code"]) == (403, "head-changes-short-name")
    assert (other.status_code, other.json()["code"]) == (403, "own-school-only")


async def test_allowed_actions_say_what_each_may_do(head: httpx.AsyncClient, app: FastAPI, login: Login) -> None:
    async def actions(client: httpx.AsyncClient, school: str) -> list[str]:
        return (await client.get(f"{API}/{id_(school)}")).json()["allowed_actions"]  # type: ignore[no-any-return]

    assert await actions(head, "school.a1") == ["update_short_name", "add_alias", "remove_alias", "add_identifier"]
    assert await actions(head, "school.a2") == []
    assert await actions(login(app, "me.a@test"), "school.a1") == [
        "update",
        "add_alias",
        "remove_alias",
        "add_identifier",
    ]
    assert await actions(login(app, "teacher.a1@test"), "school.a1") == []


async def test_a_school_is_found_by_a_new_alias_and_its_version_rises(
    coordinator: httpx.AsyncClient, rows: Rows
) -> None:
    answer = await coordinator.post(f"{A1}/aliases", json={"text": "Красная школа"})

    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"')
    assert [alias["text"] for alias in answer.json()["aliases"]] == ["Средняя a1 CANARY_A", "Красная школа"]
    listed = (await coordinator.get(API, params={"q": "красная"})).json()["items"]
    assert [school["id"] for school in listed] == [str(id_("school.a1"))]
    [row] = await rows("select normalized, municipality_id from school_alias where text = 'Красная школа'")
    assert (row["normalized"], row["municipality_id"]) == ("красная школа", id_("municipality.a"))
    assert await facts(rows, id_("school.a1")) == ["school.alias_added"]


@pytest.mark.parametrize("text", ["«средняя  A2 canary_a»", "школа A2 CANARY_A", "МБОУ Школа A2 CANARY_A"])
async def test_an_alias_names_one_school_of_a_municipality(coordinator: httpx.AsyncClient, text: str) -> None:  # INV-02
    answer = await coordinator.post(f"{A1}/aliases", json={"text": text})

    assert (answer.status_code, answer.json()["code"]) == (409, "name-taken")
    assert answer.json()["school"] == "Школа A2 CANARY_A"


async def test_the_refusal_is_told_in_the_readers_language(coordinator: httpx.AsyncClient) -> None:
    answer = await coordinator.post(
        f"{A1}/aliases", json={"text": "Средняя a2 CANARY_A"}, headers={"Accept-Language": "en"}
    )

    assert answer.json()["title"] == "The name is taken"
    assert "Make the name more exact" in answer.json()["detail"]


async def test_an_alias_is_removed_with_the_version_that_was_seen(head: httpx.AsyncClient, rows: Rows) -> None:
    alias = f"{A1}/aliases/{id_('alias.a1')}"

    assert (await head.delete(alias)).status_code == 428
    answer = await head.delete(alias, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["aliases"], answer.headers["etag"]) == (200, [], '"2"')
    assert await rows("select 1 from school_alias where id = $1", id_("alias.a1")) == []
    assert await facts(rows, id_("school.a1")) == ["school.alias_removed"]


async def test_the_alias_of_another_school_is_not_removed_by_way_of_ones_own(coordinator: httpx.AsyncClient) -> None:
    answer = await coordinator.delete(f"{A1}/aliases/{id_('alias.a2')}", headers={"If-Match": '"1"'})

    assert answer.status_code == 404


async def test_an_inn_is_stored_as_digits(head: httpx.AsyncClient, rows: Rows) -> None:
    answer = await head.post(
        f"{A1}/identifiers", json={"system": "inn", "value": "77 0708 3893", "valid_from": "2011-01-01"}
    )

    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"')
    kept = answer.json()["identifiers"][-1]
    assert (kept["system"], kept["value"], kept["valid_from"]) == ("inn", "7707083893", "2011-01-01")
    assert await facts(rows, id_("school.a1")) == ["school.identifier_added"]


async def test_a_wrong_check_digit_is_explained(coordinator: httpx.AsyncClient) -> None:  # INV-03
    answer = await coordinator.post(f"{A1}/identifiers", json={"system": "ogrn", "value": "1027700132196"})

    [error] = answer.json()["errors"]
    assert answer.status_code == 422
    assert (error["pointer"], error["code"]) == ("/value", "malformed-identifier")
    assert "13 цифр" in error["detail"]


async def test_a_number_has_one_owner_even_across_municipalities(
    app: FastAPI, login: Login, head: httpx.AsyncClient
) -> None:
    number = {"system": "inn", "value": "7707083893"}
    await head.post(f"{A1}/identifiers", json=number)

    answer = await login(app, "mc.b@test").post(f"{API}/{id_('school.b1')}/identifiers", json=number)

    assert (answer.status_code, answer.json()["code"]) == (409, "identifier-taken")
    assert "CANARY_A" not in answer.text


async def test_nobody_changes_a_school_of_another_municipality(app: FastAPI, login: Login, rows: Rows) -> None:
    foreign = login(app, "mc.b@test")

    assert (await foreign.patch(A1, json={"is_hub": True}, headers={"If-Match": '"1"'})).status_code == 404
    assert (await foreign.post(f"{A1}/aliases", json={"text": "Чужая"})).status_code == 404
    assert (await foreign.post(f"{A1}/identifiers", json={"system": "kpp", "value": "470501001"})).status_code == 404
    assert (await foreign.delete(f"{A1}/aliases/{id_('alias.a1')}", headers={"If-Match": '"1"'})).status_code == 404
    [row] = await rows("select version, is_hub from school where id = $1", id_("school.a1"))
    assert (row["version"], row["is_hub"]) == (1, False)


async def test_every_change_of_a_school_is_audited(coordinator: httpx.AsyncClient, rows: Rows) -> None:
    await coordinator.patch(A1, json={"is_hub": True}, headers={"If-Match": '"1"'})

    found = await rows(
        "select after->>'is_hub' as hub, account_id from audit where entity_id = $1 and operation = 'update'",
        id_("school.a1"), role="opora_region",
    )  # fmt: skip
    assert {"hub": "true", "account_id": id_("account.mc.a@test")} in found


async def test_the_administrator_keeps_the_register_but_not_the_statuses(
    app: FastAPI, login: Login, rows: Rows
) -> None:
    answer = await opened(login(app, "admin@test"))

    assert answer.status_code == 201, answer.text
    assert answer.json()["allowed_actions"] == ["update", "add_alias", "remove_alias", "add_identifier"]
    assert await facts(rows, answer.json()["id"]) == ["school.created"]
