"""What letters say of the dates of a series: its rule, what differs, what came and what went."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from bot.letters.letter import Letter
from db import event_changes, events, seats, series_changes, whole_series
from db.audience_items import Choice
from db.engine import Database
from db.events import Shown
from db.models import Delivery, Person, Series
from domain.events import Among, Details
from domain.seats import Part
from jobs.kinds import LETTERS, render_letter
from tests.db.meetings import FORUM, NOW, Register, register
from tests.jobs.rendered import GROUND, LATER, MONTHLY, found_in_slack, made, one_line, written

EARLY = replace(FORUM, begins=datetime(2026, 12, 3, 9), ends=datetime(2026, 12, 3, 11))
AFTERNOON = replace(FORUM, begins=datetime(2027, 4, 1, 14), ends=datetime(2027, 4, 1, 16))


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        found_in_slack(found, found.leads[0])
        yield found


def nth(own: Register, series: Series, n: int) -> Shown:
    return Shown(events.of(own.session, series.id)[n], series)


def guest_of(own: Register, series: Series, *which: int) -> Person:
    """Invite a guest to some dates of a series."""
    guest = own.person("Guest")
    found_in_slack(own, guest)
    invite(own, series, guest, *which)
    return guest


def invite(
    own: Register, series: Series, guest: Person, *which: int, now: datetime = LATER
) -> None:
    for n in which:
        shown = nth(own, series, n)
        whom = [Choice(Among.GUEST, guest.id)]
        event_changes.add_guests(own.session, series, whom, event=shown.event, by=None, now=now)


def follow(own: Register, series: Series, n: int) -> None:
    shown = nth(own, series, n)
    at = AFTERNOON.on(shown.event.begins.date())
    series_changes.follow(own.session, shown, at, MONTHLY, by=None, now=LATER)


def entries(letter: Letter) -> list[tuple[str, Any, bool, bool]]:
    """Give method, start, and whether it recurs or is an occurrence, of each entry of a letter."""
    assert letter.calendar is not None
    found = Calendar.from_ical(letter.calendar.content).walk("VEVENT")
    return [
        (
            letter.calendar.method,
            each.decoded("DTSTART").replace(tzinfo=None),
            "RRULE" in each,
            "RECURRENCE-ID" in each,
        )
        for each in found
    ]


def test_a_moved_first_date_is_not_the_time_of_a_series(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    event_changes.move(two.session, nth(two, series, 0), EARLY, by=None, now=NOW)
    on_friday = FORUM.on(date(2027, 1, 8))
    event_changes.move(two.session, nth(two, series, 1), on_friday, by=None, now=NOW)
    found = written(two)
    text = one_line(found.text)
    assert "When: First Thursday, every month: 10:00 to 12:00 (London time)" in text
    assert (
        "Next: Thursday 3 December 2026, 09:00 to 11:00 (London time), moved from 10:00 "
        "Friday 8 January 2027, moved from 7 January "
        "Thursday 4 February 2027 " in text
    )
    assert found.subject == (
        "Leadership Forum, from Thu 3 December 2026: please answer by 19 November"
    )
    assert "Thursday 3 December 2026, 09:00 to 11:00 (London time)" in made(two)


def test_a_guest_of_one_date_is_asked_to_one_meeting(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    two.arrived()
    guest_of(two, series, 3)
    found = written(two, "Guest")
    text = one_line(found.text)
    assert found.subject.startswith("Leadership Forum, Thu 4 March 2027, 10:00: please answer")
    assert "When: Thursday 4 March 2027, 10:00 to 12:00 (London time)" in text
    assert "every month" not in found.text
    assert "Next:" not in found.text
    assert entries(found) == [("REQUEST", datetime(2027, 3, 4, 10), False, False)]
    assert "Thursday 4 March 2027, 10:00 to 12:00" in made(two, "Guest")


def test_one_meeting_is_moved_and_called_off_as_one(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    guest_of(two, series, 3)
    two.arrived()
    moved = FORUM.on(date(2027, 3, 5))
    event_changes.move(two.session, nth(two, series, 3), moved, by=None, now=LATER)
    found = written(two, "Guest")
    assert "New time: Friday 5 March, 10:00. It was 4 March." in one_line(found.text)
    assert entries(found) == [("REQUEST", datetime(2027, 3, 5, 10), False, False)]
    two.arrived()
    event_changes.cancel(two.session, nth(two, series, 3), by=None, now=LATER)
    found = written(two, "Guest")
    assert "Cancelled: Leadership Forum, 5 March." in found.text
    assert entries(found) == [("CANCEL", datetime(2027, 3, 5, 10), False, False)]


def test_a_guest_of_one_date_hears_nothing_of_others(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    guest_of(two, series, 3)
    two.arrived()
    own = FORUM.on(date(2027, 5, 7))
    event_changes.move(two.session, nth(two, series, 5), own, by=None, now=LATER)
    event_changes.cancel(two.session, nth(two, series, 6), by=None, now=LATER)
    series_changes.extend(two.session, series, until=date(2028, 6, 1), now=LATER)
    follow(two, series, 8)
    assert [each for each in two.messages() if each[1] == "Guest"] == []
    assert [each for each in two.messages(channel="slack") if each[1] == "Guest"] == []
    details = Details("Leadership Forum", place="Town Hall")
    event_changes.say(two.session, nth(two, series, 3), details, by=None, now=LATER)
    said = written(two, "Guest").text
    assert "The place is known now: Town Hall." in said
    assert "series" not in said


def test_a_guest_hears_what_changes_of_all_of_a_series(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    guest_of(two, series, 3)
    two.arrived()
    details = Details("Leadership Forum", place="Town Hall")
    whole_series.say_all(two.session, series, details, by=None, now=LATER)
    assert entries(written(two, "Guest")) == [("REQUEST", datetime(2027, 3, 4, 10), False, False)]


def test_a_guest_is_asked_to_the_date_of_what_follows(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    guest_of(two, series, 4)
    two.arrived()
    follow(two, series, 4)
    said = [kind for kind, name in two.messages() if name == "Guest"]
    assert sorted(said) == ["cancellation", "invitation"]
    off, asked = letters_to(two, "Guest")
    assert "Cancelled: Leadership Forum, 1 April." in off.text
    assert entries(off) == [("CANCEL", datetime(2027, 4, 1, 10), False, False)]
    assert entries(asked) == [("REQUEST", datetime(2027, 4, 1, 14), False, False)]


def test_a_guest_of_two_dates_hears_which_they_are(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    guest = guest_of(two, series, 3)
    two.arrived()
    invite(two, series, guest, 5, 6, 7, 8, now=LATER + timedelta(days=1))
    said = (
        "You are asked about more dates: Thursday 6 May 2027, Thursday 3 June 2027, "
        "Thursday 1 July 2027 and 1 more."
    )
    assert said.replace(" 2027", "") in one_line(written(two, "Guest").text)


def test_a_series_that_ends_names_its_last_date(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    two.arrived()
    guest_of(two, series, 2)
    two.arrived()
    follow(two, series, 5)
    [found] = [
        each
        for each in letters_to(two, "Police lead")
        if "This series ends earlier" in one_line(each.text)
    ]
    text = one_line(found.text)
    assert "Its last date is Thursday 1 April 2027. What follows it comes as an invitation." in text
    assert "until 1 April 2027: 10:00" in text
    assert "has changed" not in text


def letters_to(own: Register, name: str) -> list[Letter]:
    query = (
        select(Delivery)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.state == "planned", Person.name == name)
        .where(Delivery.channel_kind == "mail")
    )
    rows = own.session.scalars(query.order_by(Delivery.id))
    made = [render_letter(LETTERS, own.session, each, GROUND) for each in rows]
    return [each for each in made if each is not None]


def test_dates_that_went_are_named(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    two.arrived()
    new = two.person("New lead")
    seats.appoint(
        two.session,
        two.seats[0],
        new,
        Part.LEAD,
        since=date(2027, 2, 1),
        by=None,
        now=LATER,
    )
    series_changes.keep(two.session, series, by=None, now=LATER + timedelta(minutes=1))
    text = one_line(written(two).text)
    assert "You are no longer asked about Thursday 4 February 2027, Thursday 4 March 2027" in text
    assert "more." in text
