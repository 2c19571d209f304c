"""The line of reach: golden pictures, its sentence, and its table."""

from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from bot.pictures.png import drawn
from bot.pictures.reach import line
from bot.pictures.svg import NARROW, SMALLEST, WIDE
from bot.pictures.words import of_reach, table_of_reach
from tests.bot.pictures.registers import LINES, reach
from tests.bot.pictures.test_grid import HOSTILE

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("month", LINES)
def test_a_line_is_drawn_as_it_was_looked_at(month: str, width: int) -> None:
    found = line(LINES[month], width)
    assert found.svg == (GOLDEN / f"reach_{month}_{width}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("month", LINES)
def test_it_is_well_formed_legible_and_always_the_same(month: str) -> None:
    one, other = line(LINES[month]), line(LINES[month])
    assert drawn(one) == drawn(other)
    sizes = [float(each.attrib["font-size"]) for each in fromstring(one.svg).iter(f"{SVG}text")]
    assert min(sizes) >= SMALLEST


def test_a_month_without_a_register_is_a_gap_and_no_zero() -> None:
    root = fromstring(line(LINES["busy"]).svg)
    assert len(list(root.iter(f"{SVG}circle"))) == 11
    runs = [each for each in root.iter(f"{SVG}path") if each.attrib.get("stroke-width") == "2.2"]
    assert len(runs) == 4


def test_the_second_line_is_told_apart_without_colour() -> None:
    root = fromstring(line(LINES["busy"]).svg)
    dashed = [
        each for each in root.iter(f"{SVG}path") if each.attrib.get("stroke-dasharray") == "5 3"
    ]
    hollow = [each for each in root.iter(f"{SVG}path") if each.attrib.get("fill") == "#ffffff"]
    assert len(dashed) == 2
    assert len(hollow) == 11


@pytest.mark.parametrize("shares", [(22, 22), (0, 0), (11, 11), (22, 21), (1, 0)])
def test_its_two_labels_never_run_into_each_other(shares: tuple[int, int]) -> None:
    root = fromstring(line(reach("Forum", (22, 9, 5), (22, *shares))).svg)
    said = [each for each in root.iter(f"{SVG}text") if each.attrib.get("font-size") == "13"]
    one, other = (float(each.attrib["y"]) for each in said)
    assert other - one >= 30


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_it(name: str) -> None:
    fromstring(line(reach(name, (3, 2, 1))).svg)


def test_it_is_said_in_words() -> None:
    assert of_reach(LINES["busy"]) == (
        "Line of reach, Leadership Forum, November 2025 to October 2026. Last: 77% of invited "
        "organisations were represented, 55% by their named member. "
        "Lowest 64% (April 2026), highest 91% (January 2026). Full figures in the table."
    )
    assert of_reach(LINES["empty"]).endswith("no meeting has a register yet.")


def test_its_table_has_every_month() -> None:
    table = table_of_reach(LINES["busy"])
    assert table[1] == ("20 November 2025", "18 of 22 (82%)", "16 of 22 (73%)")
    assert table[10] == ("20 August 2026", "No register", "")
    assert len(table) == 13
