"""A calendar's answer without our token: it is matched as well as it can be, and only reviewed.

By UID, occurrence and address; anybody may have written it (RFC 6047, 2.2.1).
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from db import answered_times, events, mail_outcomes, mail_senders, reply_order, reviews
from db.mail_outcomes import Outcome
from db.models import Event, InboundMail, Series
from db.reply_parts import MOST_PARTS, chosen
from db.tenancy import within
from domain.replies import KINDS, CalendarMessage, Inbound, Method, Part
from domain.reviews import Waiting, Why


def take(
    session: Session,
    mail: InboundMail,
    inbound: Inbound,
    message: CalendarMessage,
    token: str,
    *,
    now: datetime,
) -> Outcome:
    """Let an answer to a series of ours wait; anything else is left alone."""
    if message.method is not Method.REPLY:
        return mail_outcomes.ignored("not obeyed")
    if token.startswith("copy-"):
        return mail_outcomes.applied("answer to a test copy")
    found = mail_senders.by_uid(session, message.uid)
    if len(found) != 1:
        return mail_outcomes.ignored("no such event")
    (series,) = found
    with within(session, series.partnership_id):
        done = [
            _part(session, series, reply_order.dated(each, mail.received_at), mail, inbound, now)
            for each in message.parts[:MOST_PARTS]
        ]
    return replace(mail_outcomes.together(done), owner_id=series.partnership_id)


def _part(
    session: Session,
    series: Series,
    part: Part,
    mail: InboundMail,
    inbound: Inbound,
    now: datetime,
) -> Outcome:
    answerer = chosen(part, inbound.sender)
    if answerer is None or answerer.partstat not in KINDS:
        return mail_outcomes.ignored("no answer")
    event = _event(session, series, part, now)
    attendee = mail_senders.attendee_of(session, series.id, answerer.address)
    waiting = Waiting(
        Why.NO_DATE if event is None else Why.NO_PROOF,
        series.id,
        attendee.id if attendee is not None else 0,
        event.id if event is not None else 0,
        answerer,
        part,
        mail.id,
    )
    reviews.put_reply(session, waiting, now=now)
    return mail_outcomes.review(waiting.why)


def _event(session: Session, series: Series, part: Part, now: datetime) -> Event | None:
    own = events.of(session, series.id)
    if series.rule is not None and part.original is not None:
        return answered_times.occurrence(series, own, part.original)
    return next(iter([*answered_times.coming_all(own, now), *own]), None)
