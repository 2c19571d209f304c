"""Seats: who sits where, who fills each, and when; what was stays as it was."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit, dated, endings, trail
from db.appointments import Appointed, appoint, dismiss, holder, take_back, vacate
from db.models import Body, Leave, Membership, Seat, SeatHolder
from db.places import Held, Place, filled_by, of, place, places, vacant
from domain.days import said, span_said
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import name_key
from domain.quorum import parse, seats_named
from domain.seats import Terms, refuse_beyond_membership
from domain.spans import Span

__all__ = [
    "Appointed",
    "Held",
    "Place",
    "add",
    "appoint",
    "correct",
    "dismiss",
    "end",
    "end_all",
    "filled_by",
    "holder",
    "locked",
    "of",
    "place",
    "places",
    "replace",
    "take_back",
    "vacant",
    "vacate",
]

PLAIN = Terms()


def locked(session: Session, seat_id: int) -> Seat | None:
    """Find a seat to change, or who fills it: whoever else would waits until we are done."""
    return session.scalars(select(Seat).where(Seat.id == seat_id).with_for_update()).one_or_none()


def add(
    session: Session,
    organisation_id: int,
    body_id: int,
    span: Span,
    terms: Terms = PLAIN,
    *,
    by: int | None,
    now: datetime,
) -> Seat:
    """Give an organisation a seat on a body for some days.

    Raises `Refused` where it overlaps itself (the same organisation, body and title), or lasts
    longer than the organisation is a member.
    """
    _check(session, organisation_id, body_id, span, terms)
    seat = Seat(organisation_id=organisation_id, body_id=body_id)
    _settle(seat, span, terms)
    session.add(seat)
    _flush(session)
    trail.note_seat(session, "add", seat.id, None, _facts(seat), by=by, now=now)
    return seat


def correct(
    session: Session, seat: Seat, span: Span, terms: Terms, *, by: int | None, now: datetime
) -> None:
    """Correct what was entered about a seat, for the past as well.

    Raises `Refused` as `add` does, and where somebody fills the seat outside its days.
    """
    _check(session, seat.organisation_id, seat.body_id, span, terms, but=seat.id)
    _refuse_outside(dated.of(session, SeatHolder, SeatHolder.seat_id, seat.id), span)
    before = _facts(seat)
    _settle(seat, span, terms)
    _flush(session)
    if _facts(seat) != before:
        trail.note_seat(session, "change", seat.id, before, _facts(seat), by=by, now=now)


def _refuse_outside(holders: Iterable[SeatHolder], span: Span) -> None:
    for each in holders:
        if each.since < span.since:
            raise Refused(
                _("Somebody fills this seat from {day}. It can't begin after that.").format(
                    day=said(each.since)
                ),
                field="since",
            )
        if span.until is not None and (each.until is None or each.until > span.until):
            raise Refused(
                _("Somebody fills this seat after that day. Use “End the seat” instead."),
                field="until",
            )


def replace(
    session: Session, seat: Seat, day: date, terms: Terms, *, by: int | None, now: datetime
) -> Seat:
    """Let a seat be different from a day on: it ends, and another begins with the same people.

    Raises `Refused` for a day that is not within the seat's days, and where its body's quorum
    names this very seat.
    """
    if day <= seat.since or (seat.until is not None and day >= seat.until):
        raise Refused(
            _("The seat holds {days}. Choose a day within, or none to correct it.").format(
                days=span_said(seat.since, seat.until)
            ),
            field="changes_on",
        )
    _refuse_named(session, seat)
    until = seat.until
    held = session.scalars(
        select(SeatHolder).where(SeatHolder.seat_id == seat.id, SeatHolder.not_over(day))
    )
    away = session.scalars(select(Leave).where(Leave.seat_id == seat.id, Leave.not_over(day)))
    onward: list[SeatHolder | Leave] = [
        SeatHolder(
            person_id=each.person_id,
            part=each.part,
            since=each.since,
            until=each.until,
            cuts_short=each.since > day and each.cuts_short,
            cut_until=each.cut_until,
        )
        for each in held
    ]
    onward += [Leave(reason=each.reason, since=each.since, until=each.until) for each in away]
    end(session, seat, day, by=by, now=now)
    span = Span(day, until)
    new = add(session, seat.organisation_id, seat.body_id, span, terms, by=by, now=now)
    for each in onward:
        each.seat_id, each.since = new.id, max(each.since, day)
    session.add_all(onward)
    session.flush()
    return new


def _refuse_named(session: Session, seat: Seat) -> None:
    rule = session.scalars(select(Body.quorum).where(Body.id == seat.body_id)).one()
    if rule and seat.id in seats_named(parse(rule)):
        raise Refused(
            _("The body's quorum names this seat. Please change the quorum first."),
            field="changes_on",
        )


def end(session: Session, seat: Seat, day: date, *, by: int | None, now: datetime) -> None:
    """End a seat from a day on, and with it who fills it.

    One that begins on that very day never was, and is taken back. Raises `Refused` for a day
    before it begins, and where a seat that is taken back has been used.
    """
    if day < seat.since:
        raise Refused(
            _("This seat begins on {day}. It can't end before that.").format(day=said(seat.since)),
            field="until",
        )
    if seat.until is not None and seat.until <= day:
        raise Refused(
            _("This seat has ended on {day} already.").format(day=said(seat.until)), field="until"
        )
    before = _facts(seat)
    holders = dated.of(session, SeatHolder, SeatHolder.seat_id, seat.id)
    endings.cut(session, holders, day)
    endings.cut(session, session.scalars(select(Leave).where(Leave.seat_id == seat.id)).all(), day)
    _cut_seat(session, seat, day)
    after = {"until": day.isoformat()}
    trail.note_seat(session, "end", seat.id, before, after, by=by, now=now)


def _cut_seat(session: Session, seat: Seat, day: date) -> None:
    try:
        endings.cut(session, [seat], day)
    except IntegrityError as error:
        raise Refused(
            _("This seat has been used already. Please choose a later day."), field="until"
        ) from error


def refuse_begun(session: Session, seat: Seat, day: date, *, today: date) -> None:
    """Raise `Refused` where ending a seat on a day would take back who has filled it since.

    One that ends on its very first day never was, and nor were they.
    """
    if day == seat.since:
        return
    holders = dated.of(session, SeatHolder, SeatHolder.seat_id, seat.id)
    endings.refuse_begun(holders, day, today=today, name=_("Who fills this seat"))


def end_all(session: Session, body: Body, day: date, *, by: int | None, now: datetime) -> int:
    """End all seats of a body from a day on, and say how many there were.

    Raises `Refused` where one is planned to begin later.
    """
    lasting = session.scalars(select(Seat).where(Seat.body_id == body.id, Seat.not_over(day)))
    ended = list(lasting)
    if any(each.since > day for each in ended):
        later = max(each.since for each in ended)
        raise Refused(
            _("A seat here begins on {day}. Please choose a later day, or end that seat.").format(
                day=said(later)
            ),
            field="day",
        )
    for each in ended:
        end(session, each, day, by=by, now=now)
    return len(ended)


def _check(
    session: Session,
    organisation_id: int,
    body_id: int,
    span: Span,
    terms: Terms,
    *,
    but: int | None = None,
) -> None:
    own = (Seat.organisation_id == organisation_id, Seat.body_id == body_id)
    rivals = [
        each
        for each in session.scalars(select(Seat).where(*own))
        if name_key(each.title) == name_key(terms.title) and each.id != but
    ]
    dated.refuse_overlap(rivals, span, _overlap(terms))
    memberships = dated.of(session, Membership, Membership.organisation_id, organisation_id)
    refuse_beyond_membership(span, (each.span for each in memberships))


def _overlap(terms: Terms) -> str:
    if terms.title:
        return _("The partner has a seat of this title on this body then. Give another title.")
    return _("The partner has a seat on this body then. Give each a title, to tell them apart.")


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(_("The partner has this seat already."), field="since") from error


def _settle(seat: Seat, span: Span, terms: Terms) -> None:
    seat.since, seat.until = span.since, span.until
    seat.title, seat.statutory, seat.speaks_for = terms.title, terms.statutory, terms.speaks_for


def _facts(seat: Seat) -> audit.Json:
    """Give what the record keeps of a seat."""
    return {
        "organisation": seat.organisation_id,
        "body": seat.body_id,
        "title": seat.title,
        "statutory": seat.statutory,
        "speaks_for": seat.speaks_for,
        "since": seat.since.isoformat(),
        "until": seat.until.isoformat() if seat.until else None,
    }
