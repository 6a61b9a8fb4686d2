"""The list of programmes on the native read path, and who takes part, as selects that contexts above build on."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from opora.access.actor import Actor
from opora.core import clock
from opora.core.listing import Listing
from opora.programs.models import CATEGORIES, Program, ProgramParticipant, ProgramRevision
from opora.programs.rights import FINISHED, actions_of
from opora.territory.lists import OWN_MUNICIPALITY, TODAY, equal_to, has_status, municipality, school
from opora.territory.search import constant

program, participant, revision = Program.__table__, ProgramParticipant.__table__, ProgramRevision.__table__


def takes_part_on(row: FromClause, day: Any) -> ColumnElement[bool]:
    """`rights.takes_part` in SQL."""
    return and_(
        or_(row.c.joined_on.is_(None), row.c.joined_on <= day), or_(row.c.left_on.is_(None), row.c.left_on > day)
    )


def participants_on(program_id: Any, day: Any) -> Select[Any]:
    """Schools that take part in a programme on a day: a select for matrices and prevalence in contexts above.

    `counts_in_prevalence`: the school holds `low_results` on that day (domain.md 3.11), whatever it joined as.
    A school's own reader sees the statuses of its own school only: there the column is false for the others.
    """
    own = and_(school.c.id == participant.c.school_id, school.c.municipality_id == participant.c.municipality_id)
    low = has_status(participant, constant("low_results"), day)
    return (
        select(
            participant.c.school_id,
            participant.c.municipality_id,
            school.c.short_name,
            school.c.sort_key,
            participant.c.category,
            participant.c.mentor_level,
            low.label("counts_in_prevalence"),
        )
        .select_from(participant.join(school, own))
        .where(participant.c.program_id == program_id, takes_part_on(participant, day))
    )


def _extension() -> Any:
    """The latest revision of every programme."""
    latest = select(revision.c.program_id, revision.c.extended_to, revision.c.is_synthetic)
    latest = latest.ext(distinct_on(revision.c.program_id)).order_by(revision.c.program_id, revision.c.number.desc())
    return latest.subquery("extension")


def _counts() -> Any:
    """Participants of every programme today, by category: one grouped subquery, not one a row."""
    each = [
        func.count().filter(participant.c.category == constant(category)).label(category) for category in CATEGORIES
    ]
    today = takes_part_on(participant, TODAY)
    return select(participant.c.program_id, *each).where(today).group_by(participant.c.program_id).subquery("counts")


def _allowed(actions: tuple[str, ...]) -> ColumnElement[Any]:
    listed = ", ".join(f"'{action}'" for action in actions)
    may, nothing = literal_column(f"array[{listed}]::text[]", ARRAY(Text)), literal_column("'{}'::text[]", ARRAY(Text))
    own = and_(
        program.c.municipality_id == OWN_MUNICIPALITY, *(program.c.status != constant(over) for over in FINISHED)
    )
    return case((own, may), else_=nothing).label("allowed_actions")


def counts_are_whole(actor: Actor) -> bool:
    """Whether the actor sees all schools of a municipality's programme; one who sees a single school gets no counts."""
    return actor.scope in ("region", "municipality", "school")


def programs_for(actor: Actor) -> Listing:
    """The list as the actor's role has it: `allowed_actions` and counts are part of the statement's shape."""
    return _programs(tuple(actions_of(actor)), counts_are_whole(actor))


@lru_cache(maxsize=20)
def _programs(actions: tuple[str, ...], counted: bool) -> Listing:
    extension, counts = _extension(), _counts()
    source = program.outerjoin(municipality, municipality.c.id == program.c.municipality_id)
    source = source.outerjoin(extension, extension.c.program_id == program.c.id)
    if counted:
        source = source.outerjoin(counts, counts.c.program_id == program.c.id)
        figures = tuple(func.coalesce(counts.c[name], literal_column("0")).label(name) for name in CATEGORIES)
    else:
        figures = tuple(literal_column("null::integer", Integer).label(name) for name in CATEGORIES)
    synthetic = func.coalesce(extension.c.is_synthetic, literal_column("false")).label("is_synthetic_extension")
    threshold = cast(program.c.common_threshold, Float).label("common_threshold")
    return Listing(
        source=source,
        key=program.c.id,
        fields=(
            program.c.id, program.c.code, program.c.kind, program.c.title, program.c.level, program.c.parent_id,
            program.c.model, program.c.status, program.c.declared_from, program.c.declared_to, extension.c.extended_to,
            threshold, program.c.deficit_routing, program.c.individual_route_statuses, program.c.lead_statuses,
            synthetic, _allowed(actions), program.c.version,
        ),
        nested={"municipality": (municipality.c.id, municipality.c.name), "participant_counts": figures},
        nullable=frozenset({"municipality", "participant_counts"}),
        sorts={"name": program.c.sort_key},
        filters={name: _by(program.c[name]) for name in ("kind", "municipality_id")},
        always=lambda: {"today": clock.today()},
    )  # fmt: skip


def _by(column: ColumnElement[Any]) -> Any:
    return lambda value: equal_to(column, value)
