"""Feedback: an answer without its author, and the figures from five answers on."""

from datetime import datetime
from uuid import UUID

from opora.core.inputs import Input, Note, Output
from opora.events.schemas.vocabulary import Audience, Rating


class FeedbackInput(Input):
    """From somebody who came. The answer keeps no name and cannot be changed."""

    rating: Rating
    comment: Note | None = None


class GuestFeedbackInput(FeedbackInput):
    """From a guest with the link. `id` is made by the guest's page: an answer sent twice is one."""

    id: UUID
    audience: Audience


class GuestEvent(Output):
    """What a guest sees of the event."""

    title: str
    organizer_name: str
    audience: list[Audience]
    starts_at: datetime
    ends_at: datetime
    is_open: bool


class FeedbackLink(Output):
    """The link for guests; its QR code holds `url`."""

    token: str
    url: str


class AudienceFeedback(Output):
    audience: Audience
    answers: int
    mean: float


class FeedbackRead(Output):
    """Figures and words of all answers; nothing below five (INV-38). `by_audience` is empty while any audience has fewer."""

    event_id: UUID
    is_hidden: bool
    answers: int | None
    mean: float | None
    distribution: list[int]
    by_audience: list[AudienceFeedback]
    comments: list[str]
