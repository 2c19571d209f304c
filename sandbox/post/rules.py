"""Recurrence rules (RFC 5545, 3.3.10) as calendars use them, expanded with bounded work."""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice

DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"}
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
YEAR, WEEKS_A_MONTH, WEEKS_A_YEAR = 366, 5, 53
MOST_PERIODS = 10_000
"""How many days, weeks, months or years are looked at for one rule: 27 years of days."""
A_LIFETIME = 100

Place = tuple[int, int]
"""A weekday and which of them: (3, 1) is the first Thursday, (3, 0) any Thursday."""


@dataclass(frozen=True)
class Rule:
    """A rule, taken apart; UNTIL stays as written, since it means a moment of the start's zone."""

    frequency: str
    interval: int = 1
    count: int = 0
    until: str = ""
    days: tuple[Place, ...] = ()
    months: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    first_weekday: int = 0

    @property
    def largest_set(self) -> int:
        """Give how many days one period can hold at most: no BYSETPOS lies beyond them."""
        if self.frequency == "DAILY":
            return 1
        if self.frequency == "WEEKLY":
            return len(self.days) or 1
        months = 1 if self.frequency == "MONTHLY" else len(self.months) or 12
        dates = len(self.dates) * months if self.dates else YEAR
        weeks = WEEKS_A_MONTH if self.frequency == "MONTHLY" or self.months else WEEKS_A_YEAR
        in_one = sum(1 if nth else weeks for _, nth in self.days)
        days = in_one * (len(self.months) or 1) if self.days else YEAR
        return min(dates, days) if self.days or self.dates else max(1, len(self.months))

    @property
    def possible(self) -> bool:
        """Say whether any day can fulfil it."""
        months = self.months or range(1, 13)
        longest = max(MONTH_DAYS[each - 1] for each in months)
        reached = not self.dates or min(map(abs, self.dates)) <= longest
        meets = not self.positions or min(map(abs, self.positions)) <= self.largest_set
        forbidden = self.frequency == "WEEKLY" and self.dates  # RFC 5545, 3.3.10: BYMONTHDAY
        return reached and meets and not forbidden


@lru_cache(maxsize=1000)
def read_rule(written: str) -> Rule | None:
    """Take a rule apart; None when it is broken, impossible, or of a kind we don't know."""
    parts = dict(part.upper().split("=", 1) for part in written.split(";") if "=" in part)
    if set(parts) - PARTS or parts.get("FREQ") not in FREQUENCIES:
        return None
    try:
        rule = Rule(
            frequency=parts["FREQ"],
            interval=_number(parts.get("INTERVAL", "1"), 1, 10_000),
            count=_number(parts["COUNT"], 1, 1_000_000) if "COUNT" in parts else 0,
            until=parts.get("UNTIL", ""),
            days=tuple(_place(each, parts["FREQ"]) for each in _listed(parts, "BYDAY")),
            months=tuple(_number(each, 1, 12) for each in _listed(parts, "BYMONTH")),
            dates=tuple(_signed(each, 31) for each in _listed(parts, "BYMONTHDAY")),
            positions=tuple(_signed(each, YEAR) for each in _listed(parts, "BYSETPOS")),
            first_weekday=DAYS[parts.get("WKST", "MO")],
        )
    except (ValueError, KeyError):
        return None
    return rule if rule.possible else None


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return list(dict.fromkeys(parts[name].split(","))) if name in parts else []


def _number(written: str, least: int, most: int) -> int:
    if not re.fullmatch(r"\+?\d{1,7}", written, re.ASCII) or not least <= int(written) <= most:
        raise ValueError(written)
    return int(written)


def _signed(written: str, most: int) -> int:
    number = _number(written.removeprefix("-"), 1, most)
    return -number if written.startswith("-") else number


def _place(written: str, frequency: str) -> Place:
    number, day = written[:-2], DAYS[written[-2:]]
    if number and frequency in ("DAILY", "WEEKLY"):
        raise ValueError(written)  # RFC 5545: only of a month or a year
    return day, _signed(number, WEEKS_A_YEAR) if number else 0


