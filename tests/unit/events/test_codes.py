"""The rotating code and the guest's link: right in their time and for their event only."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from opora.events.codes import DIGITS, WINDOW, code_at, event_of, good_until, guest_token, is_right

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
EVENT = UUID("01890000-0000-7000-8000-000000000001")
START = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)


def test_a_code_is_short_and_changes_every_half_minute() -> None:
    codes = [code_at(KEY, EVENT, START + timedelta(seconds=WINDOW * n)) for n in range(200)]
    assert all(len(code) == DIGITS and code.isdigit() for code in codes)
    assert len(set(codes)) > 195
    assert code_at(KEY, EVENT, START) == code_at(KEY, EVENT, START + timedelta(seconds=WINDOW - 1))
    assert good_until(START + timedelta(seconds=7)) == START + timedelta(seconds=WINDOW)


@pytest.mark.parametrize(
    ("seconds", "right"), [(0, True), (29, True), (30, True), (59, True), (60, False), (3600, False), (-1, False)]
)
def test_a_code_is_taken_in_its_window_and_the_next_one(seconds: int, right: bool) -> None:
    assert is_right(KEY, EVENT, START + timedelta(seconds=seconds), code_at(KEY, EVENT, START)) is right


def test_a_code_is_of_one_event_and_one_installation() -> None:
    code = code_at(KEY, EVENT, START)
    assert not is_right(KEY, uuid4(), START, code)
    assert not is_right(OTHER_KEY, EVENT, START, code)
    assert not is_right(KEY, EVENT, START, "")


def test_a_guests_link_opens_its_event_and_cannot_be_made_up() -> None:
    token = guest_token(KEY, EVENT)
    assert event_of(KEY, token) == EVENT
    for forged in (
        uuid4().hex + token[32:],
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        token[:32],
        "-" * 40,
        "zz",
    ):
        assert event_of(KEY, forged) is None
    assert event_of(OTHER_KEY, token) is None
