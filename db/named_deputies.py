"""Named deputies as rows: whom they ask, and who asks nobody any more once an answer stands.

Naming is in db/deputies.py, deciding in db/deputy_decisions.py, what they say in
db/deputy_answers.py.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db import audit, deputy_notices, events, held_deputies, invitations, standing_in
from db.events import Shown
from db.invitations import Change
from db.models import Answer, Event, Invitation, NamedDeputy
from db.prepared import Prepared
from domain.answers import IN_PLACE, Deputising, refuse_closed
from domain.errors import Refused
from domain.events import Status, What
from domain.language import gettext as _


def asking(session: Session, event_id: int, people: Collection[int]) -> list[NamedDeputy]:
    """List the rows that ask some people to stand in at an event (`standing_in.may_say`)."""
    return [row[0] for row in _ASKING.mapped(session, people=list(people), event=event_id)]


_ASKING = Prepared(
    select(NamedDeputy)
    .join(Invitation, Invitation.id == NamedDeputy.invitation_id)
    .outerjoin(Answer, (Answer.invitation_id == NamedDeputy.invitation_id) & Answer.is_current)
    .where(
        NamedDeputy.person_id.in_(bindparam("people", expanding=True)),
        Invitation.event_id == bindparam("event"),
        Invitation.withdrawn_at.is_(None),
        standing_in.may_say(),
    )
    .order_by(NamedDeputy.id)
)
_ANY = Prepared(
    select(NamedDeputy.id)
    .where(NamedDeputy.invitation_id.in_(bindparam("invitations", expanding=True)))
    .limit(1)
)


def in_place(session: Session, invitation_ids: Collection[int]) -> list[NamedDeputy]:
    """List who is named, asked or held, for some invitations."""
    query = select(NamedDeputy).where(
        NamedDeputy.invitation_id.in_(invitation_ids), NamedDeputy.state.in_(IN_PLACE)
    )
    fresh = query.order_by(NamedDeputy.id).execution_options(populate_existing=True)
    return list(session.scalars(fresh))


def wait_for(session: Session, event: Event) -> None:
    """Keep an event's series for this transaction, and read the event as it is by then.

    An answer may change who is asked about it. Whoever moves or cancels it, or sends a deputy,
    keeps the series first too, so that none waits for another for ever.
    """
    events.locked(session, event.series_id)
    events.read_anew(session, event)


def after_answer(session: Session, event: Event, given: Sequence[Answer], now: datetime) -> None:
    """Ask whom the answers that stand now name, and nobody whom they name no more (an effect)."""
    if not _ANY.column(session, invitations=[each.invitation_id for each in given]):
        return
    standing = {each.invitation_id: each for each in given if each.is_current}
    gone = [
        each
        for each in in_place(session, standing)
        if each.id != standing[each.invitation_id].deputy_id
    ]
    for each in gone:
        move_to(session, each, Deputising.REPLACED, at=now)
    new = _taken_up(session, [each.deputy_id for each in standing.values()])
    for each in new:
        each.state = Deputising.HELD if each.person_id is None else Deputising.ASKED
    session.flush()
    for each in new:
        if each.state == Deputising.HELD:
            held_deputies.put(session, each, now=now)
    deputy_notices.plan(session, event, new, now=now)
    for each in gone:
        held_deputies.take_off(session, each, now=now)
    if any(each.person_id is not None for each in (*gone, *new)):
        settle(session, event, now=now)


def _taken_up(session: Session, ids: Sequence[int | None]) -> list[NamedDeputy]:
    """Give the rows that an answer has just named: until it stands they ask nobody."""
    named = [each for each in ids if each is not None]
    if not named:
        return []
    query = select(NamedDeputy).where(
        NamedDeputy.id.in_(named), NamedDeputy.state == Deputising.REPLACED
    )
    return list(session.scalars(query.order_by(NamedDeputy.id)))


def move_to(session: Session, row: NamedDeputy, state: Deputising, *, at: datetime) -> None:
    """Let it stand otherwise with a deputy, since a moment."""
    row.state, row.decided_at = state, at
    session.flush()


def settle(session: Session, event: Event, *, now: datetime) -> None:
    """Invite deputies who are asked, and tell those who are asked no more.

    What is drafted for calendars is made anew: it names whom a seat sends.
    """
    series = events.locked(session, event.series_id)
    assert series is not None  # noqa: S101 - it is the event's
    series.revision += 1
    invitations.settle(session, series, Change(What.DEPUTY, event=event), now=now)


def refuse_over(shown: Shown, at: datetime) -> None:
    """Raise `Refused` for an event that nobody can stand in at (any more), at a moment."""
    refuse_closed(Status(shown.event.status), shown.event.begins_at, at)


def kept(session: Session, named_id: int) -> tuple[NamedDeputy, Shown]:
    """Find a row with its event, to change it: whoever else would waits until we are done."""
    query = select(NamedDeputy).where(NamedDeputy.id == named_id)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise Refused(_("This was decided already, or another answer has taken its place."))
    invitation = session.get_one(Invitation, row.invitation_id)
    shown = events.by_id(session, invitation.event_id)
    assert shown is not None  # noqa: S101 - the row points at it
    wait_for(session, shown.event)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(fresh).one(), shown


def record(
    session: Session,
    row: NamedDeputy,
    verb: str,
    before: str | None,
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Write down how it stands with a deputy now."""
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="invitation",
        subject_id=row.invitation_id,
        before={"deputy": before} if before else None,
        after={"deputy": row.state},
        now=now,
    )
