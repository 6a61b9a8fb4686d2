"""The native read path: a Core select compiled once per shape, keyset pages, rows straight to JSON (ADR 0004).

A `Listing` is data: columns, nested groups, sorts and filters. A shape is the scope role, the sort, the set of
filters present,
whether a cursor is given and the page size; its statement text never changes, so PostgreSQL plans it once per
connection.
"""

import base64
import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Any, Protocol
from uuid import UUID

import orjson
from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.sql.visitors import replacement_traverse

from opora.core.database import Entry, Reader
from opora.core.problems import BadCursor, TooManyRows

DIALECT = asyncpg_dialect()  # type: ignore[no-untyped-call]
CSV_ROWS = 10_000
CSV_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
_PRIVATE = {"cache-control": "private, no-store"}


def _instant(value: Any) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("an instant has a zone")
    return at.astimezone(UTC)


def _number(value: Any) -> int:
    if type(value) is not int or not -(2**31) <= value < 2**31:  # bool is an int to isinstance
        raise ValueError("not a number of a column")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not a text of a column")
    value.encode()  # a lone surrogate is a ValueError
    return value


_READ: Mapping[type, Callable[[Any], Any]] = {
    datetime: _instant,
    date: date.fromisoformat,
    int: _number,
    str: _words,
}
Filter = Callable[[Any], ColumnElement[bool]]


class PageQuery(Protocol):
    limit: int
    cursor: str | None
    include_total: bool


def compiled(statement: Any, scope: str) -> tuple[str, list[str]]:
    """SQL text and the order of its parameters; constants of the statement are written into the text, so that PostgreSQL
    may match them with partial indexes in a generic plan. The scope in a comment gives every role its own prepared
    statement: PostgreSQL replans a shared one whenever the role changes."""

    def constant(element: Any, **_: Any) -> Any:
        if not isinstance(element, BindParameter):
            return None
        if element.required:
            return bindparam(element.key, None, element.type)  # a parameter of the shape: its value comes with the call
        return element.render_literal_execute()

    inlined = replacement_traverse(statement, {}, constant)
    text = inlined.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    return f"/* {scope} */ {text}", list(text.positiontup or [])


def as_json(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """orjson takes neither asyncpg's UUID subclass nor Decimal: let PostgreSQL write identifiers as text."""
    return cast(column, Text).label(column.key) if isinstance(column.type, Uuid) else column


def json_response(content: Any) -> Response:
    return Response(orjson.dumps(content, option=orjson.OPT_UTC_Z), 200, _PRIVATE, "application/json")


POLLED_ANSWER: dict[int | str, dict[str, Any]] = {304: {"description": "Nothing has changed since If-None-Match"}}


def polled_response(request: Request, content: Any) -> Response:
    """JSON under a hash as ETag: a page that asks every few seconds gets 304 until something changes."""
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    etag = f'"{hashlib.blake2s(body, digest_size=9).hexdigest()}"'
    headers = {"cache-control": "private, no-cache", "etag": etag}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, "application/json")


