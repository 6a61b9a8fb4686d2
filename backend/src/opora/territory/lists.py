"""Lists of the register on the native read path."""

from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from opora.core import clock
from opora.core.listing import Listing
from opora.core.texts import Text as Label
from opora.territory import labels
from opora.territory.models import GovernanceBody, Municipality, Organization, School, SchoolStatus
from opora.territory.search import constant, matching, searchable

school, municipality, status = School.__table__, Municipality.__table__, SchoolStatus.__table__
organization, body = Organization.__table__, GovernanceBody.__table__
OWN_MUNICIPALITY = literal_column("ctx('municipality')", Uuid)
"""The municipality the reader acts for or works in; null for the region's own roles."""
TODAY = bindparam("today", type_=Date, unique=False)


def holds_on(row: FromClause, day: Any) -> ColumnElement[bool]:
    """Whether a dated row (`valid_from`, `valid_to` exclusive) holds on a day; an unknown beginning counts."""
    began = or_(row.c.valid_from.is_(None), row.c.valid_from <= day)
    return and_(began, or_(row.c.valid_to.is_(None), row.c.valid_to > day))


def has_status(of: FromClause, code: Any, day: Any) -> ColumnElement[bool]:
    """Whether the school that `of` names (`school_id` or, for the school table, `id`) holds a status on a day."""
    held: ColumnElement[bool] = _statuses_of(of, day).where(status.c.status == code).exists()
    return held


def _statuses_of(of: FromClause, day: Any) -> Select[Any]:
    own = of.c.id if of is school else of.c.school_id
    here = and_(status.c.school_id == own, status.c.municipality_id == of.c.municipality_id)
    return select(status.c.status).where(here, holds_on(status, day)).correlate(of)


def labelled(column: ColumnElement[Any], texts: dict[str, Label]) -> ColumnElement[str]:
    """A code as its Russian label, for spreadsheets."""
    return case(*((column == constant(code), constant(text.ru)) for code, text in texts.items()), else_=column)


def _current_statuses(show: bool, in_words: bool) -> ColumnElement[Any]:
    if not show:
        return literal_column("'{}'::text[]", ARRAY(Text)).label("statuses")
    codes = _statuses_of(school, TODAY).distinct().order_by(status.c.status)
    if in_words:
        found = codes.subquery()
        codes = select(labelled(found.c.status, labels.STATUSES))
    return func.array(codes.scalar_subquery(), type_=ARRAY(Text)).label("statuses")


def _schools(show_statuses: bool, in_words: bool = False) -> Listing:
    kind: ColumnElement[Any] = school.c.type
    flags: tuple[ColumnElement[Any], ...] = (school.c.is_hub, school.c.is_resource_center)
    if in_words:
        kind = labelled(kind, labels.SCHOOL_TYPES).label("type")
        flags = tuple(case((flag, constant("да")), else_=constant("")).label(flag.key) for flag in flags)
    return Listing(
        source=school.join(municipality, municipality.c.id == school.c.municipality_id),
        key=school.c.id,
        fields=(
            school.c.id, school.c.code, school.c.full_name, school.c.short_name, kind, *flags,
            _current_statuses(show_statuses, in_words), school.c.version,
        ),
        nested={"municipality": (municipality.c.id, municipality.c.name)},
        sorts={"name": school.c.sort_key},
        filters={
            "municipality_id": lambda value: school.c.municipality_id == value,
            "type": lambda value: school.c.type == value,
            "status": lambda value: has_status(school, value, TODAY),
            "q": matching(school, lambda table: table.c.search_text),
        },
        always=lambda: {"today": clock.today()},
        csv_header={
            "code": "Код", "full_name": "Полное название", "short_name": "Краткое название", "type": "Тип",
            "municipality.name": "Муниципалитет", "is_hub": "Опорная школа", "is_resource_center": "Ресурсный центр",
            "statuses": "Статусы",
        },
    )  # fmt: skip


SCHOOLS = {show: _schools(show) for show in (True, False)}
"""By whether the reader may see statuses."""
SCHOOLS_CSV = {show: _schools(show, in_words=True) for show in (True, False)}


def _school_count() -> ColumnElement[Any]:
    """Schools of a municipality; null where row security would make the number a lie: a person sees one school only."""
    count = select(func.count()).where(school.c.municipality_id == municipality.c.id).correlate(municipality)
    own = OWN_MUNICIPALITY
    whole = and_(
        literal_column("current_user") != constant("opora_person"), or_(own.is_(None), own == municipality.c.id)
    )
    return case((whole, count.scalar_subquery())).label("school_count")


MUNICIPALITIES = Listing(
    source=municipality,
    key=municipality.c.id,
    fields=(
        municipality.c.id, municipality.c.code, municipality.c.name, municipality.c.type, municipality.c.oktmo,
        municipality.c.region_id, municipality.c.okrug_id, municipality.c.network_model, _school_count(),
    ),
    sorts={"name": municipality.c.sort_key},
    filters={"q": matching(municipality, lambda table: searchable(table.c.name))},
)  # fmt: skip


def equal_to(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    """A filter by equality, once its column is bound."""
    same: ColumnElement[bool] = column == value
    return same


ORGANIZATIONS = Listing(
    source=organization,
    key=organization.c.id,
    fields=(
        organization.c.id, organization.c.code, organization.c.kind, organization.c.name, organization.c.short_name,
        organization.c.municipality_id, organization.c.parent_id, organization.c.inn, organization.c.ogrn,
    ),
    sorts={"name": organization.c.sort_key},
    filters={name: partial(equal_to, organization.c[name]) for name in ("kind", "municipality_id")},
)  # fmt: skip
GOVERNANCE_BODIES = Listing(
    source=body,
    key=body.c.id,
    fields=(
        body.c.id, body.c.code, body.c.kind, body.c.level, body.c.name, body.c.association, body.c.municipality_id,
        body.c.is_synthetic_name,
    ),
    sorts={"name": body.c.sort_key},
    filters={name: partial(equal_to, body.c[name]) for name in ("kind", "municipality_id")},
)  # fmt: skip
