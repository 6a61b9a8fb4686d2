"""Refusals that the database makes: their constraints exist and their texts need no figures."""

import pytest

from opora.core.errors import CONSTRAINTS
from opora.core.models import Base
from opora.core.problems import Problem
from opora.people import errors as people
from opora.programs import errors as programs
from opora.territory import errors as territory

MODULES = {module.__name__ for module in (territory, people, programs)}
OURS = {name: kind for name, kind in CONSTRAINTS.items() if kind.__module__ in MODULES}
BY_TRIGGER = {"school_status_only_ends"}


@pytest.mark.parametrize("name", sorted(OURS.keys() - BY_TRIGGER))
def test_a_named_constraint_exists(name: str) -> None:
    tables = Base.metadata.tables.values()
    known = {str(check.name) for table in tables for check in table.constraints}
    known |= {str(index.name) for table in tables for index in table.indexes}

    assert name in known


@pytest.mark.parametrize("kind", sorted(set(OURS.values()), key=str))
def test_a_refusal_by_the_database_is_told_without_figures(kind: type[Problem]) -> None:
    problem = kind()

    assert problem.detail is not None
    assert problem.detail.of("ru")
    assert "{" not in problem.detail.ru + problem.detail.en
