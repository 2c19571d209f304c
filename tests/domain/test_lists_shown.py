"""What a form's list becomes: others' changes of meanwhile stay."""

from hypothesis import given
from hypothesis import strategies as st

from domain.lists_shown import edited, fitting, mark

NAMES = st.lists(st.text("abcdefg", min_size=1, max_size=3), unique=True, max_size=8)


@given(NAMES, NAMES)
def test_alone_the_list_becomes_what_was_entered(shown: list[str], entered: list[str]) -> None:
    assert set(edited(shown, entered, mark(shown))) == set(entered)


@given(NAMES, NAMES)
def test_untouched_it_stays_as_another_made_it(shown: list[str], now: list[str]) -> None:
    assert edited(now, shown, mark(shown)) == now


@given(NAMES, NAMES, NAMES)
def test_what_was_added_or_taken_out_is_so_whatever_another_did(
    shown: list[str], entered: list[str], now: list[str]
) -> None:
    result = set(edited(now, entered, mark(shown)))
    assert set(entered) - set(shown) <= result
    assert not (set(shown) - set(entered)) & result
    assert result <= {*entered, *now}


def test_an_entry_that_does_not_fit_is_left_out_whole() -> None:
    assert fitting(["x" * 10, "y" * 10], 15) == ["x" * 10]
