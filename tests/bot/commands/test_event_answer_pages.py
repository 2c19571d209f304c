"""How an event was answered, as coordinators see it, through Slack, on both databases."""

from datetime import timedelta

from db import event_changes, events, worklist
from domain.roles import Role
from domain.worklist import Gap, Kind
from tests.bot.commands.event_cast import (
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
from tests.bot.commands.test_event_answers import WHEN, record
from tests.bot.commands.test_event_pages import shown_button
from tests.world import World, introduce, words


def answered(world: World, *typed: str) -> None:
    """Record answers by phone as they are typed."""
    for each in typed:
        told = run(world, f"/event answer Leadership Forum {each} by phone")
        assert "Recorded" in told or "It is the first answer" in told or "place of" in told, told


def answers(world: World) -> str:
    """Open the answers of the event from its page."""
    run(world, "/event show Leadership Forum")
    return press(world, "event.answers")


def test_the_page_says_of_each_seat_how_it_stands_and_counts_them(world: World) -> None:
    board(world, "Fire", "Health", "Police", "Probation")
    arrange(world)
    answered(world, "Fire attending", "Health apologies", "Police unsure")
    told = answers(world)
    assert WHEN in told
    assert "1 yes, 1 apology, 1 unsure, 1 no answer; answers due" in told
    assert "No sector yet" in told
    assert "Fire\nAttending · by phone" in told
    assert "Health\nApologies · by phone" in told
    assert "Probation\nNo answer" in told


def test_the_list_and_the_page_of_the_event_count_too(world: World) -> None:
    board(world, "Fire", "Health")
    arrange(world)
    answered(world, "Fire attending")
    assert "1 yes, 1 no answer" in run(world, "/event")
    assert "1 yes, 1 no answer" in run(world, "/event show Leadership Forum")


def test_what_was_answered_for_another_time_says_so(world: World) -> None:
    board(world, "Fire")
    series = arrange(world)
    answered(world, "Fire attending")
    with writing(world) as session:
        found = events.by_id(session, events.of(session, series)[0].id)
        assert found is not None
        event_changes.move(session, found, weeks(1), by=None, now=world.clock.now())
    told = answers(world)
    assert "Attending · by phone · answered for 3 December: to be confirmed" in told
    assert "1 yes, 1 to confirm; answers due" in told
    for typed in ("/event", "/event show Leadership Forum"):
        assert "1 yes, 1 to confirm" in run(world, typed)


def test_what_came_by_mail_and_waits_is_said_and_leads_to_it(world: World) -> None:
    board(world, "Fire")
    series = arrange(world)
    assert "by mail and waits" not in answers(world)
    with writing(world) as session:
        own = events.of(session, series)[0].id
        for n, about in enumerate((own, own + 1)):
            gap = Gap(Kind.WRITTEN, about, {"event": about})
            worklist.put(session, gap, f"written:{n}", now=world.clock.now())
    told = answers(world)
    assert "1 message about this event came by mail and waits for your decision." in told
    assert "worklist.list" in [each["action_id"] for each in accessories(world)]


def accessories(world: World) -> list[dict[str, object]]:
    """Give the buttons beside the paragraphs of the last message."""
    return [block["accessory"] for block in newest(world).blocks if "accessory" in block]


def test_a_reader_sees_no_reasons_and_records_nothing(world: World) -> None:
    board(world, "Fire")
    arrange(world)
    record(world, "Fire", "Apologies", reason="Annual leave", comment="In Spain")
    world.coordinator.close(everything=True)
    assert "Reason: Annual leave\nComment: In Spain" in answers(world)
    assert "Reason: Annual leave" in press(world, "event.answers.one")
    chair = world.workspace.add_user("Chair", email="chair@example.org")
    introduce(world, chair, Role.CHAIR)
    chair.run("/event show Leadership Forum")
    for action in ("event.answers", "event.answers.one"):
        chair.press(chair.ephemerals[-1], action)
        told = words(chair.ephemerals[-1])
        assert "Fire" in told
        assert "pologies" in told
        for secret in ("Annual leave", "Spain", "Record an answer"):
            assert secret not in told


def test_an_old_answer_shows_its_month(world: World) -> None:
    board(world, "Fire")
    arrange(world, span=weeks(12))
    answered(world, "Fire attending")
    assert "November" not in answers(world).partition("Fire\n")[2]
    world.clock.moment += timedelta(weeks=8, minutes=1)
    assert "Attending · by phone · in November 2026" in answers(world)


def test_a_history_shows_all_answers_the_latest_first(world: World) -> None:
    board(world, "Fire")
    arrange(world)
    answered(world, "Fire attending")
    world.clock.moment += timedelta(minutes=1)
    answered(world, "Fire apologies")
    answers(world)
    told = press(world, "event.answers.one")
    assert "Answers of Fire" in told
    first = told.index("23 November, 09:31: apologies, by phone (this stands)")
    assert first < told.index("23 November, 09:30: attending, by phone")
    assert "Recorded by Coordinator" in told


def test_a_seat_without_an_answer_has_its_button(world: World) -> None:
    board(world, "Fire")
    arrange(world)
    answers(world)
    assert "Whose answer?" in press(world, "event.record.seat")


def test_pages_turn_and_ask_a_fixed_number_of_queries(world: World) -> None:
    board(world, "Fire")
    arrange(world, title="Small one")
    run(world, "/event show Small one")
    with counting(world) as few:
        press(world, "event.answers")
    board(world, *(f"Partner {n:02}" for n in range(20)))
    arrange(world)
    arrived(world)
    run(world, "/event show Leadership Forum")
    with counting(world) as many:
        told = press(world, "event.answers")
    assert len(many) == len(few)
    assert "1 to 15 of 21, by sector" in told
    assert "Partner 19" not in told
    assert "Partner 19" in press(world, "event.answers.after")
    assert "Partner 19" not in press(world, "event.answers.before")


def test_a_press_on_what_is_gone_is_answered(world: World) -> None:
    board(world, "Fire")
    arrange(world)
    answered(world, "Fire attending")
    answers(world)
    shown_button(newest(world), "event.answers.one")["value"] = "999"
    assert "This seat is no longer invited." in press(world, "event.answers.one")
