"""What the lead of a seat hears of a deputy: asked, waiting, not coming (wording.md, D6).

A notice is planned once for all the seats that a deputy was named for at once, and is rendered from
what holds when it leaves.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audiences, deliveries
from db.audiences import Because
from db.deliveries import Priority
from db.models import Address, Event, Invitation, NamedDeputy, Seat, SlackIdentity
from db.plans import Plan
from domain.answers import Deputising

KIND = "deputy.notice"
"""The kind of a notice, as a letter and as a card."""

_CARDS = frozenset({Deputising.HELD, Deputising.DECLINED, Deputising.REFUSED})
"""What a lead in Slack reads there too; that a deputy is asked they have seen when they named."""


def plan(session: Session, event: Event, rows: Sequence[NamedDeputy], *, now: datetime) -> None:
    """Plan that leads hear how it stands with some deputies of theirs, each once."""
    for row in rows:
        for person_id in readers(session, event, row):
            ways = ["mail"] if _has(session, Address, person_id) else []
            in_slack = _has(session, SlackIdentity, person_id)
            ways += ["slack"] if in_slack and (row.state in _CARDS or not ways) else []
            for way in ways:
                deliveries.plan(session, **_plan(event, row, person_id, way, now))


def _plan(event: Event, row: NamedDeputy, person_id: int, way: str, now: datetime) -> Plan:
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
        due_at=now,
        expires_at=event.begins_at,
        now=now,
    )


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
