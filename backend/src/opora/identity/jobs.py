"""What identity clears away by itself."""

from typing import Any

import structlog

log = structlog.get_logger()


async def housekeeping(connection: Any) -> dict[str, int]:
    """Delete sessions ended over 30 days ago, idempotency keys over 24 hours, failed logins over a day old; how many of each.

    `connection` is asyncpg's, as `opora_job`.
    """
    row = await connection.fetchrow("select * from gate.housekeeping()")
    deleted = {name: int(count) for name, count in row.items()}
    log.info("housekeeping", **deleted)
    return deleted
