"""What is typed of a new event and not wholly understood: none of it is lost."""

import pytest

from db.models import Series
from tests.bot.commands.forums import go_live, lay
from tests.bot.commands.register import rows, said
from tests.world import World


@pytest.fixture
def forum(world: World) -> World:
    """Give a live partnership with a forum."""
    lay(world)
    go_live(world)
    return world


def held(world: World) -> dict[str, object]:
    """Give what the form on top is filled in with, by field."""
    assert world.coordinator.view is not None
    found: dict[str, object] = {}
    for block in world.coordinator.view.blocks:
        element = block.get("element", {})
        kinds = ("initial_value", "initial_date", "initial_time")
        found[str(block.get("block_id"))] = next((element[k] for k in kinds if k in element), None)
    return found


@pytest.mark.parametrize(
    ("when", "why", "filled"),
    [
        ("14 Jan 12:00-10:00", "This ends before it begins.", ("2027-01-14", None, None)),
        ("30 Feb 10:00-12:00", "There is no such day", (None, "10:00", "12:00")),
        ("Wed 14 Jan 10:00", "14 January 2027 is a Thursday", (None, "10:00", None)),
        (
            "14 Jan 10:00-12:00 (Town Hall)",
            "I can't read “(town hall)”",
            ("2027-01-14", "10:00", "12:00"),
        ),
    ],
)
def test_a_refused_time_is_quoted_and_what_is_readable_of_it_is_kept(
    forum: World, when: str, why: str, filled: tuple[str | None, ...]
) -> None:
    forum.coordinator.run(f"/event add Away day, {when}")
    told = said(forum)
    assert why in told
    assert f"You typed: Away day, {when}" in told
    form = held(forum)
    assert form["title"] == "Away day"
    assert (form["day"], form["time"], form["end_time"]) == filled
    assert rows(forum, Series) == []


def test_the_rule_of_a_refused_series_is_kept(forum: World) -> None:
    forum.coordinator.run("/event add Away day, last Fri of month 14:00-15:00 10 times")
    assert "You typed: Away day, last Fri of month 14:00-15:00 10 times" in said(forum)
    assert forum.coordinator.submit({"body": "Leadership Forum"}).ok
    [series] = rows(forum, Series)
    assert series.rule is not None
    assert (series.rule["ordinal"], series.rule["count"]) == (-1, 10)


def test_a_title_too_long_is_kept_whole_and_refused_by_the_form(forum: World) -> None:
    title = "Away day " * 20
    forum.coordinator.run(f"/event add {title}, 3 Dec 10:00-12:00")
    assert held(forum)["title"] == title.strip()
    told = forum.coordinator.submit({"body": "Leadership Forum"})
    assert "179 characters" in told.errors.get("title", ""), told.errors
