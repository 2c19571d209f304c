"""Mail that came through our door: kept before it is acknowledged, and what became of each.

Nobody knows yet whose it is, so it is no partnership's.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, defer

from db import bulk, mail_outcomes
from db.models import InboundMail
from domain.mailboxes import MAX_TOKEN, key_of
from domain.partnerships import MAX_ADDRESS

WAITING = "waiting"
FAILED = "failed"

MOST_TOLD = 10
"""Mails left alone that are named: strangers may send as many as they like."""


class Stuck(NamedTuple):
    """How much mail waits and since when, and the numbers of those that could not be handled.

    `nobodys` are those last left alone that answer an event of nobody's, from an unknown address.
    """

    waiting: int
    since: datetime | None
    failed: tuple[int, ...]
    nobodys: tuple[int, ...] = ()


def store(
    session: Session, raw: bytes, sender: str, recipient: str, now: datetime
) -> InboundMail | None:
    """Keep a mail as it came; None: it is here already. Its recipient is an address of ours."""
    name, plus, tag = recipient.rpartition("@")[0].rpartition("+")
    token = tag if name and plus else ""
    mail = InboundMail(
        key=key_of(raw, token),
        sender=_fitting(sender),
        recipient=_fitting(recipient),
        token=token if 0 < len(token) <= MAX_TOKEN else None,
        raw=raw,
        size=len(raw),
        received_at=now,
        state=WAITING,
        attempts=0,
    )
    try:
        with session.begin_nested():
            session.add(mail)
    except IntegrityError:
        return None
    return mail


def _fitting(address: str) -> str:
    """Give an address that can be kept: strangers write them. Empty for none (a bounce's)."""
    fits = "@" in address and len(address) <= MAX_ADDRESS and address.isprintable()
    return address if fits else ""


def waiting(session: Session, limit: int) -> Sequence[int]:
    """List mails that nobody has handled yet, the oldest first, by their ids."""
    query = select(InboundMail.id).where(InboundMail.state == WAITING)
    return session.scalars(query.order_by(InboundMail.id).limit(limit)).all()


def raw_of(session: Session, mail_id: int) -> bytes:
    """Give the bytes of a mail; none where they were taken away."""
    query = select(InboundMail.raw).where(InboundMail.id == mail_id)
    return session.scalars(query).one_or_none() or b""


def claim(session: Session, mail_id: int) -> InboundMail | None:
    """Take a mail for this transaction; None: another worker has it, or it is done.

    Its bytes stay where they are: they were read before.
    """
    query = select(InboundMail).where(InboundMail.id == mail_id, InboundMail.state == WAITING)
    query = query.options(defer(InboundMail.raw))
    return session.scalars(query.with_for_update(skip_locked=True)).one_or_none()


def done(
    mail: InboundMail, state: str, outcome: str, *, owner_id: int | None = None, now: datetime
) -> None:
    """Write down what came of a mail, and whose it turned out to be."""
    mail.state, mail.outcome, mail.applied_at = state, outcome, now
    if owner_id is not None:
        mail.owner_id = owner_id


def missed(mail: InboundMail, reference: str, *, tries: int, now: datetime) -> None:
    """Write down that handling a mail broke; after so many tries it is left to the operator."""
    mail.attempts += 1
    mail.outcome = reference
    if mail.attempts >= tries:
        done(mail, FAILED, reference, now=now)


def stuck(session: Session) -> Stuck:
    """Say what an operator should know of: mail that waits, and mail that failed."""
    waits = select(func.count(), func.min(InboundMail.received_at))
    count, since = session.execute(waits.where(InboundMail.state == WAITING)).one()
    failed = select(InboundMail.id).where(InboundMail.state == FAILED)
    nobodys = select(InboundMail.id).where(
        InboundMail.state == mail_outcomes.IGNORED,
        InboundMail.outcome == mail_outcomes.NOBODYS,
        InboundMail.raw.is_not(None),
    )
    return Stuck(
        count,
        since,
        tuple(session.scalars(failed.order_by(InboundMail.id))),
        tuple(session.scalars(nobodys.order_by(InboundMail.id.desc()).limit(MOST_TOLD))),
    )


def again(session: Session) -> int:
    """Let what failed wait once more, as far as its text is still there; gives how many."""
    failed = (InboundMail.state == FAILED, InboundMail.raw.is_not(None))
    query = select(InboundMail).options(defer(InboundMail.raw)).where(*failed)
    found = session.scalars(query.with_for_update()).all()
    for mail in found:
        mail.state, mail.attempts, mail.outcome = WAITING, 0, None
    return len(found)


def reread(session: Session, ids: Collection[int]) -> int:
    """Let some mails that were read wait once more, as far as their text is still there."""
    query = update(InboundMail).where(InboundMail.id.in_(ids), InboundMail.raw.is_not(None))
    return bulk.changed(session, query.values(state=WAITING, attempts=0, outcome=None))


def purge(session: Session, before: datetime) -> int:
    """Take away the bytes of mail that came before a moment and was handled; say of how many."""
    old = update(InboundMail).where(
        InboundMail.received_at < before,
        InboundMail.raw.is_not(None),
        InboundMail.state != WAITING,
    )
    return bulk.changed(session, old.values(raw=None))


def newest(session: Session) -> int:
    """Give the number of the mail that came last; 0: none ever did."""
    return session.scalars(select(func.max(InboundMail.id))).one() or 0


def after(session: Session, mail_id: int, limit: int = 200) -> Sequence[InboundMail]:
    """List mail that came after another, in the order it came."""
    query = select(InboundMail).where(InboundMail.id > mail_id)
    return session.scalars(query.order_by(InboundMail.id).limit(limit)).all()
