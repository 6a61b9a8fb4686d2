"""The matrix of schools and types, and entry for many schools at once."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import FastAPI

from opora.deficits.schemas import Matrix
from tests.conftest import Login
from tests.support.world import id_

URL = "/api/v1/deficits/matrix"
PROGRAM = {"program_id": str(id_("program.a"))}


def entry(school: str, type_: str, severity: int = 2) -> dict[str, Any]:
    return {"school_id": str(id_(f"school.{school}")), "type_id": str(id_(f"type.{type_}")), "severity": severity}


async def test_the_matrix_shows_schools_types_and_open_deficits(app: FastAPI, login: Login) -> None:
    response = await login(app, "mc.a@test").get(URL, params=PROGRAM)
    matrix = Matrix.model_validate_json(response.content)
    assert matrix.model_dump(mode="json") == response.json()
    assert [(s.category, s.counts_in_prevalence) for s in matrix.schools] == [("low_results", True)] * 3 + [
        ("high_results", False)
    ]
    assert {t.code: (t.holders, t.proposed_scope) for t in matrix.types} == {
        "t1": (3, "common"), "t2": (2, "individual"), "t3": (0, None), "t4": (0, None), "t5": (0, None),
    }  # fmt: skip
    assert len(matrix.cells) == 6
    assert {c.deficit_id for c in matrix.cells if c.status == "draft"} == {id_("deficit.a1.t3")}


async def test_many_schools_are_entered_at_once_and_the_entry_can_be_undone(
    app: FastAPI, login: Login, rows: Callable[..., Awaitable[list[dict[str, Any]]]]
) -> None:
    client = login(app, "me.a@test")
    entries = [entry("a1", "t5", 3), entry("a2", "t5"), entry("a3", "t5", 1), entry("a1", "t1")]
    entered = await client.post(URL, json=PROGRAM | {"entries": entries})
    assert entered.status_code == 201, entered.text
    result = entered.json()
    assert len(result["created"]) == 3
    assert [e["deficit_id"] for e in result["existing"]] == [str(id_("deficit.a1.t1"))]
    facts = await rows("select count(*) as n from change where type = 'deficit.create'")
    assert facts == [{"n": 3}]
    head = login(app, "head.a2@test")
    second = next(c["deficit_id"] for c in result["created"] if c["school_id"] == str(id_("school.a2")))
    etag = (await head.get(f"/api/v1/deficits/{second}")).headers["etag"]
    await head.patch(f"/api/v1/deficits/{second}", json={"qualitative": True}, headers={"If-Match": etag})
    assert (await head.post(f"/api/v1/deficits/{second}/transitions", json={"event": "confirm"})).status_code == 200
    undone = await client.post(f"{URL}/undo", json={"batch_id": result["batch_id"]})
    assert undone.json() == {"removed": 2, "kept": [{"deficit_id": second, "status": "identified"}]}
    left = [c["deficit_id"] for c in result["created"] if c["deficit_id"] != second]
    assert [(await client.get(f"/api/v1/deficits/{id_}")).status_code for id_ in left] == [404, 404]
    listed = (await client.get("/api/v1/deficits", params={"type_id": str(id_("type.t5"))})).json()["items"]
    assert [row["id"] for row in listed] == [second], "an undone entry stands in no list"
    kept = await rows(
        "select operation from audit where entity = 'deficit' and entity_id = $1",
        UUID(left[0]),
        role="opora_region",
    )
    assert {row["operation"] for row in kept} == {"insert", "delete"}
    again = await client.post(URL, json=PROGRAM | {"entries": entries})
    assert len(again.json()["created"]) == 2


async def test_what_somebody_worked_on_is_not_undone(app: FastAPI, login: Login) -> None:
    client, head = login(app, "me.a@test"), login(app, "head.a1@test")
    made = (await client.post(URL, json=PROGRAM | {"entries": [entry("a1", "t5"), entry("a2", "t5")]})).json()
    mine = next(c["deficit_id"] for c in made["created"] if c["school_id"] == str(id_("school.a1")))
    baseline = {"kind": "baseline", "measured_on": "2026-09-01", "note": "Со слов завуча"}
    assert (await head.post(f"/api/v1/deficits/{mine}/measurements", json=baseline)).status_code == 201
    undone = await client.post(f"{URL}/undo", json={"batch_id": made["batch_id"]})
    assert undone.json() == {"removed": 1, "kept": [{"deficit_id": mine, "status": "draft"}]}


async def test_an_entry_is_all_or_nothing(
    app: FastAPI, login: Login, rows: Callable[..., Awaitable[list[dict[str, Any]]]]
) -> None:
    entries = [entry("a1", "t5"), entry("b1", "t5"), entry("a2", "tt")]
    refused = await login(app, "me.a@test").post(URL, json=PROGRAM | {"entries": entries})
    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json()["errors"]] == ["/entries/1/school_id", "/entries/2/type_id"]
    assert await rows("select count(*) as n from deficit where type_id = $1", id_("type.t5")) == [{"n": 0}]


async def test_one_undoes_only_ones_own_entry(app: FastAPI, login: Login) -> None:
    made = await login(app, "me.a@test").post(URL, json=PROGRAM | {"entries": [entry("a1", "t5")]})
    batch = {"batch_id": made.json()["batch_id"]}
    assert (await login(app, "mc.a@test").post(f"{URL}/undo", json=batch)).status_code == 404
    assert (await login(app, "mc.b@test").post(f"{URL}/undo", json=batch)).status_code == 404


async def test_the_matrix_as_a_table_for_a_spreadsheet(app: FastAPI, login: Login) -> None:
    response = await login(app, "mc.a@test").get(URL, params=PROGRAM, headers={"accept": "text/csv"})
    lines = response.text.lstrip("\ufeff").split("\r\n")
    assert lines[0] == "Школа;Вид t1;Вид t2;Вид t3;Вид t4;Вид t5"
    assert lines[1] == "Школа A1 CANARY_A;2 (подтверждён);2 (подтверждён);2 (предварительный);;"
