"""The newest schema the program knows, read from the migration files."""

import re
from pathlib import Path

from opora.settings import REPOSITORY

MIGRATIONS = REPOSITORY / "migrations"
_REVISION = re.compile(r"^(down_)?revision\b[^=\n]*=\s*(.+)$", re.MULTILINE)
_NAME = re.compile(r"""["']([^"']+)["']""")


def heads(versions: Path = MIGRATIONS / "versions") -> set[str]:
    """The newest migrations, read from the files: importing Alembic for it costs more than all else at a start."""
    revisions: set[str] = set()
    parents: set[str] = set()
    for file in versions.glob("*.py"):
        for down, value in _REVISION.findall(file.read_text(encoding="utf-8")):
            (parents if down else revisions).update(_NAME.findall(value))
    return revisions - parents
