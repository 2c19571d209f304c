"""A date typed after a title names one event of several, through Slack, on both databases."""

import pytest

from db import event_changes, events
from db.models import Event
from tests.bot.commands.event_cast import MONTHLY, arrange, board, press, run, weeks, writing
from tests.bot.commands.register import rows, said
from tests.world import World, words

SEVENTH = "Thursday 7 January 2027"


@pytest.fixture
def monthly(world: World) -> World:
    """Give a monthly series from 3 December on."""
    board(world, "Police")
    arrange(world, rule=MONTHLY)
    return world


def opened(world: World, typed: str) -> str:
    """Run a command that opens a form; gives the form's words."""
    world.coordinator.run(typed)
    return said(world)


@pytest.mark.parametrize("name", ["7 Jan", "on 7 January 2027", ", Thu 7 Jan 10:00", "in January"])
@pytest.mark.parametrize("verb", ["cancel", "move", "invite"])
def test_a_date_of_a_series_is_changed(monthly: World, verb: str, name: str) -> None:
    told = opened(monthly, f"/event {verb} leadership forum {name}".replace(" ,", ","))
    assert SEVENTH in told
    assert monthly.coordinator.view is not None
    assert f"'{name}'" not in str(monthly.coordinator.view.blocks)


def test_a_reason_follows_the_date(monthly: World) -> None:
    told = opened(monthly, "/event cancel Leadership Forum 7 Jan Venue Closed")
    assert SEVENTH in told
    assert monthly.coordinator.view is not None
    assert "Venue Closed" in str(monthly.coordinator.view.blocks)


def test_a_date_of_a_series_is_moved_by_typing(monthly: World) -> None:
    told = opened(monthly, "/event move Leadership Forum 7 Jan to 8 Jan 14:00")
    assert "New time: Friday 8 January 2027, 14:00 to 16:00 (London time)" in told
    assert f"It was: {SEVENTH}, 10:00 to 12:00" in told


@pytest.mark.parametrize(
    ("verb", "action"),
    [("show", "event.show"), ("papers", "event.papers"), ("series", "event.show")],
)
def test_a_date_of_a_series_is_opened(monthly: World, verb: str, action: str) -> None:
    assert "7 January 2027" in run(monthly, f"/event {verb} Leadership Forum on 7 Jan")
    told = run(monthly, f"/event {verb} Leadership Forum 8 Jan")
    assert "I don't find “8 Jan” among the dates of “Leadership Forum”." in told
    assert SEVENTH in told
    assert "3 December 2026" in press(monthly, action, str(rows(monthly, Event)[0].id))


def test_a_series_is_opened_by_its_name(monthly: World) -> None:
    told = run(monthly, "/event series leadership forum")
    assert "Series: first Thursday, every month" in told
    assert "Whole series" in told
    assert "I don't know an event" in run(monthly, "/event series Zebra")


@pytest.mark.parametrize("rest", ["8 Jan", "7th meeting"])
def test_what_names_no_date_of_a_series_is_asked_for_before_a_cancellation(
    monthly: World, rest: str
) -> None:
    told = run(monthly, f"/event cancel Leadership Forum {rest}")
    assert f"I don't find “{rest}” among the dates of “Leadership Forum”." in told
    assert SEVENTH in told
    assert "Cancel an event" not in told


def test_one_of_several_of_a_title_is_named_by_its_day(world: World) -> None:
    board(world, "Police")
    arrange(world)
    arrange(world, span=weeks(1))
    assert "Thursday 10 December 2026" in opened(world, "/event cancel Leadership Forum 10 Dec")
    world.coordinator.close(everything=True)
    told = run(world, "/event invite Leadership Forum December")
    assert "“December” may be several dates of “Leadership Forum”." in told


def test_a_past_date_of_a_title_is_shown_and_not_changed(monthly: World) -> None:
    monthly.clock.moment = monthly.clock.moment.replace(month=12, day=20)
    assert "Thursday 3 December 2026, 10:00" in run(monthly, "/event show Leadership Forum 3 Dec")
    told = run(monthly, "/event cancel Leadership Forum 3 Dec 2026")
    assert "This event has begun already." in told


def test_a_cancelled_event_is_not_offered_for_changes(world: World) -> None:
    board(world, "Police")
    series = arrange(world)
    with writing(world) as session:
        shown = events.by_id(session, events.of(session, series)[0].id)
        assert shown is not None
        event_changes.cancel(session, shown, reason="", by=None, now=world.clock.now())
    for verb in ("cancel", "move", "invite"):
        told = run(world, f"/event {verb} Leadership Forum")
        assert "Only a scheduled one can be changed." in told
        told = run(world, f"/event {verb} Leadership Forrum")
        assert "I don't know an event" in told
    assert "Status: Cancelled" in run(world, "/event show Leadership Forum")
    assert [each.status for each in rows(world, Event)] == ["cancelled"]


@pytest.mark.parametrize("typed", ["Forum to 7 Jan 10:00", "Leaders 3 Dec", "forum 3 Dec to 4 Dec"])
def test_a_title_half_known_is_offered_whatever_follows_it(world: World, typed: str) -> None:
    board(world, "Police")
    arrange(world)
    told = words(world.coordinator.run(f"/event move {typed}").ephemeral)
    assert "Did you mean “Leadership Forum”?" in told
    assert "Thursday 3 December 2026" in told
