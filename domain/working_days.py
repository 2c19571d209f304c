"""Working days: which they are in each part of the United Kingdom, and counting by them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from holidays import country_holidays

from domain.language import N_
from domain.language import gettext as _
from domain.terms import Term

LONGEST_HOLIDAYS = timedelta(days=70)
"""No school holidays last longer: beyond that, the terms between are not known to us."""

_SATURDAY = 5
_DAY = timedelta(days=1)


class Region(StrEnum):
    """A part of the country with bank holidays of its own, by its code in ISO 3166-2."""

    ENGLAND = "ENG"
    WALES = "WLS"
    SCOTLAND = "SCT"
    NORTHERN_IRELAND = "NIR"


REGION_NAMES = {
    Region.ENGLAND: N_("England"),
    Region.WALES: N_("Wales"),
    Region.SCOTLAND: N_("Scotland"),
    Region.NORTHERN_IRELAND: N_("Northern Ireland"),
}

_OFFICIAL_NAMES = {
    "New Year's Day": N_("New Year’s Day"),
    "New Year Holiday": N_("2nd January"),
    "Saint Patrick's Day": N_("St Patrick’s Day"),
    "Good Friday": N_("Good Friday"),
    "Easter Monday": N_("Easter Monday"),
    "May Day": N_("Early May bank holiday"),
    "Spring Bank Holiday": N_("Spring bank holiday"),
    "Battle of the Boyne": N_("Battle of the Boyne (Orangemen’s Day)"),
    "Summer Bank Holiday": N_("Summer bank holiday"),
    "Late Summer Bank Holiday": N_("Summer bank holiday"),
    "Saint Andrew's Day": N_("St Andrew’s Day"),
    "Christmas Day": N_("Christmas Day"),
    "Boxing Day": N_("Boxing Day"),
}
"""The library's names, and those of www.gov.uk/bank-holidays, which people know."""

_SUBSTITUTE = " (observed)"


@lru_cache(maxsize=256)
def _bank_holidays(region: Region, year: int) -> Mapping[date, str]:
    """Give a year's bank holidays with the library's names for them; made when first asked for."""
    found = country_holidays("GB", subdiv=region.value, years=year, expand=False, language="en_GB")
    return MappingProxyType(dict(found.items()))


def bank_holiday(day: date, region: Region) -> str | None:
    """Give the name of the bank holiday on a day, in the reader's language; None on other days."""
    found = _bank_holidays(region, day.year).get(day)
    if found is None:
        return None
    name = found.removesuffix(_SUBSTITUTE)
    said = _(_OFFICIAL_NAMES.get(name, name))
    return _("{holiday} (substitute day)").format(holiday=said) if name != found else said


def is_weekend(day: date) -> bool:
    """Say whether a day is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def is_working(day: date, region: Region) -> bool:
    """Say whether offices are open: neither at a weekend nor on a bank holiday."""
    return not is_weekend(day) and day not in _bank_holidays(region, day.year)


def in_school_holidays(day: date, terms: Sequence[Term]) -> bool:
    """Say whether a day lies between two terms; before and after all known terms nobody knows."""
    ordered = sorted(terms, key=lambda each: each.first_day)
    if any(each.first_day <= day <= each.last_day for each in ordered):
        return False
    return any(
        before.last_day < day < after.first_day
        and after.first_day - before.last_day <= LONGEST_HOLIDAYS
        for before, after in pairwise(ordered)
    )


def is_quiet_day(day: date, region: Region, terms: Sequence[Term] = ()) -> bool:
    """Say whether nobody is written to: no working day, or one in the school holidays."""
    return not is_working(day, region) or in_school_holidays(day, terms)


def after(day: date, n: int, region: Region) -> date:
    """Give the n-th working day after a day; the day itself for 0."""
    return _walk(day, n, _DAY, region)


def before(day: date, n: int, region: Region) -> date:
    """Give the n-th working day before a day; the day itself for 0."""
    return _walk(day, n, -_DAY, region)


def _walk(day: date, n: int, step: timedelta, region: Region) -> date:
    for _each in range(n):
        day = seek(day + step, step, lambda each: is_working(each, region))
    return day


def seek(day: date, step: timedelta, fits: Callable[[date], bool]) -> date:
    """Give the first day that fits, from a day on, going by a step (a day forth or back)."""
    while not fits(day):
        day += step
    return day


def on_or_after(day: date, region: Region) -> date:
    """Give the day itself if it is a working day, else the next one."""
    return seek(day, _DAY, lambda each: is_working(each, region))


def between(first: date, last: date, region: Region) -> int:
    """Count the working days after `first`, up to and with `last`; 0 if `last` is not later."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working(each, region) for each in days)


def first_of_month(day: date, region: Region) -> date:
    """Give the first working day of a day's month."""
    return on_or_after(day.replace(day=1), region)
