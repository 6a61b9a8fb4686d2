"""Asks an operation of the matrix as somebody and holds back what must never happen, whatever the status."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from opora.main import create_app
from opora.settings import Settings
from tests.contract import matrix_deficits, matrix_events, matrix_intensives  # noqa: F401  their rows join the matrix
from tests.contract.matrix import ACCOUNTS_OF, BOUND_TO_SCHOOL, ROLES, Case
from tests.support.stage import UUIDS, Outcome, Stage, named, secrets, uuids_in
from tests.support.world import ACCOUNTS, id_

DOCUMENT = create_app(Settings(secret=SecretStr("0" * 40), web_dist=Path("/nonexistent")), connect=False).openapi()
OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
EVERYBODY = {who: role for role in ROLES for who in ACCOUNTS_OF[role]}
OTHER = {"a": "b", "b": "a"}
HEAD_OF = {"a1": "head.a1@test", "a2": "head.a2@test", "b1": "head.b1@test"}
TRIES = ("login_attempt", "-")


def is_public(case: Case) -> bool:
    return bool(OPERATIONS[case.operation][2]["x-permission"] == "public")


def home_of(who: str | None) -> str | None:
    """The municipality an account is bound to."""
    return ACCOUNTS[who][2] if who else None


def relations(role: str, who: str) -> Iterator[str]:
    """Whose objects somebody is tried on."""
    yield "own"
    if role in BOUND_TO_SCHOOL and who.endswith("a1@test"):
        yield "near"
    yield "foreign"


def place(who: str | None, relation: str) -> dict[str, str]:
    """What the templates of a row mean for somebody."""
    own = home_of(who) or "a"
    school = {"own": f"{own}1", "near": f"{own}2", "foreign": f"{OTHER[own]}1"}[relation]
    login = {"own": who or "mc.a@test", "near": HEAD_OF.get(school, "")}.get(relation) or f"mc.{school[0]}@test"
    planned = str(id_(f"deficit.{school}.planned"))
    return {"s": school, "m": school[0], "own": own, "other": OTHER[school[0]], "login": login, "planned": planned}


def request(
    case: Case, places: dict[str, str], path_of: dict[str, str] | None = None
) -> tuple[str, str, dict[str, Any]]:
    """Method, address and the rest of a row's request; `path_of` fills the address from another place."""
    method, path, _ = OPERATIONS[case.operation]
    url = path.format(**({key: named(value, places) for key, value in case.path.items()} | (path_of or {})))
    options: dict[str, Any] = {"params": named(case.query, places), "headers": dict(case.headers)}
    if case.body is not None:
        options["json"] = named(case.body, places)
    if case.form is not None:
        options["data"] = named(case.form, places)
    return method, url, options


async def ask(stage: Stage, case: Case, who: str | None, relation: str = "own") -> httpx.Response:
    """The answer to a row as somebody, held against every rule that knows no exception."""
    method, url, options = request(case, place(who, relation))
    outcome = await stage.send(who, method, url, **options)
    said = f"{who or 'nobody'} → {method} {url} ({relation})"
    hold_back(stage, said, who, outcome.response, uuids_in([url, options]))
    hold_still(said, case, who, place(who, relation)["m"], outcome)
    return outcome.response


def hold_back(stage: Stage, said: str, who: str | None, response: httpx.Response, sent: set[str]) -> None:
    """No 5xx, no canary and no identifier of another municipality, no secret."""
    text = response.text
    assert response.status_code < 500, f"{said}: {response.status_code} {text}"
    assert not [secret for secret in secrets() if secret in text], f"{said} tells a secret"
    home = home_of(who)
    everywhere = [] if who in ("rc@test", "admin@test") else ["a", "b"]
    for code in [OTHER[home]] if home else everywhere:
        for leak in {f"CANARY_{code.upper()}"} | (stage.rows_of[code] & set(UUIDS.findall(text)) - sent):
            if (at := text.find(leak)) >= 0:
                pytest.fail(f"{said} leaks {leak}: …{text[max(0, at - 150) : at + 60]}…", pytrace=False)


def hold_still(said: str, case: Case, who: str | None, owner: str, outcome: Outcome) -> None:
    """A refusal or a read changes nothing; what is done leaves a trace and stays inside one municipality."""
    method, status = OPERATIONS[case.operation][0], outcome.response.status_code
    changed = outcome.changed - ({TRIES} if case.counts_tries else set())
    if status >= 400 or method == "GET":
        assert not changed, f"{said}: {status}, and changed {sorted(changed)}"
    elif not case.changes_nothing:
        assert changed, f"{said}: {status}, and changed nothing"
    foreign = OTHER[home_of(who) or owner]
    assert foreign not in {of for _, of in changed}, f"{said} changed foreign rows: {sorted(changed)}"