@dataclass(frozen=True, eq=False)
class Listing:
    """One list of the API.

    `sorts` hold NOT NULL columns with an index `(scope, column, id)`. A filter is a function of its bind parameter; one that
    ignores the parameter is a flag. `always` are parameters every shape has (the local date, for one). `nullable` names nested
    groups that are null when their first column is.
    """

    source: FromClause
    key: ColumnElement[UUID]
    fields: tuple[ColumnElement[Any], ...]
    sorts: dict[str, ColumnElement[Any]]
    filters: dict[str, Filter] = field(default_factory=dict)
    flags: dict[str, ColumnElement[bool]] = field(default_factory=dict)
    nested: dict[str, tuple[ColumnElement[Any], ...]] = field(default_factory=dict)
    nullable: frozenset[str] = frozenset()
    always: Callable[[], dict[str, Any]] = dict
    csv_header: dict[str, str] = field(default_factory=dict)

    async def page(
        self, reader: Reader, entry: Entry, sort: str, query: PageQuery, given: Mapping[str, Any]
    ) -> Response:
        """One page of what `entry` may see. `given` holds filters by name; None means absent.

        Raises `BadCursor` for a cursor of another sort or filter.
        """
        values, shape = self._present(given)
        mark = self._mark(sort, values)
        after = self._parse(query.cursor, sort, mark) if query.cursor else {}
        sql, names = self.statement(entry.scope, sort, shape, bool(after), query.limit)
        bound = values | after | self.always()
        rows = await reader.fetch(entry, sql, [bound[name] for name in names])
        more = None
        if len(rows) > query.limit:
            rows.pop()
            more = self._cursor(rows[-1], mark)
        total = None
        if query.include_total:
            sql, names = self.count(entry.scope, shape)
            total = (await reader.fetch(entry, sql, [bound[name] for name in names]))[0][0]
        return json_response({"items": self.items(rows), "next_cursor": more, "total": total})

    async def csv(self, reader: Reader, entry: Entry, sort: str, given: Mapping[str, Any], name: str) -> Response:
        """The same list, whole, as a spreadsheet's CSV; text that could be a formula is quoted.

        Raises `TooManyRows` over CSV_ROWS: a table cut short would be taken for the whole.
        """
        values, shape = self._present(given)
        sql, names = self.statement(entry.scope, sort, shape, False, CSV_ROWS)
        bound = values | self.always()
        found = await reader.fetch(entry, sql, [bound[n] for n in names])
        if len(found) > CSV_ROWS:
            raise TooManyRows(limit=CSV_ROWS)
        rows = self.items(found)
        return csv_response(
            name, list(self.csv_header.values()), [[_at(row, k) for k in self.csv_header] for row in rows]
        )

    @lru_cache(maxsize=2000)  # noqa: B019  listings are module constants
    def statement(
        self, scope: str, sort: str, shape: tuple[str, ...], after: bool, limit: int
    ) -> tuple[str, list[str]]:
        column, down = self.sorts[sort.removeprefix("-")], sort.startswith("-")
        columns = [
            *map(as_json, self.fields),
            *(as_json(c).label(f"{n}_{c.key}") for n, group in self.nested.items() for c in group),
        ]
        statement = select(column.label("_sort"), cast(self.key, Text).label("_key"), *columns).select_from(self.source)
        statement = self._where(statement, shape)
        if after:  # one row comparison is an index condition, and leakproof, so it stays one under row security
            here = tuple_(column, self.key)
            there = tuple_(bindparam("_sort", type_=column.type), bindparam("_key", type_=self.key.type))
            statement = statement.where(here < there if down else here > there)
        order = (column.desc(), self.key.desc()) if down else (column, self.key)
        # a bound limit would make PostgreSQL plan anew every time
        return compiled(statement.order_by(*order).limit(literal_column(str(limit + 1))), scope)

    @lru_cache(maxsize=500)  # noqa: B019
    def count(self, scope: str, shape: tuple[str, ...]) -> tuple[str, list[str]]:
        return compiled(self._where(select(func.count()).select_from(self.source), shape), scope)

    def items(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        (names, groups), items = self._layout, []
        for row in rows:
            items.append(item := dict(zip(names, row[2:], strict=False)))
            for name, keys, start, stop, optional in groups:
                item[name] = None if optional and row[start] is None else dict(zip(keys, row[start:stop], strict=True))
        return items

    @cached_property
    def _layout(self) -> tuple[list[str], list[tuple[str, list[str], int, int, bool]]]:
        def names(group: tuple[ColumnElement[Any], ...]) -> list[str]:
            return [str(c.key) for c in group]  # plain str: orjson refuses SQLAlchemy's quoted_name as a key

        groups, end = [], 2 + len(self.fields)
        for name, group in self.nested.items():
            groups.append((name, names(group), end, end := end + len(group), name in self.nullable))
        return names(self.fields), groups

    def _where(self, statement: Select[Any], shape: tuple[str, ...]) -> Select[Any]:
        for name in shape:
            statement = statement.where(
                self.flags[name] if name in self.flags else self.filters[name](bindparam(name, unique=False))
            )
        return statement

    def _present(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        values = {k: v for k, v in given.items() if v is not None and (k not in self.flags or v)}
        return values, tuple(values)

    def _mark(self, sort: str, values: Mapping[str, Any]) -> str:
        text = "&".join(f"{k}={values[k]}" for k in sorted(values))
        return f"{sort}|{hashlib.blake2s(text.encode(), digest_size=6).hexdigest()}" if text else sort

    def _cursor(self, row: Any, mark: str) -> str:
        at = row[0].isoformat() if isinstance(row[0], date) else row[0]
        return base64.urlsafe_b64encode(orjson.dumps([mark, at, row[1]])).decode().rstrip("=")

    def _parse(self, cursor: str, sort: str, mark: str) -> dict[str, Any]:
        try:
            made_for, value, key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if made_for == mark:
                kind = self.sorts[sort.removeprefix("-")].type.python_type
                return {"_sort": _READ[kind](value), "_key": UUID(key)}
        except (ValueError, TypeError, AttributeError, OverflowError):
            pass
        raise BadCursor


def csv_response(name: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Response:
    """UTF-8 with a mark and semicolons, as spreadsheets in Russia open it; cells that could be formulas are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([[_safe(cell) for cell in row] for row in (header, *rows)])
    headers = {"content-disposition": f'attachment; filename="{name}.csv"', **_PRIVATE}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _safe(cell: Any) -> Any:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"):
        return "'" + cell
    return "" if cell is None else cell


def _at(item: Mapping[str, Any], path: str) -> Any:
    value: Any = item
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return ", ".join(map(str, value)) if isinstance(value, list) else value
