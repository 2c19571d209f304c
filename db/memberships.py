"""Since when an organisation is a partner, until when, and who took its place."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import dated, leaves, merges, names, seats, sectors, trail
from db.models import Membership, Organisation, Seat, SeatHolder
from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.organisations import family, final
from domain.spans import Span


def of(session: Session, organisation_id: int) -> list[Membership]:
    """List the memberships of an organisation, the earliest first."""
    return dated.of(session, Membership, Membership.organisation_id, organisation_id)


def close(
    session: Session,
    organisation_id: int,
    day: date,
    *,
    successor_id: int | None,
    today: date,
    by: int | None,
    now: datetime,
) -> Membership:
    """Let an organisation be no partner from a day on; its seats end then too.

    Closed again, the new day counts. Raises `Refused` for a day before it became a partner, and
    where a seat, or who fills it, is planned for later.
    """
    held = _last(session, organisation_id)
    if held.until is not None and held.until <= today:
        _refuse_later(held.until, day)
    if day <= held.since:
        raise Refused(
            _("It became a partner on {day}. Please choose a later day.").format(
                day=said(held.since)
            ),
            field="day",
        )
    if successor_id == organisation_id:
        raise Refused(_("A partner can't succeed itself."), field="successor")
    if successor_id is not None:
        _refuse_successor(session, organisation_id, successor_id, day)
    before = {"until": _iso(held.until), "successor": held.successor_id}
    if held.until is not None:
        _give_back_seats(session, organisation_id, held.until, by=by, now=now)
    _end_seats(session, organisation_id, day, by=by, now=now)
    own = family(merges.redirects(session, day), organisation_id)
    leaves.cut(session, own, day, by=by, now=now)
    held.until, held.successor_id = day, successor_id
    session.flush()
    after = {"until": day.isoformat(), "successor": successor_id}
    trail.note(session, "close", organisation_id, before, after, by=by, now=now)
    return held


def _refuse_successor(session: Session, organisation_id: int, successor_id: int, day: date) -> None:
    """Raise `Refused` for one that is over by the day, or that this one took the place of."""
    last = of(session, successor_id)[-1]
    if last.until is not None and last.until <= day:
        raise Refused(
            _("This partner is closed from {day}. Please choose another.").format(
                day=said(last.until)
            ),
            field="successor",
        )
    heirs = session.execute(
        select(Membership.organisation_id, Membership.successor_id)
        .where(Membership.successor_id.is_not(None), Membership.until.is_not(None))
        .order_by(Membership.since)
    )
    onward = {own: heir for own, heir in heirs if heir is not None}
    if final(onward, successor_id) == organisation_id:
        raise Refused(
            _("That would make a circle of successors. Please choose another partner."),
            field="successor",
        )


def _refuse_later(closed: date, day: date) -> None:
    """Ask to reopen first where a partner has been closed before the day that is chosen."""
    if closed < day:
        raise Refused(
            _("It was closed on {day}. To change that, please reopen it first.").format(
                day=said(closed)
            ),
            field="day",
        )


def reopen(
    session: Session, organisation_id: int, day: date, *, by: int | None, now: datetime
) -> list[Seat]:
    """Let a closed organisation be a partner again from a day on, and give the seats it has back.

    From the day on which it was closed, the closing never was: the seats that ended then go on.
    Raises `Refused` for an earlier day, and for one that was not closed.
    """
    held = _last(session, organisation_id)
    if held.until is None:
        raise Refused(_("This partner is not closed."))
    if day < held.until:
        raise Refused(
            _("It is a partner until {day}. Please choose that day or a later one.").format(
                day=said(held.until)
            ),
            field="day",
        )
    before = {"until": _iso(held.until), "successor": held.successor_id}
    back: list[Seat] = []
    with trail.refusing(_("Somebody else has just reopened it."), field="day"):
        if day == held.until:
            held.until, held.successor_id = None, None
            session.flush()
            back = _give_back_seats(session, organisation_id, day, by=by, now=now)
        else:
            session.add(Membership(organisation_id=organisation_id, since=day))
            session.flush()
    after = {"since": day.isoformat(), "seats": [each.id for each in back]}
    trail.note(session, "reopen", organisation_id, before, after, by=by, now=now)
    return back


def begin(
    session: Session, organisation_id: int, since: date, *, by: int | None, now: datetime
) -> bool:
    """Correct since when an organisation is a partner. Gives False where that is known already.

    What it was called, and its sector, reach as far back. Raises `Refused` for a day after it was
    closed, within an earlier membership, or after one of its seats began.
    """
    known = of(session, organisation_id)
    held = known[-1]
    if held.since == since:
        return False
    if held.until is not None and since >= held.until:
        raise Refused(
            _("It was closed on {day}. Please choose an earlier day.").format(day=said(held.until)),
            field="since",
        )
    dated.refuse_overlap(
        known[:-1], Span(since, held.until), _("It was a partner before, until after this day.")
    )
    _refuse_seats_before(session, organisation_id, held.since, since)
    before = {"since": held.since.isoformat()}
    _reach_back(session, organisation_id, held.since, since)
    held.since = since
    session.flush()
    after = {"since": since.isoformat()}
    trail.note(session, "correct membership", organisation_id, before, after, by=by, now=now)
    return True


def _last(session: Session, organisation_id: int) -> Membership:
    """Give the latest membership; whoever else would change it waits until we are done."""
    session.scalars(
        select(Organisation.id)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
    ).all()
    known = of(session, organisation_id)
    if not known:
        raise Refused(_("This partner is no longer on the register."))
    return known[-1]


def _end_seats(
    session: Session, organisation_id: int, day: date, *, by: int | None, now: datetime
) -> None:
    """End an organisation's seats; `Refused` where one, or who fills it, is planned for later."""
    own = family(merges.redirects(session, day), organisation_id)
    lasting = session.scalars(
        select(Seat).where(Seat.organisation_id.in_(own), Seat.not_over(day))
    ).all()
    holders = session.scalars(
        select(SeatHolder).where(SeatHolder.seat_id.in_([each.id for each in lasting]))
    ).all()
    begun = [*(each.since for each in lasting), *(each.since for each in holders)]
    planned = [each for each in begun if each >= day]
    if planned:
        raise Refused(
            _(
                "A seat, or its lead or deputy, is planned from {day}. Please end that first."
            ).format(day=said(max(planned))),
            field="day",
        )
    for seat in lasting:
        seats.end(session, seat, day, by=by, now=now)


