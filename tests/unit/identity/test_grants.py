"""Who grants whom (domain.md 3.10), written down a second time: the table of the program is held against this one."""

import pytest

from opora.access.permissions import PERMISSIONS, Role
from opora.identity.grants import GRANTS, SCOPES_OF_ROLE, actions, below, manages

ALL = set(Role) - {Role.SYSTEM}
EXPECTED: dict[str, set[tuple[str, str]]] = {
    "regional_coordinator": {
        ("municipal_coordinator", "municipality"), ("observer", "region"), ("observer", "municipality"), ("expert", "person"),
    },
    "municipal_coordinator": {
        ("methodologist", "municipality"), ("school_head", "school"), ("observer", "municipality"), ("expert", "person"),
    },
    "school_head": {("school_curator", "school"), ("teacher", "person")},
    "administrator": {
        ("regional_coordinator", "region"), ("municipal_coordinator", "municipality"), ("methodologist", "municipality"),
        ("school_head", "school"), ("school_curator", "school"), ("teacher", "person"), ("expert", "person"),
        ("observer", "region"), ("observer", "municipality"), ("client", "region"), ("client", "municipality"),
        ("administrator", "admin"),
    },
}  # fmt: skip


@pytest.mark.parametrize("granter", sorted(ALL))
def test_a_role_grants_exactly_these(granter: Role) -> None:
    table = {(role.value, scope) for role, scopes in GRANTS.get(granter, {}).items() for scope in scopes}
    assert table == EXPECTED.get(granter.value, set())


def test_only_roles_that_grant_may_manage_accounts_at_all() -> None:
    assert PERMISSIONS["accounts.manage"] == frozenset(GRANTS)


def test_nobody_but_the_administrator_grants_the_own_role_or_one_above() -> None:
    for granter in GRANTS:
        if granter is not Role.ADMINISTRATOR:
            assert granter not in below(granter)
            assert Role.ADMINISTRATOR not in below(granter)
    assert set(SCOPES_OF_ROLE) == ALL


@pytest.mark.parametrize(
    ("viewer", "roles", "expected"),
    [
        ("municipal_coordinator", {"school_head"}, True),
        ("municipal_coordinator", {"school_head", "teacher"}, True),  # the teacher's role is below the head's
        ("municipal_coordinator", {"teacher"}, False),  # a teacher's account is the school's affair
        ("municipal_coordinator", {"methodologist", "municipal_coordinator"}, False),
        ("municipal_coordinator", {"municipal_coordinator"}, False),
        ("municipal_coordinator", {"school_head", "regional_coordinator"}, False),
        ("municipal_coordinator", {"client"}, False),
        ("regional_coordinator", {"municipal_coordinator", "methodologist"}, True),
        ("regional_coordinator", {"regional_coordinator"}, False),
        ("regional_coordinator", {"administrator"}, False),
        ("school_head", {"teacher"}, True),
        ("school_head", {"school_head"}, False),
        ("administrator", {"administrator"}, True),
        ("administrator", {"client"}, True),
        ("teacher", {"teacher"}, False),
        ("administrator", set(), False),
    ],
)
def test_an_account_is_managed_by_who_grants_its_highest_role(viewer: str, roles: set[str], expected: bool) -> None:
    assert manages(Role(viewer), {Role(role) for role in roles}) is expected


def test_what_may_be_done_follows_from_state_and_owner() -> None:
    admin, head = Role.ADMINISTRATOR, {Role.SCHOOL_HEAD}
    assert actions(admin, own=False, status="active", roles=head) == ["disable", "reset_password", "grant"]
    assert actions(admin, own=False, status="invited", roles=head) == ["disable", "invite_again", "grant"]
    assert actions(admin, own=False, status="disabled", roles=head) == ["enable"]
    assert actions(admin, own=False, status="active", roles={Role.CLIENT}) == ["disable"]
    assert actions(admin, own=True, status="active", roles=head) == []
    assert actions(Role.TEACHER, own=False, status="active", roles={Role.TEACHER}) == []
