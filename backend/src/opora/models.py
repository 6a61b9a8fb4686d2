"""Every mapped table, so that migrations and tests see one metadata."""

from opora.core import tables as core_tables
from opora.core.models import Base
from opora.deficits import models as deficits
from opora.documents import models as documents
from opora.events import models as events
from opora.events import taking_part
from opora.identity import models as identity
from opora.intensives import models as intensives
from opora.notices import models as notices
from opora.people import models as people
from opora.programs import models as programs
from opora.territory import models as territory

__all__ = [
    "Base", "core_tables", "deficits", "documents", "events", "identity", "intensives", "notices", "people", "programs",
    "taking_part", "territory",
]  # fmt: skip
