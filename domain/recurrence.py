"""Series by rule: on which days they meet, and the rule in words and in iCalendar's terms.

Rules are those that every calendar reads alike (docs/decisions/0016-dates.md): one weekday every
so many weeks, or its first to fourth or last in the month every so many months.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, StrEnum
from itertools import islice, takewhile

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from domain.errors import Refused
from domain.language import gettext as _
from domain.named_days import long_day
from domain.when import WallSpan, at_wall

AHEAD = relativedelta(months=13)
"""How far ahead a series is written into the calendar of events."""

MOST_TIMES = 520
"""The most often that a series may meet: weekly for ten years."""

SEARCHED = timedelta(days=70)
"""How far a day is looked for that fits a rule: every rule has one in two months."""

MOST_WEEKS = 52
MOST_MONTHS = 24
"""The longest interval between two meetings of a series."""

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = 7


class Frequency(StrEnum):
    """What an interval counts; a quarter is three months."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Ordinal(Enum):
    """Which one of its weekday in a month a day is. A fifth does not come each month."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4
    LAST = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """When a series meets, from a first day that its caller keeps.

    `weekday` counts from Monday as 0; `until` is the last day on which it may meet. An ordinal
    stands with months and never with weeks, and `until` never beside `count`: `ValueError`.
    """

    frequency: Frequency
    weekday: int
    ordinal: Ordinal | None = None
    interval: int = 1
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        if (self.frequency is Frequency.MONTHLY) != (self.ordinal is not None):
            raise ValueError("A month's weekday has an ordinal, a week's has none.")
        if self.until is not None and self.count is not None:
            raise ValueError("A series ends on a day or after a number of times, not both.")
        most = MOST_WEEKS if self.frequency is Frequency.WEEKLY else MOST_MONTHS
        if not (0 <= self.weekday < _WEEK and 1 <= self.interval <= most):
            raise ValueError("Not a weekday, or not an interval.")
        if self.count is not None and not 1 <= self.count <= MOST_TIMES:
            raise ValueError("Not a number of times.")

    def fits(self, day: date) -> bool:
        """Say whether a series may begin on a day: whether it is an instance of the rule."""
        in_time = self.until is None or day <= self.until
        right = self.ordinal is None or self.ordinal in ordinals_of(day)
        return in_time and right and day.weekday() == self.weekday

    def first_from(self, day: date) -> date:
        """Give the first day on or after one that is the rule's, whenever the series ends."""
        endless = replace(self, until=None)
        following = (day + timedelta(days=n) for n in range(SEARCHED.days))
        return next(each for each in following if endless.fits(each))


@dataclass(frozen=True, slots=True)
class Expansion:
    """The occurrences of a series, and the days on which a clock change takes its hour away."""

    spans: tuple[WallSpan, ...]
    refused: tuple[date, ...]


def ordinals_of(day: date) -> tuple[Ordinal, ...]:
    """Give what a day is of its weekday in its month: the 24th may be the fourth and the last."""
    nth = (day.day - 1) // _WEEK + 1
    numbered = (Ordinal(nth),) if nth <= Ordinal.FOURTH.value else ()
    last = (day + timedelta(days=_WEEK)).month != day.month
    return (*numbered, Ordinal.LAST) if last else numbered


def in_month(year: int, month: int, ordinal: Ordinal, weekday: int) -> date:
    """Give the day that is the nth of its weekday in a month."""
    if ordinal is Ordinal.LAST:
        end = date(year, month, 1) + relativedelta(day=31)
        return end - timedelta(days=(end.weekday() - weekday) % _WEEK)
    first = date(year, month, 1)
    ahead = (weekday - first.weekday()) % _WEEK
    return first + timedelta(days=ahead + _WEEK * (ordinal.value - 1))


