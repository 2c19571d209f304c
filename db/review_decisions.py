"""What a coordinator decides about mail on the review list, done as if it had been proven.

Each raises `Refused` where it can't be, and then the line stays as it was.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db import (
    answering,
    deputies,
    event_changes,
    events,
    mail_senders,
    people,
    reply_answers,
    reply_deputies,
    reply_parts,
    resending,
)
from db.audience_items import Choice
from db.events import Shown
from db.mail_outcomes import APPLIED
from db.models import Attendee, Event, Person, Series, WorklistItem
from db.reply_answers import Speaking
from domain.answers import Kind, Source
from domain.errors import Refused
from domain.events import Among, Say, Status
from domain.language import gettext as _
from domain.replies import Answerer, Partstat
from domain.reviews import Waiting, Why


@dataclass(frozen=True, slots=True)
class Decided:
    """Whose answer was decided about; `said` is what they were told instead of recording it."""

    person: Person
    said: Say | None = None


def record(session: Session, waiting: Waiting, *, now: datetime) -> Decided:
    """Record an answer as that of whom its address belongs to.

    One to what is off, or to somebody who is asked no more, is told so again: nothing changes.
    """
    attendee = _entry(session, waiting)
    known = mail_senders.known(session, attendee, day=_day(session, now))
    who, mail_id = waiting.answerer, waiting.mail_id or None
    if reply_parts.is_deputy(known, who):
        made = reply_deputies.take(session, known, who, waiting.part, mail_id=mail_id, now=now)
        person = people.by_address(session, who.address) or known.person
    elif (by := known.by(who.address)) is not None:
        said = Speaking(known, by, who, waiting.part, mail_id)
        made, person = reply_answers.take(session, said, now=now), known.person
    else:
        raise Refused(_("I don't know whose answer this is. Please press Ignore."))
    if made.state != APPLIED and made.said is None:
        raise Refused(
            _("There is nothing to record any more: something newer is known, or it is over.")
        )
    return Decided(person, made.said)


def also_known(
    session: Session, waiting: Waiting, attendee_id: int, *, by: int | None, now: datetime
) -> Decided:
    """Add an address to whom an entry of the series belongs to, and record the answer as theirs."""
    attendee = _attendee(session, attendee_id)
    if attendee.series_id != waiting.series_id:
        raise Refused(_("They are not asked about this event."))
    person = session.get_one(Person, attendee.person_id)
    return _known_as(session, person, waiting, by=by, now=now)


def _known_as(
    session: Session, person: Person, waiting: Waiting, *, by: int | None, now: datetime
) -> Decided:
    people.add_address(session, person, waiting.answerer.address, main=False, by=by, now=now)
    attendee = mail_senders.attendee_of(session, waiting.series_id, waiting.answerer.address)
    if attendee is None:
        said = _("{name} is not asked about this event.").format(name=person.name)
        raise Refused(said, field="person")
    return record(session, replace(waiting, attendee_id=attendee.id), now=now)


def is_person(
    session: Session, waiting: Waiting, person: Person, *, by: int | None, now: datetime
) -> Decided | None:
    """Add an address to whom it is, and record the answer as theirs.

    None where its event is none of ours, so that it still has to be said which one is meant.
    """
    if waiting.why is Why.UNMATCHED:
        people.add_address(session, person, waiting.answerer.address, main=False, by=by, now=now)
        return None
    return _known_as(session, person, waiting, by=by, now=now)


def of_event(session: Session, waiting: Waiting, event_id: int, *, now: datetime) -> Decided:
    """Record an answer for an event that a coordinator says is meant, of an unknown version."""
    shown = events.by_id(session, event_id)
    if shown is None or shown.event.status != Status.SCHEDULED:
        raise Refused(_("This event is not to come any more. Please choose another."))
    series, event = shown.series, shown.event
    attendee = mail_senders.attendee_of(session, series.id, waiting.answerer.address)
    if attendee is None:
        raise Refused(_("They are not asked about this event."))
    original = event.original if series.rule is not None else None
    part = replace(waiting.part, original=original, sequence=None)
    theirs = replace(waiting, part=part, series_id=series.id, attendee_id=attendee.id)
    return record(session, theirs, now=now)


def as_guest(session: Session, waiting: Waiting, *, by: int | None, now: datetime) -> Decided:
    """Ask whoever answered as a guest, and record their answer."""
    series, who = _series(session, waiting.series_id), waiting.answerer
    person = people.by_address(session, who.address)
    if person is None:
        name = who.name or reply_deputies.name_of(who.address)
        person = people.add(session, name=name, address=who.address, by=by, now=now)
    only_one = series.rule is not None and waiting.part.original is not None
    event = session.get(Event, waiting.event_id) if only_one else None
    whom = [Choice(Among.GUEST, person.id)]
    event_changes.add_guests(session, series, whom, event=event, by=by, now=now)
    attendee = mail_senders.attendee_of(session, series.id, who.address)
    if attendee is None:
        raise Refused(_("Nothing of this is to come, so nobody can be asked."))
    return record(session, replace(waiting, attendee_id=attendee.id), now=now)


def as_deputy(session: Session, waiting: Waiting, *, now: datetime) -> Decided:
    """Let whoever answered stand in for whom the entry belongs to, and keep what they said."""
    attendee, deputy = _attendee(session, waiting.attendee_id), waiting.answerer
    known = mail_senders.known(session, attendee, day=_day(session, now))
    own = people.addresses(session, known.person.id)
    sender = Answerer(
        own[0].address if own else "",
        Partstat.DELEGATED,
        delegated_to=(deputy.address,),
    )
    part = replace(waiting.part, answerers=(deputy,))
    said = Speaking(known, known.person.id, sender, part, waiting.mail_id or None)
    made = reply_answers.take(session, said, now=now)
    if made.state != APPLIED and made.said is None:
        raise Refused(_("Something newer is known of this, so nothing was changed."))
    return Decided(known.person, made.said)


def meant(
    session: Session,
    row: WorklistItem,
    kind: Kind,
    *,
    deputy: tuple[str, str] = ("", ""),
    now: datetime,
) -> Person:
    """Record what a coordinator read in somebody's words; `deputy` is a name and an address."""
    attendee = _attendee(session, int(row.facts["attendee"]))
    shown = shown_of(session, row)
    person = session.get_one(Person, attendee.person_id)
    found = reply_answers.own(answering.kept(session, shown, person.id, now=now), person.id)
    if not found.is_asked:
        raise Refused(_("They are no longer asked about this event."))
    at = datetime.fromisoformat(str(row.facts["at"]))
    given: dict[str, Any] = {"source": Source.COORDINATOR, "at": at, "now": now}
    if kind is Kind.DEPUTY:
        name, address = deputy
        invitations = [each.invitation for each in found.invited]
        given |= {"name": name, "address": address, "by": person.id}
        deputies.send(session, shown, invitations, **given)
        return person
    answering.answer(
        session,
        shown,
        person.id,
        kind,
        span=events.span_of(shown.event),
        only=reply_answers.ids_of(found),
        **given,
    )
    return person


