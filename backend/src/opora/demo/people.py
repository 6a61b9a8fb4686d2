"""Fictional people: heads and teachers of the schools, and the staff of the services."""

import random
from datetime import date

from opora.core.sorting import sort_key
from opora.demo.ids import stable_id
from opora.demo.sources import source
from opora.demo.world import Human, School, World
from opora.people import models

DOMAIN = "demo.opora"


def add_people(world: World, more: int = 0) -> None:
    """Everybody of the domain's set, and `more` teachers spread over the schools of Gatchina."""
    data = source("people")
    for item in data["staff"]:
        _add_staff(world, item["code"], item["organization"], item["capacity"])
    logins = {person: login for login, person in data["teacher_logins"].items()}
    for school in list(world.schools.values()):
        _add_person(world, f"head.{school.code}", school, "school_director", None, login=f"head.{school.code}")
        for n in range(1, data["teachers_per_school"][school.municipality][school.category] + 1):
            code, subject = f"t.{school.code}.{n}", data["subjects"][(n - 1) % len(data["subjects"])]
            _add_person(world, code, school, "teacher", subject, login=logins.get(code))
    schools = world.schools_of("gatchina")
    for n in range(1, more + 1):
        code, subject = f"u{n:04d}", data["subjects"][n % len(data["subjects"])]
        _add_person(world, code, schools[n % len(schools)], "teacher", subject, login=code)


def full_name(code: str) -> tuple[str, str, str]:
    """Last name, first name and patronymic that belong to `code`, whoever else exists."""
    data, choice = source("people"), random.Random(f"fiction {code}")
    surname, father = choice.choice(data["surnames"]), choice.choice(data["fathers"])
    if choice.random() < 0.8:
        return f"{surname}а", choice.choice(data["women"]), f"{father[:-2]}на"
    return surname, choice.choice(data["men"]), father


def _add_staff(world: World, code: str, organization: str | None, capacity: str | None) -> None:
    organization_id, municipality_id = world.organizations[organization] if organization else (None, None)
    _person(world, Human(stable_id("person", code), code, municipality_id, None), code)
    if organization_id:
        world.rows.add(
            models.Employment,
            id=stable_id("employment", code),
            region_id=world.region_id,
            municipality_id=municipality_id,
            organization_id=organization_id,
            person_id=world.people[code].id,
            capacity=capacity,
            valid_from=_hired(code),
        )


def _add_person(world: World, code: str, school: School, capacity: str, subject: str | None, login: str | None) -> None:
    municipality_id = world.municipalities[school.municipality]
    human = Human(stable_id("person", code), code, municipality_id, school)
    _person(world, human, login)
    world.rows.add(
        models.Employment,
        id=stable_id("employment", code),
        region_id=world.region_id,
        municipality_id=municipality_id,
        school_id=school.id,
        person_id=human.id,
        capacity=capacity,
        subject=subject,
        valid_from=_hired(code),
    )


def _person(world: World, human: Human, login: str | None) -> None:
    last, first, patronymic = full_name(human.code)
    name = f"{last} {first} {patronymic}"
    world.people[human.code] = human
    world.rows.add(
        models.Person,
        id=human.id,
        region_id=world.region_id,
        municipality_id=human.municipality_id,
        school_id=human.school.id if human.school else None,
        last_name=last,
        first_name=first,
        patronymic=patronymic,
        name=name,
        email=f"{login}@{DOMAIN}" if login else None,
        is_fictional=True,
        sort_key=sort_key(name),
    )


def _hired(code: str) -> date:
    """The first of a September long enough ago."""
    return date(random.Random(f"hired {code}").randint(2005, 2019), 9, 1)