def clean_count(text: str, *, field: str = "count") -> int:
    """Give how often a series meets, as typed; `Refused` for what is no number from 1 to 520."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits[:9]) <= MOST_TIMES):
        raise Refused(
            _("Please say how many times: a whole number from 1 to {most}.").format(
                most=MOST_TIMES
            ),
            field=field,
        )
    return int(digits)


def refuse_misfit(
    rule: Rule, first: date, *, not_before: date | None = None, field: str | None = None
) -> None:
    """Raise `Refused` where a series can't begin on a day, with the nearest day on which it can.

    `not_before` is the earliest day to offer. The sentence stands at `day` or `until`, or all at
    one `field`.
    """
    if rule.fits(first):
        return
    if rule.until is not None and rule.until < first:
        raise Refused(
            _(
                "This series would end on {last}, before it begins. Please choose a later day."
            ).format(last=long_day(rule.until)),
            field=field or "until",
        )
    nearest = nearest_start(rule, first, not_before=not_before)
    if nearest is None:
        raise Refused(
            _("This series would never meet. Please choose a later last day."),
            field=field or "until",
        )
    raise Refused(misfit(first, nearest), field=field or "day")


def misfit(day: date, nearest: date) -> str:
    """Say that a series does not meet on a day, and where the nearest is on which it does."""
    return _("{day} is not a day of this series. The nearest one is {nearest}.").format(
        day=long_day(day), nearest=long_day(nearest)
    )


def nearest_start(rule: Rule, day: date, *, not_before: date | None = None) -> date | None:
    """Give the day nearest to one on which a series of this rule can begin: of two, the later.

    None where its last day leaves none.
    """
    later = rule.first_from(day)
    earliest = max(not_before or date.min, day - SEARCHED)
    back = (day - timedelta(days=n) for n in range(1, (day - earliest).days + 1))
    found = [later] if rule.fits(later) else []
    found += islice((each for each in back if rule.fits(each)), 1)
    return min(found, key=lambda each: abs(each - day), default=None)


def days(rule: Rule, first: date) -> Iterator[date]:
    """Give the days on which a series meets that begins on a first day, one after the other.

    Raises `Refused` where it can't begin then.
    """
    refuse_misfit(rule, first)
    nth = rule.ordinal.value if rule.ordinal else None
    found = rrule(
        WEEKLY if rule.frequency is Frequency.WEEKLY else MONTHLY,
        dtstart=datetime.combine(first, time.min),
        interval=rule.interval,
        byweekday=weekday(rule.weekday, nth),
        until=datetime.combine(rule.until, time.min) if rule.until else None,
        count=rule.count,
        cache=False,
    )
    return (each.date() for each in found)


def expand(rule: Rule, first: WallSpan, *, after: date | None = None, until: date) -> Expansion:
    """Give the occurrences of a series later than `after`, up to and with `until`.

    Each keeps the wall time of the first. Those whose beginning or end a clock change skips or
    repeats are not held: their days are given beside, for EXDATE and for telling people.
    """
    later = (each for each in days(rule, first.begins.date()) if after is None or each > after)
    wanted = [first.on(day) for day in takewhile(lambda each: each <= until, later)]
    held = tuple(each for each in wanted if each.exists())
    left_out = {*wanted} - {*held}
    return Expansion(held, tuple(sorted(each.begins.date() for each in left_out)))


def upcoming(rule: Rule, first: WallSpan, after: date, *, n: int = 3) -> tuple[WallSpan, ...]:
    """Give the next occurrences of a series later than a day: to be shown before it is sent."""
    spans = (first.on(day) for day in days(rule, first.begins.date()) if day > after)
    return tuple(islice((each for each in spans if each.exists()), n))


def horizon(today: date) -> date:
    """Give the day up to which a series is written into the calendar of events."""
    return today + AHEAD


def rrule_text(rule: Rule, zone: str) -> str:
    """Give the value of RRULE (RFC 5545, 3.3.10), for a DTSTART that fits and has this zone.

    UNTIL is the end of the last day there, in UTC, as it must be beside a TZID.
    """
    nth = rule.ordinal.value if rule.ordinal else ""
    parts = [f"FREQ={rule.frequency.name}"]
    parts += [f"INTERVAL={rule.interval}"] if rule.interval > 1 else []
    parts += [f"BYDAY={nth}{_CODES[rule.weekday]}"]
    if rule.until is not None:
        end = at_wall(rule.until, time(23, 59, 59), zone)
        parts.append(f"UNTIL={end.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    return ";".join(parts)


def split(rule: Rule, first: date, at: date) -> tuple[Rule, Rule]:
    """Give the rule of the occurrences before a day, and that of "this and following".

    Together they meet as before. Raises `Refused` for a day on which the series does not meet, and
    for its first: then nothing is left of the old one.
    """
    met = [*takewhile(lambda each: each <= at, days(rule, first))]
    if at not in met:
        raise Refused(
            _("This series does not meet on {day}.").format(day=long_day(at)), field="day"
        )
    earlier = len(met) - 1
    if not earlier:
        raise Refused(
            _("{day} is the first of this series. Please change the whole series.").format(
                day=long_day(at)
            ),
            field="day",
        )
    old = replace(rule, count=None, until=met[-2])
    new = replace(rule, count=rule.count - earlier) if rule.count is not None else rule
    return old, new
