"""A partner's page: all that is known of one partner, as it was on a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from db import partner_facts, timelines
from db.models import Leave, Membership, Merge, Seat
from db.partner_facts import Known
from db.places import Held, Place
from db.sectors import said
from domain.language import gettext as _
from domain.organisations import ALWAYS, chain
from domain.partner_pages import (
    Happened,
    Holder,
    Joined,
    Moment,
    Noted,
    PartnerPage,
    Pause,
    Sitting,
    Standing,
)
from domain.seats import Part

SHOWN = 3
"""Contacts on the page itself; the timeline has them all."""


def of(session: Session, organisation_id: int, *, day: date, today: date) -> PartnerPage | None:
    """Give the page of a partner as it is on a day; one that was merged by then is the other.

    None where there is no such organisation. Of a day that is past, nothing is told that was to
    come then. The number of queries is the same for every partner.
    """
    known = partner_facts.of(session, organisation_id, day)
    called = known.called(day)
    if known.own not in called:
        return None
    moments = _moments(known, day)
    page = replace(
        _as_known(known, called, day),
        moments=_newest_first(each for each in moments if each.day <= day),
    )
    if day < today:
        return page.as_it_was()
    coming = sorted((each for each in moments if each.day > day), key=lambda each: each.day)
    return replace(page, coming=tuple(coming))


def _as_known(known: Known, called: dict[int, str], day: date) -> PartnerPage:
    held = _membership(known, day)
    heir = held.successor_id if held is not None else None
    return PartnerPage(
        id=known.own,
        name=called[known.own],
        day=day,
        standing=_standing(known, held, day),
        since=_since(known, held),
        until=held.until if held is not None else None,
        successor=(heir, called[heir]) if heir is not None and heir in called else None,
        sector=_sector(known, day),
        aliases=_aliases(known, day, called[known.own]),
        former=_former(known, day),
        domains=known.domains,
        seats=tuple(_sitting(each, known, day) for each in known.places if _lasts(each.seat, day)),
        people=known.people,
        pauses=_pauses(known, day),
        contacts=_contacts(known, day),
        merges=_merges(known, called, day),
    )


def _membership(known: Known, day: date) -> Membership | None:
    """Give the membership that counts on a day: the one then, else the last, else the first."""
    own = [each for each in known.memberships if each.organisation_id == known.own]
    then = next((each for each in own if each.span.holds(day)), None)
    past = [each for each in own if each.since <= day]
    return then or (past[-1] if past else next(iter(own), None))


def _since(known: Known, held: Membership | None) -> date | None:
    """Give since when it is a partner: of two spellings of one, the earlier counts."""
    always = {each.organisation_id for each in known.merges if each.since == ALWAYS}
    also = [each.since for each in known.memberships if each.organisation_id in always & known.ids]
    return min([held.since, *also]) if held is not None else None


def _standing(known: Known, held: Membership | None, day: date) -> Standing:
    if held is None:
        return Standing.UNKNOWN
    if not held.span.holds(day):
        return Standing.LATER if held.since > day else Standing.CLOSED
    away = any(each.organisation_id == known.own and each.span.holds(day) for each in known.leaves)
    return Standing.LEAVE if away else Standing.MEMBER


def _sector(known: Known, day: date) -> str | None:
    then = {row.organisation_id: sector for row, sector in known.sectors if row.span.holds(day)}
    own = then.get(known.own) or next(iter(then.values()), None)
    return said(own) if own is not None else None


def _aliases(known: Known, day: date, name: str) -> tuple[str, ...]:
    """List the aliases of a day, and the names of those that were merged into it."""
    held = [
        row.name
        for row, _sample in known.names
        if row.organisation_id in known.ids
        and row.span.holds(day)
        and (row.alias or row.organisation_id != known.own)
    ]
    return tuple(sorted({*held} - {name}, key=str.casefold))


def _former(known: Known, day: date) -> tuple[tuple[str, date], ...]:
    return tuple(
        (row.name, row.until)
        for row, _sample in known.names
        if row.organisation_id == known.own
        and not row.alias
        and row.until is not None
        and row.until <= day
    )


def _lasts(seat: Seat, day: date) -> bool:
    return seat.until is None or seat.until > day


def _sitting(place: Place, known: Known, day: date) -> Sitting:
    seat = place.seat
    before = {*chain(_onward(known, day), seat.organisation_id)} - {known.own}
    away = [
        each
        for each in known.leaves
        if each.span.holds(day) and (each.seat_id == seat.id or each.organisation_id in before)
    ]
    return Sitting(
        id=seat.id,
        label=timelines.seat_label(place),
        statutory=seat.statutory,
        speaks_for=seat.speaks_for,
        since=seat.since,
        until=seat.until,
        leads=tuple(_holder(each) for each in _now_or_later(place, Part.LEAD, day)),
        deputies=tuple(_holder(each) for each in _now_or_later(place, Part.DEPUTY, day)),
        on_leave=bool(away),
    )


def _onward(known: Known, day: date) -> dict[int, int]:
    return {each.organisation_id: each.into_id for each in known.merges if each.since <= day}


def _now_or_later(place: Place, part: Part, day: date) -> list[Held]:
    return [
        each
        for each in place.holders
        if each.part is part and (each.row.until is None or each.row.until > day)
    ]


def _holder(held: Held) -> Holder:
    person, row = held.person, held.row
    return Holder(person.id, person.name, row.since, row.until)


def _pauses(known: Known, day: date) -> tuple[Pause, ...]:
    whose = _whose(known, day)
    return tuple(
        Pause(row.id, row.reason, row.since, row.until, whose(row) or None)
        for row in known.leaves
        if row.until is None or row.until > day
    )


def _whose(known: Known, day: date) -> Callable[[Leave], str]:
    """Give how a leave's seats are named: empty for all seats of who the partner is itself."""
    labels = {each.seat.id: timelines.seat_label(each) for each in known.places}
    called = known.called(day)

    def label(row: Leave) -> str:
        if row.organisation_id is None:
            return labels.get(row.seat_id or 0, "")
        if row.organisation_id == known.own:
            return ""
        return _("all seats of {name}").format(name=called[row.organisation_id])

    return label


