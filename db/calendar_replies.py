"""Mail that came in, applied: recorded by itself where its token proves it, else to be reviewed.

One mail is one transaction of its caller's; applied twice it changes nothing more.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from db import (
    answered_times,
    bounced,
    events,
    mail_notes,
    mail_outcomes,
    mail_senders,
    reply_parts,
    unproven_replies,
    written_lines,
)
from db.mail_outcomes import Outcome
from db.models import Attendee, Delivery, Event, InboundMail
from db.tenancy import across_partnerships, within
from domain.replies import (
    AutomaticReply,
    Bounce,
    CalendarMessage,
    Inbound,
    Nothing,
    Written,
)

__all__ = ["Outcome", "apply"]


def apply(
    session: Session, mail: InboundMail, inbound: Inbound, *, mailbox: str, now: datetime
) -> Outcome:
    """Do what a stored mail says, as it was read; gives what came of it, and whose it was.

    It finds its partnership itself. Whatever the mail holds, it raises nothing for it.
    """
    content = inbound.content
    if isinstance(content, Nothing):
        return mail_outcomes.ignored(content.why)
    with across_partnerships(session):
        if isinstance(content, CalendarMessage):
            return _calendar(session, mail, inbound, content, mailbox, now)
        return _words(session, mail, inbound, now)


def _calendar(
    session: Session,
    mail: InboundMail,
    inbound: Inbound,
    message: CalendarMessage,
    mailbox: str,
    now: datetime,
) -> Outcome:
    """Apply a calendar's message if it is proven whose it is, else let it be reviewed."""
    token = mail.token or mail_senders.token_in(message.organizer, mailbox)
    attendee = mail_senders.by_token(session, token)
    if attendee is None:
        return unproven_replies.take(session, mail, inbound, message, token, now=now)
    owner = attendee.partnership_id
    with within(session, owner):
        partnership = events.partnership(session)  # held, so that it is read once
        known = mail_senders.known(session, attendee, day=partnership.day(now))
        if known.series.uid == message.uid:
            made = reply_parts.take(session, known, message, mail, inbound.sender, now=now)
            return replace(made, owner_id=owner)
    return unproven_replies.take(session, mail, inbound, message, "", owner=owner, now=now)


def _words(session: Session, mail: InboundMail, inbound: Inbound, now: datetime) -> Outcome:
    """Note, or let be reviewed, what is no calendar's message: it is never guessed at."""
    content = inbound.content
    refers_to = inbound.refers_to
    if isinstance(content, Bounce):
        refers_to = (content.message_id,) if content.message_id else ()
    delivery = mail_senders.by_references(session, refers_to)
    attendee = mail_senders.by_token(session, mail.token or "")
    if delivery is None and attendee is None:
        return mail_outcomes.ignored("about nothing of ours")
    owner = delivery.partnership_id if delivery is not None else attendee.partnership_id  # type: ignore[union-attr]
    with within(session, owner):
        if isinstance(content, Bounce):
            done = bounced.take(session, delivery, content, now=now) if delivery else _NO_BOUNCE
            return replace(done, owner_id=owner)
        return replace(_about(session, mail, inbound, delivery, attendee, now), owner_id=owner)


_NO_BOUNCE = mail_outcomes.ignored("bounce of nothing known")


def _about(
    session: Session,
    mail: InboundMail,
    inbound: Inbound,
    delivery: Delivery | None,
    attendee: Attendee | None,
    now: datetime,
) -> Outcome:
    """Note what came about an event: a machine's reply, or a person's words to be read."""
    if attendee is None and delivery is not None:
        attendee = mail_senders.by_delivery(session, delivery)
    event = _event(session, attendee, delivery, now) if attendee is not None else None
    if attendee is None or event is None:
        return mail_outcomes.ignored("about no event to come")
    if isinstance(inbound.content, AutomaticReply):
        mail_notes.note(session, attendee, event, mail_notes.AUTOMATIC, now=now)
        return mail_outcomes.applied("automatic reply")
    assert isinstance(inbound.content, Written)  # noqa: S101 - the others were taken before
    sender = (inbound.sender or mail.sender, inbound.sender_name)
    written_lines.put(
        session,
        mail,
        attendee_id=attendee.id,
        event=event,
        sender=sender,
        text=inbound.content.text,
        now=now,
    )
    return mail_outcomes.review("words")


def _event(
    session: Session, attendee: Attendee, delivery: Delivery | None, now: datetime
) -> Event | None:
    """Give the event that a mail of ours was about, or the next that somebody is asked about."""
    own = events.of(session, attendee.series_id)
    about = delivery.subject.get("event") if delivery is not None else None
    named = [each for each in own if each.id == about]
    coming: list[Event] = answered_times.coming(session, attendee.id, own, now)
    return next(iter([*named, *coming]), None)
