"""A month of somebody's calendar, as weeks of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sandbox.post import moments
from sandbox.post.calendars import Entry, PersonalCalendar
from sandbox.post.cards import ANSWERS
from sandbox.post.repeats import MONTH_NAMES, long_day
from sandbox.post.zones import LONDON

WEEK = 7


@dataclass(frozen=True)
class Slot:
    """An entry on one day, in words."""

    title: str
    time: str
    span: str
    place: str
    answer: str
    state: str
    mail: str
    goes_on: bool = False


@dataclass(frozen=True)
class Day:
    """A day of the grid, with what is on it."""

    day: date
    name: str
    inside: bool
    today: bool
    slots: tuple[Slot, ...]

    @property
    def begun(self) -> list[Slot]:
        """Give what an agenda lists here: what lasts for days is told once, at its beginning."""
        return [slot for slot in self.slots if not slot.goes_on or self.day.day == 1]


@dataclass(frozen=True)
class Month:
    """A month's page: its weeks from Monday on, and the ways to its neighbours."""

    title: str
    weeks: tuple[tuple[Day, ...], ...]
    before: str
    after: str

    @property
    def busy(self) -> list[Day]:
        """Give the month's days with something on them, for the agenda."""
        return [day for week in self.weeks for day in week if day.begun and day.inside]


def month_of(calendar: PersonalCalendar, first: date, today: date) -> Month:
    """Lay out the month in which a day lies."""
    first = first.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    monday = first - timedelta(days=first.weekday())
    count = -(-(following - monday).days // WEEK)
    entries = calendar.between(_midnight(monday), _midnight(monday + timedelta(weeks=count)))
    days = [monday + timedelta(days=each) for each in range(count * WEEK)]
    drawn = [_day(each, first.month, today, entries) for each in days]
    return Month(
        title=f"{MONTH_NAMES[first.month - 1]} {first.year}",
        weeks=tuple(tuple(drawn[at : at + WEEK]) for at in range(0, len(drawn), WEEK)),
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{following:%Y-%m}",
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _day(day: date, month: int, today: date, entries: Sequence[Entry]) -> Day:
    slots = [
        _slot(each, day)
        for each in entries
        if moments.day_of(each.start) <= day <= moments.last_day(each.start, each.end)
    ]
    slots.sort(key=lambda slot: (slot.time != "", slot.time))
    return Day(day, long_day(day), day.month == month, day == today, tuple(slots))


def _slot(entry: Entry, day: date) -> Slot:
    begins, ends = "", "All day"
    last = moments.last_day(entry.start, entry.end)
    if last > moments.day_of(entry.start) and not isinstance(entry.start, datetime):
        ends = f"Until {last.day} {MONTH_NAMES[last.month - 1]}"
    if isinstance(entry.start, datetime) and isinstance(entry.end, datetime):
        if moments.day_of(entry.start) == day:
            begins = f"{moments.local(entry.start):%H:%M}"
        ends = f"{begins or '…'} to {moments.local(entry.end):%H:%M}"
    occasion = entry.occasion
    return Slot(
        title=occasion.title,
        time=begins,
        span=ends,
        place=occasion.place,
        answer=ANSWERS.get(entry.partstat, entry.partstat.capitalize()),
        state=entry.partstat.lower(),
        mail=entry.mail,
        goes_on=moments.day_of(entry.start) < day,
    )