def _contacts(known: Known, day: date) -> tuple[Noted, ...]:
    return tuple(
        Noted(
            row.day,
            row.way,
            row.note,
            person.name if person else None,
        )
        for row, person in known.contacts[:SHOWN]
        if row.day <= day
    )


def _merges(known: Known, called: dict[int, str], day: date) -> tuple[Joined, ...]:
    found = []
    for each in known.merges:
        into = each.organisation_id == known.own
        if into or each.since <= day or each.into_id in known.ids:
            other = each.into_id if into else each.organisation_id
            found.append(Joined(each.id, other, called[other], each.since, into))
    return tuple(found)


def _moments(known: Known, day: date) -> list[Moment]:
    own_names = [row for row, _sample in known.names if row.organisation_id in known.ids]
    return [
        *timelines.of_names(own_names),
        *timelines.of_memberships(known.memberships, known.called),
        *timelines.of_sectors(
            [each for each in known.sectors if each[0].organisation_id == known.own]
        ),
        *timelines.of_seats(known.places),
        *timelines.of_leaves(known.leaves, _whose(known, day)),
        *(_merged(each, known.called(each.since)) for each in known.merges if each.since != ALWAYS),
        *timelines.of_contacts(reversed(known.contacts)),
    ]


def _merged(merge: Merge, called: Mapping[int, str]) -> Moment:
    one, other = called[merge.organisation_id], called[merge.into_id]
    return Moment(merge.since, Happened.MERGED, one, other)


def _newest_first(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """Sort moments; of one day, what was told last comes first."""
    last_first = tuple(moments)[::-1]
    return tuple(sorted(last_first, key=lambda each: each.day, reverse=True))
