"""`/partner pause` and `resume`: leave of a partner, or of one of its seats."""

from datetime import date

import pytest

from tests.bot.commands.partners import TODAY, add, form, later, press, run, seat, submit, verbs
from tests.world import World, shown


def pause(world: World, name: str, **values: object) -> str:
    world.coordinator.run(f"/partner pause {name}")
    said = submit(world, reason="Closure", **values)
    world.coordinator.close(everything=True)
    return said


def test_a_partner_is_paused_until_it_is_resumed(world: World) -> None:
    add(world, "Youth Charity")
    told = pause(world, "Youth Charity")
    assert "Youth Charity: on leave since 23 November 2026, until you resume it." in told
    page = run(world, "/partner Youth Charity")
    assert "On leave since 23 November 2026: all its seats. Closure." in page
    assert "on leave" in run(world, "/partner list on leave")
    world.coordinator.run("/partner resume Youth Charity")
    assert "Youth Charity is back from leave on 1 December 2026." in submit(world, day=later(8))
    assert "back on 1 December 2026" in run(world, "/partner Youth Charity")
    assert verbs(world) == ["register", "begin leave", "end leave"]


def test_a_seat_may_be_paused_alone(world: World) -> None:
    [charity] = add(world, "Youth Charity")
    own = seat(world, charity, "Executive", "Charity lead")
    told = pause(world, "Youth Charity", whose=str(own), since=TODAY, until=later(30))
    assert "Youth Charity, Executive: on leave from 23 November 2026, back on" in told
    page = run(world, "/partner Youth Charity")
    assert "Executive (on leave, since 1 January 2020)" in page
    assert "1 seat on leave" in run(world, "/partner list on leave")


def test_leave_reads_as_it_was(world: World) -> None:
    add(world, "Youth Charity")
    pause(world, "Youth Charity", since=date(2026, 5, 1), until=date(2026, 9, 1))
    assert "On leave" not in run(world, "/partner Youth Charity")
    assert "On leave from 1 May 2026, back on 1 September 2026: all its seats. Closure." in run(
        world, "/partner Youth Charity on 31 August 2026"
    )
    assert "On leave" not in run(world, "/partner Youth Charity on 1 September 2026")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"since": TODAY, "until": TODAY}, "until", "This ends before it begins."),
        ({"since": later(5), "until": TODAY}, "until", "This ends before it begins."),
        ({"since": later(5)}, "since", "It is on leave from 25 November 2026 until 3 December"),
        ({"since": TODAY}, "since", "It is on leave from 25 November 2026 until 3 December"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(
    world: World, values: dict[str, date], field: str, sentence: str
) -> None:
    add(world, "Youth Charity")
    pause(world, "Youth Charity", since=later(2), until=later(10))
    world.coordinator.run("/partner pause Youth Charity")
    told = world.coordinator.submit({"reason": "Vacancy", **values})
    assert sentence in told.errors[field]
    assert verbs(world) == ["register", "begin leave"]


def test_a_leave_that_has_not_begun_is_taken_back(world: World) -> None:
    add(world, "Youth Charity")
    pause(world, "Youth Charity", since=later(5))
    assert "Leave planned from 28 November 2026" in run(world, "/partner Youth Charity")
    press(world, "/partner Youth Charity", "leave.end")
    assert "taken back: it never was" in submit(world)
    world.coordinator.close(everything=True)
    assert "eave planned" not in run(world, "/partner Youth Charity")


def test_of_two_leaves_one_is_chosen(world: World) -> None:
    [charity] = add(world, "Youth Charity")
    own = seat(world, charity, "Executive", "Charity lead")
    pause(world, "Youth Charity", since=date(2026, 11, 1))
    pause(world, "Youth Charity", whose=str(own), since=date(2026, 11, 2))
    world.coordinator.run("/partner resume Youth Charity")
    assert "Executive: closure, from 2 November 2026" in str(form(world).blocks)
    told = world.coordinator.submit({"leave": "2", "day": date(2026, 11, 9)})
    assert not told.errors
    page = run(world, "/partner Youth Charity")
    assert "On leave since 1 November 2026: all its seats. Closure." in page
    assert "Executive (since 1 January 2020)" in page


def test_who_is_not_on_leave_is_told_so(world: World) -> None:
    add(world, "Youth Charity")
    assert "Youth Charity is not on leave" in run(world, "/partner resume Youth Charity")


def test_resume_alone_asks_which_partner(world: World) -> None:
    add(world, "Youth Charity")
    pause(world, "Youth Charity")
    world.coordinator.run("/partner resume")
    offered = world.coordinator.search(form(world), "search.organisations", "youth").offered
    world.coordinator.submit({"organisation": offered[0]})
    assert "Youth Charity is back from leave." in shown(form(world).blocks)
