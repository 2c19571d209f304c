"""What a calendar answers for somebody, recorded: for one event, an occurrence or a whole series.

Whoever is taken at their word was found before (db/calendar_replies.py); here it is what they say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import (
    answered_times,
    answering,
    answers,
    deputies,
    deputy_answers,
    events,
    mail_outcomes,
    reply_deputies,
    reply_order,
    resending,
)
from db.answering import Mine
from db.events import Shown
from db.mail_outcomes import Outcome
from db.mail_senders import Known
from db.models import Event, NamedDeputy, Recipient
from domain.answers import Deputising, Given, Kind, Source
from domain.errors import Refused
from domain.events import Say, Status
from domain.language import gettext as _
from domain.replies import KINDS, Answerer, Part


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who answers for whose entry: `by` is they themselves or who keeps their diary.

    `part` is what is said, dated; `answerer` the one of its people who says it; `before` is when
    they answered all of the series last.
    """

    known: Known
    by: int
    answerer: Answerer
    part: Part
    mail_id: int | None = None
    before: datetime | None = None

    @property
    def kind(self) -> Kind | None:
        """Give what is answered; None: nothing yet."""
        return KINDS.get(self.answerer.partstat)

    @property
    def at(self) -> datetime:
        """Give when it was answered."""
        assert self.part.stamp is not None  # noqa: S101 - it was dated
        return self.part.stamp


def take(session: Session, said: Speaking, *, now: datetime) -> Outcome:
    """Record what a calendar says, unless it is older than what is known.

    Raises `Refused` where it can't be recorded; what is known of the order is kept even so.
    """
    if said.kind is None:
        return mail_outcomes.ignored("no answer")
    series, attendee = said.known.series, said.known.attendee
    own = events.of(session, series.id)
    original = said.part.original if series.rule is not None else None
    event = answered_times.occurrence(series, own, original) if original is not None else None
    if original is not None and event is None:
        return mail_outcomes.review("no such date")
    kept = event.original if event is not None else None
    before = reply_order.of(session, attendee.id, "", said.answerer.key)
    said = replace(said, before=before.stamp if before is not None else None)
    if not reply_order.keep(
        session,
        said.known,
        kept,
        said.answerer.key,
        said.part,
        partstat=said.answerer.partstat,
        mail_id=said.mail_id,
        now=now,
    ):
        return mail_outcomes.ignored("older than what is known")
    if event is None and series.rule is not None:
        return _whole(session, said, own, now)
    return _one(session, said, event or own[0], now)


def _one(session: Session, said: Speaking, event: Event, now: datetime) -> Outcome:
    if event.status == Status.CANCELLED:
        return _told_again(session, said, event, Say.CANCELLATION, now)
    if event.begins_at <= now:
        return mail_outcomes.ignored("over")
    if not record(session, said, event, whole=False, now=now):
        return _not_asked(session, said, event, now)
    return mail_outcomes.applied(_word(said))


def _whole(session: Session, said: Speaking, own: Sequence[Event], now: datetime) -> Outcome:
    """Record it for every occurrence that is to come; one answered singly stays as it was."""
    coming = answered_times.coming(session, said.known.attendee.id, own, now)
    done = [record(session, said, each, whole=True, now=now) for each in coming]
    if any(done):
        return mail_outcomes.applied(_word(said))
    off = [each for each in own if each.begins_at > now]
    if not off:
        return mail_outcomes.ignored("over")
    if all(each.status == Status.CANCELLED for each in off):
        return _told_again(session, said, off[0], Say.CANCELLATION, now)
    return _not_asked(session, said, off[0], now)


