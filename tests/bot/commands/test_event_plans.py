"""An event is arranged in a minute: drafted by form or by typing, looked over, tried and sent."""

from datetime import date, timedelta

import pytest

from db.models import Delivery, Event, Round, Series
from db.tenancy import within
from sandbox import Outcome
from tests.bot.commands.forums import go_live, lay
from tests.bot.commands.register import found, rows, said
from tests.world import World, words

FORUM = {
    "title": "Winter forum",
    "body": "Leadership Forum",
    "day": date(2026, 12, 3),
    "time": "10:00",
    "end_time": "12:00",
    "place": "Town Hall, Committee Room 2",
}
TYPED = "/event new Leadership Forum, 3 Dec 10:00-12:00"


@pytest.fixture
def forum(world: World) -> World:
    """Give a live partnership with a forum of nine seats in three sectors."""
    lay(world)
    go_live(world)
    return world


def plan(world: World, **entered: object) -> Outcome:
    """Fill in the form of a new event and send it."""
    world.coordinator.run("/event new")
    return world.coordinator.submit({**FORUM, **entered})


def press(world: World, action: str) -> str:
    """Press a button of the form's last answer, and give what is said then."""
    assert world.coordinator.view is not None
    world.coordinator.press(world.coordinator.view, action)
    return said(world)


def planned(world: World) -> list[Delivery]:
    """List the messages about events."""
    return [each for each in rows(world, Delivery) if each.kind.startswith("event.")]


class TestForm:
    def test_what_is_entered_is_shown_before_anything_is_sent(self, forum: World) -> None:
        assert plan(forum).ok
        told = said(forum)
        assert "Winter forum" in told
        assert "Thursday 3 December 2026, 10:00 to 12:00 (London time)" in told
        assert "Place: Town Hall, Committee Room 2" in told
        assert "Answers by: Thursday 19 November 2026" not in told
        assert "9 people for 9 seats: Leadership Forum." in told
        assert "By mail, with an entry for the calendar (9): Lead 0, Lead 1" in told
        assert "Please look this over. Nothing has been sent yet." in told
        assert "Send to 9 people" in told
        assert planned(forum) == []

    def test_it_is_sent_once_and_can_be_stopped(self, forum: World) -> None:
        plan(forum)
        told = press(forum, "event.send")
        assert "9 people are invited." in told
        assert "It leaves at 09:32. Until then you can stop it." in told
        [round_] = rows(forum, Round)
        assert (round_.people, len(planned(forum))) == (9, 9)
        assert forum.coordinator.view is not None
        assert "event.stop" in str(forum.coordinator.view.blocks)

    def test_a_second_press_sends_nothing_more(self, forum: World) -> None:
        told = forum.coordinator.run(TYPED)
        assert told.ephemeral is not None
        forum.coordinator.press(told.ephemeral, "event.test")
        forum.coordinator.press(forum.coordinator.ephemerals[-1], "event.preview")
        again = forum.coordinator.ephemerals[-1]
        for each in (told.ephemeral, again):
            forum.coordinator.press(each, "event.send")
        told_last = words(forum.coordinator.ephemerals[-1])
        assert "“Leadership Forum” has been sent already. /event list shows it." in told_last
        assert len(rows(forum, Round)) == 1

    def test_sectors_seats_and_guests_are_invited_beside_bodies(self, forum: World) -> None:
        forum.coordinator.run("/event new")
        seat = found(forum, "search.seats", "Partner 4")
        guest = found(forum, "search.people", "Police lead")
        told = forum.coordinator.submit(
            {**FORUM, "body": "none", "sectors": ["Health"], "seats": [seat], "guests": [guest]}
        )
        assert told.ok, told.errors
        shown = said(forum)
        assert "5 people for 4 seats and 1 guest: Health, Partner 4, Leadership Forum" in shown
        assert "Lead 0, Lead 3, Lead 4, Lead 6" in shown
        assert "Only as a card in Slack, without a mail address (1): Police lead" in shown

    def test_a_series_shows_its_rule_and_the_next_three(self, forum: World) -> None:
        told = plan(forum, repeats="Every 3 months", count="4", answer_by=date(2026, 11, 30))
        assert told.ok, told.errors
        shown = said(forum)
        assert "First Thursday, every 3 months, 4 times" in shown
        for day in ("3 December 2026", "4 March 2027", "3 June 2027"):
            assert f"• Thursday {day}, 10:00 to 12:00 (London time)" in shown
        assert "the one you chose is not used" in shown
        assert len(rows(forum, Event)) == 4

    def test_the_list_offers_a_series_form(self, forum: World) -> None:
        plan(forum)
        assert forum.coordinator.view is not None
        press(forum, "event.keep")
        assert "is kept as a draft. Nobody hears of it until you send it." in said(forum)

    def test_it_opens_by_its_shortcut(self, forum: World) -> None:
        forum.coordinator.shortcut("event.new")
        assert "All seats of these bodies" in said(forum)


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({"day": date(2026, 11, 20)}, "day", "This time has passed."),
        ({"day": date(2026, 11, 23), "time": "09:00"}, "time", "This time has passed."),
        ({"end_time": "09:00"}, "end_time", "This ends before it begins."),
        (
            {"day": date(2027, 3, 28), "time": "01:30", "end_time": "03:00"},
            "time",
            "There is no 01:30 on",
        ),
        (
            {"day": date(2027, 10, 31), "time": "00:30", "end_time": "01:30"},
            "end_time",
            "01:30 comes twice",
        ),
        ({"body": "none"}, "bodies", "Please say who is invited"),
        ({"day": date(2226, 12, 3)}, "day", "This is more than 10 years ahead."),
        (
            {"repeats": "week 1", "until": date(2026, 12, 1)},
            "until",
            "This series would end on Tuesday 1 December 2026, before it begins.",
        ),
        ({"repeats": "week 1", "count": "3", "until": date(2027, 1, 1)}, "count", "Please give a"),
        ({"until": date(2027, 1, 1)}, "repeats", "This does not repeat."),
        (
            {"repeats": "last 1"},
            "day",
            "Thursday 3 December 2026 is not a day of this series. The nearest one is",
        ),
        ({"zone": "Europe/Medway"}, "zone", "I don't know the time zone “Europe/Medway”."),
        ({"title": "Forum\r\nX-EVIL: 1"}, "title", "A title is one line."),
        ({"title": "…"}, "title", "Please give a name"),
        ({"place": "A\n" + "x" * 2000, "joining": "y" * 2000}, "joining", "This has 4"),
        ({"answer_by": date(2026, 12, 4)}, "answer_by", "This is after the event."),
        ({"answer_by": date(2026, 11, 20)}, "answer_by", "This day has passed."),
        ({"body": "none", "options": ["channel"]}, "options", "A card goes to the channel of what"),
    ],
)
def test_a_wrong_entry_gets_a_sentence_beside_its_field_and_nothing_is_lost(
    forum: World, entered: dict[str, object], field: str, sentence: str
) -> None:
    told = plan(forum, **entered)
    assert told.errors.get(field, "").startswith(sentence), told.errors
    assert rows(forum, Series) == []
    forum.coordinator.submit({**FORUM, "repeats": "once", "until": None, "count": None})


