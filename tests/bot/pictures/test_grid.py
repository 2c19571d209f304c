"""The attendance grid: golden pictures, what it must carry, and what its table says."""

from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures import svg
from bot.pictures.grid import attendance
from bot.pictures.png import drawn
from bot.pictures.svg import NARROW, SMALLEST, WIDE
from bot.pictures.words import of_grid, table_of_grid
from domain.picture_rows import MOST_ROWS, grouped
from domain.pictures import CELLS, Cell, Grid, Mark, Partner
from tests.bot.pictures.registers import BUSY, DAYS, ENORMOUS, GRIDS, QUIET, SPRING, partner

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    '</text><script>alert("x")</script>',
    "Fish & Chips <b>&amp;</b> ]]>",
    "مجلس المدينة",
    "\u202eevil\u202c",
    "Smile 😀👩‍👩‍👧",
    "nul\x00 bell\x07 \ud800",
    "W" * 300,
    "😀",
)


def named(names: tuple[str, ...]) -> Grid:
    return Grid(names[0], DAYS, tuple(partner(each, each, "MRANLM?-MRAN") for each in names))


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("month", GRIDS)
def test_a_grid_is_drawn_as_it_was_looked_at(month: str, width: int) -> None:
    found = attendance(GRIDS[month], width)
    assert found.svg == (GOLDEN / f"grid_{month}_{width}.svg").read_text(encoding="utf-8")


def test_its_alternative_text_is_the_golden_sentence() -> None:
    rows = (
        *(partner(f"Partner {n}", "Health", "M" * 12) for n in range(17)),
        partner("Housing provider", "Housing", "MMMMMMMMMNAN", Mark.CHANGED),
        partner("Probation", "Police", "MMMMMMMMMNNN", Mark.CHANGED),
        *(partner(name, "Fire", "MMMMMMNNNNNN", Mark.UNSEEN) for name in ("Fire", "Rescue")),
        partner("School", "Education", "MMMMMMMMMLLL"),
    )
    assert attendance(Grid("Leadership Forum", DAYS, rows)).alt == (
        "Attendance grid, last 12 Leadership Forum meetings, 22 organisations by sector. "
        "Two have newly missed three in a row: Housing provider, Probation. "
        "Two have not been seen since spring; one is on leave. Full figures in the table."
    )


def test_what_is_nothing_new_is_left_out_of_the_sentence() -> None:
    assert of_grid(QUIET) == (
        "Attendance grid, last 3 Executive meetings, 3 organisations by sector. "
        "Full figures in the table."
    )


def test_long_ago_is_said_by_its_month() -> None:
    gone = replace(partner("Fire", "Fire", "N" * 12, Mark.UNSEEN), last_seen=SPRING.replace(2024))
    assert "One has not been seen since April 2024." in of_grid(Grid("Forum", DAYS, (gone,)))


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_a_picture(name: str, width: int) -> None:
    root = fromstring(attendance(named((name, "Plain")), width).svg)
    known = {"svg", "title", "desc", "rect", "text", "defs", "g", "path", "circle", "use"}
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= known


@given(st.lists(st.text(max_size=200), min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_no_text_at_all_breaks_a_picture(names: list[str]) -> None:
    fromstring(attendance(named(tuple(names))).svg)


def test_hostile_names_are_drawn_as_png() -> None:
    assert drawn(attendance(named(HOSTILE))).startswith(b"\x89PNG")


@pytest.mark.parametrize("month", GRIDS)
def test_the_same_data_is_the_same_picture(month: str) -> None:
    one, other = attendance(GRIDS[month]), attendance(replace(GRIDS[month]))
    assert one == other
    assert drawn(one) == drawn(other)


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("month", GRIDS)
def test_no_text_is_too_small_or_beside_the_picture(month: str, width: int) -> None:
    root = fromstring(attendance(GRIDS[month], width).svg)
    texts = list(root.iter(f"{SVG}text"))
    assert texts
    assert min(float(each.attrib["font-size"]) for each in texts) >= SMALLEST
    assert all(0 <= float(each.attrib["x"]) <= width for each in texts)


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(Cell), min_size=4, max_size=4), st.sampled_from("abc")),
        max_size=60,
    )
)
@settings(max_examples=40, deadline=None)
def test_every_cell_is_in_the_table_and_every_row_in_the_picture_counted(
    rows: list[tuple[list[Cell], str]],
) -> None:
    partners = tuple(
        Partner(f"P{n}", sector, tuple(cells)) for n, (cells, sector) in enumerate(rows)
    )
    grid = Grid("Forum", DAYS[:4], partners)
    table = table_of_grid(grid)
    assert [row[0] for row in table[1:-1]] == [each.name for each in partners]
    for row, each in zip(table[1:-1], partners, strict=True):
        assert list(row[2:-1]) == [CELLS[cell] for cell in each.cells]
    groups = grouped(grid)
    told = [each.name for group in groups for each in (*group.shown, *group.rest)]
    assert sorted(told) == sorted(each.name for each in partners)
    assert sum(group.rows for group in groups) <= MOST_ROWS


def test_an_enormous_grid_is_as_long_as_a_phone_can_show() -> None:
    shown = [each.name for group in grouped(ENORMOUS) for each in group.shown]
    assert {"Partner 41", "Partner 83"} <= set(shown)
    assert "Partner 0" not in shown  # came to none: it is among the others
    assert attendance(ENORMOUS).height < 3 * NARROW


def test_every_mark_has_a_shape_and_a_letter_of_its_own() -> None:
    every = Grid("Forum", DAYS, (partner("Any", "", "MRAN?L-MMMMM"),))
    root = fromstring(attendance(every).svg)
    drawn_as = {
        each.attrib["id"]: tuple((part.tag, part.attrib.get("d", "")) for part in each)
        for each in root.iter(f"{SVG}g")
        if "id" in each.attrib
    }
    assert len(set(drawn_as.values())) == len(drawn_as) == len(Cell)


def test_few_partners_all_have_a_row() -> None:
    assert not any(group.rest for group in grouped(BUSY))


def brightness(colour: str) -> float:
    """Give how bright a colour is, by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *((svg.INK, paper) for paper in (svg.PAPER, svg.PALE, svg.EMPTY)),
        *((svg.DIM, paper) for paper in (svg.PAPER, svg.EMPTY, svg.AWAY)),
        *((svg.PAPER, paper) for paper in (svg.DARK, svg.MIDDLE)),
    ],
)
def test_what_is_written_stands_out(ink: str, paper: str) -> None:
    one, other = sorted((brightness(ink), brightness(paper)))
    assert (other + 0.05) / (one + 0.05) >= 4.5


def test_the_two_who_came_are_told_apart_in_grey() -> None:
    one, other = brightness(svg.DARK), brightness(svg.MIDDLE)
    assert (other + 0.05) / (one + 0.05) >= 1.9


def test_names_that_start_alike_keep_their_ends() -> None:
    start = "Children and Young People's Mental Health Service"
    found = svg.told_apart([f"{start} North", f"{start} South"], 130, 11)
    assert [
        each.endswith(end) for each, end in zip(found.values(), ("North", "South"), strict=True)
    ]
