"""The review list: mail that a coordinator decides about, since nothing proves or says enough.

Each waits as a line of the worklist; what it holds of people goes when it is decided.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import audit, worklist
from db.models import Event, InboundMail, WorklistItem
from domain.errors import Refused
from domain.language import gettext as _
from domain.replies import Part
from domain.reviews import Waiting
from domain.worklist import REVIEWS, Gap, Kind


def put_reply(session: Session, waiting: Waiting, *, now: datetime) -> None:
    """Let an answer wait, in place of an older one of the same address to the same event."""
    part = waiting.part
    about = (waiting.series_id, waiting.attendee_id, part.original, waiting.answerer.key)
    key = _key(Kind.REPLY, *about)
    known = _known(session, key)
    if known is not None and known.get("stamp", "") > (part.stamp or now).isoformat():
        return
    worklist.put(session, Gap(Kind.REPLY, waiting.series_id, waiting.as_facts()), key, now=now)


def put_written(
    session: Session,
    mail: InboundMail,
    *,
    attendee_id: int,
    event: Event,
    sender: tuple[str, str],
    text: str,
    now: datetime,
) -> None:
    """Let what somebody wrote wait, beside the answers that it may mean."""
    address, name = sender
    facts = {
        "attendee": attendee_id,
        "event": event.id,
        "mail": mail.id,
        "address": address,
        "name": name,
        "text": text,
        "at": mail.received_at.isoformat(),
    }
    key = _key(Kind.WRITTEN, mail.id)
    worklist.put(session, Gap(Kind.WRITTEN, event.id, facts), key, now=now)


def put_proposal(
    session: Session,
    attendee_id: int,
    event: Event,
    part: Part,
    span: tuple[datetime, datetime],
    *,
    now: datetime,
) -> None:
    """Let another time that somebody proposes wait; a newer proposal of theirs takes its place."""
    key = _key(Kind.PROPOSAL, event.id, attendee_id)
    stamp = (part.stamp or now).isoformat()
    known = _known(session, key)
    if known is not None and known.get("stamp", "") > stamp:
        return
    facts = {
        "attendee": attendee_id,
        "event": event.id,
        "sequence": part.sequence or 0,
        "stamp": stamp,
        "begins": span[0].isoformat(),
        "ends": span[1].isoformat(),
        "comment": part.comment,
    }
    worklist.put(session, Gap(Kind.PROPOSAL, event.id, facts), key, now=now)


def finish(
    session: Session, row: WorklistItem, decision: str, *, by: int | None, now: datetime
) -> None:
    """Take a line off the list, and write down what was decided."""
    kind, mail = row.kind, row.facts.get("mail")
    worklist.finish(session, row, by=by, now=now)
    audit.record(
        session,
        actor_id=by,
        verb="review",
        subject_kind="worklist item",
        subject_id=row.id,
        before=None,
        after={"decision": decision, "kind": kind, "mail": mail},
        now=now,
    )


def settle(
    session: Session, kind: Kind, about: Mapping[str, object], *, by: int | None, now: datetime
) -> None:
    """Take off the list what has been settled in another way, found by some of its facts."""
    query = select(WorklistItem).where(WorklistItem.kind == kind, WorklistItem.done_at.is_(None))
    for row in session.scalars(query.order_by(WorklistItem.id)).all():
        if about.items() <= dict(row.facts).items():
            finish(session, row, "settled", by=by, now=now)


def waiting_for(session: Session, event_id: int) -> int:
    """Count what came by mail about an event and waits for a decision."""
    query = select(func.count(WorklistItem.id)).where(
        WorklistItem.kind.in_(REVIEWS),
        WorklistItem.done_at.is_(None),
        WorklistItem.facts["event"].as_integer() == event_id,
    )
    return session.scalars(query).one()


def _key(kind: Kind, *about: object) -> str:
    text = "|".join(str(each) for each in about)
    return f"{kind}:{blake2b(text.encode(), digest_size=16).hexdigest()}"


def _known(session: Session, key: str) -> dict[str, Any] | None:
    query = select(WorklistItem.facts).where(
        WorklistItem.key == key, WorklistItem.done_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def kind_of(session: Session, item_id: int) -> Kind:
    """Give of which kind a line is. `Refused` where it is none of mail that waits."""
    query = select(WorklistItem.kind).where(
        WorklistItem.id == item_id, WorklistItem.kind.in_(REVIEWS)
    )
    kind = session.scalars(query).one_or_none()
    if kind is None:
        raise Refused(_("Somebody has decided this already."))
    return Kind(kind)


def times_of(row: WorklistItem) -> tuple[datetime, datetime]:
    """Give the time that a proposal proposes, on the wall of its event's zone."""
    begins, ends = (datetime.fromisoformat(str(row.facts[each])) for each in ("begins", "ends"))
    return begins, ends
