"""Schemathesis against the living application: whatever is sent, no 5xx and nothing the document does not promise.

`make test` tries three roles with few examples, always the same; `make fuzz` sets OPORA_FUZZ_EXAMPLES: every role, that many
examples, new ones each time, and every boundary of every parameter. One worker: with two, Python 3.11 parses lambdas in
threads and fails by itself.
"""

import copy
import os
import warnings
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from opora.core.addresses import Addresses, with_database
from opora.settings import Settings
from tests.conftest import execute
from tests.contract.asking import DOCUMENT
from tests.contract.matrix import ACCOUNTS_OF
from tests.support.live import serving
from tests.support.world import CLIENT_SECRET, id_, secret_of

EXAMPLES = int(os.environ.get("OPORA_FUZZ_EXAMPLES", "0"))
ROLES = tuple(ACCOUNTS_OF) if EXAMPLES else ("MC", "SH", "IC")
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance",
)  # fmt: skip
FEW = 3
ENDS_THE_SESSION = {"log_out", "switch_assignment", "end_my_session", "end_my_other_sessions", "change_my_password"}
SLOW = {"log_in", "accept_invitation"}  # argon2 by design


def config(base_url: str, headers: dict[str, str]) -> SchemathesisConfig:
    checks: dict[str, Any] = {name: {"enabled": name in CHECKS} for name in _all_checks()}
    return SchemathesisConfig.from_dict(
        {
            "base-url": base_url, "workers": 1, "headers": headers, "checks": checks, "continue-on-failure": True,
            **({} if EXAMPLES else {"seed": 1}), "warnings": False, "cache": {"enabled": False},
            "suppress-health-check": ["all"], "request-timeout": 30,
            "generation": {
                "max-examples": EXAMPLES or FEW, "deterministic": not EXAMPLES, "database": "none", "no-shrink": not EXAMPLES,
            },
            "phases": {
                "examples": {"enabled": False}, "coverage": {"enabled": bool(EXAMPLES)}, "fuzzing": {"enabled": True},
                "stateful": {"enabled": False},
            },
        }
    )  # fmt: skip


def _all_checks() -> list[str]:
    return [
        *CHECKS, "negative_data_rejection", "positive_data_acceptance", "missing_required_header", "unsupported_method",
        "use_after_free", "ensure_resource_availability", "ignored_auth", "object_level_authorization",
        "allow_header_conformance",  # tests/api/core/test_methods.py: an address may fit two templates
    ]  # fmt: skip


def document(*, ending: bool) -> dict[str, Any]:
    """The contract without its security: the tester signs in by itself. `ending`: only what ends the session."""
    found = copy.deepcopy(DOCUMENT)
    del found["components"]["securitySchemes"]
    for path, methods in list(found["paths"].items()):
        for method, operation in list(methods.items()):
            operation.pop("security", None)
            name = operation["operationId"]
            if (name in ENDS_THE_SESSION) is not ending or (name in SLOW and not EXAMPLES):
                del methods[method]
        if not methods:
            del found["paths"][path]
    return found


def fuzz(base_url: str, headers: dict[str, str], *, ending: bool) -> tuple[list[str], Counter[str]]:
    """Failures, and how often each class of status was answered."""
    failures, statuses = [], Counter[str]()
    settings = config(base_url, headers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_dict(document(ending=ending), config=settings)
        for event in from_schema(schema).execute():
            if isinstance(event, events.NonFatalError | events.FatalError):
                failures.append(f"{getattr(event, 'label', '')}: {event}")
            if not isinstance(event, events.ScenarioFinished):
                continue
            for key, checks in event.recorder.checks.items():
                failures += [_told(event.label, check) for check in checks if check.failure_info is not None]
                found = event.recorder.interactions.get(key)
                statuses[f"{found.response.status_code // 100}xx" if found and found.response else "none"] += 1
    return failures, statuses


def _told(operation: str | None, check: Any) -> str:
    return f"{operation}\n{check.name}: {check.failure_info.failure}\n{check.failure_info.code_sample}"


def headers_of(base_url: str, role: str) -> dict[str, str]:
    """Somebody's real session, or a real token."""
    who = ACCOUNTS_OF[role][0]
    if role != "IC":
        return {"Cookie": f"opora_session={secret_of(who)}", "X-Opora-Client": "web"}
    form = {"grant_type": "client_credentials", "client_id": str(id_(f"client.{who}")), "client_secret": CLIENT_SECRET}
    answer = httpx.post(f"{base_url}/oauth2/token", data=form)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture(params=ROLES)
async def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def throw_away(admin_url: str, name: str, database: Addresses) -> AsyncIterator[str]:
    """A copy of the world's database that may be ruined; the gate's address of it."""
    copy_, root = f"{name}_fuzz", with_database(admin_url, "postgres")
    drop = f"drop database if exists {copy_} with (force)"
    await execute(root, drop, f"create database {copy_} template {name} owner opora_owner")
    await execute(root, f"grant connect on database {copy_} to opora_gate")
    yield with_database(database.gate, copy_)
    await execute(root, drop)


def test_nothing_that_is_sent_breaks_it_or_the_contract(role: str, throw_away: str, settings: Settings) -> None:
    with serving(settings, throw_away) as base_url:
        headers = headers_of(base_url, role)
        failures, statuses = fuzz(base_url, headers, ending=False)
        live = httpx.get(f"{base_url}/api/v1/me", headers=headers)
        more, _ = fuzz(base_url, headers, ending=True)
    assert live.status_code == 200, "the session ended on the way: what followed proved nothing"
    assert statuses["2xx"] >= 4 * FEW, statuses
    if failures or more:
        pytest.fail(
            f"{len(failures + more)} failures, {dict(statuses)}\n\n" + "\n\n".join((failures + more)[:20]),
            pytrace=False,
        )
