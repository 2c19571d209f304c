"""BG/BB gives the published table: its likelihood, its chances, and its expectations."""

from dataclasses import replace
from math import comb

import pytest

from domain.second_opinion import BODIES, History, Model

PUBLISHED = Model(1.204, 0.750, 0.657, 2.783)

REFERENCE = [
    (0, 0, 0, 0.000000000, 0.809011628, 1.937707208, 0.330794325),
    (0, 0, 1, -0.690132283, 0.527552252, 0.871340488, 0.635647354),
    (1, 1, 1, -0.696171196, 0.852027027, 2.576089145, 0.210486942),
    (0, 0, 6, -1.167262473, 0.108016584, 0.072802877, 0.957209721),
    (1, 1, 6, -2.288531686, 0.069408093, 0.085635398, 0.956839497),
    (1, 3, 6, -4.224770872, 0.481180599, 0.593678494, 0.700784221),
    (1, 6, 6, -4.884145542, 0.930402542, 1.147926541, 0.421441507),
    (2, 2, 6, -3.011787922, 0.066379547, 0.119057953, 0.948507881),
    (2, 4, 6, -5.195697601, 0.589514116, 1.057348942, 0.542700545),
    (2, 6, 6, -5.652016269, 0.930402542, 1.668764354, 0.278265670),
    (3, 3, 6, -3.527345169, 0.094972789, 0.223508230, 0.916837013),
    (3, 6, 6, -5.809372079, 0.930402542, 2.189602167, 0.185292389),
    (4, 4, 6, -3.848303519, 0.200133434, 0.583026848, 0.812498444),
    (4, 6, 6, -5.384936538, 0.930402542, 2.710439981, 0.128321935),
    (5, 5, 6, -3.716999307, 0.521908286, 1.812581737, 0.492655495),
    (5, 6, 6, -4.295124765, 0.930402542, 3.231277794, 0.095560217),
    (6, 6, 6, -2.182248448, 0.930402542, 3.752115608, 0.077618779),
    (0, 0, 24, -1.239068140, 0.012295710, 0.002727307, 0.998040622),
    (12, 12, 24, -6.093681377, 0.000001264, 0.000003075, 0.999998846),
    (12, 24, 24, -19.650738376, 0.976056851, 2.374294690, 0.108620471),
    (20, 20, 24, -7.173768701, 0.001357350, 0.005302290, 0.998653009),
    (100, 200, 200, -144.016160032, 0.996770547, 2.481604553, 0.068989181),
]
"""engagement.md, section 9: x, t_x, n, log L, alive at n + 1, of the next 5, none of the next 4."""

DONORS = [
    (6, 6, 1203, 4252), (5, 6, 728, 2227), (4, 6, 512, 1393), (3, 6, 357, 817), (2, 6, 234, 442),
    (1, 6, 129, 190), (5, 5, 335, 582), (4, 5, 284, 542), (3, 5, 225, 373), (2, 5, 173, 244),
    (1, 5, 119, 136), (4, 4, 240, 201), (3, 4, 181, 170), (2, 4, 155, 114), (1, 4, 78, 44),
    (3, 3, 322, 148), (2, 3, 255, 118), (1, 3, 129, 78), (2, 2, 613, 244), (1, 2, 277, 103),
    (1, 1, 1091, 238), (0, 0, 3464, 604),
]  # fmt: skip
"""The paper's table 1, donors acquired in 1995: x, t_x, donors, donations of 2002 to 2006."""


@pytest.mark.parametrize(("x", "last", "n", "likelihood", "alive", "five", "none"), REFERENCE)
def test_every_reference_value_comes_out_to_the_digits_given(
    x: int, last: int, n: int, likelihood: float, alive: float, five: float, none: float
) -> None:
    seen = History(x, last, n)

    assert PUBLISHED.log_likelihood(seen) == pytest.approx(likelihood, abs=6e-10)
    assert PUBLISHED.alive(seen) == pytest.approx(alive, abs=6e-10)
    assert PUBLISHED.expected(seen, 5) == pytest.approx(five, abs=6e-10)
    assert PUBLISHED.none_of(seen, 4) == pytest.approx(none, abs=6e-10)


def test_the_published_table_comes_out_as_it_was_printed() -> None:
    """Table 1 of the paper: the likelihood of all donors, and what they were expected to give."""
    cells = [(History(x, last, 6), donors, later) for x, last, donors, later in DONORS]
    whole = sum(donors * PUBLISHED.log_likelihood(seen) for seen, donors, _later in cells)
    expected = sum(donors * PUBLISHED.expected(seen, 5) for seen, donors, _later in cells)

    assert sum(donors for _seen, donors, _later in cells) == 11_104
    assert whole == pytest.approx(-33_225.58, abs=0.05)
    assert expected == pytest.approx(12_884, abs=2)
    assert sum(later for *_others, later in cells) == 13_260
    alive = [round(PUBLISHED.alive(History(*each, 6)), 2) for each in ((0, 0), (2, 4), (6, 6))]
    assert alive == [0.11, 0.59, 0.93]


@pytest.mark.parametrize("n", [1, 2, 5, 9])
@pytest.mark.parametrize("model", [PUBLISHED, BODIES])
def test_all_histories_together_are_certain(model: Model, n: int) -> None:
    """Of histories with x attendances, the last at t, there are (t-1 over x-1)."""
    histories = [(1, History(0, 0, n))]
    for last in range(1, n + 1):
        histories += [(comb(last - 1, x - 1), History(x, last, n)) for x in range(1, last + 1)]

    whole = sum(many * 2.718281828459045 ** model.log_likelihood(each) for many, each in histories)

    assert whole == pytest.approx(1)


def test_all_that_were_just_seen_look_equally_alive_but_not_equally_likely_to_come() -> None:
    seldom, always = History(1, 6, 6), History(6, 6, 6)

    assert PUBLISHED.alive(seldom) == pytest.approx(PUBLISHED.alive(always))
    assert PUBLISHED.none_of(seldom, 4) > 5 * PUBLISHED.none_of(always, 4)


@pytest.mark.parametrize("name", ["alpha", "beta", "gamma", "delta"])
@pytest.mark.parametrize("by", [0.97, 1.03])
def test_no_parameter_near_the_published_ones_fits_the_donors_better(name: str, by: float) -> None:
    near = replace(PUBLISHED, **{name: getattr(PUBLISHED, name) * by})

    assert _fit(near) < _fit(PUBLISHED)


def _fit(model: Model) -> float:
    return sum(
        donors * model.log_likelihood(History(x, last, 6)) for x, last, donors, _later in DONORS
    )
