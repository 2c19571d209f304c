"""Series as they go on: written ahead, kept as the register has it, ended for one that follows."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audience_items, calendars, event_plans, events, rounds
from db.audience_items import Reach
from db.event_changes import refuse_unless_coming, rise, send, times
from db.events import Shown
from db.invitations import Change, settle
from db.models import Attendee, Event, Recipient, Round, Series
from domain import kept_rules, recurrence
from domain.events import Planned, Status, What
from domain.recurrence import Rule
from domain.when import WallSpan


def keep(session: Session, series: Series, *, by: int | None, now: datetime) -> Round | None:
    """Let those who are asked be those whom the register names now: seats move with their leads.

    For all series of one change of the register: db/register_rounds.py. Gives None where nobody
    need hear; the record says who is asked now, and who no longer is.
    """
    before = _asked(session, series, now)
    round_ = settle(session, series, Change(What.AUDIENCE, by), now=now)
    after = _asked(session, series, now)
    if round_ is not None or after != before:
        who = {
            "invited": sorted({person for _event, person in after - before}),
            "withdrawn": sorted({person for _event, person in before - after}),
        }
        events.record(session, "follow register", series, None, by=by, now=now, after=who)
    return round_


def _asked(session: Session, series: Series, now: datetime) -> set[tuple[int, int]]:
    """Give who is asked about what is to come of a series: events' ids with people's."""
    query = (
        select(Recipient.event_id, Attendee.person_id)
        .join(Attendee, Attendee.id == Recipient.attendee_id)
        .join(Event, Event.id == Recipient.event_id)
        .where(Attendee.series_id == series.id, Recipient.withdrawn_at.is_(None))
        .where(Event.status == Status.SCHEDULED, Event.begins_at > now)
    )
    return {(event, person) for event, person in session.execute(query)}


def extend(session: Session, series: Series, *, until: date, now: datetime) -> list[Event]:
    """Write the occurrences of a series up to a day; calendars know them by its rule already.

    Only who is asked for some of them, and not for all, hears of it.
    """
    last = calendars.last_standing(session, series)
    new = event_plans.add_occurrences(session, series, until=until, now=now)
    if new and series.scheduled_at is not None:
        added = frozenset(each.id for each in new)
        after = {"events": sorted(added)}
        events.record(session, "write ahead", series, None, by=None, now=now, after=after)
        change = Change(What.EXTENSION, added=added)
        if last is not None:
            alone = calendars.alone(session, series, last)
            change = replace(change, last=last.id, alone=alone)
        settle(session, series, change, now=now)
    return new


def follow(
    session: Session,
    shown: Shown,
    span: WallSpan,
    rule: Rule,
    *,
    by: int | None,
    now: datetime,
) -> tuple[Series, list[Round]]:
    """Let a series be another from one of its events on: the old one ends, a new one follows it.

    `span` is when the new one's first is, `rule` its rule. Raises `Refused` where the event is the
    first of its series that is to come: then all of it is moved.
    """
    series, event = shown.series, shown.event
    old = events.rule_of(series)
    assert old is not None  # noqa: S101 - asked of series only
    refuse_unless_coming(event, now)
    kept, _rest = recurrence.split(old, series.begins.date(), event.original.date())
    planned = replace(events.planned_of(series), span=span, rule=rule)
    ended = _shorten(session, series, kept, event, by=by, now=now)
    new = _continue(session, series, planned, event, by=by, now=now)
    _bring_singled_out(session, series, event, new)
    begun = send(session, new, by=by, now=now)
    made = [each for each in (ended, begun) if each is not None]
    if begun is not None:
        begun.undo = {**(begun.undo or {}), "discard": True}
    rounds.link(session, made)
    return new, made


def _shorten(
    session: Session, series: Series, kept: Rule, event: Event, *, by: int | None, now: datetime
) -> Round | None:
    """End a series before one of its events; those from it on are taken out of all calendars."""
    before, was = {"rule": series.rule}, calendars.stamp(series)
    off = [each for each in events.of(session, series.id) if each.original >= event.original]
    coming = [each for each in off if each.status == Status.SCHEDULED]
    alone = frozenset().union(*(calendars.alone(session, series, each) for each in coming))
    for each in off:
        each.status, each.ended_at = Status.CANCELLED, each.ended_at or now
    series.rule = kept_rules.as_json(kept)
    rise(series, now)
    session.flush()
    events.record(session, "end series", series, before, by=by, now=now)
    calendars.publish(session, series)
    undo = {**before, "events": [times(each) for each in coming], "was": was}
    change = Change(What.CHANGE, by, off=tuple(coming), alone=alone, undo=undo)
    return settle(session, series, change, now=now)


def _continue(
    session: Session,
    series: Series,
    planned: Planned,
    event: Event,
    *,
    by: int | None,
    now: datetime,
) -> Series:
    new = event_plans.draft(session, planned, (), by=by, now=now)
    new.continues_id = series.id
    standing = audience_items.of(session, series.id).at(event, standing=True)
    audience_items.bring(session, standing.values(), new)
    return new


def _bring_singled_out(session: Session, series: Series, event: Event, new: Series) -> None:
    """Let whom dates of a series ask apart from it, or don't, be so on those days of the new one.

    What begins with a later date begins there too, or with the next one after it.
    """
    by_id = {each.id: each for each in events.of(session, series.id)}
    there = sorted(events.of(session, new.id), key=lambda each: each.begins)
    for chosen in audience_items.of(session, series.id):
        own = by_id.get(chosen.item.event_id or 0)
        if own is None or (chosen.item.onwards and own.original <= event.original):
            continue
        day = own.begins.date()
        later = (each for each in there if each.begins.date() >= day)
        if (at := next(later, None)) is None:
            continue
        if chosen.item.onwards or at.begins.date() == day:
            reach = Reach(at, onwards=chosen.item.onwards)
            audience_items.bring(session, [chosen.item], new, reach)
