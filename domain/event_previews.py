"""What a coordinator sees of an event before anybody else hears of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.events import AT_ONCE, Calendar, Details
from domain.planned_times import Warned
from domain.recurrence import Rule
from domain.when import WallSpan

NEXT = 3
"""Occurrences of a series that are shown."""


class Way(StrEnum):
    """How an invitation reaches a person; a card in Slack may come besides.

    People of the sample data are made up: nothing is ever sent to them.
    """

    CALENDAR = "calendar"
    MAIL = "mail"
    SLACK = "slack"
    NONE = "none"
    MADE_UP = "made up"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is asked, for how many seats; `copied` keep their diary."""

    name: str
    way: Way
    in_slack: bool
    seats: int
    copied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """Another event that meets at the same time."""

    title: str
    span: WallSpan


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a draft would do, were it sent now.

    `spans` are its next occurrences, of a single event the one. `nobody` are seats that have no one
    to ask, `away` seats on leave, both on the first day; `left_out` days whose hour a clock change
    takes away. `channel` is the body whose channel gets a card, `no_channel` one that has none.
    `rehearsing`: those of the coordinators who get a copy; None once live.
    """

    series_id: int
    revision: int
    details: Details
    spans: tuple[WallSpan, ...]
    rule: Rule | None
    audience: tuple[str, ...]
    readers: tuple[Reader, ...]
    seats: int
    guests: int
    nobody: tuple[str, ...]
    away: tuple[str, ...]
    clashes: tuple[Clash, ...]
    warned: tuple[Warned, ...]
    left_out: tuple[date, ...]
    answer_by: date
    answer_by_unused: bool
    calendar: Calendar
    channel: str | None
    no_channel: str | None
    rehearsing: tuple[str, ...] | None

    @property
    def people(self) -> int:
        """Count those who are asked."""
        return len(self.readers) - len(self.by_way(Way.MADE_UP))

    @property
    def reached(self) -> int:
        """Count those whom a message reaches."""
        return self.people - len(self.by_way(Way.NONE))

    @property
    def waits(self) -> bool:
        """Say whether a send would wait, and could be stopped."""
        return self.people > AT_ONCE

    def by_way(self, way: Way) -> tuple[Reader, ...]:
        """List those whom it reaches in one way."""
        return tuple(each for each in self.readers if each.way is way)

    @property
    def with_card(self) -> tuple[Reader, ...]:
        """List those who get a card in Slack besides their mail."""
        mailed = (each for each in self.readers if each.way in (Way.CALENDAR, Way.MAIL))
        return tuple(each for each in mailed if each.in_slack)

    @property
    def with_several(self) -> tuple[Reader, ...]:
        """List those who are asked for several seats, in one message."""
        return tuple(each for each in self.readers if each.seats > 1)

    @property
    def copied(self) -> tuple[tuple[str, str], ...]:
        """List who is copied, and on whose mail."""
        mailed = (each for each in self.readers if each.way in (Way.CALENDAR, Way.MAIL))
        return tuple((copy, each.name) for each in mailed for copy in each.copied)
