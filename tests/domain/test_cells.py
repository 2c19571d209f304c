"""What people write into cells: every way to write a day, an address, yes and no."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import read_addresses, read_day, read_flag, read_likely_day, read_parts
from domain.errors import Refused
from domain.sheets import Cell, guarded, unguarded

FIRST = date(2019, 9, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2019-09-01",
        "1/9/2019",
        "01/09/19",
        "1.9.2019",
        "1-9-2019",
        "1 Sep 2019",
        "1st September 2019",
        "Sept 1, 2019",
        "1-Sep-19",
        "Sun 1 Sep 2019",
        "2019-09-01 00:00:00",
        "2019-09-01T00:00:00Z",
        "43709",
        43709,
        43709.0,
        date(2019, 9, 1),
        datetime(2019, 9, 1, 10, 30),
        " 1 Sep  2019 ",
    ],
)
def test_a_day_is_read_however_it_is_written(cell: Cell) -> None:
    assert read_day(cell) == FIRST


@pytest.mark.parametrize("cell", ["soon", "2019", 2019, "31/02/2020", "9/13/2019", "Sep 2019", 7])
def test_what_is_no_day_is_refused_and_quoted(cell: Cell) -> None:
    with pytest.raises(Refused) as refused:
        read_day(cell)
    assert f"“{cell}” is no day that I know." in refused.value.sentence


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_a_blank_is_no_day_and_no_answer(cell: Cell) -> None:
    assert (read_day(cell), read_flag(cell), read_addresses(cell)) == (None, None, [])


@pytest.mark.parametrize(
    ("cell", "year"),
    [("1/9/68", 1968), ("1-Sep-40", 1940), ("1/9/39", 2039), ("1/9/00", 2000), ("1/9/99", 1999)],
)
def test_two_figures_are_a_year_that_is_likely(cell: str, year: int) -> None:
    assert read_day(cell) == date(year, 9, 1)


@pytest.mark.parametrize("cell", ["1/9/0219", "1899-12-31", date(2201, 1, 1), "1 Sep 9999"])
def test_a_year_that_somebody_mistyped_is_refused(cell: Cell) -> None:
    with pytest.raises(Refused, match="Please write a day from 1900 to 2200"):
        read_likely_day(cell)
    assert read_day(cell) is not None  # what our own exports hold comes back


@pytest.mark.parametrize("cell", ["1900-01-01", date(2200, 12, 31), None])
def test_a_likely_year_is_taken(cell: Cell) -> None:
    assert read_likely_day(cell) == read_day(cell)


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_from_each_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for cell in (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day:%d %B %Y}", serial):
        assert read_day(cell) == day


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("lee@police.example.org", ["lee@police.example.org"]),
        ("Lee Brown <lee@police.example.org>", ["lee@police.example.org"]),
        ("Brown, Lee <lee@x.org>, sam@x.org", ["lee@x.org", "sam@x.org"]),
        ("mailto:lee@police.example.org", ["lee@police.example.org"]),
        ("lee@x.org; SAM@x.org, sam@x.org", ["lee@x.org", "sam@x.org"]),
        ("TBC", []),
        ("n/a", []),
    ],
)
def test_addresses_are_read_as_people_paste_them(cell: str, found: list[str]) -> None:
    assert read_addresses(cell) == found


@pytest.mark.parametrize("cell", ["lee at police", "lee@", "@police.org", "lee@police"])
def test_what_is_no_address_is_refused_whole(cell: str) -> None:
    with pytest.raises(Refused) as refused:
        read_addresses(cell)
    assert "is not a mail address" in refused.value.sentence


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("Yes", True), ("y", True), (True, True), (1, True), ("No", False), (0.0, False)],
)
def test_yes_and_no(cell: Cell, meant: bool) -> None:  # noqa: FBT001 - a table's column
    assert read_flag(cell) is meant


def test_anything_else_than_yes_and_no_is_refused() -> None:
    with pytest.raises(Refused):
        read_flag("perhaps")


def test_names_of_a_list_may_hold_commas() -> None:
    assert read_parts("Kent, Medway and Swale;  KMS\nThe Board") == [
        "Kent, Medway and Swale",
        "KMS",
        "The Board",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 1634",
        "-",
        "@here",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "'=1",
        '"=1"',
        " =1",
    ],
)
def test_what_a_program_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@given(st.text())
def test_whatever_is_guarded_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("cell", ["County Police", "'s-Hertogenbosch", 7, -7, FIRST, None, True])
def test_what_is_harmless_stays_as_it_is(cell: Cell) -> None:
    assert guarded(cell) == cell
    assert unguarded(cell) == cell
