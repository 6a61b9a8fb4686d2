"""Numbers of schools in other systems: what a well-formed one looks like (INV-03). Pure."""

import re
from collections.abc import Callable

from opora.core.texts import Text

_SEPARATORS = re.compile(r"[\s\u00a0-]+")
_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_CODE = re.compile(r"[A-Za-z0-9._@/-]{1,64}")
_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


def _digits(value: str, length: int) -> bool:
    return len(value) == length and value.isascii() and value.isdigit()


def is_inn(value: str) -> bool:
    """The tax number of an organisation: ten digits, the last one a check digit."""
    if not _digits(value, 10):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_INN_WEIGHTS, value, strict=False))
    return total % 11 % 10 == int(value[9])


def is_ogrn(value: str) -> bool:
    """The state registration number: thirteen digits, the last one a check digit."""
    return _digits(value, 13) and int(value[:12]) % 11 % 10 == int(value[12])


def is_kpp(value: str) -> bool:
    """The reason code of registration: nine characters."""
    return _KPP.fullmatch(value) is not None


def _is_code(value: str) -> bool:
    return _CODE.fullmatch(value) is not None


_INN = Text(
    "ИНН организации — 10 цифр, последняя контрольная. В этом числе ошибка: сверьте его с выпиской из ЕГРЮЛ.",
    "An organisation's INN has 10 digits, the last one a check digit. This one is wrong: compare it with the register.",
)
_OGRN = Text(
    "ОГРН — 13 цифр, последняя контрольная. В этом числе ошибка: сверьте его с выпиской из ЕГРЮЛ.",
    "An OGRN has 13 digits, the last one a check digit. This one is wrong: compare it with the register.",
)
_KPP_TEXT = Text("КПП — 9 знаков, например 470501001.", "A KPP has 9 characters, for instance 470501001.")
_CODE_TEXT = Text(
    "До 64 латинских букв, цифр и знаков . _ @ / - без пробелов.",
    "Up to 64 Latin letters, digits and . _ @ / - without spaces.",
)
_RULES: dict[str, tuple[Callable[[str], bool], Text]] = {
    "inn": (is_inn, _INN),
    "ogrn": (is_ogrn, _OGRN),
    "kpp": (is_kpp, _KPP_TEXT),
}


def canonical(system: str, value: str) -> str:
    """How a value is stored: numbers of the state lose the spaces and hyphens people write into them."""
    return _SEPARATORS.sub("", value).upper() if system in _RULES else value.strip()


def fault(system: str, value: str) -> Text | None:
    """What is wrong with a canonical `value`, or None."""
    holds, text = _RULES.get(system, (_is_code, _CODE_TEXT))
    return None if holds(value) else text
