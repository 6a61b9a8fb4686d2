"""People: who sees whom, who adds whom, and what of them is told."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from opora.people.queries import search_people
from opora.people.schemas import PersonRead
from tests.api.events.making import published
from tests.conftest import Login
from tests.support.world import id_

API = "/api/v1/people"
TEACHER = f"{API}/{id_('person.teacher.a1@test')}"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


async def names(client: httpx.AsyncClient, **params: Any) -> list[str]:
    answer = await client.get(API, params=params)
    assert answer.status_code == 200, answer.text
    return [person["last_name"].split()[0] for person in answer.json()["items"]]


async def add(client: httpx.AsyncClient, **more: Any) -> httpx.Response:
    person = {"last_name": "Ёлкина", "first_name": "Мария", "patronymic": "Павловна", "capacity": "teacher"}
    return await client.post(API, json=person | more)


@pytest.fixture
def coordinator(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "mc.a@test")


@pytest.fixture
def head(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "head.a1@test")


@pytest.fixture
def teacher(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "teacher.a1@test")


async def test_a_head_sees_the_own_school_and_a_teacher_only_themselves(
    coordinator: httpx.AsyncClient, head: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    assert await names(head) == ["Curator-A1", "Head-A1", "Teacher-A1", "Teacher2-A1"]
    assert await names(teacher) == ["Teacher-A1"]
    assert {"Head-A1", "Head-A2", "Mc-A"} <= set(await names(coordinator))
    assert "Head-B1" not in await names(coordinator)


async def test_a_second_school_sees_who_works_there_and_not_the_first_place(app: FastAPI, login: Login) -> None:
    granted = await login(app, "admin@test").post(
        f"/api/v1/accounts/{id_('account.teacher.a1@test')}/assignments",
        json={"role": "teacher", "school_id": str(id_("school.a2"))},
    )
    assert granted.status_code == 201, granted.text
    second, third = login(app, "head.a2@test"), login(app, "head.b1@test")
    assert "Teacher-A1" in await names(second)
    assert "Teacher-A1" not in await names(third)
    shown = (await second.get(TEACHER)).json()
    assert [place["organization_name"] for place in shown["positions"]] == ["Школа A2 CANARY_A"]


@pytest.mark.parametrize("who", ["observer.a@test", "expert@test"])
async def test_observers_and_experts_have_no_list_of_people(app: FastAPI, login: Login, who: str) -> None:
    assert (await login(app, who).get(API)).status_code == 403


async def test_a_person_is_shown_with_the_place_of_work(head: httpx.AsyncClient) -> None:
    answer = await head.get(TEACHER)

    person = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert person["school_id"] == str(id_("school.a1"))
    assert person["positions"] == [
        {
            "id": str(id_("employment.teacher.a1@test")), "capacity": "teacher", "subject": None,
            "organization_name": "Школа A1 CANARY_A", "valid_from": None, "valid_to": None,
        }
    ]  # fmt: skip
    assert person["allowed_actions"] == ["update", "give_consent", "withdraw_consent"]


async def test_the_native_list_says_exactly_what_its_schema_says(app: FastAPI, login: Login) -> None:
    rows = (await login(app, "rc@test").get(API)).json()["items"]

    assert len(rows) > 5
    assert all(PersonRead.model_validate(row).model_dump(mode="json") == row for row in rows)


async def test_people_are_filtered_by_school_capacity_and_municipality(app: FastAPI, login: Login) -> None:
    region = login(app, "rc@test")

    assert await names(region, capacity="school_director") == ["Head-A1", "Head-A2", "Head-B1"]
    assert await names(region, capacity="school_director", municipality_id=id_("municipality.b")) == ["Head-B1"]
    assert await names(region, school_id=id_("school.b1")) == ["Head-B1", "Teacher-B1"]


async def test_a_name_is_found_without_yo_and_with_a_typo(app: FastAPI, head: httpx.AsyncClient) -> None:
    await add(head, school_id=str(id_("school.a1")))

    assert await names(head, q="елкина мария") == ["Ёлкина"]
    assert await names(head, q="йолкина") == ["Ёлкина"]
    somebody = await app.state.actors.get(None, id_("assignment.head.a1@test"))
    [hit] = await search_people(app.state.reader, somebody.entry, "елкина", 5)
    assert (hit.title, hit.subtitle) == ("Ёлкина Мария Павловна", "Школа A1 CANARY_A")
    assert await search_people(app.state.reader, somebody.entry, "CANARY_B", 5) == []


async def test_the_list_opens_in_a_spreadsheet(head: httpx.AsyncClient) -> None:
    answer = await head.get(API, params={"capacity": "school_director"}, headers={"Accept": "text/csv"})

    header, row = answer.text.removeprefix("\ufeff").splitlines()
    assert header == "Фамилия;Имя;Отчество;Должности;Эл. почта;Телефон"
    assert row == "Head-A1 CANARY_A;Анна;Петровна;директор · Школа A1 CANARY_A;head.a1@test.example;"


async def test_a_head_adds_a_teacher_of_the_own_school(head: httpx.AsyncClient, rows: Rows) -> None:
    answer = await add(head, school_id=str(id_("school.a1")), subject="математика", email="elkina@example.ru")

    person = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert (person["name"], person["municipality_id"]) == ("Ёлкина Мария Павловна", str(id_("municipality.a")))
    assert [(p["capacity"], p["subject"]) for p in person["positions"]] == [("teacher", "математика")]
    [row] = await rows("select sort_key, is_fictional from person where id = $1", person["id"])
    assert row == {"sort_key": "елкина мария павловна\u0301", "is_fictional": False}
    [fact] = await rows("select type, school_id, data::text as data from change where entity_id = $1", person["id"])
    assert (fact["type"], fact["school_id"]) == ("person.created", id_("school.a1"))
    assert "лкина" not in fact["data"]


@pytest.mark.parametrize("place", [{"school_id": "school.a2"}, {"organization_id": "organization.a"}])
async def test_a_head_adds_nobody_elsewhere(head: httpx.AsyncClient, place: dict[str, str]) -> None:
    answer = await add(head, **{name: str(id_(thing)) for name, thing in place.items()})

    assert (answer.status_code, answer.json()["code"]) == (403, "own-school-staff-only")


async def test_a_coordinator_adds_people_of_schools_and_organisations_of_the_municipality(
    coordinator: httpx.AsyncClient,
) -> None:
    teacher = await add(coordinator, school_id=str(id_("school.a2")))
    specialist = await add(coordinator, organization_id=str(id_("organization.a")), capacity="municipal_specialist")

    assert (teacher.status_code, specialist.status_code) == (201, 201)
    assert specialist.json()["school_id"] is None
    assert specialist.json()["positions"][0]["organization_name"] == "Комитет образования CANARY_A"


@pytest.mark.parametrize("place", [{"school_id": "school.b1"}, {"organization_id": "organization.b"}])
async def test_places_of_another_municipality_do_not_exist(
    coordinator: httpx.AsyncClient, place: dict[str, str]
) -> None:
    answer = await add(coordinator, **{name: str(id_(thing)) for name, thing in place.items()})

    [error] = answer.json()["errors"]
    assert answer.status_code == 422
    assert (error["pointer"], error["code"]) == (f"/{next(iter(place))}", "unknown-reference")


async def test_a_person_has_one_main_place_of_work(coordinator: httpx.AsyncClient) -> None:
    nowhere = await add(coordinator)
    both = await add(coordinator, school_id=str(id_("school.a1")), organization_id=str(id_("organization.a")))

    assert {answer.json()["errors"][0]["code"] for answer in (nowhere, both)} == {"one-place"}
    assert (nowhere.status_code, both.status_code) == (422, 422)


async def test_a_new_name_keeps_its_order_and_its_secret(head: httpx.AsyncClient, rows: Rows) -> None:
    answer = await head.patch(
        TEACHER,
        json={"last_name": "Ёжикова", "patronymic": None, "phone": "+7 81371 11111"},
        headers={"If-Match": '"1"'},
    )

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (answer.json()["name"], answer.json()["phone"]) == ("Ёжикова Анна", "+7 81371 11111")
    [row] = await rows("select sort_key from person where id = $1", id_("person.teacher.a1@test"))
    assert row["sort_key"] == "ежикова анна\u0301"
    [fact] = await rows("select data::text as data from change where type = 'person.updated'")
    assert "last_name" in fact["data"]
    assert "жикова" not in fact["data"]
    audited = await rows(
        "select after::text as after from audit where entity = 'person' and operation = 'update' order by id desc limit 1",
        role="opora_region",
    )
    assert '"changed"' in audited[0]["after"]
    assert "жикова" not in audited[0]["after"]


async def test_a_change_needs_the_version_it_was_made_from(head: httpx.AsyncClient) -> None:
    assert (await head.patch(TEACHER, json={"first_name": "Ия"})).status_code == 428
    assert (await head.patch(TEACHER, json={"first_name": "Ия"}, headers={"If-Match": '"9"'})).status_code == 412


async def test_people_elsewhere_do_not_exist_and_teachers_change_nobody(
    app: FastAPI, login: Login, teacher: httpx.AsyncClient
) -> None:
    for who in ("mc.b@test", "head.a2@test", "teacher2.a1@test"):
        assert (await login(app, who).get(TEACHER)).status_code == 404
    patch = {"json": {"first_name": "Ия"}, "headers": {"If-Match": '"1"'}}
    assert (await login(app, "mc.b@test").patch(TEACHER, **patch)).status_code == 404  # type: ignore[arg-type]
    assert (await teacher.patch(TEACHER, **patch)).status_code == 403  # type: ignore[arg-type]


# -- two places of work -------------------------------------------------------------------------------------------------

SECOND = {"role": "teacher", "school_id": str(id_("school.a2"))}


@pytest.fixture
async def second(app: FastAPI, login: Login) -> httpx.AsyncClient:
    """The head of the school where teacher.a1 works in the second place."""
    url = f"/api/v1/accounts/{id_('account.teacher.a1@test')}/assignments"
    assert (await login(app, "admin@test").post(url, json=SECOND)).status_code == 201
    return login(app, "head.a2@test")


async def test_the_main_school_keeps_the_record_of_who_works_in_two(second: httpx.AsyncClient, rows: Rows) -> None:
    seen = (await second.get(TEACHER)).json()
    assert seen["allowed_actions"] == []
    etag = {"If-Match": f'"{seen["version"]}"'}
    consent = {"purpose": "publication", "text_version": "1", "given_on": "2026-10-01", "method": "paper"}
    for answer in (
        await second.patch(TEACHER, json={"phone": "+7 900 000-00-00"}, headers=etag),
        await second.post(f"{TEACHER}/consents", json=consent),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "kept-by-main-school")
    assert await rows("select phone from person where id = $1", id_("person.teacher.a1@test")) == [{"phone": None}]


async def test_a_teacher_of_two_schools_reads_and_diagnoses_in_both(
    second: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    body = {
        "program_id": str(id_("program.a")), "school_id": str(id_("school.a2")), "type_id": str(id_("type.tt2")), "severity": 2,
        "bearer_kind": "teacher", "person_id": str(id_("person.teacher.a1@test")), "qualitative": True,
    }  # fmt: skip
    made = await teacher.post("/api/v1/deficits", json=body)
    assert made.status_code == 201, made.text
    assert (await teacher.get(f"/api/v1/deficits/{made.json()['id']}")).status_code == 200
    listed = (await teacher.get("/api/v1/deficits")).json()["items"]
    assert {item["school"]["id"] for item in listed} == {str(id_("school.a1")), str(id_("school.a2"))}


async def test_a_second_school_registers_its_part_timer_as_its_own(
    app: FastAPI, login: Login, second: httpx.AsyncClient, rows: Rows
) -> None:
    event = (await published(login(app, "me.a@test")))["id"]
    people = {"person_ids": [str(id_("person.teacher.a1@test")), str(id_("person.head.a2@test"))]}
    made = await second.post(f"/api/v1/events/{event}/registrations/batch", json=people)
    assert made.status_code == 201, made.text
    seats = await rows(
        "select school_id from event_registration where person_id = $1 and event_id = $2",
        people["person_ids"][0],
        event,
    )
    assert seats == [{"school_id": id_("school.a2")}]


async def test_who_is_registered_by_the_main_school_keeps_nobody_else_out(
    app: FastAPI, login: Login, second: httpx.AsyncClient, head: httpx.AsyncClient, rows: Rows
) -> None:
    event = await published(login(app, "me.a@test"), audience=["teachers", "administrators"])
    url = f"/api/v1/events/{event['id']}/registrations/batch"
    teacher, other = str(id_("person.teacher.a1@test")), str(id_("person.head.a2@test"))
    assert (await head.post(url, json={"person_ids": [teacher]})).status_code == 201
    made = await second.post(url, json={"person_ids": [teacher, other]})
    assert made.status_code == 201, made.text
    assert [(item["outcome"], item["code"]) for item in made.json()["items"]] == [
        ("refused", "already-registered"), ("registered", None),
    ]  # fmt: skip
    seats = await rows("select person_id, school_id from event_registration where event_id = $1", event["id"])
    assert {str(row["person_id"]): row["school_id"] for row in seats} == {
        teacher: id_("school.a1"), other: id_("school.a2"),
    }  # fmt: skip


async def test_who_leaves_a_school_no_longer_leads_it_and_stays_in_its_history(
    app: FastAPI, login: Login, coordinator: httpx.AsyncClient, head: httpx.AsyncClient, rows: Rows
) -> None:
    url = f"/api/v1/accounts/{id_('account.teacher.a1@test')}/assignments"
    granted = await coordinator.post(url, json={"role": "school_head", "school_id": str(id_("school.a1"))})
    assert granted.status_code == 201, granted.text
    positions = (await head.get(TEACHER)).json()["positions"]
    leading = next(position for position in positions if position["capacity"] == "school_director")
    deficit = {
        "program_id": str(id_("program.a")), "school_id": str(id_("school.a1")), "type_id": str(id_("type.th")), "severity": 2,
        "bearer_kind": "head", "person_id": str(id_("person.teacher.a1@test")), "qualitative": True,
    }  # fmt: skip
    url = f"{TEACHER}/positions/{leading['id']}/end"
    assert (await login(app, "head.a2@test").post(url, json={})).status_code == 404
    ended = await head.post(url, json={})
    assert ended.status_code == 200, ended.text
    left = {position["capacity"]: position["valid_to"] for position in ended.json()["positions"]}
    assert left == {"teacher": None, "school_director": str(clock.today())}
    again = await head.post(url, json={})
    assert (again.status_code, again.json()["code"]) == (409, "position-ended")
    refused = await head.post("/api/v1/deficits", json=deficit)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not-a-head")
    [fact] = await rows("select data::text as data from change where type = 'person.position_ended'")
    assert "school_director" in fact["data"]


async def test_whoever_leaves_the_main_school_is_kept_by_the_other(
    app: FastAPI, login: Login, second: httpx.AsyncClient, head: httpx.AsyncClient, rows: Rows
) -> None:
    event = await published(login(app, "me.a@test"))
    url = f"/api/v1/events/{event['id']}/registrations/batch"
    people = {"person_ids": [str(id_("person.teacher.a1@test"))]}
    position = next(p for p in (await head.get(TEACHER)).json()["positions"] if "A1" in (p["organization_name"] or ""))
    assert (await head.post(f"{TEACHER}/positions/{position['id']}/end", json={})).status_code == 200
    assert (await head.get(TEACHER)).status_code == 404
    assert (await head.post(url, json=people)).status_code == 422
    assert "update" in (await second.get(TEACHER)).json()["allowed_actions"]
    made = await login(app, "me.a@test").post(url, json=people)
    assert made.json()["items"][0]["outcome"] == "registered", made.text
    seats = await rows("select school_id from event_registration where event_id = $1", event["id"])
    assert seats == [{"school_id": id_("school.a2")}]


async def test_a_role_in_a_school_makes_a_known_person_work_there(
    app: FastAPI, login: Login, coordinator: httpx.AsyncClient, rows: Rows
) -> None:
    """A teacher who becomes the head leads the school from then on."""
    url = f"/api/v1/accounts/{id_('account.teacher.a1@test')}/assignments"
    granted = await coordinator.post(url, json={"role": "school_head", "school_id": str(id_("school.a1"))})
    assert granted.status_code == 201, granted.text
    works = await rows(
        "select capacity from employment where person_id = $1 order by capacity", id_("person.teacher.a1@test")
    )
    assert [row["capacity"] for row in works] == ["school_director", "teacher"]
