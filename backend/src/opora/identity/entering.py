"""Signing in, switching the role, the own account: what happens around a session's secret."""

from typing import Any

import orjson
from fastapi import Request, Response

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.access.routing import answer
from opora.core import clock
from opora.core.ids import uuid7
from opora.core.inputs import Items
from opora.core.problems import NotFound, Problem, Unauthenticated
from opora.core.texts import Language, Text
from opora.identity import cookies, passwords, schemas
from opora.identity.errors import (
    AccountDisabled,
    AssignmentNotFound,
    BadCredentials,
    NoLiveRole,
    TooManyAttempts,
    WrongPassword,
)
from opora.identity.gate import through_gate
from opora.identity.grants import GRANTS
from opora.identity.keys import digest, new_secret

_REFUSED: dict[str, type[Problem]] = {"disabled": AccountDisabled, "no-role": NoLiveRole}
_DEMO_TITLES = {  # both are teachers: being a mentor follows from ties, not from a role
    "mentor": Text("Учитель-наставник", "Teacher, mentor"),
    "mentee": Text("Учитель-наставляемый", "Teacher, mentee"),
}
ROLE_TITLES: dict[Role, Text] = {
    Role.REGIONAL_COORDINATOR: Text("Региональный координатор", "Regional coordinator"),
    Role.MUNICIPAL_COORDINATOR: Text("Муниципальный координатор", "Municipal coordinator"),
    Role.METHODOLOGIST: Text("Методист", "Methodologist"),
    Role.SCHOOL_HEAD: Text("Директор школы", "School head"),
    Role.SCHOOL_CURATOR: Text("Школьный куратор", "School curator"),
    Role.TEACHER: Text("Учитель", "Teacher"),
    Role.EXPERT: Text("Эксперт", "Expert"),
    Role.OBSERVER: Text("Наблюдатель", "Observer"),
    Role.CLIENT: Text("Внешняя система", "External system"),
    Role.ADMINISTRATOR: Text("Администратор", "Administrator"),
}


async def log_in(request: Request, data: schemas.Login) -> Response:
    """Open a browser session.

    The password is looked at between two transactions, so that no connection waits for argon2. Raises `BadCredentials`
    (401), `TooManyAttempts` (429), and for a right password `AccountDisabled` or `NoLiveRole` (403).
    """
    settings, network = request.app.state.settings, cookies.network_of(request)
    cookies.check_origin(request, settings)
    account, newer = await _checked(request, data.login, network, data.password, BadCredentials)
    if data.password == passwords.DEMO_PASSWORD and not settings.demo:
        raise BadCredentials
    secret = new_secret()
    async with through_gate(request) as gate:
        outcome = await gate.fetchval(
            "select gate.open_session($1, $2, $3, $4, $5, $6, $7, $8)",
            account, uuid7(), digest(secret), _agent(request), network, settings.session_idle, settings.session_absolute, newer,
        )  # fmt: skip
    if outcome in _REFUSED:
        raise _REFUSED[outcome]
    return await _entered(request, secret)


async def switch(request: Request, actor: Actor, assignment_id: Any) -> Response:
    """Go on as another role of the same account: a new session, the old one ends. Raises `AssignmentNotFound`."""
    settings, secret = request.app.state.settings, new_secret()
    async with through_gate(request) as gate:
        switched = await gate.fetchval(
            "select gate.switch_session($1, $2, $3, $4, $5)",
            actor.entry.session, assignment_id, uuid7(), digest(secret), settings.session_idle,
        )  # fmt: skip
    if not switched:
        raise AssignmentNotFound
    return await _entered(request, secret)


async def change_password(request: Request, actor: Actor, data: schemas.PasswordChange) -> None:
    """Other sessions and unused links end. Tries are counted as at login, so a stolen session cannot guess.

    Raises `WrongPassword` (409), `TooManyAttempts` (429), `Invalid` (422) for a weak new one.
    """
    settings, network = request.app.state.settings, cookies.network_of(request)
    async with through_gate(request) as gate:
        login = await gate.fetchval("select gate.login($1)", actor.entry.session)
    if login is None:
        raise Unauthenticated
    passwords.check_policy(data.new_password, login, "/new_password", demo=settings.demo)
    await _checked(request, login, network, data.current_password, WrongPassword)
    new = await passwords.hashed(data.new_password)
    async with through_gate(request) as gate:
        changed = await gate.fetchval("select gate.change_password($1, $2, $3)", actor.entry.session, new, network)
    if not changed:
        raise Unauthenticated


async def read_me(state: Any, actor: Actor) -> schemas.Me:
    """Who the actor is. Raises `Unauthenticated` when the session or the assignment has ended meanwhile."""
    async with state.reader.before_actor() as gate:
        found = await gate.fetchval("select gate.me($1, $2)", actor.entry.session, actor.assignment_id)
    if found is None:
        raise Unauthenticated
    data = orjson.loads(found)
    current = data.pop("assignment_id")
    data.pop("timezone")
    return schemas.Me.model_validate(
        data
        | {
            "assignment": next(item for item in data["assignments"] if item["id"] == current),
            "permissions": sorted(actor.permissions),
            "grants": [role for role in GRANTS.get(actor.role, {}) if role is not Role.CLIENT],
            "demo": state.settings.demo,
            "today": clock.today(),
        }
    )


async def demo_accounts(state: Any, speech: Language) -> Items[schemas.DemoAccount]:
    """The choices of the login page. Raises `NotFound` outside a demonstration."""
    if not state.settings.demo:
        raise NotFound
    async with state.reader.before_actor() as gate:
        rows = await gate.fetch("select * from gate.demo_accounts()")
    return Items(items=[schemas.DemoAccount(**row, **_demo(row, speech)) for row in rows])


def _demo(row: Any, speech: Language) -> dict[str, str]:
    title = _DEMO_TITLES.get(row["login"].partition("@")[0]) or ROLE_TITLES[Role(row["role"])]
    return {"password": passwords.DEMO_PASSWORD, "title": title.of(speech)}


async def _checked(
    request: Request, login: str, network: str, password: str, refusal: type[Problem]
) -> tuple[Any, str | None]:
    """Count a try and look at the password; the account, and a stronger hash to keep. Raises `refusal` or `TooManyAttempts`."""
    async with through_gate(request) as gate:
        found = await gate.fetchrow("select * from gate.attempt($1, $2)", login, network)
    if found["wait"] is not None:
        raise TooManyAttempts(found["wait"])
    right, newer = await passwords.verified(password, found["password_hash"])
    if not right:
        raise refusal
    return found["account_id"], newer


async def _entered(request: Request, secret: str) -> Response:
    state = request.app.state
    actor = await state.actors.get(digest(secret))
    response = answer(await read_me(state, actor), 200)
    cookies.set_cookie(response, secret, state.settings)
    return response


def _agent(request: Request) -> str | None:
    text = "".join(char for char in request.headers.get("user-agent", "") if char.isprintable())
    return text[:300] or None
