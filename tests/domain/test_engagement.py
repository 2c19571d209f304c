"""The scorecard gives engagement.md's values, and coming never makes a partner's standing worse."""

from dataclasses import replace
from math import log1p

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.engagement import ESTABLISHED, JOINING, Came, State

_MARKS = {
    "1": Came.MEMBER,
    "0": Came.MISSED,
    "A": Came.APOLOGIES,
    "D": Came.DEPUTY,
}


def after(history: str, state: State = JOINING) -> State:
    for mark in history:
        state = state.after(_MARKS[mark])
    return state


def chance(state: State) -> float:
    assert state.p is not None
    return state.p


REFERENCE = [
    ("1", 0, 0, 0.400000, 0.455121, 1.234974),
    ("10", 1, 1, 0.400000, 0.635234, 0.800527),
    ("11", 0, 1, 0.487179, 0.202262, 1.975844),
    ("111111", 0, 5, 0.632007, 0.034678, 3.117477),
    ("1111110", 1, 6, 0.632007, 0.155128, 2.120425),
    ("11111100", 2, 7, 0.632007, 0.318147, 1.475811),
    ("111111000", 3, 8, 0.632007, 0.472003, 1.077707),
    ("1111110000", 4, 9, 0.632007, 0.595133, 0.822427),
    ("1" * 24, 0, 23, 0.715148, 0.007955, 3.594368),
    ("1" * 24 + "0", 1, 24, 0.715148, 0.051508, 2.808999),
    ("1" * 24 + "00", 2, 25, 0.715148, 0.141624, 2.087379),
    ("1" * 24 + "000", 3, 26, 0.715148, 0.265345, 1.550852),
    ("1" * 24 + "0000", 4, 27, 0.715148, 0.397908, 1.174802),
    ("101010101010", 1, 11, 0.428332, 0.368333, 1.233054),
    ("1010101010100", 2, 12, 0.428332, 0.524463, 0.886499),
    ("100100100100", 2, 11, 0.344541, 0.643759, 0.661164),
    ("1000", 3, 3, 0.400000, 0.784058, 0.491733),
    ("100000000001", 0, 11, 0.223015, 0.573050, 0.754396),
    ("1" * 12 + "000001", 0, 17, 0.403209, 0.160258, 1.910402),
    ("11110011110011110011", 0, 19, 0.516648, 0.056821, 2.704930),
    ("110000000011", 0, 11, 0.330736, 0.320693, 1.328465),
]
"""engagement.md, section 9: history, m, n, u, p, E4, to the digits given."""


@pytest.mark.parametrize(("history", "m", "n", "u", "p", "expected"), REFERENCE)
def test_every_reference_value_comes_out_to_the_digits_given(
    history: str, m: int, n: int, u: float, p: float, expected: float
) -> None:
    state = after(history)

    assert (state.run, state.tenure) == (m, n)
    assert round(state.usual, 6) == u
    assert round(chance(state), 6) == p
    assert round(state.expected or 0, 6) == expected


def test_of_one_never_seen_there_is_no_chance_to_tell() -> None:
    state = after("0A0")

    assert (state.p, state.expected, state.p_if_attended) == (None, None, None)
    assert (state.before, state.opportunities) == (3, 0)


def test_the_history_begins_with_the_first_attendance() -> None:
    assert after("00A110") == replace(after("110"), before=3)


def test_an_absence_that_was_announced_counts_half() -> None:
    said, silent = after("111A"), after("1110")

    assert (said.run, said.tenure, said.missed, said.of_those) == (0.5, 2.5, 1, 1)
    assert said.not_came == pytest.approx(0.5)
    assert said.came == pytest.approx(silent.came / 0.85**0.5)
    assert chance(said) < chance(silent)


def test_from_the_fourth_announced_absence_in_a_row_on_each_counts_whole() -> None:
    assert [after("1111" + "A" * n).run for n in (1, 2, 3, 4, 5)] == [0.5, 1.0, 1.5, 2.5, 3.5]


