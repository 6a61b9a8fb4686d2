"""Search as people type: aliases, typos, numbers, signs."""

from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from opora.access.actor import Actor
from opora.territory.queries import search_municipalities, search_schools
from tests.support.world import id_

API = "/api/v1/schools"


async def found(client: httpx.AsyncClient, q: str) -> list[str]:
    answer = await client.get(API, params={"q": q})
    assert answer.status_code == 200, answer.text
    return [school["short_name"] for school in answer.json()["items"]]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("сусанинская", ["Сусанинская СОШ"]),
        ("СУСАНИНСКАЯ сош", ["Сусанинская СОШ"]),
        ("сусанинкая", ["Сусанинская СОШ"]),
        ("Сусанино", ["Сусанинская СОШ"]),
        ("гимназия ушинского", ["Гатчинская гимназия им. К.Д.Ушинского"]),
        ("гемназия", ["Гатчинская гимназия им. К.Д.Ушинского", "Сиверская гимназия"]),
        ("важинский оц", ["Важинский образовательный центр"]),
        ("сош 9", ["Гатчинская СОШ №9"]),
        ("школа № 9", ["Гатчинская СОШ №9"]),
        ("СОШ №11", ["Гатчинская СОШ № 11"]),
        ("углубленным", ["Гатчинская СОШ №9"]),
        ("Кобринская", ["Кобринская ООШ"]),
        ("кобринская гимназия", []),
        ("%", []),
        ("сош 77", []),
    ],
)
async def test_schools_are_found_as_people_type(
    region: httpx.AsyncClient, schools: dict[str, str], typed: str, names: list[str]
) -> None:
    assert await found(region, typed) == names


async def test_a_search_is_paged_like_any_list(region: httpx.AsyncClient, schools: dict[str, str]) -> None:
    params: dict[str, str | int] = {"q": "гатчинская", "limit": 2, "include_total": "true"}
    first = (await region.get(API, params=params)).json()
    second = (await region.get(API, params=params | {"cursor": first["next_cursor"]})).json()

    assert [school["short_name"] for school in (*first["items"], *second["items"])] == [
        "Гатчинская гимназия им. К.Д.Ушинского", "Гатчинская СОШ №9", "Гатчинская СОШ № 11",
    ]  # fmt: skip
    assert (first["total"], second["next_cursor"]) == (3, None)


async def test_a_cursor_of_another_search_is_refused(region: httpx.AsyncClient, schools: dict[str, str]) -> None:
    first = (await region.get(API, params={"q": "гатчинская", "limit": 1})).json()
    answer = await region.get(API, params={"q": "сош", "cursor": first["next_cursor"]})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-cursor")


async def test_search_shows_nothing_of_another_municipality(coordinator: httpx.AsyncClient) -> None:
    assert await found(coordinator, "CANARY_B") == []
    assert len(await found(coordinator, "CANARY_A")) == 4


async def test_the_global_search_puts_the_closest_name_first(
    app: FastAPI, region: httpx.AsyncClient, schools: dict[str, str]
) -> None:
    somebody: Actor = await app.state.actors.get(None, id_("assignment.rc@test"))

    hits = await search_schools(app.state.reader, somebody.entry, "кобренская оош", 5)

    assert [hit.title for hit in hits] == ["Кобринская ООШ", "Кобраловская ООШ"]
    assert (hits[0].id, hits[0].subtitle) == (UUID(schools["kobrino"]), "Муниципальный район A")


async def test_the_global_search_gives_no_more_than_asked(app: FastAPI, schools: dict[str, str]) -> None:
    somebody: Actor = await app.state.actors.get(None, id_("assignment.rc@test"))

    assert len(await search_schools(app.state.reader, somebody.entry, "сош", 2)) == 2
    names = [hit.title for hit in await search_municipalities(app.state.reader, somebody.entry, "муницыпальный", 5)]
    assert names == ["Муниципальный район A", "Муниципальный район B"]
