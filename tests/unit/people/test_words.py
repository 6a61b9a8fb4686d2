"""The codes of HTTP, the checks of the database and the labels in spreadsheets are one set of words."""

from typing import get_args

from opora.people import labels, models, schemas


def test_http_knows_exactly_the_codes_the_database_takes() -> None:
    assert get_args(schemas.Capacity) == models.CAPACITIES
    assert get_args(schemas.Purpose) == models.PURPOSES
    assert get_args(schemas.Method) == models.METHODS


def test_every_code_has_a_label_in_both_languages() -> None:
    assert tuple(labels.CAPACITIES) == models.CAPACITIES
    assert tuple(labels.PURPOSES) == models.PURPOSES
    assert all(text.ru and text.en for text in (*labels.CAPACITIES.values(), *labels.PURPOSES.values()))


def test_there_is_no_capacity_for_pupils_or_parents() -> None:  # INV-07
    assert not any(word in code for code in models.CAPACITIES for word in ("pupil", "student", "parent"))
