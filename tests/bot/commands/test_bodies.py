"""Bodies and arrangements as a coordinator keeps them, through Slack, on both databases."""

from datetime import date, timedelta

import pytest

from db import bodies
from db.models import Arrangement, Body, Seat, SeatHolder
from db.tenancy import within
from domain import quorum
from tests.bot.commands.register import (
    BEGAN,
    NEXT_MONTH,
    TODAY,
    body,
    counting,
    found,
    lead,
    partner,
    rows,
    said,
    seat,
)
from tests.world import World, words


def option(value: str) -> dict[str, object]:
    """Make a choice as a field that searches sends it."""
    return {"text": {"type": "plain_text", "text": "Somebody"}, "value": value}


def listed(world: World) -> str:
    """Open the list of bodies."""
    told = world.coordinator.run("/joinedup bodies")
    return words(told.ephemeral)


def press(world: World, action: str) -> None:
    """Press a button of the list: the first with this action."""
    told = world.coordinator.run("/joinedup bodies")
    assert told.ephemeral is not None
    world.coordinator.press(told.ephemeral, action)


def test_the_empty_list_teaches(world: World) -> None:
    told = listed(world)
    assert "No body yet. Add what meets: an executive, a forum, a sub-group." in told
    assert "No arrangements yet" in told


def test_a_body_begins_with_what_is_usual(world: World) -> None:
    body(world)
    told = listed(world)
    assert "Executive\n0 seats\nAnswers are due 10 working days before." in told
    assert "Asking deputies after silence: off\nNo quorum." in told


def test_what_a_body_has_settled_is_said_in_words_and_kept_in_its_form(world: World) -> None:
    body(world)
    press(world, "body.edit")
    told = world.coordinator.submit(
        {
            "name": "Leadership Forum",
            "answer_by": "15",
            "asks_deputies": "Ask me each time",
            "quorum": ["safeguarding", "half"],
            "quorum_deputies": "Only standing deputies",
        }
    )
    assert told.ok
    shown = listed(world)
    assert "Leadership Forum\n0 seats\nAnswers are due 15 working days before." in shown
    assert "Asking deputies after silence: ask me each time" in shown
    assert (
        "Quorum: Each of these represented: Local authority, Health, Police; "
        "and at least half of the seats represented. Only standing deputies count."
    ) in shown
    press(world, "body.edit")
    [before] = rows(world, Body)
    assert world.coordinator.submit({}).ok
    [after] = rows(world, Body)
    assert (after.quorum, after.answer_by_days) == (before.quorum, 15)


def test_a_rule_that_the_form_has_no_box_for_stays_unless_unticked(world: World) -> None:
    body(world)
    rule = quorum.Quorum((quorum.ChairPresent(), quorum.InAll(3)))
    with world.house.database.writing() as session, within(session, world.partnership.id):
        bodies.by_id(session, 1).quorum = quorum.as_json(rule)  # type: ignore[union-attr]
    press(world, "body.edit")
    assert "The chair or vice-chair present" in said(world)
    world.coordinator.submit({})
    kept = rows(world, Body)[0].quorum
    assert kept is not None
    assert set(quorum.parse(kept).rules) == set(rule.rules)
    press(world, "body.edit")
    world.coordinator.submit({"quorum": ["number"]})
    kept = rows(world, Body)[0].quorum
    assert kept is not None
    assert quorum.parse(kept).rules == (quorum.InAll(3),)


def test_a_quorum_out_of_reach_is_saved_and_said(world: World) -> None:
    body(world)
    press(world, "body.edit")
    assert world.coordinator.submit({"quorum": ["number"], "number": "5"}).ok
    assert "There are 0 seats now, so this quorum can't be reached yet." in said(world)


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({"name": "…"}, "name", "Please give a name"),
        ({"name": "EXECUTIVE"}, "name", "There is already a body called “EXECUTIVE”"),
        ({"quorum": ["number"]}, "number", "Please say how many seats"),
    ],
)
def test_a_wrong_entry_gets_a_sentence_beside_its_field(
    world: World, entered: dict[str, object], field: str, sentence: str
) -> None:
    body(world)
    press(world, "body.new")
    told = world.coordinator.submit({"name": "Another", **entered})
    assert told.errors.get(field, "").startswith(sentence), told.errors
    assert len(rows(world, Body)) == 1


class TestClosing:
    def test_it_ends_the_seats_and_keeps_what_was(self, register: World) -> None:
        lead(register, new_name="Lead", since=BEGAN)
        press(register, "body.close")
        assert "Its 1 seat ends on that day." in said(register)
        assert register.coordinator.submit({"day": NEXT_MONTH}).ok
        assert "Closes on 1 December 2026." in listed(register)
        [ended], [held] = rows(register, Seat), rows(register, SeatHolder)
        assert (ended.since, ended.until, held.until) == (BEGAN, NEXT_MONTH, NEXT_MONTH)
        register.clock.moment += timedelta(days=8)
        assert "\nClosed since 1 December 2026." in listed(register)
        press(register, "body.reopen")
        assert "Executive\n0 seats" in listed(register)

    def test_a_seat_that_is_planned_is_not_forgotten(self, register: World) -> None:
        partner(register, "Fire and Rescue")
        seat(register, "Fire and Rescue", since=date(2027, 2, 1))
        press(register, "body.close")
        told = register.coordinator.submit({"day": NEXT_MONTH})
        assert told.errors["day"].startswith("A seat here begins on 1 February 2027.")
        assert [each.until for each in rows(register, Seat)] == [None, None]

    def test_the_past_cannot_be_closed(self, register: World) -> None:
        press(register, "body.close")
        told = register.coordinator.submit({"day": BEGAN})
        assert told.errors == {"day": "Please choose today or a later day."}


