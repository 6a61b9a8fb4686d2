"""The sample catalogue of deficit types."""

from typing import Any
from uuid import UUID

from opora.core.sorting import sort_key
from opora.deficits.models import DeficitType
from opora.demo.ids import stable_id
from opora.demo.sources import source
from opora.demo.world import World


def type_id(code: str) -> UUID:
    return stable_id("deficit_type", code)


def types() -> dict[str, dict[str, Any]]:
    """Entries by code."""
    return {item["code"]: item for item in source("deficit_types")["types"]}


def add_catalogue(world: World) -> None:
    """About forty types over four components and four frameworks, each marked as a sample."""
    data = source("deficit_types")
    for code, item in types().items():
        world.rows.add(
            DeficitType,
            id=type_id(code),
            code=code,
            title=item["title"],
            framework=item["framework"],
            framework_version=data["frameworks"][item["framework"]],
            component=item["component"],
            nature=item["nature"],
            bearer_kinds=item["bearers"],
            subject=item.get("subject"),
            is_sample=data["is_sample"],
            is_active=True,
            note=data["note"],
            sort_key=sort_key(item["title"]),
        )
