"""What is printed: the snapshots that contexts above fill, one type a paper (domain.md 6.10, 6.11, 6.14)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Snapshot(BaseModel):
    """Frozen: a paper says for ever what it was made from. Dates are words: «12 марта 2027 г.»."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SessionLine(Snapshot):
    """A line of the Day's table."""

    time: str
    place: str
    title: str
    form: str
    leader: str
    audience: str
    deficits: list[str]
    teachers: int | None = None
    administrators: int | None = None
    students: int | None = None
    parents: int | None = None


class Decision(Snapshot):
    text: str
    responsible: str
    due: str


class Feedback(Snapshot):
    """From five answers on; below, only how many sessions have fewer."""

    mean: str | None
    answers: int
    remarks: list[str]


class DayPaper(Snapshot):
    """The protocol of a Day and, without what happened, its programme."""

    issuer: str
    approver: str
    number: str
    date: str
    place: str
    mode: str
    theme: str
    chair: str
    secretary: str
    questions: list[str]
    deficits: list[str]
    sessions: list[SessionLine]
    decisions: list[Decision]
    feedback: Feedback | None


class SheetLine(Snapshot):
    name: str
    school: str
    position: str
    mark: Literal["", "присутствует", "отсутствует"]


class CountLine(Snapshot):
    school: str
    audience: str
    count: int


class AttendancePaper(Snapshot):
    """The attendance sheet: blank for signing, or from what was marked. Students and parents are totals by school."""

    issuer: str
    title: str
    date: str
    place: str
    leader: str
    lines: list[SheetLine]
    counts: list[CountLine]
    is_blank: bool


class CertificatePaper(Snapshot):
    """One certificate; `link` is what its QR code holds."""

    issuer: str
    number: str
    name: str
    title: str
    date: str
    hours: str
    role: str
    code: str
    link: str
    signer: str


class CertificatesPaper(Snapshot):
    """Certificates of one Day or event, each on its page."""

    items: list[CertificatePaper]


PAPERS: dict[str, type[Snapshot]] = {
    "day_protocol": DayPaper,
    "day_programme": DayPaper,
    "attendance_blank": AttendancePaper,
    "attendance_sheet": AttendancePaper,
    "certificates": CertificatesPaper,
}
NOT_FILLED = "не заполнено"


def missing(paper: Snapshot) -> list[str]:
    """Names of the plain fields that are empty: they are printed as «не заполнено» and listed before printing."""
    return [name for name, value in paper if isinstance(value, str) and not value.strip()]
