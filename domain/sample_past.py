"""How often made-up partners came in the year before: a past that looks like one of a county."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.outcomes import Code

_CODES = {"m": Code.MEMBER, "d": Code.DEPUTY, "a": Code.APOLOGIES, "n": Code.NO_CONTACT, "-": None}


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a partner came, a letter a meeting, the last one last.

    `m` its member, `d` a deputy, `a` apologies, `n` none received, `-` not recorded. Before the
    first letter it began anew.
    """

    said: str = "m"

    def at(self, left: int) -> Code | None:
        """Give what happened when there were so many meetings left."""
        return _CODES[self.said[-1 - left % len(self.said)]]


@dataclass(frozen=True, slots=True)
class Meetings:
    """When a body met: so many times, so many weeks apart, on a weekday at an hour."""

    count: int
    weeks: int
    weekday: int
    hour: int

    def days(self, day: date) -> list[date]:
        """Give the days, seen from a day: the last of them at least a week ago."""
        week_ago = day - timedelta(weeks=1)
        last = week_ago - timedelta(days=(week_ago.weekday() - self.weekday) % 7)
        return [last - timedelta(weeks=self.weeks * each) for each in reversed(range(self.count))]


MONTHLY = Meetings(13, 4, 2, 14)
"""What the Practice Sub-group did: thirteen Wednesdays, four weeks apart."""

TWO_MONTHLY = Meetings(6, 8, 3, 10)
"""What the Leadership Forum did: six Thursdays, eight weeks apart."""

ALWAYS = Habit("m")
LESS_CONNECTED = Habit("mmmmnmmmmmnan")
"""Came to nine of ten, and missed the last three."""

BY_DEPUTY = Habit("dddmdd")
USUAL = Habit("mmdmmammmdmm")
NOW_AND_THEN = Habit("mamnmmdam")
