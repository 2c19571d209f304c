"""Who fills a seat from a day on: a lead, one at a time, and standing deputies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import dated, endings, trail
from db.models import Person, Seat, SeatHolder
from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.seats import Part, within_seat
from domain.spans import Span, read_span


@dataclass(frozen=True, slots=True)
class Appointed:
    """Somebody who was appointed, who led before them, and whether they were a deputy there."""

    holder: SeatHolder
    before: SeatHolder | None
    was_deputy: bool


def appoint(
    session: Session,
    seat: Seat,
    person: Person,
    part: Part,
    *,
    since: date,
    until: date | None = None,
    by: int | None,
    now: datetime,
) -> Appointed:
    """Let a person fill a seat from a day on: a new lead takes the place of the one before.

    Without `until` it lasts until the next lead who is known, or as long as the seat. Whoever
    leads is no deputy there any more. Raises `Refused` for days outside the seat's, and where the
    person fills it already.
    """
    read_span(since, until)
    span = within_seat(since, until, seat.span)
    known = dated.of(session, SeatHolder, SeatHolder.seat_id, seat.id)
    new = SeatHolder(seat_id=seat.id, person_id=person.id, part=part, since=since, until=span.until)
    try:
        if part is Part.LEAD:
            new.until = until
            done = _lead(session, new, known, person, seat)
        else:
            done = _deputise(session, new, known, person)
    except IntegrityError as error:
        raise Refused(_("Somebody else has just changed this seat. Please look again.")) from error
    after = {"person": person.id, "since": since.isoformat(), "until": _day(new.until)}
    before = {"person": done.before.person_id} if done.before else None
    trail.note_seat(session, f"appoint {part}", seat.id, before, after, by=by, now=now)
    return done


def _lead(
    session: Session, new: SeatHolder, known: Sequence[SeatHolder], person: Person, seat: Seat
) -> Appointed:
    leads = [each for each in known if each.part == Part.LEAD]
    if any(each.person_id == person.id and each.span.holds(new.since) for each in leads):
        raise Refused(
            _("{name} leads this seat on {day} already.").format(
                name=person.name, day=said(new.since)
            ),
            field="person",
        )
    deputising = [
        each for each in known if each.person_id == person.id and each.part == Part.DEPUTY
    ]
    was_deputy = bool(endings.cut(session, deputising, new.since))
    if new.until is None and not any(each.since > new.since for each in leads):
        new.until = seat.until
    before = next((each for each in leads if each.span.holds(new.since)), None)
    _remember(new, before, leads)
    dated.follow(session, leads, new, new.since)
    return Appointed(new, before, was_deputy)


def _remember(new: SeatHolder, before: SeatHolder | None, leads: Sequence[SeatHolder]) -> None:
    """Keep on each lead whether it cuts another short, and until when that one was to lead."""
    following = _next(leads, new.since)
    if before is not None and before.since == new.since:
        new.cuts_short, new.cut_until = before.cuts_short, before.cut_until
    elif before is not None:
        cut = following is not None and following.cuts_short and before.until == following.since
        new.cuts_short = True
        new.cut_until = following.cut_until if following and cut else before.until
    if following is not None:
        following.cuts_short, following.cut_until = new.until is None, None


def _next(leads: Sequence[SeatHolder], day: date) -> SeatHolder | None:
    """Give the first lead who begins after a day."""
    later = [each for each in leads if each.since > day]
    return min(later, key=lambda each: each.since, default=None)


def _deputise(
    session: Session, new: SeatHolder, known: Sequence[SeatHolder], person: Person
) -> Appointed:
    for each in known:
        if each.person_id == person.id and each.span.overlaps(new.span):
            raise Refused(_fills_it(person, each.span, Part(each.part)), field="person")
    session.add(new)
    session.flush()
    return Appointed(new, None, was_deputy=False)


def _fills_it(person: Person, span: Span, part: Part) -> str:
    name, since = person.name, said(span.since)
    if part is Part.LEAD:
        return _("{name} leads this seat from {day}, and can't deputise as well.").format(
            name=name, day=since
        )
    return _("{name} is a standing deputy here from {day} already.").format(name=name, day=since)


def vacate(session: Session, seat: Seat, since: date, *, by: int | None, now: datetime) -> None:
    """Leave a seat without a lead from a day on. Raises `Refused` where nobody leads it then."""
    leads = [
        each
        for each in dated.of(session, SeatHolder, SeatHolder.seat_id, seat.id)
        if each.part == Part.LEAD
    ]
    before = next((each for each in leads if each.span.holds(since)), None)
    if before is None:
        raise Refused(_("Nobody leads this seat on {day}.").format(day=said(since)), field="since")
    dated.follow(session, leads, None, since)
    was, after = {"person": before.person_id}, {"since": since.isoformat()}
    trail.note_seat(session, "vacate", seat.id, was, after, by=by, now=now)


def dismiss(
    session: Session, holder: SeatHolder, day: date, *, today: date, by: int | None, now: datetime
) -> None:
    """Let somebody fill a seat no more from a day on; one who would begin then never will.

    An end that is still to come may be moved, up to whoever follows and to the seat's own end.
    """
    if holder.until is not None and day > holder.until:
        _refuse_after_seat(session, holder, day)
    endings.end(
        session,
        holder,
        day,
        others=_rivals(session, holder),
        today=today,
        name=session.get_one(Person, holder.person_id).name,
    )
    was, after = {"person": holder.person_id}, {"until": day.isoformat()}
    trail.note_seat(session, f"end {holder.part}", holder.seat_id, was, after, by=by, now=now)


def _refuse_after_seat(session: Session, holder: SeatHolder, day: date) -> None:
    last = session.get_one(Seat, holder.seat_id).until
    if last is not None and day > last:
        raise Refused(
            _("The seat ends on {day}. Please choose that day or an earlier one.").format(
                day=said(last)
            ),
            field="until",
        )


def _rivals(session: Session, holder: SeatHolder) -> list[SeatHolder]:
    """List who can't fill the seat at once with somebody: other leads, or the same deputy."""
    known = dated.of(session, SeatHolder, SeatHolder.seat_id, holder.seat_id)
    lead = holder.part == Part.LEAD
    return [
        each
        for each in known
        if each.id != holder.id
        and ((lead and each.part == Part.LEAD) or each.person_id == holder.person_id)
    ]


