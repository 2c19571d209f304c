"""What is said of a standing: each sentence as people read it, for one event and for many."""

from datetime import date, timedelta

import pytest

from bot.messages import standing_words
from domain.engagement import ESTABLISHED, JOINING, Came, State
from domain.standing import Level, Opportunity, Standing, one

_MARKS = {"1": Came.MEMBER, "0": Came.MISSED, "A": Came.APOLOGIES, "D": Came.DEPUTY}
FIRST = date(2026, 1, 8)


def standing(marks: str, begins: State = JOINING) -> Standing:
    history = (
        Opportunity(week, FIRST + timedelta(weeks=week), _MARKS[mark])
        for week, mark in enumerate(marks)
    )
    return one(history, begins=begins)


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        ("111", ""),
        ("10", "Missed the last event; before that they came to the only one."),
        ("1110", "Missed the last event; before that they came to all 3."),
        ("1010", "Missed the last event; before that they came to 2 of 3."),
        ("101100", "Missed the last 2 events; before that they came to 3 of 4."),
        ("1" * 24 + "0", "Missed the last event; before that they came to 12 of 12."),
        ("1" * 24 + "0" * 11, "Missed the last 11 events; before that they came to 12 of 12."),
        (
            "1" * 9 + "0" * 3 + "1" + "0" * 14,
            "Missed the last 14 events; before that they came to 9 of 12.",
        ),
        (
            "11A",
            "Missed the last event, with apologies (counted half); before that they came to all 2.",
        ),
        (
            "110A",
            (
                "Missed the last 2 events, 1 of them with apologies (counted half);"
                " before that they came to all 2."
            ),
        ),
        (
            "11AA",
            (
                "Missed the last 2 events, 2 of them with apologies (counted half);"
                " before that they came to all 2."
            ),
        ),
        (
            "11AAAAA",
            (
                "Missed the last 5 events, 5 of them with apologies (3 counted half);"
                " before that they came to all 2."
            ),
        ),
    ],
)
def test_what_was_missed_in_a_row_is_said_beside_what_came_before(
    marks: str, sentence: str
) -> None:
    assert standing_words.run_said(standing(marks)) == sentence


@pytest.mark.parametrize(
    ("marks", "sentences"),
    [
        ("1", ["Seen once, at the last event; too early to know their habit."]),
        (
            "10",
            [
                "Joined 1 event ago; too early to know their habit.",
                "Missed the last event; before that they came to the only one.",
            ],
        ),
        ("1" * 6, ["Joined 5 events ago; too early to know their habit."]),
        ("1" * 24, []),
        (
            "100" * 6 + "1",
            ["Comes to about 4 of 12, so a short gap says little."],
        ),
        (
            "1" * 20 + "D",
            ["Last came through a deputy (28 May 2026); its member was last seen 21 May 2026."],
        ),
        ("D" * 20, []),
        ("000", []),
        ("", []),
    ],
)
def test_reasons_are_those_that_matter(marks: str, sentences: list[str]) -> None:
    assert standing_words.reasons(standing(marks)) == sentences


def test_a_seat_older_than_the_records_is_nobody_who_joined() -> None:
    assert standing_words.reasons(standing("11000", ESTABLISHED)) == [
        "Missed the last 3 events; before that they came to all 2."
    ]


@pytest.mark.parametrize(
    ("marks", "day", "word"),
    [
        ("1" * 12, FIRST, "as usual"),
        ("1" * 9 + "000", FIRST, "a little less connected"),
        ("11111000", FIRST, "less connected"),
        ("1", FIRST, "new here"),
        ("00", FIRST, "new here"),
        ("000", FIRST, "not yet seen"),
        ("1111110000", date(2026, 3, 20), "not seen since February"),
        ("1111110000", date(2027, 1, 31), "not seen since February"),
        ("1111110000", date(2027, 2, 1), "not seen since February 2026"),
    ],
)
def test_a_level_is_said_in_words(marks: str, day: date, word: str) -> None:
    assert standing_words.word(standing(marks), day) == word


def test_one_on_leave_is_said_to_be_and_another_level_can_be_asked_for() -> None:
    known = standing("1" * 9 + "000")
    assert standing_words.word(known.paused(), FIRST) == "on leave"
    assert standing_words.word(known, FIRST, Level.STEADY) == "as usual"


def test_the_number_and_what_would_change_it_are_said() -> None:
    known = standing("1111110000")
    assert standing_words.chance_said(known) == (
        "Of partners with this record about 6 in 10 did not come to any of the next 4."
        " Expected: 1 of 4."
    )
    assert standing_words.would_change_said(known) == "One attendance would bring this to 20%."


def test_of_one_never_seen_no_number_is_said() -> None:
    known = standing("0000")
    assert standing_words.chance_said(known) == standing_words.would_change_said(known) == ""


@pytest.mark.parametrize(
    ("before", "now", "sentence"),
    [
        ("1" * 9, "00", "It is 24% now, and was 2% last month: more missed in a row."),
        (
            "1" * 9,
            "D",
            "It is 4% now, and was 2% last month: last seen only through a deputy.",
        ),
        ("1" * 9 + "0", "1", ""),
        ("", "1", ""),
        ("1", "", ""),
    ],
)
def test_what_a_chance_was_is_said_where_it_rose(before: str, now: str, sentence: str) -> None:
    found = standing_words.change_said(standing(before + now), standing(before))
    assert found == sentence
