"""A proven calendar message, part by part: who says what for whom, and what is done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db import (
    answered_times,
    events,
    mail_notes,
    mail_outcomes,
    mail_senders,
    reply_answers,
    reply_deputies,
    reply_order,
    resending,
    reviews,
)
from db.mail_outcomes import Outcome
from db.mail_senders import Known
from db.models import Event, InboundMail
from db.reply_answers import Speaking
from domain.errors import Refused
from domain.events import Say, Status
from domain.replies import (
    KINDS,
    Answerer,
    CalendarMessage,
    Method,
    Part,
    Partstat,
)
from domain.reviews import Proof, Waiting, Why
from domain.when import WallSpan

MOST_PARTS = 60
"""Occurrences that one message answers: a series of a year has fewer."""


@dataclass(frozen=True, slots=True)
class _Mailed:
    """A part of a message as it came: on whose entry, by whom, and when."""

    known: Known
    part: Part
    mail_id: int
    sender: str


def take(
    session: Session,
    known: Known,
    message: CalendarMessage,
    mail: InboundMail,
    sender: str,
    *,
    now: datetime,
) -> Outcome:
    """Do what each part of a message says; what can't be recorded waits for a coordinator."""
    does: dict[Method, Callable[[Session, _Mailed, datetime], Outcome]] = {
        Method.REPLY: _reply,
        Method.COUNTER: _counter,
        Method.REFRESH: _refresh,
    }
    do = does.get(message.method, _not_obeyed)
    outcomes = []
    for part in message.parts[:MOST_PARTS]:
        dated = reply_order.dated(part, mail.received_at)
        outcomes.append(do(session, _Mailed(known, dated, mail.id, sender), now))
    return mail_outcomes.together(outcomes)


def _reply(session: Session, mailed: _Mailed, now: datetime) -> Outcome:
    known, part = mailed.known, mailed.part
    deputy = next((each for each in part.answerers if is_deputy(known, each)), None)
    if deputy is not None:
        return _of_deputy(session, mailed, deputy, now)
    answerer = _speaker(known, part)
    if answerer is None:
        return _of_stranger(session, mailed, now)
    by = (known.by(answerer.sent_by) if answerer.sent_by else None) or known.by(answerer.address)
    said = Speaking(known, by or known.person.id, answerer, part, mailed.mail_id)
    return _tried(
        session, mailed, answerer, lambda: reply_answers.take(session, said, now=now), now
    )


def is_deputy(known: Known, answerer: Answerer) -> bool:
    """Say whether an attendee answers as a deputy of whom the entry belongs to."""
    sent = any(each.casefold() in known.own for each in answerer.delegated_from)
    answers = answerer.partstat in KINDS and answerer.partstat is not Partstat.DELEGATED
    return sent and answers and answerer.key not in known.own


def _of_deputy(session: Session, mailed: _Mailed, deputy: Answerer, now: datetime) -> Outcome:
    known, part = mailed.known, mailed.part

    def do() -> Outcome:
        return reply_deputies.take(session, known, deputy, part, mail_id=mailed.mail_id, now=now)

    made = _tried(session, mailed, deputy, do, now)
    if made == mail_outcomes.review("deputy"):
        reviews.put_reply(session, _waiting(session, mailed, deputy, Why.DEPUTY), now=now)
    return made


def _speaker(known: Known, part: Part) -> Answerer | None:
    """Give who of a message's people speaks for the entry: its owner before who keeps the diary."""
    own = [each for each in part.answerers if each.key in known.own]
    keepers = [each for each in part.answerers if each.key in known.keepers]
    return next(iter([*own, *keepers]), None)


def _of_stranger(session: Session, mailed: _Mailed, now: datetime) -> Outcome:
    """Let an answer wait that came through somebody's own address, from another one."""
    known, part = mailed.known, mailed.part
    answerer = chosen(part, mailed.sender)
    if answerer is None or answerer.partstat not in KINDS:
        return mail_outcomes.ignored("no answer")
    other = mail_senders.attendee_of(session, known.series.id, answerer.address)
    why = Why.ALIAS if other is None else Why.OTHER
    reviews.put_reply(session, _waiting(session, mailed, answerer, why), now=now)
    return mail_outcomes.review(why)


