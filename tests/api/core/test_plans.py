"""Among thousands of rows a list reads an index in the order it shows: no sort, no scan of the table, for every kind of scope."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from opora.core import clock
from opora.core.addresses import Addresses, with_database
from opora.core.database import Entry, Reader
from opora.main import create_app
from opora.settings import Settings
from tests.conftest import Login, execute
from tests.support.crowd import gather_crowd
from tests.support.world import id_

SORTS = ("-updated_at", "updated_at", "-severity", "severity", "-opened_on", "opened_on")
WHO = {"region": "rc@test", "municipality": "mc.a@test", "personal": "me.a@test", "school": "head.a1@test"}
API = "/api/v1"


class Recording(Reader):
    """The native path, keeping what it ran."""

    def __init__(self, pool: Any) -> None:
        super().__init__(pool)
        self.ran: list[tuple[Entry, str, Sequence[Any]]] = []

    async def fetch(self, entry: Entry, sql: str, args: Sequence[Any] = ()) -> list[Any]:
        self.ran.append((entry, sql, args))
        return await super().fetch(entry, sql, args)


@dataclass
class Crowded:
    """The application among thousands of rows."""

    app: FastAPI
    reader: Recording

    async def plan(self, login: Login, who: str, path: str) -> str:
        """How PostgreSQL runs the list for somebody: the very statement, under the same row security."""
        self.reader.ran.clear()
        answer = await login(self.app, who).get(path)
        assert answer.status_code == 200, answer.text
        assert answer.json()["items"], "an empty list has no plan worth reading"
        entry, sql, args = self.reader.ran[-1]  # before it, whether the parent is there
        async with self.reader.acquire() as connection:
            await connection.execute(f"begin read only; {entry.sql}")
            try:
                return "\n".join(row[0] for row in await connection.fetch(f"explain {sql}", *args))
            finally:
                await connection.execute("rollback")

    async def crowded_event(self, login: Login) -> str:
        """An event for which hundreds registered."""
        items = (await login(self.app, "mc.a@test").get(f"{API}/events?limit=100")).json()["items"]
        return str(max(items, key=lambda item: item["seats"]["taken"])["id"])


@pytest.fixture(scope="module")
async def crowded(admin_url: str, name: str, database: Addresses, settings: Settings) -> AsyncIterator[Crowded]:
    copy, root = f"{name}_crowd", with_database(admin_url, "postgres")
    drop = f"drop database if exists {copy} with (force)"
    await execute(root, drop, f"create database {copy} template {name} owner opora_owner")
    await execute(root, f"grant connect on database {copy} to opora_gate")
    await gather_crowd(with_database(database.owner, copy))
    app = create_app(settings.model_copy(update={"database_url": with_database(database.gate, copy), "pool_size": 2}))
    async with app.router.lifespan_context(app):
        app.state.reader.__class__ = Recording
        app.state.reader.ran = []
        yield Crowded(app, app.state.reader)
    await execute(root, drop)


def in_order(plan: str, table: str) -> None:
    """The listed table is read by an index in the order shown; what is read beside each row has a plan of its own below."""
    rows, _, beside = plan.partition("SubPlan")
    assert not re.search(r"(?<!Incremental )Sort  ", rows), plan
    assert f"Seq Scan on {table}" not in plan, plan
    assert re.search(rf"Index (Only )?Scan (Backward )?using \w+ on {table}\b", rows), plan
    assert not re.search(r"Seq Scan on (employment|role_assignment a|person|account|deficit)\b", beside), plan


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("scope", WHO)
async def test_deficits_are_listed_from_an_index(crowded: Crowded, login: Login, scope: str, sort: str) -> None:
    plan = await crowded.plan(login, WHO[scope], f"{API}/deficits?sort={sort}")
    in_order(plan, "deficit")
    column = {"updated_at": "recent", "severity": "severe", "opened_on": "opened"}[sort.removeprefix("-")]
    owner = "municipality" if scope == "personal" else scope
    assert f"deficit_{owner}_{column}" in plan, plan


@pytest.mark.parametrize("sort", SORTS)
async def test_a_teachers_own_deficits_are_found_by_the_teacher(crowded: Crowded, login: Login, sort: str) -> None:
    """A person holds few: they are found by an index and may be sorted."""
    plan = await crowded.plan(login, "teacher.a1@test", f"{API}/deficits?sort={sort}")
    assert "deficit_person_recent" in plan, plan
    assert "Seq Scan on deficit " not in plan, plan


@pytest.mark.parametrize("scope", WHO)
async def test_the_next_page_begins_where_the_last_one_ended(crowded: Crowded, login: Login, scope: str) -> None:
    """The cursor is a condition of the index, not a filter after it."""
    first = (await login(crowded.app, WHO[scope]).get(f"{API}/deficits")).json()
    plan = await crowded.plan(login, WHO[scope], f"{API}/deficits?cursor={first['next_cursor']}")
    in_order(plan, "deficit")
    assert re.search(r"Index Cond: .*ROW\(.*updated_at, .*id\) <", plan), plan


@pytest.mark.parametrize("scope", ["region", "municipality"])
async def test_deficits_of_a_status_are_listed_from_an_index_too(crowded: Crowded, login: Login, scope: str) -> None:
    plan = await crowded.plan(login, WHO[scope], f"{API}/deficits?status=identified")
    in_order(plan, "deficit")
    assert f"deficit_{scope}_status" in plan, plan


@pytest.mark.parametrize(
    "query",
    [f"school_id={id_('school.a1')}", "open=true", f"type_id={id_('type.t1')}", "waiting=confirm", "overdue=false"],
)
async def test_no_filter_makes_a_municipality_read_the_whole_table(crowded: Crowded, login: Login, query: str) -> None:
    plan = await crowded.plan(login, "mc.a@test", f"{API}/deficits?{query}")
    assert "Seq Scan on deficit " not in plan, plan


@pytest.mark.parametrize("sort", ["starts_at", "-starts_at", "updated_at", "-updated_at"])
@pytest.mark.parametrize("who", ["rc@test", "mc.a@test", "observer.a@test", "head.a1@test", "teacher.a1@test"])
async def test_events_are_listed_from_an_index_by_everybody(
    crowded: Crowded, login: Login, who: str, sort: str
) -> None:
    plan = await crowded.plan(login, who, f"{API}/events?sort={sort}")
    in_order(plan, "event")
    column = {"starts_at": "starts", "updated_at": "recent"}[sort.removeprefix("-")]
    assert f"event_{'region' if who == 'rc@test' else 'municipality'}_{column}" in plan, plan
    assert not re.search(r"Seq Scan on event_(speaker|registration)\b", plan), plan


@pytest.mark.parametrize("query", ["a month", "status=published&ahead=true", "mine=true", "kind=webinar", "limit=5"])
async def test_no_filter_makes_a_teacher_read_all_events(crowded: Crowded, login: Login, query: str) -> None:
    """Among thousands of others a teacher's own events and a month's are found by an index."""
    if query == "a month":
        query = f"from_day={clock.today()}&to_day={clock.today() + timedelta(days=30)}"
    plan = await crowded.plan(login, "teacher.a1@test", f"{API}/events?{query}")
    assert not re.search(r"Seq Scan on event(_speaker|_registration)?\b", plan), plan


@pytest.mark.parametrize("who", ["mc.a@test", "head.a1@test"])
async def test_registrations_are_listed_from_an_index(crowded: Crowded, login: Login, who: str) -> None:
    for sort in ("created_at", "-created_at"):
        plan = await crowded.plan(login, who, f"{API}/registrations?sort={sort}")
        in_order(plan, "event_registration")
        assert re.search(r"event_registration_(municipality|school)\b", plan), plan


@pytest.mark.parametrize(
    ("part", "index"),
    [
        ("registrations?sort=name", "event_registration_event_name"), ("registrations?sort=number", "event_registration_number"),
        ("attendance", "Index Cond: (event_id = "),
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["mc.a@test", "me.a@test"])
async def test_the_sheet_of_one_event_among_thousands_is_read_from_its_index(
    crowded: Crowded, login: Login, who: str, part: str, index: str
) -> None:
    event = await crowded.crowded_event(login)
    plan = await crowded.plan(login, who, f"{API}/events/{event}/{part}")
    assert index in plan, plan
    assert not re.search(r"Seq Scan on event_(registration|attendance)\b", plan), plan
    if part == "attendance":
        assert "event_attendance_current" in plan, plan


@pytest.mark.parametrize(
    ("path", "table", "scopes"),
    [
        ("/people", "person", ("region", "municipality")), ("/accounts", "account", ("region", "municipality")),
        ("/audit", "audit", ("region", "municipality")), ("/deficit-types", "deficit_type", ("region", "school")),
    ],
)  # fmt: skip
async def test_other_lists_that_grow_are_read_from_an_index(
    crowded: Crowded, login: Login, path: str, table: str, scopes: tuple[str, ...]
) -> None:
    for scope in scopes:
        in_order(await crowded.plan(login, WHO[scope], f"{API}{path}"), table)


@pytest.mark.parametrize(
    ("path", "table"), [("/accounts", "account"), ("/people", "person"), ("/deficits?status=draft", "deficit")]
)
async def test_what_a_school_holds_little_of_is_found_by_its_index(
    crowded: Crowded, login: Login, path: str, table: str
) -> None:
    """Few enough to sort, when PostgreSQL finds that cheaper."""
    plan = await crowded.plan(login, "head.a1@test", f"{API}{path}")
    assert re.search(rf"{table}_school_\w+", plan), plan
    assert f"Seq Scan on {table} " not in plan, plan


async def test_the_history_of_one_thing_is_read_from_an_index(crowded: Crowded, login: Login) -> None:
    plan = await crowded.plan(login, "mc.a@test", f"{API}/audit?entity_id={id_('school.a1')}")
    assert "Seq Scan on audit" not in plan, plan
    assert "audit_entity" in plan, plan
