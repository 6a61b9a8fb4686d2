"""Around the role matrix: mixed parents, foreign filters, fields nobody asked for, requests from elsewhere, real logins."""

import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.contract.asking import DOCUMENT, EVERYBODY, OPERATIONS, OTHER, hold_back, is_public, place, request
from tests.contract.matrix import CASES, ROLES, Case
from tests.support.stage import CLIENT, Stage, named, uuids_in
from tests.support.world import ACCOUNTS, PASSWORD, id_

NESTED = [case for case in CASES if len(case.path) == 2]
WRITING = [case for case in CASES if OPERATIONS[case.operation][0] != "GET" and not is_public(case)]
WITH_BODY = [case for case in CASES if case.body is not None]
ONE_OBJECT = [
    case
    for case in CASES
    if case.expected("MC", "foreign") == 404 and case.path and "own" not in str(case.path) and not case.counts_tries
]
SCOPE_FILTERS = {"municipality_id": "@municipality.{m}", "school_id": "@school.{s}", "program_id": "@program.{m}"}
FILTERS = [
    (name, parameter["name"])
    for name, (method, _, operation) in OPERATIONS.items()
    for parameter in operation.get("parameters", [])
    if method == "GET" and parameter["in"] == "query" and parameter["name"] in SCOPE_FILTERS
]
SHOWS_ALL = [case for case in CASES if OPERATIONS[case.operation][0] == "GET" and case.expected("RC", "foreign") == 200]
SILENT = {  # open to all, or figures and words of the program only
    "list_regions", "list_okrugs", "list_municipalities", "get_municipality", "list_deficit_types", "get_deficit_type",
    "list_consents", "get_teacher_summary", "list_deficit_transitions", "list_event_transitions",
    "list_intensive_day_transitions", "get_missed_months", "get_event_feedback",
    "get_me", "list_my_sessions", "list_notices", "count_unread_notices", "list_notice_preferences", "list_calendar_feeds",
    "health", "ready",
}  # fmt: skip


def allowed(case: Case) -> str:
    """Somebody of A whom the matrix lets do it, or at least try."""
    found = [role for role in ROLES if case.expected(role, "own") < 300]
    found = found or [role for role in ROLES if case.expected(role, "own") != 403] or ["MC"]
    return next(who for role in ("MC", *found) if role in found for who, held in EVERYBODY.items() if held == role)


async def send(stage: Stage, who: str | None, call: tuple[str, str, dict[str, Any]], **changes: Any) -> httpx.Response:
    """A request that must be refused: it changes nothing and tells nothing."""
    method, url, options = call
    outcome = await stage.send(who, method, url, **options | changes)
    hold_back(stage, f"{who} → {method} {url}", who, outcome.response, uuids_in([url, options, changes]))
    assert not outcome.changed, f"{method} {url}: {outcome.response.status_code}, and changed {outcome.changed}"
    return outcome.response


@pytest.mark.parametrize("case", NESTED, ids=str)
@pytest.mark.parametrize(
    "mixed", ["own below foreign", "foreign below own", "neighbour's below own", "own below missing"]
)
async def test_a_child_is_reached_through_its_own_parent_only(stage: Stage, case: Case, mixed: str) -> None:
    who = allowed(case)
    parent, child = case.path
    ids = {
        where: {k: named(v, place(who, where)) for k, v in case.path.items()} for where in ("own", "near", "foreign")
    }
    path = {
        "own below foreign": {parent: ids["foreign"][parent], child: ids["own"][child]},
        "foreign below own": {parent: ids["own"][parent], child: ids["foreign"][child]},
        "neighbour's below own": {parent: ids["own"][parent], child: ids["near"][child]},
        "own below missing": {parent: str(uuid4()), child: ids["own"][child]},
    }[mixed]
    if path[parent] == ids["near"][parent]:  # the neighbour shares the parent: a programme
        path[child] = str(uuid4())
    response = await send(stage, who, request(case, place(who, "own"), path))
    assert response.status_code == 404, response.text


