"""Answers that a coordinator records for somebody, through Slack, on both databases."""

from datetime import timedelta

import pytest

from db import people, seats
from db.models import Answer, AuditEntry, NamedDeputy, Person, Seat
from domain.seats import Part
from sandbox import Outcome
from tests.bot.commands.event_cast import MONTHLY, arrange, arrived, board, run, writing
from tests.bot.commands.register import rows
from tests.world import World, shown

WHEN = "Thursday 3 December 2026, 10:00 to 12:00 (London time)"


@pytest.fixture
def forum(world: World) -> World:
    """Give a world with an event to which two seats are invited, and both were told."""
    board(world, "Police", "Health")
    arrange(world)
    arrived(world)
    return world


def opened(world: World) -> str:
    """Give the words of the form that lies on top."""
    assert world.coordinator.view is not None
    return shown(world.coordinator.view.blocks)


def seat_field(world: World, typed: str) -> dict[str, object]:
    """Search for who is invited, and give the first that is offered."""
    assert world.coordinator.view is not None
    offered = world.coordinator.search(world.coordinator.view, "search.invited", typed).offered
    assert offered, typed
    return offered[0]


def enter(world: World, **entered: object) -> Outcome:
    """Send the form that lies on top."""
    told = world.coordinator.submit(entered)
    assert told.ok, told
    return told


def record(world: World, who: str, answer: str, **entered: object) -> str:
    """Record an answer by the form of the event's page; gives the words of what follows."""
    world.coordinator.run("/event answer Leadership Forum")
    enter(world, seat=seat_field(world, who), answer=answer, **entered)
    return opened(world)


def standing_in(world: World, name: str, address: str) -> None:
    """Name a standing deputy of the first seat."""
    with writing(world) as session:
        now, seat = world.clock.now(), session.get_one(Seat, rows(world, Seat)[0].id)
        person = people.add(session, name=name, address=address, now=now)
        seats.appoint(session, seat, person, Part.DEPUTY, since=seat.since, by=None, now=now)


class TestTyped:
    def test_what_is_wholly_understood_is_recorded_at_once(self, forum: World) -> None:
        told = run(forum, "/event answer Leadership Forum police attending by phone")
        assert "Police: attending. Recorded by phone, 23 November, 09:30." in told
        assert WHEN in told
        assert "It is the first answer for this event." in told
        [answer] = rows(forum, Answer)
        assert (answer.kind, answer.source, answer.is_current) == ("attending", "phone", True)
        assert answer.recorded_by is not None

    def test_without_a_way_it_came_to_the_coordinator(self, forum: World) -> None:
        run(forum, "/event answer Leadership Forum 3 Dec Police apologies")
        assert [(each.kind, each.source) for each in rows(forum, Answer)] == [
            ("apologies", "coordinator")
        ]

    @pytest.mark.parametrize(
        "typed",
        [
            "Police Leadership Forum apologies by phone",
            "police, leadership forum 3 Dec apologies by phone",
            "apologies from Police Leadership Forum by phone",
            "Leadership Forum apologies Police by phone",
        ],
    )
    def test_partner_event_and_answer_stand_in_any_order(self, forum: World, typed: str) -> None:
        told = run(forum, f"/event answer {typed}")
        assert "Police: apologies. Recorded by phone" in told
        assert WHEN in told

    def test_a_partner_first_who_is_not_invited_opens_the_form(self, forum: World) -> None:
        forum.coordinator.run("/event answer Polis Leadership Forum attending")
        assert forum.coordinator.view is not None
        asked = opened(forum)
        assert "I don't find “Polis” among those who are invited" in asked
        assert WHEN in asked
        assert rows(forum, Answer) == []

    @pytest.mark.parametrize(
        ("typed", "note"),
        [
            ("", ""),
            ("police", ""),
            ("police deputy by phone", ""),
            ("polis attending", "I don't find “polis” among those who are invited"),
            ("police attending by pigeon", "I don't find “police attending by pigeon”"),
        ],
    )
    def test_anything_else_opens_the_form(self, forum: World, typed: str, note: str) -> None:
        forum.coordinator.run(f"/event answer Leadership Forum {typed}".strip())
        told = opened(forum)
        assert "Whose answer?" in told
        assert WHEN in told
        assert note in told
        assert rows(forum, Answer) == []

    def test_a_name_that_has_several_dates_is_never_guessed(self, world: World) -> None:
        board(world, "Police")
        arrange(world, rule=MONTHLY)
        world.coordinator.run("/event answer Leadership Forum police attending")
        assert "Several dates have this title." in opened(world)
        assert rows(world, Answer) == []
        told = run(world, "/event answer Leadership Forum 7 January police attending")
        assert "Thursday 7 January 2027" in told
        assert len(rows(world, Answer)) == 1

    def test_an_event_that_is_over_takes_no_answer(self, forum: World) -> None:
        forum.clock.moment += timedelta(days=11)
        told = run(forum, "/event answer Leadership Forum police attending")
        assert "begun" in told or "over" in told
        assert rows(forum, Answer) == []


