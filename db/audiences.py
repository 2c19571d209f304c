"""Whom a series invites, and who that is for each of its events by the register of that day.

A seat's invitation goes to its lead; of a vacant seat to its deputies, else to its partner's main
contact (product.md, Invitations).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Date, bindparam, literal, or_, select
from sqlalchemy.orm import Session

from db import audience_items, bulk, standing_in
from db.audience_items import Choice, Chosens
from db.models import AudienceItem, Event, Post, Seat, SeatHolder, SectorHeld, Series
from db.prepared import Prepared
from db.standing_in import StandIn
from domain.errors import Refused
from domain.events import Among
from domain.language import gettext as _
from domain.seats import Part

_SEAT = (Seat.id, Seat.organisation_id, Seat.body_id, Seat.title, Seat.since, Seat.until)


class Because(StrEnum):
    """Why a person is asked for a seat; nobody: there is no one to ask."""

    LEAD = "lead"
    DEPUTIES = "deputies"
    CONTACT = "contact"
    NOBODY = "nobody"


class SeatHere(NamedTuple):
    """A seat, as far as inviting it asks: whose it is, on what body, and when."""

    id: int
    organisation_id: int
    body_id: int
    title: str
    since: date
    until: date | None


class _Held(NamedTuple):
    """That a person fills a seat, or is the contact of a partner: `of`, by its id."""

    of: int
    person_id: int
    part: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class SeatAsked:
    """A seat that is invited to an event, and the people who are asked for it."""

    seat: SeatHere
    people: tuple[int, ...]
    because: Because


@dataclass(frozen=True, slots=True)
class Asked:
    """All who are invited to one event: seats, guests as people, and whom seats send by name."""

    seats: tuple[SeatAsked, ...] = ()
    guests: tuple[int, ...] = ()
    deputies: tuple[StandIn, ...] = ()

    @property
    def people(self) -> set[int]:
        """Give everybody who gets a message, each once."""
        seated = {person for each in self.seats for person in each.people}
        return {*self.guests, *seated, *(each.person_id for each in self.deputies)}


def refuse_empty(asked: Mapping[int, Asked]) -> None:
    """Raise `Refused` where an event would invite nobody at all."""
    if any(not each.seats and not each.guests for each in asked.values()) or not asked:
        raise Refused(
            _("Nobody is invited on that day. Choose a body, a sector, seats or guests."),
            field="bodies",
        )


def resolve(
    session: Session, series: Series, events: Sequence[Event], *, standing: bool = False
) -> dict[int, Asked]:
    """Give who is invited to each of some events of a series, by event id.

    `standing`: only as the series invites, without whom one of its events invites or seats send.
    """
    items = audience_items.of(session, series.id)
    if not events:
        return {}
    seats = _Seats(session, series, items, [each.begins.date() for each in events])
    named = {} if standing else standing_in.at(session, [each.id for each in events])
    return {each.id: seats.on(each, named.get(each.id, ()), standing=standing) for each in events}


class _Seats:
    """The seats that the items of an audience mean, and who fills them, over some days."""

    def __init__(
        self, session: Session, series: Series, items: Chosens, days: Sequence[date]
    ) -> None:
        self._series, self._items = series, items
        first, last = min(days), max(days)
        sectors = {each.item.sector_id for each in items if each.item.sector_id is not None}
        self._sectors = self._held(session, sectors)
        self._seats = self._of(session, first, last)
        self._holders = _holders(session, [each.id for each in self._seats], first, last)
        self._posts = _contacts(session, {each.organisation_id for each in self._seats})

    def _held(self, session: Session, sectors: Collection[int]) -> list[SectorHeld]:
        if not sectors:
            return []
        query = select(SectorHeld).where(SectorHeld.sector_id.in_(sectors))
        return list(session.scalars(query))

    def _of(self, session: Session, first: date, last: date) -> list[SeatHere]:
        items = [each.item for each in self._items]
        bodies = {each.body_id for each in items if each.body_id is not None}
        chosen = {each.seat_id for each in items if each.seat_id is not None}
        owners = {each.organisation_id for each in self._sectors}
        if not (bodies or chosen or owners):
            return []
        query = select(*_SEAT).where(
            or_(Seat.body_id.in_(bodies), Seat.id.in_(chosen), Seat.organisation_id.in_(owners)),
            Seat.since <= last,
            Seat.not_over(first),
        )
        return [SeatHere(*row) for row in session.execute(query.order_by(Seat.id))]

    def on(self, event: Event, named: Sequence[StandIn], *, standing: bool) -> Asked:
        """Give who is invited to one event."""
        day = event.begins.date()
        chosen = _Chosen(self._items.at(event, standing=standing))
        here = [each for each in self._seats if _holds(each, day)]
        seats = [each for each in here if chosen.has(each)]
        seats += self._for_sectors(chosen, here, seats, day)
        asked = tuple(_asked(each, self._holders, self._posts, day) for each in seats)
        own = {each.id for each in seats}
        deputies = tuple(each for each in named if each.seat_id in own)
        return Asked(asked, chosen.guests, deputies)

    def _for_sectors(
        self,
        chosen: "_Chosen",
        here: Sequence[SeatHere],
        seats: Sequence[SeatHere],
        day: date,
    ) -> list[SeatHere]:
        """Add one seat of each partner of a sector that has none yet: of what meets, if it can.

        None of a partner of which a seat was taken out since: it would come in by the next.
        """
        wanted: dict[int, int] = defaultdict(int)
        for held in self._sectors:
            if held.span.holds(day):
                since = chosen.ins.get(Choice(Among.SECTOR, held.sector_id), 0)
                wanted[held.organisation_id] = max(since, wanted[held.organisation_id])
        for seat in here:
            if chosen.outs.get(seat.id, 0) > wanted[seat.organisation_id]:
                wanted[seat.organisation_id] = 0
        owners = {own for own, since in wanted.items() if since}
        owners -= {each.organisation_id for each in seats}
        by_owner: dict[int, SeatHere] = {}
        ours_first = sorted(here, key=lambda each: each.body_id != self._series.body_id)
        for each in ours_first:
            if each.organisation_id in owners:
                by_owner.setdefault(each.organisation_id, each)
        return sorted(by_owner.values(), key=lambda each: each.id)


class _Chosen:
    """What was chosen last about whom an event invites: each item's id says which came later."""

    def __init__(self, last: Mapping[Choice, AudienceItem]) -> None:
        self.ins = {each: item.id for each, item in last.items() if not item.out}
        outs = (each for each, item in last.items() if item.out and each.among is Among.SEAT)
        self.outs = {each.id: last[each].id for each in outs}

    @property
    def guests(self) -> tuple[int, ...]:
        """Give the guests, in the order in which they were chosen."""
        return tuple(each.id for each in self.ins if each.among is Among.GUEST)

    def has(self, seat: SeatHere) -> bool:
        """Say whether a seat is invited by itself, or with its body after it was taken out."""
        if Choice(Among.SEAT, seat.id) in self.ins:
            return True
        with_body = self.ins.get(Choice(Among.BODY, seat.body_id), 0)
        return with_body > self.outs.get(seat.id, 0)


