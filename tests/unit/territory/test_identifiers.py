"""INV-03: what a well-formed number of a school looks like."""

import pytest

from opora.territory.identifiers import canonical, fault, is_inn, is_kpp, is_ogrn
from opora.territory.models import IDENTIFIER_SYSTEMS


def test_an_inn_has_ten_digits_and_the_right_check_digit() -> None:
    assert is_inn("7707083893")
    assert not is_inn("7707083894")
    assert not is_inn("770708389")
    assert not is_inn("77070838933")


def test_an_ogrn_has_thirteen_digits_and_the_right_check_digit() -> None:
    assert is_ogrn("1027700132195")
    assert not is_ogrn("1027700132196")
    assert not is_ogrn("102770013219")


def test_an_ogrn_whose_remainder_is_ten_ends_with_zero() -> None:
    number = next(n for n in range(102770000000, 102770000100) if n % 11 == 10)

    assert is_ogrn(f"{number}0")


@pytest.mark.parametrize("digit", range(10))
def test_every_single_wrong_digit_of_an_inn_is_noticed(digit: int) -> None:
    right = "7707083893"
    wrong = [right[:place] + str(digit) + right[place + 1 :] for place in range(9)]

    assert not any(is_inn(number) for number in wrong if number != right and number[9] == right[9])


@pytest.mark.parametrize("number", ["٧٧٠٧٠٨٣٨٩٣", "770708389³", "", "77 0708389", "-770708389"])
def test_only_plain_digits_make_a_number(number: str) -> None:
    assert not is_inn(number)


def test_a_kpp_has_nine_characters() -> None:
    assert is_kpp("470501001")
    assert is_kpp("4705AB001")
    assert not is_kpp("47050100")


def test_people_may_write_numbers_with_spaces_and_hyphens() -> None:
    assert canonical("inn", " 77 07-083893 ") == "7707083893"
    assert canonical("netschool_id", " a-1 ") == "a-1"


def test_a_fault_says_what_to_compare_in_both_languages() -> None:
    text = fault("inn", "7707083894")

    assert text is not None
    assert "ЕГРЮЛ" in text.ru
    assert "check digit" in text.en


def test_other_systems_take_codes_without_spaces() -> None:
    others = [system for system in IDENTIFIER_SYSTEMS if system not in ("inn", "ogrn", "kpp")]

    assert others
    assert all(fault(system, "sch470123") is None for system in others)
    assert all(fault(system, "два слова") is not None for system in others)
