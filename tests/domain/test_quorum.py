"""Quorum: a rule as data, what can be one, and how it reads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.quorum import (
    HALF,
    SAFEGUARDING,
    AllOf,
    ChairPresent,
    Deputies,
    InAll,
    Members,
    Quorum,
    Rule,
    Share,
    SomeOf,
    as_json,
    compose,
    described,
    others,
    parse,
    seats_named,
)

SECTORS = {"local_authority": "Local authority", "health": "Health", "police": "Police"}

whole = st.integers(1, 500)
members = st.builds(
    Members,
    st.lists(st.sampled_from(sorted(SECTORS)), unique=True, max_size=3).map(tuple),
    st.lists(whole, min_size=1, max_size=5, unique=True).map(tuple),
)
rules = st.one_of(
    st.builds(AllOf, members),
    members.flatmap(lambda each: st.builds(SomeOf, st.integers(1, each.size), st.just(each))),
    st.builds(InAll, whole),
    whole.flatmap(lambda whole: st.builds(Share, st.integers(1, whole), st.just(whole))),
    st.just(ChairPresent()),
)
quorums = st.builds(
    Quorum, st.lists(rules, min_size=1, max_size=4).map(tuple), st.sampled_from(Deputies)
)


@given(quorums)
def test_what_is_kept_is_read_again(quorum: Quorum) -> None:
    assert parse(as_json(quorum)) == quorum


@given(quorums)
def test_every_rule_is_said(quorum: Quorum) -> None:
    said = described(quorum, SECTORS)
    assert said.count("; and ") == len(quorum.rules) - 1
    assert said.endswith(("count.", "don't count."))


@given(whole, st.integers(0, 1000))
def test_a_share_is_rounded_up_and_no_further(denominator: int, seats: int) -> None:
    needed = Share(1, denominator).of(seats)
    assert needed * denominator >= seats
    assert (needed - 1) * denominator < seats


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rules": [], "deputies": "yes"},
        {"rules": [{"rule": "in all", "n": 3}], "deputies": "often"},
        {"rules": [{"rule": "in all", "n": 0}], "deputies": "yes"},
        {"rules": [{"rule": "in all", "n": True}], "deputies": "yes"},
        {"rules": [{"rule": "in all", "n": "3"}], "deputies": "yes"},
        {"rules": [{"rule": "share", "numerator": 3, "denominator": 2}], "deputies": "yes"},
        {"rules": [{"rule": "all of", "sectors": [], "seats": []}], "deputies": "yes"},
        {"rules": [{"rule": "some of", "n": 2, "sectors": [], "seats": [1]}], "deputies": "yes"},
        {"rules": [{"rule": "unheard of"}], "deputies": "yes"},
        {"rules": 5, "deputies": "yes"},
    ],
)
def test_what_is_no_quorum_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(data)


@pytest.mark.parametrize(
    ("quorum", "words"),
    [
        (None, "No quorum."),
        (Quorum((HALF,)), "At least half of the seats represented. Deputies count."),
        (
            Quorum((SAFEGUARDING,)),
            "Each of these represented: Local authority, Health, Police. Deputies count.",
        ),
        (
            Quorum((InAll(1), ChairPresent()), Deputies.NO),
            (
                "At least 1 seat represented; and the chair or vice-chair present. "
                "Deputies don't count."
            ),
        ),
        (
            Quorum((Share(2, 3),), Deputies.STANDING),
            "At least 2 in 3 of the seats represented, rounded up. Only standing deputies count.",
        ),
        (
            Quorum((SomeOf(1, Members(("fire",), (7, 8))),)),
            "At least 1 of these represented: fire, School, a seat that is gone. Deputies count.",
        ),
    ],
)
def test_it_reads_as_words(quorum: Quorum | None, words: str) -> None:
    assert described(quorum, SECTORS, {7: "School"}) == words


def ticked(**changes: Any) -> Quorum | None:
    form: dict[str, Any] = {
        "half": False,
        "safeguarding": False,
        "number": None,
        "deputies": "yes",
        "others": (),
    }
    return compose(**(form | changes))


def test_nothing_ticked_is_no_quorum() -> None:
    assert ticked() is None


def test_what_is_ticked_is_joined() -> None:
    quorum = ticked(half=True, safeguarding=True, number=5, deputies="standing")
    assert quorum == Quorum((SAFEGUARDING, HALF, InAll(5)), Deputies.STANDING)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": 0}, "number"),
        ({"number": 501}, "number"),
        ({"deputies": "often"}, "quorum_deputies"),
        ({"deputies": ""}, "quorum_deputies"),
    ],
)
def test_what_cannot_be_ticked_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as no:
        ticked(**changes)
    assert no.value.field == field


@given(st.lists(rules, min_size=1, max_size=4, unique_by=repr).map(tuple))
def test_saving_the_form_untouched_keeps_every_rule(known: tuple[Rule, ...]) -> None:
    before = Quorum(known)
    numbers = [each.n for each in known if isinstance(each, InAll)]
    after = ticked(
        half=HALF in known,
        safeguarding=SAFEGUARDING in known,
        chair=ChairPresent() in known,
        number=numbers[0] if numbers else None,
        others=others(before),
    )
    assert after is not None
    assert set(after.rules) == set(known)


def test_the_seats_it_singles_out_are_known() -> None:
    both = (AllOf(Members(("fire",), (3, 4))), SomeOf(1, Members((), (4, 9))), HALF)
    assert set(seats_named(Quorum(both))) == {3, 4, 9}
    assert not seats_named(None)
