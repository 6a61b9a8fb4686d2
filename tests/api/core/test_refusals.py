"""Every refusal is a problem document in the reader's language; bad input is never a 5xx."""

import json

import pytest
from fastapi import FastAPI

from tests.conftest import Login
from tests.support.world import id_

JSON = {"content-type": "application/json"}


async def test_an_unknown_path_a_wrong_method_and_no_session_are_problems(app: FastAPI, login: Login) -> None:
    client, anonymous = login(app, "mc.a@test"), login(app)
    answers = {
        404: await client.get("/api/v1/nothing-here"),
        405: await client.delete("/api/v1/deficits"),
        401: await anonymous.get("/api/v1/deficits"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == status
        assert set(problem) >= {"type", "title", "status", "code", "detail", "instance", "errors"}
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in answer.headers["content-security-policy"]


async def test_the_reader_chooses_the_language(app: FastAPI, login: Login) -> None:
    client, url = login(app, "mc.a@test"), f"/api/v1/deficits/{id_('nothing')}"
    assert (await client.get(url)).json()["title"] == "Не найдено"
    english = await client.get(url, headers={"Accept-Language": "en-GB,ru;q=0.5"})
    assert (english.json()["title"], english.headers["content-language"]) == ("Not found", "en")


async def test_the_request_number_is_kept_when_it_is_sane(app: FastAPI, login: Login) -> None:
    client = login(app, "mc.a@test")
    kept = await client.get("/api/v1/nothing", headers={"X-Request-Id": "given-by-proxy-1"})
    assert (kept.headers["x-request-id"], kept.json()["instance"]) == ("given-by-proxy-1", "given-by-proxy-1")
    replaced = await client.get("/api/v1/nothing", headers={"X-Request-Id": "a b\tc"})
    assert replaced.headers["x-request-id"] != "a b\tc"


async def test_a_body_over_the_limit_is_refused_also_when_its_length_is_not_told(app: FastAPI, login: Login) -> None:
    client = login(app, "me.a@test")

    async def chunks() -> object:
        for _ in range(40):
            yield b"x" * 100_000

    told = await client.post("/api/v1/deficits", content=b"x" * 3_000_000, headers=JSON)
    streamed = await client.post("/api/v1/deficits", content=chunks(), headers=JSON)
    assert [(a.status_code, a.json()["code"]) for a in (told, streamed)] == [(413, "body-too-large")] * 2


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"[]", b"\xff\xfe", b'"\\ud800"', b"null", b"[" * 5000 + b"]" * 5000, b'{"severity": 1e999}',
        b'{"severity": 99999999999999999999999999}', json.dumps({"description": "\u0000"}).encode(),
        json.dumps({"program_id": "x" * 100_000}).encode(),
    ],
)  # fmt: skip
async def test_a_hostile_body_is_a_clear_refusal(app: FastAPI, login: Login, body: bytes) -> None:
    answer = await login(app, "me.a@test").post("/api/v1/deficits", content=body, headers=JSON)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=99999999999999999999",
        "cursor=%00",
        "cursor=abc",
        "cursor=W10",
        "sort=name",
        "status=none",
        "program_id=1",
        "unknown=1",
        "school_id=%F0%9F",
        "cursor=" + "A" * 500,
    ],
)
async def test_a_hostile_query_is_a_clear_refusal(app: FastAPI, login: Login, query: str) -> None:
    answer = await login(app, "mc.a@test").get(f"/api/v1/deficits?{query}")
    assert answer.status_code == 422, answer.text


async def test_an_empty_field_and_a_wrong_figure_are_told_in_words(app: FastAPI, login: Login) -> None:
    body = {"program_id": "", "school_id": "x", "type_id": "", "severity": 2, "description": ""}
    refused = await login(app, "me.a@test").post("/api/v1/deficits", json=body)
    told = {e["pointer"]: e["detail"] for e in refused.json()["errors"]}
    assert told == {
        "/program_id": "Заполните поле", "/school_id": "Неверный идентификатор", "/type_id": "Заполните поле",
        "/description": "Заполните поле",
    }  # fmt: skip
    measuring = f"/api/v1/deficits/{id_('deficit.a1.t3')}/measurements"
    for given, pointer, detail in (
        ({"value": "много"}, "/value", "Введите число"),
        ({"value": 2_000_000}, "/value", "Не больше 1000000"),
        ({}, "/value", "Укажите значение или опишите наблюдение"),
    ):
        answer = await login(app, "me.a@test").post(
            measuring, json={"kind": "baseline", "measured_on": "2026-10-01", **given}
        )
        assert [(e["pointer"], e["detail"]) for e in answer.json()["errors"]] == [(pointer, detail)]
