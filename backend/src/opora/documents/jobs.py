"""The drawing of papers, by the worker, as whoever asked."""

import asyncio
import hashlib
from typing import Any
from uuid import UUID

import structlog

from opora.access.sessions import acting
from opora.core.ids import uuid7
from opora.documents.drawing import DOCX, PDF, draw_docx, draw_pdf
from opora.documents.models import Document, DocumentFile
from opora.documents.papers import PAPERS, CertificatesPaper, DayPaper, Snapshot

log = structlog.get_logger()
_BROKEN = "Не удалось подготовить файл. Повторите запрос; если не поможет, сообщите администратору."


async def make_document(state: Any, assignment: UUID, document_id: UUID) -> str:
    """Draw a paper and keep its files; the state reached. A job run twice draws once: what is ready stays.

    What cannot be drawn is told on the paper and in the log, without what it says.
    """
    async with acting(state, assignment) as (session, _):
        document = await session.get(Document, document_id, with_for_update=True)
        if document is None or document.status == "ready":
            return "absent" if document is None else "ready"
        document.status = "making"
        kind, snapshot = document.kind, document.snapshot
    paper = _linked(PAPERS[kind].model_validate(snapshot), state.settings.origin)
    try:
        files = await asyncio.to_thread(_draw, kind, paper)
        status, error = "ready", None
    except Exception as failure:  # whatever the drawing libraries raise becomes a state that people see
        log.exception("document_failed", document=str(document_id), error=type(failure).__name__)
        files, status, error = [], "failed", _BROKEN
    async with acting(state, assignment) as (session, _):
        document = await session.get(Document, document_id, with_for_update=True)
        if document is None or document.status == "ready":
            return "absent" if document is None else "ready"
        document.status, document.error, document.done = status, error, document.total if status == "ready" else 0
        for ending, media_type, content in files:
            session.add(
                DocumentFile(
                    id=uuid7(), region_id=document.region_id, municipality_id=document.municipality_id,
                    document_id=document.id, name=f"{document.title}.{ending}"[:300], media_type=media_type,
                    size=len(content), sha256=hashlib.sha256(content).digest(), content=content,
                )
            )  # fmt: skip
    return status


def _draw(kind: str, paper: Snapshot) -> list[tuple[str, str, bytes]]:
    drawn = [("pdf", PDF, draw_pdf(kind, paper))]
    if kind == "day_protocol" and isinstance(paper, DayPaper):
        drawn.append(("docx", DOCX, draw_docx(paper)))
    return drawn


def _linked(paper: Snapshot, origin: str) -> Snapshot:
    """Certificates get the address of their public page: it belongs to the installation, not to the snapshot."""
    if not isinstance(paper, CertificatesPaper):
        return paper
    return CertificatesPaper(
        items=[
            item.model_copy(update={"link": f"{origin}/verify/{item.code.replace('-', '')}"}) for item in paper.items
        ]
    )
