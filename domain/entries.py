"""An event as an entry in people's calendars: what stands in it, whoever gets it (RFC 5545, 3.6.1).

docs/decisions/0015-calendar-out.md says which shapes are sent, and which never.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from icalendar import Event, vRecur, vText, vUri

from domain.recurrence import Frequency, Rule, rrule_text
from domain.when import WallSpan, WallTime

HORIZON = 12
"""Years that a series without an end is looked ahead when its zone has no yearly rule."""

_ADDRESS = re.compile(r"https?://[!-~]+")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, which TEXT can't hold (RFC 5545, 3.3.11), and halves of a character."""


class Status(StrEnum):
    """What a calendar says of an event (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


_BUSY = {Status.CONFIRMED: "BUSY", Status.TENTATIVE: "TENTATIVE", Status.CANCELLED: "FREE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event, one series, or one occurrence of a series that was changed.

    `uid` is random, says nothing of anybody, and stays for life. `sequence` rises with every change
    of time, rule or status (RFC 5546, 2.1.4); `changed` is the moment of this revision. A series
    has a `rule`, which its first day fits, and `left_out`: the wall times at which it does not
    meet. A changed occurrence has `original`: the wall time at which the series had it, whatever
    its own is now. `follows` is the uid of a series that this one continues. `url` and `link` are
    seen by all who see the entry: never somebody's own link. `ValueError` for what no calendar
    message may be.
    """

    uid: str
    sequence: int
    span: WallSpan
    title: str
    changed: datetime
    place: str = ""
    link: str = ""
    joining: str = ""
    agenda: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED
    rule: Rule | None = None
    left_out: tuple[datetime, ...] = ()
    original: datetime | None = None
    follows: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[!-~]+", self.uid) or self.sequence < 0:
            raise ValueError("A uid is printable, a sequence counts from 0.")
        if self.changed.tzinfo is None or any(at.tzinfo is not None for at in self._walls()):
            raise ValueError("The moment of a change has a zone, wall times have none.")
        if not all(_ADDRESS.fullmatch(each) for each in (self.url, self.link) if each):
            raise ValueError("Not an address of a page.")
        if self.rule is None and self.left_out:
            raise ValueError("Only a series leaves out a time.")
        if self.rule is not None and self.original is not None:
            raise ValueError("One occurrence has no rule.")
        if self.rule is not None and not self.rule.fits(self.span.begins.date()):
            raise ValueError("A series begins on a day of its rule.")  # else readers disagree

    def _walls(self) -> Iterator[datetime]:
        yield from self.left_out
        if self.original is not None:
            yield self.original

    @property
    def years(self) -> tuple[int, int]:
        """Give the first and the last year in which its zone is looked up."""
        walls = (self.span.begins, self.span.ends, *self._walls())
        last = max(walls).year
        return min(walls).year, max(last, min(self._last_year(), last + HORIZON))

    def _last_year(self) -> int:
        rule, begins = self.rule, self.span.begins
        if rule is None:
            return begins.year
        if rule.until is not None:
            return rule.until.year + 1
        if rule.count is None:
            return begins.year + HORIZON
        step = timedelta(days=7 if rule.frequency is Frequency.WEEKLY else 31) * rule.interval
        return begins.year + (step * rule.count).days // 365 + 1

    @property
    def key(self) -> str:
        """Give what tells it from all others; a changed occurrence sorts after its series."""
        return f"{self.uid} {self.original:%Y%m%dT%H%M%S}" if self.original else self.uid


class Typed(vText):
    r"""TEXT as people typed it.

    The library takes a typed `\N` for a line break, so that `C:\News` loses its end; and it keeps
    control characters.
    """

    def __new__(cls, text: str) -> Self:
        """Take a text of one or more lines."""
        lines = "\n".join(text.strip().splitlines())
        return super().__new__(cls, _UNWRITABLE.sub("", lines))

    def to_ical(self) -> bytes:
        """Give its bytes, escaped (RFC 5545, 3.3.11)."""
        escaped = re.sub(r"([\\;,])", r"\\\1", self).replace("\n", "\\n")
        return escaped.encode()


def vevent(entry: Entry, *, stamp: datetime, brief: bool = False) -> Event:
    """Give the VEVENT of an entry, without the people: ORGANIZER and ATTENDEE are nobody's twice.

    `stamp` is its DTSTAMP. A brief one, for CANCEL, says what it is about and no more.
    """
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", stamp)
    event.add("SEQUENCE", entry.sequence)
    _add_times(event, entry)
    event.add("SUMMARY", Typed(" ".join(entry.title.split())))
    if where := entry.place or entry.link:
        event.add("LOCATION", Typed(where))
    if not brief:
        _add_rest(event, entry)
    return event


def refuse_changing_clocks(entry: Entry) -> None:
    """Raise `Refused` for a time that a clock change skips or repeats: readers disagree on it."""
    entry.span.instants()
    if entry.original is not None:
        WallTime(entry.original, entry.span.zone).instant()


def _add_times(event: Event, entry: Entry) -> None:
    zone = ZoneInfo(entry.span.zone)
    event.add("DTSTART", entry.span.begins.replace(tzinfo=zone))
    event.add("DTEND", entry.span.ends.replace(tzinfo=zone))
    if entry.rule is not None:
        event.add("RRULE", vRecur.from_ical(rrule_text(entry.rule, entry.span.zone)))
    for each in sorted(entry.left_out):
        event.add("EXDATE", each.replace(tzinfo=zone))
    if entry.original is not None:
        event.add("RECURRENCE-ID", entry.original.replace(tzinfo=zone))


def _add_rest(event: Event, entry: Entry) -> None:
    event.add("LAST-MODIFIED", entry.changed)
    event.add("STATUS", entry.status.value)
    event.add("TRANSP", "TRANSPARENT" if entry.status is Status.CANCELLED else "OPAQUE")
    about = Typed("\n\n".join(each for each in (entry.agenda, entry.joining) if each.strip()))
    if about:
        event.add("DESCRIPTION", about)
    if entry.follows:  # RFC 5545, 3.8.4.5; a series is no part of the one before it
        event.add("RELATED-TO", Typed(entry.follows), {"RELTYPE": "SIBLING"})
    if entry.url:
        event.add("URL", entry.url)
    if entry.link:  # RFC 7986, 5.11; few programs show it, so the place or joining text has it too
        event.add("CONFERENCE", vUri(entry.link), {"VALUE": "URI", "FEATURE": "VIDEO"})
    # Outlook's own (MS-STANOICAL): how the time shows, and that no other time can be proposed.
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", _BUSY[entry.status])
    event.add("X-MICROSOFT-CDO-ALLDAYEVENT", "FALSE")
    event.add("X-MICROSOFT-DISALLOW-COUNTER", "TRUE")
