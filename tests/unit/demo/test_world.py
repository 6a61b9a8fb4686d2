"""The demonstration before it meets a database: counts of the sources, dates, names."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from opora.core.tables import Change
from opora.deficits.models import Deficit, DeficitType
from opora.demo.ids import stable_id
from opora.demo.load import make_world
from opora.demo.people import full_name
from opora.demo.sources import source
from opora.demo.timeline import Timeline
from opora.people.models import Employment, Person
from opora.programs.models import ProgramParticipant, ProgramRevision
from opora.territory.models import GovernanceBody, Municipality, MunicipalityVersion, Okrug, SchoolAlias, SchoolStatus

DAY = date(2026, 11, 23)
DAYS = [
    date(2021, 10, 15), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 20), date(2026, 10, 5), DAY,
    date(2027, 5, 31), date(2028, 2, 29),
]  # fmt: skip


def test_the_register_holds_what_the_sources_count() -> None:
    expected, world = source("catalogues")["counts_to_assert"], make_world(DAY)
    rows = world.rows
    assert len(rows.of(Municipality)) == expected["municipalities"]
    assert len(rows.of(Okrug)) == expected["okrugs"]
    assert all(row["name"] is None for row in rows.of(Okrug))
    assert len(world.schools) == expected["schools_total"]
    assert len(world.schools_of("gatchina", "low_results")) == expected["gatchina_low"]
    assert len(world.schools_of("gatchina", "high_results")) == expected["gatchina_high"]
    assert len(world.schools_of("podporozhye", "low_results")) == expected["podporozhye_low"]
    assert len(world.schools_of("podporozhye", "high_results")) == expected["podporozhye_high"]
    associations = [row for row in rows.of(GovernanceBody) if row["kind"] == "subject_association"]
    assert len(associations) == expected["rmo"]
    assert len(rows.of(ProgramParticipant)) == expected["schools_total"]


def test_only_two_municipalities_have_a_model_and_gatchina_has_two_names() -> None:
    rows = make_world(DAY).rows
    models = {row["code"]: row["network_model"] for row in rows.of(Municipality) if row["network_model"]}
    assert models == {"gatchina": "concentrated", "podporozhye": "mixed"}
    names = Counter(row["municipality_id"] for row in rows.of(MunicipalityVersion))
    assert names[stable_id("municipality", "gatchina")] == 2
    assert sum(names.values()) == 19


def test_statuses_say_what_they_are_based_on() -> None:
    by_school = {row["school_id"]: row for row in make_world(DAY).rows.of(SchoolStatus)}
    hub, low = by_school[stable_id("school", "pod-3")], by_school[stable_id("school", "pod-8")]
    assert hub["valid_from"] is None
    assert low["valid_from"] == date(2020, 4, 1)
    assert "Рособнадзором" in low["basis"]
    assert by_school[stable_id("school", "gat-susanino")]["valid_from"] is None


def test_the_catalogue_is_a_sample_of_about_forty() -> None:
    types = make_world(DAY).rows.of(DeficitType)
    assert 38 <= len(types) <= 44
    assert sum("school" in row["bearer_kinds"] for row in types) >= 26
    assert {row["component"] for row in types} == {"results", "process", "environment", "management"}
    assert len({row["framework"] for row in types}) == 4
    assert all(row["is_sample"] and row["note"] == "примерный, не из источников" for row in types)
    assert sum(row["framework"] == "risk_profile" for row in types) == 12


def test_everybody_is_fictional_and_nobody_of_the_sources_appears() -> None:
    people = make_world(DAY).rows.of(Person)
    named = {"Глыбина", "Быстрых", "Мельник", "Гурская", "Шахова", "Ключина", "Куновская", "Брякжиева"}
    assert all(row["is_fictional"] for row in people)
    assert not named & {row["last_name"] for row in people}
    assert len({row["name"] for row in people}) == len(people)


def test_each_low_result_school_of_gatchina_has_six_teachers() -> None:
    world = make_world(DAY)
    teachers = Counter(row["school_id"] for row in world.rows.of(Employment) if row["capacity"] == "teacher")
    assert all(teachers[school.id] >= 6 for school in world.schools_of("gatchina", "low_results"))


def test_more_people_change_nothing_for_the_others() -> None:
    few, many = make_world(DAY), make_world(DAY, 40)
    assert len(many.rows.of(Person)) == len(few.rows.of(Person)) + 40
    assert many.rows.of(Person)[: len(few.rows.of(Person))] == few.rows.of(Person)
    assert many.rows.of(Deficit) == few.rows.of(Deficit)
    assert "u0001" in many.accounts


def test_a_name_belongs_to_its_code() -> None:
    assert full_name("gatchina") == full_name("gatchina")
    last, first, patronymic = full_name("head.gat-susanino")
    assert (last.endswith("а") and patronymic.endswith("на")) or patronymic.endswith("ич"), first


def test_identifiers_are_uuid_7_and_keep_their_order() -> None:
    first, second = stable_id("x", "a"), stable_id("x", "b", 1)
    assert first.version == 7
    assert first.variant == "specified in RFC 4122"
    assert first < second
    assert first == stable_id("x", "a")


@pytest.mark.parametrize("day", DAYS)
def test_nothing_has_happened_after_the_day_of_the_demonstration(day: date) -> None:
    world = make_world(day)
    end = datetime.combine(day, time(), UTC)
    assert all(row["at"] < end for row in world.rows.of(Change))
    assert all(row["opened_on"] < day for row in world.rows.of(Deficit))
    assert all(row["deferred_until"] is None or row["deferred_until"] > day for row in world.rows.of(Deficit))
    assert all(later["at"] >= earlier["at"] for earlier, later in pairwise(world.rows.of(Change)))


@pytest.mark.parametrize("day", DAYS)
def test_programmes_last_to_the_end_of_the_school_year(day: date) -> None:
    revisions = make_world(day).rows.of(ProgramRevision)
    assert all(row["is_synthetic"] and row["extended_to"] == Timeline(day).year_end for row in revisions)
    assert len(revisions) == (3 if day.year > 2023 else 0)


@pytest.mark.parametrize("day", [day for day in DAYS if (day - Timeline(day).year_start).days >= 30])
def test_deficits_lie_inside_the_school_year_once_it_has_begun(day: date) -> None:
    assert all(row["opened_on"] >= Timeline(day).year_start for row in make_world(day).rows.of(Deficit))


def test_days_never_run_backwards() -> None:
    for day in DAYS:
        timeline = Timeline(day)
        found = [timeline.ago(n) for n in range(120, 0, -1)]
        assert all(later >= earlier for earlier, later in pairwise(found))
        assert found[-1] <= day - timedelta(days=1)


def test_spellings_of_a_school_are_unique_in_its_municipality() -> None:
    aliases = make_world(DAY).rows.of(SchoolAlias)
    assert len({(row["municipality_id"], row["normalized"]) for row in aliases}) == len(aliases)
    assert any(row["text"] == 'МБОУ "Гатчинская СОШ №2»' for row in aliases)
