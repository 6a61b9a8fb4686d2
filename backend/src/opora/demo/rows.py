"""Rows to be written, table by table."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

import orjson
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import JSONB

from opora.models import Base


class Rows:
    """Collects rows and writes them in the order that foreign keys ask for."""

    def __init__(self, born: datetime) -> None:
        self._born = born
        self._rows: dict[Table, list[dict[str, Any]]] = {}

    def add(self, model: type[Base], /, **values: Any) -> None:
        """Keep a row. Stamps and the version are filled in; a column the table does not have is a mistake."""
        table = cast("Table", model.__table__)
        unknown = values.keys() - table.columns.keys()
        if unknown:
            raise KeyError(f"{table.name} has no {', '.join(sorted(unknown))}")
        for name, value in (
            ("created_at", self._born),
            ("updated_at", values.get("created_at", self._born)),
            ("version", 1),
        ):
            if name in table.columns:
                values.setdefault(name, value)
        self._rows.setdefault(table, []).append(values)

    def of(self, model: type[Base]) -> list[dict[str, Any]]:
        """The rows of a table so far."""
        return self._rows.get(cast("Table", model.__table__), [])

    async def write(self, connection: Any) -> dict[str, int]:
        """Insert everything through an asyncpg connection; how many rows of which table."""
        written = {}
        for table in Base.metadata.sorted_tables:
            if rows := self._rows.get(table):
                names = [name for name in table.columns.keys() if any(name in row for row in rows)]  # noqa: SIM118
                places = ", ".join(f"${n}" for n in range(1, len(names) + 1))
                await connection.executemany(
                    f"insert into {table.name} ({', '.join(names)}) values ({places})", _values(table, names, rows)
                )
                written[table.name] = len(rows)
        return written


def _values(table: Table, names: list[str], rows: list[dict[str, Any]]) -> Iterable[list[Any]]:
    json = {name for name in names if isinstance(table.columns[name].type, JSONB)}
    for row in rows:
        yield [orjson.dumps(row[name]).decode() if name in json else row.get(name) for name in names]
