"""Who is asked about the last occurrence that is written, and whose series goes on after it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from db import event_changes, events, feeds, seats, series_changes
from db.audience_items import Choice
from db.engine import Database
from db.events import Shown
from domain.calendars import feed
from domain.events import Among, Say
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from tests.calendars.readers import by_recurring
from tests.db.meetings import NOW, Register, register
from tests.db.test_calendars import days, read, told

LATER = NOW + timedelta(minutes=5)
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def test_a_guest_of_only_the_last_occurrence_gets_one_meeting(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    *others, last = events.of(two.session, series.id)
    guest = two.person("Guest")
    whom = [Choice(Among.GUEST, guest.id)]
    event_changes.add_guests(two.session, series, whom, event=last, by=None, now=LATER)
    assert days(read(told(two, series, guest, now=LATER))) == [last.begins.date()]
    parts = feeds.personal(two.session, guest.id, now=LATER)
    theirs = by_recurring(feed(parts, name="", zone="UTC", day=LATER.date()).decode())
    assert days(theirs) == [last.begins.date()]
    event_changes.add_guests(two.session, series, whom, event=others[-1], by=None, now=LATER)
    both = [others[-1].begins.date(), last.begins.date()]
    assert days(read(told(two, series, guest, Say.UPDATE, None, LATER))) == both


def test_whose_seat_has_the_last_occurrence_has_those_after_it_whoever_is_its_guest(
    two: Register,
) -> None:
    series = two.sent(rule=MONTHLY)
    last = events.of(two.session, series.id)[-1]
    new, guest = two.person("New lead"), two.person("Guest")
    since = last.begins.date()
    seats.appoint(two.session, two.seats[0], new, Part.LEAD, since=since, by=None, now=LATER)
    whom = [Choice(Among.GUEST, guest.id)]
    event_changes.add_guests(two.session, series, whom, event=last, by=None, now=LATER)
    met = days(read(told(two, series, new, Say.INVITATION, None, LATER)))
    assert (met[0], len(met) > 1) == (since, True)
    assert days(read(told(two, series, guest, now=LATER))) == [since]


def test_a_guest_of_only_the_last_occurrence_hears_nothing_of_those_written_after_it(
    two: Register,
) -> None:
    series = two.sent(rule=MONTHLY)
    last = events.of(two.session, series.id)[-1]
    guest = two.person("Guest")
    whom = [Choice(Among.GUEST, guest.id)]
    event_changes.add_guests(two.session, series, whom, event=last, by=None, now=LATER)
    two.arrived()
    assert series_changes.extend(two.session, series, until=date(2028, 6, 1), now=LATER)
    assert two.messages() == []


def test_nobody_hears_of_more_dates_because_the_last_one_was_cancelled(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    last = events.of(two.session, series.id)[-1]
    event_changes.cancel(two.session, Shown(last, series), by=None, now=LATER)
    two.arrived()
    assert series_changes.extend(two.session, series, until=date(2028, 6, 1), now=LATER)
    assert two.messages() == []
