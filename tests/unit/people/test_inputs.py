"""What a person may be called and how they may be reached."""

from typing import Any

import pytest
from pydantic import ValidationError

from opora.people.schemas import PersonCreate, PersonUpdate

SOMEBODY: dict[str, Any] = {"last_name": "Ёлкина", "first_name": "Анна", "capacity": "teacher"}


@pytest.mark.parametrize("email", ["a@b.ru", "anna.p+1@school-9.gtn.lokos.net"])
def test_ordinary_addresses_are_taken(email: str) -> None:
    assert PersonCreate(**SOMEBODY, email=email).email == email


@pytest.mark.parametrize("email", ["a@b", "a b@c.ru", "@c.ru", "a@c..ru", "a@c.ru\n", "почта", "a" * 300 + "@b.ru"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(ValidationError):
        PersonCreate(**SOMEBODY, email=email + "\nx" if email.endswith("\n") else email)


@pytest.mark.parametrize("phone", ["+7 (813) 71-1-11-11", "81371 11111"])
def test_ordinary_telephones_are_taken(phone: str) -> None:
    assert PersonCreate(**SOMEBODY, phone=phone).phone == phone


@pytest.mark.parametrize("phone", ["доб. 5", "12", "+7" + "1" * 40])
def test_what_is_no_telephone_is_refused(phone: str) -> None:
    with pytest.raises(ValidationError):
        PersonCreate(**SOMEBODY, phone=phone)


def test_a_name_may_be_left_out_of_a_patch_but_not_emptied() -> None:
    assert PersonUpdate().model_fields_set == set()
    with pytest.raises(ValidationError):
        PersonUpdate.model_validate({"last_name": None})


def test_a_patronymic_may_be_emptied() -> None:
    assert PersonUpdate.model_validate({"patronymic": None}).model_fields_set == {"patronymic"}