class TestTyped:
    def test_a_body_and_a_time_are_a_draft_at_once(self, forum: World) -> None:
        told = words(forum.coordinator.run(TYPED.lower()).ephemeral)
        assert "Leadership Forum\nThursday 3 December 2026, 10:00 to 12:00 (London time)" in told
        assert "Send to 9 people" in told

    def test_a_series_needs_no_comma(self, forum: World) -> None:
        told = words(
            forum.coordinator.run(
                "/event new Leadership Forum every 3 months on first Thu 14:00-16:00 until Dec 2027"
            ).ephemeral
        )
        assert "First Thursday, every 3 months, until December 2027" in told
        assert "• Thursday 3 December 2026, 14:00 to 16:00 (London time)" in told

    @pytest.mark.parametrize(
        ("typed", "why", "filled"),
        [
            ("Away day", "Please choose the day and the times.", {"title": "Away day"}),
            (
                "Away day, 3 Dec 10:00-12:00",
                "Please choose who is invited.",
                {"title": "Away day", "day": "2026-12-03", "time": "10:00", "end_time": "12:00"},
            ),
            (
                "Leadership Forum, 3 Dec 10:00",
                "Please choose when it begins and when it ends.",
                {"title": "Leadership Forum", "day": "2026-12-03", "time": "10:00"},
            ),
            (
                "Leadership Forum, Tuesday 3 Dec 10:00-12:00",
                "3 December 2026 is a Thursday.",
                {"title": "Leadership Forum"},
            ),
            (
                "Leadership Forum every 3 months on fist Thu 14:00-16:00",
                "I can't read “every 3 months on fist thu",
                {"title": "Leadership Forum"},
            ),
            (
                "Leadership Forum, 3 Dec 2020 10:00-12:00",
                "This time has passed.",
                {"title": "Leadership Forum", "day": "2020-12-03"},
            ),
            (
                "Away day 3 Dec 10:00-12:00",
                "Please check: I read “Away day” as the title",
                {"title": "Away day", "day": "2026-12-03"},
            ),
        ],
    )
    def test_what_is_not_wholly_understood_opens_the_form(
        self, forum: World, typed: str, why: str, filled: dict[str, str]
    ) -> None:
        forum.coordinator.run(f"/event new {typed}")
        assert why in said(forum)
        assert forum.coordinator.view is not None
        held = {
            block["block_id"]: block["element"]
            for block in forum.coordinator.view.blocks
            if block["type"] == "input"
        }
        for field, value in filled.items():
            element = held[field]
            assert value in [element.get(f"initial_{kind}") for kind in ("value", "date", "time")]
        assert rows(forum, Series) == []

    def test_a_rule_that_the_form_does_not_offer_stays(self, forum: World) -> None:
        forum.coordinator.run("/event new Away day, every 5 weeks on Tue 14:00-16:00")
        assert "As it is: Tuesday, every 5 weeks" in said(forum)
        assert forum.coordinator.submit({"body": "Leadership Forum"}).ok
        [series] = rows(forum, Series)
        assert series.rule is not None
        assert series.rule["interval"] == 5


