"""What a recipient's calendar is told of their own coming: their answers, and deputies (iTIP)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from icalendar.enums import PARTSTAT
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from db import audiences, guest_lists, standing_in
from db.answers import lead_of, span_of
from db.models import (
    Address,
    Answer,
    Attendee,
    Event,
    Invitation,
    NamedDeputy,
    Person,
    Recipient,
    Seat,
    Series,
)
from domain import attendees
from domain.answers import Deputising, Kind
from domain.attendees import Presence
from domain.when import WallSpan

_SAYS = {
    Kind.ATTENDING: PARTSTAT.ACCEPTED,
    Kind.APOLOGIES: PARTSTAT.DECLINED,
    Kind.UNSURE: PARTSTAT.TENTATIVE,
}
_REPLIED = {
    Deputising.ASKED: PARTSTAT.NEEDS_ACTION,
    Deputising.AGREED: PARTSTAT.ACCEPTED,
    Deputising.DECLINED: PARTSTAT.DECLINED,
}

# Written once: for a hundred readers, making statements takes longer than running them.
_HELD = (
    select(Event, Recipient.asked_for)
    .join(Recipient, Recipient.event_id == Event.id)
    .where(Recipient.attendee_id == bindparam("attendee"), Recipient.withdrawn_at.is_(None))
    .order_by(Event.id)
)
_MINE = or_(
    Answer.lead_id == bindparam("person"),
    Answer.given_by == bindparam("person"),
    Invitation.person_id == bindparam("person"),
)
_ANSWERS = (
    select(Invitation, Answer, NamedDeputy)
    .join(Answer, (Answer.invitation_id == Invitation.id) & Answer.is_current)
    .join(Event, Event.id == Invitation.event_id)
    .outerjoin(NamedDeputy, NamedDeputy.id == Answer.deputy_id)
    .where(Event.series_id == bindparam("series"), Invitation.withdrawn_at.is_(None), _MINE)
    .order_by(Invitation.id)
)
_STANDS_IN = (
    select(Invitation, NamedDeputy)
    .join(Invitation, Invitation.id == NamedDeputy.invitation_id)
    .join(Event, Event.id == Invitation.event_id)
    .where(
        Event.series_id == bindparam("series"),
        NamedDeputy.person_id == bindparam("person"),
        NamedDeputy.state.in_(standing_in.ASKED),
    )
    .order_by(NamedDeputy.id)
)


class _Said(NamedTuple):
    """What was answered for one seat, or by a guest, and whom it names."""

    invitation: Invitation
    answer: Answer
    deputy: NamedDeputy | None


def of(session: Session, series: Series, attendee: Attendee) -> dict[datetime | None, Presence]:
    """Give what an attendee's calendar says of them, by when the series has each event.

    Under None stands what is alike for all of them: what the rule of a series says.
    """
    which = {"series": series.id, "person": attendee.person_id}
    said: dict[int, list[_Said]] = defaultdict(list)
    for row in session.execute(_ANSWERS, which):
        said[row[0].event_id].append(_Said(*row))
    named = {row[0].event_id: (row[0], row[1]) for row in session.execute(_STANDS_IN, which)}
    if not (said or named):
        return {}
    found: dict[datetime | None, Presence] = {}
    for event, asked_for in session.execute(_HELD, {"attendee": attendee.id}):
        own = _own(session, event, asked_for.split(","), said[event.id])
        if event.id in named:
            own = _standing_in(session, event, *named[event.id], own)
        found[event.original] = own
    alike = set(found.values())
    found[None] = alike.pop() if len(alike) == 1 else Presence()
    return found


def _own(
    session: Session, event: Event, asked_for: Sequence[str], said: Iterable[_Said]
) -> Presence:
    """Put together what somebody answered for their seats at one event, or as a guest."""
    theirs = [each for each in said if str(each.invitation.seat_id or "guest") in asked_for]
    fresh = [each for each in theirs if span_of(each.answer) == _span(event)]
    answered = [_SAYS.get(Kind(each.answer.kind)) for each in fresh]
    if PARTSTAT.ACCEPTED in answered:
        return Presence(PARTSTAT.ACCEPTED)
    for each in theirs:
        if each.deputy is not None and (sent := _sent(session, each.deputy, each in fresh)):
            return sent
    seats = [each for each in asked_for if each and not each.startswith("deputy")]
    known = [each for each in answered if each is not None]
    if not known or len(known) < len(seats):
        return Presence()
    return Presence(PARTSTAT.TENTATIVE if PARTSTAT.TENTATIVE in known else PARTSTAT.DECLINED)


def _sent(session: Session, row: NamedDeputy, fresh: bool) -> Presence | None:  # noqa: FBT001
    """Say whom a lead sends; None for who was not asked, or is in nobody's calendar."""
    replied = _REPLIED.get(Deputising(row.state))
    deputy = _known(session, row.person_id) if row.person_id is not None else None
    if replied is None or deputy is None:
        return None
    if replied is PARTSTAT.DECLINED:
        return Presence(deputy=deputy, other=replied)
    return Presence(
        PARTSTAT.DELEGATED, deputy=deputy, other=replied if fresh else PARTSTAT.NEEDS_ACTION
    )


def _standing_in(
    session: Session, event: Event, invitation: Invitation, row: NamedDeputy, own: Presence
) -> Presence:
    """Say for whom a deputy stands in, beside what they answered for seats of their own."""
    query = select(Answer).where(Answer.deputy_id == row.id, Answer.is_current)
    answer = session.scalars(query).one_or_none()
    replied = _REPLIED[Deputising(row.state)]
    if answer is not None and span_of(answer) != _span(event):
        replied = PARTSTAT.NEEDS_ACTION
    seat = session.get_one(Seat, invitation.seat_id)
    lead = lead_of(audiences.filled(session, [seat], event.begins.date())[0])
    sends = _known(session, lead) if lead is not None and answer is not None else None
    comes = own.answer if own.answer is PARTSTAT.ACCEPTED else replied
    return Presence(comes, lead=sends)


def _span(event: Event) -> WallSpan:
    return WallSpan(event.begins, event.ends, event.zone)


def _known(session: Session, person_id: int) -> attendees.Attendee | None:
    """Give somebody as calendars know them; None for who has no address that one can hold."""
    query = (
        select(Address.address, Person.name)
        .join(Person, Person.id == Address.person_id)
        .where(Address.person_id == person_id, Address.main)
    )
    row = session.execute(query).one_or_none()
    return guest_lists.attendee(*row) if row is not None else None
