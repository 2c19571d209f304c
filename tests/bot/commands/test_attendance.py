"""The register of an event, through Slack: pages that are kept, one look over, one save."""

from datetime import datetime, time, timedelta

import pytest

from db import bodies
from db.models import Attendance, DraftedOutcome, Event, Outcome, WalkIn
from domain.quorum import InAll, Quorum, as_json
from sandbox import Outcome as Told
from tests.bot.commands.event_cast import arrange, arrived, board, press, run, writing
from tests.bot.commands.register import rows
from tests.world import World, shown

BEGUN = timedelta(days=11)
"""From the tests' now until the event is over."""


@pytest.fixture
def forum(world: World) -> World:
    """Give a world with an event of two seats that is over, of which one said yes."""
    board(world, "Police", "Health")
    arrange(world)
    arrived(world)
    run(world, "/event answer Leadership Forum police attending by phone")
    world.clock.moment += BEGUN
    return world


def opened(world: World) -> str:
    """Give the words of the form that lies on top."""
    assert world.coordinator.view is not None
    return shown(world.coordinator.view.blocks)


def enter(world: World, **entered: object) -> Told:
    """Send the form that lies on top."""
    told = world.coordinator.submit(entered)
    assert told.ok, told
    return told


def field_of(world: World, partner: str) -> str:
    """Give the field of a partner's seat on the page that is open."""
    assert world.coordinator.view is not None
    for block in world.coordinator.view.blocks:
        if block["type"] == "input" and block["label"]["text"] == partner:
            return str(block["block_id"])
    raise AssertionError(partner)


def options_of(world: World, partner: str) -> dict[str, str]:
    """Give what can be chosen for a partner's seat, by its words."""
    assert world.coordinator.view is not None
    for block in world.coordinator.view.blocks:
        if block["type"] == "input" and block["label"]["text"] == partner:
            offered = block["element"]["options"]
            return {each["text"]["text"]: each["value"] for each in offered}
    raise AssertionError(partner)


def choose(world: World, **chosen: str) -> dict[str, object]:
    """Choose for partners by the words that are offered."""
    return {field_of(world, name): options_of(world, name)[text] for name, text in chosen.items()}


def test_a_register_is_filled_in_and_saved_with_its_block_for_the_minutes(forum: World) -> None:
    forum.coordinator.run("/attendance")
    told = opened(forum)
    assert "Leadership Forum" in told
    enter(forum, **choose(forum, Health="Somebody else for them"), remote=["everybody"])
    told = opened(forum)
    assert "2 of 2 seats represented (1 by their member, 1 by a deputy)." in told
    assert rows(forum, Attendance) == []
    assert len(rows(forum, DraftedOutcome)) == 2
    assert forum.coordinator.view is not None
    fields = [str(each.get("block_id", "")) for each in forum.coordinator.view.blocks]
    name = next(each for each in fields if each.startswith("name_"))
    enter(forum, **{name: "Sam Hill", "walk_in": "Dana Young", "walk_in_from": "Youth Club"})
    told = opened(forum)
    assert "Saved: Leadership Forum. 2 of 2 seats represented" in told
    assert "Health: Sam Hill (deputy)" in told
    assert "In attendance\nDana Young (Youth Club)" in told
    found = {(each.code, each.remote) for each in rows(forum, Outcome)}
    assert found == {("MA", True), ("RA", True)}
    assert [each.status for each in rows(forum, Event)] == ["held"]
    assert [each.name for each in rows(forum, WalkIn)] == ["Dana Young"]


def test_the_silent_are_not_recorded_unless_that_is_ticked(forum: World) -> None:
    forum.coordinator.run("/attendance Leadership Forum")
    enter(forum)
    assert "1 not recorded" in opened(forum)
    enter(forum, settle=["rest"])
    assert "1 no apologies received" in opened(forum)
    assert sorted(str(each.code) for each in rows(forum, Outcome)) == ["MA", "NC"]


def test_a_register_with_nobody_is_questioned_and_loses_nothing(forum: World) -> None:
    forum.coordinator.run("/attendance")
    enter(forum, **choose(forum, Police="Apologies"))
    told = forum.coordinator.submit({})
    assert "Nobody is in this register" in str(told)
    assert rows(forum, Attendance) == []
    enter(forum, settle=["nobody"])
    assert [each.quorate for each in rows(forum, Attendance)] == ["unknown"]


def test_what_did_not_take_place_has_no_register_until_that_is_taken_back(forum: World) -> None:
    forum.coordinator.run("/attendance")
    assert forum.coordinator.view is not None
    forum.coordinator.press(forum.coordinator.view, "attendance.not_held")
    enter(forum, how="abandoned", reason="Fire alarm")
    assert "did not take place" in opened(forum)
    assert "Every register is filled in" in run(forum, "/attendance")
    assert [each.status for each in rows(forum, Event)] == ["abandoned"]


def test_a_register_opens_when_its_event_has_begun(world: World) -> None:
    board(world, "Police")
    arrange(world)
    assert "has not begun" in run(world, "/attendance Leadership Forum")


def test_no_register_waits_before_an_event_is_over(world: World) -> None:
    board(world, "Police")
    arrange(world)
    assert "Every register is filled in." in run(world, "/attendance")


def test_an_unknown_name_offers_the_nearest(forum: World) -> None:
    told = run(forum, "/attendance Leadershp Forum")
    assert "Did you mean “Leadership Forum”?" in told


def test_when_the_quorum_was_lost_is_kept_and_can_be_added_later(forum: World) -> None:
    with writing(forum) as session:
        body = bodies.named(session, "Executive")
        assert body is not None
        body.quorum = as_json(Quorum((InAll(1),)))
    forum.coordinator.run("/attendance")
    enter(forum)
    assert "Quorum: yes." in opened(forum)
    enter(forum)
    assert "The meeting was quorate." in run(forum, "/event show Leadership Forum 3 December 2026")
    with writing(forum) as session:
        bodies.named(session, "Executive").quorum = as_json(Quorum((InAll(2),)))  # type: ignore[union-attr]
    for lost in ({"lost_at": time(11, 40)}, {}):
        forum.coordinator.run("/attendance show Leadership Forum")
        enter(forum)
        assert "Quorum: yes." in opened(forum)
        enter(forum, **lost)
        [row] = rows(forum, Attendance)
        assert (row.quorate, row.quorum_lost_at) == ("yes", datetime(2026, 12, 3, 11, 40))
        assert row.quorum == as_json(Quorum((InAll(1),)))
    page = run(forum, "/event show Leadership Forum 3 December 2026")
    assert "The meeting was quorate. Quorum lost at 11:40." in page


def test_unknown_that_was_chosen_stays_chosen(forum: World) -> None:
    with writing(forum) as session:
        body = bodies.named(session, "Executive")
        assert body is not None
        body.quorum = as_json(Quorum((InAll(1),)))
    for chosen in ({"quorate": "unknown"}, {}):
        forum.coordinator.run("/attendance show Leadership Forum")
        enter(forum)
        enter(forum, **chosen)
        assert [each.quorate for each in rows(forum, Attendance)] == ["unknown"]


def test_a_sheet_typed_in_says_so_of_who_was_expected_and_signed_too(forum: World) -> None:
    run(forum, "/attendance signin Leadership Forum")
    press(forum, "attendance.type_in")
    enter(forum)
    enter(forum, walk_in="Dana Young")
    assert {(each.code, each.source) for each in rows(forum, Outcome)} == {("MA", "paper")}
    assert [each.source for each in rows(forum, WalkIn)] == ["paper"]
    assert [each.source for each in rows(forum, Attendance)] == ["paper"]
