"""Names: tidied, compared, bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.names import MAX_NAME, clean_name, name_key, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("École", "école"),
        ("ÉCOLE", "école"),
        ("County  Police", " county police "),
        ("Straße", "STRASSE"),
        ("Ｆｉｒｅ", "fire"),
        ("Housing\u200b Trust", "Housing Trust"),
        ("Ysgol Llŷn", "YSGOL LLŶN"),
    ],
)
def test_two_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_do_not() -> None:
    assert name_key("County Police") != name_key("City Police")


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "\u200b", "\u202e\u2066"])
def test_a_name_that_shows_nothing_is_refused(nothing: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_name(nothing)
    assert refused.value.field == "name"


def test_a_name_may_have_120_characters_and_no_more() -> None:
    assert clean_name("x" * MAX_NAME) == "x" * MAX_NAME
    with pytest.raises(Refused, match="121 characters; at most 120"):
        clean_name("x" * (MAX_NAME + 1))


def test_what_turns_text_around_is_taken_out() -> None:
    assert clean_name("Police\u202e Trust") == "Police Trust"
