"""Rows of a spreadsheet: what each says of a partner, its people and its seats."""

from datetime import date

import pytest

from domain.errors import Refused
from domain.imports import Entry, Part, Reading
from domain.readings import read_sheets
from domain.sheets import NO_RESULT, Cell, Sheet

HEADINGS: list[Cell] = ["Organisation", "Name", "Job title", "E-mail", "Board", "Part", "From"]


def read(*rows: list[Cell], headings: list[Cell] | None = None) -> Reading:
    rows = (headings or HEADINGS, *rows)
    return read_sheets([Sheet("Contacts", dict(enumerate(rows, 1)))], {})


def entries(*rows: list[Cell], headings: list[Cell] | None = None) -> list[Entry]:
    found = read(*rows, headings=headings)
    assert found.problems == []
    return found.entries


def problem(*rows: list[Cell], headings: list[Cell] | None = None) -> str:
    found = read(*rows, headings=headings)
    [bad] = found.problems
    assert found.entries == []
    return bad.sentence


def test_one_row_may_say_it_all() -> None:
    row: list[Cell] = [
        " County  Police",
        "Lee Brown",
        "Head",
        "lee@x.org",
        "Forum",
        "Lead",
        "1/9/19",
    ]
    assert entries(row) == [
        Entry(
            "Contacts",
            2,
            partner="County Police",
            person="Lee Brown",
            job_title="Head",
            addresses=("lee@x.org",),
            part=Part.LEAD,
            body="Forum",
            since=date(2019, 9, 1),
        )
    ]


def test_a_row_with_columns_for_several_people_is_several_entries() -> None:
    found = entries(
        ["County Police", "Forum", "Lee", "lee@x.org", "Sam", "sam@x.org", "Pat", "pat@x.org"],
        headings=["Agency", "Board", "Lead", "Email", "Deputy", "Email", "PA", "PA email"],
    )
    assert [(each.person, each.part.value, each.body, each.diary_of) for each in found] == [
        ("Lee", "lead", "Forum", ""),
        ("Sam", "deputy", "Forum", ""),
        ("Pat", "diary", "", "Lee"),
    ]
    assert {each.row for each in found} == {2}


def test_a_vacant_seat_has_nobody() -> None:
    for nobody in ("Vacant", "TBC", "N/A.", "-", "(vacant)", "Vacant (from May)"):
        [found] = entries(["County Police", nobody, None, None, "Forum", None, None])
        assert (found.person, found.body) == ("", "Forum")


@pytest.mark.parametrize("name", ["A", "The", "(Acme)", "Any", "A&N", "Nil (UK) Ltd"])
def test_small_words_are_names_too(name: str) -> None:
    [found] = entries([name, name])
    assert (found.partner, found.person) == (name, name)


def test_a_main_contact_beside_a_body_leaves_the_seat_without_a_lead() -> None:
    headings: list[Cell] = ["Agency", "Board", "Main contact"]
    found = entries(["County Police", "Forum", "Lee"], headings=headings)
    assert [(each.person, each.part.value, each.body) for each in found] == [
        ("", "", "Forum"),
        ("Lee", "main", ""),
    ]


def test_a_lead_without_a_body_is_the_partners_main_contact() -> None:
    [found] = entries(["County Police", "Lee", None, None, None, "Lead", None])
    assert found.part is Part.MAIN


def test_headings_that_stand_there_again_are_passed_over() -> None:
    found = entries(["County Police", "Lee"], list(HEADINGS), ["Fire", "Jo"])
    assert [each.partner for each in found] == ["County Police", "Fire"]


def test_blank_rows_and_unknown_columns_are_passed_over() -> None:
    headings: list[Cell] = ["Agency", "Name", "Biscuits"]
    found = read(["Fire", "Jo", "yes"], [None, "", "  "], [None, None, "no"], headings=headings)
    assert len(found.entries) == 1
    assert found.ignored == ["the column “Biscuits”"]


