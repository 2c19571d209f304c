"""What an event's page says once the event has begun: whether it was recorded, and who came."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from db import events, registers
from db.events import Shown
from db.models import Person
from db.named_rows import names_of
from domain.event_pages import After
from domain.events import Status
from domain.figures import Reach
from domain.outcomes import COUNTED, NOTHING, REPRESENTED
from domain.registers import Line, summed_up


def of(session: Session, event_id: int, *, now: datetime) -> After | None:
    """Say what is known of an event; None before it begins, and of one that was not held."""
    shown = events.by_id(session, event_id)
    if shown is None or shown.event.begins_at > now:
        return None
    row = registers.attendance(session, event_id)
    if row is None or shown.event.status != Status.HELD:
        waits = shown.event.status in {Status.SCHEDULED, Status.HELD}
        return After() if waits else None
    lines = saved(session, shown)
    by = names_of(session, Person, {row.recorded_by} if row.recorded_by else set())
    found = summed_up(lines, registers.others(session, event_id))
    reach = _reach(lines)
    asked = {each.seat.organisation_id for each in lines if not each.on_leave} - {None}
    unknown = len(asked) - reach.invited
    return After(row.recorded_at, by.get(row.recorded_by or 0, ""), found, reach, unknown)


def saved(session: Session, shown: Shown) -> list[Line]:
    """List what an event's register says as it was saved: what is only drafted is left out."""
    lines = registers.lines(session, shown)
    known = registers.recorded(session, [each.seat.invitation_id for each in lines])
    return [
        replace(each, outcome=registers.read(row) if row is not None else NOTHING)
        for each in lines
        for row in [known.get(each.seat.invitation_id)]
    ]


def _reach(lines: list[Line]) -> Reach:
    """Count the partners of which something is recorded, and those that were represented."""
    came: dict[int, bool] = {}
    for each in lines:
        own = each.seat.organisation_id
        if own is None or each.on_leave or each.outcome.code not in COUNTED:
            continue
        came[own] = came.get(own, False) or each.outcome.code in REPRESENTED
    return Reach(len(came), sum(came.values()))
