"""Who grants which role, in which scope, and what one may do with an account (domain.md 3.10).

Data first: `GRANTS`. Nobody grants above oneself, nobody grants to oneself.
"""

from collections.abc import Collection

from opora.access.permissions import Role

RC, MC, ME = Role.REGIONAL_COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.METHODOLOGIST
SH, SC, TE = Role.SCHOOL_HEAD, Role.SCHOOL_CURATOR, Role.TEACHER
EX, OB, IC, AD = Role.EXPERT, Role.OBSERVER, Role.CLIENT, Role.ADMINISTRATOR

SCOPES_OF_ROLE: dict[Role, tuple[str, ...]] = {
    RC: ("region",),
    MC: ("municipality",),
    ME: ("municipality",),
    SH: ("school",),
    SC: ("school",),
    TE: ("person",),
    EX: ("person",),
    OB: ("region", "municipality"),
    IC: ("region", "municipality"),
    AD: ("admin",),
}
"""An expert sees what is assigned to the person, so the scope is the person, in a municipality or in the region."""

GRANTS: dict[Role, dict[Role, tuple[str, ...]]] = {
    AD: SCOPES_OF_ROLE,
    RC: {MC: ("municipality",), OB: ("region", "municipality"), EX: ("person",)},
    MC: {ME: ("municipality",), SH: ("school",), OB: ("municipality",), EX: ("person",)},
    SH: {SC: ("school",), TE: ("person",)},
}
"""Granter → role → kinds of scope. The granter's own territory narrows further: `placing` holds that."""

_SCHOOL = frozenset({SH, SC})
NEEDS_SCHOOL = frozenset({SH, SC, TE})
NEEDS_MUNICIPALITY = frozenset({MC, ME})
MAY_HAVE_MUNICIPALITY = frozenset({OB, EX})


def below(granter: Role) -> frozenset[Role]:
    """Every role that `granter` grants, and those that they grant in turn."""
    direct = frozenset(GRANTS.get(granter, {}))
    return direct.union(*(below(role) for role in direct - {granter}))


def manages(viewer: Role, roles: Collection[Role]) -> bool:
    """Whether `viewer` may disable an account with `roles` or invite it: it grants one of them, and the others are lower.

    So a head who is also a teacher is managed by the municipality, a teacher by the school alone.
    """
    granted, lower = GRANTS.get(viewer, {}), below(viewer)
    return any(role in granted for role in roles) and all(role in lower for role in roles)


def resets(viewer: Role, roles: Collection[Role]) -> bool:
    """Whether `viewer` may hand out a link that chooses a new password for an account already in use.

    Whoever holds the link can enter, so nobody of the school gets one: a head would read and sign what a teacher keeps from
    the school. The municipal coordinator does it for everybody of a school.
    """
    of_school = viewer is MC and all(role in below(MC) for role in roles)
    return viewer not in _SCHOOL and (manages(viewer, roles) or of_school)


def actions(viewer: Role, *, own: bool, status: str, roles: Collection[Role]) -> list[str]:
    """What `viewer` may do now with an account of `status` and `roles`."""
    if own:
        return []
    allowed = []
    person, managed = IC not in roles, manages(viewer, roles)
    if managed and status != "disabled":
        allowed.append("disable")
    if person and status == "active" and resets(viewer, roles):
        allowed.append("reset_password")
    if person and managed and status not in ("active", "disabled"):
        allowed.append("invite_again")
    if managed and status == "disabled":
        allowed.append("enable")
    if person and status != "disabled" and GRANTS.get(viewer):
        allowed.append("grant")
    return allowed
