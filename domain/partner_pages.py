"""A partner's page as values: who a partner is on a day, and what happened until then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What a partner is to the partnership on a day."""

    MEMBER = "member"
    LEAVE = "leave"
    LATER = "later"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Happened(StrEnum):
    """The kinds of things that a timeline tells."""

    NAMED = "named"
    JOINED = "joined"
    CLOSED = "closed"
    SECTOR = "sector"
    SEAT = "seat"
    SEAT_ENDED = "seat ended"
    LEAD = "lead"
    LEAD_ENDED = "lead ended"
    DEPUTY = "deputy"
    DEPUTY_ENDED = "deputy ended"
    LEAVE = "leave"
    LEAVE_ENDED = "leave ended"
    MERGED = "merged"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, or is planned, on a day: to whom or what, and a detail."""

    day: date
    kind: Happened
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who fills a seat, for some days."""

    person_id: int
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat with who fills it on a day, and who will."""

    id: int
    label: str
    statutory: bool
    speaks_for: str | None
    since: date
    until: date | None
    leads: tuple[Holder, ...]
    deputies: tuple[Holder, ...]
    on_leave: bool

    def on(self, day: date) -> "Sitting":
        """Leave out what was to come on a day."""
        return replace(
            self,
            until=None,
            leads=_begun(self.leads, day),
            deputies=_begun(self.deputies, day),
        )

    def lead(self, day: date) -> Holder | None:
        """Give who leads it on a day; None where it is vacant then."""
        return next((each for each in self.leads if each.since <= day), None)

    def vacant(self, day: date) -> bool:
        """Say whether it is a seat on a day and nobody leads it."""
        return self.since <= day and self.lead(day) is None


def _begun(holders: Iterable[Holder], day: date) -> tuple[Holder, ...]:
    return tuple(replace(each, until=None) for each in holders if each.since <= day)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the partner's."""

    id: int
    name: str
    job_title: str | None
    address: str | None
    main: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A leave that is not over: of the whole partner, or of the seat that `label` names."""

    id: int
    reason: str
    since: date
    until: date | None
    label: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """A contact as it was noted."""

    day: date
    way: str
    note: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Joined:
    """A merge that the partner has a part in: `into` says that it is the other one now."""

    id: int
    organisation_id: int
    name: str
    since: date
    into: bool


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """Everything that a partner's page shows, as it is on `day`."""

    id: int
    name: str
    day: date
    standing: Standing
    since: date | None = None
    until: date | None = None
    successor: tuple[int, str] | None = None
    sector: str | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[tuple[str, date], ...] = ()
    domains: tuple[str, ...] = ()
    seats: tuple[Sitting, ...] = ()
    people: tuple[Member, ...] = ()
    pauses: tuple[Pause, ...] = ()
    contacts: tuple[Noted, ...] = ()
    merges: tuple[Joined, ...] = ()
    moments: tuple[Moment, ...] = ()
    coming: tuple[Moment, ...] = ()

    def as_it_was(self) -> "PartnerPage":
        """Leave out what was to come on the day of the page, and what has no days: mail domains."""
        ended = self.until is not None and self.until <= self.day
        return replace(
            self,
            until=self.until if ended else None,
            successor=self.successor if ended else None,
            seats=tuple(each.on(self.day) for each in self.seats if each.since <= self.day),
            pauses=tuple(each for each in self.pauses if each.since <= self.day),
            merges=tuple(each for each in self.merges if each.since <= self.day),
            domains=(),
            coming=(),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A partner in a list. `away` says who is on leave: the partner, or so many of its seats."""

    id: int
    name: str
    sector: str | None = None
    seats: int = 0
    vacant: int = 0
    on_leave: bool = False
    back: date | None = None
    seats_on_leave: int = 0
    day: date | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list of partners: where it begins, and how many there are in all."""

    lines: tuple[Line, ...] = ()
    offset: int = 0
    total: int = 0
    sectors: tuple[tuple[int, str], ...] = ()
    bodies: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the form about a partner holds; `planned` are names to come, each with its day."""

    id: int
    name: str
    since: date
    sector_id: int | None = None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    planned: tuple[tuple[str, date], ...] = ()
