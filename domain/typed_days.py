"""Days as people type them: with or without a year, or as the first Thursday of a month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from domain.language import gettext as _
from domain.named_days import long_date, long_day, weekday_name
from domain.recurrence import Ordinal, in_month
from domain.typed_words import (
    MONTH,
    ORDINAL,
    WEEKDAY,
    YEAR,
    Clock,
    Words,
    has_passed,
    month_of,
    ordinal_of,
    piece,
    weekday_of,
)

_MONTH_END = relativedelta(day=31)
_LEAP = 9
"""Years in which a 29 February surely comes: 1896 and 1904 lie eight apart, as 2096 and 2104 do."""

_ISO = piece(rf"{YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})")
_FIGURES = piece(rf"(?:{WEEKDAY} )?(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})(?:/{YEAR})?")
_NAMED = piece(
    rf"(?:{WEEKDAY} )?(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{MONTH}(?: {YEAR})?"
)
_MONTH = piece(rf"{MONTH}(?: {YEAR})?")
_NEAR = piece(r"(?P<near>today|tomorrow)")
_RELATIVE = piece(rf"(?:(?P<next>next) )?{WEEKDAY}")
_IN_MONTH = piece(rf"(?:the )?{ORDINAL} {WEEKDAY} (?:of|in) {MONTH}(?: {YEAR})?")
_OF_PERIOD = piece(rf"(?:the )?{ORDINAL} {WEEKDAY} (?:of|in) (?:the )?(?P<period>month|quarter)")


@dataclass(frozen=True, slots=True)
class PartDate:
    """A day as it was typed, perhaps without its year; without a day it is the whole month."""

    month: int
    day: int | None = None
    year: int | None = None
    weekday: int | None = None

    def resolve(self, words: Words, not_before: date) -> date:
        """Give the day: without a year, the next one from a day on; of a month, its first.

        Raises `Refused` for a day that does not exist or has another weekday than was typed.
        """
        years = (
            range(not_before.year, not_before.year + _LEAP) if self.year is None else (self.year,)
        )
        days = [each for year in years if (each := self._in(year)) is not None]
        found = next((each for each in days if self.year or each >= not_before), None)
        if found is None:
            shown = "/".join(str(n) for n in (self.day, self.month, self.year) if n is not None)
            raise words.refused(
                _("There is no such day as {day}. Please check it.").format(day=shown)
            )
        if self.weekday is not None and self.weekday != found.weekday():
            raise words.refused(
                _("{date} is a {weekday}. Please change the weekday or the date.").format(
                    date=long_date(found), weekday=weekday_name(found.weekday())
                )
            )
        return found

    def last(self, words: Words, not_before: date) -> date:
        """Give the day, or of a month its last: the next one from a day on, without a year."""
        if self.day is not None:
            return self.resolve(words, not_before)
        return self.resolve(words, not_before.replace(day=1)) + _MONTH_END

    def _in(self, year: int) -> date | None:
        try:
            return date(year, self.month, 1 if self.day is None else self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Days:
    """The days that may have been meant, the earliest first.

    `is_told` says that a day was typed in full: then it stands, even if it has passed.
    """

    days: Iterable[date]
    is_told: bool = False


def take_date(words: Words) -> PartDate | None:
    """Take a day of the calendar off the left: 2026-12-03, 3/12/2026, Thu 3 December."""
    for pattern in (_ISO, _FIGURES, _NAMED):
        if found := words.take(pattern):
            parts = found.groupdict()
            return PartDate(
                month_of(found),
                int(parts["day"]),
                int(parts["year"]) if parts["year"] else None,
                weekday_of(found) if parts.get("weekday") else None,
            )
    return None


def take_date_or_month(words: Words) -> PartDate | None:
    """Take a day of the calendar off the left, or a month with or without its year."""
    if part := take_date(words):
        return part
    if found := words.take(_MONTH):
        return PartDate(month_of(found), year=int(found["year"]) if found["year"] else None)
    return None


def take_days(words: Words, today: date) -> Days | None:
    """Take off the left whatever names a day."""
    if part := take_date(words):
        return Days((part.resolve(words, today),), is_told=part.year is not None)
    if found := words.take(_NEAR):
        return Days((today + timedelta(days=found["near"] == "tomorrow"),), is_told=True)
    return _take_ordinal(words, today) or _take_weekday(words, today)


def meant(words: Words, days: Days, clock: Clock | None, here: datetime) -> date:
    """Give the first of the days that may have been meant which has not passed."""
    passed = here.date()
    for passed in days.days:
        if days.is_told or not has_passed(passed, clock, here):
            return passed
    raise words.refused(
        _("This time on {day} has passed. For a later one, type the year too.").format(
            day=long_day(passed)
        )
    )


def _take_ordinal(words: Words, today: date) -> Days | None:
    if found := words.take(_IN_MONTH):
        ordinal, year = ordinal_of(words, found), found["year"]
        years = (int(year),) if year else (today.year, today.year + 1)
        days = [in_month(each, month_of(found), ordinal, weekday_of(found)) for each in years]
        return Days([each for each in days if year or each >= today], is_told=bool(year))
    if found := words.take(_OF_PERIOD):
        ordinal, weekday = ordinal_of(words, found), weekday_of(found)
        of = quarter_days if found["period"] == "quarter" else month_days
        return Days(of(ordinal, weekday, today))
    return None


def _take_weekday(words: Words, today: date) -> Days | None:
    """Take a weekday: the coming one, unless people would not agree on which one that is."""
    found = words.take(_RELATIVE)
    if found is None:
        return None
    ahead = (weekday_of(found) - today.weekday()) % 7
    coming = today + timedelta(days=ahead or 7)
    readings = {coming} if ahead or found["next"] else {today, coming}
    if found["next"]:
        readings |= {_next_week(coming, today, begins) for begins in (0, 6)}
    if len(readings) > 1:
        raise words.unclear(found[0], long_day(min(readings)), long_day(max(readings)))
    return Days((coming,))


def _next_week(coming: date, today: date, begins: int) -> date:
    """Give the day of the coming weekday in next week, where weeks begin on Monday or Sunday."""
    week_ends = today + timedelta(days=6 - (today.weekday() - begins) % 7)
    return coming if coming > week_ends else coming + timedelta(days=7)


def month_days(ordinal: Ordinal, weekday: int, since: date, step: int = 1) -> Iterator[date]:
    """Give each month's nth weekday from a day on; with a step, every so many months."""
    month = since.replace(day=1)
    while True:
        day = in_month(month.year, month.month, ordinal, weekday)
        if day >= since:
            yield day
        month += relativedelta(months=step)


def quarter_days(ordinal: Ordinal, weekday: int, since: date) -> Iterator[date]:
    """Give each quarter's nth weekday from a day on: the last one is that of March, June, ..."""
    opening = since.replace(month=(since.month - 1) // 3 * 3 + 1, day=1)
    month = opening + relativedelta(months=2) if ordinal is Ordinal.LAST else opening
    days = month_days(ordinal, weekday, month, step=3)
    return (each for each in days if each >= since)
