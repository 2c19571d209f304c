"""Where every partner stands, at each body and over all of them, from what is recorded.

What counts is `db.figures.opportunities`, as for every figure; what it comes to is
domain/standing.py. An event at which nobody was represented is taken for a register that was not
filled in: it counts for nobody. Nothing is kept beside the outcomes, so nothing can go stale.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import arrangements, figures, organisations, pauses
from db.models import Event, Outcome, Seat
from db.pauses import Pauses
from domain.engagement import ESTABLISHED, Came, State
from domain.outcomes import REPRESENTED, Code, Note
from domain.spans import Span
from domain.standing import FEWEST, USUAL, Standing, Thresholds, at_body

Day = tuple[int, date, Mapping[int, Came]]
"""An event, its day, and how each partner took it up."""


@dataclass(frozen=True, slots=True)
class Watched:
    """All partners of one body, or of all of them: `events` is how many are recorded there."""

    partners: Mapping[int, Standing] = field(default_factory=dict)
    events: int = 0

    @property
    def is_thin(self) -> bool:
        """Say that too little is recorded for a chance or a level: counts only."""
        return self.events < FEWEST


@dataclass(frozen=True, slots=True)
class _Seat:
    body: int
    owner: int
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Taken(NamedTuple):
    """How one partner took up one event, through the seats of one body."""

    event: int
    day: date
    body: int
    owner: int
    came: Came


def by_body(session: Session, day: date, *, thresholds: Thresholds = USUAL) -> dict[int, Watched]:
    """Give where the partners of each body stand at the end of a day, by the body's id."""
    return Known(session, day, thresholds).by_body(day)


def pooled(session: Session, day: date, *, thresholds: Thresholds = USUAL) -> Watched:
    """Give where all partners stand over all bodies at the end of a day.

    An event counts once for each: it was represented if any of its seats was.
    """
    return Known(session, day, thresholds).pooled(day)


