"""How a query is cut into words before the database compares them."""

import pytest

from opora.territory import search
from opora.territory.search import MAX_WORDS, words_of


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Гимназия Ушинского", ["гимназия", "ушинского"]),
        ("им. К.Д.Ушинского", ["им", "к", "д", "ушинского"]),
        ("СОШ №9", ["сош", "9"]),
        ("Винницкая школа – интернат", ["винницкая", "интернат"]),
        ("Ёлкина", ["елкина"]),
        ("сош СОШ", ["сош"]),
    ],
)
def test_a_query_becomes_words_without_case_signs_and_yo(query: str, words: list[str]) -> None:
    assert words_of(query) == words


def test_the_word_school_alone_is_still_asked() -> None:
    assert words_of("школа") == ["школа"]


def test_signs_alone_match_themselves_and_not_everything() -> None:
    assert words_of("%") == ["%"]
    assert words_of("___") == ["___"]


def test_a_long_query_is_cut() -> None:
    assert len(words_of(" ".join(f"w{n}" for n in range(50)))) == MAX_WORDS


def test_every_small_letter_of_russian_has_its_latin_one() -> None:
    small = {chr(code) for code in range(ord("а"), ord("я") + 1)}

    assert set(search._CYRILLIC + search._SILENT) == small
    assert len(search._CYRILLIC) == len(search._LATIN)
    assert search._LATIN.isascii()
