"""Levels with their hysteresis, an event that many miss, and the order of the watch list."""

from datetime import date, timedelta

import pytest

from domain.engagement import ESTABLISHED, JOINING, Came, State
from domain.standing import (
    EARLY,
    USUAL,
    Level,
    Opportunity,
    Standing,
    Thresholds,
    at_body,
    in_order,
    one,
)

_MARKS = {"1": Came.MEMBER, "0": Came.MISSED, "A": Came.APOLOGIES, "D": Came.DEPUTY}
_FIRST = date(2026, 1, 7)


def day(at: int) -> date:
    return _FIRST + timedelta(weeks=at)


def history(marks: str) -> list[Opportunity]:
    return [Opportunity(at, day(at), _MARKS[mark]) for at, mark in enumerate(marks)]


def standing(marks: str, *, begins: State = JOINING, thresholds: Thresholds = USUAL) -> Standing:
    return one(history(marks), begins=begins, thresholds=thresholds)


def levels(marks: str) -> list[str]:
    return [standing(marks[: at + 1]).level.value for at in range(len(marks))]


def test_a_newcomer_has_no_other_level_until_its_third_opportunity_after_the_first() -> None:
    assert levels("1000") == ["new", "new", "new", "act"]


def test_one_that_never_came_is_new_whatever_it_missed() -> None:
    assert standing("000000").level is Level.NEW
    assert not standing("00").not_yet_seen
    assert standing("000").not_yet_seen
    assert not standing("0001").not_yet_seen


def test_a_regular_becomes_less_connected_step_by_step_and_is_back_at_once() -> None:
    assert levels("11111" + "0000")[4:] == ["steady", "steady", "watch", "act", "lapsed"]
    assert standing("1" * 24 + "00").level is Level.STEADY
    assert standing("1" * 24 + "000").level is Level.WATCH
    assert standing("1" * 24 + "0001").level is Level.STEADY


def test_after_four_missed_in_a_row_a_partner_is_lapsed_whatever_the_chance() -> None:
    state = standing("1" * 24 + "0000")

    assert state.state.p is not None
    assert state.state.p < 0.5
    assert state.level is Level.LAPSED
    assert standing("1" * 24 + "000A").level is Level.WATCH


@pytest.mark.parametrize(
    ("marks", "chance", "level"),
    [
        ("111110", 0.19, Level.STEADY),
        ("111001", 0.19, Level.WATCH),
        ("1111100", 0.36, Level.WATCH),
        ("111000001", 0.36, Level.ACT),
        ("1110011", 0.11, Level.STEADY),
    ],
)
def test_a_level_is_left_at_a_lower_chance_than_it_is_entered(
    marks: str, chance: float, level: Level
) -> None:
    found = standing(marks)

    assert (round(found.state.p or 0, 2), found.level) == (chance, level)


def test_a_partnership_may_want_to_hear_earlier() -> None:
    assert standing("111110").level is Level.STEADY
    assert standing("111110", thresholds=EARLY).level is Level.WATCH


def test_a_partner_older_than_the_records_has_a_level_from_its_first_attendance() -> None:
    assert standing("1", begins=ESTABLISHED).level is not Level.NEW


def test_a_new_arrangement_ends_a_run_and_keeps_the_habit() -> None:
    marks = "1" * 12 + "000" + "0"
    before = one(history(marks))
    after = one(history(marks), renewals=[day(15)])

    assert (before.state.missed, after.state.missed) == (4, 1)
    assert before.level is Level.LAPSED
    assert after.state.usual == before.state.usual
    assert one(history(marks), renewals=[day(16)]) == before


def test_the_days_on_which_they_and_their_member_were_seen_are_kept() -> None:
    found = standing("11D0")

    assert (found.seen, found.member_seen, found.last_day) == (day(2), day(1), day(3))


def _body(*rows: str) -> dict[int, Standing]:
    events = [
        (at, day(at), {own: _MARKS[row[at]] for own, row in enumerate(rows) if row[at] != "."})
        for at in range(len(rows[0]))
    ]
    return at_body(events, begins={})[0]


def test_a_body_gives_what_each_history_gives_by_itself() -> None:
    rows = ("1" * 10 + "00", "1010101010..", "." * 8 + "10A0")
    found = _body(*rows)

    assert {own: each.state for own, each in found.items()} == {
        own: standing(row.replace(".", "")).state for own, row in enumerate(rows)
    }


def test_an_event_that_a_third_of_the_established_missed_alerts_nobody_until_the_next() -> None:
    fell, stayed = "1" * 6 + "00", "1" * 6 + "11"
    thin = _body(fell, fell, *[stayed] * 4)
    few = _body(fell, fell, *[stayed] * 5)
    alone = _body(fell, stayed, stayed)
    next_one = _body(fell + "0", fell + "0", *[stayed + "1"] * 4)

    assert (thin[0].level, thin[0].told, thin[0].held) == (Level.WATCH, Level.STEADY, True)
    assert (few[0].level, few[0].told, few[0].held) == (Level.WATCH, Level.WATCH, False)
    assert not alone[0].held
    assert (next_one[0].level, next_one[0].told, next_one[0].held) == (
        Level.WATCH,
        Level.WATCH,
        False,
    )


def test_the_watch_list_begins_with_the_likeliest_to_be_lost_and_ties_go_by_loss() -> None:
    found = {
        1: standing("1" * 24 + "000"),
        2: standing("1111110000"[:9]),
        3: standing("1010101010100"),
        4: standing("1" * 24),
        5: standing("1" * 24 + "0000"),
        6: standing("1" * 24 + "000"),
    }
    names = {1: "B", 2: "C", 3: "D", 4: "E", 5: "F", 6: "A"}

    assert in_order(found, names) == [3, 2, 6, 1, 5, 4]
