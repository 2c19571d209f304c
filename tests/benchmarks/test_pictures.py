"""A picture of a body of five hundred, as Slack gets it: drawn, and made a PNG."""

import time
from dataclasses import replace

from bot.pictures.grid import attendance
from bot.pictures.png import drawn
from bot.pictures.reach import line
from tests.benchmarks.callers import show
from tests.bot.pictures.registers import ENORMOUS, LINES

TURNS = 15
MOST_MILLISECONDS = 50


def test_a_picture_takes_fifty_milliseconds() -> None:
    drawn(attendance(ENORMOUS))  # warm: the fonts are read
    grids, lines = [], []
    for turn in range(TURNS):
        began = time.perf_counter()
        drawn(attendance(replace(ENORMOUS, body=f"Assembly {turn}")))
        between = time.perf_counter()
        drawn(line(replace(LINES["enormous"], name=f"Assembly {turn}")))
        grids.append(1000 * (between - began))
        lines.append(1000 * (time.perf_counter() - between))
    show(f"a grid of 500 partners as PNG: {min(grids):.0f} ms; a line of reach {min(lines):.0f} ms")
    assert min(grids) <= MOST_MILLISECONDS
    assert min(lines) <= MOST_MILLISECONDS
