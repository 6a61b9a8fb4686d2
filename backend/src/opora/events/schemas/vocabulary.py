"""Words of the contract: enumerations of events and of taking part."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

Kind = Literal[
    "seminar", "workshop", "master_class", "thematic_consultation", "open_lesson", "scientific_conference",
    "creative_meeting", "joint_teachers_council", "discussion", "open_doors_day", "professional_trial",
    "seminar_workshop", "field_seminar", "round_table", "methodical_conference", "contest", "pair_organization",
    "mentor_organization", "team_formation", "project_development", "expert_session", "mentor_selection",
    "regulation_development", "analysis", "monitoring", "plan_correction", "other", "lecture", "webinar",
    "open_session", "business_game", "trial_lesson", "management_workshop", "network_okrug_council",
    "internship_visit", "virtual_reception", "virtual_association", "chat_conference", "kickoff_meeting",
    "training_course", "joint_event", "joint_planning", "information_exchange",
]  # fmt: skip
Mode = Literal["in_person", "online", "hybrid", "field"]
Audience = Literal["administrators", "teachers", "students", "parents"]
Adults = Literal["administrators", "teachers"]
Counted = Literal["students", "parents"]
Track = Literal["modern_lesson", "quality_management"]
EventStatus = Literal["draft", "published", "moved", "in_progress", "held", "cancelled"]
EventMove = Literal["publish", "start", "finish", "move", "cancel"]
RegistrationStatus = Literal[
    "requested", "confirmed", "waitlisted", "attended", "no_show", "feedback_given", "cancelled", "rejected"
]
RegistrationMove = Literal["approve", "reject", "cancel", "mark_attended", "mark_absent"]
MarkSource = Literal["list", "bulk", "code"]


def once(values: list[Any]) -> list[Any]:
    if len(set(values)) != len(values):
        raise ValueError("repeated")
    return values


Audiences = Annotated[list[Audience], Field(min_length=1, max_length=4), AfterValidator(once)]
Capacity = Annotated[int, Field(ge=1, le=100_000, strict=True)]
Rating = Annotated[int, Field(ge=1, le=5, strict=True)]
