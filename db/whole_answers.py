"""Occurrences that are written later have what was answered for all of their series by then."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events, mail_senders, people, reply_answers
from db.mail_senders import Known
from db.models import Attendee, CalendarReply, Event, Invitation, NamedDeputy, Series
from db.reply_answers import Speaking
from domain.errors import Refused
from domain.replies import Answerer, Part, Partstat


def follow(session: Session, series: Series, added: Sequence[Event], *, now: datetime) -> int:
    """Let some new occurrences have what calendars answered for the series; say how many do."""
    if not added:
        return 0
    query = (
        select(CalendarReply, Attendee)
        .join(Attendee, Attendee.id == CalendarReply.attendee_id)
        .where(Attendee.series_id == series.id, CalendarReply.instance == "")
        .order_by(CalendarReply.stamp, CalendarReply.id)
    )
    day = events.partnership(session).day(now)
    found = [
        said
        for reply, attendee in session.execute(query).all()
        if (said := _said(session, mail_senders.known(session, attendee, day=day), reply))
    ]
    return sum(_follows(session, said, each, now) for each in added for said in found)


def _follows(session: Session, said: Speaking, event: Event, now: datetime) -> bool:
    """Record it for one occurrence; where it can't be, that one is asked as others are."""
    try:
        with session.begin_nested():
            return reply_answers.record(session, said, event, whole=True, now=now)
    except Refused:
        return False


def _said(session: Session, known: Known, reply: CalendarReply) -> Speaking | None:
    """Give what a calendar said; None for whoever does not speak for the entry any more."""
    by = known.by(reply.address_key)
    if by is None:
        return None
    deputy: tuple[str, ...] = ()
    if reply.partstat == Partstat.DELEGATED:
        deputy = tuple(filter(None, [_deputy(session, known)]))
    answerer = Answerer(reply.address_key, Partstat(reply.partstat), delegated_to=deputy)
    part = Part(sequence=reply.sequence, stamp=reply.stamp, answerers=(answerer,))
    return Speaking(known, by, answerer, part, reply.mail_id)


def _deputy(session: Session, known: Known) -> str:
    """Give the address of whom somebody sent to the series last; empty for nobody."""
    query = (
        select(NamedDeputy)
        .join(Invitation, Invitation.id == NamedDeputy.invitation_id)
        .join(Event, Event.id == Invitation.event_id)
        .where(Event.series_id == known.series.id)
        .where(NamedDeputy.named_by.in_([known.person.id, *known.keepers.values()]))
        .order_by(NamedDeputy.id.desc())
    )
    row = session.scalars(query.limit(1)).first()
    if row is None or row.person_id is None:
        return row.address or "" if row is not None else ""
    own = people.addresses(session, row.person_id)
    return own[0].address if own else ""
