"""Russian order and normal forms of names. PostgreSQL sorts these keys by code point, with no locale of its
own needed.
"""

import re
import unicodedata

_QUOTES = re.compile(r"[«»“”„\"'`’]+")
_SPACES = re.compile(r"[\s\u00a0]+")
_NUMBER = re.compile(r"\d+")


def sort_key(text: str) -> str:
    """The key by which `text` sorts as people expect: case and quotes aside, ё with е and after it, №2 before №11."""
    plain = _SPACES.sub(" ", _QUOTES.sub("", text)).strip().casefold()
    plain = plain.replace("ё", "е").replace("№ ", "№") + "\u0301" * plain.count("ё")
    return _NUMBER.sub(lambda number: number.group().zfill(6), plain)


def normal_form(text: str) -> str:
    """How two spellings of one name become equal: case, quotes, dashes, spaces and ё aside (INV-02)."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    plain = _QUOTES.sub("", plain)
    plain = re.sub(r"\s*[-‐‑–—]\s*", "-", plain)
    plain = re.sub(r"(№|no|n°)\s*", "№", plain)
    plain = re.sub(r"\.\s*", ".", plain)
    return _SPACES.sub(" ", plain).strip()
