"""Meetings that stood in calendars before we knew of them: moved, called off, and stopped."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import event_changes, events, meeting_imports, rounds, seats, series_changes
from db.engine import Database
from db.events import Shown
from db.models import Event, Round, Series
from domain.meeting_calendars import read_calendar
from domain.seats import Part
from tests.db.meetings import FORUM, NOW, Register, register
from tests.db.years import BY, LATER, TODAY, WINTER, bring, sheet
from tests.jobs.rendered import found_in_slack, made, one_line, written

WEEK_AFTER = FORUM.on(date(2026, 12, 10))
MOVED = (
    "New time: Thursday 10 December, 10:00. It was 3 December. Please change it in your calendar."
)
SERIES = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a@elsewhere
SUMMARY:Executive
DTSTART;TZID=Europe/London:20261203T100000
DTEND;TZID=Europe/London:20261203T120000
RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=6
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def nine(database: Database) -> Iterator[Register]:
    with register(database, ("Police", *(f"Partner {n}" for n in range(8)))) as found:
        found_in_slack(found, found.leads[0])
        yield found


def imported(own: Register) -> Shown:
    """Bring a meeting that stands in calendars; nobody hears of it."""
    meeting_imports.confirm(own.session, bring(own, sheet(WINTER)), by=BY)
    return _only(own)


def imported_series(own: Register) -> Series:
    read = read_calendar(SERIES.encode(), "year.ics", zone="Europe/London", today=TODAY)
    meeting_imports.confirm(own.session, bring(own, read), by=BY)
    return _only(own).series


def _only(own: Register) -> Shown:
    found = events.by_id(own.session, min(each.id for each in all_of(own)))
    assert found is not None
    return found


def all_of(own: Register) -> list[Event]:
    return list(own.session.scalars(select(Event)))


def move(own: Register, shown: Shown) -> Round:
    moved = event_changes.move(own.session, shown, WEEK_AFTER, by=None, now=LATER)
    assert moved is not None
    return moved


def test_after_a_stopped_move_who_was_to_hear_nothing_hears_nothing(nine: Register) -> None:
    moved = move(nine, imported(nine))
    assert len(nine.messages()) == 9
    rounds.stop(nine.session, moved, by=None, now=LATER + timedelta(seconds=20))
    assert nine.messages() == nine.messages(channel="slack") == []


def test_after_stopped_entries_who_was_to_hear_nothing_hears_nothing(nine: Register) -> None:
    shown = imported(nine)
    sent = event_changes.send_calendar(nine.session, shown.series, by=None, now=LATER)
    assert sent is not None
    rounds.stop(nine.session, sent, by=None, now=LATER + timedelta(seconds=20))
    assert (nine.messages(), shown.series.calendar) == ([], "elsewhere")


def test_who_came_with_the_register_meanwhile_is_asked_after_a_stop(nine: Register) -> None:
    shown = imported(nine)
    new = nine.person("New lead")
    since = date(2026, 11, 1)
    seats.appoint(nine.session, nine.seats[1], new, Part.LEAD, since=since, by=None, now=NOW)
    rounds.stop(nine.session, move(nine, shown), by=None, now=LATER + timedelta(seconds=20))
    assert nine.messages() == [("invitation", "New lead")]
    series_changes.keep(nine.session, shown.series, by=None, now=LATER + timedelta(seconds=40))
    assert nine.messages() == [("invitation", "New lead")]


def test_the_first_that_people_hear_of_it_is_where_it_moved(nine: Register) -> None:
    move(nine, imported(nine))
    letter = written(nine)
    assert letter.subject == "New time: Winter meeting, Thu 10 December 2026, 10:00"
    assert one_line(letter.text).startswith(f"Hello, {MOVED} ")
    assert "already in your calendar" not in letter.text
    assert MOVED in made(nine)


def test_a_later_move_asks_to_change_the_calendar_too(nine: Register) -> None:
    shown = imported(nine)
    move(nine, shown)
    nine.arrived()
    again = FORUM.on(date(2026, 12, 17))
    event_changes.move(nine.session, shown, again, by=None, now=LATER + timedelta(days=1))
    said = "New time: Thursday 17 December, 10:00. It was 10 December. Please change it in your"
    assert said in one_line(written(nine).text)
    assert said in one_line(made(nine))
    assert "already in your calendar" not in written(nine).text


def test_a_moved_date_of_a_series_is_told_with_what_it_was(nine: Register) -> None:
    series = imported_series(nine)
    first = events.of(nine.session, series.id)[0]
    move(nine, Shown(first, series))
    assert MOVED in one_line(written(nine).text)
    assert MOVED in made(nine)


def test_a_new_lead_is_asked_about_the_time_that_holds(nine: Register) -> None:
    shown = imported(nine)
    rounds.stop(nine.session, move(nine, shown), by=None, now=LATER + timedelta(seconds=20))
    event_changes.move(nine.session, shown, WEEK_AFTER, quiet=True, by=None, now=LATER)
    new, since = nine.person("New lead"), date(2026, 11, 1)
    seats.appoint(nine.session, nine.seats[1], new, Part.LEAD, since=since, by=None, now=NOW)
    series_changes.keep(nine.session, shown.series, by=None, now=LATER + timedelta(days=1))
    assert "It was" not in written(nine, "New lead").text


def test_all_who_have_it_in_their_calendar_hear_that_it_is_off(nine: Register) -> None:
    off = event_changes.cancel(nine.session, imported(nine), by=None, now=LATER)
    assert off is not None
    assert off.people == 9
    assert {kind for kind, _name in nine.messages()} == {"cancellation"}
    letter = written(nine)
    assert "Cancelled: Winter meeting, 3 December." in one_line(letter.text)
    assert "Please take it out of your calendar." in one_line(letter.text)
    assert letter.calendar is None
    assert "Cancelled: Winter meeting, 3 December. Please take it out of your cal" in made(nine)
    rounds.stop(nine.session, off, by=None, now=LATER + timedelta(seconds=20))
    assert nine.messages() == nine.messages(channel="slack") == []


def test_a_series_that_is_off_has_one_mail_and_one_card_each(nine: Register) -> None:
    off = event_changes.cancel_all(nine.session, imported_series(nine), by=None, now=LATER)
    assert off is not None
    assert len(nine.messages()) == 9
    assert nine.messages(channel="slack") == [("cancellation", "Police lead")]
    said = "Cancelled: Executive, all dates from 3 December. Please take them out of your calendar."
    assert said in one_line(written(nine).text)
    assert said in made(nine)


def test_one_date_that_is_off_is_told_by_mail_and_card(nine: Register) -> None:
    series = imported_series(nine)
    second = events.of(nine.session, series.id)[1]
    event_changes.cancel(nine.session, Shown(second, series), by=None, now=LATER)
    said = "Cancelled: Executive, 7 January. Please take it out of your calendar."
    assert said in one_line(written(nine).text)
    assert said in made(nine)
