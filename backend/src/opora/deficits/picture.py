"""The deficits of a programme's schools in one statement: the matrix, prevalence and the scope decision all
read this picture.

It comes back as one row of arrays: hundreds of small cells are cheaper that way than as rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, text

from opora.core import clock
from opora.core.database import Entry, Reader, ReadSession
from opora.core.listing import DIALECT
from opora.core.problems import NotFound
from opora.deficits.models import COUNTED
from opora.deficits.routing import proposed_scope

_SQL = """
with member as materialized (
  select pp.school_id, pp.category, s.short_name, s.sort_key,
         exists (select from school_status st
                  where st.school_id = pp.school_id and st.municipality_id = pp.municipality_id and st.status = 'low_results'
                    and (st.valid_from is null or st.valid_from <= :today)
                    and (st.valid_to is null or st.valid_to > :today)) as low
    from program_participant pp
    join school s on s.id = pp.school_id and s.municipality_id = pp.municipality_id
   where pp.program_id = :program and (pp.joined_on is null or pp.joined_on <= :today)
     and (pp.left_on is null or pp.left_on > :today)
), cell as materialized (
  select d.school_id, d.type_id, d.id, d.status, d.severity, d.resume_status is distinct from 'draft' as confirmed
    from deficit d
   where d.program_id = :program and d.bearer_kind = 'school' and d.status not in ('closed', 'rejected')
     and d.school_id in (select school_id from member)
), kind as materialized (
  select t.id, t.code, t.title, t.component, t.sort_key, s.decided_scope
    from deficit_type t
    left join deficit_scope_decision s on s.program_id = :program and s.type_id = t.id and s.revised_at is null
   where (t.is_active and 'school' = any (t.bearer_kinds)) or t.id in (select type_id from cell)
)
select p.id::text as program_id, p.region_id, p.municipality_id, p.common_threshold, m.*, c.*, k.*
  from program p,
  (select array_agg(school_id::text order by not low, category, sort_key, school_id) as schools,
          array_agg(short_name order by not low, category, sort_key, school_id) as school_names,
          array_agg(category order by not low, category, sort_key, school_id) as categories,
          array_agg(low order by not low, category, sort_key, school_id) as lows from member) m,
  (select array_agg(school_id::text) as cell_schools, array_agg(type_id::text) as cell_types,
          array_agg(id::text) as cell_ids, array_agg(status) as cell_statuses,
          array_agg(severity::integer) as cell_severities,
          array_agg(confirmed) as cell_confirmed from cell) c,
  (select array_agg(id::text order by component, sort_key, id) as types,
          array_agg(code order by component, sort_key, id) as type_codes,
          array_agg(title order by component, sort_key, id) as type_titles,
          array_agg(component order by component, sort_key, id) as type_components,
          array_agg(decided_scope order by component, sort_key, id) as type_decisions from kind) k
 where p.id = :program
"""
_PICTURE = text(_SQL).bindparams(bindparam("program", type_=Uuid()), bindparam("today", type_=Date()))


@dataclass(frozen=True, slots=True)
class Cell:
    school_id: str
    type_id: str
    deficit_id: str
    status: str
    severity: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How common a type is: `holders` of `participants` low-result schools."""

    holders: int
    participants: int
    threshold: Decimal

    @property
    def proposed_scope(self) -> str | None:
        return proposed_scope(self.holders, self.participants, self.threshold)


class Picture:
    """A programme's schools, deficit types and open deficits of schools on a day."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.program_id: str = row["program_id"]
        self.region_id: UUID = row["region_id"]
        self.municipality_id: UUID | None = row["municipality_id"]
        self.threshold: Decimal = row["common_threshold"]
        self.schools = _rows(row, "schools", "school_names", "categories", "lows")
        self.types = _rows(row, "types", "type_codes", "type_titles", "type_components", "type_decisions")
        self._cells = _rows(row, "cell_schools", "cell_types", "cell_ids", "cell_statuses", "cell_severities")
        confirmed: Sequence[bool] = row["cell_confirmed"] or ()
        self.low = {school for school, _, _, is_low in self.schools if is_low}
        self._holders: dict[str, set[str]] = {}
        for (school, type_, _, status, _), counts in zip(self._cells, confirmed, strict=True):
            if school in self.low and status in COUNTED and counts:
                self._holders.setdefault(type_, set()).add(school)

    @property
    def cells(self) -> list[Cell]:
        return [Cell(*cell) for cell in self._cells]

    def holders(self, type_id: str) -> set[str]:
        """Low-result participants that hold the type (domain.md 3.11)."""
        return self._holders.get(type_id, set())

    def figures(self, type_id: str) -> Figures:
        return Figures(len(self.holders(type_id)), len(self.low), self.threshold)

    def waiting(self, type_id: str) -> int:
        """Confirmed deficits of the type that no decision covers yet."""
        return sum(1 for _, type_, _, status, _ in self._cells if type_ == type_id and status == "identified")

    def as_matrix(self) -> dict[str, Any]:
        """The matrix as JSON, see `schemas.Matrix`."""
        types = []
        for type_id, code, title, component, decided in self.types:
            figures = self.figures(type_id)
            types.append(
                {
                    "id": type_id, "code": code, "title": title, "component": component, "holders": figures.holders,
                    "decided_scope": decided, "proposed_scope": figures.proposed_scope,
                }
            )  # fmt: skip
        return {
            "program_id": self.program_id,
            "threshold": float(self.threshold),
            "low_result_total": len(self.low),
            "types": types,
            "schools": [
                {"id": school, "short_name": name, "category": category, "counts_in_prevalence": low}
                for school, name, category, low in self.schools
            ],
            "cells": [
                {"school_id": school, "type_id": type_, "deficit_id": deficit, "status": status, "severity": severity}
                for school, type_, deficit, status, severity in self._cells
            ],
        }


def _rows(row: Mapping[str, Any], *names: str) -> Sequence[tuple[Any, ...]]:
    return list(zip(*(row[name] or () for name in names), strict=True))


@lru_cache
def _native(scope: str) -> tuple[str, list[str]]:
    compiled = _PICTURE.compile(dialect=DIALECT)
    return f"/* {scope} */ {compiled}", list(compiled.positiontup or [])


async def read_picture(reader: Reader, entry: Entry, program_id: UUID, day: date | None = None) -> Picture:
    """The picture as `entry` sees it. Raises `NotFound` for a programme outside its territory."""
    sql, names = _native(entry.scope)
    values = {"program": program_id, "today": day or clock.today()}
    rows = await reader.fetch(entry, sql, [values[name] for name in names])
    if not rows:
        raise NotFound
    return Picture(rows[0])


async def load_picture(session: ReadSession, program_id: UUID) -> Picture:
    """The picture inside a transaction that decides by it. Raises `NotFound`."""
    row = (await session.execute(_PICTURE, {"program": program_id, "today": clock.today()})).mappings().one_or_none()
    if row is None:
        raise NotFound
    return Picture(dict(row))
