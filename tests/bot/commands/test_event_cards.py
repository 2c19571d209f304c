"""Cards of events in Slack: they come, their buttons answer, and the card says how it stands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from db import copies, event_changes, events
from db.models import Answer, Person
from db.tenancy import within
from domain.roles import Role
from sandbox import Message
from tests.bot.commands.answering import (
    asked,
    in_channel,
    leads,
    post,
    pressed,
    shown_event,
    writing,
)
from tests.bot.commands.arranged import arranged, live, on
from tests.bot.commands.register import rows
from tests.world import World, introduce, shown, words

ANSWERED = (
    "Forum\nJoin link\nThursday 3 December 2026, 10:00 to 12:00 (London time)\n"
    "County Police: attending. Recorded from Slack, 23 November, 09:00.\nChange"
)


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
        assert invited.lead.view is None
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