def test_an_apostrophe_that_guards_a_formula_is_taken_off() -> None:
    [found] = entries(["'=1+1 Trust", "Lee"])
    assert found.partner == "=1+1 Trust"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["x" * 121], "This name has 121 characters; at most 120 fit."),
        (["Fire", "Jo", None, "jo at fire"], "“jo at fire” is not a mail address."),
        (["Fire", "Jo", None, None, "Forum", "boss"], "“boss” is no part that I know."),
        (["Fire", "Jo", None, None, "Forum", "Lead", "soon"], "“soon” is no day that I know."),
        (["Fire", "Jo", "x" * 121], "This has 121 characters"),
        (["Fire", "Pat", None, None, None, "PA"], "doesn't say whose diary Pat keeps."),
        (["Health"], "“Health” looks like a heading"),
        (["#N/A", "Jo"], "“#N/A” is an error of the spreadsheet."),
        (["Fire", "#ref!"], "“#ref!” is an error of the spreadsheet."),
        (["Fire", "Jo", "#NAME?"], "“#NAME?” is an error of the spreadsheet."),
        (["Fire", NO_RESULT], "This cell is a formula without a result."),
        ([NO_RESULT], "Open the file in Excel and save it again."),
        (["Fire", "Jo", None, None, "Forum", "Lead", "1/9/0219"], "is in the year 219."),
        (["Total"], "“Total” looks like a heading"),
    ],
)
def test_a_bad_row_is_left_out_with_a_sentence(row: list[Cell], sentence: str) -> None:
    assert sentence in problem(row)


@pytest.mark.parametrize(
    ("headings", "row", "sentence"),
    [
        (["Agency", "Seat", "Name"], ["Fire", "Chair", "Jo"], "names a seat, but not the body"),
        (["Agency", "From", "To"], ["Fire", "1/9/2019", "1/9/2018"], "ends before it begins"),
        (["Agency", "Domain"], ["Fire", "not a domain"], "is not a mail domain"),
        (["Agency", "Statutory"], ["Fire", "perhaps"], "neither yes nor no"),
    ],
)
def test_what_two_cells_say_must_fit(headings: list[Cell], row: list[Cell], sentence: str) -> None:
    assert sentence in problem(row, headings=headings)


def test_one_bad_row_spoils_no_other() -> None:
    found = read(["Fire", "Jo"], ["Police", "Lee", None, "no address"], ["Health", "Pat"])
    assert [each.partner for each in found.entries] == ["Fire", "Health"]
    assert [(each.sheet, each.row) for each in found.problems] == [("Contacts", 3)]


def test_domains_may_be_pasted_as_web_addresses() -> None:
    headings: list[Cell] = ["Agency", "Website"]
    [found] = entries(["Fire", "https://www.fire.example.org/about"], headings=headings)
    assert found.domains == ("fire.example.org",)


def test_a_file_without_headings_is_refused() -> None:
    with pytest.raises(Refused, match="no row of headings"):
        read_sheets([Sheet("a", {1: ["x", "y"]}), Sheet("b", {})], {})


def test_a_sheet_of_ours_is_known_by_its_name_and_headings() -> None:
    layouts = {"Names": ("Partner no.", "Name")}
    rows: dict[int, list[Cell]] = {
        1: ["Partner no.", "Name", "Note"],
        2: [1, "'=Fire", None],
    }
    found = read_sheets([Sheet("names", rows)], layouts)
    assert found.entries == []
    [row] = found.recorded
    assert (row.sheet, row.row, dict(row.cells)) == (
        "Names",
        2,
        {"Partner no.": 1, "Name": "=Fire"},
    )


def test_a_row_of_ours_that_was_spoilt_is_a_problem() -> None:
    rows: dict[int, list[Cell]] = {1: ["Name"], 2: ["#REF!"], 3: ["Fire"]}
    found = read_sheets([Sheet("Names", rows)], {"Names": ("Name",)})
    assert [(each.sheet, each.row) for each in found.problems] == [("Names", 2)]
    assert [each.row for each in found.recorded] == [3]


def test_what_was_left_out_is_named_among_what_was_not_used() -> None:
    left = Sheet("Secret", {}, unread="the hidden sheet “Secret”")
    shown = Sheet("Contacts", {1: HEADINGS, 2: ["Fire", "Jo"]})
    assert read_sheets([shown, left], {}).ignored == ["the hidden sheet “Secret”"]


def test_what_was_read_is_kept_as_data_and_comes_back() -> None:
    headings: list[Cell] = ["Agency", "Name", "E-mail", "Board", "Statutory", "From", "Aka"]
    rows: list[Cell] = ["Fire", "Jo", "jo@x.org", "Forum", "no", "1/9/2019", "FRS; Brigade"]
    found = read(rows, headings=headings)
    back = Reading.from_json(found.as_json())
    assert back.entries == found.entries
    assert back.entries[0].statutory is False
