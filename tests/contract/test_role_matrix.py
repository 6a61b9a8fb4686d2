"""Role × operation × owner over every operation of the contract: exact answers, no leak, no foreign write, no 5xx."""

import pytest

from tests.contract.asking import EVERYBODY, OPERATIONS, ask, is_public, relations
from tests.contract.matrix import CASES, Case
from tests.support.stage import Stage


def test_every_operation_has_a_row() -> None:
    assert {case.operation for case in CASES} == set(OPERATIONS)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_everybody_gets_what_the_matrix_says(stage: Stage, case: Case) -> None:
    wrong = []
    for who, role in EVERYBODY.items():
        for relation in relations(role, who):
            response = await ask(stage, case, who, relation)
            if response.status_code != case.expected(role, relation):
                wrong.append(f"{role} {who} {relation}: {response.status_code} {response.text[:200]}")
    for relation in ("own", "foreign"):
        response = await ask(stage, case, None, relation)
        if response.status_code != case.nobody or (
            not is_public(case) and response.json()["code"] != "unauthenticated"
        ):
            wrong.append(f"nobody {relation}: {response.status_code} {response.text[:200]}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
