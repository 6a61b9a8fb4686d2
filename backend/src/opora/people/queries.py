"""What is read of people: the list and search on the native path, one person and consents through the session."""

from functools import lru_cache
from uuid import UUID

from fastapi.responses import Response
from sqlalchemy import Date, Uuid, bindparam, exists, func, select, text

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Entry, Reader, ReadSession, Session
from opora.core.inputs import Items
from opora.core.problems import NotFound
from opora.people import lists, schemas
from opora.people.models import LEADING, Employment, Person, PersonalDataConsent
from opora.territory.lists import school
from opora.territory.models import Organization, School
from opora.territory.queries import best_first, found_by
from opora.territory.schemas import Found
from opora.territory.search import words_of

_SETTLE = text("select gate.settle_main_place(:person, :today)").bindparams(
    bindparam("person", type_=Uuid()), bindparam("today", type_=Date())
)


async def list_people(reader: Reader, actor: Actor, params: schemas.PersonParams, *, csv: bool) -> Response:
    """People the actor sees: a teacher sees only themselves, a school its own, by row security."""
    given = {
        "school_id": params.school_id,
        "municipality_id": params.municipality_id,
        "capacity": params.capacity,
        "q": words_of(params.q) if params.q else None,
    }
    if csv:
        return await lists.PEOPLE_CSV.csv(reader, actor.entry, params.sort, given, "people")
    return await lists.PEOPLE.page(reader, actor.entry, params.sort, params, given)


async def load_person(session: ReadSession, person_id: UUID) -> Person:
    """Raises `NotFound` when the actor does not see the person."""
    if (person := await session.get(Person, person_id)) is None:
        raise NotFound
    return person


async def person_detail(session: ReadSession, actor: Actor, person_id: UUID) -> schemas.PersonDetail:
    return await read_person(session, actor, await load_person(session, person_id))


async def read_person(session: ReadSession, actor: Actor, person: Person) -> schemas.PersonDetail:
    fields = {name: getattr(person, name) for name in schemas.PersonRead.model_fields if name != "positions"}
    return schemas.PersonDetail(
        **fields, positions=await _positions(session, person), allowed_actions=_actions(actor, person)
    )


def keeps(actor: Actor, person: Person) -> bool:
    """Whether the actor keeps the person's record: a school keeps those whose main place of work it is."""
    return actor.scope != "school" or person.school_id == actor.school_id


def _actions(actor: Actor, person: Person) -> list[schemas.PersonAction]:
    """What the actor may do with a person row security lets them see."""
    if not keeps(actor, person):
        return []
    actions: list[schemas.PersonAction] = ["update"] if actor.may("people.manage") else []
    return [*actions, "give_consent", "withdraw_consent"] if actor.may("consents.manage") else actions


async def _positions(session: ReadSession, person: Person) -> list[schemas.PositionRead]:
    at_school = (School.id == Employment.school_id) & (School.municipality_id == Employment.municipality_id)
    place = func.coalesce(School.short_name, Organization.short_name, Organization.name).label("organization_name")
    rows = await session.execute(
        select(
            Employment.id, Employment.capacity, Employment.subject, place, Employment.valid_from, Employment.valid_to
        )
        .outerjoin(School, at_school)
        .outerjoin(Organization, Organization.id == Employment.organization_id)
        .where(Employment.person_id == person.id)
        .order_by(Employment.id)
    )
    return [schemas.PositionRead.model_validate(row) for row in rows]


async def consents_of(session: ReadSession, person_id: UUID) -> Items[schemas.ConsentRead]:
    """Every consent of the person, latest first. Raises `NotFound`."""
    await load_person(session, person_id)
    rows = await session.scalars(
        select(PersonalDataConsent)
        .where(PersonalDataConsent.person_id == person_id)
        .order_by(PersonalDataConsent.given_on.desc(), PersonalDataConsent.id.desc())
    )
    return Items(items=[read_consent(row) for row in rows])


def read_consent(row: PersonalDataConsent) -> schemas.ConsentRead:
    fields = {name: getattr(row, name) for name in schemas.ConsentRead.model_fields if name != "is_active"}
    return schemas.ConsentRead(**fields, is_active=row.withdrawn_at is None)


# For contexts above.


async def active_consent(session: ReadSession, person_id: UUID, purpose: str) -> PersonalDataConsent | None:
    """The consent in force to one purpose; there is at most one."""
    mine = (PersonalDataConsent.person_id == person_id) & (PersonalDataConsent.purpose == purpose)
    return await session.scalar(select(PersonalDataConsent).where(mine, PersonalDataConsent.withdrawn_at.is_(None)))


async def has_active_consent(session: ReadSession, person_id: UUID, purpose: schemas.Purpose) -> bool:
    """INV-08: nothing of a person is published without a consent in force to that purpose."""
    return await active_consent(session, person_id, purpose) is not None


async def person_of_school(session: ReadSession, person_id: UUID, school_id: UUID) -> Person | None:
    """The person, if the actor sees them and they work (or worked) in the school."""
    works = exists().where(Employment.person_id == Person.id, Employment.school_id == school_id)
    return await session.scalar(select(Person).where(Person.id == person_id, works | (Person.school_id == school_id)))


async def settle_main_place(session: Session, person_id: UUID) -> None:
    """The main place of work is one where the person works: else another of theirs, or none. It decides who keeps the record,
    so the row may leave the sight of whoever called."""
    await session.flush()
    await session.execute(_SETTLE, {"person": person_id, "today": clock.today()})


async def leads_school(session: ReadSession, person_id: UUID, school_id: UUID) -> bool:
    """Whether the person is the school's director or a deputy today."""
    today = clock.today()
    at_work = (
        Employment.valid_from.is_(None) | (Employment.valid_from <= today),
        Employment.valid_to.is_(None) | (Employment.valid_to > today),
    )
    leading = select(Employment.id).where(
        Employment.person_id == person_id,
        Employment.school_id == school_id,
        Employment.capacity.in_(LEADING),
        *at_work,
    )
    return await session.scalar(leading.limit(1)) is not None


async def search_people(reader: Reader, entry: Entry, q: str, limit: int) -> list[Found]:
    """People by name, best match first, with their school."""
    sql, names = _search(entry.scope, limit)
    return await found_by(reader, entry, sql, names, q)


@lru_cache(maxsize=100)
def _search(scope: str, limit: int) -> tuple[str, list[str]]:
    person = lists.person
    own = (school.c.id == person.c.school_id) & (school.c.municipality_id == person.c.municipality_id)
    joined = person.outerjoin(school, own)
    return best_first(scope, limit, person, lists.name_text, joined, person.c.name, school.c.short_name)
