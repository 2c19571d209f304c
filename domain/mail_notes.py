"""Mail that is no answer, as it is noted beside its event."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """That a mail of a kind came: `whose` is who was asked, by their job title where known."""

    kind: str
    at: datetime
    whose: str