class TestArrangements:
    def begin(self, world: World, name: str, since: date) -> dict[str, str]:
        press(world, "arrangement.new")
        return world.coordinator.submit({"name": name, "since": since}).errors

    def spans(self, world: World) -> list[tuple[str, date, date | None]]:
        return [(each.name, each.since, each.until) for each in rows(world, Arrangement)]

    def test_new_ones_end_the_ones_before(self, world: World) -> None:
        assert not self.begin(world, "First", date(2015, 4, 1))
        assert not self.begin(world, "New arrangements", BEGAN)
        assert self.spans(world) == [
            ("First", date(2015, 4, 1), BEGAN),
            ("New arrangements", BEGAN, None),
        ]
        told = listed(world)
        assert "First\nFrom 1 April 2015 until 2 September 2019" in told
        assert "New arrangements\nFrom 2 September 2019, in force today" in told

    def test_an_older_one_lasts_until_the_next(self, world: World) -> None:
        self.begin(world, "New arrangements", BEGAN)
        assert not self.begin(world, "First", date(2015, 4, 1))
        assert self.spans(world)[1] == ("First", date(2015, 4, 1), BEGAN)

    def test_two_cannot_begin_on_one_day(self, world: World) -> None:
        self.begin(world, "New arrangements", BEGAN)
        errors = self.begin(world, "Others", BEGAN)
        assert errors["since"].startswith("“New arrangements” begins on 2 September 2019.")

    def test_its_first_day_moves_and_the_one_before_with_it(self, world: World) -> None:
        self.begin(world, "First", date(2015, 4, 1))
        self.begin(world, "Second", BEGAN)
        told = world.coordinator.run("/joinedup bodies")
        assert told.ephemeral is not None
        second = rows(world, Arrangement)[1]
        world.coordinator.press(told.ephemeral, "arrangement.edit", value=str(second.id))
        world.coordinator.submit({"name": "Second", "since": TODAY})
        assert [each[1:] for each in self.spans(world)] == [
            (date(2015, 4, 1), TODAY),
            (TODAY, None),
        ]
        world.coordinator.press(told.ephemeral, "arrangement.edit", value=str(second.id))
        errors = world.coordinator.submit({"since": date(2015, 4, 1)}).errors
        assert errors["since"].startswith("The arrangements before began on 1 April 2015.")


def test_the_list_turns_its_pages_and_asks_a_fixed_number_of_queries(world: World) -> None:
    body(world)
    with counting(world) as few:
        listed(world)
    for number in range(19):
        body(world, f"Sub-group {number:02}")
    with counting(world) as many:
        told = world.coordinator.run("/joinedup bodies")
    assert len(many) == len(few)
    assert told.ephemeral is not None
    assert "Sub-group 10" in words(told.ephemeral)
    assert "Sub-group 11" not in words(told.ephemeral)
    world.coordinator.press(told.ephemeral, "body.page.after")
    assert "Sub-group 11" in words(world.coordinator.ephemerals[-1])


def test_a_quorum_names_sectors_and_seats_some_of_them_and_a_fraction(world: World) -> None:
    body(world)
    for name in ("Health Trust", "County Police"):
        partner(world, name)
        seat(world, name)
    press(world, "body.edit")
    assert world.coordinator.view is not None
    offered = world.coordinator.search(world.coordinator.view, "search.quorum_members", "health")
    assert [each["text"]["text"] for each in offered.offered] == [
        *("Health", "Health Trust (Executive)")
    ]
    entered: dict[str, object] = {
        "quorum": ["chair"],
        "quorum_members": [
            found(world, "search.quorum_members", name)
            for name in ("Education", "Health Trust", "County Police")
        ],
        "quorum_how_many": "2",
        "quorum_share": "2/3",
        "quorum_deputies": "No",
    }
    assert world.coordinator.submit(entered).ok
    assert (
        "Quorum: The chair or vice-chair present; and at least 2 of these represented: Education,"
        " Health Trust, County Police; and at least 2 in 3 of the seats represented, rounded up."
        " Deputies don't count."
    ) in listed(world)
    press(world, "body.edit")
    before = rows(world, Body)[0].quorum
    assert world.coordinator.submit({}).ok
    assert rows(world, Body)[0].quorum == before
    press(world, "body.edit")
    assert world.coordinator.submit({"quorum": ["other 1"], "quorum_share": "2 in 3"}).ok
    kept = rows(world, Body)[0].quorum
    assert kept is not None
    assert quorum.parse(kept).rules == (quorum.Share(2, 3),)


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({"quorum_share": "3/2"}, "quorum_share", "Please write a fraction such as 2/3."),
        ({"quorum_share": "most"}, "quorum_share", "Please write a fraction such as 2/3."),
        ({"quorum_how_many": "2"}, "quorum_members", "Please choose of which"),
        (
            {"quorum_members": [option("sector:police")], "quorum_how_many": "2"},
            "quorum_how_many",
            "You chose 1. Please say how many of them: from 1 to 1.",
        ),
        (
            {"quorum_members": [option("seat:99")]},
            "quorum_members",
            "Please choose sectors, or seats of",
        ),
        (
            {"quorum_members": [option("sector:none")]},
            "quorum_members",
            "Please choose sectors, or seats",
        ),
    ],
)
def test_a_rule_that_can_be_none_is_refused_beside_its_field(
    world: World, entered: dict[str, object], field: str, sentence: str
) -> None:
    body(world)
    press(world, "body.edit")
    told = world.coordinator.submit(entered)
    assert told.errors.get(field, "").startswith(sentence), told.errors
    assert rows(world, Body)[0].quorum is None
