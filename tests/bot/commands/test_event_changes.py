"""Events are moved, cancelled and opened to more people, through Slack, on both databases."""

from datetime import date, datetime, timedelta

import pytest

from db import event_changes, events, people
from db.models import Delivery, Event, Round
from domain.events import Calendar
from tests.bot.commands.event_cast import (
    MONTHLY,
    THIRD,
    arrange,
    arrived,
    board,
    newest,
    press,
    run,
    weeks,
    writing,
)
from tests.bot.commands.register import found, rows, said
from tests.world import World

SIX = tuple(f"Partner {n}" for n in range(6))


def kinds(world: World) -> list[str]:
    """List the kinds of the mails that wait."""
    waiting = [each for each in rows(world, Delivery) if each.state == "planned"]
    return [each.kind for each in waiting if each.channel_kind == "mail"]


def in_form(world: World, action: str) -> str:
    """Press a button of the window that lies on top; gives its words then."""
    assert world.coordinator.view is not None
    told = world.coordinator.press(world.coordinator.view, action)
    assert told.ok, told
    return said(world)


def only(world: World) -> Event:
    [event] = rows(world, Event)
    return event


def test_an_event_is_moved_by_typing_and_looked_at_first(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world)
    arrived(world)
    world.coordinator.run("/event move Leadership Forum to 10 Dec 10:00")
    told = said(world)
    assert "New time: Thursday 10 December 2026, 10:00 to 12:00 (London time)" in told
    assert "It was: Thursday 3 December 2026, 10:00 to 12:00 (London time)" in told
    assert "Answers are due 26 November now." in told
    assert "2 people will hear: 2 by mail." in told
    assert "Move and tell 2 people" in told
    assert only(world).begins == THIRD.begins
    assert kinds(world) == []
    told = in_form(world, "event.move.do")
    assert "Moved: Leadership Forum is on Thursday 10 December 2026, 10:00 to 12:00" in told
    assert "Answers are due 26 November now." in told
    assert only(world).begins == datetime(2026, 12, 10, 10)
    assert kinds(world) == ["event.update"] * 2


def test_a_move_that_is_not_understood_opens_the_form_filled_in(world: World) -> None:
    board(world, "Police")
    arrange(world)
    world.coordinator.run("/event move Leadership Forum to some day")
    assert "I can't read “some day” as a time." in said(world)
    assert world.coordinator.submit({"day": date(2026, 12, 26), "time": "14:00"}).ok
    told = said(world)
    assert "New time: Saturday 26 December 2026, 14:00 to 16:00 (London time)" in told
    assert "Saturday 26 December 2026 is at a weekend." in told
    in_form(world, "event.move.again")
    assert world.coordinator.submit({"time": "11:00", "end_time": "11:30"}).ok
    assert "26 December 2026, 11:00 to 11:30" in said(world)


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({"day": date(2026, 11, 1)}, "day", "This time has passed."),
        ({"day": date(2226, 11, 1)}, "day", "This is more than 10 years ahead."),
        ({"end_time": "09:00"}, "end_time", "This ends before it begins."),
        ({"zone": "Europe/Atlantis"}, "zone", "I don't know the time zone “Europe/Atlantis”."),
        ({"day": date(2027, 3, 28), "time": "01:30"}, "time", "There is no 01:30"),
        ({}, "day", "This is when it is already."),
    ],
)
def test_a_bad_time_gets_a_sentence_beside_its_field(
    world: World, entered: dict[str, object], field: str, sentence: str
) -> None:
    board(world, "Police")
    arrange(world)
    run(world, "/event Leadership Forum")
    press(world, "event.move")
    told = world.coordinator.submit(entered)
    assert told.errors.get(field, "").startswith(sentence), told.errors
    assert only(world).begins == THIRD.begins


def test_what_a_typed_word_does_not_say_is_asked(world: World) -> None:
    board(world, "Police")
    arrange(world)
    world.coordinator.run("/event move")
    assert world.coordinator.submit({"event": "Leadership Forum, 3 December 2026, 10:00"}).ok
    assert "Thursday 3 December 2026" in said(world)


def test_a_clash_is_named_before_a_move(world: World) -> None:
    board(world, "Police")
    arrange(world)
    arrange(world, "Executive day", weeks(1))
    world.coordinator.run("/event move Leadership Forum to 10 Dec 11:00")
    assert "At the same time: Executive day, Thursday 10 December 2026" in said(world)


