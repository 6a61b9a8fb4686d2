"""What has been made so far, by code, for whatever comes next."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from opora.demo.ids import stable_id
from opora.demo.rows import Rows
from opora.demo.timeline import Timeline


@dataclass(frozen=True)
class School:
    id: UUID
    code: str
    short_name: str
    municipality: str
    category: str


@dataclass(frozen=True)
class Program:
    id: UUID
    code: str
    municipality: str
    threshold: Decimal
    is_strict: bool


@dataclass(frozen=True)
class Account:
    """An account with the assignment it acts through first."""

    id: UUID
    assignment_id: UUID


@dataclass(frozen=True)
class Human:
    id: UUID
    code: str
    municipality_id: UUID | None
    school: School | None


@dataclass
class World:
    """The demonstration in the making. Dictionaries are keyed by the codes of the data files."""

    timeline: Timeline
    rows: Rows
    region_id: UUID = field(default_factory=lambda: stable_id("region", "lenobl"))
    municipalities: dict[str, UUID] = field(default_factory=dict)
    organizations: dict[str, tuple[UUID, UUID | None]] = field(default_factory=dict)
    schools: dict[str, School] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    people: dict[str, Human] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    @classmethod
    def empty(cls, as_of: date) -> "World":
        timeline = Timeline(as_of)
        return cls(timeline, Rows(timeline.born))

    def schools_of(self, municipality: str, category: str | None = None) -> list[School]:
        """The schools of a municipality in the order of the sources, of one category if it is given."""
        return [s for s in self.schools.values() if s.municipality == municipality and category in (None, s.category)]
