"""Who is invited is made what the audience says, and everybody it concerns gets one message.

`settle` is called after every change, in its transaction: it compares who should be asked with who
was, and plans what each of them must hear. Messages are rendered when they are first claimed, from
what holds then; so an invitation that has not left yet says the new time by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import (
    asked_before,
    audiences,
    called_back,
    events,
    recipients,
    rehearsal_copies,
    reminder_rows,
    streams,
)
from db.knowing import Knowing
from db.models import Attendee, Delivery, Event, Person, Round, Series
from db.owed import Message
from db.recipients import Part
from domain.events import AT_ONCE, Say, Status, What

STOPPABLE = timedelta(minutes=2)
"""How long a send to many waits, and can be stopped."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a series or one of its events, and who said so.

    `event` is the one occurrence it is about, None: all of it; `off` are events that were
    cancelled with it, `added` those that its rule had and were written now, after the one that was
    `last` so far; some people were asked to one of them `alone`. `stopped` is the round that a
    stop was of. `undo` is what a stop puts back; `quiet`: people know of it from elsewhere, and
    hear nothing.
    """

    what: What
    by: int | None = None
    event: Event | None = None
    off: tuple[Event, ...] = ()
    added: frozenset[int] = frozenset()
    last: int | None = None
    alone: frozenset[int] = frozenset()
    stopped: Round | None = None
    reason: str | None = None
    undo: dict[str, Any] = field(default_factory=dict)
    quiet: bool = False

    @property
    def follows_register(self) -> bool:
        """Say whether nobody did something about the event: the register changed, or time went."""
        done = self.undo.keys() - {"asked", "was"}
        by_itself = {What.EXTENSION, What.DEPUTY}
        return self.what in by_itself or (self.what is What.AUDIENCE and not done)

    @property
    def touched(self) -> set[int]:
        """Give the events whose time or text it changed, by their ids; empty: it can't be said."""
        return {each["event"] for name in ("events", "said") for each in self.undo.get(name, ())}


def settle(session: Session, series: Series, change: Change, *, now: datetime) -> Round | None:
    """Make who is invited what the audience says, and plan what people must hear of a change.

    Gives the round of messages; None where nobody need hear anything. Only scheduled events that
    have not begun are looked at, and those that were called `off`.
    """
    own = events.of(session, series.id)
    open_events = [each for each in own if each.status == Status.SCHEDULED and each.begins_at > now]
    asked = audiences.resolve(session, series, open_events)
    if change.what is What.INVITATION:
        audiences.refuse_empty(asked)
    recipients.keep_invitations(session, asked, now)
    people = recipients.keep(session, series, asked, change.off, now)
    reminder_rows.keep(session, series, now=now)
    stopped, knowing = called_back.read(session, change.stopped), Knowing(series, own)
    found = [
        (each, say)
        for each in people
        if not stopped.left_as_it_is(each, knowing)
        if (say := _saying(each, change, series) or stopped.owes(each))
    ]
    sayings = _to_real_people(session, series, found)
    if change.quiet or not sayings:
        return None
    noted = asked_before.noted(series, change.what, change.undo, people)
    change = replace(change, undo=noted)
    _raise(series, change, sayings, now)
    messages = [_message(each, say, change, knowing, series) for each, say in sayings]
    return _tell(session, series, change, messages, open_events, now)


def _tell(
    session: Session,
    series: Series,
    change: Change,
    messages: Sequence[Message],
    open_events: Sequence[Event],
    now: datetime,
) -> Round | None:
    """Plan what each must hear as one round; None where it was never said to anybody."""
    round_ = _round(session, series, change, len(messages), now)
    undo = streams.plan(session, series, round_, messages, open_events, now=now)
    round_.undo = {**change.undo, **undo}
    session.flush()
    round_.people = _counted(session, round_)
    if not round_.people:  # what waited was withdrawn, and nobody knew of it
        session.delete(round_)
        session.flush()
        return None
    if not change.follows_register:
        owner = events.partnership(session)
        rehearsal_copies.plan(session, owner, series, by=change.by, now=now)
    return round_


def _counted(session: Session, round_: Round) -> int:
    """Count the people whom the messages of a round are for, or one for a channel alone."""
    query = select(func.count(Delivery.person_id.distinct()), func.count(Delivery.id))
    people, all_of_it = session.execute(query.where(Delivery.round_id == round_.id)).one()
    return people or min(all_of_it, 1)


