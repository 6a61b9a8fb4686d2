"""Use cases of the register: municipalities, schools, their other names, their numbers, their dated statuses."""

from datetime import date
from uuid import UUID

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.access.routing import check_version
from opora.core import clock, outbox
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.problems import Invalid, NotFound
from opora.core.sorting import normal_form, sort_key
from opora.core.texts import Text
from opora.territory import identifiers, labels, queries, schemas
from opora.territory.errors import (
    HeadChangesShortName,
    NameOfOther,
    OwnSchoolOnly,
    StatusConflicts,
    StatusEnded,
    StatusRepeats,
    unknown_reference,
)
from opora.territory.models import (
    Municipality,
    MunicipalityVersion,
    Okrug,
    School,
    SchoolAlias,
    SchoolIdentifier,
    SchoolStatus,
)
from opora.territory.rights import has_in_scope
from opora.territory.statuses import Dated, conflicting

_ENDS_AFTER_BEGINNING = Text(
    "Статус начался {valid_from}: завершить его можно только более поздней датой.",
    "The status began on {valid_from}: it can only end on a later day.",
)


async def create_municipality(
    session: Session, actor: Actor, data: schemas.MunicipalityCreate
) -> schemas.MunicipalityDetail:
    """A municipality and its first name (INV-01). Raises 422 for an unknown okrug; the database refuses a taken code."""
    actor.require("municipalities.create")
    if data.okrug_id is not None:
        okrug = await session.get(Okrug, data.okrug_id)
        if okrug is None or okrug.region_id != actor.region_id:
            raise unknown_reference("/okrug_id")
    named = data.model_dump(include={"name", "type", "oktmo"})
    municipality = Municipality(
        id=uuid7(),
        region_id=actor.region_id,
        okrug_id=data.okrug_id,
        code=data.code,
        sort_key=sort_key(data.name),
        **named,
    )
    session.add(municipality)
    await session.flush()
    session.add(MunicipalityVersion(municipality_id=municipality.id, valid_from=data.valid_from, **named))
    await session.flush()
    await outbox.record(session, "municipality.created", municipality, code=municipality.code, type=municipality.type)
    return await queries.municipality_detail(session, actor, municipality.id)


async def create_school(session: Session, actor: Actor, data: schemas.SchoolCreate) -> schemas.SchoolDetail:
    """Raises 422 for an unknown municipality and `NameOfOther` when the name is taken there (INV-02)."""
    actor.require("schools.create")
    municipality = await session.get(Municipality, data.municipality_id)
    if municipality is None or municipality.region_id != actor.region_id:
        raise unknown_reference("/municipality_id")
    for name in {data.full_name, data.short_name}:
        await _require_free(session, municipality.id, name)
    school_id = uuid7()
    school = School(
        id=school_id,
        region_id=municipality.region_id,
        code=f"s-{school_id.hex[-12:]}",
        sort_key=sort_key(data.short_name),
        **data.model_dump(),
    )
    session.add(school)
    await session.flush()
    await outbox.record(session, "school.created", school, code=school.code, type=school.type)
    return await queries.read_school(session, actor, school)


async def update_school(
    session: Session, actor: Actor, school_id: UUID, data: schemas.SchoolUpdate, if_match: str | None
) -> schemas.SchoolDetail:
    """Raises `HeadChangesShortName` for a head's other fields and `NameOfOther` when a name is taken (INV-02)."""
    school = await _to_change(session, actor, school_id, "schools.update")
    check_version(school, if_match)
    if actor.role is Role.SCHOOL_HEAD and data.model_fields_set - {"short_name"}:
        raise HeadChangesShortName
    changes = {f: v for f in data.model_fields_set if (v := getattr(data, f)) != getattr(school, f)}
    for field in {"full_name", "short_name"} & changes.keys():
        await _require_free(session, school.municipality_id, changes[field], besides=school.id)
    for field, value in changes.items():
        setattr(school, field, value)
    if changes:
        school.sort_key = sort_key(school.short_name)
        await session.flush()
        await outbox.record(session, "school.updated", school, fields=sorted(changes))
    return await queries.read_school(session, actor, school)


async def add_alias(session: Session, actor: Actor, school_id: UUID, data: schemas.AliasCreate) -> schemas.SchoolDetail:
    """INV-02. Raises `NameOfOther` when a school of the municipality, this one included, is already called so."""
    school = await _to_change(session, actor, school_id, "schools.update")
    await _require_free(session, school.municipality_id, data.text)
    alias = SchoolAlias(**_owner(school), text=data.text, normalized=normal_form(data.text))
    session.add(alias)
    return await _changed(session, actor, school, "school.alias_added", alias_id=alias.id, text=data.text)


