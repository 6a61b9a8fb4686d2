"""Functions: which role may do what. An operation that names no permission here answers 403.

Source: domain.md 3.10 and 3.11. State machines narrow further who may run which transition.
"""

from enum import StrEnum


class Role(StrEnum):
    """Roles of the role matrix. Mentor and mentee are not roles: they follow from profiles and ties."""

    REGIONAL_COORDINATOR = "regional_coordinator"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    METHODOLOGIST = "methodologist"
    SCHOOL_HEAD = "school_head"
    SCHOOL_CURATOR = "school_curator"
    TEACHER = "teacher"
    EXPERT = "expert"
    OBSERVER = "observer"
    CLIENT = "client"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


RC, MC, ME = Role.REGIONAL_COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.METHODOLOGIST
SH, SC, TE = Role.SCHOOL_HEAD, Role.SCHOOL_CURATOR, Role.TEACHER
EX, OB, IC, AD, SY = Role.EXPERT, Role.OBSERVER, Role.CLIENT, Role.ADMINISTRATOR, Role.SYSTEM

_EVERYBODY = frozenset(Role) - {SY}
_PEOPLE_ROLES = _EVERYBODY - {IC}
_STAFF = frozenset({RC, MC, ME})
_SCHOOL = frozenset({SH, SC})

PERMISSIONS: dict[str, frozenset[Role]] = {
    "self.read": _EVERYBODY,
    "self.manage": _PEOPLE_ROLES,
    "accounts.read": frozenset({RC, MC, SH, AD}),
    "accounts.manage": frozenset({RC, MC, SH, AD}),
    "audit.read": frozenset({RC, MC, AD}),
    "territory.read": _EVERYBODY,
    "municipalities.create": frozenset({RC, AD}),
    "schools.read": _EVERYBODY,
    "schools.create": frozenset({RC, AD}),
    "schools.update": frozenset({RC, MC, ME, SH, SC, AD}),
    "statuses.read": _STAFF | _SCHOOL | {IC},
    "statuses.manage": frozenset({RC, MC}),
    "people.read": frozenset({RC, MC, ME, SH, SC, TE, AD}),
    "people.manage": frozenset({RC, MC, ME, SH, SC, AD}),
    "consents.read": frozenset({RC, MC, ME, SH, TE, AD}),
    "consents.manage": frozenset({MC, ME, SH, TE}),
    "programs.read": _EVERYBODY,
    "programs.create": frozenset({RC, MC}),
    "programs.update": frozenset({MC}),
    "participants.read": _STAFF | _SCHOOL | {IC},
    "participants.manage": frozenset({MC, ME}),
    "deficit_types.read": _EVERYBODY,
    "deficit_types.manage": frozenset({RC}),
    "deficits.read": _STAFF | _SCHOOL | {TE},
    "deficits.aggregate": _STAFF | {OB, IC},
    "deficits.matrix": _STAFF,
    "deficits.decisions": _STAFF | _SCHOOL,
    "deficits.teacher_summary": frozenset({RC, MC, ME, SH}),
    "deficits.diagnose": frozenset({MC, ME, SH, SC, TE}),
    "deficits.update": frozenset({MC, ME, SH, SC, TE}),
    "deficits.transition": frozenset({MC, ME, SH, SC}),
    "deficits.enter_matrix": frozenset({MC, ME}),
    "deficits.decide_scope": frozenset({MC}),
    "events.read": _STAFF | _SCHOOL | {TE, OB, IC},
    "calendar.subscribe": _STAFF | _SCHOOL | {TE, OB},
    "events.manage": frozenset({MC, ME}),
    "events.transition": frozenset({MC, ME}),
    "events.register": frozenset({ME, SH, SC, TE}),
    "events.register_many": frozenset({ME, SH, SC}),
    "registrations.read": frozenset({MC, ME, SH, SC, TE}),
    "registrations.transition": frozenset({ME, SH, SC, TE}),
    "attendance.mark": frozenset({ME, TE}),
    "attendance.code": frozenset({ME, TE}),
    "attendance.check_in": frozenset({ME, SH, SC, TE}),
    "attendance_counts.read": _STAFF | _SCHOOL,
    "attendance_counts.put": frozenset({ME, SH, SC}),
    "feedback.give": frozenset({ME, SH, SC, TE}),
    "feedback.read": _STAFF | _SCHOOL | {TE, OB},
    "feedback.link": frozenset({MC, ME, TE}),
    "intensives.read": _STAFF | _SCHOOL | {TE, OB, IC},
    "intensives.manage": frozenset({MC, ME}),
    "intensives.transition": frozenset({MC, ME}),
    "intensives.missed": frozenset({MC, ME, SH, SC}),
    "documents.read": frozenset({RC, MC, ME}),
    "documents.request": frozenset({MC, ME}),
    "certificates.read": frozenset({RC, MC, ME, TE}),
    "certificates.revoke": frozenset({MC}),
    "home.read": _PEOPLE_ROLES,
    "notices.own": _PEOPLE_ROLES,
    "letters.read": frozenset({AD}),
    "search": _EVERYBODY,
}

CLIENT_SCOPES: dict[str, frozenset[str]] = {
    "orgs:read": frozenset({"territory.read", "schools.read", "search"}),
    "status:read": frozenset({"statuses.read", "participants.read"}),
    "programs:read": frozenset({"programs.read", "deficit_types.read"}),
    "deficits:read": frozenset({"deficits.aggregate", "deficit_types.read"}),
    "events:read": frozenset({"events.read", "intensives.read", "deficit_types.read"}),
}
"""What an API client may do follows from the scopes of its token, within what the role `client` may do."""


def permissions_of(role: Role, client_scopes: frozenset[str] = frozenset()) -> frozenset[str]:
    """Every permission of `role`; a client's are cut to its scopes."""
    granted = frozenset(name for name, roles in PERMISSIONS.items() if role in roles)
    if role is Role.CLIENT:
        allowed = frozenset().union(*(CLIENT_SCOPES.get(scope, frozenset()) for scope in client_scopes), {"self.read"})
        return granted & allowed
    return granted
