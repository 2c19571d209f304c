"""The page of an event, and who was told what of it, through Slack, on both databases."""

from datetime import timedelta

from sqlalchemy import select

from db import event_changes, events
from db.models import Partnership
from db.tenancy import across_partnerships
from sandbox import Message
from tests.bot.commands.event_cast import (
    MONTHLY,
    arrange,
    arrived,
    board,
    newest,
    press,
    run,
    weeks,
    writing,
)
from tests.bot.commands.register import counting
from tests.bot.commands.test_event_changes import in_form
from tests.world import World, words

SIX = tuple(f"Partner {n}" for n in range(6))


def test_a_page_says_when_where_for_whom_and_how_it_stands(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world)
    arrived(world, failing="Police")
    told = run(world, "/event show leadership forum")
    for line in (
        "Leadership Forum",
        "Thursday 3 December 2026, 10:00 to 12:00 (London time)",
        "Status: Scheduled",
        "Place: Town Hall",
        "Invited: all of Executive",
        "2 seats invited: 2 people are asked",
        "Answers by: ",
        "Calendar: We send calendar invitations",
        "No papers yet",
        "Who was told what, the latest first",
        "Invited 2 people on Monday 23 November 2026, 09:30: 1 by mail and 1 not reached.",
    ):
        assert line in told, line


def test_the_list_of_a_round_says_of_each_what_became_of_it(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world)
    arrived(world, failing="Police")
    run(world, "/event Leadership Forum")
    told = press(world, "event.told")
    assert (
        "Health lead: sent by mail to somebody@example.org, 23 November 2026, 09:30\n"
        "Police lead: not reached by mail: no mail address is known"
    ) in told
    assert "Leadership Forum" in press(world, "event.show")


def test_a_name_alone_shows_the_next_and_offers_the_others(world: World) -> None:
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    told = run(world, "/event Leadership Forum")
    assert "Thursday 3 December 2026" in told
    assert "12 more events of this name are to come." in told
    world.coordinator.press(newest(world), "event.other", selected="Thursday 7 January 2027, 10:00")
    told = words(newest(world))
    assert "Before: Thursday 3 December 2026" in told
    assert "After: Thursday 4 February 2027" in told
    told = press(world, "event.show.after")
    assert "Before: Thursday 7 January 2027" in told


def test_an_unknown_title_offers_the_nearest(world: World) -> None:
    board(world, "Police")
    arrange(world)
    told = run(world, "/event Leadership Forrum")
    assert "I don't know “Leadership Forrum”. Did you mean “Leadership Forum”?" in told
    assert "Thursday 3 December 2026" in press(world, "event.show")
    assert "I don't know an event or a word “Zebra”." in run(world, "/event Zebra")


def test_a_send_to_many_waits_and_is_stopped_by_its_button(world: World) -> None:
    board(world, *SIX)
    arrange(world)
    told = run(world, "/event show Leadership Forum")
    assert "Will invite 6 people. It leaves at 09:32, and can be stopped until then." in told
    world.clock.moment += timedelta(minutes=1)
    page = newest(world)
    run(world, "/event show Leadership Forum")
    told = press(world, "event.stop")
    assert told.startswith("Stopped. Nobody has heard. It is a draft again.")
    world.clock.moment += timedelta(minutes=5)
    world.coordinator.press(page, "event.stop")
    assert "This is stopped already. Nobody has heard." in words(page)
    assert "event.stop" not in str(page.blocks), "no button stays that stops nothing"
    assert "Draft: nobody has heard of it" in run(world, "/event")


def test_a_stopped_move_says_that_the_invitation_goes_all_the_same(world: World) -> None:
    board(world, *SIX)
    arrange(world)
    world.clock.moment += timedelta(seconds=30)
    world.coordinator.run("/event move Leadership Forum to 10 Dec 10:00")
    in_form(world, "event.move.do")
    told = in_form(world, "event.stop")
    assert "It is when it was before: Thursday 3 December 2026, 10:00 to 12:00" in told
    assert "Will invite 6 people, as was planned before: it leaves at 09:32." in told
    told = run(world, "/event show Leadership Forum")
    assert "Would have told 6 people the new time; stopped before anybody heard (" in told


def test_in_rehearsal_no_time_is_named_at_which_anything_leaves(world: World) -> None:
    board(world, *SIX)
    with world.house.database.writing() as session, across_partnerships(session):
        session.scalars(select(Partnership)).one().live_at = None
    arrange(world)
    will = "Will invite 6 people"
    only = "In rehearsal only coordinators get it. Partners get it when you go live."
    told = run(world, "/event show Leadership Forum")
    assert f"{will}. {only}" in told
    assert "leaves at" not in told
    told = press(world, "event.told")
    assert "Partner 0 lead: waiting, by mail" in told
    assert "expected by" not in told
    world.clock.moment += timedelta(seconds=30)
    world.coordinator.run("/event move Leadership Forum to 10 Dec 10:00")
    in_form(world, "event.move.do")
    told = in_form(world, "event.stop")
    assert f"{will}, as was planned before. {only}" in told
    assert "leaves at" not in told
    world.clock.moment += timedelta(hours=1)
    assert f"{will}. {only}" in run(world, "/event show Leadership Forum")


def test_what_waits_says_by_when_it_is_expected(world: World) -> None:
    board(world, *SIX)
    arrange(world)
    run(world, "/event show Leadership Forum")
    told = press(world, "event.told")
    assert "Partner 0 lead: waiting, by mail, expected by 23 November 2026, 09:32" in told
    assert "Stop" in told


def test_a_stop_that_comes_too_late_says_so(world: World) -> None:
    board(world, *SIX)
    arrange(world)
    run(world, "/event show Leadership Forum")
    world.clock.moment += timedelta(minutes=3)
    assert "It is too late to stop this: the messages have left." in press(world, "event.stop")
    assert "event.stop" not in str(newest(world).blocks)


def test_a_page_asks_a_fixed_number_of_queries_and_turns_its_rounds(world: World) -> None:
    board(world, "Police")
    series = arrange(world)
    arrived(world)
    with counting(world) as few:
        run(world, "/event Leadership Forum")
    for n in range(1, 6):
        with writing(world) as session:
            found = events.by_id(session, events.of(session, series)[0].id)
            assert found is not None
            event_changes.move(session, found, weeks(n), by=None, now=world.clock.now())
        arrived(world)
    with counting(world) as many:
        told = run(world, "/event Leadership Forum")
    assert len(many) == len(few)
    assert told.count("Told 1 person the new time") == 4
    assert "Invited 1 person" in press(world, "event.rounds.older")
    assert "Invited 1 person" not in press(world, "event.rounds.newer")


def test_what_is_gone_is_answered(world: World) -> None:
    board(world, "Police")
    arrange(world)
    run(world, "/event")
    told = world.coordinator.press(newest(world), "event.show")
    assert told.ok
    shown_button(newest(world), "event.told")["value"] = "999"
    assert "These messages are no longer noted." in press(world, "event.told")


def shown_button(message: Message, action: str) -> dict[str, object]:
    """Give a button beside a paragraph, to be changed as somebody may who forges."""
    found = (block.get("accessory", {}) for block in message.blocks)
    return next(each for each in found if each.get("action_id") == action)
