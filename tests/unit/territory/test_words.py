"""The codes of HTTP, the checks of the database and the labels in messages are one set of words."""

from typing import get_args

from opora.access.permissions import Role, permissions_of
from opora.territory import labels, models, schemas


def test_http_knows_exactly_the_codes_the_database_takes() -> None:
    assert get_args(schemas.SchoolType) == models.SCHOOL_TYPES
    assert get_args(schemas.StatusCode) == models.STATUSES
    assert get_args(schemas.MunicipalityType) == models.MUNICIPALITY_TYPES
    assert get_args(schemas.OrganizationKind) == models.ORGANIZATION_KINDS
    assert get_args(schemas.BodyKind) == models.BODY_KINDS
    assert get_args(schemas.IdentifierSystem) == models.IDENTIFIER_SYSTEMS


def test_every_code_has_a_label_in_both_languages() -> None:
    assert tuple(labels.STATUSES) == models.STATUSES
    assert tuple(labels.SCHOOL_TYPES) == models.SCHOOL_TYPES
    assert all(text.ru and text.en for text in (*labels.STATUSES.values(), *labels.SCHOOL_TYPES.values()))


def test_a_client_sees_statuses_only_with_the_scope_for_it() -> None:
    assert "statuses.read" not in permissions_of(Role.CLIENT, frozenset({"orgs:read"}))
    assert "statuses.read" in permissions_of(Role.CLIENT, frozenset({"orgs:read", "status:read"}))


def test_teachers_and_observers_do_not_see_statuses() -> None:
    unseeing = {role for role in Role if "statuses.read" not in permissions_of(role)}

    assert {Role.TEACHER, Role.OBSERVER, Role.ADMINISTRATOR} <= unseeing