def occurrences(rule: Rule, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """Give the wall times from `first` to `last` at which a rule that begins at `start` falls."""
    if rule.count:
        last = min(last, _last_counted(rule, start))
    return [each for each in _falls(rule, start, max(start, first), last) if each >= first]


@lru_cache(maxsize=1000)
def _last_counted(rule: Rule, start: datetime) -> datetime:
    """Give the last fall of a rule with a COUNT, or the last that anybody will live to see."""
    horizon = start.replace(year=start.year + A_LIFETIME, month=1, day=1)
    known = list(islice(_falls(rule, start, start, horizon), rule.count))
    return known[-1] if known else start


def _falls(rule: Rule, start: datetime, begin: datetime, last: datetime) -> Iterator[datetime]:
    """Give every fall between two walls, period by period; the work has an end."""
    for days in islice(_periods(rule, start.date(), begin.date(), last.date()), MOST_PERIODS):
        for day in _chosen(rule, sorted(days)):
            fall = datetime.combine(day, start.time())
            if start <= fall <= last:
                yield fall


def _chosen(rule: Rule, days: list[date]) -> list[date]:
    if not rule.positions:
        return days
    places = {each - 1 if each > 0 else len(days) + each for each in rule.positions}
    return [day for place, day in enumerate(days) if place in places]


def _periods(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    """Give the days of each period from that of `begin` on: what lies before is skipped."""
    if rule.frequency in ("DAILY", "WEEKLY"):
        yield from _by_days(rule, start, begin, last)
        return
    if rule.frequency == "YEARLY":
        skipped = max(0, (begin.year - start.year) // rule.interval)
        for year in range(start.year + skipped * rule.interval, last.year + 1, rule.interval):
            yield _of_year(rule, start, year)
        return
    anchor = start.year * 12 + start.month - 1
    skipped = max(0, (begin.year * 12 + begin.month - 1 - anchor) // rule.interval)
    end = last.year * 12 + last.month
    for month in range(anchor + skipped * rule.interval, end, rule.interval):
        yield _of_month(rule, start, month // 12, month % 12 + 1)


def _by_days(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    weekly = rule.frequency == "WEEKLY"
    step = rule.interval * (7 if weekly else 1)
    anchor = start.toordinal()
    if weekly:
        anchor -= (start.weekday() - rule.first_weekday) % 7
    skipped = max(0, (begin.toordinal() - anchor) // step)
    days = {day for day, _ in rule.days} or ({start.weekday()} if weekly else set(range(7)))
    for first in range(anchor + skipped * step, last.toordinal() + 1, step):
        span = [date.fromordinal(first + each) for each in range(7 if weekly else 1)]
        yield [day for day in span if day.weekday() in days and _fits(rule, day)]


def _fits(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    backwards = day.day - monthrange(day.year, day.month)[1] - 1
    return not rule.dates or day.day in rule.dates or backwards in rule.dates


def _of_month(rule: Rule, start: date, year: int, month: int) -> list[date]:
    return _within(rule, start, date(year, month, 1), monthrange(year, month)[1])


def _of_year(rule: Rule, start: date, year: int) -> list[date]:
    if rule.days and not rule.months:
        return _within(rule, start, date(year, 1, 1), YEAR - 1 + isleap(year))
    months = rule.months or (range(1, 13) if rule.dates else (start.month,))
    return [day for month in months for day in _of_month(rule, start, year, month)]


def _within(rule: Rule, start: date, first: date, length: int) -> list[date]:
    """Give the days of a month or of a whole year that a rule means."""
    days = [first + timedelta(days=each) for each in range(length)]
    if not rule.days and not rule.dates:
        return [day for day in days if day.day == start.day and _fits(rule, day)]
    wanted = {(day, nth) for day, nth in rule.days}
    return [
        day
        for place, day in enumerate(days)
        if _fits(rule, day) and (not wanted or wanted & _names(day, place, length))
    ]


def _names(day: date, place: int, length: int) -> set[Place]:
    """Give what a day can be called: a Thursday, the first one, the fourth from the end."""
    weekday = day.weekday()
    return {(weekday, 0), (weekday, place // 7 + 1), (weekday, -((length - 1 - place) // 7) - 1)}
