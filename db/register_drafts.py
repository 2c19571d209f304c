"""What a register says before it is saved: entered page by page, or by people who check in.

Several may write one register at once: each line is kept by itself, and the last word stands.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db import audit, events, organisations, registers
from db.events import Shown
from db.models import DraftedOutcome, Invitation, WalkIn
from db.tenancy import across_partnerships, scope_of
from domain.errors import Refused
from domain.language import gettext as _
from domain.outcomes import Outcome, Source, clean, clean_walk_in, walk_in_key

_SAYS = ("code", "remote", "person_id", "name", "note", "minutes", "source")
_KEY = ("partnership_id", "invitation_id")


def keep(
    session: Session,
    shown: Shown,
    said: Mapping[int, Outcome],
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Keep what was entered for some invitations to an event, until its register is saved.

    Raises `Refused` for one that is not invited, and for what can't be (`domain.outcomes.clean`).
    """
    guests = _guests(session, shown, said)
    rows = [_row(own, clean(each, guest=guests[own]), by, now) for own, each in said.items()]
    if not rows:
        return
    owner = scope_of(session)
    full = [{**row, "partnership_id": owner} for row in rows]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(DraftedOutcome)
    anew = {name: insert.excluded[name] for name in (*_SAYS, "drafted_by", "drafted_at")}
    with across_partnerships(session):  # the hook refuses INSERT; each row names its partnership
        session.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=anew), full)


def _row(invitation_id: int, said: Outcome, by: int | None, now: datetime) -> dict[str, object]:
    return {
        "invitation_id": invitation_id,
        **{name: getattr(said, name) for name in _SAYS},
        "drafted_by": by,
        "drafted_at": now,
    }


def _guests(session: Session, shown: Shown, ids: Collection[int]) -> dict[int, bool]:
    """Say which of some invitations are guests'. Raises `Refused` where one does not hold."""
    query = select(Invitation.id, Invitation.person_id).where(
        Invitation.event_id == shown.event.id,
        Invitation.id.in_(ids),
        Invitation.withdrawn_at.is_(None),
    )
    found = {row.id: row.person_id is not None for row in session.execute(query)}
    if len(found) < len(set(ids)):
        raise Refused(
            _("Somebody here is no longer invited to this event. Please open the register again.")
        )
    return found


def drop(session: Session, event_id: int) -> None:
    """Take back what was drafted for an event, as its register is saved or begun anew."""
    own = select(Invitation.id).where(Invitation.event_id == event_id)
    session.execute(delete(DraftedOutcome).where(DraftedOutcome.invitation_id.in_(own)))


def walk_in(  # noqa: PLR0913 - all of it is what was said
    session: Session,
    shown: Shown,
    name: str,
    organisation: str = "",
    *,
    remote: bool | None = None,
    minutes: int | None = None,
    source: Source = Source.REGISTER,
    by: int | None,
    now: datetime,
) -> WalkIn:
    """Note somebody who came without being invited: in attendance, and never counted.

    Raises `Refused` for a name that can be none. Noted twice, they are there once.
    """
    called, where = clean_walk_in(name, organisation)
    day = shown.event.begins.date()
    partner = organisations.named(session, where, day=day) if where else None
    events.locked(session, shown.series.id)
    for known in session.scalars(registers.walk_ins(session, shown.event.id).order_by(WalkIn.id)):
        if walk_in_key(known.name, known.organisation) == walk_in_key(called, where):
            return known
    row = WalkIn(
        event_id=shown.event.id,
        name=called,
        organisation=where,
        organisation_id=partner.id if partner else None,
        remote=remote,
        minutes=minutes,
        source=source,
        recorded_by=by,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    _note(session, row, "walk in", by, now)
    return row


def remove(session: Session, walk_in_id: int, *, by: int | None, now: datetime) -> None:
    """Take somebody out of a register who was noted as a walk-in; `Refused` if that was done."""
    query = select(WalkIn).where(WalkIn.id == walk_in_id).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None or row.removed_at is not None:
        raise Refused(_("They are no longer in this register."))
    row.removed_at = now
    session.flush()
    _note(session, row, "take out", by, now)


def _note(session: Session, row: WalkIn, verb: str, by: int | None, now: datetime) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="event",
        subject_id=row.event_id,
        before=None,
        after={"name": row.name, "partner": row.organisation},
        now=now,
    )
