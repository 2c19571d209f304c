"""Pages of figures, gathered: of everything, of a body, a sector or a partner, and of events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import arrangements, bodies, events, figures, organisations, sectors
from db.figures import Over, SeatOf
from db.models import Body, Event, Seat, Sector
from domain.days import span_said
from domain.errors import Refused
from domain.events import Status
from domain.figure_pages import (
    EVER,
    FEWEST,
    LAST,
    Asked,
    Line,
    Of,
    Page,
    Period,
    packed,
    unpacked,
    year_ago,
)
from domain.figures import NONE, Figures, Reach
from domain.language import gettext as _
from domain.named_days import long_date
from domain.spans import Span

MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class _Counted:
    """What all lines of a page are made from."""

    found: Mapping[int, Figures]
    seats: Mapping[int, SeatOf]
    held: Mapping[int, set[int]]
    ever: Mapping[int, set[int]]
    sectors: Mapping[int, Sector]
    day: date

    def figures(self, wanted: Iterable[int]) -> Figures:
        """Put the figures of some seats together."""
        return figures.total([self.found[each] for each in wanted])

    def events(self, wanted: Iterable[int]) -> int:
        """Count the recorded events of the bodies of some seats, within the time asked about."""
        return self._events(self.held, wanted)

    def events_ever(self, wanted: Iterable[int]) -> int:
        """Count them whatever the time; those of bodies with enough within it are those alone."""
        return self._events(self.ever, wanted)

    def _events(self, found: Mapping[int, set[int]], wanted: Iterable[int]) -> int:
        of = {self.seats[each].body_id for each in wanted}
        return len(set().union(*(found.get(each, set()) for each in of)))

    def line(self, name: str, wanted: Iterable[int], opens: Asked | None, sector: str = "") -> Line:
        """Make a line of some seats."""
        own = list(wanted)
        ever = self.events_ever(own)
        return Line(name, self.figures(own), self.events(own), sector, opens, ever=ever)


def of(session: Session, asked: Asked, *, day: date, limit: int) -> Page:
    """Gather a page of figures. Raises `Refused` for what is no longer there."""
    periods = choices(session, day)
    period = _chosen(periods, asked.period)
    title, over = _scope(session, asked, period.span, day)
    counted = _count(session, over, day)
    wanted = [
        each
        for each in counted.found
        if asked.of is not Of.SECTOR or counted.seats[each].sector_id == asked.id
    ]
    whole = counted.line(title, wanted, None)
    lines = _lines(session, asked, over, counted, wanted)
    offset = min(asked.offset, max(len(lines) - 1, 0) // limit * limit)
    return Page(
        Asked(asked.of, asked.id, period.packed, offset),
        title,
        period,
        periods,
        whole,
        lines[offset : offset + limit],
        len(lines),
        _reach(counted, wanted) if asked.of is not Of.ORGANISATION else None,
    )


def choices(session: Session, day: date) -> list[Period]:
    """List the times that can be chosen: the last year, all, each arrangement, each year."""
    first = session.scalars(
        select(Event.begins).where(Event.status == Status.HELD).order_by(Event.begins).limit(1)
    ).one_or_none()
    earliest = first.year if first is not None else day.year
    years = range(day.year, max(earliest, day.year - MOST_YEARS) - 1, -1)
    return [
        Period(LAST, _("the last 12 months"), Span(year_ago(day))),
        Period(EVER, _("everything recorded"), None),
        *(
            Period(f"a{each.id}", _("arrangements: {name}").format(name=each.name), each.span)
            for each in reversed(arrangements.every(session))
        ),
        *(Period(packed(span := _year(each)), str(each), span) for each in years),
    ]


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year + 1, 1, 1))


def _chosen(periods: Iterable[Period], wanted: str) -> Period:
    """Give the period that was chosen, or typed; the last year for anything else."""
    known = list(periods)
    found = next((each for each in known if each.packed == wanted), None)
    span = unpacked(wanted)
    if found is not None or span is None:
        return found or known[0]
    return Period(wanted, span_said(span.since, span.until), span)


def _scope(session: Session, asked: Asked, span: Span | None, day: date) -> tuple[str, Over]:
    gone = Refused(_("This is no longer on the register. Please look again."))
    match asked.of:
        case Of.ORGANISATION:
            final = organisations.surviving(session, [asked.id], day)[asked.id]
            called = organisations.called(session, [final], day=day).get(final)
            if called is None:
                raise gone
            return called.name, Over(span, organisations=frozenset({final}))
        case Of.BODY | Of.EVENTS if asked.id:
            body = bodies.by_id(session, asked.id)
            if body is None:
                raise gone
            return body.name, Over(span, body_id=body.id)
        case Of.SECTOR:
            sector = session.get(Sector, asked.id)
            if sector is None:
                raise gone
            return sectors.said(sector), Over(span)
        case _:
            return _("All bodies"), Over(span)


def _count(session: Session, over: Over, day: date) -> _Counted:
    held = figures.events_of_bodies(session, Over(over.span, over.body_id))
    few = {body for body, own in held.items() if len(own) < FEWEST}
    ever = figures.events_of_bodies(session, bodies=few) if few and over.span is not None else {}
    return _Counted(
        figures.by_seat(session, over),
        figures.seats(session, day),
        held,
        {**held, **ever},
        {each.id: each for each in session.scalars(select(Sector).order_by(Sector.place))},
        day,
    )


def _reach(counted: _Counted, wanted: Iterable[int]) -> Reach:
    own = _folded(counted, wanted)
    came = sum(counted.figures(each).represented > 0 for each in own.values())
    return Reach(len(own), came)


def _folded(counted: _Counted, wanted: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for each in wanted:
        found.setdefault(counted.seats[each].organisation_id, []).append(each)
    return found


def _lines(
    session: Session, asked: Asked, over: Over, counted: _Counted, wanted: list[int]
) -> list[Line]:
    match asked.of:
        case Of.ALL:
            return [*_bodies(session, asked, counted, wanted), *_sectors(asked, counted, wanted)]
        case Of.ORGANISATION:
            return _seats(session, asked, counted, wanted)
        case Of.EVENTS:
            return _events(session, over, counted.day)
        case _:
            return _partners(session, asked, counted, wanted)


def _bodies(session: Session, asked: Asked, counted: _Counted, wanted: list[int]) -> list[Line]:
    names = session.execute(select(Body.id, Body.name).order_by(Body.name_key))
    own = {own: name for own, name in names if own in counted.held}
    return [
        counted.line(
            name,
            [each for each in wanted if counted.seats[each].body_id == body],
            Asked(Of.BODY, body, asked.period),
        )
        for body, name in own.items()
    ]


def _sectors(asked: Asked, counted: _Counted, wanted: list[int]) -> list[Line]:
    held = {counted.seats[each].sector_id for each in wanted}
    return [
        counted.line(
            _("Sector: {name}").format(name=sectors.said(sector)),
            [each for each in wanted if counted.seats[each].sector_id == own],
            Asked(Of.SECTOR, own, asked.period),
        )
        for own, sector in counted.sectors.items()
        if own in held
    ]


def _partners(session: Session, asked: Asked, counted: _Counted, wanted: list[int]) -> list[Line]:
    """List partners by sector and name: never by how often they came."""
    own = _folded(counted, wanted)
    called = organisations.called(session, own.keys(), day=counted.day)
    places = {each: at for at, each in enumerate(counted.sectors)}

    def place(partner: int) -> tuple[int, str, int]:
        sector = counted.seats[own[partner][0]].sector_id
        return places.get(sector or 0, len(places)), called[partner].name.casefold(), partner

    return [
        counted.line(
            called[each].name,
            own[each],
            Asked(Of.ORGANISATION, each, asked.period),
            _sector(counted, own[each][0]),
        )
        for each in sorted(own, key=place)
    ]


def _sector(counted: _Counted, seat: int) -> str:
    found = counted.sectors.get(counted.seats[seat].sector_id or 0)
    return sectors.said(found) if found is not None else _("No sector yet")


def _seats(session: Session, asked: Asked, counted: _Counted, wanted: list[int]) -> list[Line]:
    query = select(Seat.id, Seat.title, Body.id, Body.name).join(Body, Body.id == Seat.body_id)
    rows = session.execute(query.where(Seat.id.in_(wanted)).order_by(Body.name_key, Seat.id))
    return [
        counted.line(
            f"{name} ({title})" if title else name, [own], Asked(Of.BODY, body, asked.period)
        )
        for own, title, body, name in rows
    ]


def _events(session: Session, over: Over, day: date) -> list[Line]:
    """List the events of a time, the latest first, with how many partners each reached."""
    found = figures.reach_of_events(session, over, day=day)
    own = figures.by_event(session, over)
    query = select(Event).where(Event.id.in_(list(found)))
    return [
        Line(
            f"{each.title}, {long_date(events.span_of(each).begins)}",
            own.get(each.id, NONE),
            reach=found[each.id],
            event_id=each.id,
        )
        for each in session.scalars(query.order_by(Event.begins_at.desc(), Event.id))
    ]