def keep_time(session: Session, row: WorklistItem, *, now: datetime) -> Person:
    """Decline another time that somebody proposed; their calendar is told so."""
    attendee = _attendee(session, int(row.facts["attendee"]))
    if row.facts.get("address"):
        raise Refused(_("Nobody of ours proposed this. Please press Ignore."))
    event = shown_of(session, row).event
    resending.decline(session, attendee, event, sequence=int(row.facts["sequence"]), now=now)
    return session.get_one(Person, attendee.person_id)


def shown_of(session: Session, row: WorklistItem) -> Shown:
    """Give the event that a line is about. `Refused` where it is not to come."""
    shown = events.by_id(session, int(row.facts["event"]))
    if shown is None or shown.event.status != Status.SCHEDULED:
        raise Refused(_("This event is not to come any more. Please press Done."))
    return shown


def _entry(session: Session, waiting: Waiting) -> Attendee:
    """Give the entry that an answer is recorded on: its address's own where it has one."""
    if waiting.why is Why.OTHER:
        own = mail_senders.attendee_of(session, waiting.series_id, waiting.answerer.address)
        if own is not None:
            return own
    return _attendee(session, waiting.attendee_id)


def _attendee(session: Session, attendee_id: int) -> Attendee:
    found = session.get(Attendee, attendee_id)
    if found is None:
        raise Refused(_("I don't know whose answer this is. Please press Ignore."))
    return found


def _series(session: Session, series_id: int) -> Series:
    series = events.locked(session, series_id)
    if series is None or series.cancelled_at is not None:
        raise Refused(_("This event is not to come any more. Please press Ignore."))
    return series


def _day(session: Session, now: datetime) -> date:
    return events.partnership(session).day(now)
