"""Lists of events as a coordinator reads them, through Slack, on both databases."""

from datetime import timedelta

from db import event_changes, events
from domain.roles import Role
from tests.bot.commands.event_cast import (
    MONTHLY,
    THIRD,
    arrange,
    board,
    newest,
    press,
    run,
    weeks,
    writing,
)
from tests.bot.commands.register import counting
from tests.world import World, introduce, words


def test_an_empty_list_says_the_next_step(world: World) -> None:
    told = run(world, "/event")
    assert "No event is planned. Plan the first: a title, a day, and whom to invite." in told
    assert "New event" in told
    told = run(world, "/event series")
    assert "No series meets. A series is an event with a rule" in told
    assert "No event is over yet" in press(world, "event.list") + press(world, "event.past")


def test_coming_events_stand_in_order_with_their_marks(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world, "Executive day", weeks(2))
    series = arrange(world)
    arrange(world, "Planning", weeks(3), send=False)
    with writing(world) as session:
        found = events.by_id(session, events.of(session, series)[0].id)
        assert found is not None
        event_changes.move(session, found, weeks(1), by=None, now=world.clock.now())
    told = run(world, "/event list")
    assert told.index("Executive day") < told.index("Look and send\nPlanning\nThursday 24 December")
    assert "Draft: nobody has heard of it" in told
    assert (
        "Leadership Forum\nThursday 10 December 2026, 10:00 to 12:00 (London time)\n"
        "Scheduled · moved · 2 seats invited"
    ) in told
    assert told.index("Leadership Forum") < told.index("Executive day")


def test_several_drafts_are_one_line_below(world: World) -> None:
    board(world, "Police")
    arrange(world, "Planning", weeks(3), send=False)
    arrange(world, "Away day", weeks(4), send=False)
    told = run(world, "/event list")
    assert "2 drafts that nobody has heard of" in told
    assert "Planning" not in told
    told = press(world, "event.drafts")
    assert told.index("Away day") < told.index("Planning")


def test_a_reader_sees_events_and_can_change_nothing(world: World) -> None:
    board(world, "Police")
    arrange(world)
    arrange(world, "Planning", weeks(3), send=False)
    introduce(world, world.outsider, Role.SCRUTINEER)
    told = words(world.outsider.run("/event").ephemeral)
    assert "Leadership Forum" in told
    assert "New event" not in told
    assert "Planning" not in told
    told = words(world.outsider.run("/event Leadership Forum").ephemeral)
    assert "Leadership Forum" in told
    assert "Move" not in told


def test_cancelled_and_past_events_stand_in_the_past(world: World) -> None:
    board(world, "Police")
    first, second = arrange(world), arrange(world, "Executive day", weeks(1))
    with writing(world) as session:
        found = events.by_id(session, events.of(session, second)[0].id)
        assert found is not None
        event_changes.cancel(session, found, reason="Flood", by=None, now=world.clock.now())
    world.clock.moment += timedelta(days=12)
    assert first != second
    assert run(world, "/event").startswith("No event is planned")
    told = press(world, "event.past")
    assert told.startswith("2 past events\nOpen\nExecutive day")
    assert "Cancelled" in told


def test_series_stand_by_their_rule_in_words(world: World) -> None:
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    told = run(world, "/event series")
    assert (
        "Leadership Forum\nFirst Thursday, every month\n"
        "Next: Thursday 3 December 2026, 10:00 to 12:00 (London time)\n13 dates to come"
    ) in told
    assert "Series: first Thursday, every month" in press(world, "event.show")


def test_the_list_turns_its_pages_and_asks_a_fixed_number_of_queries(world: World) -> None:
    board(world, "Police")
    arrange(world)
    with counting(world) as few:
        run(world, "/event")
    for n in range(11):
        arrange(world, f"Meeting {n:02}", THIRD.on(THIRD.begins.date() + timedelta(days=n)))
    with counting(world) as many:
        told = run(world, "/event")
    assert len(many) == len(few)
    assert "Events 1 to 10 of 12" in told
    assert "Meeting 10" not in told
    assert "Events 11 to 12 of 12" in press(world, "event.page.after")
    assert "Meeting 10" in words(newest(world))
    assert "Events 1 to 10 of 12" in press(world, "event.page.before")
