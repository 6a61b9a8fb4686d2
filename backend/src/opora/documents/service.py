"""Asking for papers, issuing and withdrawing certificates: the use cases of documents."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from opora.access.actor import Actor
from opora.access.routing import check_version
from opora.core import clock
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.jobs import enqueue
from opora.core.outbox import record
from opora.documents import queries, schemas
from opora.documents.errors import CertificateRevoked, NobodyCame
from opora.documents.models import Certificate, Document
from opora.documents.papers import CertificatePaper, CertificatesPaper, Snapshot, missing

MAKE = "documents.make"
"""The job that draws a paper."""
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else
_CODE = 12
ROLES = {"listener": "слушатель", "leader": "ведущий"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is about, by the context above."""

    kind: str
    id: UUID
    municipality_id: UUID
    region_id: UUID


@dataclass(frozen=True, slots=True)
class Attended:
    """Somebody to certify: by name as on the attendance sheet, for so many academic hours."""

    person_id: UUID
    name: str
    hours: Decimal
    role: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a certificate is for, and who issues and signs it."""

    title: str
    held_on: date
    date_words: str
    issuer_id: UUID
    issuer_name: str
    signer: str


async def request_paper(
    session: Session, actor: Actor, subject: Subject, kind: str, title: str, paper: Snapshot, total: int = 1
) -> Document:
    """A new version of a paper, drawn by a job; its snapshot is frozen now."""
    latest = select(func.coalesce(func.max(Document.number), 0)).where(
        Document.subject_id == subject.id, Document.kind == kind
    )
    document = Document(
        id=uuid7(), region_id=subject.region_id, municipality_id=subject.municipality_id, kind=kind, subject_kind=subject.kind,
        subject_id=subject.id, number=(await session.scalar(latest) or 0) + 1, title=title,
        snapshot=paper.model_dump(mode="json"), missing=missing(paper), status="queued", done=0, total=total,
        requested_by=actor.account_id,
    )  # fmt: skip
    session.add(document)
    await session.flush()
    await record(session, "document.request", document, kind=kind, number=document.number)
    await enqueue(session, MAKE, document=str(document.id))
    return document


async def issue_certificates(
    session: Session, actor: Actor, subject: Subject, occasion: Occasion, people: Iterable[Attended]
) -> Document:
    """Certificates for everybody who has none of this occasion yet, in one paper. Numbers are gapless within issuer and year.

    Raises `NobodyCame` when nobody is left to certify.
    """
    has = set(await session.scalars(select(Certificate.person_id).where(Certificate.subject_id == subject.id)))
    wanted = [person for person in people if person.person_id not in has]
    if not wanted:
        raise NobodyCame
    year = clock.today().year
    number = await _last_number(session, occasion.issuer_id, year)
    made = [
        (
            person,
            Certificate(
                id=uuid7(), region_id=subject.region_id, municipality_id=subject.municipality_id, subject_id=subject.id,
                person_id=person.person_id, issuer_id=occasion.issuer_id, issuer_name=occasion.issuer_name, year=year,
                number=number + place, code="".join(secrets.choice(_ALPHABET) for _ in range(_CODE)), name=person.name,
                title=occasion.title, held_on=occasion.held_on, hours=person.hours, role=person.role,
            ),
        )
        for place, person in enumerate(wanted, start=1)
    ]  # fmt: skip
    paper = CertificatesPaper(items=[_printed(person, row, occasion) for person, row in made])
    document = await request_paper(
        session, actor, subject, "certificates", f"Сертификаты. {occasion.title}", paper, len(made)
    )
    for _, row in made:
        row.document_id = document.id
        session.add(row)
    await session.flush()
    await record(session, "certificate.issue", document, count=len(made), first=number + 1)
    return document


async def _last_number(session: Session, issuer: UUID, year: int) -> int:
    """The last number of the year, under a lock to the end of the transaction: numbers have no gaps and no doubles."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"certificate {issuer} {year}", 0))))
    mine = (Certificate.issuer_id == issuer) & (Certificate.year == year)
    return await session.scalar(select(func.coalesce(func.max(Certificate.number), 0)).where(mine)) or 0


def _printed(person: Attended, row: Certificate, occasion: Occasion) -> CertificatePaper:
    """`link` is filled when it is drawn: the address belongs to the installation."""
    hours = f"{person.hours:f}".rstrip("0").rstrip(".").replace(".", ",")
    return CertificatePaper(
        issuer=occasion.issuer_name, number=f"{row.number}/{row.year}", name=row.name, title=occasion.title,
        date=occasion.date_words, hours=hours, role=ROLES[row.role], code=spaced(row.code), link="", signer=occasion.signer,
    )  # fmt: skip


def spaced(code: str) -> str:
    """As it is printed: ABCD-EFGH-JKLM."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


async def revoke_certificate(
    session: Session, actor: Actor, certificate_id: UUID, data: schemas.CertificateRevoke, if_match: str | None
) -> schemas.CertificateRead:
    """Withdrawn for good, with the reason; its public page says so. Raises `CertificateRevoked` the second time."""
    actor.require("certificates.revoke")
    row = await queries.load_certificate(session, certificate_id, lock=True)
    check_version(row, if_match, required=False)
    if row.revoked_at is not None:
        raise CertificateRevoked
    row.revoked_at, row.revoke_reason = clock.now(), data.comment
    await session.flush()
    await record(session, "certificate.revoke", row, comment=data.comment)
    return queries.certificate_read(row)
