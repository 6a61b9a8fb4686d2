"""Papers of a Day: asked for, drawn by the worker, downloaded; certificates with numbers, codes and a public page."""

import io
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pypdf
import pytest
from fastapi import FastAPI

from opora.documents.jobs import make_document
from tests.api.intensives.conftest import API, DAYS, come, moved, ok
from tests.conftest import Login
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
TEACHERS = ("teacher.a1@test", "teacher2.a1@test")


@pytest.fixture
async def held(methodologist: httpx.AsyncClient, head: httpx.AsyncClient, published: dict[str, Any]) -> dict[str, Any]:
    """A Day that is over: two teachers of a1 came, parents were counted, the protocol is filled."""
    agenda = await ok(await head.get(f"{DAYS}/{published['id']}/agenda"))
    teachers = next(s for s in agenda["sessions"] if "teachers" in s["audience"])
    parents = next(s for s in agenda["sessions"] if "parents" in s["audience"])
    people = {"person_ids": [str(id_(f"person.{who}")) for who in TEACHERS]}
    seats = await ok(await head.post(f"{API}/events/{teachers['id']}/registrations/batch", json=people), 201)
    come(published)
    await moved(methodologist, published, "start")
    entries = [{"registration_id": item["registration_id"], "present": True} for item in seats["items"]]
    await ok(await methodologist.post(f"{API}/events/{teachers['id']}/attendance", json={"entries": entries}), 201)
    count = {"school_id": str(id_("school.a2")), "audience": "parents", "count": 12}
    await ok(await methodologist.post(f"{API}/events/{parents['id']}/counts", json=count), 201)
    found = await moved(methodologist, published, "finish")
    protocol = {
        "number": "3", "chair": "Иванова И. И.", "secretary": "Петрова П. П.", "questions": ["<b>О тексте</b>"],
        "decisions": [{"text": "Повторить #в мае", "responsible": "ИМЦ", "due_on": "2027-05-01"}],
    }  # fmt: skip
    kept = await methodologist.patch(f"{DAYS}/{found['id']}", json={"protocol": protocol}, headers={"If-Match": "*"})
    reported: dict[str, Any] = await ok(kept)
    return reported


async def asked(client: httpx.AsyncClient, of: dict[str, Any], kind: str) -> dict[str, Any]:
    paper: dict[str, Any] = await ok(await client.post(f"{DAYS}/{of['id']}/papers", json={"kind": kind}), 202)
    return paper


async def drawn(app: FastAPI, client: httpx.AsyncClient, paper: dict[str, Any], who: str) -> dict[str, Any]:
    """As the worker draws it."""
    assert await make_document(app.state, id_(f"assignment.{who}"), UUID(paper["id"])) == "ready"
    found: dict[str, Any] = await ok(await client.get(f"{API}/documents/{paper['id']}"))
    return found


