"""Series changed from one of their events on, or as a whole, and what events say, through Slack."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from db.models import Event, Series
from tests.bot.commands.event_cast import (
    MONTHLY,
    arrange,
    arrived,
    board,
    event_id,
    newest,
    press,
    run,
)
from tests.bot.commands.register import rows, said
from tests.bot.commands.test_event_changes import SIX, in_form, kinds, only
from tests.world import World


def open_second(world: World) -> str:
    """Open the second event of the only series."""
    run(world, "/event Leadership Forum")
    return press(world, "event.show.after")


def test_this_and_following_is_looked_at_done_and_stopped(world: World) -> None:
    board(world, *SIX)
    arrange(world, rule=MONTHLY)
    arrived(world)
    world.clock.moment += timedelta(minutes=5)
    open_second(world)
    press(world, "event.follow")
    entered = {"day": date(2027, 1, 14), "time": "14:00", "rule": "Every 2 months"}
    done = world.coordinator.submit(entered)
    assert done.ok, (done.errors, done.refused, said(world))
    told = said(world)
    assert "New time: Thursday 14 January 2027, 14:00 to 16:00 (London time)" in told
    assert "How often: second Thursday, every 2 months" in told
    assert "• Thursday 11 March 2027, 14:00 to 16:00 (London time)" in told
    assert "6 people will hear: 6 by mail." in told
    assert len(rows(world, Series)) == 1
    in_form(world, "event.follow.do")
    old, new = rows(world, Series)
    assert new.continues_id == old.id
    assert sorted(kinds(world)) == ["event.invitation"] * 6 + ["event.update"] * 6
    first = event_id(world, new.id)
    assert world.coordinator.view is not None
    follow_up = world.coordinator.view.blocks[-1]["elements"]
    assert ("event.show", str(first)) in [
        (each["action_id"], each.get("value")) for each in follow_up
    ]
    in_form(world, "event.stop")
    assert "Stopped. Nobody has heard." in said(world)
    assert kinds(world) == []
    assert "Series: first Thursday, every month" in run(world, "/event Leadership Forum")


def test_the_first_of_a_series_is_changed_with_all_of_it(world: World) -> None:
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    run(world, "/event Leadership Forum")
    press(world, "event.follow")
    told = world.coordinator.submit({"time": "14:00"})
    assert "Please change the whole series." in str(told.errors)
    world.coordinator.close(everything=True)
    press(world, "event.whole")
    press(world, "event.all")
    assert world.coordinator.submit({"day": date(2026, 12, 8), "reason": "Room taken"}).ok
    assert "• Tuesday 12 January 2027, 10:00 to 12:00 (London time)" in said(world)
    uid = rows(world, Series)[0].uid
    in_form(world, "event.all.do")
    [series] = rows(world, Series)
    assert (series.uid, series.begins) == (uid, datetime(2026, 12, 8, 10))


def test_a_day_that_no_rule_fits_stands_beside_its_field(world: World) -> None:
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    run(world, "/event series")
    press(world, "event.whole")
    press(world, "event.all")
    told = world.coordinator.submit(
        {"day": date(2026, 12, 8), "rule": "Every month, on its last such weekday"}
    )
    assert told.errors["day"].startswith("Tuesday 8 December 2026 is not a day of this series.")


def test_details_of_one_event_are_changed_and_told(world: World) -> None:
    board(world, "Police")
    arrange(world)
    arrived(world)
    run(world, "/event Leadership Forum")
    press(world, "event.edit_details")
    entered = {"title": "Forum", "place": "Library\nhttps://meet.example.org/1\nID 1"}
    assert world.coordinator.submit(entered).ok
    told = said(world)
    assert "Title: Forum. It was: Leadership Forum" in told
    assert "Place: Library. It was: Town Hall" in told
    assert "How to join online: added" in told
    assert "1 person will hear: 1 by mail." in told
    assert "Send to 1 person" in str(world.coordinator.view)
    assert (only(world).title, kinds(world)) == ("Leadership Forum", [])
    assert world.coordinator.submit({}).ok
    assert "The details of Forum are changed." in said(world)
    event = only(world)
    assert (event.title, event.place, event.link) == (
        "Forum",
        "Library",
        "https://meet.example.org/1",
    )
    assert kinds(world) == ["event.update"]


def test_what_was_changed_after_the_look_is_looked_at_again(world: World) -> None:
    board(world, "Police")
    arrange(world)
    arrived(world)
    run(world, "/event Leadership Forum")
    press(world, "event.edit_details")
    assert world.coordinator.submit({"agenda": "Budget", "answer_by": date(2026, 11, 30)}).ok
    told = said(world)
    assert "Agenda: added" in told
    assert "Answers are due 30 November now." in told
    assert world.coordinator.submit({"agenda": "Budget and plan"}).ok
    assert "This would change:" in said(world)
    assert only(world).agenda == ""
    assert world.coordinator.submit({}).ok
    assert (only(world).agenda, only(world).answer_by) == ("Budget and plan", date(2026, 11, 30))


def test_what_changes_nothing_is_said_at_once(world: World) -> None:
    board(world, "Police")
    arrange(world)
    arrived(world)
    run(world, "/event Leadership Forum")
    press(world, "event.edit_details")
    assert world.coordinator.submit({}).ok
    assert "Nothing was changed." in said(world)
    assert kinds(world) == []


def test_bad_details_stand_beside_their_fields(world: World) -> None:
    board(world, "Police")
    arrange(world)
    run(world, "/event Leadership Forum")
    press(world, "event.edit_details")
    assert "title" in world.coordinator.submit({"title": "…"}).errors
    told = world.coordinator.submit({"title": "Forum", "answer_by": date(2026, 12, 9)})
    assert told.errors == {"answer_by": "Answers are due before the event begins."}
    told = world.coordinator.submit({"answer_by": date(2026, 11, 9)})
    assert told.errors == {"answer_by": "This day has passed. Please choose a later one."}
    assert only(world).title == "Leadership Forum"


def test_details_of_a_whole_series_are_changed_at_once(world: World) -> None:
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    arrived(world)
    run(world, "/event series")
    press(world, "event.whole")
    press(world, "event.edit_details.all")
    assert world.coordinator.submit({"title": "Forum"}).ok
    assert world.coordinator.submit({}).ok
    assert "The details of Forum are changed." in said(world)
    assert {each.title for each in rows(world, Event)} == {"Forum"}
    assert kinds(world) == ["event.update"]


def test_a_series_is_sent_with_its_rule_and_its_dates(world: World) -> None:
    board(world, *SIX)
    arrange(world, rule=replace(MONTHLY, count=4), send=False)
    run(world, "/event")
    press(world, "event.preview")
    assert "First Thursday, every month, 4 times. To " in str(newest(world).blocks)
    told = press(world, "event.send")
    assert "Leadership Forum. First Thursday, every month, 4 times." in told
    assert "4 dates are planned, the first Thursday 3 December 2026, 10:00 to 12:00" in told
    assert "It leaves at 09:32." in told


def test_what_goes_to_a_few_is_said_to_leave_now(world: World) -> None:
    board(world, "Police")
    arrange(world, send=False)
    run(world, "/event")
    press(world, "event.preview")
    assert "The messages are leaving now." in press(world, "event.send")


def test_what_was_cancelled_is_not_among_the_next_dates_of_a_series_that_moves(
    world: World,
) -> None:
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    arrived(world)
    open_second(world)
    press(world, "event.cancel")
    assert world.coordinator.submit({"extent": "This event only"}).ok
    in_form(world, "event.cancel.do")
    run(world, "/event Leadership Forum")
    press(world, "event.whole")
    press(world, "event.all")
    assert world.coordinator.submit({"day": date(2026, 12, 3), "time": "14:00"}).ok
    told = said(world)
    assert "• Thursday 4 February 2027, 14:00 to 16:00 (London time)" in told
    assert "7 January 2027" not in told
