"""The document is the contract: committed as generated, complete for every operation, and true of what is sent."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from opora.main import ROUTERS
from opora.openapi import render
from tests.contract.asking import DOCUMENT, EVERYBODY, OPERATIONS, is_public, place, request
from tests.contract.matrix import CASES, Case
from tests.support.stage import CLIENT, Stage

CONTEXTS = {
    "core",
    "identity",
    "notices",
    "territory",
    "people",
    "programs",
    "deficits",
    "events",
    "documents",
    "intensives",
    "wiring",
}
PROBLEMS = ("400", "401", "403", "404", "409", "412", "413", "422", "428", "429", "503")
BEFORE_ACTOR = ("400", "401", "403", "404", "409", "413", "422", "429", "503")
MODELS = {
    r.path: r.response_model
    for router in ROUTERS
    for r in router.routes
    if isinstance(r, APIRoute) and "GET" in r.methods
}
READS = [
    case
    for case in CASES
    if OPERATIONS[case.operation][0] == "GET"
    and not case.headers
    and not is_public(case)
    and "200" in str(case.cells)
    and case.operation not in ("download_file", "get_event_calendar")  # bytes, not JSON
]


def test_the_committed_document_is_the_generated_one() -> None:
    """`make openapi` writes it."""
    committed = Path(__file__).parents[2] / "openapi" / "openapi.json"
    assert committed.read_text(encoding="utf-8") == render()


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_what_it_is_whose_it_is_and_how_it_refuses(name: str) -> None:
    _, path, operation = OPERATIONS[name]
    public = operation["x-permission"] == "public"
    assert len(operation["tags"]) == 1
    assert set(operation["tags"]) <= CONTEXTS
    assert operation["summary"].strip()
    assert operation["description"].strip()
    assert operation["security"] == ([] if public else [{"session": []}, {"bearer": []}])
    if path != "/oauth2/token":  # answers in the form of RFC 6749
        missing = [status for status in (BEFORE_ACTOR if public else PROBLEMS) if status not in operation["responses"]]
        assert missing == []
    success = [status for status in operation["responses"] if status.startswith("2")]
    assert len(success) == 1, "one way to succeed"
    assert success == ["204"] or "content" in operation["responses"][success[0]]


def test_every_problem_has_the_form_of_rfc_9457() -> None:
    for answer in DOCUMENT["components"]["responses"].values():
        assert list(answer["content"]) == ["application/problem+json"]
    assert DOCUMENT["components"]["schemas"]["Problem"]["required"] == [
        "type", "title", "status", "code", "detail", "instance", "errors",
    ]  # fmt: skip


def test_no_input_takes_unknown_fields_and_no_output_has_optional_ones() -> None:
    used = {"in": set[str](), "out": set[str]()}
    for _, _, operation in OPERATIONS.values():
        _collect(operation.get("requestBody", {}), used["in"])
        _collect(operation["responses"], used["out"])
    schemas = DOCUMENT["components"]["schemas"]
    objects = {name: schema for name, schema in schemas.items() if schema.get("type") == "object"}
    loose = {n for n in used["in"] & objects.keys() if objects[n].get("additionalProperties") is not False}
    vague = {
        n for n in used["out"] & objects.keys() if set(objects[n].get("required", ())) != set(objects[n]["properties"])
    }
    assert (loose, vague) == (set(), set())


def _collect(part: Any, found: set[str]) -> None:
    """Names of every schema below `part`, references followed."""
    if isinstance(part, dict):
        name = str(part.get("$ref", "")).removeprefix("#/components/schemas/")
        if name and "/" not in name and name not in found:
            found.add(name)
            _collect(DOCUMENT["components"]["schemas"][name], found)
        for value in part.values():
            _collect(value, found)
    elif isinstance(part, list):
        for value in part:
            _collect(value, found)


@pytest.mark.parametrize("case", READS, ids=str)
async def test_what_is_read_is_exactly_what_the_schema_says(stage: Stage, case: Case) -> None:
    """Lists come straight from PostgreSQL: their bytes are held against the documented model, byte formats included."""
    _, path, _ = OPERATIONS[case.operation]
    adapter: TypeAdapter[Any] = TypeAdapter(MODELS[path])
    full = False
    for who, role in EVERYBODY.items():
        if case.expected(role, "own") != 200 or who == CLIENT:
            continue
        method, url, options = request(case, place(who, "own"))
        if any(
            parameter["name"] == "include_total" for parameter in OPERATIONS[case.operation][2].get("parameters", [])
        ):
            options["params"] |= {"include_total": "true"}
        response = (await stage.send(who, method, url, **options)).response
        said = response.json()
        assert adapter.dump_python(adapter.validate_json(response.content), mode="json") == said
        full = full or "items" not in said or bool(said["items"])
    assert full, "an empty list proves nothing"
