"""The review list: mail that a coordinator decides about, since nothing proves or says enough.

Each waits as a line of the worklist; what it holds of people goes when it is decided.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db import audit, inbound, worklist
from db.models import Event, WorklistItem
from domain.errors import Refused
from domain.language import gettext as _
from domain.replies import Answerer, Part
from domain.reviews import Proof, Waiting, Why, from_facts
from domain.worklist import REVIEWS, Gap, Kind

MOST = 20
"""Answers that wait a line each: of one series without proof, or through one reader's address."""

MOST_COUNTED = 500
"""Mails that are kept by their numbers where more than that wait."""


def put_reply(session: Session, waiting: Waiting, *, now: datetime) -> None:
    """Let an answer wait, in place of an older one of the same address, event and proof.

    Where many wait already it is only counted: strangers may write as many as they like.
    """
    part = waiting.part
    about = (waiting.proof, waiting.series_id, waiting.attendee_id, waiting.uid, part.original)
    key = key_of(Kind.REPLY, *about, waiting.answerer.key)
    if worklist.waiting_row(session, key) is None and _lines(session, waiting) >= MOST:
        _count(session, waiting, now)
        return
    stamp = (part.stamp or now).isoformat()
    worklist.put(
        session,
        Gap(Kind.REPLY, waiting.series_id, waiting.as_facts()),
        key,
        unless=lambda facts: str(facts.get("stamp", "")) > stamp,
        now=now,
    )


def _place(waiting: Waiting) -> tuple[str, int, int]:
    """Give what an answer is bounded by: a series, or through our own address whose that is."""
    whose = waiting.attendee_id if waiting.proof is Proof.OURS else 0
    return waiting.proof, waiting.series_id, whose


def _lines(session: Session, waiting: Waiting) -> int:
    """Count the answers that wait at the place of another."""
    proof, series_id, whose = _place(waiting)
    facts = WorklistItem.facts
    said = (facts["proof"].as_string() == proof, facts["why"].as_string() != Why.MORE.value)
    return _waiting(session, Kind.REPLY, series_id, *said, attendee=whose)


def _waiting(
    session: Session, kind: Kind, subject_id: int, *more: ColumnElement[bool], attendee: int = 0
) -> int:
    """Count what waits about something, and of one entry alone where that is given."""
    query = select(func.count(WorklistItem.id)).where(
        WorklistItem.kind == kind,
        WorklistItem.done_at.is_(None),
        WorklistItem.subject_id == subject_id,
        *more,
    )
    if attendee:
        query = query.where(WorklistItem.facts["attendee"].as_integer() == attendee)
    return session.scalars(query).one()


def _count(session: Session, waiting: Waiting, now: datetime) -> None:
    """Count a mail in the one line that stands for all that are too many."""
    proof, series_id, whose = _place(waiting)
    key = key_of(Kind.REPLY, Why.MORE, proof, series_id, whose)
    row = worklist.waiting_row(session, key)
    before = dict(row.facts) if row is not None else {}
    mails: list[int] = list(before.get("mails", []))
    if waiting.mail_id not in mails:
        mails.append(waiting.mail_id)
    _put_more(session, waiting, mails[:MOST_COUNTED], key=key, now=now)


def _put_more(
    session: Session, waiting: Waiting, mails: Sequence[int], *, key: str, now: datetime
) -> None:
    facts = replace(
        waiting,
        why=Why.MORE,
        attendee_id=waiting.attendee_id if waiting.proof is Proof.OURS else 0,
        answerer=Answerer(""),
        part=Part(),
        mail_id=mails[-1],
        sentence="",
        uid="",
    ).as_facts()
    gap = Gap(Kind.REPLY, waiting.series_id, facts | {"mails": list(mails)})
    worklist.put(session, gap, key, now=now)


def read_more(session: Session, row: WorklistItem, *, by: int | None, now: datetime) -> int:
    """Let some of the mails that were only counted be read once more; gives how many.

    Raises `Refused` while as many as may wait do so.
    """
    waiting, mails = from_facts(row.facts), list(row.facts["mails"])
    room = MOST - _lines(session, waiting)
    if room <= 0:
        raise Refused(_("Please decide about some of the other mails first."))
    key = row.key
    finish(session, row, "more", by=by, now=now)
    if mails[room:]:
        _put_more(session, waiting, mails[room:], key=key, now=now)
    return inbound.reread(session, mails[:room])


def put_proposal(
    session: Session,
    attendee_id: int,
    event: Event,
    part: Part,
    span: tuple[datetime, datetime],
    *,
    mail_id: int,
    stranger: Answerer | None = None,
    now: datetime,
) -> bool:
    """Let another time that somebody proposes wait; a newer proposal of theirs takes its place.

    A `stranger` has it from whom the entry belongs to, and speaks for nobody but themselves. False
    where too many such wait already.
    """
    key = key_of(Kind.PROPOSAL, event.id, attendee_id, stranger.key if stranger else "")
    is_new = stranger is not None and worklist.waiting_row(session, key) is None
    if is_new and _waiting(session, Kind.PROPOSAL, event.id, attendee=attendee_id) >= MOST:
        return False
    stamp = (part.stamp or now).isoformat()
    facts = {
        "attendee": attendee_id,
        "mail": mail_id,
        "address": stranger.address if stranger else "",
        "name": stranger.name if stranger else "",
        "event": event.id,
        "sequence": part.sequence or 0,
        "stamp": stamp,
        "begins": span[0].isoformat(),
        "ends": span[1].isoformat(),
        "comment": part.comment,
    }
    worklist.put(
        session,
        Gap(Kind.PROPOSAL, event.id, facts),
        key,
        unless=lambda known: str(known.get("stamp", "")) > stamp,
        now=now,
    )
    return True


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


def key_of(kind: Kind, *about: object) -> str:
    """Give under which key a line waits: the same for what takes its place."""
    text = "|".join(str(each) for each in about)
    return f"{kind}:{blake2b(text.encode(), digest_size=16).hexdigest()}"


def kind_of(session: Session, item_id: int) -> Kind:
    """Give of which kind a line is. `Refused` where it is none of mail that waits."""
    query = select(WorklistItem.kind).where(
        WorklistItem.id == item_id, WorklistItem.kind.in_(REVIEWS)
    )
    kind = session.scalars(query).one_or_none()
    if kind is None:
        raise Refused(_("Somebody has decided this already."))
    return Kind(kind)


def told(
    session: Session,
    item_id: int,
    kind: Kind,
    mail_id: int,
    whys: Collection[Why] = (),
    *,
    deciding: bool = True,
) -> WorklistItem:
    """Give a line that waits as it was shown, of one of some reasons.

    Raises `Refused` where it was decided, and where a newer mail has taken the place of that one.
    """
    row = worklist.told(session, item_id, kind, deciding=deciding)
    if whys and row.facts["why"] not in whys:
        raise Refused(_("Somebody has decided this already."))
    if row.facts.get("mail", 0) != mail_id:
        raise Refused(_("A newer mail has come since. Please open Home again, and look at it."))
    return row


def times_of(row: WorklistItem) -> tuple[datetime, datetime]:
    """Give the time that a proposal proposes, on the wall of its event's zone."""
    begins, ends = (datetime.fromisoformat(str(row.facts[each])) for each in ("begins", "ends"))
    return begins, ends
