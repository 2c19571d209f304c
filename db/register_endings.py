"""Events that did not take place after all: given up, or called off; and taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import audit, events, register_drafts, register_prompts, registers
from db.events import Shown
from db.models import Event
from domain.errors import Refused
from domain.events import MAX_PLACE, Status, clean_text
from domain.language import gettext as _
from domain.registers import refuse_unready

NOT_HELD = (Status.ABANDONED, Status.CANCELLED)
"""How an event that was to have begun can turn out not to have been held."""


def did_not_take_place(
    session: Session, shown: Shown, status: Status, reason: str, *, by: int | None, now: datetime
) -> None:
    """Note that an event was begun and abandoned, or was called off without us: nobody's absence.

    Nobody is told: it is over. Raises `Refused` where it has not begun, or was recorded as held.
    """
    assert status in NOT_HELD  # noqa: S101 - the form offers nothing else
    events.locked(session, shown.series.id)
    session.refresh(shown.event)
    if shown.event.status in NOT_HELD:
        raise Refused(_("This is noted already: the event did not take place."))
    refuse_unready(Status(shown.event.status), shown.event.begins_at, now)
    if registers.attendance(session, shown.event.id) is not None:
        raise Refused(_("This register is saved: the event was held."))
    said = clean_text(reason, field="reason", most=MAX_PLACE)
    before = shown.event.status
    shown.event.status, shown.event.reason = status, said or None
    shown.event.ended_at = now
    register_drafts.drop(session, shown.event.id)
    session.flush()
    _record(session, shown, "abandon", before, by, now)
    register_prompts.follow(session, shown.event, now=now)


def is_noted(event: Event) -> bool:
    """Say whether an event did not take place, as was noted once it had begun."""
    return (
        event.status in NOT_HELD
        and event.ended_at is not None
        and event.ended_at >= event.begins_at
    )


def take_back(session: Session, shown: Shown, *, by: int | None, now: datetime) -> None:
    """Note that an event took place after all. Raises `Refused` for one of which nobody said no."""
    events.locked(session, shown.series.id)
    session.refresh(shown.event)
    row = shown.event
    if not is_noted(row):
        raise Refused(_("Only what was noted after its beginning can be taken back."))
    before = row.status
    row.status, row.reason, row.ended_at = Status.SCHEDULED, None, None
    session.flush()
    _record(session, shown, "take place", before, by, now)
    register_prompts.follow(session, row, now=now)


def _record(
    session: Session, shown: Shown, verb: str, before: str, by: int | None, now: datetime
) -> None:
    row = shown.event
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="event",
        subject_id=row.id,
        before={"status": before},
        after={"status": row.status, "reason": row.reason},
        now=now,
    )