def test_an_event_is_cancelled_with_a_reason_and_can_be_stopped(world: World) -> None:
    board(world, *SIX)
    arrange(world)
    arrived(world)
    world.clock.moment += timedelta(minutes=5)
    world.coordinator.run("/event cancel Leadership Forum")
    assert world.coordinator.submit({"reason": "Venue closed"}).ok
    told = said(world)
    assert "Reason, as all will read it: Venue closed" in told
    assert "Cancel it and tell 6 people" in told
    assert only(world).status == "scheduled"
    told = in_form(world, "event.cancel.do")
    assert "Cancelled: Leadership Forum, Thursday 3 December 2026" in told
    assert "6 people will hear: 6 by mail." in told
    assert "It leaves at 09:37. Until then you can stop it." in told
    assert (only(world).status, only(world).reason) == ("cancelled", "Venue closed")
    in_form(world, "event.stop")
    assert "Stopped. Nobody has heard. It is not cancelled: Thursday 3 December 2026" in said(world)
    assert only(world).status == "scheduled"
    assert kinds(world) == []


def test_what_was_pressed_in_a_window_that_is_gone_is_shown_in_a_new_one(world: World) -> None:
    board(world, "Police")
    arrange(world)
    world.coordinator.run("/event cancel Leadership Forum")
    assert world.coordinator.submit({"reason": "Venue closed"}).ok
    world.slack.faults.add(method="views.update", kind="slack_error", error="not_found")
    told = in_form(world, "event.cancel.do")
    assert "Cancelled: Leadership Forum, Thursday 3 December 2026" in told


def test_one_event_of_a_series_is_cancelled_without_the_rest(world: World) -> None:
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    arrived(world)
    run(world, "/event Leadership Forum")
    press(world, "event.cancel")
    assert world.coordinator.submit({"extent": "This event only"}).ok
    assert "The other events of its series stay as they are." in said(world)
    in_form(world, "event.cancel.do")
    states = [each.status for each in rows(world, Event)]
    assert states == ["cancelled", *["scheduled"] * (len(states) - 1)]
    assert kinds(world) == ["event.cancellation"]


def test_a_whole_series_is_cancelled(world: World) -> None:
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    arrived(world)
    run(world, "/event series")
    press(world, "event.whole")
    press(world, "event.cancel.all")
    assert world.coordinator.submit({"reason": "Reorganised"}).ok
    assert "Cancelled: the whole series Leadership Forum." in in_form(world, "event.cancel.do")
    assert {each.status for each in rows(world, Event)} == {"cancelled"}
    assert kinds(world) == ["event.cancellation"]


def test_a_guest_is_invited_and_once_only(world: World) -> None:
    board(world, "Police")
    arrange(world)
    arrived(world)
    world.coordinator.run("/event invite Leadership Forum")
    assert world.coordinator.submit({}).errors == {
        "bodies": "Please choose whom to invite, or below whom to take out."
    }
    guest = _person(world)
    assert world.coordinator.submit({"guests": [guest]}).ok
    assert "Invited besides: Guest" in said(world)
    assert "Invited to Leadership Forum." in in_form(world, "event.invite.do")
    assert kinds(world) == ["event.invitation"]
    world.coordinator.close(everything=True)
    world.coordinator.run("/event invite Leadership Forum")
    assert world.coordinator.submit({"guests": [guest]}).errors == {
        "guests": "They are invited already."
    }


def _person(world: World) -> object:
    with writing(world) as session:
        people.add(session, name="Guest", address="guest@example.org", now=world.clock.now())
    return found(world, "search.people", "Guest")


def test_calendar_entries_of_elsewhere_are_sent_after_a_preview(world: World) -> None:
    board(world, "Police")
    arrange(world, calendar=Calendar.ELSEWHERE)
    arrived(world)
    assert "It is in people's calendars already" in run(world, "/event Leadership Forum")
    press(world, "event.calendar")
    assert "Send entries and tell 1 person" in said(world)
    assert "We send the calendar entries" in in_form(world, "event.calendar.do")
    assert "We send calendar invitations" in run(world, "/event Leadership Forum")


def test_a_form_that_another_outran_says_what_changed_and_loses_nothing(world: World) -> None:
    board(world, "Police")
    series = arrange(world)
    arrived(world)
    run(world, "/event Leadership Forum")
    press(world, "event.move")
    with writing(world) as session:
        shown = events.by_id(session, events.of(session, series)[0].id)
        assert shown is not None
        event_changes.move(session, shown, weeks(1), by=None, now=world.clock.now())
    assert world.coordinator.submit({"day": date(2026, 12, 17), "reason": "Flood"}).ok
    told = said(world)
    assert "Meanwhile Somebody else moved it. Please look again: nothing of yours was lost." in told
    assert "It is Leadership Forum, Thursday 10 December 2026, 10:00 to 12:00" in told
    assert world.coordinator.submit({}).ok
    told = said(world)
    assert "New time: Thursday 17 December 2026" in told
    assert "Reason: Flood" in told
    assert len(rows(world, Round)) == 2


def test_what_has_begun_can_not_be_changed(world: World) -> None:
    board(world, "Police")
    arrange(world)
    run(world, "/event Leadership Forum")
    world.clock.moment = datetime(2026, 12, 3, 10, 30, tzinfo=world.clock.moment.tzinfo)
    assert "This event has begun already. It can't be changed any more." in press(
        world, "event.move"
    )
    assert newest(world) is not None
