"""Known words with something behind them, and the order of the help."""

import re

import pytest

from tests.world import World, words


@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        ("help settings", "What you can ask me"),
        ("roles Jo", "Runs everything."),
        ("bodies Executive", "No body yet"),
        ("audit County Police", "Who changed what"),
        ("settings now", "Name of the partnership"),
        ("SETUP please", "Name of the partnership"),
    ],
)
def test_what_stands_behind_a_known_word_does_not_hide_it(
    world: World, typed: str, shows: str
) -> None:
    told = world.coordinator.run(f"/joinedup {typed}")
    read = words(told.ephemeral) if told.ephemeral else str(world.coordinator.view)
    assert shows in read


def test_help_lists_a_noun_together_and_itself_last(world: World) -> None:
    told = words(world.coordinator.run("/joinedup help").ephemeral)
    nouns = re.findall(r"`(/\w+)", told)
    assert nouns == sorted(nouns, key=list(dict.fromkeys(nouns)).index)
    own = re.findall(r"`/joinedup ?(\w*)`", told)
    assert own[:2] == ["", "bodies"]
    assert own[-1] == "help"
