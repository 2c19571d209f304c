"""Days, weekdays and months by their names, in the language that is spoken (wording.md's style)."""

from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date

from domain.language import spoken

_A_MONDAY = date(2024, 1, 1)


def locale() -> Locale:
    """Give the names and habits (CLDR) of the language that is spoken; UK English by default."""
    return Locale.parse(spoken() or "en_GB")


def long_date(day: date) -> str:
    """Write a day without its weekday: 3 December 2026."""
    return format_date(day, "d MMMM y", locale=locale())


def long_day(day: date) -> str:
    """Write a day as invitations do: Thursday 3 December 2026."""
    return format_date(day, "EEEE d MMMM y", locale=locale())


def month_and_year(day: date) -> str:
    """Write the month of a day: December 2026."""
    return format_date(day, "LLLL y", locale=locale())


def month_name(day: date) -> str:
    """Write the month of a day by itself."""
    return format_date(day, "LLLL", locale=locale())


def weekday_name(number: int) -> str:
    """Write a weekday, counted from Monday as 0: Thursday."""
    return format_date(_A_MONDAY + timedelta(days=number), "cccc", locale=locale())