def test_a_silent_absence_or_an_attendance_ends_the_row_of_announced_ones() -> None:
    assert after("1111AAA0A").run == 1.5 + 1 + 0.5
    assert after("1111AAA1A").run == 0.5


def test_last_seen_through_a_deputy_although_the_member_had_come_adds_to_the_odds() -> None:
    only = after("1111D0")
    never = after("DDDDD0")

    assert only.points.deputy == 0.75
    assert never.points.deputy == 0
    assert chance(only) > chance(never) == chance(after("111110"))
    assert after("1111D01").points.deputy == 0


def test_the_run_stops_to_count_at_ten() -> None:
    assert after("111" + "0" * 10).points.run == after("111" + "0" * 25).points.run


def test_a_partner_older_than_the_records_is_no_newcomer() -> None:
    assert after("1", ESTABLISHED).tenure == 12
    assert chance(after("1", ESTABLISHED)) < chance(after("1"))


def test_a_new_arrangement_halves_what_is_remembered_and_keeps_what_was_usual() -> None:
    old = after("1111110A")
    new = old.renewed()

    assert (new.came, new.not_came) == (old.came / 2, old.not_came / 2)
    assert (new.usual, new.tenure) == (old.usual, old.tenure)
    assert (new.run, new.missed, new.of_those, new.announced) == (0, 0, 0, 0)


def test_the_last_twelve_are_counted_out_of_as_many_as_there_were() -> None:
    assert (after("1101").attended, after("1101").out_of) == (3, 4)
    assert (after("0" + "1" * 9 + "000").attended, after("1" * 9 + "000").out_of) == (9, 12)
    assert after("1" * 20 + "0" * 12).attended == 0


def test_the_reasons_are_named_the_largest_first_and_small_ones_not_at_all() -> None:
    assert after("1" * 24 + "000").points.largest() == ("run",)
    assert after("10").points.largest() == ("level", "newness", "run")
    assert after("1" * 24).points.largest() == ()
    assert after("1" * 12 + "D").points.largest() == ("deputy", "newness")


marks = st.text("10AD", max_size=30)


@given(marks)
def test_every_state_is_within_its_bounds(history: str) -> None:
    state = after("1" + history)

    assert 0.18 < state.usual < 0.72
    assert 0 < chance(state) < 0.993
    assert 0 < (state.expected or 0) < 4
    assert state.missed >= state.of_those >= 0


@given(marks, st.sampled_from("0A"))
def test_coming_to_the_latest_is_never_worse_than_missing_it(history: str, missed: str) -> None:
    """With one exception that the formula has: the deputy's points after a member's attendance."""
    before = "1" + history

    assert chance(after(before + "1")) <= chance(after(before + missed))


@given(marks)
def test_an_announced_absence_is_never_worse_than_a_silent_one(history: str) -> None:
    before = after("1" + history)

    assert before.after(Came.APOLOGIES).run <= before.after(Came.MISSED).run


def test_the_long_run_is_the_logarithm_of_what_was_missed() -> None:
    state = after("11100")

    assert state.points.run == pytest.approx(3.9 * state.usual * log1p(2))


@given(marks, st.data())
def test_coming_more_never_makes_a_standing_worse(history: str, data: st.DataObject) -> None:
    """An absence that becomes an attendance never raises the chance, with two named exceptions.

    One is the deputy's points, where they are new; the other an attendance before the first. Both
    have a test of their own below.
    """
    whole = "1" + history
    missed = [at for at, mark in enumerate(whole) if mark in "0A"]
    if not missed:
        return
    at = data.draw(st.sampled_from(missed))
    more = after(whole[:at] + data.draw(st.sampled_from("1D")) + whole[at + 1 :])

    if more.points.deputy <= after(whole).points.deputy:
        assert chance(more) <= chance(after(whole))


def test_exception_a_deputy_after_the_member_came_can_say_more_than_the_absence_did() -> None:
    assert chance(after("11D0000")) > chance(after("1100000"))


def test_exception_one_that_came_earlier_and_then_not_is_no_newcomer_any_more() -> None:
    assert chance(after("10000000001")) > chance(after("1"))
