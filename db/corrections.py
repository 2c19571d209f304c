"""What partners say of their own record: asked, taken back, and settled by a coordinator.

One waits for each invitation; what was recorded stays beside what is recorded because of it.
Whoever changes one holds the register first, so that two at once wait for each other.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audit, chasing_ways, deliveries, events, records, register_saves, registers, trail
from db.deliveries import Priority
from db.models import Correction, Event, Invitation, SeatHolder
from db.models import Outcome as Row
from db.plans import Plan
from domain.errors import Refused
from domain.events import clean_text
from domain.language import gettext as _
from domain.outcomes import Code, Outcome, Source
from domain.records import MAX_COMMENT, Entry, Said, State, refuse_same
from domain.records import Settled as Told
from domain.seats import Part
from domain.worklist import Gap, Kind

KIND = "record.settled"
"""The kind of the message that tells a partner what was decided."""


def ask(
    session: Session,
    person_id: int,
    invitation_id: int,
    said: Said,
    *,
    source: str,
    day: date,
    now: datetime,
) -> Entry:
    """Ask for a correction of what is recorded of somebody's own organisation.

    Asked again it takes the place of what waits. Raises `Refused` for what is not theirs, and
    where it is what is recorded.
    """
    own = records.whose(session, person_id, day=day)
    records.entry(session, own, invitation_id, day=day)
    register_saves.hold(session, invitation_id)
    entry = records.entry(session, own, invitation_id, day=day)
    names = dict(entry.line.deputies)
    outcome = entry.line.outcome
    refuse_same(said, outcome, names.get(outcome.person_id or 0, "") or outcome.name)
    waiting = _waiting(session, invitation_id)
    if waiting is not None and _says(waiting) == said:
        return entry
    row = waiting or Correction(invitation_id=invitation_id, state=State.WAITING)
    row.outcome_id = _objected(session, invitation_id, now)
    row.code, row.name, row.comment = said.code, said.name, said.comment or None
    row.source, row.asked_by, row.asked_at = source, person_id, now
    session.add(row)
    with trail.refusing(_("Somebody has just asked for this too. Please look again.")):
        session.flush()
    _record(session, "ask correction", row, {"outcome": outcome.code}, person_id, now)
    return records.entry(session, own, invitation_id, day=day)


def withdraw(
    session: Session, person_id: int, invitation_id: int, *, day: date, now: datetime
) -> Entry:
    """Take back what was asked; taken back twice, it is taken back."""
    own = records.whose(session, person_id, day=day)
    records.entry(session, own, invitation_id, day=day)
    register_saves.hold(session, invitation_id)
    row = _waiting(session, invitation_id)
    if row is not None:
        row.state, row.decided_by, row.decided_at = State.WITHDRAWN, person_id, now
        session.flush()
        _record(session, "withdraw correction", row, None, person_id, now)
    return records.entry(session, own, invitation_id, day=day)


def settle(
    session: Session,
    correction_id: int,
    *,
    correct: bool,
    reply: str = "",
    by: int | None,
    now: datetime,
) -> Correction:
    """Decide what a partner asked: correct what is recorded, or leave it as it is; they are told.

    Raises `Refused` for what somebody has decided, or its partner took back.
    """
    told = clean_text(reply, field="reply", most=MAX_COMMENT)
    row = _to_decide(session, correction_id)
    if correct:
        row.settled_id = _corrected(session, row, by, now).id
    row.state = State.ACCEPTED if correct else State.DECLINED
    row.decided_by, row.decided_at, row.reply = by, now, told or None
    session.flush()
    verb = "accept correction" if correct else "decline correction"
    _record(session, verb, row, None, by, now)
    _tell(session, row, now)
    return row


def of(session: Session, correction_id: int) -> Correction:
    """Give what a partner asked that is not decided. Raises `Refused` where it is."""
    row = session.get(Correction, correction_id)
    if row is None or row.state != State.WAITING:
        raise _decided(row)
    return row


def _to_decide(session: Session, correction_id: int) -> Correction:
    row = session.get(Correction, correction_id)
    if row is None:
        raise _decided(row)
    register_saves.hold(session, row.invitation_id)
    session.refresh(row)
    if row.state != State.WAITING:
        raise _decided(row)
    return row


def _decided(row: Correction | None) -> Refused:
    if row is not None and row.state == State.WITHDRAWN:
        return Refused(_("The partner has taken this back. Nothing is left to decide."))
    return Refused(_("Somebody has decided this already."))


def _waiting(session: Session, invitation_id: int) -> Correction | None:
    query = select(Correction).where(
        Correction.invitation_id == invitation_id, Correction.state == State.WAITING
    )
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _says(row: Correction) -> Said:
    return Said(Code(row.code), row.name, row.comment or "")


def _objected(session: Session, invitation_id: int, now: datetime) -> int:
    """Give the row that is objected to; one that says that nothing was recorded, if there is none.

    So that what stood is kept beside what takes its place: nobody has recorded that.
    """
    row = registers.recorded(session, [invitation_id]).get(invitation_id)
    if row is None:
        row = Row(
            invitation_id=invitation_id,
            source=Source.REGISTER,
            recorded_by=None,
            recorded_at=now,
            is_current=True,
        )
        session.add(row)
        session.flush()
    return row.id


def _corrected(session: Session, row: Correction, by: int | None, now: datetime) -> Row:
    """Record what a partner says happened."""
    invitation = session.get_one(Invitation, row.invitation_id)
    standing = registers.recorded(session, [invitation.id]).get(invitation.id)
    said = Outcome(
        code=Code(row.code),
        remote=standing.remote if standing is not None else None,
        person_id=_lead(session, invitation) if row.code == Code.MEMBER else None,
        name=row.name,
        source=Source.CORRECTION,
    )
    return register_saves.correct(session, invitation, said, by=by, now=now)


def _lead(session: Session, invitation: Invitation) -> int | None:
    day = session.get_one(Event, invitation.event_id).begins.date()
    held = select(SeatHolder.person_id).where(
        SeatHolder.seat_id == invitation.seat_id,
        SeatHolder.part == Part.LEAD,
        SeatHolder.holds(day),
    )
    return session.scalars(held.order_by(SeatHolder.id)).first()


def _tell(session: Session, row: Correction, now: datetime) -> None:
    """Plan that whoever asked hears what was decided: in Slack or by mail, as they are reached."""
    ways = chasing_ways.of(session, [row.asked_by]) if row.asked_by is not None else {}
    plans = [
        Plan(
            key=f"{KIND}:{row.id}",
            kind=KIND,
            channel_kind=way.channel,
            person_id=own,
            subject={"correction": row.id},
            priority=Priority.NOTICE,
            due_at=now,
            now=now,
        )
        for own, way in ways.items()
        if way.reachable
    ]
    deliveries.plan_many(session, plans)


def settled(session: Session, correction_id: int, *, now: datetime) -> Told | None:
    """Give what somebody is told of what they asked; None where it is on no record any more."""
    row = session.get(Correction, correction_id)
    if row is None or row.decided_at is None:
        return None
    day = events.partnership(session).day(now)
    found = records.entries(session, [row.invitation_id], day=day)
    for entry in found:
        for asked in entry.asked:
            if asked.id == row.id:
                return Told(entry, asked, row.decided_at)
    return None


def gaps(session: Session) -> list[Gap]:
    """Give what partners asked that nobody has decided: a line of the worklist each."""
    query = select(Correction.id, Correction.invitation_id).where(Correction.state == State.WAITING)
    rows = session.execute(query.order_by(Correction.id))
    return [Gap(Kind.CORRECTION, own, {"invitation": at}) for own, at in rows]


def read(session: Session, about: Collection[int], *, day: date) -> dict[int, Entry]:
    """Give what is recorded where something is asked, by the id of what is."""
    found = records.entries(session, about, day=day)
    return {each.latest.id: each for each in found if each.latest is not None}


def _record(
    session: Session,
    verb: str,
    row: Correction,
    before: audit.Json | None,
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="invitation",
        subject_id=row.invitation_id,
        before=before,
        after={"outcome": row.code},
        now=now,
    )