class TestDrafts:
    def test_the_same_form_changes_it(self, forum: World) -> None:
        plan(forum, answer_by=date(2026, 11, 30))
        press(forum, "event.change")
        assert forum.coordinator.view is not None
        assert "Town Hall, Committee Room 2" in str(forum.coordinator.view.blocks)
        assert forum.coordinator.submit({"day": date(2026, 12, 10), "usual": ["yes"]}).ok
        assert "Thursday 10 December 2026, 10:00 to 12:00" in said(forum)
        [series], [event] = rows(forum, Series), rows(forum, Event)
        assert (series.answer_by, event.begins.date()) == (None, date(2026, 12, 10))

    def test_one_that_was_changed_is_shown_again_before_it_is_sent(self, forum: World) -> None:
        told = forum.coordinator.run(TYPED)
        assert told.ephemeral is not None
        forum.coordinator.press(told.ephemeral, "event.change")
        forum.coordinator.submit({"title": "Another title"})
        forum.coordinator.press(told.ephemeral, "event.send")
        assert "This draft has been changed since." in words(forum.coordinator.ephemerals[-1])
        assert rows(forum, Round) == []

    def test_one_that_was_changed_in_another_window_is_not_overwritten(self, forum: World) -> None:
        plan(forum)
        press(forum, "event.change")
        form = forum.coordinator.view
        [series] = rows(forum, Series)
        with forum.house.database.writing() as session, within(session, forum.partnership.id):
            session.get_one(Series, series.id).revision += 1
        assert form is not None
        told = forum.coordinator.submit({"title": "Mine"})
        assert told.errors["title"].startswith("Somebody else has changed this draft.")

    def test_one_that_was_discarded_is_gone(self, forum: World) -> None:
        told = forum.coordinator.run(TYPED)
        assert told.ephemeral is not None
        forum.coordinator.press(told.ephemeral, "event.test")
        forum.coordinator.press(forum.coordinator.ephemerals[-1], "event.preview")
        forum.coordinator.press(forum.coordinator.ephemerals[-1], "event.discard")
        assert "is discarded. Nobody has heard of it." in words(forum.coordinator.ephemerals[-1])
        forum.coordinator.press(told.ephemeral, "event.send")
        assert "It was discarded." in words(forum.coordinator.ephemerals[-1])
        assert rows(forum, Round) == []

    def test_a_test_copy_goes_to_whoever_asks_and_to_nobody_else(self, forum: World) -> None:
        told = forum.coordinator.run(TYPED)
        assert told.ephemeral is not None
        for _each in range(2):
            forum.coordinator.press(told.ephemeral, "event.test")
            forum.clock.moment += timedelta(minutes=1)
        assert "Nobody else gets it." in words(forum.coordinator.ephemerals[-1])
        copies = planned(forum)
        assert {each.kind for each in copies} == {"event.copy"}
        assert {each.person_id for each in copies} == {copies[0].person_id}
        assert {each.subject["why"] for each in copies} == {"test"}
        assert [each.revision for each in copies if each.channel_kind == "slack"] == [1, 2]


def test_in_rehearsal_only_coordinators_get_it_and_the_preview_says_so(world: World) -> None:
    lay(world)
    told = world.coordinator.run(TYPED)
    shown = words(told.ephemeral)
    assert "You are in rehearsal: nothing reaches partners." in shown
    assert "Send in rehearsal" in shown


def test_many_names_stand_behind_a_button(world: World) -> None:
    lay(world, partners=27)
    go_live(world)
    told = world.coordinator.run(TYPED)
    shown = words(told.ephemeral)
    assert "(27): Lead 0, Lead 1, Lead 10," in shown
    assert "and 12 more" in shown
    assert "To 27 people: Leadership Forum. It waits two minutes" in shown
    assert told.ephemeral is not None
    world.coordinator.press(told.ephemeral, "event.who")
    assert "\nLead 9" in words(world.coordinator.ephemerals[-1])
