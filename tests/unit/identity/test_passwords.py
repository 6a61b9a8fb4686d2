"""What a password must be, and how it is kept."""

import asyncio
import unicodedata
from typing import Any

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from opora.core.problems import Invalid, Unavailable
from opora.identity import passwords

LOGIN = "ivanova.anna@school.test"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("короткий", "string_too_short"),
        ("123456789", "string_too_short"),
        (LOGIN, "same-as-login"),
        ("Ivanova.Anna", "same-as-login"),
        ("1234567890", "common-password"),
        ("0987654321", "common-password"),
        ("qwertyuiop", "common-password"),
        ("йцукенгшщзхъ", "common-password"),
        ("Password2026", "common-password"),
        ("пароль12345", "common-password"),
        ("Школа2026!!", "common-password"),
        ("123456qwerty", "common-password"),
        ("аааааааааааа", "common-password"),
        ("парольпароль", "common-password"),
        ("abcabcabcabc", "common-password"),
        ("1q2w3e4r5t6y", "common-password"),
        ("ghbdtn12345", "common-password"),
        ("люблю тебя 1", "common-password"),
        ("opora-demo", "common-password"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.check_policy(password, LOGIN, "/new_password", demo=False)
    assert [(pointer, found) for pointer, found, _ in refused.value.errors] == [("/new_password", code)]


@pytest.mark.parametrize(
    "password",
    [
        "четыре слова без связи",
        "correct horse battery",
        "Kx7#mPq2vT",
        "сиреневый трактор 17",
        "    пробелы по краям    ",
        "x9" * 60 + "abcdefg",
    ],
)
def test_a_long_uncommon_password_is_accepted_whatever_signs_it_has(password: str) -> None:
    passwords.check_policy(password, LOGIN, "/password", demo=False)


def test_the_demonstrations_password_is_accepted_in_the_demonstration_only() -> None:
    passwords.check_policy("opora-demo", LOGIN, "/password", demo=True)


async def test_a_hash_is_argon2id_and_verifies() -> None:
    stored = await passwords.hashed("correct horse battery")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.verified("correct horse battery", stored) == (True, None)
    assert await passwords.verified("correct horse batterz", stored) == (False, None)
    assert stored != await passwords.hashed("correct horse battery")


async def test_keyboards_that_compose_letters_otherwise_send_the_same_password() -> None:
    composed, decomposed = (unicodedata.normalize(form, "ёжик йогурт йод") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert (await passwords.verified(decomposed, await passwords.hashed(composed)))[0]


async def test_a_hash_of_older_settings_is_renewed() -> None:
    old = Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1).hash("correct horse battery")
    right, newer = await passwords.verified("correct horse battery", old)
    assert right
    assert newer is not None
    assert newer.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_an_unknown_login_costs_the_same_work() -> None:
    """Not timed, since no machine is quiet: the hash that stands in for a missing one has the settings of a real one."""
    stored = await passwords.hashed("correct horse battery")
    assert passwords._NOBODY.split("$")[:4] == stored.split("$")[:4]
    assert len(passwords._NOBODY) == len(stored)


async def test_the_hash_of_nobody_lets_nobody_in() -> None:
    assert await passwords.verified("an account that does not exist", None) == (False, None)


async def test_a_crowd_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_MOST_WAITING", 2)
    jobs: list[Any] = [passwords.hashed("correct horse battery") for _ in range(5)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(r) for r in results].count(Unavailable) == 3
    assert (await passwords.hashed("afterwards it works")).startswith("$argon2id$")
