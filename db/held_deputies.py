"""Deputies who are held until a coordinator says whether they are asked: a line of the worklist."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import bulk, told
from db.models import Event, Invitation, NamedDeputy, WorklistItem
from domain.answers import Deputising
from domain.deputies import Held
from domain.worklist import Kind, key_of


def put(session: Session, row: NamedDeputy, *, now: datetime) -> None:
    """Let a deputy wait for a coordinator."""
    invitation = session.get_one(Invitation, row.invitation_id)
    facts = {"seat": invitation.seat_id, "event": invitation.event_id}
    item = WorklistItem(
        kind=Kind.HELD_DEPUTY, key=_key(row), subject_id=row.id, facts=facts, noticed_at=now
    )
    session.add(item)
    session.flush()


def read(session: Session, ids: Collection[int], *, day: date) -> dict[int, Held]:
    """Give deputies who are held, by id, with whose their addresses are already."""
    query = (
        select(NamedDeputy, Event.title, Event.begins)
        .join(Invitation, Invitation.id == NamedDeputy.invitation_id)
        .join(Event, Event.id == Invitation.event_id)
        .where(NamedDeputy.id.in_(ids), NamedDeputy.state == Deputising.HELD)
        .order_by(NamedDeputy.id)
    )
    rows = session.execute(query).all()
    known = told.whose(session, [row.address or "" for row, _title, _begins in rows], day=day)
    found = {}
    for row, title, begins in rows:
        whose = known.get((row.address or "").casefold())
        about = (whose.person.name, whose.partner) if whose else ("", "")
        found[row.id] = Held(row.name, row.address or "", title, begins.date(), *about)
    return found


def take_off(session: Session, row: NamedDeputy, *, by: int | None = None, now: datetime) -> None:
    """Let a deputy wait no more, if they do."""
    query = select(WorklistItem).where(
        WorklistItem.key == _key(row), WorklistItem.done_at.is_(None)
    )
    for each in session.scalars(query):
        each.done_at, each.done_by = now, by
    session.flush()


def _key(row: NamedDeputy) -> str:
    return key_of(Kind.HELD_DEPUTY, row.id)


def forget(session: Session, before: datetime) -> int:
    """Delete the addresses of who was named before a moment and never asked; say of how many."""
    never = NamedDeputy.state.in_((Deputising.REFUSED, Deputising.REPLACED))
    old = (NamedDeputy.named_at < before) & NamedDeputy.address.is_not(None)
    those = update(NamedDeputy).where(NamedDeputy.person_id.is_(None), never, old)
    return bulk.changed(session, those.values(name="", address=None))
