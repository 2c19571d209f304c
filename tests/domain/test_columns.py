"""Headings as people write them: which column says what, wherever the headings stand."""

import pytest

from domain.columns import find_headings
from domain.sheets import Cell


def said(*rows: list[Cell]) -> dict[str, str] | None:
    """Give what each column of a sheet says, by its heading."""
    by_number = dict(enumerate(rows, 1))
    found = find_headings(by_number)
    if found is None:
        return None
    return {
        str(by_number[found.number][place]): f"{each.whose.value} {each.fact.value}".strip()
        for place, each in found.columns.items()
    }


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        (["Organisation", "Sector"], ["partner", "sector"]),
        (["ORGANIZATION NAME ", "Type of organisation"], ["partner", "sector"]),
        (["Partner agency", "Also known as (if any)"], ["partner", "aliases"]),
        (["Agency", "E-mail domain(s)"], ["partner", "domains"]),
        (["Organisation", "Lead", "Lead e-mail"], ["partner", "lead person", "lead address"]),
        (
            ["Agency", "Representative", "Position", "E-mail", "Meeting"],
            ["partner", "lead person", "lead job_title", "lead address", "body"],
        ),
        (
            ["Agency", "Deputy", "PA", "PA email address"],
            ["partner", "deputy person", "diary person", "diary address"],
        ),
        (["Name", "Job title", "E-mail address"], ["person", "job_title", "address"]),
        (["Name", "Sector", "Main contact"], ["partner", "sector", "main person"]),
        (["Contact name", "Contact email", "Agency"], ["main person", "main address", "partner"]),
        (["Name", "Contact email", "Agency"], ["person", "address", "partner"]),
        (["Agency", "Name", "PA to"], ["partner", "person", "diary_of"]),
        (["Agency", "Body", "Seat title", "Statutory?"], ["partner", "body", "seat", "statutory"]),
        (
            ["Agency", "Board", "Speaks for", "Seat from", "Seat until"],
            ["partner", "body", "speaks_for", "since", "until"],
        ),
        (
            ["Agency", "Member since", "Member until"],
            ["partner", "member_since", "member_until"],
        ),
    ],
)
def test_headings_are_known(headings: list[Cell], meant: list[str]) -> None:
    assert said(headings) == dict(zip(map(str, headings), meant, strict=True))


def test_an_address_belongs_to_the_person_before_it() -> None:
    rows = {1: ["Agency", "Lead", "Email", "Deputy", "Email"]}
    found = find_headings(rows)
    assert found is not None
    assert [each.whose.value for each in found.columns.values()] == [
        "", "lead", "lead", "deputy", "deputy",
    ]  # fmt: skip


def test_a_role_is_a_part_where_all_below_are_parts_and_a_job_else() -> None:
    headings: list[Cell] = ["Agency", "Name", "Role"]
    assert said(headings, ["A", "B", "Lead"], ["A", "C", "deputy"]) == {
        "Agency": "partner",
        "Name": "person",
        "Role": "part",
    }
    assert said(headings, ["A", "B", "Lead"], ["A", "C", "Director"]) == {
        "Agency": "partner",
        "Name": "person",
        "Role": "job_title",
    }


def test_titles_and_notes_may_stand_above_the_headings() -> None:
    found = find_headings(
        {
            1: ["Partner organisations"],
            2: ["Updated in May, by the business unit"],
            4: ["Organisation", "Name", "E-mail", "Biscuits"],
            5: ["County Police", "Lee Brown"],
        }
    )
    assert found is not None
    assert (found.number, found.ignored) == (4, ("Biscuits",))


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "2", "3"]],
        [["County Police", "lee@police.example.org"]],
        [["Sector", "Board"]],
        [[None, None]],
    ],
)
def test_what_has_no_headings_is_nothing(rows: list[list[Cell]]) -> None:
    assert said(*rows) is None


def test_one_column_of_partners_is_enough() -> None:
    assert said(["Organisation"], ["County Police"]) == {"Organisation": "partner"}
