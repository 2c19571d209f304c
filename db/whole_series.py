"""A whole series changed at once: said anew, or moved before any of it was held. Its UID stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from db import calendars, event_plans, events
from db.event_changes import rise, said, times
from db.invitations import Change, settle
from db.models import Event, Round, Series
from db.undoing import SAID, aside
from domain import kept_rules, recurrence
from domain.errors import Refused
from domain.events import Details, Status, What
from domain.language import gettext as _
from domain.names import name_key
from domain.recurrence import Rule
from domain.when import WallSpan


def say_all(
    session: Session, series: Series, details: Details, *, by: int | None, now: datetime
) -> Round | None:
    """Change what a series says: events to come that say the same follow, others keep their own.

    Raises `Refused` where nothing is to come; gives None where nothing is new.
    """
    coming = _coming(events.of(session, series.id), now)
    if not coming:
        raise Refused(_("Nothing of this is to come."))
    before = _said(series)
    follow = [each for each in coming if _says_the_same(each, series)]
    undo = {
        "series": before,
        "said": [said(each, series) for each in follow],
        "was": calendars.stamp(series),
    }
    for name in SAID:
        setattr(series, name, getattr(details, name))
    series.title_key, series.priorities = name_key(details.title), list(details.priorities)
    if _said(series) == before:
        return None
    for each in follow:
        event_plans.say_as(each, series)
    series.revision, series.changed_at = series.revision + 1, now
    session.flush()
    events.record(session, "change series", series, before, by=by, now=now, after=_said(series))
    calendars.publish(session, series)
    return settle(session, series, Change(What.CHANGE, by, undo=undo), now=now)


def _said(series: Series) -> dict[str, Any]:
    return {**{name: getattr(series, name) for name in SAID}, "priorities": [*series.priorities]}


def _says_the_same(event: Event, series: Series) -> bool:
    return all(getattr(event, name) == getattr(series, name) for name in SAID)


def _coming(own: Sequence[Event], now: datetime) -> list[Event]:
    return [each for each in own if each.status == Status.SCHEDULED and each.begins_at > now]


def can_move(own: Sequence[Event], now: datetime) -> bool:
    """Say whether all of a series is still to come: then it can be moved as a whole."""
    over = (Status.HELD, Status.ABANDONED)
    return bool(_coming(own, now)) and not any(
        each.begins_at <= now or each.status in over for each in own
    )


def move_all(
    session: Session,
    series: Series,
    span: WallSpan,
    rule: Rule,
    *,
    reason: str = "",
    by: int | None,
    now: datetime,
) -> Round | None:
    """Move a whole series before any of it was held; `span` is when its first is, `rule` its rule.

    Its UID stays, and its events stay who they are, each in its place in the order; those moved by
    themselves keep their own time. Raises `Refused` where some was held, and where nothing is new.
    """
    own = sorted(events.of(session, series.id), key=lambda each: each.original)
    if not can_move(own, now):
        raise Refused(
            _("Some of this was held already. Open an event and choose “This and following”.")
        )
    if (events.span_of(series), events.rule_of(series)) == (span, rule):
        raise Refused(_("This is when it is already. Please choose another time."), field="day")
    recurrence.refuse_misfit(rule, span.begins.date())
    undo, was = _undo(series, own), calendars.stamp(series)
    mover = _Mover(session, series, own, now)
    mover.move(span, rule)
    events.record(session, "move series", series, undo, by=by, now=now)
    calendars.publish(session, series)
    undo |= {"added": [each.id for each in mover.added], "was": was}
    what = What.CHANGE if mover.off else What.MOVE
    change = Change(what, by, off=tuple(mover.off), reason=reason or None, undo=undo)
    return settle(session, series, change, now=now)


def _undo(series: Series, own: Sequence[Event]) -> dict[str, Any]:
    span = events.span_of(series)
    return {
        "rule": series.rule,
        "span": {
            "begins": span.begins.isoformat(),
            "ends": span.ends.isoformat(),
            "zone": span.zone,
        },
        "events": [times(each) for each in own if each.status == Status.SCHEDULED],
        "originals": {
            str(each.id): each.original.isoformat()
            for each in own
            if each.status != Status.SCHEDULED
        },
    }


class _Mover:
    """Moves the events of a series to where its new rule has them."""

    def __init__(
        self, session: Session, series: Series, own: Sequence[Event], now: datetime
    ) -> None:
        self._session, self._series, self._own, self._now = session, series, own, now
        self.off: list[Event] = []
        self.added: list[Event] = []

    def move(self, span: WallSpan, rule: Rule) -> None:
        """Let the series have a rule and a first time, and its events follow in their order."""
        session, series = self._session, self._series
        old = events.span_of(series)
        alone = [each for each in self._own if not _as_planned(each, old)]
        rise(series, self._now)
        series.begins, series.ends, series.zone = span.begins, span.ends, span.zone
        series.rule = kept_rules.as_json(rule)
        until = event_plans.horizon(session, series, self._now)
        spans = recurrence.expand(rule, span, until=until).spans
        aside(session, self._own)
        for event, at in zip(self._own, spans, strict=False):
            self._follow(event, at, keeps=event in alone)
        self._call_off(self._own[len(spans) :], {each.begins for each in spans})
        session.flush()
        self.added = event_plans.add_occurrences(session, series, until=until, now=self._now)

    def _follow(self, event: Event, at: WallSpan, *, keeps: bool) -> None:
        event.original, event.sequence = at.begins, self._series.sequence
        if keeps or event.status != Status.SCHEDULED:
            return
        event_plans.place(event, at)
        day = at.begins.date()
        event.answer_by = event_plans.answer_by(self._session, self._series, day, now=self._now)

    def _call_off(self, left: Sequence[Event], taken: set[datetime]) -> None:
        """Take those out of calendars for whom the new rule has no place."""
        for place, event in enumerate(left):
            event.original = event.begins
            while event.original in taken:  # no two of a series are ever at the same
                event.original += timedelta(seconds=place + 1)
            taken.add(event.original)
            event.sequence = self._series.sequence
            if event.status == Status.SCHEDULED:
                event.status, event.ended_at = Status.CANCELLED, self._now
                self.off.append(event)


def _as_planned(event: Event, first: WallSpan) -> bool:
    """Say whether an event is when its series has it."""
    planned = first.on(event.original.date())
    return (event.begins, event.ends, event.zone) == (planned.begins, planned.ends, planned.zone)
