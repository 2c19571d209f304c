"""What is asked of the time of an event before it is planned: refusals, and warnings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from domain.errors import Refused
from domain.language import gettext as _
from domain.named_days import long_day
from domain.recurrence import Rule, refuse_misfit
from domain.terms import Term
from domain.when import WallSpan, zone_named
from domain.working_days import (
    REGION_NAMES,
    Region,
    bank_holiday,
    in_school_holidays,
    is_weekend,
)

LONGEST = timedelta(days=1)
MOST_YEARS = 10
"""Nobody plans further ahead: a year was mistyped."""

_DAY = timedelta(days=1)


class Doubt(StrEnum):
    """Why a time that can be planned may still be a mistake."""

    WEEKEND = "weekend"
    BANK_HOLIDAY = "bank holiday"
    SCHOOL_HOLIDAYS = "school holidays"
    CLOCK_CHANGE = "clock change"


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning about a time: what it is about, and the sentence that people read."""

    doubt: Doubt
    sentence: str


def plan(begins: datetime, ends: datetime, zone: str, *, now: datetime) -> WallSpan:
    """Give the time of an event from the wall times that were entered.

    Raises `Refused`, at `day`, `time`, `end_time` or `zone`, for one that has passed, is years
    ahead, ends before it begins, lasts more than a day, begins or ends in an hour that a clock
    change skips or repeats, or has an unknown zone.
    """
    here = now.astimezone(zone_named(zone)).replace(tzinfo=None)
    if begins <= here:
        raise Refused(
            _("This time has passed. Please choose a later one."),
            field="time" if begins.date() == here.date() else "day",
        )
    refuse_far(begins.date(), here.date(), field="day")
    refuse_length(begins, ends)
    span = WallSpan(begins, ends, zone)
    span.instants()
    return span


def refuse_length(begins: datetime, ends: datetime) -> None:
    """Raise `Refused` where an event would end before it begins, or last more than a day."""
    if ends <= begins:
        raise Refused(
            _("This ends before it begins. Please choose an end after {time}.").format(
                time=f"{begins:%H:%M}"
            ),
            field="end_time",
        )
    if ends - begins > LONGEST:
        raise Refused(
            _("This lasts more than a day. Please plan each day as an event of its own."),
            field="end_time",
        )


def refuse_far(day: date, today: date, *, field: str) -> None:
    """Raise `Refused` for a day that is more than ten years ahead."""
    if day > today + relativedelta(years=MOST_YEARS):
        raise Refused(
            _("This is more than {n} years ahead. Please check the year.").format(n=MOST_YEARS),
            field=field,
        )


def plan_series(
    rule: Rule, begins: datetime, ends: datetime, zone: str, *, now: datetime
) -> WallSpan:
    """Give the time of the first of a series; `Refused` as `plan`, or if the rule does not fit.

    Days that are offered instead lie in the future. A last day too far ahead stands at `until`.
    """
    first = plan(begins, ends, zone, now=now)
    today = now.astimezone(zone_named(zone)).date()
    if rule.until is not None:
        refuse_far(rule.until, today, field="until")
    refuse_misfit(rule, begins.date(), not_before=today + _DAY)
    return first


def warnings(
    span: WallSpan, *, region: Region, now: datetime, terms: Sequence[Term] = ()
) -> tuple[Warned, ...]:
    """Give what may be wrong with a planned time: to be shown before anything is sent.

    `terms` are the school terms that are known, where education or early years are invited.
    `now` is when the invitation would go.
    """
    day = span.begins.date()
    found = [
        (Doubt.WEEKEND, _weekend(day)),
        (Doubt.BANK_HOLIDAY, _bank_holiday(day, region)),
        (Doubt.SCHOOL_HOLIDAYS, _school_holidays(day, terms)),
        (Doubt.CLOCK_CHANGE, _clock_change(span, now)),
    ]
    return tuple(Warned(doubt, sentence) for doubt, sentence in found if sentence is not None)


def _weekend(day: date) -> str | None:
    return _("{day} is at a weekend.").format(day=long_day(day)) if is_weekend(day) else None


def _bank_holiday(day: date, region: Region) -> str | None:
    name = bank_holiday(day, region)
    if name is None:
        return None
    return _("{day} is a bank holiday in {region}: {name}.").format(
        day=long_day(day), region=_(REGION_NAMES[region]), name=name
    )


def _school_holidays(day: date, terms: Sequence[Term]) -> str | None:
    if not in_school_holidays(day, terms):
        return None
    return _("{day} is in the school holidays.").format(day=long_day(day))


def _clock_change(span: WallSpan, now: datetime) -> str | None:
    """Say that the clocks change before an event, where another hour of UTC is then the same."""
    change = last_change(span, now)
    if change is None:
        return None
    return _("The clocks change on {day}, before this event. It stays at {time}.").format(
        day=long_day(change), time=f"{span.begins:%H:%M}"
    )


def last_change(span: WallSpan, now: datetime) -> date | None:
    """Give the day of the last clock change before an event; None if the offset is that of now."""
    zone = zone_named(span.zone)
    start = span.instants()[0].astimezone(zone)
    if start.utcoffset() == now.astimezone(zone).utcoffset():
        return None
    day = start.date()
    while datetime.combine(day, time.min, zone).utcoffset() == start.utcoffset():
        day -= _DAY
    return day