class Known:
    """What is read once of a day: seats, leave, arrangements and all that is recorded until then.

    From it where partners stand can be said of that day, and of any before it, as for those who
    have a seat now: what was last month, say.
    """

    def __init__(self, session: Session, day: date, thresholds: Thresholds = USUAL) -> None:
        self._session, self._day, self._thresholds = session, day, thresholds
        rows = session.execute(
            select(Seat.id, Seat.body_id, Seat.organisation_id, Seat.since, Seat.until)
        ).all()
        onward = organisations.surviving(session, {row.organisation_id for row in rows}, day)
        self._seats = {
            row.id: _Seat(row.body_id, onward[row.organisation_id], row.since, row.until)
            for row in rows
        }
        self._away: Pauses = pauses.all_of(session)
        self._renewals = [each.since for each in arrangements.every(session)]
        self._partners = set(session.scalars(organisations.on_register(day)))
        self._all = self._taken()

    def by_body(self, until: date) -> dict[int, Watched]:
        """Give where the partners of each body stood at the end of a day, by the body's id."""
        return self.by_body_twice(until, until)[0]

    def by_body_twice(
        self, until: date, earlier: date
    ) -> tuple[dict[int, Watched], dict[int, Watched]]:
        """Give the same for a day and for an earlier one, for the price of one."""
        bodies: dict[int, list[Taken]] = defaultdict(list)
        for seat in self._seats.values():
            bodies.setdefault(seat.body, [])
        for each in self._all:
            if each.day <= until:
                bodies[each.body].append(each)
        found = {body: self._watched(own, body, earlier) for body, own in sorted(bodies.items())}
        now = {body: each for body, (each, _before) in found.items()}
        return now, {body: before for body, (_now, before) in found.items()}

    def pooled(self, until: date) -> Watched:
        """Give where all partners stood over all bodies at the end of a day."""
        return self._watched([each for each in self._all if each.day <= until])[0]

    def events(self, body: int | None = None) -> list[Day]:
        """Give each recorded event, the earliest first, with how each partner took it up.

        Of one body: through its seats alone.
        """
        return _by_event(each for each in self._all if body is None or each.body == body)

    def history(self, owner: int) -> list[Taken]:
        """Give how one partner took up what it was asked to, at each body, the earliest first."""
        return [each for each in self._all if each.owner == owner]

    def _taken(self) -> list[Taken]:
        """Give how each partner took up each event, the earliest first."""
        days = self._days()
        places = {event: place for place, event in enumerate(days)}
        columns = (Event.id, Seat.id, Outcome.code, Outcome.note)
        over = figures.Over(span=Span(date.min, self._day + timedelta(days=1)))
        found: dict[tuple[int, int, int], Came] = {}
        recorded = set()
        for event, seat, code, note in self._session.execute(
            figures.opportunities(self._session, over, *columns)
        ):
            if code in REPRESENTED:
                recorded.add(event)
            if pauses.holds(self._away, seat, days[event]):
                continue
            own = self._seats[seat]
            key = (event, own.body, own.owner)
            found[key] = _better(found.get(key), _came(code, note))
        made = [
            Taken(event, days[event], body, owner, came)
            for (event, body, owner), came in found.items()
            if event in recorded
        ]
        return sorted(made, key=lambda each: (places[each.event], each.body, each.owner))

    def _watched(
        self, taken: Iterable[Taken], body: int | None = None, on: date = date.min
    ) -> tuple[Watched, Watched]:
        """Go through what was taken up, and give those who still have a seat.

        Both as they stand in the end, and as they stood on an earlier day.
        """
        events = _by_event(taken)
        found, earlier = at_body(
            events,
            begins=self._begins(events, body),
            renewals=self._renewals,
            thresholds=self._thresholds,
            on=on,
        )
        sitting = self._sitting(body)
        until_then = sum(day <= on for _event, day, _came in events)
        return (
            Watched(self._of_those(sitting, found), len(events)),
            Watched(self._of_those(sitting, earlier), until_then),
        )

    def _of_those(
        self, sitting: Mapping[int, list[int]], found: Mapping[int, Standing]
    ) -> dict[int, Standing]:
        """Give how those stand who have a seat."""
        return {
            own: self._paused(found.get(own, Standing()), seats) for own, seats in sitting.items()
        }

    def _days(self) -> dict[int, date]:
        """Give the day of every event, in the order in which they took place."""
        query = select(Event.id, Event.begins).order_by(Event.begins, Event.id)
        rows = self._session.execute(query)
        return {event: begins.date() for event, begins in rows}

    def _sitting(self, body: int | None) -> dict[int, list[int]]:
        """Give the partners that have a seat on the day, each with those seats."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, seat in self._seats.items():
            of_it = body is None or seat.body == body
            if of_it and seat.holds(self._day) and seat.owner in self._partners:
                found[seat.owner].append(number)
        return found

    def _begins(self, events: list[Day], body: int | None) -> dict[int, State]:
        """Say what is known of each beforehand: a seat older than the records has no newcomer."""
        if not events:
            return {}
        first = events[0][1]
        return {
            seat.owner: ESTABLISHED
            for seat in self._seats.values()
            if (body is None or seat.body == body) and seat.since < first
        }

    def _paused(self, standing: Standing, seats: list[int]) -> Standing:
        if all(pauses.holds(self._away, each, self._day) for each in seats):
            return standing.paused()
        return standing


def _by_event(taken: Iterable[Taken]) -> list[Day]:
    found: dict[int, tuple[date, dict[int, Came]]] = {}
    for each in taken:
        _day, owners = found.setdefault(each.event, (each.day, {}))
        owners[each.owner] = _better(owners.get(each.owner), each.came)
    return [(event, day, owners) for event, (day, owners) in found.items()]


_RANKS = {Came.MEMBER: 3, Came.DEPUTY: 2, Came.APOLOGIES: 1, Came.MISSED: 0}


def _better(one: Came | None, other: Came) -> Came:
    """Give what an organisation did as a whole, of what two of its seats did."""
    return other if one is None or _RANKS[other] > _RANKS[one] else one


def _came(code: str, note: str | None) -> Came:
    if code == Code.APOLOGIES and note != Note.APOLOGIES_AFTER:
        return Came.APOLOGIES
    return {Code.MEMBER: Came.MEMBER, Code.DEPUTY: Came.DEPUTY}.get(Code(code), Came.MISSED)