def take_back(session: Session, holder: SeatHolder, *, by: int | None, now: datetime) -> None:
    """Take back somebody who has not begun: the lead whom they would cut short goes on.

    Who was to end on that day anyway does so: the vacancy that was decided stays.
    """
    known = dated.of(session, SeatHolder, SeatHolder.seat_id, holder.seat_id)
    session.delete(holder)
    session.flush()
    if holder.part == Part.LEAD and holder.cuts_short:
        _go_on(session, holder, [each for each in known if each.part == Part.LEAD])
    was = {"person": holder.person_id, "since": holder.since.isoformat()}
    verb = f"take back {holder.part}"
    trail.note_seat(session, verb, holder.seat_id, was, {}, by=by, now=now)


def _go_on(session: Session, gone: SeatHolder, leads: Sequence[SeatHolder]) -> None:
    """Let the lead who was cut short go on as was planned: until the next, or the seat's end."""
    before = next((each for each in leads if each.until == gone.since), None)
    if before is None:
        return
    after, last = _next(leads, gone.since), session.get_one(Seat, gone.seat_id).until
    ends = (gone.cut_until, last, after.since if after is not None else None)
    before.until = min((each for each in ends if each is not None), default=None)
    if after is not None:
        after.cuts_short = before.until == after.since != gone.cut_until
        after.cut_until = gone.cut_until
    session.flush()


def holder(session: Session, holder_id: int) -> SeatHolder | None:
    """Find by its id that somebody fills a seat."""
    return session.scalars(select(SeatHolder).where(SeatHolder.id == holder_id)).one_or_none()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
