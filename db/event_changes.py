"""Events that people know of are changed: sent, moved, said anew, called off, opened to guests.

Each change raises SEQUENCE where calendars must follow (RFC 5546, 2.1.4), and plans its messages,
in one transaction; it gives the round of messages, None where nobody need hear.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db import audience_items, calendars, event_plans, events
from db.audience_items import Choice, Reach
from db.events import Shown
from db.invitations import Change, settle
from db.models import Event, Round, Series
from domain.errors import Refused
from domain.events import Calendar, Details, Status, What
from domain.language import gettext as _
from domain.names import name_key
from domain.when import WallSpan


def send(session: Session, series: Series, *, by: int | None, now: datetime) -> Round | None:
    """Let a draft be an event, and invite. `Refused` where it is sent already, over, or empty."""
    own = events.of(session, series.id)
    if series.scheduled_at is not None or series.cancelled_at is not None:
        raise Refused(_("This has been sent already."))
    if not any(each.begins_at > now for each in own):
        raise Refused(_("This time has passed. Please change it first."))
    series.scheduled_at = series.changed_at = now
    for each in own:
        each.status = Status.SCHEDULED
    session.flush()
    events.record(session, "send", series, None, by=by, now=now)
    calendars.publish(session, series)
    change = Change(What.INVITATION, by, undo={"draft": True})
    return settle(session, series, change, now=now)


def move(
    session: Session,
    shown: Shown,
    span: WallSpan,
    *,
    reason: str = "",
    quiet: bool = False,
    by: int | None,
    now: datetime,
) -> Round | None:
    """Move one event, a single one or an occurrence without the rest.

    `quiet`: people know of it from elsewhere, and hear nothing. Raises `Refused` where it is not
    to come, and where the time is what it was.
    """
    event, series = shown.event, shown.series
    refuse_unless_coming(event, now)
    if events.span_of(event) == span:
        raise Refused(_("This is when it is already. Please choose another time."), field="day")
    before, was = times(event), calendars.stamp(series)
    rise(series, now)
    event_plans.place(event, span)
    event.answer_by = event_plans.answer_by(session, series, span.begins.date(), now=now)
    event.sequence = series.sequence
    if series.rule is None:
        series.begins, series.ends, series.zone = span.begins, span.ends, span.zone
        event.original, series.answer_by = span.begins, None
    else:
        event.changed = True
    session.flush()
    events.record(session, "move", series, before, by=by, now=now, after=times(event))
    calendars.publish(session, series)
    undo = {"events": [before], "was": was}
    change = Change(What.MOVE, by, event, reason=reason or None, undo=undo, quiet=quiet)
    return settle(session, series, change, now=now)


def say(
    session: Session,
    shown: Shown,
    details: Details,
    *,
    answer_by: date | None = None,
    by: int | None,
    now: datetime,
) -> Round | None:
    """Change what one event says, not when it is: SEQUENCE stays, its calendars follow.

    Raises `Refused` where it is not to come; gives None where nothing is new.
    """
    event, series = shown.event, shown.series
    refuse_unless_coming(event, now)
    before, was = said(event, series), calendars.stamp(series)
    target: tuple[Series | Event, ...] = (event,) if series.rule is not None else (event, series)
    for row in target:
        row.title, row.place, row.link = details.title, details.place, details.link
        row.joining, row.agenda = details.joining, details.agenda
    if series.rule is None:
        series.title_key, series.priorities = name_key(details.title), list(details.priorities)
    event.answer_by = min(answer_by or event.answer_by, event.begins.date())
    if said(event, series) == before:
        return None
    event.changed = series.rule is not None
    series.revision, series.changed_at = series.revision + 1, now
    session.flush()
    events.record(
        session, "change event", series, before, by=by, now=now, after=said(event, series)
    )
    calendars.publish(session, series)
    change = Change(What.CHANGE, by, event, undo={"said": [before], "was": was})
    return settle(session, series, change, now=now)


def cancel(
    session: Session, shown: Shown, *, reason: str = "", by: int | None, now: datetime
) -> Round | None:
    """Call off one event: a single one, or an occurrence without the rest."""
    refuse_unless_coming(shown.event, now)
    single = shown.is_single
    return _call_off(
        session,
        shown.series,
        [shown.event],
        reason,
        by=by,
        now=now,
        whole=single,
        about=shown.event,
    )


def cancel_all(
    session: Session, series: Series, *, reason: str = "", by: int | None, now: datetime
) -> Round | None:
    """Call off a whole series: every event of it that is to come."""
    coming = [
        each
        for each in events.of(session, series.id)
        if each.begins_at > now and each.status == Status.SCHEDULED
    ]
    if not coming:
        raise Refused(_("Nothing of this is to come."))
    return _call_off(session, series, coming, reason, by=by, now=now, whole=True, about=None)


def _call_off(
    session: Session,
    series: Series,
    off: Sequence[Event],
    reason: str,
    *,
    by: int | None,
    now: datetime,
    whole: bool,
    about: Event | None,
) -> Round | None:
    before, was = [times(each) for each in off], calendars.stamp(series)
    rise(series, now)
    if whole:
        series.cancelled_at = now
    for each in off:
        each.status, each.ended_at, each.reason = Status.CANCELLED, now, reason or None
        each.sequence = series.sequence
    session.flush()
    after = {"cancelled": [each.id for each in off]}
    events.record(session, "cancel", series, {"events": before}, by=by, now=now, after=after)
    calendars.publish(session, series)
    undo = {"events": before, "cancelled": whole, "was": was}
    change = Change(What.CANCELLATION, by, about, tuple(off), reason=reason or None, undo=undo)
    return settle(session, series, change, now=now)


def add_guests(
    session: Session,
    series: Series,
    whom: Iterable[Choice],
    *,
    event: Event | None = None,
    by: int | None,
    now: datetime,
) -> Round | None:
    """Invite more to a series, or to one of its events. `Refused` where all are invited already."""
    new = audience_items.invite(session, series, whom, Reach(event))
    if not new:
        raise Refused(_("They are invited already."), field="guests")
    ids = [each.id for each in new]
    events.record(session, "invite", series, None, by=by, now=now, after={"audience": ids})
    change = Change(What.AUDIENCE, by, event, undo={"audience": ids})
    return settle(session, series, change, now=now)


def send_calendar(
    session: Session, series: Series, *, by: int | None, now: datetime
) -> Round | None:
    """Let a series that stands in calendars already be sent by us from now on."""
    if series.calendar == Calendar.OURS:
        raise Refused(_("We send the calendar invitations of this already."))
    before, was = series.calendar, calendars.stamp(series)
    series.calendar = Calendar.OURS
    rise(series, now)
    events.record(session, "send calendar", series, {"calendar": before}, by=by, now=now)
    calendars.publish(session, series)
    change = Change(What.CALENDAR, by, undo={"calendar": before, "was": was})
    return settle(session, series, change, now=now)


def rise(series: Series, now: datetime) -> None:
    """Raise SEQUENCE: once a change, in its transaction (RFC 5546, 2.1.4)."""
    series.sequence += 1
    series.revision += 1
    series.changed_at = now


def refuse_unless_coming(event: Event, now: datetime) -> None:
    """Raise `Refused` for an event that is not to come."""
    if event.status != Status.SCHEDULED:
        raise Refused(_("This event is not in the calendar. Only a scheduled one can be changed."))
    if event.begins_at <= now:
        raise Refused(_("This event has begun already. It can't be changed any more."))


def times(event: Event) -> dict[str, Any]:
    """Give what a stop puts back, and the audit keeps."""
    return {
        "event": event.id,
        "original": event.original.isoformat(),
        "begins": event.begins.isoformat(),
        "ends": event.ends.isoformat(),
        "zone": event.zone,
        "answer_by": event.answer_by.isoformat(),
        "changed": event.changed,
    }


def said(event: Event, series: Series) -> dict[str, Any]:
    """Give what an event says, as a stop puts it back."""
    return {
        "event": event.id,
        "title": event.title,
        "place": event.place,
        "link": event.link,
        "joining": event.joining,
        "agenda": event.agenda,
        "answer_by": event.answer_by.isoformat(),
        "changed": event.changed,
        "priorities": list(series.priorities),
    }
