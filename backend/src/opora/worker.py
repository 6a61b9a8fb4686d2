"""The job worker: pgqueuer on the program's own PostgreSQL (ADR 0006).

Its queue connection works as `opora_job`; failed jobs are held, not deleted; a killed worker's jobs are picked up again.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import structlog
from pgqueuer import PgQueuer
from pgqueuer.models import Job, Schedule
from sqlalchemy.engine import make_url

from opora.clockwork import Clockwork, clockwork
from opora.core import clock, logs
from opora.documents.service import MAKE
from opora.identity.jobs import housekeeping
from opora.notices.jobs import post_letters
from opora.notices.mail import Mailer, mailer
from opora.notices.service import POST
from opora.settings import Settings

log = structlog.get_logger()


async def connect(url: str) -> Any:
    """A connection of the gate that stays `opora_job`: the queue is no tenant's data."""
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "set role opora_job; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0"
    )
    return connection


def declare_jobs(queue: PgQueuer, connection: Any, mailer: Mailer, works: Clockwork) -> None:
    """Every job of the program. Letters go out one batch after another on the queue's connection; what people's services do runs
    on the clockwork's own."""
    working = asyncio.Lock()

    async def post() -> None:
        async with working:
            await post_letters(connection, mailer)

    @queue.entrypoint(POST, on_failure="hold")
    async def _post(_: Job) -> None:
        await post()

    @queue.entrypoint(MAKE, on_failure="hold")
    async def _make(job: Job) -> None:
        asked = orjson.loads(job.payload or b"{}")
        await works.make(UUID(asked["actor"]), UUID(asked["data"]["document"]))

    @queue.schedule("notices.post_again", "* * * * *", clean_old=True)
    async def _post_again(_: Schedule) -> None:
        await post()

    @queue.schedule("clock.tick", "* * * * *", clean_old=True)
    async def _tick(_: Schedule) -> None:
        await works.tick()

    @queue.schedule("clock.draft", "7 4 * * *", clean_old=True)
    async def _draft(_: Schedule) -> None:
        await works.draft()

    @queue.schedule("housekeeping", "17 * * * *", clean_old=True)
    async def _housekeeping(_: Schedule) -> None:
        async with working:
            await housekeeping(connection)


async def run_worker(settings: Settings) -> None:
    """Work until cancelled. A lost database connection ends the process; whoever runs it starts it again."""
    assert settings.database_url
    logs.configure(settings.log_level)
    clock.shift(settings.clock_shift())
    connection, jobs = await connect(settings.database_url), await connect(settings.database_url)
    clock.live_in(await jobs.fetchval("select gate.timezone()"))
    queue = PgQueuer.from_asyncpg_connection(connection)
    try:
        async with clockwork(settings) as works:
            declare_jobs(queue, jobs, mailer(settings), works)
            log.info("worker_started", at=datetime.now().astimezone().isoformat())
            await queue.run(dequeue_timeout=timedelta(seconds=1), shutdown_on_listener_failure=True)
    except asyncio.CancelledError:
        queue.shutdown.set()
        raise
    finally:
        await asyncio.gather(connection.close(), jobs.close(), return_exceptions=True)
