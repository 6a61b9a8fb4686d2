"""Who may change which school (domain.md 3.10). Pure; row security holds the same from below."""

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.territory.models import School
from opora.territory.schemas import SchoolAction


def has_in_scope(actor: Actor, school: School) -> bool:
    """Whether the school belongs to what the actor acts for, and is not only seen."""
    if actor.scope == "school":
        return actor.school_id == school.id
    if actor.scope == "municipality":
        return actor.municipality_id == school.municipality_id
    return actor.scope in ("region", "admin")


def school_actions(actor: Actor, school: School) -> list[SchoolAction]:
    """What the actor may do with the school now."""
    if not has_in_scope(actor, school):
        return []
    actions: list[SchoolAction] = []
    if actor.may("schools.update"):
        actions.append("update_short_name" if actor.role is Role.SCHOOL_HEAD else "update")
        actions += ["add_alias", "remove_alias", "add_identifier"]
    if actor.may("statuses.manage"):
        actions += ["add_status", "end_status"]
    return actions
