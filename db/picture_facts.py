"""What the digest's pictures show, gathered: who came to a body's last events, and its reach."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import figures, pauses, sectors
from db.models import Invitation, Outcome, Seat
from db.watch_lists import Read
from domain.engagement import PRESENT, Came
from domain.outcomes import COUNTED
from domain.periods import Month
from domain.pictures import EVENTS, Cell, Grid, Mark, Partner, Point, ReachLine
from domain.standing import Level, Standing
from domain.watching import Watching

MONTHS = 12
"""Months of a line of reach."""

_BEST = {cell: place for place, cell in enumerate(Cell)}
"""Of two seats of a partner the better one is shown: the order in which cells are told."""


def grid(
    session: Session,
    read: Read,
    body: int,
    *,
    new: Collection[tuple[int, int]] = (),
    hidden: Collection[tuple[int, int]] = (),
) -> Grid:
    """Give who came to the last events of a body, of those who have a seat there now.

    `new` are partners at bodies that are marked as less connected since last month, `hidden` those
    whose standing readers may not know yet: their attendance alone is shown.
    """
    last = read.known.events(body)[-EVENTS:]
    days = {event: day for event, day, _came in last}
    cells = _cells(session, body, days, read.day)
    partners = read.now[body].partners
    held = sectors.held(session, read.day, partners)
    rows = [
        Partner(
            read.called(own),
            held[own].name if own in held else "",
            tuple(cells[own].get(event, Cell.NOT_INVITED) for event in days),
            Mark.NONE if (own, body) in hidden else _mark(standing, is_new=(own, body) in new),
            standing.seen,
        )
        for own, standing in partners.items()
    ]
    rows.sort(key=lambda each: (each.sector.casefold(), each.name.casefold()))
    return Grid(read.bodies[body], tuple(days.values()), tuple(rows))


def _mark(standing: Standing, *, is_new: bool) -> Mark:
    if is_new and standing.told in {Level.WATCH, Level.ACT, Level.LAPSED}:
        return Mark.CHANGED
    if standing.told is Level.LAPSED:
        return Mark.UNSEEN
    if standing.told in {Level.WATCH, Level.ACT}:
        return Mark.WATCHED
    return Mark.NONE


def _cells(
    session: Session, body: int, days: Mapping[int, date], today: date
) -> dict[int, dict[int, Cell]]:
    """Give what is known of each partner at some events, through its seats on the body."""
    away = pauses.all_of(session)
    known = figures.seats(session, today)
    query = (
        select(Invitation.event_id, Seat.id, Outcome.code)
        .join(Seat, Seat.id == Invitation.seat_id)
        .outerjoin(Outcome, (Outcome.invitation_id == Invitation.id) & Outcome.is_current)
        .where(
            Seat.body_id == body,
            Invitation.event_id.in_(days),
            Invitation.withdrawn_at.is_(None),
        )
    )
    found: dict[int, dict[int, Cell]] = defaultdict(dict)
    for event, seat, code in session.execute(query):
        cell = Cell(code) if code in COUNTED else Cell.NOT_RECORDED
        if pauses.holds(away, seat, days[event]):
            cell = Cell.ON_LEAVE
        own = found[known[seat].organisation_id]
        own[event] = min(own.get(event, cell), cell, key=_BEST.__getitem__)
    return found


@dataclass(slots=True)
class _Month:
    """Who could be represented in a month, who was, and who by its own member."""

    invited: set[int] = field(default_factory=set)
    represented: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)


def reach(read: Read, month: Month, name: str) -> ReachLine:
    """Give how many partners were represented at least once in each of twelve months."""
    found: dict[Month, _Month] = defaultdict(_Month)
    for _event, day, owners in read.known.events():
        own = found[Month.of(day)]
        for owner, came in owners.items():
            own.invited.add(owner)
            if came in PRESENT:
                own.represented.add(owner)
            if came is Came.MEMBER:
                own.members.add(owner)
    return ReachLine(name, tuple(_points(month, found)))


def _points(last: Month, found: Mapping[Month, _Month]) -> Iterator[Point]:
    months = [last]
    while len(months) < MONTHS:
        months.append(months[-1].before)
    for each in reversed(months):
        own = found.get(each, _Month())
        sizes = (len(own.invited), len(own.represented), len(own.members))
        yield Point(each.first, *sizes)


def keys(found: Collection[Watching]) -> set[tuple[int, int]]:
    """Give partners at bodies by their ids."""
    return {each.key for each in found}
