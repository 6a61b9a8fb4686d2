"""Use cases of people: a person with the main employment, and consents to the processing of personal data."""

from typing import Any
from uuid import UUID

from opora.access.actor import Actor
from opora.access.routing import check_version
from opora.core import clock, outbox
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.problems import Invalid, NotFound
from opora.core.sorting import sort_key
from opora.core.texts import Text, day_words
from opora.people import labels, queries, schemas
from opora.people.errors import (
    ConsentGiven,
    ConsentWithdrawn,
    KeptByMainSchool,
    OwnMunicipalityStaffOnly,
    OwnSchoolStaffOnly,
    PositionEnded,
)
from opora.people.models import Employment, Person, PersonalDataConsent
from opora.territory.errors import unknown_reference
from opora.territory.models import Organization, School

_ONE_PLACE = Text(
    "Укажите одно место работы: либо школу, либо организацию.",
    "Name one place of work: either a school or an organisation.",
)
_NOT_YET = Text(
    "Согласие не может быть дано в будущем. Укажите дату подписи.",
    "A consent cannot be given in the future. Enter the day it was signed.",
)

_BEFORE = Text("День ухода раньше первого рабочего дня", "The last day lies before the first")


async def create_person(session: Session, actor: Actor, data: schemas.PersonCreate) -> schemas.PersonDetail:
    """A person comes with the main employment, which decides who sees them.

    Raises 422 for no place, two places or an unknown one; `OwnSchoolStaffOnly` and `OwnMunicipalityStaffOnly` (403).
    """
    actor.require("people.manage")
    place = await _place(session, actor, data)
    name = _full_name(data.last_name, data.first_name, data.patronymic)
    of_person = data.model_dump(include={"last_name", "first_name", "patronymic", "email", "phone"})
    person = Person(
        id=uuid7(),
        region_id=actor.region_id,
        municipality_id=place["municipality_id"],
        school_id=place["school_id"],
        name=name,
        sort_key=sort_key(name),
        **of_person,
    )
    session.add(person)
    await session.flush()
    session.add(
        Employment(
            region_id=actor.region_id, person_id=person.id, capacity=data.capacity, subject=data.subject, **place
        )
    )
    await session.flush()
    await outbox.record(session, "person.created", person, capacity=data.capacity)
    return await queries.read_person(session, actor, person)


async def update_person(
    session: Session, actor: Actor, person_id: UUID, data: schemas.PersonUpdate, if_match: str | None
) -> schemas.PersonDetail:
    """The fact names the fields that changed, never their values."""
    actor.require("people.manage")
    person = await _kept(session, actor, person_id)
    check_version(person, if_match)
    changes = {f: v for f in data.model_fields_set if (v := getattr(data, f)) != getattr(person, f)}
    for field, value in changes.items():
        setattr(person, field, value)
    if changes:
        person.name = _full_name(person.last_name, person.first_name, person.patronymic)
        person.sort_key = sort_key(person.name)
        await session.flush()
        await outbox.record(session, "person.updated", person, fields=sorted(changes))
    return await queries.read_person(session, actor, person)


async def end_position(
    session: Session, actor: Actor, person_id: UUID, position_id: UUID, data: schemas.PositionEnd
) -> schemas.PersonDetail:
    """The person leaves a place of work; the record stays as history, and whose main place it was gets another of theirs.
    A school ends positions of its own only.

    Raises `NotFound`, `OwnSchoolStaffOnly` (403), `PositionEnded` (409), 422 for a day before the first.
    """
    actor.require("people.manage")
    person = await queries.load_person(session, person_id)
    position = await session.get(Employment, position_id, with_for_update=True)
    if position is None or position.person_id != person_id:
        raise NotFound
    if actor.scope == "school" and position.school_id != actor.school_id:
        raise OwnSchoolStaffOnly
    if position.valid_to is not None and position.valid_to <= clock.today():
        raise PositionEnded(valid_to=day_words(position.valid_to))
    ends = data.valid_to or clock.today()
    if position.valid_from is not None and ends <= position.valid_from:
        raise Invalid(("/valid_to", "before-the-first", _BEFORE))
    position.valid_to = ends
    await session.flush()
    await outbox.record(session, "person.position_ended", person, position_id=position.id, capacity=position.capacity)
    if actor.scope == "school":  # the person may be another school's to keep from now on
        left = await queries.read_person(session, actor, person)
        await queries.settle_main_place(session, person.id)
        return left
    await queries.settle_main_place(session, person.id)
    await session.refresh(person)
    return await queries.read_person(session, actor, person)