async def text_of(client: httpx.AsyncClient, paper: dict[str, Any]) -> str:
    file = next(f for f in paper["files"] if f["media_type"] == "application/pdf")
    answer = await client.get(f"{API}/documents/{paper['id']}/files/{file['id']}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


async def test_the_protocol_is_drawn_when_the_day_is_reported(
    app: FastAPI, methodologist: httpx.AsyncClient, held: dict[str, Any], rows: Rows
) -> None:
    await moved(methodologist, held, "report")
    [paper] = (await ok(await methodologist.get(f"{API}/documents", params={"subject_id": held["id"]})))["items"]
    assert (paper["kind"], paper["number"], paper["status"], paper["done"]) == ("day_protocol", 1, "queued", 0)
    jobs = await rows("select count(*) as n from pgqueuer where entrypoint = 'documents.make'")
    assert jobs[0]["n"] == 1
    ready = await drawn(app, methodologist, paper, "me.a@test")
    assert (ready["status"], ready["done"], ready["missing"]) == ("ready", 1, ["approver"])
    assert sorted(file["name"].rpartition(".")[2] for file in ready["files"]) == ["docx", "pdf"]
    text = await text_of(methodologist, ready)
    for words in ("Протокол № 3", "Иванова И. И.", "<b>О тексте</b>", "Повторить #в мае", "1 мая 2027 г."):
        assert words in text
    assert await make_document(app.state, id_("assignment.me.a@test"), UUID(paper["id"])) == "ready", "drawn once"
    assert len((await ok(await methodologist.get(f"{API}/documents/{paper['id']}")))["files"]) == 2


async def test_asking_again_makes_a_new_version_and_the_old_one_stays(
    app: FastAPI, methodologist: httpx.AsyncClient, held: dict[str, Any]
) -> None:
    first, second = [await asked(methodologist, held, "attendance_sheet") for _ in range(2)]
    assert (first["number"], second["number"]) == (1, 2)
    text = await text_of(methodologist, await drawn(app, methodologist, first, "me.a@test"))
    assert text.count("присутствует") == 2
    assert "12" in text


async def test_closing_gives_everybody_who_came_a_certificate_that_the_public_page_confirms(
    app: FastAPI, login: Login, coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, held: dict[str, Any]
) -> None:
    await moved(methodologist, held, "report")
    await moved(coordinator, held, "close")
    issued = (await ok(await coordinator.get(f"{API}/certificates", params={"subject_id": held["id"]})))["items"]
    listeners = [row for row in issued if row["role"] == "listener"]
    assert sorted(row["number"] for row in issued) == list(range(1, len(issued) + 1)), "gapless"
    assert {row["person_id"] for row in listeners} == {str(id_(f"person.{who}")) for who in TEACHERS}
    asked_for = {"subject_id": held["id"], "kind": "certificates"}
    [paper] = (await ok(await coordinator.get(f"{API}/documents", params=asked_for)))["items"]
    assert paper["total"] == len(issued)
    ready = await drawn(app, coordinator, paper, "mc.a@test")
    text = await text_of(coordinator, ready)
    mine = listeners[0]
    assert f"{mine['number']}/{mine['year']}" in text
    code = mine["code"]
    assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in text
    for written in (code, f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()):
        check = await ok(await login(app).get(f"{API}/verify/{written}"))
        assert (check["is_valid"], check["name"], check["hours"]) == (True, mine["name"], 1.0)
    own = (await ok(await login(app, TEACHERS[0]).get(f"{API}/certificates")))["items"]
    assert {row["person_id"] for row in own} == {str(id_(f"person.{TEACHERS[0]}"))}

    again = await coordinator.post(f"{DAYS}/{held['id']}/papers", json={"kind": "certificates"})
    assert (again.status_code, again.json()["code"]) == (409, "nobody-came")
    withdrawn = {"comment": "Выдан по ошибке"}
    await ok(await coordinator.post(f"{API}/certificates/{mine['id']}/revoke", json=withdrawn))
    assert (await ok(await login(app).get(f"{API}/verify/{code}")))["is_valid"] is False
    twice = await coordinator.post(f"{API}/certificates/{mine['id']}/revoke", json=withdrawn)
    assert (twice.status_code, twice.json()["code"]) == (409, "certificate-revoked")


async def test_codes_cannot_be_tried_by_the_hundred(
    app: FastAPI, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opora.documents.queries.LOOKS", 3)
    client = login(app)
    answers = [(await client.get(f"{API}/verify/ABCDEFGHJK2{n}")).status_code for n in range(5)]
    assert answers == [404, 404, 404, 429, 429]


async def test_what_cannot_be_drawn_says_so_and_can_be_asked_for_again(
    app: FastAPI, methodologist: httpx.AsyncClient, held: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = await asked(methodologist, held, "day_programme")

    def broken(*_: Any) -> bytes:
        raise RuntimeError("no ink")

    monkeypatch.setattr("opora.documents.jobs.draw_pdf", broken)
    assert await make_document(app.state, id_("assignment.me.a@test"), UUID(paper["id"])) == "failed"
    failed = await ok(await methodologist.get(f"{API}/documents/{paper['id']}"))
    assert (failed["status"], failed["files"]) == ("failed", [])
    assert "Повторите запрос" in failed["error"]
