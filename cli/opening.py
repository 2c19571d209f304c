"""How a command begins and ends: the house is opened, or a sentence says why it is not."""

import sys
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot.settings import Settings, read_settings
from cli.clock import Clock
from cli.health import table_problems
from cli.wiring import House

Which = Annotated[
    str | None,
    typer.Option("--partnership", help="The short name; needed where there are several."),
]
"""Which partnership of this host a command is for."""

_err = Console(stderr=True)


def open_house(*, check: bool = True, needs: tuple[str, ...] = ()) -> House:
    """Wire the house, once all that this command needs is there; else say what is missing."""
    settings: Settings = read_settings(needs)
    house = House(settings, Clock().now)
    if check and (found := table_problems(house.database)):
        stop(*found)
    return house


def stop(*sentences: str) -> NoReturn:
    """End with sentences, and exit code 1."""
    for sentence in sentences:
        _err.print(sentence, markup=False, highlight=False, soft_wrap=True)
    sys.exit(1)
