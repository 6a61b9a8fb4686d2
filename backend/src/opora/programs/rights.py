"""Who may change a programme, and when a school takes part. Pure."""

from datetime import date
from typing import Protocol

from opora.access.actor import Actor
from opora.core import clock
from opora.core.texts import day_words
from opora.programs.errors import ProgramFinished, ProgramOver
from opora.programs.models import Program
from opora.programs.schemas import ParticipantAction, ProgramAction

FINISHED = ("completed", "rejected")


class Participation(Protocol):
    """`left_on` is the first day on which the school no longer takes part; unknown days are null."""

    @property
    def joined_on(self) -> date | None: ...
    @property
    def left_on(self) -> date | None: ...


def takes_part(row: Participation, on: date) -> bool:
    return (row.joined_on is None or row.joined_on <= on) and (row.left_on is None or row.left_on > on)


def require_running(program: Program, ends: date) -> None:
    """New work begins in a running programme only; `ends` is its last day, see `queries.program_ends`.

    Raises `ProgramFinished`, `ProgramOver`.
    """
    if program.status in FINISHED:
        raise ProgramFinished
    if ends < clock.today():
        raise ProgramOver(ends=day_words(ends))


def runs(actor: Actor, program: Program) -> bool:
    """Whether the programme is the actor's municipality's own."""
    return actor.scope == "municipality" and program.municipality_id == actor.municipality_id


def actions_of(actor: Actor) -> list[ProgramAction]:
    """What the actor may do with a running programme of the own municipality."""
    actions: list[ProgramAction] = ["update"] if actor.may("programs.update") else []
    return [*actions, "manage_participants"] if actor.may("participants.manage") else actions


def program_actions(actor: Actor, program: Program) -> list[ProgramAction]:
    """What the actor may do with the programme now."""
    return actions_of(actor) if runs(actor, program) and program.status not in FINISHED else []


def participant_actions(actor: Actor, program: Program, row: Participation) -> list[ParticipantAction]:
    managed = "manage_participants" in program_actions(actor, program)
    return ["change", "leave"] if managed and row.left_on is None else []
