"""Every change of a record names the version it was made from: 428 without, 412 with another, and a strong ETag to name it by."""

import re

import pytest

from tests.contract.asking import OPERATIONS, place, request
from tests.contract.matrix import CASES, V1, Case
from tests.contract.test_role_variants import allowed, send
from tests.support.stage import Stage

CHANGING = [
    name
    for name, (method, _, _) in OPERATIONS.items()
    if method in ("PATCH", "DELETE") and name not in ("end_my_session", "end_calendar_feed")
]
VERSIONED = [case for case in CASES if case.headers == V1]


def test_every_patch_and_delete_of_a_record_is_tried() -> None:
    """A session and a subscription have no version: they only end."""
    assert {case.operation for case in VERSIONED} == set(CHANGING)


@pytest.mark.parametrize("case", VERSIONED, ids=str)
@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        (None, 428, "if-match-required"), ("x" * 41, 422, "invalid"),
        *((text, 412, "stale-version") for text in ('"77"', "1", 'W/"1"', '"1", "2"', "")),
    ],
)  # fmt: skip
async def test_a_change_without_its_version_changes_nothing(
    stage: Stage, case: Case, given: str | None, status: int, code: str
) -> None:
    method, url, options = request(case, place(allowed(case), "own"))
    headers = {} if given is None else {"If-Match": given}
    answer = await send(stage, allowed(case), (method, url, options | {"headers": headers}))
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


@pytest.mark.parametrize("case", VERSIONED, ids=str)
async def test_a_change_answers_with_the_version_it_made(stage: Stage, case: Case) -> None:
    method, url, options = request(case, place(allowed(case), "own"))
    for given in ('"1"', "*"):
        answer = (await stage.send(allowed(case), method, url, **options | {"headers": {"If-Match": given}})).response
        assert answer.status_code == 200, answer.text
        assert answer.headers["etag"] == f'"{answer.json()["version"]}"'
        assert answer.json()["version"] == (1 if case.changes_nothing else 2)


POLLED = {"get_event_board", "get_agenda"}  # named by a hash, so that what is polled unchanged is answered with nothing
SINGLE = [
    c
    for c in CASES
    if OPERATIONS[c.operation][0] == "GET"
    and c.path
    and "200" in c.cells[0]
    and not c.headers
    and c.operation not in POLLED
    and c.operation not in ("download_file", "get_event_calendar")  # bytes, not a record
]


@pytest.mark.parametrize("case", SINGLE, ids=str)
async def test_a_single_record_is_private_and_named_by_its_version(stage: Stage, case: Case) -> None:
    who = allowed(case)
    method, url, options = request(case, place(who, "own"))
    answer = (await stage.send(who, method, url, **options)).response
    assert answer.headers["cache-control"] == "private, no-store"
    version = answer.json().get("version")
    assert answer.headers.get("etag") == (f'"{version}"' if version is not None else None)
    assert version is None or re.fullmatch(r'"\d+"', answer.headers["etag"])
