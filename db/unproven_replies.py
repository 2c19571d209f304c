"""A calendar's answer without our token: it is matched as well as it can be, and only reviewed.

By UID, occurrence and address; anybody may have written it (RFC 6047, 2.2.1).
"""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from db import answered_times, events, mail_outcomes, mail_senders, reply_order, reviews
from db.mail_outcomes import Outcome
from db.models import Event, InboundMail, Person, Series
from db.reply_parts import MOST_PARTS, chosen
from db.tenancy import within
from domain.replies import KINDS, CalendarMessage, Inbound, Method, Part
from domain.reviews import Proof, Waiting, Why

MOST_OWNERS = 5
"""Partnerships at which an answer waits whose sender they know, where its event is none of ours."""


def take(
    session: Session,
    mail: InboundMail,
    inbound: Inbound,
    message: CalendarMessage,
    token: str,
    *,
    owner: int | None = None,
    now: datetime,
) -> Outcome:
    """Let an answer wait, as far as it can be told whose it is; anything else is left alone.

    `owner` is the partnership whose address it came to, where only the event is another.
    """
    if message.method is not Method.REPLY:
        return mail_outcomes.ignored("not obeyed")
    if (copied := _of_copy(token)) is not None:
        return _copy(session, mail, message, copied, now)
    found = mail_senders.by_uid(session, message.uid)
    if not found:
        return _unmatched(session, mail, inbound, message, owner, now)
    if len(found) > 1:
        return mail_outcomes.ignored("event of several partnerships")
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
    found = _event(session, series, part, now)
    event = found or answered_times.shown_for(session, series, part)
    attendee = mail_senders.attendee_of(session, series.id, answerer.address)
    waiting = Waiting(
        Why.NO_PROOF if found is not None else Why.NO_DATE,
        series.id,
        attendee.id if attendee is not None else 0,
        event.id,
        answerer,
        part,
        mail.id,
    )
    reviews.put_reply(session, waiting, now=now)
    return mail_outcomes.review(waiting.why)


def _unmatched(
    session: Session,
    mail: InboundMail,
    inbound: Inbound,
    message: CalendarMessage,
    owner: int | None,
    now: datetime,
) -> Outcome:
    """Let an answer wait whose event is none of ours, with each partnership that knows its sender.

    Where nobody does, and several may be meant, it is left to the operator.
    """
    part = reply_order.dated(message.parts[0], mail.received_at)
    who = chosen(part, inbound.sender)
    if who is None or who.partstat not in KINDS:
        return mail_outcomes.ignored("no answer")
    owners = [owner] if owner is not None else mail_senders.partnerships_of(session, who.address)
    if not owners:
        return mail_outcomes.ignored(mail_outcomes.NOBODYS)
    said = Part(stamp=part.stamp, comment=part.comment)
    waiting = Waiting(Why.UNMATCHED, 0, 0, 0, who, said, mail.id, uid=message.uid)
    for each in owners[:MOST_OWNERS]:
        with within(session, each):
            reviews.put_reply(session, waiting, now=now)
    return replace(mail_outcomes.review(Why.UNMATCHED), owner_id=owners[0])


def _event(session: Session, series: Series, part: Part, now: datetime) -> Event | None:
    own = events.of(session, series.id)
    if series.rule is not None and part.original is not None:
        return answered_times.occurrence(series, own, part.original)
    return next(iter([*answered_times.coming_all(own, now), *own]), None)


_COPY = re.compile(r"copy-(\d{1,18})-(\d{1,18})")


def _of_copy(token: str) -> tuple[int, int] | None:
    """Give the series and the person of a test copy's token (db/calendar_drafts.py)."""
    found = _COPY.fullmatch(token)
    return (int(found[1]), int(found[2])) if found else None


def _copy(
    session: Session,
    mail: InboundMail,
    message: CalendarMessage,
    copied: tuple[int, int],
    now: datetime,
) -> Outcome:
    """Show that the answer to a test copy has arrived: anybody could write one, nothing follows."""
    series, person = session.get(Series, copied[0]), session.get(Person, copied[1])
    if series is None or person is None or series.partnership_id != person.partnership_id:
        return mail_outcomes.ignored("copy of nothing known")
    with within(session, series.partnership_id):
        own = mail_senders.addresses_of(session, {person.id})
        part = reply_order.dated(message.parts[0], mail.received_at)
        who = next((each for each in part.answerers if each.key in own), None)
        event = _event(session, series, Part(), now)
        if who is None or event is None:
            return mail_outcomes.ignored("copy of somebody else's")
        said = replace(part, original=None)
        waiting = Waiting(Why.COPY, series.id, 0, event.id, who, said, mail.id, proof=Proof.COPY)
        reviews.put_reply(session, waiting, now=now)
    return replace(mail_outcomes.applied("test copy"), owner_id=series.partnership_id)
