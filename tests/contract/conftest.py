"""The stage of the role matrix: one connection a test module, restored after every request."""

from collections.abc import AsyncIterator

import pytest

from opora.core.addresses import Addresses, with_database
from opora.settings import Settings
from tests.support.stage import Stage, open_stage


@pytest.fixture(scope="module")
async def stage(admin_url: str, name: str, database: Addresses, settings: Settings) -> AsyncIterator[Stage]:
    async with open_stage(with_database(admin_url, name), settings) as opened:
        yield opened
