"""The ledger of messages: planned once, claimed by one worker at a time (settled: db/outcomes.py).

`now` is the product's clock and decides what is due or too late. Leases and waits go by the
database's clock (db/clock.py). States and rules: reliability.md, section 2.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Unpack, cast
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from db import bulk, rehearsals
from db.clock import database_now
from db.models.deliveries import OPEN, Delivery, State
from db.plans import Plan, row
from db.tenancy import NoPartnership, across_partnerships, scope_of

_OPEN: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in OPEN]
"""Written out, since SQLite uses a partial index only for its very condition."""


_MANY = 100
"""What is looked at in one go behind messages that are all too late."""


class Priority(IntEnum):
    """What goes out first when much is due: the lower number. Cancellations go as invitations."""

    INVITATION = 10
    NOTICE = 20
    REMINDER = 30
    DIGEST = 40


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that one worker holds: nobody else's token settles it.

    `in_doubt`: it may have gone out already, so look before sending.
    """

    delivery: Delivery
    token: str
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a worker can send by a channel now: the kinds it can render, and whom to leave alone.

    `skip` are partnerships. To people and bodies nothing new can be sent: a claim would be given
    back. Newer states of what they have are no posts.
    """

    channel_kind: str
    kinds: Collection[str]
    skip: Collection[int] = ()
    skip_people: Collection[int] = ()
    skip_bodies: Collection[int] = ()

    def criterion(self) -> ColumnElement[bool]:
        """Give the criterion of rows that are wanted."""
        wanted = [Delivery.channel_kind == self.channel_kind, Delivery.kind.in_(self.kinds)]
        if self.skip:
            wanted.append(Delivery.partnership_id.not_in(self.skip))
        crowds = ((Delivery.person_id, self.skip_people), (Delivery.body_id, self.skip_bodies))
        for whom, ids in crowds:
            if ids:
                wanted.append(or_(whom.is_(None), whom.not_in(ids), Delivery.revision > 1))
        return and_(*wanted)


def plan(session: Session, **columns: Unpack[Plan]) -> bool:
    """Plan a message, unless this partnership has one with that key; say whether it is new.

    Raises `NoPartnership` where none is set.
    """
    return plan_many(session, [columns]) == 1


def plan_many(session: Session, plans: Sequence[Plan]) -> int:
    """Plan messages in one statement, but for those that there are already; say how many are new.

    Raises `NoPartnership` where none is set.
    """
    partnership_id = scope_of(session)
    if not isinstance(partnership_id, int):
        raise NoPartnership("A message belongs to one partnership: within(session, id).")
    if not plans:
        return 0
    rows = [row(partnership_id, each) for each in plans]
    with across_partnerships(session):  # the hook refuses INSERT; the partnership is named above
        return bulk.add(session, Delivery.__table__, rows, unless=("partnership_id", "key"))


def cancel(session: Session, *, stream: str, now: datetime) -> int:
    """Withdraw what a stream has not sent yet; say how many messages.

    A claimed message may be on its way: it is not sent again, and not at all if still held back.
    """
    return _withdraw(session, State.CANCELLED, Delivery.stream == stream, now)


def supersede(session: Session, ids: Collection[int], *, now: datetime) -> int:
    """Withdraw some messages as far as they are unsent; say how many."""
    return _withdraw(session, State.SUPERSEDED, Delivery.id.in_(ids), now) if ids else 0


def unsay(session: Session, ids: Collection[int], *, now: datetime) -> None:
    """Let some messages be written anew before they are tried again, since they say too much.

    One that is on its way is not sent if it is still held back.
    """
    if not ids:
        return
    own = update(Delivery).where(Delivery.id.in_(ids))
    waiting = own.where(Delivery.state == State.PLANNED)
    session.execute(waiting.values(payload=None, content_hash=None))
    leased = own.where(Delivery.state == State.LEASED)
    session.execute(leased.values(expires_at=now))


def _withdraw(session: Session, state: State, which: ColumnElement[bool], now: datetime) -> int:
    unsent = and_(which, Delivery.state.in_(_OPEN))
    waiting = update(Delivery).where(unsent, Delivery.state == State.PLANNED).values(state=state)
    leased = (
        update(Delivery)
        .where(unsent, Delivery.state == State.LEASED)
        .where(or_(Delivery.expires_at.is_(None), Delivery.expires_at > now))
        .values(expires_at=now)
    )
    return bulk.changed(session, waiting) + bulk.changed(session, leased)


def claim(
    session: Session,
    *,
    now: datetime,
    limit: int,
    lease_seconds: float,
    wanted: Collection[Wanted] | None = None,
    ids: Collection[int] | None = None,
) -> list[Claim]:
    """Lease up to `limit` due messages, most urgent first, each to this caller alone.

    `wanted` says what the caller can send, None: all; `ids` the only ones it asks for. Of a stream
    only the lowest open revision is taken. What is too late and was never sent is marked as
    expired on the way. A partnership in rehearsal writes to coordinators only: the rest stays
    planned until it is live.
    """
    due = _claimable(now, database_now(session)).where(rehearsals.may_go(session, now))
    if wanted is not None:
        due = due.where(or_(false(), *(each.criterion() for each in wanted)))
    if ids is not None:
        due = due.where(Delivery.id.in_(ids))
    urgent = due.order_by(Delivery.priority, Delivery.due_at, Delivery.id)
    rows = _in_time(session, urgent.with_for_update(skip_locked=True, of=Delivery), limit, now)
    until = database_now(session) + timedelta(seconds=lease_seconds)
    return _lease(session, rows, until)


def _in_time(
    session: Session, urgent: Select[Delivery], limit: int, now: datetime
) -> Sequence[Delivery]:
    """Give what is not too late; where all of it is, what comes behind it."""
    most = limit
    while rows := session.scalars(urgent.limit(most)).all():
        late = [each for each in rows if each.state == State.PLANNED and _is_late(each, now)]
        for each in late:
            each.state = State.EXPIRED
        if len(late) < len(rows):
            return [each for each in rows if each.state != State.EXPIRED][:limit]
        most = limit + _MANY
    return []


def _is_late(delivery: Delivery, now: datetime) -> bool:
    return delivery.expires_at is not None and delivery.expires_at <= now


def _claimable(now: datetime, moment: datetime) -> Select[Delivery]:
    earlier = aliased(Delivery)
    blocked = select(earlier.id).where(
        earlier.partnership_id == Delivery.partnership_id,
        earlier.stream == Delivery.stream,
        earlier.revision < Delivery.revision,
        earlier.state.in_(_OPEN),
    )
    waiting = and_(
        Delivery.state == State.PLANNED,
        or_(Delivery.next_try_at.is_(None), Delivery.next_try_at <= moment),
    )
    abandoned = and_(Delivery.state == State.LEASED, Delivery.lease_until <= moment)
    return (
        select(Delivery)
        .where(Delivery.state.in_(_OPEN), Delivery.due_at <= now)
        .where(or_(waiting, abandoned), or_(Delivery.revision <= 1, ~blocked.exists()))
        .execution_options(populate_existing=True)
    )


def _lease(session: Session, rows: Sequence[Delivery], until: datetime) -> list[Claim]:
    """Lease rows to whoever asks, each under a token of its own, in one statement."""
    claims = [Claim(row, uuid4().hex, row.state == State.LEASED) for row in rows]
    values = [{"own": each.delivery.id, "token": each.token, "until": until} for each in claims]
    if values:
        session.execute(_LEASED, values)
    for each in claims:
        attempts = each.delivery.attempts + 1
        leased = {"state": State.LEASED, "attempts": attempts, "next_try_at": None}
        now_so = {**leased, "lease_token": each.token, "lease_until": until}
        for name, value in now_so.items():
            set_committed_value(each.delivery, name, value)
    return claims


_TABLE = cast("Table", Delivery.__table__)
_LEASED = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("own"))
    .values(
        state=State.LEASED,
        attempts=_TABLE.c.attempts + 1,
        lease_until=bindparam("until"),
        lease_token=bindparam("token"),
        next_try_at=None,
    )
)
"""Written once for many: a mapped row at a time takes three times as long."""


def expire(session: Session, *, now: datetime) -> int:
    """Mark what was due and was not sent in time as expired; say how many messages."""
    due = and_(Delivery.state.in_(_OPEN), Delivery.due_at <= now)
    late = and_(Delivery.state == State.PLANNED, Delivery.expires_at <= now)
    return bulk.changed(session, update(Delivery).where(due, late).values(state=State.EXPIRED))


def overdue(session: Session, *, now: datetime, by: timedelta) -> int:
    """Count what could have left long ago and has not: nobody has it, and nobody holds it up.

    Not counted is what waits for a time of its own, and whom a rehearsal does not write to. A
    message behind another of its stream that is stuck is counted with it.
    """
    long_ago = database_now(session) - by
    nobodys = or_(Delivery.lease_until.is_(None), Delivery.lease_until <= long_ago)
    free = or_(Delivery.next_try_at.is_(None), Delivery.next_try_at <= long_ago)
    owed = or_(Delivery.expires_at.is_(None), Delivery.expires_at > now)
    query = (
        select(func.count(Delivery.id))
        .where(Delivery.state.in_(_OPEN), Delivery.due_at <= now - by, nobodys, free, owed)
        .where(rehearsals.may_go(session, now))
    )
    return session.scalars(query).one()


def next_due(session: Session, after: datetime | None = None, *, now: datetime) -> datetime | None:
    """Say when the next message of any partnership is due, one on its way included; None: never.

    With `after`, only what is due later counts: what is stuck hides nothing behind it. What a
    rehearsal holds back has no time.
    """
    first = select(func.min(Delivery.due_at)).where(
        Delivery.state.in_(_OPEN), rehearsals.may_go(session, now)
    )
    if after is not None:
        first = first.where(Delivery.due_at > after)
    with across_partnerships(session):
        return session.scalars(first).one()


def purge_payloads(session: Session, before: datetime) -> int:
    """Forget the text of settled messages sent (else: due) before a moment; say how many."""
    settled = and_(Delivery.state.not_in(OPEN), Delivery.payload.is_not(None))
    old = func.coalesce(Delivery.sent_at, Delivery.due_at) < before
    return bulk.changed(session, update(Delivery).where(settled, old).values(payload=None))