def record(session: Session, said: Speaking, event: Event, *, whole: bool, now: datetime) -> bool:
    """Record an answer for one event; False where nobody asks its giver about it.

    Raises `Refused` where it can't be, such as for a deputy who can't be asked.
    """
    shown, person_id = Shown(event, said.known.series), said.known.person.id
    found = own(answering.kept(session, shown, person_id, now=now), person_id)
    if not found.is_asked or said.kind is None:
        return False
    if said.kind is Kind.DEPUTY:
        _send(session, said, shown, found, whole=whole, now=now)
        return True
    span = answered_times.span(event, said.part, whole=whole)
    given = Given(
        kind=said.kind,
        source=Source.CALENDAR,
        at=said.at,
        span=span,
        by=said.by,
        comment=said.part.comment,
        whole=whole,
    )
    theirs = {each.invitation_id for each in found.named}
    asked = [each.invitation for each in found.invited if each.invitation.id not in theirs]
    if asked:
        answers.give(session, event, asked, given, now=now)
    for each in found.named:
        if whole and _is_said_singly(said, each):
            continue
        deputy_answers.reply(
            session,
            each,
            said.kind,
            source=given.source,
            at=given.at,
            span=span,
            by=said.by,
            now=now,
        )
    return True


def _is_said_singly(said: Speaking, named: NamedDeputy) -> bool:
    """Say whether a deputy answered this event alone: what they say of all of them is for others.

    What they said of all of the series before is no such answer.
    """
    theirs = named.decided_by in {named.person_id, said.by} or named.state != Deputising.ASKED
    return named.decided_at is not None and theirs and named.decided_at != said.before


def own(found: Mine, person_id: int) -> Mine:
    """Leave out what somebody may answer for others: their calendar is their own."""
    invited = (
        each
        for each in found.invited
        if each.invitation.person_id == person_id
        or (each.seat is not None and person_id in each.seat.people)
    )
    named = (each for each in found.named if each.person_id == person_id)
    return Mine(tuple(invited), tuple(named))


def ids_of(found: Mine) -> set[int]:
    """Give the invitations that somebody answers for, by their ids."""
    asked = {each.invitation.id for each in found.invited}
    return asked | {each.invitation_id for each in found.named}


def _send(
    session: Session, said: Speaking, shown: Shown, found: Mine, *, whole: bool, now: datetime
) -> None:
    """Let the deputy whom a calendar names stand in, and keep what they said already."""
    address = delegate(said)
    invitations = [each.invitation for each in found.invited if each.seat is not None]
    key = address.casefold()
    said_name = next((each.name for each in said.part.answerers if each.key == key), "")
    whom = reply_deputies.whom(session, shown, invitations, address, said_name)
    named = deputies.send(
        session,
        shown,
        invitations,
        source=Source.CALENDAR,
        at=said.at,
        by=said.by,
        now=now,
        comment=said.part.comment,
        whole=whole,
        span=answered_times.span(shown.event, said.part, whole=whole),
        **whom,
    )
    reply_deputies.follow(session, said.known.attendee, shown, named, key, now=now)


def delegate(said: Speaking) -> str:
    """Give the address of whom somebody sends in their place; empty for none, or themselves."""
    me = said.answerer.key
    theirs = [
        each.address
        for each in said.part.answerers
        if me in {own.casefold() for own in each.delegated_from}
    ]
    found = [*said.answerer.delegated_to, *theirs]
    return next((each for each in found if each.casefold() not in said.known.own), "")


def _told_again(session: Session, said: Speaking, event: Event, say: Say, now: datetime) -> Outcome:
    """Tell somebody once more what their calendar has missed: an old mail was answered."""
    whose = said.known
    if not resending.again(session, whose.series, whose.attendee, say, event, now=now):
        return replace(mail_outcomes.ignored("told a moment ago"), said=say)
    return replace(mail_outcomes.applied(f"told again: {say}"), said=say)


def _not_asked(session: Session, said: Speaking, event: Event, now: datetime) -> Outcome:
    """Tell whoever is asked no more so again. Raises `Refused` for who never was."""
    was = select(Recipient.id).where(
        Recipient.event_id == event.id,
        Recipient.attendee_id == said.known.attendee.id,
        Recipient.withdrawn_at.is_not(None),
    )
    if session.scalars(was).first() is None:
        raise Refused(_("They are not asked about this event."))
    return _told_again(session, said, event, Say.WITHDRAWAL, now)


def _word(said: Speaking) -> str:
    return f"answer: {said.kind}"
