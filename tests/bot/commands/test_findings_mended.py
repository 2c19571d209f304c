"""What a coordinator does about one who is less connected: a contact, leave, putting it off."""

from datetime import date, timedelta

import pytest

from db.models import LoggedContact, Snooze
from jobs import retention
from tests.bot.commands.event_cast import newest, press, run
from tests.bot.commands.found import act, finding, lay
from tests.bot.commands.register import rows
from tests.world import World, words


@pytest.fixture
def year(world: World) -> World:
    """Give a world with eight events that were recorded, of nine that took place."""
    lay(world)
    return world


def test_a_contact_is_logged_with_what_came_of_it(year: World) -> None:
    told = act(year, "engagement.contact")
    assert "Please don't put details of any child or family here." in told
    year.coordinator.submit({"came_of_it": "colleague", "note": "Sam takes it"})
    assert "Logged: a contact with Housing." in words(newest(year))
    [row] = rows(year, LoggedContact)
    assert (row.way, row.came_of_it, row.note) == ("call", "colleague", "Sam takes it")
    page = run(year, "/engagement Housing")
    assert "call: a colleague takes the seat. “Sam takes it” (Coordinator)" in page


def test_a_contact_to_come_is_refused_beside_its_field(year: World) -> None:
    act(year, "engagement.contact")
    day = year.clock.now().date() + timedelta(days=1)
    told = year.coordinator.submit({"came_of_it": "comes", "day": day})
    assert "This day is to come" in str(told)
    assert not rows(year, LoggedContact)


def test_the_note_of_a_contact_is_forgotten_after_a_year_and_the_contact_is_not(
    year: World,
) -> None:
    act(year, "engagement.contact")
    year.coordinator.submit({"came_of_it": "comes", "note": "In time"})
    later = year.clock.now() + timedelta(days=367)
    with year.house.database.writing() as session:
        retention.forget(session, later)
    [row] = rows(year, LoggedContact)
    assert row.note is None


def test_who_is_put_off_is_left_out_until_the_day_and_comes_back(year: World) -> None:
    act(year, "engagement.put_off")
    until = year.clock.now().date() + timedelta(days=14)
    year.coordinator.submit({"until": until, "reason": "New lead in March"})
    told = words(newest(year))
    assert "Put off until" in told
    assert "Housing, Executive: a little" not in told
    assert "1 is put off until" in told
    assert "New lead in March" in press(year, "engagement.put_off.list")
    assert "Put off until" in run(year, "/engagement Housing")
    year.clock.moment += timedelta(days=14)
    assert "Housing, Executive: a little" in run(year, "/engagement")


def test_put_off_is_taken_back(year: World) -> None:
    act(year, "engagement.put_off")
    year.coordinator.submit({"reason": "Waiting"})
    press(year, "engagement.put_off.list")
    told = press(year, "engagement.put_off.back")
    assert "On the list again: Housing, Executive." in told
    assert "Housing, Executive: a little" in told
    [row] = rows(year, Snooze)
    assert row.lifted_at is not None


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"reason": " "}, "Please say in a few words why."),
        ({"reason": "Later", "until": date(2020, 1, 1)}, "Please choose a day to come."),
        ({"reason": "Later", "until": date(2028, 1, 1)}, "Please choose a day within six months."),
    ],
)
def test_put_off_needs_a_reason_and_a_day_to_come(
    year: World, entered: dict[str, object], said: str
) -> None:
    act(year, "engagement.put_off")
    assert said in str(year.coordinator.submit(entered))
    assert not rows(year, Snooze)


def test_leave_is_asked_for_the_partner_of_the_entry(year: World) -> None:
    assert "Housing: while somebody is on leave" in act(year, "leave.new")


def test_leave_is_looked_at_at_once(year: World) -> None:
    year.coordinator.run("/partner pause Police")
    told = year.coordinator.submit({"reason": "Vacancy"})
    assert told.ok, told
    assert finding(year).ended_at is not None


def test_a_contact_noted_in_a_line_is_among_the_latest_too(year: World) -> None:
    run(year, "/partner contact Police called them about dates")
    assert "call. “called them about dates” (Coordinator)" in run(year, "/engagement Police")
    run(year, "/engagement")
    assert "Last contact:" in press(year, "engagement.check")
