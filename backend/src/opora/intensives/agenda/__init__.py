"""The proposal of an agenda: pure, without database and HTTP.

`propose` takes an `Order` (themes, hosts, rooms, slots, what the coordinator fixed and dropped) and returns a `Proposal`:
sessions with their reasons, or the rules that block (ADR 0009).
"""

from opora.intensives.agenda.model import Conflict, Fixed, Host, Order, Placed, Proposal, Room, Slot, Theme
from opora.intensives.agenda.solving import propose

__all__ = ["Conflict", "Fixed", "Host", "Order", "Placed", "Proposal", "Room", "Slot", "Theme", "propose"]
