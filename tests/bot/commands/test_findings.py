"""Facts are checked before chair and scrutineer see them; coordinators are asked to."""

from datetime import datetime, timedelta

import pytest

from db.models import Finding
from domain.roles import Role
from tests.bot.commands.event_cast import newest, press, run
from tests.bot.commands.found import act, check, finding, lay, look, reads, save_last
from tests.bot.commands.register import counting, rows
from tests.world import World, introduce, shown

READERS = pytest.mark.parametrize("role", [Role.CHAIR, Role.SCRUTINEER])


@pytest.fixture
def year(world: World) -> World:
    """Give a world with eight events that were recorded, of nine that took place."""
    lay(world)
    return world


def test_a_coordinator_is_asked_to_check_what_nobody_else_sees_yet(year: World) -> None:
    told = run(year, "/engagement")
    assert "Police, Executive: not seen since" in told
    assert told.count("Not yet checked.") == 1
    assert told.index("Housing, Executive: a little less") < told.index("Police, Executive")


@READERS
def test_a_reader_sees_who_is_a_little_less_connected_and_nothing_unchecked(
    year: World, role: Role
) -> None:
    introduce(year, year.outsider, role)
    told = reads(year.outsider, "/engagement")
    assert "Housing, Executive: a little less connected" in told
    assert "Police" not in told
    assert "one is becoming less connected." in told


@READERS
def test_a_reader_s_page_of_one_that_is_unchecked_has_counts_only(year: World, role: Role) -> None:
    introduce(year, year.outsider, role)
    told = reads(year.outsider, "/engagement Police")
    assert "Executive: came to 3 of the last 8." in told
    for word in ("not seen", "less connected\n", "in 10", "%", "noticed", "Not yet checked"):
        assert word not in told, word


@READERS
def test_a_reader_has_no_button_that_changes_anything(year: World, role: Role) -> None:
    introduce(year, year.outsider, role)
    for typed in ("/engagement", "/engagement Housing"):
        told = reads(year.outsider, typed)
        for word in ("Check facts", "Log a contact", "On leave", "Put off"):
            assert word not in told


@READERS
def test_checked_facts_are_for_readers_too(year: World, role: Role) -> None:
    introduce(year, year.outsider, role)
    assert "Checked: Police. Chair and scrutineer see it from now on." in check(year)
    assert "Not yet checked" not in run(year, "/engagement")
    told = reads(year.outsider, "/engagement")
    assert "Police, Executive: not seen since" in told
    assert "Not yet checked" not in told
    assert "facts checked by Coordinator" in reads(year.outsider, "/engagement Police")


@READERS
def test_after_five_working_days_a_reader_sees_it_marked(year: World, role: Role) -> None:
    introduce(year, year.outsider, role)
    year.clock.moment = noticed = datetime.combine(
        finding(year).noticed_at.date(), year.clock.moment.timetz()
    )
    year.clock.moment = noticed + timedelta(days=6)
    assert "Police" not in reads(year.outsider, "/engagement")
    year.clock.moment = noticed + timedelta(days=7)
    told = reads(year.outsider, "/engagement")
    assert "Police, Executive: not seen since" in told
    assert "Not yet checked." in told


def test_what_is_behind_it_is_shown_before_anybody_says_that_it_is_right(year: World) -> None:
    run(year, "/engagement")
    told = press(year, "engagement.check")
    assert "Forum 7: Not there" in told
    assert "Forum 2:" not in told
    assert "1 register of Executive is not filled in: Forum 8" in told
    assert "No correction waits." in told
    assert "Their seat has a lead." in told
    assert "No leave is recorded." in told
    assert "No contact is logged yet." in told
    assert "Fill in the register" in told


def test_checked_twice_it_says_so(year: World) -> None:
    run(year, "/engagement")
    listed = newest(year)
    check(year)
    year.coordinator.press(listed, "engagement.check")
    year.coordinator.submit({})
    assert "Somebody has checked this already." in shown(year.coordinator.view.blocks)  # type: ignore[union-attr]


def test_the_worklist_asks_once_for_each(year: World) -> None:
    told = run(year, "/joinedup")
    assert "Police, Executive: not seen any more, noticed" in told
    assert told.count("Are the facts right?") == 1
    check(year)
    assert "Are the facts right?" not in run(year, "/joinedup")


def test_coming_again_ends_it(year: World) -> None:
    save_last(year)
    assert look(year) >= 1
    assert finding(year).ended_at is not None
    assert "Are the facts right?" not in run(year, "/joinedup")


def test_looking_twice_finds_nothing_twice(year: World) -> None:
    assert look(year) == 0
    assert len(rows(year, Finding)) == 1


def test_an_idle_partnership_costs_one_query(year: World) -> None:
    look(year)
    with counting(year) as asked:
        look(year)
    assert len(asked) == 1


def test_the_list_asks_a_fixed_number_of_queries(year: World) -> None:
    with counting(year) as asked:
        run(year, "/engagement")
    assert len(asked) <= 26


@READERS
def test_the_record_of_changes_tells_no_reader_what_is_unchecked(year: World, role: Role) -> None:
    introduce(year, year.outsider, role)
    act(year, "engagement.put_off")
    year.coordinator.submit({"reason": "Waiting"})
    told = run(year, "/joinedup audit")
    assert "noted Police as less connected, to be checked" in told
    assert "put Housing off in the watch list" in told
    theirs = reads(year.outsider, "/joinedup audit")
    assert "to be checked" not in theirs
    assert "watch list" not in theirs


def test_a_register_that_is_saved_is_looked_at_at_once(year: World) -> None:
    save_last(year, save=False)
    assert finding(year).ended_at is None
    year.coordinator.run("/attendance Forum 8")
    for _page in range(2):
        told = year.coordinator.submit({})
        assert told.ok, told
    assert finding(year).ended_at is not None


def test_the_last_events_are_seen_at_a_glance_and_said_in_words(year: World) -> None:
    told = run(year, "/engagement Police")
    assert "● ● ● ○ ○ ○ ○ ○" in told
    assert "● Member attended, ○ Not there" in told
    assert "Forum 3: Not there" in told
