"""Drafts that were left lying: gaps of the worklist, worked out whenever somebody looks."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import event_plans, events
from db.models import Event, Partnership, Series
from domain import drafts
from domain.drafts import MOST_LINES, OldDraft
from domain.errors import Refused
from domain.event_pages import DraftLine
from domain.language import gettext as _
from domain.worklist import Gap, Kind


def gaps(session: Session, partnership: Partnership, *, now: datetime) -> list[Gap]:
    """Give the drafts of the session's partnership that were left lying; many are one gap."""
    found = _old(session, now)
    if len(found) > MOST_LINES:
        return [Gap(Kind.OLD_DRAFTS, partnership.id, {"count": len(found)})]
    return [
        Gap(Kind.OLD_DRAFT, each.id, {"over": drafts.is_over(last, now)}) for each, last in found
    ]


def read(session: Session, over: Mapping[int, bool]) -> dict[int, OldDraft]:
    """Give what is said of some drafts, by their ids; `over` has whose dates have all passed."""
    if not over:
        return {}
    owner = events.partnership(session)
    found = session.scalars(select(Series).where(Series.id.in_(over)))
    return {
        each.id: OldDraft(
            each.title, events.span_of(each), owner.day(each.changed_at), over[each.id]
        )
        for each in found
    }


def delete(session: Session, series_id: int, *, by: int | None, now: datetime) -> Series:
    """Put a draft away that was left lying.

    Raises `Refused` for one that was sent, deleted or changed since it was looked at.
    """
    series = events.locked(session, series_id)
    if series is None or series.id not in {each.id for each, _last in _old(session, now)}:
        raise Refused(_("This draft was sent, changed or deleted meanwhile. Nothing is changed."))
    event_plans.discard(session, series, by=by, now=now)
    return series


def lines(session: Session, *, now: datetime) -> list[DraftLine]:
    """List all that is not sent yet, the oldest first, with whose dates have all passed."""
    over = {each.id for each, last in _old(session, now) if drafts.is_over(last, now)}
    return [
        DraftLine(each.id, each.title, events.span_of(each), events.rule_of(each), each.id in over)
        for each in events.drafts(session)
    ]


def _old(session: Session, now: datetime) -> list[tuple[Series, datetime]]:
    """List the drafts that were left lying, with when their last date begins; the oldest first."""
    query = (
        select(Series, func.max(Event.begins_at))
        .join(Event, Event.series_id == Series.id)
        .where(Series.scheduled_at.is_(None), Series.cancelled_at.is_(None), ~Series.sample)
        .group_by(Series.id)
        .order_by(Series.id)
    )
    rows = session.execute(query).all()
    return [(each, last) for each, last in rows if drafts.is_old(last, each.changed_at, now)]
