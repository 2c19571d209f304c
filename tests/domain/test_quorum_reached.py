"""Whether a quorum is met, missed or not known, by each kind of rule and every way of counting."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NOT_KNOWN, Kind, Standing
from domain.outcomes import Code, Outcome, Quorate
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
)
from domain.quorum_reached import By, Seated, came, coming, reckon

YES, NO, UNKNOWN = Quorate.YES, Quorate.NO, Quorate.UNKNOWN
SECTORS = ("local_authority", "police", "health", "education")


def seats(*here: bool | None) -> list[Seated]:
    """Give a seat of each sector in turn, numbered from 1."""
    return [Seated(at + 1, SECTORS[at % 4], each) for at, each in enumerate(here)]


@pytest.mark.parametrize(
    ("rule", "here", "met"),
    [
        (SAFEGUARDING, (True, True, True, False), YES),
        (SAFEGUARDING, (True, True, None, True), UNKNOWN),
        (SAFEGUARDING, (True, False, None, True), NO),
        (InAll(2), (True, True, False), YES),
        (InAll(2), (True, None, False), UNKNOWN),
        (InAll(2), (True, False, False), NO),
        (HALF, (True, True, False), YES),
        (HALF, (True, False, False), NO),
        (HALF, (True, True, False, False, False), NO),
        (Share(2, 3), (True, True, None, False), UNKNOWN),
        (SomeOf(1, Members(seats=(1, 3))), (False, True, True), YES),
        (SomeOf(2, Members(seats=(1, 3))), (False, True, True), NO),
        (AllOf(Members(sectors=("police",), seats=(1,))), (None, True), UNKNOWN),
        (AllOf(Members(sectors=("probation",))), (True, True), NO),
        (AllOf(Members(seats=(99,))), (True, True), NO),
    ],
)
def test_each_rule(rule: Rule, here: tuple[bool | None, ...], met: Quorate) -> None:
    assert reckon(Quorum((rule,)), seats(*here)).met is met


def test_a_sector_is_there_when_any_of_its_seats_is() -> None:
    found = reckon(
        Quorum((AllOf(Members(sectors=("police",))),)),
        [Seated(1, "police", here=False), Seated(2, "police", here=True)],
    )
    assert found.met is YES


@pytest.mark.parametrize(("chair", "met"), [(True, YES), (False, NO), (None, UNKNOWN)])
def test_the_chair(*, chair: bool | None, met: Quorate) -> None:
    assert reckon(Quorum((ChairPresent(),)), [], chair=chair).met is met


@pytest.mark.parametrize(
    ("counts", "by", "met"),
    [
        (Deputies.YES, By.OTHER, YES),
        (Deputies.STANDING, By.STANDING, YES),
        (Deputies.STANDING, By.OTHER, NO),
        (Deputies.STANDING, By.LEAD, YES),
        (Deputies.NO, By.STANDING, NO),
        (Deputies.NO, By.LEAD, YES),
    ],
)
def test_whether_deputies_count(counts: Deputies, by: By, met: Quorate) -> None:
    found = reckon(Quorum((InAll(1),), counts), [Seated(1, None, here=True, by=by)])
    assert found.met is met


def test_rules_are_joined_by_and_and_say_whom_they_lack() -> None:
    found = reckon(Quorum((SAFEGUARDING, InAll(2))), seats(True, False, None, True))
    assert found.met is NO
    assert [(part.met, part.there, part.needed) for part in found.parts] == [
        (NO, 1, 3),
        (YES, 2, 2),
    ]
    assert found.parts[0].lacking_sectors == ("health", "police")
    assert found.parts[1].lacking_seats == ()


def test_what_is_recorded_and_what_is_answered() -> None:
    assert came(1, None, Outcome(code=Code.MEMBER), standing=True).by is By.LEAD
    assert came(1, None, Outcome(code=Code.DEPUTY), standing=True).by is By.STANDING
    assert came(1, None, Outcome(code=Code.APOLOGIES), standing=False).here is False
    assert came(1, None, Outcome(), standing=False).here is None
    assert coming(1, None, Standing(Kind.DEPUTY), standing=False) == Seated(
        1, None, here=True, by=By.OTHER
    )
    for silent in (NOT_KNOWN, Standing(Kind.UNSURE), Standing(Kind.ATTENDING, stale=True)):
        assert coming(1, None, silent, standing=False).here is None
    assert coming(1, None, Standing(Kind.APOLOGIES), standing=False).here is False


here_of = st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=5)
rule_of = st.sampled_from(
    [
        *(SAFEGUARDING, HALF, Share(2, 3), ChairPresent(), InAll(1), InAll(3)),
        *(SomeOf(1, Members(sectors=("police", "health"))), AllOf(Members(seats=(1, 2)))),
    ]
)


@given(
    here=here_of,
    rules=st.lists(rule_of, min_size=1, max_size=3),
    chair=st.sampled_from([True, False, None]),
)
def test_unknown_means_that_it_may_still_go_either_way(
    *, here: list[bool | None], rules: list[Rule], chair: bool | None
) -> None:
    """Against trying out every way in which what is not known may turn out."""
    quorum = Quorum(tuple(rules))
    ways = product(*((True, False) if each is None else (each,) for each in (*here, chair)))
    outcomes = {reckon(quorum, seats(*own), chair=last).met for *own, last in ways}
    found = reckon(quorum, seats(*here), chair=chair).met
    assert outcomes == ({YES, NO} if found is UNKNOWN else {found})
