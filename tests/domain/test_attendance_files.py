"""Files of who came, in both ways that people keep them, and every row that can't be taken."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.attendance_files import Attended, Said
from domain.attendance_marks import TICK, by_role, read_mark
from domain.attendance_sheets import read
from domain.errors import Refused
from domain.outcomes import Code
from domain.sheets import NO_RESULT, Cell, Sheet

TODAY = date(2026, 11, 23)
HEAD: list[Cell] = ["event_date", "event", "organisation", "person", "present", "role", "apologies"]


def rows(*given: list[Cell], head: list[Cell] | None = None) -> Attended:
    return read([Sheet("list", dict(enumerate([head or HEAD, *given], 1)))], today=TODAY)


def said(found: Attended) -> list[tuple[str, str, str]]:
    return [(str(each.day), each.partner, str(each.code)) for each in found.said]


def problems(found: Attended) -> list[tuple[int, str]]:
    return [(each.row, each.sentence) for each in found.problems]


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        *((each, TICK) for each in ("✓", "x", "X", 1, "1", "yes", "P", True, "Present")),
        *((each, Code.MEMBER) for each in ("MA", "ma", "Member attended")),
        *((each, Code.DEPUTY) for each in ("RA", "Deputy", "sub")),
        *((each, Code.APOLOGIES) for each in ("A", "apologies", "Apols.", "sent apologies")),
        *((each, Code.NO_CONTACT) for each in ("NC", "absent", 0, "no", False)),
        *((each, None) for each in (None, "", "  ", "-", "n/a", "not recorded")),
    ],
)
def test_cells_say_who_came(cell: Cell, mark: object) -> None:
    assert read_mark(cell) == mark


def test_a_cell_that_says_nothing_known_is_quoted_back() -> None:
    with pytest.raises(Refused, match="“late” says nothing that I know"):
        read_mark("late")


@pytest.mark.parametrize(
    ("role", "code"),
    [("rep", "MA"), ("TAC", "MA"), ("other", "RA"), ("", "RA"), ("alt", "RA"), (None, "MA")],
)
def test_a_role_says_whether_the_member_came(role: str | None, code: str) -> None:
    assert by_role(TICK, role) == code


def test_present_is_whoever_any_row_has_there() -> None:
    found = rows(
        ["2019-01-10", "2019-01-10", "Police", "b", 0, "rep", 1],
        ["2019-01-10", "2019-01-10", "police", "c", 1, "other", 0],
        ["10/1/2019", "", "Police", "a", 1, "alt", 0],
        ["2019-01-10", "", "(secretariat)", "d", 1, "rep", 0],
        ["2019-01-10", "", "Health", "e", 0, "apology", 1],
    )
    assert said(found) == [("2019-01-10", "Health", "A"), ("2019-01-10", "Police", "RA")]
    assert (found.said[1].names, found.hosts, found.complete) == (("a", "c"), 1, True)


def test_every_bad_row_is_a_sentence_and_the_rest_goes_on() -> None:
    found = rows(
        ["2027-01-10", "", "Police", "a", 1, "rep", 0],
        ["31/2/2019", "", "Police", "a", 1, "rep", 0],
        ["", "", "Police", "a", 1, "rep", 0],
        ["2019-01-10", "", "", "a", 1, "rep", 0],
        ["2019-01-10", "", "Police", "a", "late", "rep", 0],
        ["2019-01-10", "", "Police", "a", 0, "rep", "perhaps"],
        [NO_RESULT, "", "Police", "a", 0, "rep", 0],
        ["2019-01-10", "", "Health", "a", 1, "rep", 0],
    )
    assert said(found) == [("2019-01-10", "Health", "MA")]
    begun = [(row, sentence.partition(". ")[0]) for row, sentence in problems(found)]
    assert begun == [
        (2, "10 January 2027 is still to come, so nobody can have been there"),
        (3, "“31/2/2019” is no day that I know"),
        (4, "This row has no date"),
        (5, "This row names no organisation"),
        (6, "“late” says nothing that I know"),
        (7, "“perhaps” is neither yes nor no"),
        (8, "This cell is a formula without a result"),
    ]


def test_columns_that_say_nothing_known_are_named() -> None:
    found = rows(
        ["2019-01-10", "Police", 1, "blue"], head=["Date", "Agency", "Attended", "Parking"]
    )
    assert (said(found), found.ignored) == ([("2019-01-10", "Police", "MA")], ["Parking"])
    assert found.ticks == 1


@pytest.mark.parametrize("head", [["Name", "Colour"], ["event_date", "organisation"]])
def test_a_file_without_the_columns_it_takes_says_which(head: list[Cell]) -> None:
    with pytest.raises(Refused, match="I need the columns event_date, organisation and present"):
        rows(["2019-01-10", "Police"], head=head)


def test_a_row_a_seat_and_a_column_a_meeting() -> None:
    found = rows(
        ["Police", "Chair", "MA", "✓", None],
        ["Police", "Deputy chair", "RA", "", "late"],
        [None, None, "MA", "", ""],
        head=["Organisation", "Seat", date(2019, 1, 10), "14 Feb 2019", "14/3/2019"],
    )
    assert [(str(each.day), each.seat, str(each.code)) for each in found.said] == [
        ("2019-01-10", "Chair", "MA"),
        ("2019-01-10", "Deputy chair", "RA"),
        ("2019-02-14", "Chair", "MA"),
    ]
    assert (found.complete, found.ticks) == (False, 1)
    assert [row for row, _sentence in problems(found)] == [3, 4]
    assert problems(found)[0][1].startswith("14 March 2019: “late”")


def test_headings_that_are_no_day_yet_or_twice_are_sentences() -> None:
    found = rows(
        ["Police", "MA", "MA", "MA", "MA", "a note"],
        head=["Partner", "10/1/2019", "10 Jan 2019", "32/1/2019", "1/1/2027", "Remarks"],
    )
    assert said(found) == [("2019-01-10", "Police", "MA")]
    assert found.ignored == ["Remarks"]
    sentences = [sentence for _row, sentence in problems(found)]
    assert sentences[0] == "Two columns have the date 10 January 2019. I take the first."
    assert sentences[1].startswith("“32/1/2019” is no day that I know.")
    assert sentences[2].startswith("1 January 2027 is still to come")


def test_what_is_kept_of_a_file_reads_back() -> None:
    found = rows(["2019-01-10", "Away day", "Police", "b", 1, "rep", 0])
    kept = Attended.from_json(found.as_json())
    assert (kept.said, kept.complete) == (found.said, True)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2019-01-10", "2019-02-14"]),
            st.sampled_from(["Police", "POLICE", "Health"]),
            st.sampled_from(["a", "b", ""]),
            st.integers(0, 1),
            st.sampled_from(["rep", "other"]),
            st.integers(0, 1),
        ),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_of_rows_says_the_same(
    given: list[tuple[str, str, str, int, str, int]], random: Random
) -> None:
    lines: list[list[Cell]] = [[each[0], "", *each[1:]] for each in given]
    first = rows(*lines)
    random.shuffle(lines)
    second = rows(*lines)
    assert [_unplaced(each) for each in first.said] == [_unplaced(each) for each in second.said]


def _unplaced(each: Said) -> tuple[object, ...]:
    return each.day, each.partner, each.code, each.names
