"""Everything that reads papers and certificates."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import select
from sqlalchemy.orm import defer

from opora.access.actor import Actor
from opora.core.database import Reader, ReadSession
from opora.core.listing import Listing
from opora.documents import schemas
from opora.documents.errors import CertificateNotFound, DocumentNotFound, TooManyLooks
from opora.documents.models import Certificate, Document, DocumentFile
from opora.identity.cookies import network_of
from opora.identity.gate import through_gate
from opora.territory.lists import equal_to

LOOKS = 200
"""How many codes one network may ask for in an hour."""
_D, _C = Document.__table__, Certificate.__table__
DOCUMENTS = Listing(
    source=_D,
    key=_D.c.id,
    fields=(
        _D.c.id, _D.c.kind, _D.c.subject_kind, _D.c.subject_id, _D.c.number, _D.c.title, _D.c.status, _D.c.done, _D.c.total,
        _D.c.created_at, _D.c.version,
    ),
    sorts={"created_at": _D.c.created_at},
    filters={name: partial(equal_to, _D.c[name]) for name in ("subject_id", "kind", "status")},
    csv_header={"title": "Документ", "kind": "Вид", "number": "Версия", "status": "Состояние", "created_at": "Создан"},
)  # fmt: skip
CERTIFICATES = Listing(
    source=_C,
    key=_C.c.id,
    fields=(
        _C.c.id, _C.c.subject_id, _C.c.person_id, _C.c.name, _C.c.title, _C.c.held_on, _C.c.year, _C.c.number, _C.c.code,
        _C.c.role, _C.c.issuer_name, _C.c.revoked_at, _C.c.created_at, _C.c.version,
    ),
    sorts={"created_at": _C.c.created_at},
    filters={name: partial(equal_to, _C.c[name]) for name in ("subject_id", "person_id")},
    csv_header={
        "number": "Номер", "year": "Год", "name": "Ф. И. О.", "title": "За что", "held_on": "Дата", "code": "Код проверки",
    },
)  # fmt: skip


async def list_documents(
    reader: Reader, actor: Actor, query: schemas.DocumentList, *, as_csv: bool = False
) -> Response:
    given = query.model_dump(include={"subject_id", "kind", "status"})
    if as_csv:
        return await DOCUMENTS.csv(reader, actor.entry, query.sort, given, "documents")
    return await DOCUMENTS.page(reader, actor.entry, query.sort, query, given)


async def list_certificates(
    reader: Reader, actor: Actor, query: schemas.CertificateList, *, as_csv: bool = False
) -> Response:
    """Certificates the actor may see: a participant the own."""
    given = query.model_dump(include={"subject_id", "person_id"})
    if as_csv:
        return await CERTIFICATES.csv(reader, actor.entry, query.sort, given, "certificates")
    return await CERTIFICATES.page(reader, actor.entry, query.sort, query, given)


async def load_document(session: ReadSession, document_id: UUID) -> Document:
    """Raises `DocumentNotFound`."""
    if (document := await session.get(Document, document_id)) is None:
        raise DocumentNotFound
    return document


async def read_document(session: ReadSession, document_id: UUID) -> schemas.DocumentRead:
    """Raises `DocumentNotFound`."""
    return await document_read(session, await load_document(session, document_id))


async def document_read(session: ReadSession, document: Document) -> schemas.DocumentRead:
    of_document = (
        select(DocumentFile).where(DocumentFile.document_id == document.id).options(defer(DocumentFile.content))
    )
    rows = await session.scalars(of_document.order_by(DocumentFile.name))
    plain = {name: getattr(document, name) for name in schemas.DocumentRead.model_fields if name != "files"}
    return schemas.DocumentRead(**plain, files=[schemas.FileRead.model_validate(row) for row in rows])


async def read_file(session: ReadSession, document_id: UUID, file_id: UUID) -> DocumentFile:
    """The file with its content. Raises `DocumentNotFound`."""
    found = await session.get(DocumentFile, file_id)
    if found is None or found.document_id != document_id:
        raise DocumentNotFound
    return found


async def load_certificate(session: ReadSession, certificate_id: UUID, *, lock: bool = False) -> Certificate:
    """Raises `CertificateNotFound`."""
    if (row := await session.get(Certificate, certificate_id, with_for_update=lock)) is None:
        raise CertificateNotFound
    return row


def certificate_read(row: Certificate) -> schemas.CertificateRead:
    return schemas.CertificateRead.model_validate(row)


async def check_certificate(request: Request, code: str) -> schemas.CertificateCheck:
    """The public page of a code. Raises `CertificateNotFound`, `TooManyLooks` (429) for who tries codes by the hundred."""
    plain = code.replace("-", "").upper()
    async with through_gate(request) as gate:
        if await gate.fetchval("select gate.certificate_looks($1)", network_of(request)) > LOOKS:
            raise TooManyLooks
        row = await gate.fetchrow("select * from gate.certificate($1)", plain)
    if row is None:
        raise CertificateNotFound
    return schemas.CertificateCheck(**row)
