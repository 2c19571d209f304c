"""What chasing is worked out from, and what comes of it: whom it is about, and which message."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from domain.answers import NOT_KNOWN, Standing
from domain.bodies import AsksDeputies
from domain.terms import Term
from domain.when import WallTime, at_wall, zone_named
from domain.working_days import Region


class Ask(StrEnum):
    """A message: to the silent, to who was not sure or comes, to deputies, or sent by hand."""

    FIRST = "first"
    SECOND = "second"
    UNSURE = "unsure"
    COMING = "coming"
    DEPUTIES = "deputies"
    NUDGE = "nudge"
    QUORUM = "quorum"


class WhyNot(StrEnum):
    """Why somebody is not written to now."""

    ANSWERED = "answered"
    LEAVE = "leave"
    VACANT = "vacant"
    OPTED_OUT = "opted out"
    NO_ADDRESS = "no address"
    TOLD = "told"
    QUIET = "quiet"
    TOO_LATE = "too late"
    REHEARSAL = "rehearsal"
    NOT_YET = "not yet"
    SHORT = "short"
    OVER = "over"
    DEPUTY = "deputy"
    ASKED = "asked"


PHONED = frozenset(
    {WhyNot.SHORT, WhyNot.OVER, WhyNot.NO_ADDRESS, WhyNot.OPTED_OUT, WhyNot.TOO_LATE}
)
"""Why only a phone call is left for somebody who is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """An event as far as chasing asks: when it is, where, and what its body has settled.

    `waits`: something about it can still be stopped, so nothing more is said meanwhile.
    """

    begins: WallTime
    answer_by: date
    region: Region
    asks_deputies: AsksDeputies = AsksDeputies.OFF
    terms: tuple[Term, ...] = ()
    rehearses: bool = False
    waits: bool = False

    @property
    def too_late(self) -> datetime:
        """Give when nobody is written to any more: as its day begins."""
        return at_wall(self.begins.local.date(), time.min, self.begins.zone)

    def day(self, moment: datetime) -> date:
        """Give the day of a moment where it is."""
        return moment.astimezone(zone_named(self.begins.zone)).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An invitation: to whom a message about it would go, and how it stands.

    `person` leads its seat, is the guest, or is the deputy who comes; None: there is nobody.
    `since` is when they were asked for the event's present time; None: they were not told yet.
    `deputy_asked`: a standing deputy was asked after silence; `deputy_left`: one may still be.
    """

    invitation: int
    person: int | None
    since: datetime | None
    standing: Standing = NOT_KNOWN
    vacant: bool = False
    away: bool = False
    declined: bool = False
    reachable: bool = True
    keeps_terms: bool = False
    deputy_asked: bool = False
    deputy_left: bool = False

    @property
    def is_silent(self) -> bool:
        """Say whether nobody has answered."""
        return self.standing.kind is None


@dataclass(frozen=True, slots=True)
class Told:
    """That a person was told of an event at a moment; `ask` None: by another kind of message."""

    person: int
    at: datetime
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which message an invitation gets now, or why none; `at`: when one may come, if it is known.

    `last` is when its person was last asked again, `due` what would go out were it not for the
    hour.
    """

    asked: Asked
    ask: Ask | None = None
    why: WhyNot | None = None
    at: datetime | None = None
    last: datetime | None = None
    due: Ask | None = None

    @property
    def to_phone(self) -> bool:
        """Say whether a phone call is what is left; instead of a reminder, once it is time."""
        has_time = self.why is WhyNot.OPTED_OUT and self.at is not None
        return self.asked.is_silent and self.why in PHONED and not has_time


@dataclass(frozen=True, slots=True)
class Due:
    """One message that is due to one person, for all of their invitations that it is about."""

    person: int
    ask: Ask
    invitations: tuple[int, ...]
