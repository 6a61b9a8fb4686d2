"""The list of people on the native read path."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, Select, and_, func, literal_column, select, union_all
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from opora.core import clock
from opora.core.listing import Listing
from opora.people import labels
from opora.people.models import Employment, Person
from opora.territory.lists import TODAY, holds_on, labelled, organization, school
from opora.territory.search import constant, matching, searchable

person, employment = Person.__table__, Employment.__table__


def name_text(table: FromClause) -> ColumnElement[str]:
    """The text in which people are searched."""
    return searchable(table.c.name)


def _working() -> Any:
    """Employments of the person with the place's name, joined with the municipality as row security likes it."""
    at_school = and_(school.c.id == employment.c.school_id, school.c.municipality_id == employment.c.municipality_id)
    return employment.outerjoin(school, at_school).outerjoin(
        organization, organization.c.id == employment.c.organization_id
    )


def _place() -> ColumnElement[str]:
    short = func.coalesce(organization.c.short_name, organization.c.name)
    return func.coalesce(school.c.short_name, short)


def _positions() -> ColumnElement[Any]:
    fields = ("id", "capacity", "subject", "valid_from", "valid_to")
    pairs = [part for name in fields for part in (constant(name), employment.c[name])]
    one = func.jsonb_build_object(*pairs, constant("organization_name"), _place())
    listed = func.jsonb_agg(aggregate_order_by(one, employment.c.id))
    return func.coalesce(_of_person(listed), literal_column("'[]'::jsonb"), type_=JSONB).label("positions")


def _positions_in_words() -> ColumnElement[Any]:
    words = func.concat_ws(
        constant(" · "), labelled(employment.c.capacity, labels.CAPACITIES), employment.c.subject, _place()
    )
    return _of_person(func.string_agg(words, aggregate_order_by(constant("; "), employment.c.id)), now=True).label(
        "positions"
    )


def _of_person(what: ColumnElement[Any], *, now: bool = False) -> ScalarSelect[Any]:
    statement: Select[Any] = select(what).select_from(_working()).where(employment.c.person_id == person.c.id)
    if now:
        statement = statement.where(holds_on(employment, TODAY))
    return statement.correlate(person).scalar_subquery()


def _works_as(capacity: Any) -> ColumnElement[bool]:
    now = and_(employment.c.person_id == person.c.id, employment.c.capacity == capacity, holds_on(employment, TODAY))
    return select(literal_column("1")).select_from(employment).where(now).correlate(person).exists()


def _works_in(school_id: Any) -> ColumnElement[bool]:
    """By main or second employment. A union and not an OR: each side is one index scan, whatever the region's size."""
    second = select(employment.c.person_id).where(employment.c.school_id == school_id, holds_on(employment, TODAY))
    main = person.alias("main")
    return person.c.id.in_(union_all(second, select(main.c.id).where(main.c.school_id == school_id)))


def _people(positions: ColumnElement[Any]) -> Listing:
    return Listing(
        source=person,
        key=person.c.id,
        fields=(
            person.c.id, person.c.last_name, person.c.first_name, person.c.patronymic, person.c.name, person.c.email,
            person.c.phone, person.c.is_fictional, person.c.municipality_id, person.c.school_id, positions,
            person.c.version,
        ),
        sorts={"name": person.c.sort_key},
        filters={
            "school_id": _works_in,
            "municipality_id": lambda value: person.c.municipality_id == value,
            "capacity": _works_as,
            "q": matching(person, name_text),
        },
        always=lambda: {"today": clock.today()},
        csv_header={
            "last_name": "Фамилия", "first_name": "Имя", "patronymic": "Отчество", "positions": "Должности",
            "email": "Эл. почта", "phone": "Телефон",
        },
    )  # fmt: skip


PEOPLE = _people(_positions())
PEOPLE_CSV = _people(_positions_in_words())
