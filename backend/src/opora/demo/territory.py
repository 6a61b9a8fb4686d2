"""The register: municipalities, organisations, bodies and schools, as the sources give them."""

from datetime import date
from typing import Any

from opora.core.sorting import normal_form, sort_key
from opora.demo.ids import SYSTEM_ACCOUNT, stable_id
from opora.demo.sources import source
from opora.demo.world import School, World
from opora.territory import models


def day(text: str | None) -> date | None:
    """A date of a source; None stays unknown."""
    return date.fromisoformat(text) if text else None


def add_territory(world: World) -> None:
    """Region, okrugs, municipalities with their dated names, organisations, governance bodies."""
    data, rows = source("territory"), world.rows
    rows.add(models.Region, id=world.region_id, **data["region"])
    for okrug in data["okrugs"]:
        rows.add(models.Okrug, id=stable_id("okrug", okrug["code"]), region_id=world.region_id, **okrug)
    for municipality in data["municipalities"]:
        _add_municipality(world, municipality)
    for item in data["organizations"]:
        _add_organization(world, item)
    for item in data["bodies"]:
        rows.add(
            models.GovernanceBody,
            id=stable_id("body", item["code"]),
            region_id=world.region_id,
            municipality_id=world.municipalities.get(item.get("municipality", "")),
            code=item["code"],
            kind=item["kind"],
            level=item["level"],
            name=item["name"],
            association=item.get("association"),
            is_synthetic_name=item.get("synthetic_name", False),
            sort_key=sort_key(item["name"]),
        )


def _add_municipality(world: World, item: dict[str, Any]) -> None:
    code = item["code"]
    id_ = world.municipalities[code] = stable_id("municipality", code)
    world.rows.add(
        models.Municipality,
        id=id_,
        region_id=world.region_id,
        okrug_id=item["okrug"] and stable_id("okrug", item["okrug"]),
        code=code,
        name=item["name"],
        type=item["type"],
        oktmo=item["oktmo"],
        network_model=item["model"],
        sort_key=sort_key(item["name"]),
    )
    notes = source("additions")["municipality_notes"]
    for number, version in enumerate(item.get("versions", [item])):
        if version.get("valid_from_is_approximate"):
            note = notes["gatchina_district"]
        else:
            note = notes["gatchina_okrug"] if version.get("note") else notes["unknown_beginning"]
        world.rows.add(
            models.MunicipalityVersion,
            id=stable_id("municipality_version", f"{code}/{number}", number),
            municipality_id=id_,
            name=version["name"],
            type=version["type"],
            oktmo=version["oktmo"],
            valid_from=day(version.get("valid_from")),
            valid_to=day(version.get("valid_to")),
            note=note,
        )


def _add_organization(world: World, item: dict[str, Any]) -> None:
    municipality_id = world.municipalities.get(item.get("municipality", ""))
    id_ = stable_id("organization", item["code"])
    world.organizations[item["code"]] = id_, municipality_id
    world.rows.add(
        models.Organization,
        id=id_,
        region_id=world.region_id,
        municipality_id=municipality_id,
        parent_id=item.get("parent") and stable_id("organization", item["parent"]),
        code=item["code"],
        kind=item["kind"],
        name=item["name"],
        short_name=item.get("short_name"),
        sort_key=sort_key(item["name"]),
    )


def add_schools(world: World) -> None:
    """The 26 schools with the spellings they go by and their statuses with their basis."""
    bases = source("additions")["bases"]
    for category, schools in source("gatchina")["gatchina_project"]["participants"].items():
        for item in schools:
            _add_school(world, "gatchina", item, category, None, bases["gatchina"])
    project = source("podporozhye")["podporozhye_project"]
    for item in project["schools"]:
        basis = project["status_basis"] if item["status_from"] else bases["podporozhye_hub"]
        _add_school(world, "podporozhye", item, item["status"], day(item["status_from"]), basis)


def _add_school(
    world: World, municipality: str, item: dict[str, Any], status: str, since: date | None, basis: str
) -> None:
    code, added = item["code"], source("additions")["schools"][item["code"]]
    school = School(stable_id("school", code), code, added["short"], municipality, status)
    world.schools[code] = school
    path = {"region_id": world.region_id, "municipality_id": world.municipalities[municipality]}
    world.rows.add(
        models.School,
        id=school.id,
        **path,
        code=code,
        full_name=item["name"],
        short_name=school.short_name,
        type=item["type"],
        is_hub=item.get("hub", False),
        is_resource_center=item.get("resource_center", False),
        sort_key=sort_key(school.short_name),
    )
    printed = [item["name_as_printed"]] if "name_as_printed" in item else []
    for number, text in enumerate([*printed, *item.get("aliases", []), *added["aliases"]]):
        world.rows.add(
            models.SchoolAlias,
            id=stable_id("school_alias", f"{code}/{text}", number),
            **path,
            school_id=school.id,
            text=text,
            normalized=normal_form(text),
        )
    world.rows.add(
        models.SchoolStatus,
        id=stable_id("school_status", f"{code}/{status}"),
        **path,
        school_id=school.id,
        status=status,
        valid_from=since,
        basis=basis,
        confirmed_by=SYSTEM_ACCOUNT,
    )
