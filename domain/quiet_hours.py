"""Quiet hours: when nobody is written to, and when instead."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from domain.terms import Term
from domain.when import at_wall, zone_named
from domain.working_days import Region, first_of_month, is_quiet_day, seek

BEGIN = time(18)
END = time(8)

MORNING = time(9)
"""When we write by ourselves: after the quiet hours, when people are at work."""

_DAY = timedelta(days=1)
_NOON = 12


def is_quiet(moment: datetime, zone: str, region: Region, terms: Sequence[Term] = ()) -> bool:
    """Say whether a moment lies in quiet hours there.

    They are 18:00 to 08:00 by the clock on the wall, weekends, bank holidays, and school holidays
    for readers who keep `terms`.
    """
    local = moment.astimezone(zone_named(zone))
    asleep = not END <= local.time() < BEGIN
    return asleep or is_quiet_day(local.date(), region, terms)


def not_quiet(
    moment: datetime,
    zone: str,
    region: Region,
    terms: Sequence[Term] = (),
    *,
    deadline: datetime | None = None,
) -> datetime:
    """Give when to write instead of at a moment: the moment itself outside quiet hours.

    Else the next working morning, or the one before if that would not be earlier than the
    deadline. The one before lies before `moment`: whoever can't go back writes at once or not at
    all. All moments are aware.
    """
    if not is_quiet(moment, zone, region, terms):
        return moment
    later = working_morning(moment, zone, region, terms)
    if deadline is None or later < deadline:
        return later
    return working_morning(moment, zone, region, terms, back=True)


def working_morning(
    moment: datetime,
    zone: str,
    region: Region,
    terms: Sequence[Term] = (),
    *,
    back: bool = False,
) -> datetime:
    """Give the first working morning after a moment, or with `back` the last one before it."""
    step = -_DAY if back else _DAY
    day = moment.astimezone(zone_named(zone)).date()
    morning = at_wall(day, MORNING, zone)
    if morning >= moment if back else morning <= moment:
        day += step
    day = seek(day, step, lambda each: not is_quiet_day(each, region, terms))
    return at_wall(day, MORNING, zone)


def half_day(moment: datetime, zone: str) -> tuple[date, bool]:
    """Give the half-day of a moment there: two messages that share one become one."""
    local = moment.astimezone(zone_named(zone))
    return local.date(), local.hour >= _NOON


def digest_moment(month: date, zone: str, region: Region) -> datetime:
    """Give when a month's digest is posted: on its first working day, 09:00 there."""
    return at_wall(first_of_month(month, region), MORNING, zone)
