"""People of the world who run programmes."""

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import Login


@pytest.fixture
def coordinator(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "mc.a@test")


@pytest.fixture
def methodologist(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "me.a@test")


@pytest.fixture
def head(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "head.a1@test")
