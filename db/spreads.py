"""How attendance is spread over sectors and partners, gathered: in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import arrangements, figures, organisations, sectors
from db.figures import Over, SeatOf
from db.models import Arrangement, Body, Event, Seat, Series
from domain import spread
from domain.events import Status
from domain.figure_pages import year_ago
from domain.figures import NONE, Figures
from domain.spans import Span
from domain.spread import Changed, Share, Spread


def of(session: Session, day: date) -> Spread:
    """Give how attendance was spread in the twelve months before a day."""
    found = figures.by_seat(session, Over(span=Span(year_ago(day))))
    seats = figures.seats(session, day)
    bodies = dict(session.execute(select(Body.id, Body.name).order_by(Body.name_key)).all())
    held = sectors.held(session, day)
    places = {each.id: (each.place, each.name) for each in held.values()}
    owners: dict[int, int] = defaultdict(int)
    for seat, each in found.items():
        owners[seats[seat].organisation_id] += each.represented
    return Spread(
        _shares(found, seats, bodies, places),
        _unseated(session, seats, bodies, places, day),
        spread.half(owners.values()),
        _changed(session, day),
    )


Places = Mapping[int, tuple[int, str]]
"""Sectors that partners are of: their place in the list, and their name."""


def _shares(
    found: Mapping[int, Figures],
    seats: Mapping[int, SeatOf],
    bodies: Mapping[int, str],
    places: Places,
) -> list[Share]:
    whole = figures.folded(found, lambda seat: seats[seat].body_id)
    made: dict[tuple[int, int], Figures] = defaultdict(Figures)
    for seat, each in found.items():
        sector = seats[seat].sector_id
        if sector is not None and sector in places:
            made[seats[seat].body_id, sector] += each
    return [
        Share(bodies[body], places[sector][1], made[body, sector], whole[body])
        for body in bodies
        for sector in sorted(places, key=places.__getitem__)
        if (body, sector) in made
    ]


def _unseated(
    session: Session,
    seats: Mapping[int, SeatOf],
    bodies: Mapping[int, str],
    places: Places,
    day: date,
) -> dict[str, list[str]]:
    """Name the sectors of partners that have no seat on a body on the day; of bodies with seats."""
    taken: dict[int, set[int | None]] = defaultdict(set)
    for seat in session.scalars(select(Seat.id).where(Seat.holds(day))):
        taken[seats[seat].body_id].add(seats[seat].sector_id)
    on = set(session.scalars(organisations.on_register(day)))
    held = sectors.held(session, day)
    present = {held[own].id for own in on if own in held}
    return {
        bodies[body]: [places[each][1] for each in sorted(absent, key=places.__getitem__)]
        for body in bodies
        if body in taken and (absent := present - taken[body])
    }


def _changed(session: Session, day: date) -> Changed | None:
    """Compare the events since the arrangement that holds with as many before, body by body."""
    now = arrangements.on(session, day)
    if now is None:
        return None
    before, after, events = NONE, NONE, 0
    counted = figures.by_event(session)
    for own in _by_body(session, set(counted)).values():
        first, then = spread.matched(*_parted(own, now))
        before += figures.total([counted[each] for each in first])
        after += figures.total([counted[each] for each in then])
        events += len(then)
    return Changed(now.name, now.since, before, after, events) if events else None


def _by_body(session: Session, wanted: set[int]) -> dict[int | None, list[tuple[int, date]]]:
    """Give recorded events of each body, the earliest first."""
    rows = session.execute(
        select(Event.id, Event.begins, Series.body_id)
        .join(Series, Series.id == Event.series_id)
        .where(Event.status == Status.HELD)
        .order_by(Event.begins, Event.id)
    )
    found: dict[int | None, list[tuple[int, date]]] = defaultdict(list)
    for event, begins, body in rows:
        if event in wanted:
            found[body].append((event, begins.date()))
    return found


def _parted(own: list[tuple[int, date]], now: Arrangement) -> tuple[list[int], list[int]]:
    before = [event for event, on in own if on < now.since]
    return before, [event for event, on in own if on >= now.since]
