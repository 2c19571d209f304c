"""Times as people plan them: the clock on the wall and its zone, not UTC alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import Refused
from domain.language import gettext as _

_NO_PLACES = {"Factory", "localtime", "posixrules"}
"""Names in the zone data that mean this machine, or nothing."""


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - _NO_PLACES)


def zone_named(name: str, *, field: str = "zone") -> ZoneInfo:
    """Give the time zone of an IANA name such as Europe/London; `Refused` for any other text."""
    if name not in _zone_names():
        raise Refused(
            _("I don't know the time zone “{name}”. Try a name like Europe/London.").format(
                name=name
            ),
            field=field,
        )
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class WallTime:
    """A planned time: what the clock on the wall shows there. `local` carries no zone itself."""

    local: datetime
    zone: str

    def __post_init__(self) -> None:
        if self.local.tzinfo is not None:
            raise ValueError("A wall time is naive; its zone stands beside it.")

    def instant(self) -> datetime:
        """Give the moment it names, in UTC.

        Raises `Refused` when a clock change skips that hour or repeats it.
        """
        zone = zone_named(self.zone)
        early = self.local.replace(tzinfo=zone, fold=0)
        late = self.local.replace(tzinfo=zone, fold=1)
        if early.utcoffset() != late.utcoffset():
            raise Refused(
                _("The clocks change at {time} on {day}. Please choose another time.").format(
                    time=f"{self.local:%H:%M}", day=f"{self.local:%d %B %Y}"
                ),
                field="time",
            )
        return early.astimezone(UTC)
