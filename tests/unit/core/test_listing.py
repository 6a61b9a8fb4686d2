"""The native list without a database: one statement a shape, cursors that bind, cells that stay text."""

import base64
import csv
import io
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.core.listing import Listing, csv_response
from opora.core.problems import BadCursor
from opora.deficits.queries import DEFICITS
from opora.territory.lists import MUNICIPALITIES

KEY = UUID("01890000-0000-7000-8000-000000000001")
AT = datetime(2026, 9, 1, 8, 0, 0, 123456, tzinfo=UTC)
UPDATED, SEVERITY = "-updated_at", "severity"


def cursor(sort: str, value: Any, **filters: Any) -> str:
    return DEFICITS._cursor((value, str(KEY)), DEFICITS._mark(sort, filters))


def parsed(text: str, sort: str, **filters: Any) -> dict[str, Any]:
    return DEFICITS._parse(text, sort, DEFICITS._mark(sort, filters))


@pytest.mark.parametrize(("sort", "value"), [(UPDATED, AT), (SEVERITY, 2), ("opened_on", date(2026, 9, 1))])
def test_a_cursor_says_where_its_list_stopped(sort: str, value: Any) -> None:
    assert parsed(cursor(sort, value, status="draft"), sort, status="draft") == {"_sort": value, "_key": KEY}


@pytest.mark.parametrize(
    ("sort", "filters"), [("updated_at", {}), (SEVERITY, {}), (UPDATED, {"status": "draft"}), (UPDATED, {"open": True})]
)
def test_a_cursor_serves_no_other_list(sort: str, filters: dict[str, Any]) -> None:
    with pytest.raises(BadCursor):
        parsed(cursor(UPDATED, AT), sort, **filters)


@given(st.text("ABCXYZabcxyz0189_-=", max_size=400))
def test_a_cursor_nobody_made_is_refused_and_never_a_crash(text: str) -> None:
    with pytest.raises(BadCursor):
        parsed(text, UPDATED)


LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | st.text(max_size=9)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
)


@given(JSON)
def test_a_forged_cursor_is_refused_whatever_json_it_holds(value: Any) -> None:
    for forged in (
        value,
        [UPDATED, value, str(KEY)],
        [UPDATED, AT.isoformat(), value],
        [value, AT.isoformat(), str(KEY)],
    ):
        text = base64.urlsafe_b64encode(orjson.dumps(forged)).decode().rstrip("=")
        try:
            found = parsed(text, UPDATED)
        except BadCursor:
            continue
        assert isinstance(found["_sort"], datetime)
        assert isinstance(found["_key"], UUID)


@pytest.mark.parametrize(
    ("listing", "sort", "value"),
    [
        (DEFICITS, UPDATED, "2026-09-01T08:00:00"), (DEFICITS, UPDATED, "0001-01-01T00:00:00+14:00"),
        (DEFICITS, SEVERITY, 2**31), (DEFICITS, SEVERITY, True), (DEFICITS, SEVERITY, 1.5), (DEFICITS, SEVERITY, "2"),
        (MUNICIPALITIES, "name", "a\0b"), (MUNICIPALITIES, "name", 7), (MUNICIPALITIES, "name", None),
    ],
)  # fmt: skip
def test_a_forged_value_that_no_column_takes_is_refused(listing: Listing, sort: str, value: Any) -> None:
    mark = listing._mark(sort, {})
    forged = base64.urlsafe_b64encode(orjson.dumps([mark, value, str(KEY)])).decode().rstrip("=")
    with pytest.raises(BadCursor):
        listing._parse(forged, sort, mark)


def test_a_heading_that_could_be_a_formula_is_quoted() -> None:
    table = bytes(csv_response("t", ["Школа", "=1+1"], [["a", "b"]]).body).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(table), delimiter=";")) == ["Школа", "'=1+1"]


def test_a_shape_has_one_statement_and_a_scope_its_own() -> None:
    shape = ("status", "open")
    one, names = DEFICITS.statement("region", UPDATED, shape, True, 50)
    assert one is DEFICITS.statement("region", UPDATED, shape, True, 50)[0]
    assert one.startswith("/* region */ ")
    assert DEFICITS.statement("school", UPDATED, shape, True, 50)[0].removeprefix("/* school */") == one.removeprefix(
        "/* region */"
    )
    assert one.endswith("LIMIT 51"), "a bound limit would be planned anew each time"
    assert set(names) == {"today", "status", "_sort", "_key"}
    assert all(word not in one.lower() for word in ("offset", "json_", "to_json"))


def test_the_order_is_told_apart_by_the_key_in_the_same_direction() -> None:
    assert "ORDER BY deficit.updated_at DESC, deficit.id DESC" in DEFICITS.statement("region", UPDATED, (), False, 9)[0]
    assert "ORDER BY deficit.severity, deficit.id" in DEFICITS.statement("region", SEVERITY, (), False, 9)[0]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"])
def test_a_cell_never_becomes_a_formula(cell: str) -> None:
    body = bytes(csv_response("x", ["h"], [[cell]]).body).decode()
    assert body.split("\r\n", 1)[1].lstrip('"').startswith("'")


def test_cells_keep_their_text_whatever_is_in_it() -> None:
    rows = [['«";x', None], ["две\nстроки", 3]]
    response = csv_response("schools", ["a", "b"], rows)
    text = bytes(response.body).decode()
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")) == [
        ["a", "b"], ['«";x', ""], ["две\nстроки", "3"],
    ]  # fmt: skip
    assert response.headers["content-disposition"] == 'attachment; filename="schools.csv"'
