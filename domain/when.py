"""Times as people plan them: the clock on the wall and its zone, not UTC alone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import Refused
from domain.language import gettext as _
from domain.named_days import long_day

_NO_PLACES = {"Factory", "localtime", "posixrules"}
"""Names in the zone data that mean this machine, or nothing."""


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - _NO_PLACES)


@cache
def _by_key() -> dict[str, str]:
    return {each.casefold(): each for each in sorted(_zone_names())}


def zone_named(name: str, *, field: str = "zone") -> ZoneInfo:
    """Give the time zone of an IANA name such as Europe/London, whatever its case.

    Raises `Refused` for any other text.
    """
    if name not in _zone_names():
        name = _by_key().get(name.casefold(), name)
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

    def instant(self, *, field: str = "time") -> datetime:
        """Give the moment it names, in UTC.

        Raises `Refused` when a clock change skips that hour or repeats it.
        """
        zone = zone_named(self.zone)
        early = self.local.replace(tzinfo=zone, fold=0)
        late = self.local.replace(tzinfo=zone, fold=1)
        if early.utcoffset() != late.utcoffset():
            skipped = early.replace(tzinfo=None) != _there_and_back(early)
            said = _skipped() if skipped else _twice()
            at = {"time": f"{self.local:%H:%M}", "day": long_day(self.local)}
            raise Refused(said.format(**at), field=field)
        return early.astimezone(UTC)


def _there_and_back(at: datetime) -> datetime:
    """Give what the clock on the wall shows at a moment: a time that is skipped is never shown."""
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None)


def _skipped() -> str:
    there_is_none = _("There is no {time} on {day}: the clocks go forward over it.")
    return f"{there_is_none} {_('Please choose another time.')}"


def _twice() -> str:
    twice = _("{time} comes twice on {day}: the clocks go back over it.")
    return f"{twice} {_('Please choose another time.')}"


@dataclass(frozen=True, slots=True)
class WallSpan:
    """When an event is: from one wall time to another in one zone.

    `ValueError` unless it ends after it begins. `domain.planned_times.plan` makes one from what
    was entered, and refuses what can't be.
    """

    begins: datetime
    ends: datetime
    zone: str

    def __post_init__(self) -> None:
        if self.begins.tzinfo is not None or self.ends.tzinfo is not None:
            raise ValueError("A wall time is naive; its zone stands beside it.")
        if self.ends <= self.begins:
            raise ValueError("A span of time ends after it begins.")

    @property
    def lasts(self) -> timedelta:
        """Give how long it lasts by the clock on the wall."""
        return self.ends - self.begins

    @property
    def is_whole_day(self) -> bool:
        """Say whether it is one day from midnight to midnight: of such a one no time is said."""
        return self.begins.time() == time() and self.lasts == timedelta(days=1)

    def instants(self) -> tuple[datetime, datetime]:
        """Give the moments of its beginning and its end, in UTC.

        Raises `Refused` when a clock change skips or repeats either, at `time` or `end_time`.
        """
        end = WallTime(self.ends, self.zone).instant(field="end_time")
        return WallTime(self.begins, self.zone).instant(), end

    def exists(self) -> bool:
        """Say whether no clock change skips or repeats its beginning or its end."""
        try:
            self.instants()
        except Refused:
            return False
        return True

    def on(self, day: date) -> "WallSpan":
        """Give the same times of day, beginning on another day."""
        begins = datetime.combine(day, self.begins.time())
        return WallSpan(begins, begins + self.lasts, self.zone)


def at_wall(day: date, clock: time, zone: str) -> datetime:
    """Give the moment when clocks there show a time of our own choosing, in UTC.

    A skipped time is taken by the offset before the change, a repeated one the first time (RFC
    5545, 3.3.5): for what we send by ourselves, where nobody can be asked.
    """
    return datetime.combine(day, clock, zone_named(zone)).astimezone(UTC)