async def give_consent(
    session: Session, actor: Actor, person_id: UUID, data: schemas.ConsentCreate
) -> schemas.ConsentRead:
    """One consent in force per purpose. Raises `ConsentGiven`; 422 for a day to come."""
    actor.require("consents.manage")
    person = await _kept(session, actor, person_id)
    if data.given_on > clock.today():
        raise Invalid(("/given_on", "in-the-future", _NOT_YET))
    if (active := await queries.active_consent(session, person.id, data.purpose)) is not None:
        raise ConsentGiven(purpose=labels.PURPOSES[data.purpose], given_on=day_words(active.given_on))
    consent = PersonalDataConsent(
        region_id=person.region_id,
        municipality_id=person.municipality_id,
        school_id=person.school_id,
        person_id=person.id,
        **data.model_dump(),
    )
    session.add(consent)
    await session.flush()
    await outbox.record(session, "consent.given", consent, purpose=consent.purpose)
    return queries.read_consent(consent)


async def withdraw_consent(session: Session, actor: Actor, person_id: UUID, consent_id: UUID) -> schemas.ConsentRead:
    """From now on the purpose has no consent; the record stays. Raises `ConsentWithdrawn` the second time."""
    actor.require("consents.manage")
    await _kept(session, actor, person_id)
    consent = await session.get(PersonalDataConsent, consent_id, with_for_update=True)
    if consent is None or consent.person_id != person_id:
        raise NotFound
    if consent.withdrawn_at is not None:
        raise ConsentWithdrawn(withdrawn_on=day_words(consent.withdrawn_at))
    consent.withdrawn_at = clock.now()
    await session.flush()
    await outbox.record(session, "consent.withdrawn", consent, purpose=consent.purpose)
    return queries.read_consent(consent)


async def _kept(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Raises `NotFound`, `KeptByMainSchool` (403)."""
    person = await queries.load_person(session, person_id)
    if not queries.keeps(actor, person):
        raise KeptByMainSchool
    return person


def _full_name(last: str, first: str, patronymic: str | None) -> str:
    return " ".join(part for part in (last, first, patronymic) if part)


async def _place(session: Session, actor: Actor, data: schemas.PersonCreate) -> dict[str, Any]:
    """The owner columns of the main employment, checked to lie in the actor's scope before anything is written."""
    if (data.school_id is None) == (data.organization_id is None):
        raise Invalid(("/school_id", "one-place", _ONE_PLACE))
    if data.school_id is not None:
        school = await session.get(School, data.school_id)
        if school is None:
            raise unknown_reference("/school_id")
        _require_own(actor, school.municipality_id, school.id)
        return {"municipality_id": school.municipality_id, "school_id": school.id, "organization_id": None}
    organization = await session.get(Organization, data.organization_id)
    if organization is None:
        raise unknown_reference("/organization_id")
    _require_own(actor, organization.municipality_id, None)
    return {
        "municipality_id": organization.municipality_id,
        "school_id": None,
        "organization_id": organization.id,
    }


def _require_own(actor: Actor, municipality_id: UUID | None, school_id: UUID | None) -> None:
    if actor.scope == "school" and school_id != actor.school_id:
        raise OwnSchoolStaffOnly
    if actor.scope == "municipality" and municipality_id != actor.municipality_id:
        raise OwnMunicipalityStaffOnly
