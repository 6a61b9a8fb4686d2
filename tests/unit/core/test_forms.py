"""Types of input, forms of names, identifiers and texts: pure, tried with whatever Hypothesis thinks of."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from opora.core.ids import uuid7
from opora.core.inputs import Code, Day, Figure, Flag, Line, Note, Query
from opora.core.sorting import normal_form, sort_key
from opora.core.texts import Text, language_of, plural

ANYTHING = st.text(st.characters(codec=None), max_size=400)


def taken(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@given(ANYTHING)
def test_a_line_that_is_taken_can_be_stored_and_written_on_one_page(text: str) -> None:
    for kind, most in ((Line, 300), (Note, 4000), (Query, 100)):
        if taken(kind, text):
            kept = TypeAdapter(kind).validate_python(text)
            assert "\0" not in kept
            assert kept.encode().decode() == kept
            assert 1 <= len(kept) <= most
            assert kept == kept.strip()


@pytest.mark.parametrize("text", ["", "   ", "a\0b", "\ud800", "x" * 301, "a\rb", "\x7f", "a\x1bb"])
def test_a_line_refuses_what_no_database_or_log_should_hold(text: str) -> None:
    assert not taken(Line, text)


@pytest.mark.parametrize("text", ["Ё", "№ 9 «Юность»", "a\tb", "строка\nвторая", "𝔘"])
def test_a_line_takes_what_people_write(text: str) -> None:
    assert taken(Line, text)


@pytest.mark.parametrize(
    "value", [0, 1, 20260901, 1.5, True, None, "0", "1789-07-14", "2101-01-01", "2026-02-30", "2026-09-01T10:00"]
)
def test_a_day_is_written_as_a_date_of_our_time(value: Any) -> None:
    assert not taken(Day, value)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_of_our_time_is_taken(day: date) -> None:
    assert TypeAdapter(Day).validate_python(day.isoformat()) == day


@pytest.mark.parametrize(("kind", "value"), [
    (Figure, 1e7), (Figure, float("-inf")),
    (Flag, 1), (Flag, "true"), (Flag, None), (Code, "Ё"), (Code, ""), (Code, "-a"), (Code, "a" * 65), (Code, "a b"),
    (Code, "a\n"),
])  # fmt: skip
def test_numbers_flags_and_codes_are_strict(kind: Any, value: Any) -> None:
    assert not taken(kind, value)


@given(ANYTHING, ANYTHING)
def test_two_spellings_of_a_name_have_one_form_and_a_form_has_itself(one: str, two: str) -> None:
    assert normal_form(normal_form(one)) == normal_form(one)
    assert normal_form(f"«{one}»") == normal_form(f'"{one}"')
    assert isinstance(sort_key(one) < sort_key(two), bool)


@pytest.mark.parametrize(("one", "other"), [
    ("МБОУ «Кобринская ООШ»", 'МБОУ "кобринская  ООШ"'), ("им. К.Д.Ушинского", "им. К. Д. Ушинского"), ("Ёлка", "елка"),
    ("СОШ № 9", "СОШ №9"), ("Гатчина – Сити", "Гатчина-сити"),
])  # fmt: skip
def test_spellings_people_mix_are_one_name(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


def test_names_sort_as_people_expect() -> None:
    names = ["Школа №11", "школа №2", "Ёлкино", "Ежово", "Елово", "«Енисей»", "Ёжово"]
    assert sorted(names, key=sort_key) == ["Ежово", "Ёжово", "Ёлкино", "Елово", "«Енисей»", "школа №2", "Школа №11"]


def test_identifiers_are_of_version_seven_and_grow() -> None:
    made = [uuid7() for _ in range(2000)]
    assert {(one.version, one.variant) for one in made} == {(7, UUID(int=0x8 << 60).variant)}
    assert len(set(made)) == 2000
    moments = [one.int >> 80 for one in made]
    assert moments == sorted(moments)


@pytest.mark.parametrize(("count", "word"), [
    (0, "школ"), (1, "школа"), (2, "школы"), (4, "школы"), (5, "школ"), (11, "школ"), (12, "школ"), (14, "школ"), (21, "школа"),
    (22, "школы"), (111, "школ"), (121, "школа"),
])  # fmt: skip
def test_russian_counts(count: int, word: str) -> None:
    assert plural(count, "школа", "школы", "школ") == word


@given(ANYTHING)
def test_any_header_means_a_language_of_ours(header: str) -> None:
    assert language_of(header) in ("ru", "en")


def test_texts_fill_texts_in_the_same_language() -> None:
    text = Text("Статус «{status}»", "Status “{status}”")
    assert text.of("ru", status=Text("низкий", "low")) == "Статус «низкий»"
    assert text.of("en", status=Text("низкий", "low")) == "Status “low”"
    assert Text("{без полей}", "{plain}").of("ru") == "{без полей}"
