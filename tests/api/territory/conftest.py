"""People of the world who open the register, and schools with names as they really are."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import Login
from tests.support.world import id_

SCHOOLS = {  # full name, short name, type
    "susanino": ("МБОУ «Сусанинская СОШ»", "Сусанинская СОШ", "sosh"),
    "ushinsky": ("МБОУ «Гатчинская гимназия им. К.Д.Ушинского»", "Гатчинская гимназия им. К.Д.Ушинского", "gymnasium"),
    "siversky": ("МБОУ «Сиверская гимназия»", "Сиверская гимназия", "gymnasium"),
    "vazhiny": ("МБОУ «Важинский образовательный центр»", "Важинский образовательный центр", "education_center"),
    "nine": ("МБОУ «Гатчинская СОШ №9 с углублённым изучением предметов»", "Гатчинская СОШ №9", "sosh"),
    "eleven": ("МБОУ «Гатчинская СОШ № 11»", "Гатчинская СОШ № 11", "sosh"),
    "kobrino": ("МБОУ «Кобринская ООШ»", "Кобринская ООШ", "oosh"),
    "kobralovo": ("МБОУ «Кобраловская ООШ»", "Кобраловская ООШ", "oosh"),
}


@pytest.fixture
def region(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "rc@test")


@pytest.fixture
def coordinator(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "mc.a@test")


@pytest.fixture
def head(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "head.a1@test")


async def opened(client: httpx.AsyncClient, **more: Any) -> httpx.Response:
    """Ask for a new school in municipality A."""
    school = {
        "municipality_id": str(id_("municipality.a")), "full_name": "МБОУ «Новая СОШ»", "short_name": "Новая СОШ",
        "type": "sosh",
    }  # fmt: skip
    return await client.post("/api/v1/schools", json=school | more)


@pytest.fixture
async def schools(region: httpx.AsyncClient) -> dict[str, str]:
    """Eight schools of municipality A by their everyday word → id; «Важинский ОЦ» is an alias."""
    made = {}
    for word, (full, short, kind) in SCHOOLS.items():
        answer = await opened(region, full_name=full, short_name=short, type=kind)
        assert answer.status_code == 201, answer.text
        made[word] = answer.json()["id"]
    alias = await region.post(f"/api/v1/schools/{made['vazhiny']}/aliases", json={"text": "МБОУ «Важинский ОЦ»"})
    assert alias.status_code == 201, alias.text
    return made