@pytest.mark.parametrize("case", ONE_OBJECT, ids=str)
async def test_a_foreign_object_is_answered_like_one_that_never_was(stage: Stage, case: Case) -> None:
    who = "mc.a@test"
    foreign = await send(stage, who, request(case, place(who, "foreign")))
    missing = await send(stage, who, request(case, place(who, "own"), {key: str(uuid4()) for key in case.path}))
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() | {"instance": 0} == missing.json() | {"instance": 0}


@pytest.mark.parametrize("case", WITH_BODY, ids=str)
async def test_a_field_nobody_asked_for_is_refused(stage: Stage, case: Case) -> None:
    """Mass assignment: owner, status and version cannot be smuggled in, nor anything else."""
    who = None if is_public(case) else allowed(case)
    method, url, options = request(case, place(who, "own"))
    assert options["json"] is not None
    for name in ("municipality_id", "school_id", "region_id", "status", "version", "created_by", "unheard_of"):
        if name not in _fields(case):
            smuggled = options["json"] | {name: str(id_("municipality.b"))}
            response = await send(stage, who, (method, url, options | {"json": smuggled}))
            assert response.status_code == 422, f"{name}: {response.text}"
            assert [e["code"] for e in response.json()["errors"] if e["pointer"] == f"/{name}"] == ["extra_forbidden"]


def _fields(case: Case) -> set[str]:
    content = OPERATIONS[case.operation][2]["requestBody"]["content"]["application/json"]["schema"]
    return set(DOCUMENT["components"]["schemas"][content["$ref"].rpartition("/")[2]].get("properties", {}))


@pytest.mark.parametrize(("operation", "parameter"), FILTERS)
async def test_a_filter_by_something_foreign_finds_nothing(stage: Stage, operation: str, parameter: str) -> None:
    case = next(c for c in CASES if c.operation == operation)
    for who, role in EVERYBODY.items():
        if ACCOUNTS[who][2] is None or case.expected(role, "own") != 200:
            continue
        method, url, options = request(case, place(who, "own"))
        options["params"] |= {parameter: named(SCOPE_FILTERS[parameter], place(who, "foreign"))}
        response = await send(stage, who, (method, url, options))
        assert response.status_code in (200, 404), response.text
        assert response.status_code == 404 or response.json()["items"] == [], response.text


@pytest.mark.parametrize("case", WRITING, ids=str)
async def test_another_site_cannot_write_with_a_browsers_cookie(stage: Stage, case: Case) -> None:
    who = "mc.a@test"
    method, url, options = request(case, place(who, "own"))
    for headers in ({"X-Opora-Client": ""}, {"Origin": "https://evil.test"}):
        response = await send(stage, who, (method, url, options | {"headers": options["headers"] | headers}))
        assert (response.status_code, response.json()["code"]) == (403, "csrf")


@pytest.mark.parametrize("operation", sorted({case.operation for case in SHOWS_ALL}))
async def test_the_canaries_sing_where_they_may(stage: Stage, operation: str) -> None:
    """The control of every leak test: who may see both municipalities does see both canaries."""
    case = next(c for c in SHOWS_ALL if c.operation == operation)
    texts = []
    for relation in ("own", "foreign"):
        method, url, options = request(case, place("rc@test", relation))
        texts.append((await stage.send("rc@test", method, url, **options)).response.text)
    sung = set(re.findall("CANARY_[AB]", " ".join(texts)))
    assert sung == (set() if operation in SILENT else {"CANARY_A", "CANARY_B"})


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != CLIENT])
async def test_everybody_of_the_matrix_enters_with_a_password(stage: Stage, who: str) -> None:
    outcome = await stage.send(None, "POST", "/api/v1/auth/login", json={"login": who, "password": PASSWORD})
    assert outcome.response.status_code == 200, outcome.response.text
    role, scope, m, _ = ACCOUNTS[who]
    assert {k: outcome.response.json()["assignment"][k] for k in ("role", "scope_kind", "municipality_id")} == {
        "role": role, "scope_kind": scope, "municipality_id": str(id_(f"municipality.{m}")) if m else None,
    }  # fmt: skip
    hold_back(stage, f"login of {who}", who, outcome.response, set())
    assert outcome.response.headers["set-cookie"].startswith("__Host-opora=")
    assert OTHER.get(m or "") not in {of for _, of in outcome.changed}
