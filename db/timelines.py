"""What happened to a partner, made of its dated facts: begun and ended, each on its day."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from db.models import Contact, Leave, Membership, OrganisationName, Person, Sector, SectorHeld
from db.places import Place
from db.sectors import said
from domain.partner_pages import Happened, Moment
from domain.seats import Part

_BEGAN = {Part.LEAD: Happened.LEAD, Part.DEPUTY: Happened.DEPUTY}
_ENDED = {Part.LEAD: Happened.LEAD_ENDED, Part.DEPUTY: Happened.DEPUTY_ENDED}


def of_names(rows: Sequence[OrganisationName]) -> Iterator[Moment]:
    """Tell when an organisation was called anew; its first name is no news."""
    called: dict[int, str] = {}
    for row in sorted(rows, key=lambda each: each.since):
        if row.alias:
            continue
        before = called.get(row.organisation_id)
        if before is not None and before != row.name:
            yield Moment(row.since, Happened.NAMED, row.name, before)
        called[row.organisation_id] = row.name


def of_memberships(
    rows: Iterable[Membership], called: Callable[[date], Mapping[int, str]]
) -> Iterator[Moment]:
    """Tell when each organisation became a partner, and when it was closed, by its name of then."""
    for row in rows:
        own = row.organisation_id
        yield Moment(row.since, Happened.JOINED, called(row.since).get(own, ""))
        if row.until is not None:
            names = called(row.until)
            heir = names.get(row.successor_id or 0, "")
            yield Moment(row.until, Happened.CLOSED, names.get(own, ""), heir)


def of_sectors(rows: Iterable[tuple[SectorHeld, Sector]]) -> Iterator[Moment]:
    """Tell when an organisation came to be of a sector."""
    for row, sector in rows:
        yield Moment(row.since, Happened.SECTOR, said(sector))


def of_seats(places: Iterable[Place]) -> Iterator[Moment]:
    """Tell when seats began and ended, and who filled them when."""
    for place in places:
        label = seat_label(place)
        yield Moment(place.seat.since, Happened.SEAT, label)
        if place.seat.until is not None:
            yield Moment(place.seat.until, Happened.SEAT_ENDED, label)
        for held in place.holders:
            name = held.person.name
            yield Moment(held.row.since, _BEGAN[held.part], label, name)
            if held.row.until is not None and not _follows(place, held.part, held.row.until):
                yield Moment(held.row.until, _ENDED[held.part], label, name)


def _follows(place: Place, part: Part, day: date) -> bool:
    """Say whether the end of one who led is told by who leads from that day on."""
    return part is Part.LEAD and any(
        each.part is part and each.row.since == day for each in place.holders
    )


def seat_label(place: Place) -> str:
    """Name a seat by its body, and its title where it has one."""
    body = place.body.name
    return f"{body} ({place.seat.title})" if place.seat.title else body


def of_leaves(rows: Iterable[Leave], whose: Callable[[Leave], str]) -> Iterator[Moment]:
    """Tell when leave began and ended, of the organisation or of the seats that are named."""
    for row in rows:
        label = whose(row)
        yield Moment(row.since, Happened.LEAVE, label, row.reason)
        if row.until is not None:
            yield Moment(row.until, Happened.LEAVE_ENDED, label, row.reason)


def of_contacts(rows: Iterable[tuple[Contact, Person | None]]) -> Iterator[Moment]:
    """Tell of calls, visits and mails."""
    for row, _person in rows:
        yield Moment(row.day, Happened.CONTACT, row.way, row.note)
