"""The documented contract of Days: what a client sends and reads."""

from opora.intensives.schemas.agenda import (
    Agenda,
    AgendaItemRead,
    ConflictRead,
    ItemPlace,
    ItemReason,
    ItemTransitionInput,
    ProposalRead,
    SessionInput,
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
    PaperInput,
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
    "DayTransitionRead", "DayUpdate", "DecisionRead", "ExpectedRead", "ItemPlace", "ItemReason", "ItemTransitionInput",
    "MissedItem", "MissedMonths", "PaperInput", "ProposalRead", "ProtocolInput", "ProtocolRead", "RoomRead",
    "ServingSession", "SessionInput", "SessionRead", "SlotRead", "ThemeRead",
]  # fmt: skip