def _give_back_seats(
    session: Session, organisation_id: int, day: date, *, by: int | None, now: datetime
) -> list[Seat]:
    """Let the seats that ended on a day go on, with those who filled them until then."""
    own = family(merges.redirects(session, day), organisation_id)
    ended = session.scalars(
        select(Seat).where(Seat.organisation_id.in_(own), Seat.until == day)
    ).all()
    holders = session.scalars(
        select(SeatHolder).where(
            SeatHolder.seat_id.in_([each.id for each in ended]), SeatHolder.until == day
        )
    ).all()
    for seat in ended:
        seat.until = None
    for holder in holders:
        holder.until = None
    session.flush()
    for seat in ended:
        before, after = {"until": day.isoformat()}, {"until": None}
        trail.note_seat(session, "reopen", seat.id, before, after, by=by, now=now)
    return list(ended)


def _refuse_seats_before(session: Session, organisation_id: int, was: date, since: date) -> None:
    """Raise `Refused` where a seat of the membership begins before the day it would begin."""
    first = session.scalars(
        select(Seat.since)
        .where(Seat.organisation_id == organisation_id, Seat.since >= was, Seat.since < since)
        .order_by(Seat.since)
    ).first()
    if first is not None:
        raise Refused(
            _("It has a seat from {day}. Please choose that day or an earlier one.").format(
                day=said(first)
            ),
            field="since",
        )


def _reach_back(session: Session, organisation_id: int, was: date, since: date) -> None:
    """Let the first name reach back to a membership that began earlier, and a sector of then."""
    first = names.of(session, organisation_id)[0]
    first.since = min(first.since, since)
    for held in sectors.of(session, organisation_id)[:1]:
        if held.since == was:
            held.since = min(held.since, since)
    session.flush()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
