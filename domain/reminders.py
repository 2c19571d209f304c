"""Reminders: until when we ask for an answer, and when we ask again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from domain import working_days
from domain.bodies import ANSWER_BY
from domain.quiet_hours import MORNING, half_day, not_quiet
from domain.terms import Term
from domain.when import WallTime, at_wall, zone_named
from domain.working_days import Region

FIRST_BEFORE = 3
"""Working days before answer-by at which the silent are asked again."""

FULL = 5
"""From so many working days between invitation and answer-by on, there are two reminders."""

FEW = 2
"""Below so many there is none: a coordinator phones."""


def answer_by(
    event: date, region: Region, *, invited: date | None = None, days: int = ANSWER_BY
) -> date:
    """Give the day until which answers are asked for: so many working days before an event.

    Where that has come before the invitation is sent, it is the working day after that, and at
    the latest the day of the event.
    """
    due = working_days.before(event, days, region)
    if invited is not None:
        due = max(due, working_days.after(invited, 1, region))
    return min(due, event)


def reminder_times(
    *,
    invited: datetime,
    answer_by: date,
    event: WallTime,
    region: Region,
    terms: Sequence[Term] = (),
) -> tuple[datetime, ...]:
    """Give when somebody who has not answered is reminded: twice, once or never.

    Twice: three working days before answer-by and on the working morning after it. Once, halfway,
    where fewer than five working days lie between invitation and answer-by. Never, where fewer
    than two do: then it is a line on the worklist, to phone. None falls in quiet hours, none on
    the day of the event, and two in one half-day are one. `terms` are for readers who keep them.
    """
    first_day = invited.astimezone(zone_named(event.zone)).date()
    too_late = at_wall(event.local.date(), time.min, event.zone)
    times = (
        not_quiet(at_wall(day, MORNING, event.zone), event.zone, region, terms, deadline=too_late)
        for day in _reminder_days(first_day, answer_by, region)
    )
    return _one_a_half_day((each for each in times if invited < each < too_late), event.zone)


def _reminder_days(invited: date, answer_by: date, region: Region) -> tuple[date, ...]:
    room = working_days.between(invited, answer_by, region)
    if room < FEW:
        return ()
    if room < FULL:
        return (working_days.after(invited, (room + 1) // 2, region),)
    return (
        working_days.before(answer_by, FIRST_BEFORE, region),
        working_days.after(answer_by, 1, region),
    )


def _one_a_half_day(moments: Iterable[datetime], zone: str) -> tuple[datetime, ...]:
    kept = {half_day(each, zone): each for each in sorted(moments, reverse=True)}
    return tuple(sorted(kept.values()))
