"""Reminders of several events that leave for one person at once: one message tells of them all.

It is decided as the first of them leaves. One person's reminders are one stream, of which only one
is on its way at a time; what it carried becomes what became of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db import reminders
from db.chasing import Chased
from db.models import Delivery
from db.models.deliveries import OPEN, State
from db.reminder_rows import CARRIER, NEVER_LEFT
from domain.chasing_facts import Due

MOST = 5
"""Events of one message: Slack takes 50 blocks, and nobody reads more."""

_CARRIED = "carried"
"""What a message names those by that it carries."""

_GRACE = timedelta(hours=1)
"""How much longer what is carried waits, to hear what became of its carrier."""


def owed(session: Session, row: Delivery, *, now: datetime) -> list[tuple[Chased, Due]]:
    """Give what a message is about as it leaves, its own event first; nothing: it is owed no more.

    What else would leave for its reader now goes with it.
    """
    if _has_gone_with_another(session, row):
        return []
    own = reminders.still_owed(session, row, now=now)
    if own is None:
        return []
    found, carried = [own], []
    for each in _beside(session, row, now):
        other = reminders.still_owed(session, each, now=now, but=[row.id])
        if other is not None:
            found.append(other)
            carried.append(each)
    _carry(row, carried)
    session.flush()
    return found


def _beside(session: Session, row: Delivery, now: datetime) -> Sequence[Delivery]:
    """Keep what waits behind a message and is due too, unless somebody is about to withdraw it.

    What goes in place of one that failed tells what that carried, too.
    """
    waits = and_(
        Delivery.stream == row.stream,
        Delivery.channel_kind == row.channel_kind,
        Delivery.state == State.PLANNED,
        Delivery.due_at <= now,
        or_(Delivery.expires_at.is_(None), Delivery.expires_at > now),
    )
    before = row.subject.get(_CARRIED, ()) if "instead" in row.subject else ()
    failed = and_(Delivery.id.in_(before), Delivery.state == State.FAILED)
    query = select(Delivery).where(Delivery.id != row.id, or_(waits, failed))
    query = query.order_by(Delivery.id).limit(MOST - 1)
    fresh = query.execution_options(populate_existing=True)
    return session.scalars(fresh.with_for_update(skip_locked=True)).all()


def _carry(row: Delivery, carried: Sequence[Delivery]) -> None:
    if carried or _CARRIED in row.subject:
        row.subject = {**row.subject, _CARRIED: [each.id for each in carried]}
    for each in carried:
        each.subject = {**each.subject, CARRIER: row.id}
        if each.expires_at is not None and each.state == State.PLANNED:
            each.expires_at += _GRACE


def _has_gone_with_another(session: Session, row: Delivery) -> bool:
    """Let what was carried become what became of its carrier; False: a message goes by itself.

    The carrier has been settled: of a stream only the first that is open is claimed.
    """
    carrier = session.get(Delivery, row.subject.get(CARRIER, 0))
    carried = carrier.subject.get(_CARRIED, ()) if carrier is not None else ()
    if carrier is None or row.id not in carried or carrier.state in NEVER_LEFT:
        return False
    waits = select(Delivery).where(Delivery.id.in_(carried), Delivery.state.in_(OPEN))
    for each in session.scalars(waits.with_for_update(skip_locked=True)):
        each.state, each.sent_at, each.sent_to = carrier.state, carrier.sent_at, carrier.sent_to
        each.last_error, each.lease_token, each.lease_until = carrier.last_error, None, None
    session.flush()
    return True
