"""What messages about events say when they leave: from what holds then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.ground import Ground
from db import answering, audience_changes, event_changes, events, rounds, series_changes
from db.audience_changes import Wanted
from db.audience_items import Choice
from db.engine import Database
from db.models import Delivery, Series
from domain.answers import Kind, Source
from domain.events import Among, Calendar, Details, Extent
from jobs.kinds import LETTERS, render_letter
from tests.db.meetings import FORUM, NOW, Register, register
from tests.jobs.rendered import (
    GROUND,
    LATER,
    MONTHLY,
    WEEK_AFTER,
    card,
    found_in_slack,
    letter,
    made,
    one_line,
    waiting,
    written,
)
from tests.world import shown


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        for each in found.leads:
            found_in_slack(found, each)
        yield found


def test_an_invitation_asks_with_links_and_an_entry(two: Register) -> None:
    two.sent()
    found = written(two)
    assert found.subject == (
        "Leadership Forum, Thu 3 December 2026, 10:00: please answer by 19 November"
    )
    assert "Can Police be represented at the Leadership Forum?" in found.text
    own = "https://joinedup.example.org"
    assert [found.text.count(f"{own}/{each}/") for each in ("answer", "deputy")] == [3, 1]
    assert [found.text.count(f"{own}/{each}/") for each in ("access", "preferences")] == [1, 1]
    assert "https://joinedup.example.org/event/" in found.text
    assert f"My calendar ({own}/feed/" in one_line(found.text)
    assert found.calendar is not None
    assert found.calendar.method == "REQUEST"
    assert b"ATTENDEE" in found.calendar.content
    assert "You get this because you hold Police's seat." in one_line(found.text)


def test_a_card_asks_with_buttons(two: Register) -> None:
    two.sent()
    said = made(two)
    assert said.startswith("Leadership Forum: can Police be there?\n")
    assert (
        "You hold the seat for Police. If you cannot come, a deputy counts just the same." in said
    )
    assert "An invitation for your calendar has also gone to your work mail." in said


def test_without_addresses_and_mailbox_it_says_how_to_answer(two: Register) -> None:
    two.sent()
    found = letter(two, ground=Ground(LATER))
    assert found is not None
    assert found.calendar is None
    assert "Please tell the business unit." in one_line(found.text)
    assert "joinedup.example.org" not in found.html
    bare = card(two, ground=Ground(LATER))
    assert bare is not None
    assert "Agenda and papers" not in shown(bare.blocks)
    assert "has also gone to your work mail" not in shown(bare.blocks)


def test_a_move_says_the_new_time_and_what_it_was(two: Register) -> None:
    series = two.sent()
    two.arrived()
    event_changes.move(two.session, two.first(series), WEEK_AFTER, by=None, now=LATER)
    found = written(two)
    assert found.subject == "New time: Leadership Forum, Thu 10 December 2026, 10:00"
    assert found.text.startswith(
        "Hello,\n\nNew time: Thursday 10 December, 10:00. It was 3 December.\n"
        "\nAnswers are due 26 November now.\n"
    )
    assert "New time: Thursday 10 December, 10:00. It was 3 December." in made(two)


def test_a_time_that_nobody_heard_of_is_not_named(two: Register) -> None:
    series = two.sent()
    two.arrived()
    event_changes.move(two.session, two.first(series), WEEK_AFTER, by=None, now=LATER)
    once_more = FORUM.on(date(2026, 12, 17))
    event_changes.move(two.session, two.first(series), once_more, by=None, now=LATER)
    said = "New time: Thursday 17 December, 10:00. It was 3 December."
    assert said in written(two).text
    assert said in made(two)


def test_a_change_says_what_is_new(two: Register) -> None:
    series = two.sent()
    two.arrived()
    details = Details("Leadership Forum", place="Town Hall", agenda="Budget")
    event_changes.say(two.session, two.first(series), details, by=None, now=LATER)
    text = one_line(written(two).text)
    assert "The place is known now: Town Hall. There is an agenda now." in text
    assert "The place is known now: Town Hall." in made(two)
    assert written(two).subject.startswith("Changed: Leadership Forum, Thu 3 December")


def test_a_later_letter_stands_in_the_thread_of_the_first(two: Register) -> None:
    series = two.sent()
    waiting(two, "Police lead").provider_ref = "first@example.org"
    two.arrived()
    event_changes.move(two.session, two.first(series), WEEK_AFTER, by=None, now=LATER)
    assert written(two).thread == "first@example.org"
    assert written(two, "Health lead").thread is None


def test_a_cancellation_says_why_and_leaves_the_calendar(two: Register) -> None:
    series = two.sent()
    two.arrived()
    event_changes.cancel(two.session, two.first(series), reason="venue closed.", by=None, now=LATER)
    found = written(two)
    said = "Cancelled: Leadership Forum, 3 December. Reason: venue closed."
    assert found.subject == "Cancelled: Leadership Forum, Thu 3 December 2026, 10:00"
    assert said in found.text
    assert "Nothing to do; it leaves your calendar." in found.text
    assert found.calendar is not None
    assert found.calendar.method == "CANCEL"
    assert made(two) == f"{said} Nothing to do; it leaves your calendar."


def test_a_series_says_its_rule_and_the_next_dates(two: Register) -> None:
    two.sent(rule=MONTHLY)
    found = written(two)
    text = one_line(found.text)
    assert "When: First Thursday, every month: 10:00 to 12:00 (London time)" in text
    assert (
        "Next: Thursday 3 December 2026 Thursday 7 January 2027 Thursday 4 February 2027 " in text
    )
    assert "Please answer for 3 December by Thursday 19 November." in text
    assert "Thursday 3 December 2026, 10:00 to 12:00" in made(two)


def test_the_reason_that_was_given_reaches_whom_it_is_for(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    two.arrived()
    second = events.Shown(events.of(two.session, series.id)[1], series)
    seat = Choice(Among.SEAT, two.seats[0].id)
    for extent, reason in ((Extent.ONE, "Too many in the room"), (Extent.ALL, "Moved on")):
        wanted = Wanted(out=[seat], extent=extent, reason=reason)
        audience_changes.change(two.session, second, wanted, by=None, now=LATER)
        assert f"Reason: {reason}." in one_line(written(two).text)
        two.arrived()
    later = FORUM.on(date(2027, 1, 8))
    event_changes.move(two.session, second, later, reason="Flood", by=None, now=LATER)
    text = one_line(written(two, "Health lead").text)
    assert "It was 7 January. Answers are due 22 December now. Reason: Flood." in text


def test_one_occurrence_is_cancelled_and_moved_alone(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    two.arrived()
    second = events.Shown(events.of(two.session, series.id)[1], series)
    event_changes.cancel(two.session, second, by=None, now=LATER)
    assert "Cancelled: Leadership Forum, 7 January.\n" in written(two).text
    two.arrived()
    third = events.Shown(events.of(two.session, series.id)[2], series)
    span = FORUM.on(date(2027, 2, 5))
    event_changes.move(two.session, third, span, by=None, now=LATER)
    assert "New time: Friday 5 February, 10:00. It was 4 February." in written(two).text


def test_a_series_that_ends_is_an_update(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    two.arrived()
    third = events.Shown(events.of(two.session, series.id)[2], series)
    afternoon = replace(FORUM, begins=datetime(2027, 2, 4, 14), ends=datetime(2027, 2, 4, 16))
    series_changes.follow(two.session, third, afternoon, MONTHLY, by=None, now=LATER)
    query = select(Delivery).where(
        Delivery.state == "planned",
        Delivery.kind == "event.update",
        Delivery.channel_kind == "mail",
    )
    first = two.session.scalars(query.order_by(Delivery.id)).first()
    assert first is not None
    found = render_letter(LETTERS, two.session, first, GROUND)
    assert found is not None
    said = "This series ends earlier. Its last date is Thursday 7 January 2027. What follows it"
    assert said in one_line(found.text)
    assert found.calendar is not None


def test_a_meeting_that_stands_in_calendars_is_only_asked_about(two: Register) -> None:
    series = two.draft()
    series.calendar = Calendar.ELSEWHERE
    event_changes.send(two.session, series, by=None, now=NOW)
    found = written(two)
    assert found.calendar is None
    assert "This meeting is already in your calendar." in found.text
    assert "in your calendar and choose" not in found.text
    assert "has also gone to your work mail" not in made(two)


def test_what_is_stale_is_owed_no_more(two: Register) -> None:
    series = two.sent()
    assert (
        letter(two, ground=replace(GROUND, now=datetime(2026, 12, 3, 10, tzinfo=NOW.tzinfo)))
        is None
    )
    event = two.first(series).event
    event.status = "cancelled"
    two.session.flush()
    assert letter(two) is None
    assert card(two) is None
    event.status = "scheduled"
    series.scheduled_at = None
    two.session.flush()
    assert letter(two) is None


def test_a_stopped_round_is_no_news(two: Register) -> None:
    series = two.sent()
    two.arrived()
    round_ = event_changes.move(two.session, two.first(series), WEEK_AFTER, by=None, now=LATER)
    assert round_ is not None
    round_.goes_at = LATER + timedelta(minutes=2)
    rounds.stop(two.session, round_, by=None, now=LATER)
    details = Details("Leadership Forum", place="Town Hall")
    event_changes.say(two.session, two.first(series), details, by=None, now=LATER)
    assert "New time" not in written(two).text


def say_yes(register: Register, series: Series) -> None:
    shown = register.first(series)
    answering.answer(
        register.session,
        shown,
        register.leads[0].id,
        Kind.ATTENDING,
        source=Source.LINK,
        at=NOW,
        span=events.span_of(shown.event),
        now=NOW,
    )


def test_a_move_is_confirmed_by_one_link_where_all_was_answered(two: Register) -> None:
    series = two.sent()
    two.arrived()
    say_yes(two, series)
    event_changes.move(two.session, two.first(series), WEEK_AFTER, by=None, now=LATER)
    text = one_line(written(two).text)
    assert "Is your answer still right? Police: attending. Recorded by the link in our mail" in text
    assert "Still fine: https://joinedup.example.org/answer/" in text
    assert "I will attend" not in text
    silent = one_line(written(two, "Health lead").text)
    assert "I will attend" in silent
    assert "Still fine" not in silent


def test_details_that_change_ask_nobody_again_who_answered(two: Register) -> None:
    series = two.sent()
    two.arrived()
    say_yes(two, series)
    details = Details("Leadership Forum", place="Civic Centre")
    event_changes.say(two.session, two.first(series), details, by=None, now=LATER)
    text = one_line(written(two).text)
    assert "Police: attending." in text
    assert "Change my answer: https://" in text
    assert "Still fine" not in text
