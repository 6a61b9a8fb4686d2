"""What a draft refers to, looked up and put in words: organiser, host, speakers, targets."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.problems import Invalid
from opora.core.texts import Text
from opora.deficits.models import Deficit, DeficitType
from opora.events.models import Event, EventSpeaker, EventTarget
from opora.events.queries import Case
from opora.events.schemas import SpeakerInput
from opora.people.models import Person
from opora.territory.errors import unknown_reference
from opora.territory.models import Organization, School

_ONE = Text("Укажите организатора: организацию или школу", "Name the organiser: an organisation or a school")
_CLOSED = Text("Дефицит другой программы или уже закрыт", "The deficit is of another programme or closed")


@dataclass(frozen=True, slots=True)
class Organized:
    """Who holds an event, with the name that is announced."""

    organizer_id: UUID | None
    organizer_school_id: UUID | None
    organizer_name: str


async def organized(session: Session, organization_id: UUID | None, school_id: UUID | None) -> Organized:
    """Raises `Invalid` for none, for both, and for what the actor does not see."""
    if (organization_id is None) == (school_id is None):
        raise Invalid(("/organizer_id", "one_of_two", _ONE))
    if organization_id is not None:
        found = await session.get(Organization, organization_id)
        if found is None:
            raise unknown_reference("/organizer_id")
        return Organized(found.id, None, found.short_name or found.name)
    school = await session.get(School, school_id)
    if school is None:
        raise unknown_reference("/organizer_school_id")
    return Organized(None, school.id, school.short_name)


async def host_name(session: Session, school_id: UUID | None) -> str | None:
    """Any school may present its experience, whatever its results (INV-48). Raises `Invalid` for an unseen one."""
    if school_id is None:
        return None
    school = await session.get(School, school_id)
    if school is None:
        raise unknown_reference("/host_school_id")
    return school.short_name


async def set_speakers(session: Session, case: Case, wanted: list[SpeakerInput]) -> None:
    """Replace the speakers. Raises `Invalid` for people the actor does not see and for one named twice."""
    ids = [speaker.person_id for speaker in wanted if speaker.person_id]
    found = {p.id: p for p in await session.scalars(select(Person).where(Person.id.in_(ids)))}
    for position, speaker in enumerate(wanted):
        if speaker.person_id and speaker.person_id not in found:
            raise unknown_reference(f"/speakers/{position}/person_id")
        if speaker.person_id and ids.count(speaker.person_id) > 1:
            twice = Text("Этот человек назван дважды", "This person is named twice")
            raise Invalid((f"/speakers/{position}/person_id", "repeated", twice))
    for old in case.speakers:
        await session.delete(old)
    await session.flush()
    case.speakers = [
        EventSpeaker(
            id=uuid7(), **_of(case.event), person_id=speaker.person_id, note=speaker.note, position=position,
            name=found[speaker.person_id].name if speaker.person_id else speaker.name,
        )
        for position, speaker in enumerate(wanted)
    ]  # fmt: skip
    session.add_all(case.speakers)


async def set_targets(session: Session, case: Case, types: list[UUID] | None, deficits: list[UUID] | None) -> None:
    """Replace the types or the deficits the event serves; None leaves them. Raises `Invalid` for what cannot be served."""
    if types is not None:
        await _set_types(session, case, list(dict.fromkeys(types)))
    if deficits is not None:
        await _set_deficits(session, case, list(dict.fromkeys(deficits)))


async def _set_types(session: Session, case: Case, wanted: list[UUID]) -> None:
    found = {t.id: t for t in await session.scalars(select(DeficitType).where(DeficitType.id.in_(wanted)))}
    for index, type_id in enumerate(wanted):
        if type_id not in found or not found[type_id].is_active:
            raise unknown_reference(f"/deficit_type_ids/{index}")
    await _drop(session, case, lambda target: target.deficit_id is None)
    for type_id in wanted:
        target = EventTarget(id=uuid7(), **_of(case.event), school_id=None, type_id=type_id, deficit_id=None)
        session.add(target)
        case.targets.append((target, found[type_id], None))


async def _set_deficits(session: Session, case: Case, wanted: list[UUID]) -> None:
    """A teacher's own difficulty never stands beside an event that all see."""
    rows = await session.execute(
        select(Deficit, DeficitType, School)
        .join(DeficitType, DeficitType.id == Deficit.type_id)
        .join(School, (School.id == Deficit.school_id) & (School.municipality_id == Deficit.municipality_id))
        .where(Deficit.id.in_(wanted), Deficit.visibility == "school")
    )
    found = {deficit.id: (deficit, type_, school) for deficit, type_, school in rows}
    for index, deficit_id in enumerate(wanted):
        if deficit_id not in found:
            raise unknown_reference(f"/deficit_ids/{index}")
        deficit = found[deficit_id][0]
        if deficit.program_id != case.event.program_id or deficit.status in ("closed", "rejected"):
            raise Invalid((f"/deficit_ids/{index}", "not-served", _CLOSED))
    await _drop(session, case, lambda target: target.deficit_id is not None)
    for deficit_id in wanted:
        deficit, type_, school = found[deficit_id]
        target = EventTarget(
            id=uuid7(), **_of(case.event), school_id=school.id, type_id=type_.id, deficit_id=deficit.id
        )
        session.add(target)
        case.targets.append((target, type_, school))


async def _drop(session: Session, case: Case, whether: Any) -> None:
    for target, _, _ in case.targets:
        if whether(target):
            await session.delete(target)
    await session.flush()
    case.targets = [row for row in case.targets if not whether(row[0])]


def _of(event: Event) -> dict[str, UUID]:
    return {"region_id": event.region_id, "municipality_id": event.municipality_id, "event_id": event.id}
