"""Role × operation × owner over every operation of the contract: exact answers, no leak, no foreign write, no 5xx."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from opora.core.addresses import Addresses, with_database
from opora.main import create_app
from opora.settings import Settings
from tests.contract import matrix_deficits  # noqa: F401  its rows join the matrix
from tests.contract.matrix import ACCOUNTS_OF, BOUND_TO_SCHOOL, CASES, ROLES, Case
from tests.support.stage import CLIENT, UUIDS, Outcome, Stage, named, open_stage, secrets, uuids_in
from tests.support.world import ACCOUNTS, id_

DOCUMENT = create_app(Settings(secret=SecretStr("0" * 40), web_dist=Path("/nonexistent")), connect=False).openapi()
OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
OTHER = {"a": "b", "b": "a"}
EVERYBODY = {who: role for role in ROLES for who in ACCOUNTS_OF[role]}
HEAD_OF = {"a1": "head.a1@test", "a2": "head.a2@test", "b1": "head.b1@test"}
TRIES = ("login_attempt", "-")


@pytest.fixture(scope="module")
async def stage(admin_url: str, name: str, database: Addresses, settings: Settings) -> AsyncIterator[Stage]:
    async with open_stage(with_database(admin_url, name), settings) as opened:
        yield opened


def home_of(who: str | None) -> str | None:
    """The municipality an account is bound to."""
    return ACCOUNTS[who][2] if who else None


def place(who: str | None, relation: str) -> dict[str, str]:
    """What the templates of a row mean for somebody."""
    own = home_of(who) or "a"
    school = {"own": f"{own}1", "near": "a2" if own == "a" else "b2", "foreign": f"{OTHER[own]}1"}[relation]
    login = {"own": who or "mc.a@test", "near": HEAD_OF.get(school, "")}.get(relation) or f"mc.{school[0]}@test"
    planned = str(id_(f"deficit.{school}.planned"))
    return {"s": school, "m": school[0], "own": own, "other": OTHER[school[0]], "login": login, "planned": planned}


def request(case: Case, places: dict[str, str], **changes: Any) -> tuple[str, str, dict[str, Any]]:
    method, path, _ = OPERATIONS[case.operation]
    url = path.format(**{key: named(value, places) for key, value in case.path.items()})
    options: dict[str, Any] = {"params": named(case.query, places), "headers": case.headers}
    if case.body is not None:
        options["json"] = named(case.body, places)
    if case.form is not None:
        options["data"] = named(case.form, places)
    return method, url, options | changes


async def ask(stage: Stage, case: Case, who: str | None, relation: str = "own") -> Outcome:
    method, url, options = request(case, place(who, relation))
    outcome = await stage.send(who, method, url, **options)
    said = f"{who or 'nobody'} → {method} {url} ({relation})"
    hold_back(stage, said, who, outcome.response, uuids_in([url, options]))
    hold_still(said, case, who, relation, outcome)
    return outcome


def hold_back(stage: Stage, said: str, who: str | None, response: httpx.Response, sent: set[str]) -> None:
    """No 5xx, no canary and no identifier of another municipality, no secret."""
    text = response.text
    assert response.status_code < 500, f"{said}: {response.status_code} {text}"
    assert not [secret for secret in secrets() if secret in text], said
    strange = OTHER.get(home_of(who) or "")
    for code in [strange] if strange else ["a", "b"] if who in (None, "expert@test") else []:
        for leak in {f"CANARY_{code.upper()}"} | (stage.rows_of[code] & set(UUIDS.findall(text)) - sent):
            at = text.find(leak)
            if at >= 0:
                pytest.fail(f"{said} leaks {leak}: …{text[max(0, at - 150) : at + 60]}…", pytrace=False)


def hold_still(said: str, case: Case, who: str | None, relation: str, outcome: Outcome) -> None:
    """A refusal changes nothing; what is done stays inside the municipality of the object."""
    changed = outcome.changed - ({TRIES} if case.counts_tries else set())
    if outcome.response.status_code >= 400:
        assert not changed, f"{said} was refused and changed {changed}"
    owner = OTHER[place(who, relation)["m"]] if home_of(who) is None else OTHER[home_of(who) or ""]
    assert owner not in {of for _, of in changed}, f"{said} changed foreign rows: {changed}"


def relations(role: str, who: str) -> Iterator[str]:
    yield "own"
    if role in BOUND_TO_SCHOOL and who.endswith("a1@test"):
        yield "near"
    yield "foreign"


def test_every_operation_has_a_row() -> None:
    assert {case.operation for case in CASES} == set(OPERATIONS)


def test_every_operation_names_its_permission() -> None:
    assert [name for name, (_, _, operation) in OPERATIONS.items() if not operation.get("x-permission")] == []


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_everybody_gets_what_the_matrix_says(stage: Stage, case: Case) -> None:
    public = OPERATIONS[case.operation][2]["x-permission"] == "public"
    wrong = []
    for who, role in EVERYBODY.items():
        for relation in relations(role, who):
            response = (await ask(stage, case, who, relation)).response
            if response.status_code != case.expected(role, relation):
                wrong.append(f"{role} {who} {relation}: {response.status_code} {response.text[:200]}")
    for relation in ("own", "foreign"):
        response = (await ask(stage, case, None, relation)).response
        if response.status_code != case.nobody or (not public and response.json()["code"] != "unauthenticated"):
            wrong.append(f"nobody {relation}: {response.status_code}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


async def test_zz_time(stage: Stage) -> None:
    import time, cProfile, pstats
    case = next(c for c in CASES if c.operation == "update_deficit")
    t=time.process_time(); w=time.perf_counter()
    for _ in range(100): await stage.driver.execute("savepoint x"); await stage.look(); await stage.driver.execute("rollback to savepoint x")
    print("look", time.process_time()-t, time.perf_counter()-w)
    t=time.process_time(); w=time.perf_counter()
    for _ in range(100): await ask(stage, case, "mc.a@test")
    print("ask", time.process_time()-t, time.perf_counter()-w)
    pr=cProfile.Profile(); pr.enable()
    for _ in range(100): await ask(stage, case, "mc.a@test")
    pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(25)
    assert 0