class TestForm:
    def test_bare_it_asks_which_event(self, forum: World) -> None:
        forum.coordinator.run("/event answer")
        enter(forum, event="Leadership Forum, 3 December 2026, 10:00")
        assert "Whose answer?" in opened(forum)

    def test_the_shortcut_leads_to_the_same_form(self, forum: World) -> None:
        forum.coordinator.shortcut("event.record")
        enter(forum, event="Leadership Forum, 3 December 2026, 10:00")
        enter(forum, seat=seat_field(forum, "pol"), answer="Attending")
        assert "Police: attending." in opened(forum)

    def test_it_keeps_the_way_who_told_it_and_the_comment(self, forum: World) -> None:
        told = record(
            forum,
            "Police",
            "Apologies",
            how="On paper",
            told_by="Their office",
            reason="Annual leave",
            comment="Back in May",
        )
        assert "Police: apologies." in told
        [answer] = rows(forum, Answer)
        assert (answer.source, answer.told_by, answer.reason, answer.comment) == (
            "paper",
            "office",
            "leave",
            "Back in May",
        )
        assert answer.given_by is None

    def test_told_by_the_lead_it_is_the_leads_answer(self, forum: World) -> None:
        record(forum, "Police", "Not sure yet")
        [answer] = rows(forum, Answer)
        names = {each.id: each.name for each in rows(forum, Person)}
        assert names[answer.given_by or 0] == "Police lead"
        assert names[answer.recorded_by or 0] == "Coordinator"
        assert answer.source == "phone"

    def test_it_says_what_it_takes_the_place_of(self, forum: World) -> None:
        record(forum, "Police", "Attending")
        forum.clock.moment += timedelta(minutes=5)
        told = record(forum, "Police", "Apologies", how="Another way")
        assert "It takes the place of: attending, by phone, 23 November, 09:30." in told

    def test_a_reason_goes_with_apologies_only(self, forum: World) -> None:
        told = record(forum, "Police", "Attending", reason="Annual leave", comment="By train")
        assert "The reason is left out: it goes with apologies only." in told
        [answer] = rows(forum, Answer)
        assert (answer.reason, answer.comment) == (None, "By train")
        told = record(forum, "Police", "Apologies", reason="Annual leave")
        assert "is left out" not in told

    def test_the_record_says_it_in_words(self, forum: World) -> None:
        record(forum, "Police", "Attending")
        told = run(forum, "/joinedup audit")
        assert "Coordinator answered: Police, Leadership Forum" in told
        assert "answer: attending" in told
        assert "source: by phone" in told
        assert "told by: the lead" in told
        [entry] = [each for each in rows(forum, AuditEntry) if each.verb == "answer"]
        assert entry.actor_id == rows(forum, Answer)[0].recorded_by


class TestDeputies:
    def test_a_standing_deputy_is_chosen_in_a_second_step(self, forum: World) -> None:
        standing_in(forum, "Sam Deputy", "sam@police.example.org")
        told = record(forum, "Police", "Sends a deputy: who that is comes next", comment="Rang")
        assert "Who comes instead?" in told
        assert rows(forum, Answer) == []
        enter(forum)
        assert "Police: deputy Sam Deputy, who was asked and has not replied." in opened(forum)
        [answer] = rows(forum, Answer)
        assert (answer.kind, answer.source, answer.comment, answer.told_by) == (
            "deputy",
            "phone",
            "Rang",
            "lead",
        )

    def test_a_stranger_is_held_for_a_decision(self, forum: World) -> None:
        record(forum, "Police", "Sends a deputy: who that is comes next")
        enter(forum, name="Ann Other", address="ann@elsewhere.example.net")
        assert "you decide first: see your worklist" in opened(forum)
        assert [each.state for each in rows(forum, NamedDeputy)] == ["held"]

    def test_a_bad_address_is_said_beside_its_field_and_nothing_is_kept(self, forum: World) -> None:
        record(forum, "Police", "Sends a deputy: who that is comes next")
        told = forum.coordinator.submit({"name": "Ann Other", "address": "nonsense"})
        assert set(told.errors or {}) == {"address"}
        assert rows(forum, Answer) == []

    def test_both_a_standing_deputy_and_another_are_too_many(self, forum: World) -> None:
        standing_in(forum, "Sam Deputy", "sam@police.example.org")
        record(forum, "Police", "Sends a deputy: who that is comes next")
        told = forum.coordinator.submit({"name": "Ann Other"})
        assert set(told.errors or {}) == {"name"}


def test_home_has_its_button(forum: World) -> None:
    forum.coordinator.open_home()
    assert forum.coordinator.home is not None
    forum.coordinator.press(forum.coordinator.home, "event.record")
    enter(forum, event="Leadership Forum, 3 December 2026, 10:00")
    assert "Whose answer?" in opened(forum)


def test_a_deputys_form_takes_the_place_of_the_first_so_that_nothing_is_recorded_twice(
    forum: World,
) -> None:
    record(forum, "Police", "Sends a deputy: who that is comes next")
    enter(forum, name="Ann Other", address="ann@elsewhere.example.net")
    forum.coordinator.close()
    assert forum.coordinator.view is None
