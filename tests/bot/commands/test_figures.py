"""Figures of attendance in Slack: two of them side by side, of whom and over which time."""

from datetime import timedelta

import pytest

from domain.outcomes import Code
from domain.roles import Role
from tests.bot.commands.event_cast import (
    arrange,
    arrived,
    board,
    press,
    run,
    weeks,
)
from tests.bot.commands.register import counting
from tests.bot.commands.registered import record
from tests.world import World, introduce, words

NAMES = ("Police", "Health", "Housing")
CAME = {
    "Police": (Code.MEMBER, Code.MEMBER, Code.MEMBER, Code.MEMBER),
    "Health": (Code.MEMBER, Code.DEPUTY, Code.APOLOGIES, Code.NO_CONTACT),
    "Housing": (Code.NO_CONTACT, Code.NO_CONTACT, Code.NO_CONTACT, None),
}


@pytest.fixture
def year(world: World) -> World:
    """Give a world with four events that were recorded."""
    board(world, *NAMES)
    made = [arrange(world, f"Forum {n}", weeks(n)) for n in range(4)]
    arrived(world)
    world.clock.moment += timedelta(weeks=8)
    for place, series in enumerate(made):
        record(world, series, {name: codes[place] for name, codes in CAME.items()})
    return world


def test_two_figures_stand_side_by_side_with_their_counts(year: World) -> None:
    told = run(year, "/attendance figures Executive")
    assert "Represented 6 of 11 (55%); by their named member 5 of 11 (45%)" in told
    assert "Represented 2 of 4 (50%); by their named member 1 of 4 (25%)" in told
    assert "Represented 0 of 3 (0%)" in told
    assert "2 of 3 partners were represented at least once" in told
    assert "Over the last 12 months" in told
    assert "Counted: recorded events that a seat was invited to" in told


def test_partners_stand_in_the_order_of_their_names_not_of_their_figures(year: World) -> None:
    told = run(year, "/attendance figures Executive all")
    places = [told.index(f"{each}\nRepresented") for each in sorted(NAMES)]
    assert places == sorted(places)


def test_figures_of_a_partner_open_from_those_of_its_body(year: World) -> None:
    run(year, "/attendance figures")
    told = press(year, "figures.show")
    assert "Attendance: Executive" in told
    told = run(year, "/attendance figures Health since 2026")
    assert "Attendance: Health" in told
    assert "Represented 2 of 4 (50%)" in told


def test_fewer_than_four_recorded_events_show_counts_only(world: World) -> None:
    board(world, *NAMES)
    made = [arrange(world, f"Forum {n}", weeks(n)) for n in range(3)]
    arrived(world)
    world.clock.moment += timedelta(weeks=8)
    for place, series in enumerate(made):
        record(world, series, {name: codes[place] for name, codes in CAME.items()})
    told = run(world, "/attendance figures Executive")
    assert "%" not in told
    assert "3 recorded events: with fewer than 4, only counts are shown" in told


def test_a_body_with_enough_recorded_shows_figures_of_a_short_time_too(year: World) -> None:
    told = run(year, "/attendance figures Health since 20 December 2026")
    assert "Represented 0 of 1 (0%)" in told
    assert "1 recorded event\n" in told
    assert "only counts" not in told


def test_the_pages_of_a_partner_and_of_a_body_open_their_figures(year: World) -> None:
    run(year, "/partner Health")
    assert "Attendance: Health" in press(year, "figures.show")
    run(year, "/joinedup bodies")
    assert "Attendance: Executive" in press(year, "figures.show")


def test_past_events_say_whether_it_is_recorded_who_came(year: World) -> None:
    arrange(year, "Late forum", weeks(9))
    year.clock.moment += timedelta(weeks=4)
    run(year, "/event list")
    told = press(year, "event.past")
    assert told.count("Held and recorded") == len(CAME["Police"])
    assert told.count("Over, not recorded") == 1


def test_a_held_event_s_page_looks_back(world: World) -> None:
    board(world, *NAMES)
    own = arrange(world)
    arrived(world)
    world.clock.moment += timedelta(weeks=8)
    record(world, own, {"Police": Code.MEMBER, "Health": Code.APOLOGIES})
    told = run(world, "/event show Leadership Forum")
    assert "1 of 3 invited partners was represented; of 1 nothing is recorded." in told
    assert "Answers before it: " in told
    assert "so far" not in told
    assert "No papers yet" not in told


def test_each_event_says_how_many_partners_it_reached(year: World) -> None:
    run(year, "/attendance figures Executive")
    told = press(year, "figures.events")
    assert "Forum 0, 3 December 2026\n2 of 3 partners were represented" in told
    assert "Forum 3, 24 December 2026\n1 of 2 partners were represented" in told


def test_what_is_not_understood_says_how_a_time_is_typed(year: World) -> None:
    told = run(year, "/attendance figures Nobody of this name")
    assert "I don't find “Nobody of this name”" in told
    assert "from 2020 to 2023" in told


def test_partners_see_no_figures_and_scrutineers_do(year: World) -> None:
    assert "Represented" not in words(year.lead.run("/attendance figures").ephemeral)
    introduce(year, year.outsider, Role.SCRUTINEER)
    assert "Represented" in words(year.outsider.run("/attendance figures").ephemeral)


def test_before_anything_is_recorded_it_is_said(world: World) -> None:
    assert "Nothing recorded that counts." in run(world, "/attendance figures")


def test_it_takes_as_many_queries_for_many_partners_as_for_few(year: World) -> None:
    run(year, "/attendance figures Executive")
    with counting(year) as few:
        run(year, "/attendance figures Executive")
    board(year, *(f"Partner {n}" for n in range(6)))
    new = arrange(year, "Late forum", weeks(9))
    year.clock.moment += timedelta(weeks=4)
    record(year, new, {f"Partner {n}": Code.MEMBER for n in range(6)})
    with counting(year) as many:
        told = run(year, "/attendance figures Executive")
    assert "Partner 5" in told
    assert len(many) == len(few)


def test_an_event_s_page_says_who_came_and_gives_the_minutes(year: World) -> None:
    told = run(year, "/event show Forum 1")
    assert "Status: Held" in told
    assert "Recorded on 18 January 2027." in told
    assert "2 of 3 seats represented (1 by their member, 1 by a deputy)" in told
    assert "2 of 3 partners were represented." in told
    told = press(year, "attendance.minutes")
    assert "For the minutes, to copy:" in told
    assert "Present\nHealth" in told


def test_before_it_is_recorded_its_page_opens_the_register(year: World) -> None:
    arrange(year, "Late forum", weeks(9))
    year.clock.moment += timedelta(weeks=4)
    told = run(year, "/event show Late forum")
    assert "Not recorded: nobody is counted until its register is filled in." in told
    assert "Late forum" in press(year, "attendance.open")


def test_a_page_says_what_was_saved_and_not_what_is_only_drafted(world: World) -> None:
    board(world, *NAMES)
    own = arrange(world)
    arrived(world)
    world.clock.moment += timedelta(weeks=8)
    record(world, own, {"Police": Code.MEMBER, "Health": Code.APOLOGIES})
    record(world, own, {"Health": Code.MEMBER}, save=False)
    assert "1 of 3 seats represented" in run(world, "/event show Leadership Forum")
    assert "Apologies\nHealth" in press(world, "attendance.minutes")
