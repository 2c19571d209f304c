"""Calendar entries from rows: what a series and its events are in people's calendars.

All entries carry the sequence of their series, so that it never falls for anybody who reads them.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import takewhile
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import audiences, bulk, events, standing_in
from db.models import AudienceItem, CalendarDraft, Event, FeedPart, Series
from domain import calendars, recurrence
from domain.calendars import Part
from domain.entries import Entry
from domain.entries import Status as Shown
from domain.events import Status
from domain.recurrence import Rule
from domain.when import WallSpan

AHEAD = 5
"""Years in which occurrences are looked for whose hour a clock change takes away."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a series one entry covers: when it begins, its rule, and what it leaves out."""

    span: WallSpan
    rule: Rule
    left_out: tuple[datetime, ...] = ()


def whole(series: Series) -> Entry:
    """Give the entry of all of a series, or of a single event, as far as messages name it."""
    rule = events.rule_of(series)
    return Entry(
        span=events.span_of(series),
        rule=rule,
        status=Shown.CANCELLED if series.cancelled_at else Shown.CONFIRMED,
        **_said(series, series),
    )


def master(
    series: Series, own: Sequence[Event], *, but: Collection[int] = (), ends: bool = False
) -> Entry:
    """Give the entry of a series, or of a single event; `but` are events that one reader is not at.

    A series is left out where an occurrence was cancelled and where the reader is not at it. It
    begins with the first that is left, and ends with the last of a reader who is not at later ones,
    or for whom it `ends` with the last that is written: programs disagree about a series that
    leaves out its own beginning.
    """
    entry = whole(series)
    if entry.rule is None or series.cancelled_at is not None:
        return entry
    reach = _reach(entry.span, entry.rule, own, but, ends=ends)
    return replace(entry, span=reach.span, rule=reach.rule, left_out=reach.left_out)


def occurrence(series: Series, event: Event) -> Entry:
    """Give the entry of one occurrence alone, or of a single event."""
    return Entry(
        span=events.span_of(event),
        status=Shown.CANCELLED if event.status == Status.CANCELLED else Shown.CONFIRMED,
        original=None if series.rule is None else event.original,
        **_said(series, event),
    )


def stamp(series: Series) -> dict[str, Any]:
    """Give by what programs order the versions of a series, as a change notes what it was."""
    return {"sequence": series.sequence, "changed_at": series.changed_at.isoformat()}


def changed(series: Series, own: Sequence[Event], *, but: Collection[int] = ()) -> list[Entry]:
    """Give the entries of the occurrences that differ from their series, and still stand."""
    if series.rule is None or series.cancelled_at is not None:
        return []
    return [
        occurrence(series, each)
        for each in own
        if each.changed and each.status != Status.CANCELLED and each.id not in but
    ]


def goes_on(
    session: Session, series: Series, person_id: int, own: Sequence[Event] | None = None
) -> bool:
    """Say whether what follows the last written occurrence will be a reader's too, if that is.

    It will not where only that occurrence asks them, and not the series. `own` are the events of
    the series where they are known.
    """
    last = last_standing(session, series, own)
    if last is None or last.id not in _asking_alone(session, series):
        return True
    return person_id in audiences.resolve(session, series, [last], standing=True)[last.id].people


def is_one(session: Session, series: Series, person_id: int, part: Collection[int]) -> bool:
    """Say whether somebody's part in a series, by its events' ids, is one meeting alone."""
    if series.rule is None or len(part) != 1:
        return False
    last = last_standing(session, series)
    return last is None or last.id not in part or not goes_on(session, series, person_id)


def last_standing(
    session: Session, series: Series, own: Sequence[Event] | None = None
) -> Event | None:
    """Give the last written occurrence of a series that was not cancelled."""
    known = events.of(session, series.id) if own is None else own
    standing = [each for each in known if each.status != Status.CANCELLED]
    return max(standing, key=lambda each: each.original, default=None)


def alone(session: Session, series: Series, event: Event) -> frozenset[int]:
    """Give those whom an occurrence asks by itself, and not the series, by their ids."""
    if event.id not in _asking_alone(session, series):
        return frozenset()
    every, those = (
        audiences.resolve(session, series, [event], standing=standing)[event.id].people
        for standing in (False, True)
    )
    return frozenset(every - those)


def _asking_alone(session: Session, series: Series) -> set[int | None]:
    """Give the occurrences that ask more people than their series, by their ids."""
    asks = select(AudienceItem.event_id).where(AudienceItem.series_id == series.id)
    asks = asks.where(AudienceItem.event_id.is_not(None), ~AudienceItem.onwards)
    invite = session.scalars(asks)
    return {*invite, *standing_in.events_of(session, series.id)}


def follows(session: Session, series: Series) -> str:
    """Give the uid of the series that this one continues; empty for none."""
    if series.continues_id is None:
        return ""
    query = select(Series.uid).where(Series.id == series.continues_id)
    return session.scalars(query).one_or_none() or ""


