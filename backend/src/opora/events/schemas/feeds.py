"""The contract of calendar subscriptions."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from opora.core.inputs import Input, Output

Selection = Literal["own", "all"]
"""`own`: what the person is registered for or leads; `all`: every announced event that the role sees."""


class FeedCreate(Input):
    selection: Selection = "own"


class FeedRead(Output):
    """A subscription in the role it was made in."""

    id: UUID
    assignment_id: UUID
    selection: Selection
    created_at: datetime


class FeedCreated(FeedRead):
    """`url` is shown this once; it works for whoever has it until the subscription is ended."""

    url: str