async def remove_alias(
    session: Session, actor: Actor, school_id: UUID, alias_id: UUID, if_match: str | None
) -> schemas.SchoolDetail:
    school = await _to_change(session, actor, school_id, "schools.update")
    check_version(school, if_match)
    alias = await session.get(SchoolAlias, alias_id)
    if alias is None or alias.school_id != school.id:
        raise NotFound
    await session.delete(alias)
    return await _changed(session, actor, school, "school.alias_removed", alias_id=alias.id, text=alias.text)


async def add_identifier(
    session: Session, actor: Actor, school_id: UUID, data: schemas.IdentifierCreate
) -> schemas.SchoolDetail:
    """INV-03. Raises 422 for a malformed number; the database refuses one that another school holds."""
    school = await _to_change(session, actor, school_id, "schools.update")
    value = identifiers.canonical(data.system, data.value)
    if (fault := identifiers.fault(data.system, value)) is not None:
        raise Invalid(("/value", "malformed-identifier", fault))
    session.add(SchoolIdentifier(**_owner(school), system=data.system, value=value, valid_from=data.valid_from))
    return await _changed(session, actor, school, "school.identifier_added", system=data.system)


async def add_status(
    session: Session, actor: Actor, school_id: UUID, data: schemas.StatusCreate
) -> schemas.SchoolDetail:
    """INV-04 to INV-06. Raises `StatusConflicts` or `StatusRepeats`, naming the status in the way."""
    school = await _to_change(session, actor, school_id, "statuses.manage")
    row = SchoolStatus(**_owner(school), **data.model_dump(), confirmed_by=actor.account_id)
    held = conflicting(row, await queries.statuses_of(session, school), clock.today())
    if held is not None:
        refusal = StatusRepeats if held.status == data.status else StatusConflicts
        raise refusal(
            held=labels.STATUSES[held.status],
            wanted=labels.STATUSES[data.status],
            period=_period(held),
            status_id=held.id,
        )
    session.add(row)
    return await _changed(
        session, actor, school, "school.status_began", status=data.status, valid_from=_iso(data.valid_from)
    )


async def end_status(
    session: Session, actor: Actor, school_id: UUID, status_id: UUID, data: schemas.StatusEnd
) -> schemas.SchoolDetail:
    """End a status; the basis of its end joins that of its beginning. Raises `StatusEnded`, or 422 for its day."""
    school = await _to_change(session, actor, school_id, "statuses.manage")
    row = await session.get(SchoolStatus, status_id)
    if row is None or row.school_id != school.id:
        raise NotFound
    if row.valid_to is not None:
        raise StatusEnded(held=labels.STATUSES[row.status], valid_to=_day(row.valid_to))
    if row.valid_from is not None and data.valid_to <= row.valid_from:
        began = _day(row.valid_from)
        text = Text(*(language.format(valid_from=began) for language in _ENDS_AFTER_BEGINNING))
        raise Invalid(("/valid_to", "before-beginning", text))
    row.valid_to = data.valid_to
    row.basis = f"{row.basis}\n{data.basis}"
    row.confirmed_by = actor.account_id
    return await _changed(
        session, actor, school, "school.status_ended", status=row.status, valid_to=_iso(data.valid_to)
    )


async def _to_change(session: Session, actor: Actor, school_id: UUID, permission: str) -> School:
    """The school, locked, so that what is checked holds until the commit. Raises 404, or 403 when it is only seen."""
    actor.require(permission)
    school = await queries.load_school(session, school_id)
    if not has_in_scope(actor, school):
        raise OwnSchoolOnly
    await session.refresh(school, with_for_update=True)
    return school


async def _changed(session: Session, actor: Actor, school: School, fact: str, **data: object) -> schemas.SchoolDetail:
    """A child changed: the aggregate's version rises, the fact is told."""
    school.touch()
    await session.flush()
    await outbox.record(session, fact, school, **data)
    return await queries.read_school(session, actor, school)


async def _require_free(session: Session, municipality_id: UUID, name: str, besides: UUID | None = None) -> None:
    if (owner := await queries.name_owner(session, municipality_id, name, besides)) is not None:
        raise NameOfOther(school=owner)


def _owner(school: School) -> dict[str, UUID]:
    return {"region_id": school.region_id, "municipality_id": school.municipality_id, "school_id": school.id}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _period(row: Dated) -> Text:
    """«с 01.04.2020 по настоящее время»"""
    since = (f"с {_day(row.valid_from)}", f"since {row.valid_from}") if row.valid_from else None
    until = (f"до {_day(row.valid_to)}", f"until {row.valid_to}") if row.valid_to else None
    begins, ends = (
        since or ("с неизвестной даты", "since an unknown date"),
        until or ("по настоящее время", "to this day"),
    )
    return Text(f"{begins[0]} {ends[0]}", f"{begins[1]} {ends[1]}")
