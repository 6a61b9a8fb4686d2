"""A wrong method is told from a missing address, and `Allow` names every right one, beside the web application too."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from opora.main import create_app
from opora.settings import Settings
from tests.conftest import BASE_URL

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@pytest.fixture(params=["the API alone", "with the web application"])
def bare(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> FastAPI:
    """The application without a database: no request of these tests reaches one."""
    if request.param == "with the web application":
        (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
        settings = settings.model_copy(update={"web_dist": tmp_path})
    return create_app(settings, connect=False)


async def call(app: FastAPI, method: str, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        return await client.request(method, path)


def allowed(app: FastAPI, path: str) -> set[str]:
    """By the document: an address may fit two templates, `/deficits/matrix` also fits `/deficits/{deficit_id}`."""
    found = set()
    for template, methods in app.openapi()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            found |= {method.upper() for method in methods}
    return found


async def test_allow_names_every_method_of_an_address(bare: FastAPI) -> None:
    for template in bare.openapi()["paths"]:
        path = re.sub(r"\{\w+\}", "x", template)
        right = allowed(bare, path)
        for method in METHODS:
            if method not in right:
                answer = await call(bare, method, path)
                assert answer.status_code == 405, f"{method} {path}: {answer.status_code}"
                assert set(answer.headers["allow"].split(", ")) == right, f"{method} {path}"
                if method != "HEAD":
                    assert answer.json()["code"] == "method-not-allowed"


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/deficits/", "/oauth2/nothing", "/api/v1/../nothing%00"])
async def test_a_missing_address_is_a_problem_whatever_is_asked_of_it(bare: FastAPI, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = await call(bare, method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
        assert answer.json()["code"] == "not-found"
        assert "allow" not in answer.headers


async def test_a_page_of_the_web_application_is_only_read(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    app = create_app(settings.model_copy(update={"web_dist": tmp_path}), connect=False)
    assert (await call(app, "GET", "/schools/some")).text == "<!doctype html>"
    answer = await call(app, "POST", "/schools/some")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
