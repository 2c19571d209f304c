"""What waits and can still be stopped: feeds and pages show what people know until it leaves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from db import (
    answer_pages,
    calendar_drafts,
    event_changes,
    event_visits,
    events,
    feeds,
    rounds,
    seats,
    series_changes,
    whole_series,
)
from db.engine import Database
from db.models import Series
from domain import seats as kinds
from domain.calendars import Part
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register
from tests.db.test_feeds import SIX, days, fed

LATER = NOW + timedelta(hours=1)
LEAVES = LATER + timedelta(minutes=2)
LAST = LEAVES - timedelta(seconds=1)
NEW = FORUM.on(date(2026, 12, 10))

Made = Callable[[Register, Series], object]


@pytest.fixture
def many(database: Database) -> Iterator[Register]:
    """Give a body of so many that what is sent to them waits."""
    with register(database, tuple(f"Partner {n}" for n in range(6))) as found:
        yield found


def move(own: Register, series: Series) -> object:
    return event_changes.move(own.session, own.first(series), NEW, by=None, now=LATER)


def move_all(own: Register, series: Series) -> object:
    rule = events.rule_of(series)
    assert rule is not None
    fewer = replace(rule, weekday=4, count=4)
    span = FORUM.on(date(2026, 12, 4))
    return whole_series.move_all(own.session, series, span, fewer, by=None, now=LATER)


def say(own: Register, series: Series) -> object:
    details = replace(events.details_of(series), title="Another title", place="Elsewhere")
    return event_changes.say(own.session, own.first(series), details, by=None, now=LATER)


def say_all(own: Register, series: Series) -> object:
    details = replace(events.details_of(series), title="Another title")
    return whole_series.say_all(own.session, series, details, by=None, now=LATER)


def cancel(own: Register, series: Series) -> object:
    return event_changes.cancel(own.session, own.first(series), by=None, now=LATER)


def cancel_all(own: Register, series: Series) -> object:
    return event_changes.cancel_all(own.session, series, by=None, now=LATER)


def follow(own: Register, series: Series) -> object:
    third = events.of(own.session, series.id)[2]
    rule = events.rule_of(series)
    assert rule is not None
    shown = events.Shown(third, series)
    span = FORUM.on(date(2027, 2, 4))
    return series_changes.follow(own.session, shown, span, rule, by=None, now=LATER)


def move_then_cancel(own: Register, series: Series) -> object:
    move(own, series)
    return cancel(own, series)


CHANGES: tuple[Made, ...] = (
    move,
    move_all,
    say,
    say_all,
    cancel,
    cancel_all,
    follow,
    move_then_cancel,
)


@pytest.mark.parametrize("of_body", [False, True], ids=["own", "body"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_a_feed_shows_no_change_before_it_leaves(
    many: Register, change: Made, *, of_body: bool
) -> None:
    series = many.sent(rule=SIX)
    many.arrived()
    before = fed(many, of_body=of_body, now=LATER)
    change(many, series)
    for moment in (LATER, LAST):
        assert fed(many, of_body=of_body, now=moment) == before
    assert fed(many, of_body=of_body, now=LEAVES) != before


def test_it_shows_what_was_stopped_at_no_time(many: Register) -> None:
    series = many.sent()
    many.arrived()
    move(many, series)
    rounds.stop(many.session, many.rounds()[-1], by=None, now=LAST)
    for moment in (LATER, LAST, LEAVES):
        assert days(fed(many, now=moment)) == [date(2026, 12, 3)]


def test_a_page_and_its_file_show_no_change_before_it_leaves(many: Register) -> None:
    series = many.sent()
    many.arrived()
    event, reader = many.first(series).event.id, many.leads[0].id

    def seen(now: datetime) -> tuple[object, ...]:
        found = event_visits.seen(many.session, reader, event, now=now)
        assert found is not None
        span = events.span_of(found.shown.event)
        return span, found.moved_from, calendar_drafts.file(found.shown)

    before = seen(LATER)
    move(many, series)
    assert seen(LAST) == before
    assert seen(LEAVES)[:2] == (NEW, FORUM)
    cancel(many, series)
    assert event_visits.seen(many.session, reader, event, now=LEAVES) is not None


def test_an_answer_is_asked_for_the_time_that_people_know(many: Register) -> None:
    series = many.sent()
    many.arrived()
    event, reader = many.first(series).event.id, many.leads[0].id
    move(many, series)

    def spans(now: datetime, *, changes: bool = False) -> tuple[object, object]:
        page = answer_pages.of(many.session, reader, event, changes=changes, now=now)
        assert page is not None
        return events.span_of(page.shown.event), page.seen.moved_from

    assert spans(LAST) == (FORUM, None)
    assert spans(LAST, changes=True) == spans(LEAVES) == (NEW, FORUM)


def parts(own: Register, person_id: int, now: datetime) -> list[Part]:
    return list(feeds.personal(own.session, person_id, now=now))


def test_who_is_asked_no_more_has_it_until_they_hear(many: Register) -> None:
    series = many.sent(rule=SIX)
    old = many.leads[0].id
    before = parts(many, old, LATER)
    new = [many.person(f"New {each.name}") for each in many.leads]
    for seat, lead in zip(many.seats, new, strict=True):
        seats.appoint(many.session, seat, lead, kinds.Part.LEAD, since=BEGAN, by=None, now=LATER)
    series_changes.keep(many.session, series, by=None, now=LATER)
    assert (parts(many, old, LAST), parts(many, new[0].id, LAST)) == (before, [])
    assert (parts(many, old, LEAVES), len(parts(many, new[0].id, LEAVES))) == ([], 1)
