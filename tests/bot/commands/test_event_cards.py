"""Cards of events in Slack: they come, their buttons answer, and the card says how it stands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from db import copies, event_changes, events
from db.models import Answer, Person
from domain.roles import Role
from sandbox import Message
from tests.bot.commands.answering import (
    asked,
    leads,
    moved,
    post,
    pressed,
    shown_event,
    writing,
)
from tests.bot.commands.arranged import arranged, live
from tests.bot.commands.register import rows
from tests.world import World, introduce, shown, words


@pytest.fixture
def invited(register: World) -> World:
    live(register)
    leads(register, register.lead)
    arranged(register)
    post(register)
    return register


def card(world: World) -> Message:
    [only] = world.lead.messages
    return only


def standing(world: World) -> list[tuple[str, str, str | None]]:
    """List all answers: what was answered, by which way, and why."""
    return [(each.kind, each.source, each.reason) for each in rows(world, Answer)]


class TestOnePress:
    def test_attending_is_recorded_and_the_card_says_so(self, invited: World) -> None:
        assert words(card(invited)).startswith("Forum: can County Police be there?")
        invited.clock.moment += timedelta(minutes=20)
        pressed(invited.lead, card(invited), "attending")
        said = words(card(invited))
        assert said.startswith("Forum\nThursday 3 December 2026, 10:00 to 12:00 (London time)\n")
        assert "County Police: attending. Recorded from Slack, 23 November," in said
        assert "Change" in said
        assert "I will attend" not in said
        [row] = rows(invited, Answer)
        assert (row.kind, row.source, row.is_current) == ("attending", "slack", True)
        assert (row.begins, row.zone) == (datetime(2026, 12, 3, 10), "Europe/London")
        assert row.given_at <= invited.clock.now()

    def test_not_sure_yet_is_an_answer(self, invited: World) -> None:
        pressed(invited.lead, card(invited), "unsure")
        assert "County Police: not sure yet. Recorded from Slack" in words(card(invited))

    def test_change_brings_the_buttons_back(self, invited: World) -> None:
        pressed(invited.lead, card(invited), "attending")
        pressed(invited.lead, card(invited), "change")
        said = words(card(invited))
        assert "I will attend\nSend a deputy\nSend apologies\nNot sure yet" in said
        assert "County Police: attending." in said
        pressed(invited.lead, card(invited), "unsure")
        assert "County Police: not sure yet." in words(card(invited))
        assert standing(invited) == [("attending", "slack", None), ("unsure", "slack", None)]

    def test_nothing_else_is_sent_to_who_pressed(self, invited: World) -> None:
        pressed(invited.lead, card(invited), "attending")
        before = words(card(invited))
        assert post(invited) == 0
        assert words(card(invited)) == before
        assert invited.lead.ephemerals == []


class TestApologies:
    def test_a_reason_and_a_comment_are_kept(self, invited: World) -> None:
        pressed(invited.lead, card(invited), "apologies")
        assert invited.lead.view is not None
        asked_for = shown(invited.lead.view.blocks)
        assert "Please don't include health details." in asked_for
        told = invited.lead.submit({"reason": "leave", "comment": "Back on the 7th"})
        assert told.ok, told
        assert told.view is None
        assert "County Police: apologies. Recorded from Slack" in words(card(invited))
        [row] = rows(invited, Answer)
        assert (row.reason, row.comment) == ("leave", "Back on the 7th")
        assert "leave" not in words(card(invited)).casefold()

    def test_neither_need_be_given(self, invited: World) -> None:
        pressed(invited.lead, card(invited), "apologies")
        invited.lead.submit({})
        assert standing(invited) == [("apologies", "slack", None)]

    def test_the_ledger_says_so_where_slack_lost_the_change(self, invited: World) -> None:
        pressed(invited.lead, card(invited), "apologies")
        invited.slack.faults.add(method="response_url", kind="slack_error", error="used_url")
        invited.lead.submit({})
        post(invited)
        assert "County Police: apologies." in words(card(invited))


class TestADeputy:
    def test_anybody_with_an_address(self, invited: World) -> None:
        pressed(invited.lead, card(invited), "deputy")
        told = invited.lead.submit({"name": "Stand In", "address": "stand.in@example.org"})
        assert told.ok, told
        assert "County Police: sending a deputy. Recorded from Slack" in words(card(invited))
        assert standing(invited) == [("deputy", "slack", None)]

    def test_what_is_missing_is_said_beside_its_field(self, invited: World) -> None:
        pressed(invited.lead, card(invited), "deputy")
        told = invited.lead.submit({"name": "Stand In", "address": "nowhere"})
        assert "address" in (told.reply.json or {})["errors"]
        assert rows(invited, Answer) == []

    def test_a_standing_deputy_is_one_press(self, invited: World) -> None:
        asked(invited, "Deputy head", "deputy.head@example.org")
        pressed(invited.lead, card(invited), "deputy")
        assert invited.lead.view is not None
        assert "Deputy head" in shown(invited.lead.view.blocks)
        told = invited.lead.press(invited.lead.view, "event.answer.send")
        assert told.ok, told
        assert invited.lead.view is not None
        said = "Deputy head is asked to represent you. We will tell you if they cannot."
        assert said in shown(invited.lead.view.blocks)
        post(invited)
        assert said in words(card(invited))


class TestAMove:
    def test_an_answer_is_kept_and_still_fine_confirms_it(self, invited: World) -> None:
        pressed(invited.lead, card(invited))
        moved(invited, date(2026, 12, 10))
        post(invited)
        said = words(card(invited))
        assert said.startswith("Forum: new time\n")
        new = "New time: Thursday 10 December, 10:00. It was 3 December."
        assert f"{new} Is your answer still right?" in said
        assert "County Police: attending. Recorded from Slack" in said
        assert "I will attend" not in said
        pressed(invited.lead, card(invited), "fine")
        said = words(card(invited))
        assert "County Police: attending." in said
        assert "Still fine" not in said
        assert [each.begins for each in rows(invited, Answer)] == [
            datetime(2026, 12, 3, 10),
            datetime(2026, 12, 10, 10),
        ]

    def test_a_press_on_a_card_of_the_time_before_is_for_that_time(self, invited: World) -> None:
        old = card(invited)
        moved(invited, date(2026, 12, 10))
        pressed(invited.lead, old)
        assert "Is your answer still right?" in words(card(invited))
        [row] = rows(invited, Answer)
        assert row.begins == datetime(2026, 12, 3, 10)

    def test_a_move_and_a_cancellation_stand_in_place_of_the_card(self, invited: World) -> None:
        moved(invited, date(2026, 12, 10))
        post(invited)
        assert "New time: Thursday 10 December, 10:00. It was 3 December." in words(card(invited))
        with writing(invited) as session:
            shown_now, now = shown_event(session, invited), invited.clock.now()
            event_changes.cancel(session, shown_now, reason="Flood", by=None, now=now)
        post(invited)
        assert words(card(invited)).startswith("Cancelled: Forum, 10 December. Reason: Flood.")


class TestWhoMay:
    def test_a_member_of_another_workspace_answers_with_buttons_and_forms(
        self, register: World
    ) -> None:
        elsewhere = register.slack.add_workspace("County Police", installed=False)
        chief = elsewhere.add_user("Chief", email="chief@police.example.org")
        members = [register.coordinator, chief, register.workspace.bot]
        register.workspace.add_channel("joint", members=members, shared_with=[elsewhere])
        introduce(register, chief, Role.PARTNER)
        live(register)
        leads(register, chief)
        arranged(register)
        post(register)
        [theirs] = chief.messages
        pressed(chief, theirs)
        assert "County Police: attending. Recorded from Slack" in words(chief.messages[0])
        pressed(chief, chief.messages[0], "change")
        pressed(chief, chief.messages[0], "apologies")
        assert chief.submit({"reason": "short notice"}).ok
        assert "County Police: apologies." in words(chief.messages[0])
        assert standing(register) == [
            ("attending", "slack", None),
            ("apologies", "slack", "short notice"),
        ]

    def test_a_late_or_needless_answer_hears_so(self, invited: World) -> None:
        late = card(invited)
        invited.clock.moment = datetime(2026, 12, 3, 10, tzinfo=UTC)
        for answer in ("attending", "apologies", "deputy"):
            pressed(invited.lead, late, answer)
            assert words(invited.lead.ephemerals[-1]).startswith("This event has begun or is over")
        with writing(invited) as session:
            shown_event(session, invited).event.status = "cancelled"
        pressed(invited.lead, late, "unsure")
        assert words(invited.lead.ephemerals[-1]).startswith("This event is cancelled")
        assert rows(invited, Answer) == []

    def test_a_copys_buttons_say_that_it_is_one(self, register: World) -> None:
        leads(register, register.lead)
        series_id = arranged(register)
        coordinator = next(each.id for each in rows(register, Person) if each.name == "Coordinator")
        with writing(register) as session:
            series = events.series_by_id(session, series_id)
            assert series is not None
            now = register.clock.now()
            copies.plan(session, series, [coordinator], why="rehearsal", now=now)
        post(register)
        copy = next(
            each for each in register.coordinator.messages if "County Police" in words(each)
        )
        assert words(copy).startswith("You are in rehearsal. Nobody else gets this")
        for answer in ("attending", "deputy", "apologies", "unsure"):
            pressed(register.coordinator, copy, answer)
            said = words(register.coordinator.ephemerals[-1])
            assert said.startswith("This is a copy to look at.")
        assert rows(register, Answer) == []

    def test_its_links_open_and_change_nothing(self, invited: World) -> None:
        for name in ("page", "file", "access"):
            assert invited.lead.press(card(invited), f"event.open.{name}").ok
        assert invited.lead.ephemerals == []
        page, file, access = (
            one["url"]
            for each in card(invited).blocks
            for one in each.get("elements", ())
            if "url" in one
        )
        assert page.startswith("https://joinedup.example.org/event/")
        assert file == f"{page}/event.ics"
        assert access.startswith("https://joinedup.example.org/access/")
