"""The watch list, and one partner's page of it, gathered: who stands where, under their names."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events, organisations
from db.models import Body, Event
from db.standings import Known, Watched
from domain import watching
from domain.engagement import Came
from domain.standing import Standing, thresholds
from domain.watching import AtBody, Occasion, Watching, WatchList

LATEST = 12
"""Events behind a standing that are shown of each body."""


def of(session: Session, day: date) -> WatchList:
    """Give all whom a coordinator may want to call, at the end of a day."""
    read = Read(session, day)
    return watching.of(read.all(), thin=read.thin, bodies=len(read.now))


def partner(session: Session, organisation_id: int, day: date) -> list[AtBody]:
    """Give where one partner stands at each body on which it has a seat, with the events behind."""
    read = Read(session, day)
    taken: dict[int, list[tuple[int, date, Came]]] = defaultdict(list)
    for each in read.known.history(organisation_id):
        taken[each.body].append((each.event, each.day, each.came))
    latest = {body: own[: -LATEST - 1 : -1] for body, own in taken.items()}
    titles = _titles(session, {event for own in latest.values() for event, _day, _came in own})
    return [
        AtBody(
            read.watching(body, organisation_id),
            [Occasion(event, on, titles[event], came) for event, on, came in latest.get(body, [])],
            each.is_thin,
            each.events,
        )
        for body, each in read.now.items()
        if organisation_id in each.partners
    ]


class Read:
    """Where all stand on a day and stood on an earlier one, with all names.

    The earlier day is the last of the month before, unless another is given.
    """

    def __init__(self, session: Session, day: date, before: date | None = None) -> None:
        early = events.partnership(session).warns_early
        self.day = day
        self.known = Known(session, day, thresholds(early=early))
        self.now, self._before = self.known.by_body_twice(day, before or month_before(day))
        rows = session.execute(select(Body.id, Body.name).order_by(Body.name_key))
        self.bodies = {row.id: row.name for row in rows}
        self.now = {body: self.now[body] for body in self.bodies if body in self.now}
        everybody = {own for each in self.now.values() for own in each.partners}
        self._names = organisations.called(session, everybody, day=day)

    def called(self, own: int) -> str:
        """Name a partner that has a seat."""
        return self._names[own].name

    @property
    def thin(self) -> list[str]:
        """Name the bodies of which too little is recorded for anything but counts."""
        return sorted(self.bodies[body] for body, each in self.now.items() if each.is_thin)

    def all(self) -> list[Watching]:
        """Give all partners at all bodies of which enough is recorded."""
        return [
            self.watching(body, own)
            for body, each in self.now.items()
            if not each.is_thin
            for own in each.partners
        ]

    def watching(self, body: int, own: int) -> Watching:
        """Give one partner at one body."""
        standing = self.now[body].partners[own]
        others = {
            self.bodies[other]: each.partners[own]
            for other, each in self.now.items()
            if other != body and own in each.partners
        }
        return Watching(
            own,
            self._names[own].name,
            body,
            self.bodies[body],
            standing,
            _standing(self._before, body, own),
            watching.elsewhere(standing, others),
        )


def _standing(found: Mapping[int, Watched], body: int, own: int) -> Standing:
    return found[body].partners.get(own, Standing()) if body in found else Standing()


def _titles(session: Session, events: set[int]) -> dict[int, str]:
    rows = session.execute(select(Event.id, Event.title).where(Event.id.in_(events)))
    return dict(rows.all())


def month_before(day: date) -> date:
    """Give the last day of the month before a day's."""
    return day.replace(day=1) - timedelta(days=1)
