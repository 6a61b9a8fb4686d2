"""The post: what is due is sent, one transaction a letter."""

import smtplib
from datetime import timedelta
from typing import Any

import structlog

from opora.notices.mail import Mailer

log = structlog.get_logger()
ATTEMPTS = 6
_DUE = (
    "select id, address, subject, body, link, attempts from letter where state = 'queued' and due_at <= now()"
    " order by due_at, id limit 1 for update skip locked"
)
_TAKEN = "update letter set state = $2, sent_at = now(), error = null where id = $1"
_LATER = (
    "update letter set attempts = $2::int, error = $3, due_at = now() + $4::interval,"
    " state = case when $2::int < $5::int then 'queued' else 'failed' end where id = $1"
)


async def post_letters(connection: Any, mailer: Mailer) -> int:
    """Send every letter that is due; how many were taken. `connection` is asyncpg's, as `opora_job`.

    A letter that is refused waits 2, 4, 8 … minutes; one whose worker died after sending is sent again under its Message-ID.
    """
    taken = 0
    while (was_taken := await _one(connection, mailer)) is not None:
        taken += was_taken
    return taken


async def _one(connection: Any, mailer: Mailer) -> bool | None:
    async with connection.transaction():
        await connection.execute("select set_config('opora.scope', (select id::text from region limit 1), true)")
        letter = await connection.fetchrow(_DUE)
        if letter is None:
            return None
        try:
            await mailer.send(letter)
        except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: an address no message can carry
            tried = letter["attempts"] + 1
            kind = type(error).__name__
            await connection.execute(_LATER, letter["id"], tried, kind, timedelta(minutes=2**tried), ATTEMPTS)
            log.warning("letter_refused", letter=str(letter["id"]), error=kind, attempt=tried)
            return False
        await connection.execute(_TAKEN, letter["id"], mailer.state)
        return True
