"""Registers as they are saved: what a draft says becomes what happened, for each seat a row.

None is ever changed. A register that was saved can be opened and saved again, and single outcomes
corrected: what stood before stays beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import audit, events, quorums, register_drafts, register_prompts, registers
from db.events import Shown
from db.models import Attendance, Event, Invitation
from db.models import Outcome as Row
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.outcomes import Outcome, Quorate, Source, clean, noted, rest_absent
from domain.quorum import as_json
from domain.registers import Line, refuse_empty, refuse_unready, summed_up


@dataclass(frozen=True, slots=True)
class Settled:
    """What a coordinator settles with a register, beside what it says of each seat.

    `rest_absent`: of whom nothing is recorded, no apologies were received. `quorate` None: as it is
    reckoned. `nobody`: they were asked, and nobody came.
    """

    rest_absent: bool = False
    quorate: Quorate | None = None
    quorum_lost_at: datetime | None = None
    nobody: bool = False


def save(
    session: Session,
    shown: Shown,
    settled: Settled,
    *,
    source: Source = Source.REGISTER,
    by: int | None,
    now: datetime,
) -> Attendance:
    """Record who came to an event, as its draft has it; the event is held then.

    Two at once wait for each other. Raises `Refused` for an event that has not begun, or does not
    take place, and for a register with nobody in it unless that is what was said.
    """
    events.locked(session, shown.series.id)
    session.refresh(shown.event)
    refuse_unready(Status(shown.event.status), shown.event.begins_at, now)
    lines = [_final(each, settled) for each in registers.lines(session, shown)]
    found = summed_up(lines, registers.others(session, shown.event.id))
    if not settled.nobody:
        refuse_empty(found)
    _write(session, lines, by=by, now=now)
    register_drafts.drop(session, shown.event.id)
    row = _attendance(session, shown, lines, settled, source, by, now)
    shown.event.status = Status.HELD
    session.flush()
    _record(session, shown, lines, row, by, now)
    register_prompts.follow(session, shown.event, now=now)
    return row


def _final(line: Line, settled: Settled) -> Line:
    said = clean(line.outcome, guest=line.seat.guest)
    if settled.rest_absent and not line.seat.guest and not line.on_leave:
        said = rest_absent(said)
    return replace(line, outcome=noted(said, line.standing))


def _write(session: Session, lines: Sequence[Line], *, by: int | None, now: datetime) -> None:
    """Add what is new to what happened; what says the same as what stands adds nothing."""
    standing = registers.recorded(session, [each.seat.invitation_id for each in lines])
    new = []
    for line in lines:
        row = standing.get(line.seat.invitation_id)
        before = registers.read(row) if row is not None else Outcome()
        if not line.outcome.says_as(before):
            new.append(line)
    ids = [row.id for each in new if (row := standing.get(each.seat.invitation_id)) is not None]
    if ids:
        session.execute(update(Row).where(Row.id.in_(ids)).values(is_current=False))
    session.add_all(_row(each.seat.invitation_id, each.outcome, by, now) for each in new)
    session.flush()


def _row(invitation_id: int, said: Outcome, by: int | None, now: datetime) -> Row:
    return Row(
        invitation_id=invitation_id,
        code=said.code,
        remote=said.remote,
        person_id=said.person_id,
        name=said.name,
        note=said.note,
        minutes=said.minutes,
        source=said.source,
        recorded_by=by,
        recorded_at=now,
        is_current=True,
    )


def _attendance(
    session: Session,
    shown: Shown,
    lines: Sequence[Line],
    settled: Settled,
    source: Source,
    by: int | None,
    now: datetime,
) -> Attendance:
    """Keep that an event is recorded, with the quorum of that day and how it was met."""
    quorum, reached = quorums.rule_at(session, shown), quorums.at(session, shown, lines)
    row = registers.attendance(session, shown.event.id)
    if row is None:
        row = Attendance(event_id=shown.event.id)
        session.add(row)
    row.quorate = settled.quorate or quorums.settled(reached)
    row.quorum = as_json(quorum) if quorum is not None else None
    row.reached = quorums.as_json(reached) if reached is not None else None
    row.quorum_lost_at = settled.quorum_lost_at
    row.source, row.recorded_by, row.recorded_at = source, by, now
    session.flush()
    return row


def _record(
    session: Session,
    shown: Shown,
    lines: Sequence[Line],
    row: Attendance,
    by: int | None,
    now: datetime,
) -> None:
    found = summed_up(lines)
    after = {
        "represented": found.represented,
        "apologies": found.apologies,
        "no_contact": found.no_contact,
        "unrecorded": found.unrecorded,
        "quorate": row.quorate,
    }
    audit.record(
        session,
        actor_id=by,
        verb="save",
        subject_kind="event",
        subject_id=shown.event.id,
        before=None,
        after=after,
        now=now,
    )


def hold(session: Session, invitation_id: int) -> None:
    """Let whoever else would change the register of an invitation wait until we are done."""
    event = select(Invitation.event_id).where(Invitation.id == invitation_id)
    series = select(Event.series_id).where(Event.id == event.scalar_subquery())
    events.locked(session, session.scalars(series).one())


def correct(
    session: Session,
    invitation: Invitation,
    said: Outcome,
    *,
    by: int | None,
    now: datetime,
) -> Row:
    """Record something else for one seat or guest of a register that was saved.

    What stood stays beside it. Raises `Refused` where the register is not saved yet, and for what
    can't be (`domain.outcomes.clean`).
    """
    hold(session, invitation.id)
    if registers.attendance(session, invitation.event_id) is None:
        raise Refused(_("This register is not saved yet. Please fill it in first."))
    final = clean(said, guest=invitation.person_id is not None)
    row = registers.recorded(session, [invitation.id]).get(invitation.id)
    before = registers.read(row) if row is not None else Outcome()
    if row is not None and final.says_as(before):
        return row
    if row is not None:
        row.is_current = False
        session.flush()
    made = _row(invitation.id, final, by, now)
    session.add(made)
    session.flush()
    register_prompts.follow(session, session.get_one(Event, invitation.event_id), now=now)
    audit.record(
        session,
        actor_id=by,
        verb="correct",
        subject_kind="invitation",
        subject_id=invitation.id,
        before={"outcome": before.code, "recorded": before.source},
        after={"outcome": final.code, "recorded": final.source},
        now=now,
    )
    return made