def chosen(part: Part, sender: str) -> Answerer | None:
    """Give whose answer a part is, of several that of who sent it."""
    own = [each for each in part.answerers if each.key == sender.casefold()]
    return next(iter([*own, *part.answerers]), None)


def _tried(
    session: Session,
    mailed: _Mailed,
    answerer: Answerer,
    do: Callable[[], Outcome],
    now: datetime,
) -> Outcome:
    """Do it, or leave everything as it was and let it wait, with the sentence that refused it."""
    try:
        with session.begin_nested():
            made = do()
    except Refused as no:
        waiting = _waiting(session, mailed, answerer, Why.REFUSED, no.sentence)
        reviews.put_reply(session, waiting, now=now)
        return mail_outcomes.review(Why.REFUSED)
    if made == mail_outcomes.review("no such date"):
        reviews.put_reply(session, _waiting(session, mailed, answerer, Why.NO_DATE), now=now)
    return made


def _waiting(
    session: Session, mailed: _Mailed, answerer: Answerer, why: Why, sentence: str = ""
) -> Waiting:
    series = mailed.known.series
    event = _event(session, mailed) or answered_times.shown_for(session, series, mailed.part)
    return Waiting(
        why,
        series.id,
        mailed.known.attendee.id,
        event.id,
        answerer,
        mailed.part,
        mailed.mail_id,
        sentence,
        Proof.OURS,
    )


def _event(session: Session, mailed: _Mailed) -> Event | None:
    """Give the event that a part is about: an occurrence, or the next of its series."""
    series, original = mailed.known.series, mailed.part.original
    own = events.of(session, series.id)
    if series.rule is None:
        return own[0]
    if original is not None:
        return answered_times.occurrence(series, own, original)
    return answered_times.shown_for(session, series, mailed.part)


def _counter(session: Session, mailed: _Mailed, now: datetime) -> Outcome:
    """Let another time that is proposed wait for a coordinator, as that of who proposes it."""
    event, part = _event(session, mailed), mailed.part
    who = _proposer(mailed)
    if event is None or event.status != Status.SCHEDULED or event.begins_at <= now:
        return mail_outcomes.ignored("proposal for what is not to come")
    if part.begins is None:
        return mail_outcomes.ignored("proposal without a time")
    now_so = events.span_of(event)
    begins = answered_times.wall(part.begins, event.zone)
    ends = answered_times.wall(part.ends, event.zone) if part.ends else begins + now_so.lasts
    if ends <= begins or WallSpan(begins, ends, event.zone) == now_so:
        return mail_outcomes.ignored("proposal of no other time")
    is_known = who is None or mailed.known.by(who.address) is not None
    put = reviews.put_proposal(
        session,
        mailed.known.attendee.id,
        event,
        part,
        (begins, ends),
        mail_id=mailed.mail_id,
        stranger=None if is_known else who,
        now=now,
    )
    return mail_outcomes.review("proposal") if put else mail_outcomes.ignored("too many proposals")


def _proposer(mailed: _Mailed) -> Answerer | None:
    """Give who proposes: who sent it, else whose entry it is of; None where it doesn't say."""
    part, sender = mailed.part, mailed.sender
    named = next((each for each in part.answerers if each.key == sender.casefold()), None)
    found = named or _speaker(mailed.known, part) or next(iter(part.answerers), None)
    return found or (Answerer(sender) if sender else None)


def _refresh(session: Session, mailed: _Mailed, now: datetime) -> Outcome:
    """Send the invitation again, to those only who are asked (RFC 5546, 6.1.6)."""
    known = mailed.known
    own = events.of(session, known.series.id)
    coming = answered_times.coming(session, known.attendee.id, own, now)
    if not coming:
        return mail_outcomes.ignored("asked about nothing")
    if not resending.again(
        session, known.series, known.attendee, Say.INVITATION, coming[0], now=now
    ):
        return mail_outcomes.ignored("told a moment ago")
    return mail_outcomes.applied("sent again")


def _not_obeyed(session: Session, mailed: _Mailed, now: datetime) -> Outcome:
    """Note that somebody's calendar tried what is the organiser's alone."""
    event = _event(session, mailed)
    if event is not None:
        mail_notes.note(session, mailed.known.attendee, event, mail_notes.NOT_OBEYED, now=now)
    return mail_outcomes.ignored("not obeyed")