def reason(session: Session, series: Series, about: int | None) -> str:
    """Give why an occurrence, or all of a series, was cancelled."""
    own = [each for each in events.of(session, series.id) if each.status == Status.CANCELLED]
    own.sort(key=lambda each: each.sequence)
    reasons = [each.reason for each in own if about in {None, each.id} and each.reason]
    return reasons[-1] if reasons else ""


def published(
    series: Series, own: Sequence[Event], *, but: Collection[int] = (), ends: bool = False
) -> Iterator[tuple[Event | None, Part]]:
    """Give the parts that a series has in a feed: its own, and those of what differs.

    `but` and `ends` are as of `master`.

    A series that was called off as it went on shows what was held of it, and what was cancelled
    beside; one that never met is cancelled as a whole.
    """
    stands = [each for each in own if each.id not in but and each.status != Status.CANCELLED]
    is_off = series.cancelled_at is not None
    if not is_off or not stands or series.rule is None:
        if stands or is_off:
            yield None, calendars.publish(master(series, own, but=but, ends=ends))
        beside = [each for each in stands if each.changed and not is_off]
    else:
        yield None, calendars.publish(_met(series, own, stands))
        off = [each for each in own if each.ended_at == series.cancelled_at]
        beside = [each for each in stands if each.changed] + [e for e in off if e.id not in but]
    if series.rule is not None:
        yield from ((each, calendars.publish(occurrence(series, each))) for each in beside)


def publish(session: Session, series: Series) -> None:
    """Write the parts of a series in every feed anew, as it is now; a draft has none."""
    session.execute(delete(FeedPart).where(FeedPart.series_id == series.id))
    own = events.of(session, series.id) if series.scheduled_at is not None else []
    met = any(each.status != Status.CANCELLED for each in own)
    for event, made in published(series, own) if own else ():
        is_gone = event.status == Status.CANCELLED if event is not None else not met
        session.add(
            FeedPart(
                series_id=series.id,
                event_id=event.id if event else None,
                key=made.key,
                body=made.body,
                zone=made.zone,
                first_year=made.first,
                last_year=made.last,
                gone_at=series.cancelled_at if is_gone else None,
            )
        )
    session.flush()


def forget(session: Session, before: datetime) -> int:
    """Forget the drafts that were made before a moment, which may name guests; say how many.

    One that is asked for again is made anew.
    """
    return bulk.changed(session, delete(CalendarDraft).where(CalendarDraft.made_at < before))


def _said(series: Series, row: Series | Event) -> dict[str, Any]:
    """Give what an entry says besides its time and its rule."""
    return {
        "uid": series.uid,
        "sequence": series.sequence,
        "changed": series.changed_at,
        "title": row.title,
        "place": row.place,
        "link": row.link,
        "joining": row.joining,
        "agenda": row.agenda,
    }


def _met(series: Series, own: Sequence[Event], stands: Sequence[Event]) -> Entry:
    """Give the entry of what a series that was called off had met until then."""
    rule = events.rule_of(series)
    assert rule is not None  # noqa: S101 - asked of series only
    last = max(each.original for each in stands).date()
    ended = replace(rule, until=last, count=None)
    reach = _reach(events.span_of(series), ended, own, ())
    return Entry(span=reach.span, rule=reach.rule, left_out=reach.left_out, **_said(series, series))


def _reach(
    span: WallSpan,
    rule: Rule,
    own: Sequence[Event],
    but: Collection[int],
    *,
    ends: bool = False,
) -> Reach:
    """Give how much of a series is left for one reader, between their first and their last."""
    stands = {
        each.original for each in own if each.status != Status.CANCELLED and each.id not in but
    }
    if not stands:
        return Reach(span, rule)
    first, last = min(stands), max(stands)
    others = [each for each in own if each.id in but and each.status != Status.CANCELLED]
    if ends or any(each.original > last for each in others):
        rule = replace(rule, until=last.date(), count=None)
    known = {*(each.original for each in own), *_skipped(rule, span)}
    left_out = (
        each
        for each in known - stands
        if each > first and (rule.until is None or each.date() <= rule.until)
    )
    return Reach(span.on(first.date()), _begun(rule, span, first.date()), tuple(sorted(left_out)))


def _begun(rule: Rule, span: WallSpan, first: date) -> Rule:
    """Give the rule of a series from one of its days on: as often as is left."""
    if rule.count is None:
        return rule
    before = takewhile(lambda each: each < first, recurrence.days(rule, span.begins.date()))
    return replace(rule, count=rule.count - len([*before]))


@lru_cache(maxsize=256)
def _skipped(rule: Rule, span: WallSpan) -> tuple[datetime, ...]:
    """Give the times at which a rule would have a series meet, and a clock change does not."""
    until = span.begins.date() + relativedelta(years=AHEAD)
    refused = recurrence.expand(rule, span, until=until).refused
    return tuple(datetime.combine(each, span.begins.time()) for each in refused)