def filled(session: Session, seats: Sequence[Seat], day: date) -> list[SeatAsked]:
    """Give who is asked for each of some seats, by the register of a day."""
    found = _FILLED.rows(session, seats=[each.id for each in seats], day=day)
    holders = _grouped(_Held(*row) for row in found)
    posts = _contacts(session, {s.organisation_id for s in seats if s.id not in holders})
    here = (SeatHere(*(getattr(each, name) for name in SeatHere._fields)) for each in seats)
    return [_asked(each, holders, posts, day) for each in here]


_FILLED = Prepared(
    select(
        SeatHolder.seat_id,
        SeatHolder.person_id,
        SeatHolder.part,
        SeatHolder.since,
        SeatHolder.until,
    )
    .where(
        SeatHolder.seat_id.in_(bindparam("seats", expanding=True)),
        SeatHolder.holds(bindparam("day", type_=Date)),
    )
    .order_by(SeatHolder.id)
)


def _asked(
    seat: SeatHere,
    holders: Mapping[int, Sequence[_Held]],
    posts: Mapping[int, Sequence[_Held]],
    day: date,
) -> SeatAsked:
    holding = [each for each in holders.get(seat.id, ()) if _holds(each, day)]
    for part, because in ((Part.LEAD, Because.LEAD), (Part.DEPUTY, Because.DEPUTIES)):
        people = tuple(each.person_id for each in holding if each.part == part)
        if people:
            return SeatAsked(seat, people, because)
    own = posts.get(seat.organisation_id, ())
    contact = tuple(each.person_id for each in own if _holds(each, day))[:1]
    return SeatAsked(seat, contact, Because.CONTACT if contact else Because.NOBODY)


def _holds(row: SeatHere | _Held, day: date) -> bool:
    """Say whether a fact holds on a day; `domain.spans.Span.holds`, for very many rows."""
    return row.since <= day and (row.until is None or day < row.until)


def _holders(
    session: Session, seat_ids: Collection[int], first: date, last: date
) -> dict[int, list[_Held]]:
    """Give by seat who fills it from a day to another."""
    theirs = bulk.among(session, SeatHolder.seat_id, seat_ids)
    query = select(
        SeatHolder.seat_id,
        SeatHolder.person_id,
        SeatHolder.part,
        SeatHolder.since,
        SeatHolder.until,
    ).where(theirs, SeatHolder.since <= last, SeatHolder.not_over(first))
    rows = session.execute(query.order_by(SeatHolder.id)) if seat_ids else ()
    return _grouped(_Held(*row) for row in rows)


def _contacts(session: Session, organisation_ids: Collection[int]) -> dict[int, list[_Held]]:
    """Give by organisation its main contacts."""
    query = select(Post.organisation_id, Post.person_id, literal(""), Post.since, Post.until).where(
        bulk.among(session, Post.organisation_id, organisation_ids), Post.main
    )
    rows = session.execute(query.order_by(Post.id)) if organisation_ids else ()
    return _grouped(_Held(*row) for row in rows)


def _grouped(rows: Iterable[_Held]) -> dict[int, list[_Held]]:
    found = defaultdict[int, list[_Held]](list)
    for each in rows:
        found[each.of].append(each)
    return found
