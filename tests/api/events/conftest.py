"""People of municipality A around an event."""

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import Login


@pytest.fixture
def methodologist(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "me.a@test")


@pytest.fixture
def coordinator(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "mc.a@test")


@pytest.fixture
def head(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "head.a1@test")


@pytest.fixture
def teacher(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "teacher.a1@test")


@pytest.fixture
def teacher2(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "teacher2.a1@test")
