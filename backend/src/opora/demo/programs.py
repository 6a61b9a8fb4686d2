"""The regional programme and the two municipal projects with their participants."""

from datetime import date
from decimal import Decimal
from typing import Any

from opora.core.sorting import sort_key
from opora.demo.ids import stable_id
from opora.demo.sources import source
from opora.demo.territory import day
from opora.demo.world import Program, World
from opora.programs import models

LEAD_STATUSES = ["high_results"]


def add_programs(world: World) -> None:
    """Programmes, extended by a synthetic revision to the end of the school year, and who takes part."""
    regional = source("regional_program")["regional_program"]
    _add_program(world, {"deficit_routing": "advisory", **regional}, regional["title"], LEAD_STATUSES)
    project = source("gatchina")["gatchina_project"]
    gatchina = _add_program(world, project, project["passport"]["title"], LEAD_STATUSES)
    for category, schools in project["participants"].items():
        for item in schools:
            _add_participant(world, gatchina, item["code"], category, project, None, None)
    project = source("podporozhye")["podporozhye_project"]
    # in the mixed model a low-result school may be a mentor (decision D14)
    podporozhye = _add_program(world, project, project["title"], [*LEAD_STATUSES, "low_results"])
    bases = source("additions")["level_bases"]
    for item in project["schools"]:
        basis = bases[item.get("level_basis", "stated")]
        _add_participant(world, podporozhye, item["code"], item["status"], project, item["level"], basis)


def _add_program(world: World, item: dict[str, Any], title: str, individual: list[str]) -> Program:
    municipality = item.get("municipality")
    threshold = Decimal(str(item.get("common_threshold", 1)))
    program = Program(
        stable_id("program", item["code"]),
        item["code"],
        municipality or "",
        threshold,
        item["deficit_routing"] == "strict",
    )
    world.programs[municipality or "region"] = program
    declared_to = date.fromisoformat(item["declared_to"])
    scope = {"region_id": world.region_id, "municipality_id": world.municipalities.get(municipality or "")}
    world.rows.add(
        models.Program,
        id=program.id,
        **scope,
        parent_id=item.get("parent") and stable_id("program", item["parent"]),
        code=program.code,
        kind=item["kind"],
        level="municipality" if municipality else "region",
        title=title,
        model=item.get("model"),
        status="active",
        declared_from=date.fromisoformat(item["declared_from"]),
        declared_to=declared_to,
        common_threshold=threshold,
        deficit_routing=item["deficit_routing"],
        individual_route_statuses=individual,
        lead_statuses=LEAD_STATUSES,
        check_in_every_days=14,
        sort_key=sort_key(title),
    )
    if declared_to < world.timeline.year_end:
        note = source("additions")["extension_note"]
        world.rows.add(
            models.ProgramRevision,
            id=stable_id("program_revision", f"{program.code}/1"),
            **scope,
            program_id=program.id,
            number=1,
            extended_from=declared_to,
            extended_to=world.timeline.year_end,
            note=note.format(declared_to=f"{declared_to:%d.%m.%Y}", school_year=world.timeline.school_year),
            is_synthetic=True,
        )
    return program


def _add_participant(
    world: World,
    program: Program,
    code: str,
    category: str,
    project: dict[str, Any],
    level: int | None,
    basis: str | None,
) -> None:
    """The sources give no date of joining or consent: the declared beginning stands for both."""
    begun = day(project["declared_from"])
    world.rows.add(
        models.ProgramParticipant,
        id=stable_id("participant", f"{program.code}/{code}"),
        region_id=world.region_id,
        municipality_id=world.municipalities[program.municipality],
        school_id=world.schools[code].id,
        program_id=program.id,
        category=category,
        mentor_level=level,
        level_basis=basis,
        joined_on=begun,
        consent_on=begun,
    )
