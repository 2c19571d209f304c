"""What is known of meetings: the bodies, and when each of them meets."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bodies, events
from db.models import Body, Event, Partnership, Round, Series
from domain import kept_rules
from domain.events import Calendar, Status
from domain.imports import Offer
from domain.matching import Lookalikes
from domain.names import name_key
from domain.recurrence import Rule
from domain.spellings import bare
from domain.when import WallSpan

MOST_OFFERED = 20
"""Bodies that are offered where none has a name that is close."""


@dataclass(frozen=True, slots=True)
class Known:
    """An event that is known, as far as an import needs it; `told`: people heard of it from us."""

    event_id: int
    title: str
    title_key: str
    day: date
    begins: datetime
    ends: datetime
    begins_at: datetime
    ends_at: datetime
    status: str
    calendar: str
    series_id: int
    original: datetime
    rule: Rule | None
    told: bool

    @property
    def single(self) -> bool:
        """Say whether it is no part of a series."""
        return self.rule is None

    def is_at(self, span: WallSpan, title: str, now: datetime) -> bool:
        """Say whether a meeting of this title and time is this one; what is over stays as it is."""
        begins, ends = span.instants()
        if self.begins_at != begins or self.title_key != name_key(title):
            return False
        is_open = self.status in {Status.SCHEDULED, Status.DRAFT} and self.ends_at > now
        return self.ends_at == ends or not is_open

    def can_move(self, now: datetime) -> bool:
        """Say whether it can be moved without telling anybody: nobody has heard of it from us."""
        quiet = self.calendar != Calendar.OURS and not self.told
        return quiet and self.status == Status.SCHEDULED and self.begins_at > now


class Facts:
    """The bodies of a partnership and their events, read once for a whole file."""

    def __init__(self, session: Session, partnership: Partnership, *, now: datetime) -> None:
        self.zone, self.day = partnership.zone, partnership.day(now)
        found = [each for each in bodies.every(session, now=now) if not each.sample]
        self.bodies = {each.id: each.name for each in found}
        self._by_key = {each.name_key: each.id for each in found}
        self._alike: Lookalikes[Body] = Lookalikes()
        for each in found:
            self._alike.add(each.name, each)
        self._events = _events(session)
        self._of_series: dict[int, dict[datetime, Known]] = defaultdict(dict)

    def named(self, name: str) -> int | None:
        """Find a body by its name, however it is spelled."""
        return self._by_key.get(name_key(name))

    def like(self, name: str) -> list[Offer]:
        """Give the bodies that a name may mean: close ones, else those it holds, else any."""
        near = {each.id: each.name for _name, each in self._alike.like(name)}
        words = set(bare(name))
        near |= {i: each for i, each in self.bodies.items() if set(bare(each)) <= words}
        offered = near or dict(list(self.bodies.items())[:MOST_OFFERED])
        return [Offer(body_id, each) for body_id, each in offered.items()]

    def occurrences(self, series_id: int) -> dict[datetime, Known]:
        """Give the meetings of a series by when the rule has them."""
        if not self._of_series:
            for each in chain.from_iterable(self._events.values()):
                self._of_series[each.series_id][each.original] = each
        return self._of_series.get(series_id, {})

    def begun(self, body_id: int, begins: datetime, title: str) -> Known | None:
        """Find the first meeting of a body's series, even where it was moved."""
        for (owner, _day), same_day in self._events.items():
            for each in same_day if owner == body_id else ():
                is_first = not each.single and each.original == begins
                if is_first and each.title_key == name_key(title):
                    return each
        return None

    def at(self, body_id: int, span: WallSpan, title: str) -> Known | None:
        """Find the meeting of a body that may be this one: at its time, else that day's.

        What is on comes before what is cancelled. Of that day only one of the same title, which
        is no part of a series, may be meant.
        """
        begins = span.instants()[0]
        same_day = self._events.get((body_id, span.begins.date()), ())
        key = name_key(title)
        now = [each for each in same_day if each.begins_at == begins]
        now.sort(key=lambda each: each.status == Status.CANCELLED)
        named = [each for each in now if each.title_key == key]
        if named or now:
            return (named or now)[0]
        others = [each for each in same_day if each.title_key == key and each.single]
        open_ones = [each for each in others if each.status != Status.CANCELLED]
        return open_ones[0] if open_ones else None


def rule_of(kept: dict[str, Any] | None) -> Rule | None:
    """Read the rule of a series, None for a single event."""
    return kept_rules.parse(kept) if kept else None


_Events = dict[tuple[int, date], list[Known]]


def _events(session: Session) -> _Events:
    rounds = select(Round.series_id).where(Round.stopped_at.is_(None)).distinct()
    told = set(session.scalars(rounds))
    query = select(
        Event.id,
        Event.title,
        Event.begins,
        Event.ends,
        Event.begins_at,
        Event.ends_at,
        Event.status,
        Series.id,
        Series.body_id,
        Series.calendar,
        Series.rule,
        Event.original,
    ).join(Series, Series.id == Event.series_id)
    found: _Events = defaultdict(list)
    query = query.where(Series.body_id.is_not(None), ~events.is_discarded())
    for each in session.execute(query.order_by(Event.id)):
        known = Known(
            each[0],
            each[1],
            name_key(each[1]),
            each[2].date(),
            *each[2:7],
            each[9],
            each[7],
            each[11],
            rule_of(each[10]),
            each[7] in told,
        )
        if each[8] is not None:
            found[each[8], known.day].append(known)
    return found
