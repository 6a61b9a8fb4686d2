"""The documented contract of Days: what a client sends and reads."""

from opora.intensives.schemas.agenda import (
    Agenda,
    AgendaItemRead,
    ConflictRead,
    ItemReason,
    ItemTransitionInput,
    ItemUpdate,
    ProposalRead,
    SessionRead,
)
from opora.intensives.schemas.days import (
    DayCreate,
    DayList,
    DayRead,
    DayRow,
    DayTransitionInput,
    DayTransitionRead,
    DayUpdate,
    MissedItem,
    MissedMonths,
    ServingSession,
    ThemeRead,
)
from opora.intensives.schemas.vocabulary import (
    DecisionRead,
    ExpectedRead,
    ProtocolInput,
    ProtocolRead,
    RoomRead,
    SlotRead,
)

__all__ = [
    "Agenda", "AgendaItemRead", "ConflictRead", "DayCreate", "DayList", "DayRead", "DayRow", "DayTransitionInput",
    "DayTransitionRead", "DayUpdate", "DecisionRead", "ExpectedRead", "ItemReason", "ItemTransitionInput", "ItemUpdate",
    "MissedItem", "MissedMonths", "ProposalRead", "ProtocolInput", "ProtocolRead", "RoomRead",
    "ServingSession", "SessionRead", "SlotRead", "ThemeRead",
]  # fmt: skip
