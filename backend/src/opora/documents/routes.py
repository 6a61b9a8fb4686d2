"""HTTP of papers and certificates: parse, one call, answer."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Header, Path, Query, Request, Response

from opora.access.actor import ActorDep, allow, public
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Page
from opora.core.listing import CSV_ANSWER
from opora.documents import queries, service
from opora.documents.schemas import (
    CertificateCheck,
    CertificateList,
    CertificateRead,
    CertificateRevoke,
    CertificateRow,
    DocumentList,
    DocumentRead,
    DocumentRow,
)

router = context_router("documents")
Accept = Annotated[str | None, Header(alias="Accept", max_length=300, include_in_schema=False)]
Code = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{12,20}$")]
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("/documents", response_model=Page[DocumentRow], responses=CSV_ANSWER, **allow("documents.read"))
async def list_documents(
    actor: ActorDep, reader: ReaderDep, query: Annotated[DocumentList, Query()], accept: Accept = None
) -> Response:
    return await queries.list_documents(reader, actor, query, as_csv="text/csv" in (accept or ""))


@router.get("/documents/{document_id}", response_model=DocumentRead, **allow("documents.read"))
async def get_document(document_id: UUID, session: ReadSessionDep) -> DocumentRead:
    return await queries.read_document(session, document_id)


@router.get(
    "/documents/{document_id}/files/{file_id}", response_class=Response, responses=FILE, **allow("documents.read")
)
async def download_file(document_id: UUID, file_id: UUID, session: ReadSessionDep) -> Response:
    found = await queries.read_file(session, document_id, file_id)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "cache-control": "private, no-store",
    }
    return Response(found.content, 200, headers, found.media_type)


@router.get("/certificates", response_model=Page[CertificateRow], responses=CSV_ANSWER, **allow("certificates.read"))
async def list_certificates(
    actor: ActorDep, reader: ReaderDep, query: Annotated[CertificateList, Query()], accept: Accept = None
) -> Response:
    return await queries.list_certificates(reader, actor, query, as_csv="text/csv" in (accept or ""))


@router.post("/certificates/{certificate_id}/revoke", response_model=CertificateRead, **allow("certificates.revoke"))
async def revoke_certificate(
    certificate_id: UUID, data: CertificateRevoke, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> CertificateRead:
    return await service.revoke_certificate(session, actor, certificate_id, data, if_match)


@router.get("/verify/{code}", response_model=CertificateCheck, **public())
async def verify_certificate(code: Code, request: Request) -> CertificateCheck:
    return await queries.check_certificate(request, code)
