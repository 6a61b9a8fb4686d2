"""Passwords: argon2id in threads of their own, and what a new password must be."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from opora.core.problems import Invalid, Unavailable
from opora.core.texts import Text
from opora.identity.common_passwords import is_common

SHORTEST, LONGEST = 10, 128
DEMO_PASSWORD = "opora-demo"  # noqa: S105 -- shown on the login page of a demonstration, refused elsewhere

# OWASP's setting with the least memory: 20 ms and 19 MiB a hash. Two threads: more would only crowd out requests.
_HASHER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
_THREADS = ThreadPoolExecutor(2, "argon2")
_MOST_WAITING = 200
_waiting: set[object] = set()

# The hash of nothing anybody knows: an unknown login takes the same time as a known one.
_NOBODY = _HASHER.hash("an account that does not exist")

_TOO_SHORT = Text("Не короче {shortest} символов", "At least {shortest} characters")
_LIKE_LOGIN = Text("Пароль не должен совпадать с логином", "The password must differ from the login")
_COMMON = Text(
    "Такой пароль легко угадать. Возьмите несколько слов, не связанных между собой.",
    "This password is easy to guess. Take a few unrelated words.",
)


def _normal(password: str) -> str:
    """One form for what keyboards of different systems send for й and ё."""
    return unicodedata.normalize("NFKC", password)


async def _in_thread(work: object, *arguments: str) -> object:
    if len(_waiting) >= _MOST_WAITING:
        raise Unavailable(headers={"retry-after": "5"})
    _waiting.add(me := object())
    try:
        return await asyncio.get_running_loop().run_in_executor(_THREADS, work, *arguments)  # type: ignore[arg-type]
    finally:
        _waiting.discard(me)


async def hashed(password: str) -> str:
    """The hash to store. Raises `Unavailable` when too many are waiting."""
    result = await _in_thread(_HASHER.hash, _normal(password))
    assert isinstance(result, str)
    return result


def _verify(password: str, stored: str) -> tuple[bool, str | None]:
    return _HASHER.verify_and_update(password, stored)


async def verified(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether `password` is right, and a stronger hash of it when the stored one is of older settings.

    Without a stored hash the work is done all the same and the answer is no. Raises `Unavailable` when too many are waiting.
    """
    result = await _in_thread(_verify, _normal(password), stored or _NOBODY)
    assert isinstance(result, tuple)
    right, newer = result
    return (right and stored is not None), newer


def check_policy(password: str, login: str, pointer: str, *, demo: bool) -> None:
    """Length, not the login, not a common one; no rules about kinds of characters. Raises `Invalid` (422)."""
    if demo and password == DEMO_PASSWORD:
        return
    problem = None
    if len(password) < SHORTEST:
        problem = "string_too_short", Text(*(text.format(shortest=SHORTEST) for text in _TOO_SHORT))
    elif password.casefold() in (login, login.partition("@")[0]):
        problem = "same-as-login", _LIKE_LOGIN
    elif is_common(password) or password == DEMO_PASSWORD:
        problem = "common-password", _COMMON
    if problem:
        raise Invalid((pointer, *problem))
