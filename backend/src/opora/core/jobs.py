"""Jobs: enqueued in the business transaction, so a rolled-back cause leaves no job and a committed one never loses it.

A payload holds the assignment that caused it and ids. The worker runs it as that assignment, checking all rights again.
"""

from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from opora.core.database import Session

_ENQUEUE = text("select gate.enqueue(:entrypoint, :data, :dedupe)").bindparams(bindparam("data", type_=JSONB()))


async def enqueue(session: Session, entrypoint: str, dedupe: str | None = None, **data: Any) -> int | None:
    """Queue a job with the session's transaction. None when one with the same `dedupe` waits already."""
    parameters = {"entrypoint": entrypoint, "data": data, "dedupe": dedupe}
    job: int | None = await session.scalar(_ENQUEUE, parameters)
    return job