def _raise(
    series: Series, change: Change, sayings: Sequence[tuple[Part, Say]], now: datetime
) -> None:
    """Raise SEQUENCE where somebody's entry must be outdone and the change has not raised it.

    A text that is new for those who see a list of guests is a new revision.
    """
    raised = change.what in {What.MOVE, What.CANCELLATION, What.CALENDAR} or change.off
    outdone = any(_is_outdone(who, say, change) for who, say in sayings)
    listed = not series.hide_guests and any(say is not Say.UPDATE for _who, say in sayings)
    if outdone and not raised:
        series.sequence += 1
    if listed or (outdone and not raised):
        series.revision += 1
        series.changed_at = now


def _is_outdone(who: Part, say: Say, change: Change) -> bool:
    """Say whether a message takes away or replaces what somebody's calendar has."""
    if say is Say.INVITATION:
        return who.attendee.messages > 0
    if say is Say.UPDATE:
        return who.before != who.after or change.what is What.EXTENSION
    return True


def _to_real_people(
    session: Session, series: Series, sayings: Sequence[tuple[Part, Say]]
) -> list[tuple[Part, Say]]:
    """Leave out who is made up: nothing is ever planned for sample people, or about samples."""
    if series.sample:
        return []
    query = select(Person.id).join(Attendee, Attendee.person_id == Person.id)
    made_up = set(session.scalars(query.where(Attendee.series_id == series.id, Person.sample)))
    return [each for each in sayings if each[0].attendee.person_id not in made_up]


def _round(session: Session, series: Series, change: Change, people: int, now: datetime) -> Round:
    waits = people > AT_ONCE
    round_ = Round(
        series_id=series.id,
        event_id=change.event.id if change.event else None,
        what=change.what,
        reason=change.reason,
        people=people,
        by_id=change.by,
        planned_at=now,
        goes_at=now + STOPPABLE if waits else now,
        undo=change.undo or None,
    )
    session.add(round_)
    session.flush()
    return round_


def _saying(person: Part, change: Change, series: Series) -> Say | None:
    """Say what a person must hear: None where nothing changed for them."""
    if not (person.before or person.off):
        return Say.INVITATION if person.after else None
    if person.off:
        others = bool(person.after) and person.before != person.after
        # A series that ends early goes on to say when it was; so does whoever's part is new.
        ends = change.what is What.CHANGE and not (_is_alone(person, change) and not person.after)
        return Say.UPDATE if others or ends else Say.CANCELLATION
    if not person.after:
        return Say.WITHDRAWAL
    return _news(person, change, series)


_OF_OTHERS = frozenset({What.AUDIENCE, What.DEPUTY, What.CANCELLATION, What.STOP})
"""Changes of which only those hear whose own part is another."""


def _news(person: Part, change: Change, series: Series) -> Say | None:
    """Say what somebody must hear who was asked before and is still."""
    if change.what is What.EXTENSION:
        return Say.UPDATE if _ends_or_resumes(person, change) else None
    if person.before != person.after or person.other_seats:
        return Say.UPDATE
    if change.what in _OF_OTHERS:
        return None
    if change.event is not None and series.rule is not None:
        return Say.UPDATE if change.event.id in person.after else None
    if change.touched and not change.touched & person.after:
        return None
    return Say.INVITATION if change.what in {What.INVITATION, What.CALENDAR} else Say.UPDATE


def _ends_or_resumes(person: Part, change: Change) -> bool:
    """Say whether somebody's entry is wrong once more of a series is written.

    Whoever was asked about its last event so far has a rule that goes on, anybody else one that
    ends before; and so has who was asked about that one alone (`calendars.goes_on`).
    """
    held = change.added & person.after
    goes_on = change.last is None or (
        change.last in person.before and not _is_alone(person, change)
    )
    return held != change.added if goes_on else bool(held)


def _is_alone(person: Part, change: Change) -> bool:
    return person.attendee.person_id in change.alone


def _message(person: Part, say: Say, change: Change, knowing: Knowing, series: Series) -> Message:
    """Give a person's message: about one occurrence where only that one changed for them.

    What they knew before is said of changes of the audience alone: of others it is gone.
    """
    single = series.rule is None
    about = None
    if not single and say is Say.CANCELLATION and person.after and len(person.off) == 1:
        about = next(iter(person.off))
    elif (
        not single
        and say is Say.UPDATE
        and change.event is not None
        and person.before == person.after
        and not person.other_seats
    ):
        about = change.event.id
    known: dict[str, str] = {}
    if change.what in {What.AUDIENCE, What.DEPUTY}:
        known = {"knew": knowing.of(person.was_for), "knows": knowing.of(person.is_for)}
    after, off = frozenset(person.after), frozenset(person.off)
    joins = not (person.before or person.off)
    return Message(person.attendee, say, about, after, off, joins=joins, **known)
