"""What the lead of a seat hears of a deputy: asked, waiting, not coming (wording.md, D6).

A notice is planned once for all the seats that a deputy was named for at once, and is rendered from
what holds when it leaves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import (
    answer_cards,
    audiences,
    deliveries,
    deputy_seats,
    event_facts,
    events,
    ledgers,
    organisations,
)
from db.audiences import Because
from db.deliveries import Priority
from db.models import (
    Address,
    Attendee,
    Delivery,
    Event,
    Invitation,
    NamedDeputy,
    Partnership,
    Person,
    Round,
    Seat,
    Series,
    SlackIdentity,
)
from db.plans import Plan
from domain.answers import Deputising
from domain.askings import Asker, Asking
from domain.deputies import Notice
from domain.events import Status, What

KIND = "deputy.notice"
"""The kind of a notice, as a letter and as a card."""

_CARDS = frozenset({Deputising.HELD, Deputising.DECLINED, Deputising.REFUSED})
"""What a lead in Slack reads there too; that a deputy is asked they have seen when they named."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a notice: whom it tells of whom, and of which event."""

    owner: Partnership
    series: Series
    event: Event
    person_id: int
    asking: Asking
    notice: Notice
    attendee: Attendee | None
    can_be_stopped: bool = False

    @property
    def asker(self) -> Asker:
        """Say who asks."""
        own = self.owner
        return Asker(own.name, own.phone, own.reply_mailbox, own.privacy_page)

    @property
    def is_for_calendars(self) -> bool:
        """Say whether it changes who stands in a calendar, and nothing there can be stopped."""
        told = {Deputising.ASKED, Deputising.DECLINED}
        return self.notice.state in told and not self.can_be_stopped


def plan(session: Session, event: Event, rows: Sequence[NamedDeputy], *, now: datetime) -> None:
    """Plan that leads hear how it stands with some deputies of theirs, each once.

    Of a sample's events nobody hears.
    """
    if session.get_one(Series, event.series_id).sample:
        return
    leaves = max(ledgers.leaves(session, event.series_id) or now, now) if rows else now
    plans = [
        _plan(event, row, person_id, way, leaves, now)
        for row in rows
        for person_id in readers(session, event, row)
        for way in _ways(session, row, person_id)
    ]
    known = select(Delivery.key).where(Delivery.key.in_([each["key"] for each in plans]))
    before = set(session.scalars(known)) if plans else set()
    if new := [each for each in plans if each["key"] not in before]:
        round_ = _round(session, event, rows[0], len({each["person_id"] for each in new}), now)
        deliveries.plan_many(session, [{**each, "round_id": round_.id} for each in new])
    if decided := [each.invitation_id for each in rows if each.decided_at is not None]:
        answer_cards.about(session, event, decided, now=now)


def _ways(session: Session, row: NamedDeputy, person_id: int) -> list[str]:
    """Say how somebody hears a notice: by mail, and in Slack what they have not seen there."""
    ways = ["mail"] if _has(session, Address, person_id) else []
    in_slack = _has(session, SlackIdentity, person_id)
    return ways + (["slack"] if in_slack and (row.state in _CARDS or not ways) else [])


def _round(session: Session, event: Event, row: NamedDeputy, people: int, now: datetime) -> Round:
    round_ = Round(
        series_id=event.series_id,
        event_id=event.id,
        what=What.DEPUTY,
        people=people,
        by_id=row.decided_by or row.named_by,
        planned_at=now,
        goes_at=now,
    )
    session.add(round_)
    session.flush()
    return round_


def _plan(
    event: Event, row: NamedDeputy, person_id: int, way: str, leaves: datetime, now: datetime
) -> Plan:
    who = (
        row.person_id or f"held {blake2b((row.address or '').encode(), digest_size=8).hexdigest()}"
    )
    since = (row.decided_at or row.named_at).isoformat()
    key = f"deputy:{event.id}:{person_id}:{who}:{row.state}:{since}:{way}"
    return Plan(
        key=key,
        kind=KIND,
        channel_kind=way,
        person_id=person_id,
        subject={"series": event.series_id, "event": event.id, "named": row.id, "as": row.state},
        priority=Priority.INVITATION,
        due_at=leaves,
        expires_at=event.begins_at,
        now=now,
    )


def of_message(session: Session, delivery: Delivery, *, now: datetime) -> Facts | None:
    """Gather what a notice is made of; None where it stands otherwise by now, or it is too late."""
    row = session.get(NamedDeputy, int(delivery.subject["named"]))
    shown = events.by_id(session, int(delivery.subject["event"]))
    if row is None or shown is None or delivery.person_id is None:
        return None
    event, state = shown.event, Deputising(delivery.subject["as"])
    still = {state, Deputising.AGREED} if state is Deputising.ASKED else {state}
    is_over = event.status != Status.SCHEDULED or event.begins_at <= now
    if row.state not in still or is_over or delivery.person_id not in readers(session, event, row):
        return None
    together = _together(session, event, row)
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    deputy = deputy_seats.role(person, row.name)
    notice = Notice(
        state,
        deputy,
        together,
        after_silence=row.named_by is None,
        by_role=person is not None and bool(person.job_title),
    )
    leaves = ledgers.leaves(session, shown.series.id)
    mine = (Attendee.series_id == shown.series.id) & (Attendee.person_id == delivery.person_id)
    return Facts(
        events.partnership(session),
        shown.series,
        event,
        delivery.person_id,
        event_facts.of_event(session, shown.series, event, now=now),
        notice,
        session.scalars(select(Attendee).where(mine)).one_or_none(),
        can_be_stopped=leaves is not None and leaves > now,
    )


def _together(session: Session, event: Event, row: NamedDeputy) -> tuple[str, ...]:
    """Name the partners for whose seats somebody was named at once, and stands alike."""
    same = (
        NamedDeputy.person_id == row.person_id
        if row.person_id is not None
        else NamedDeputy.address == row.address
    )
    query = (
        select(Seat.organisation_id)
        .join(Invitation, Invitation.seat_id == Seat.id)
        .join(NamedDeputy, NamedDeputy.invitation_id == Invitation.id)
        .where(Invitation.event_id == event.id, NamedDeputy.state == row.state, same)
        .order_by(NamedDeputy.id)
    )
    owners = list(dict.fromkeys(session.scalars(query)))
    names = organisations.called(session, owners, day=event.begins.date())
    return tuple(names[each].name for each in owners)


def readers(session: Session, event: Event, row: NamedDeputy) -> list[int]:
    """Give who hears of a deputy: who leads the seat then; of a vacant one, who named them."""
    invitation = session.get_one(Invitation, row.invitation_id)
    seat = session.get_one(Seat, invitation.seat_id)
    asked = audiences.filled(session, [seat], event.begins.date())[0]
    if asked.because is Because.LEAD:
        return [each for each in asked.people if each != row.person_id]
    return [row.named_by] if row.named_by in asked.people else []


def _has(session: Session, model: type[Address | SlackIdentity], person_id: int) -> bool:
    query = select(model.id).where(model.person_id == person_id)
    return session.scalars(query.limit(1)).first() is not None
