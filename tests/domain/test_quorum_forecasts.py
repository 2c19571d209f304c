"""When a quorum is forecast and told: a table of days, and a machine of what is said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import Kind, Standing
from domain.outcomes import Quorate
from domain.quorum_forecasts import Before, How, News, best, is_at_risk, news, opens, stands
from domain.working_days import Region, is_working

YES, NO, UNKNOWN = Quorate.YES, Quorate.NO, Quorate.UNKNOWN
ENGLAND, SCOTLAND = Region.ENGLAND, Region.SCOTLAND


@pytest.mark.parametrize(
    ("begins", "region", "first", "risky"),
    [
        (date(2026, 12, 3), ENGLAND, date(2026, 11, 19), date(2026, 11, 26)),
        (date(2026, 12, 3), SCOTLAND, date(2026, 11, 18), date(2026, 11, 25)),
        (date(2027, 1, 7), ENGLAND, date(2026, 12, 21), date(2026, 12, 30)),
        (date(2027, 1, 7), SCOTLAND, date(2026, 12, 18), date(2026, 12, 29)),
        (date(2027, 4, 1), ENGLAND, date(2027, 3, 16), date(2027, 3, 23)),
        (date(2026, 10, 28), ENGLAND, date(2026, 10, 14), date(2026, 10, 21)),
        (date(2026, 12, 6), ENGLAND, date(2026, 11, 23), date(2026, 11, 30)),
    ],
    ids=("plain", "St Andrew", "Christmas", "2 January", "Easter, BST", "BST ends", "Sunday"),
)
def test_the_days_of_a_forecast(begins: date, region: Region, first: date, risky: date) -> None:
    assert opens(begins, region) == first
    assert is_at_risk(UNKNOWN, begins, risky, region)
    assert not is_at_risk(UNKNOWN, begins, risky - timedelta(days=1), region)
    assert not is_at_risk(YES, begins, risky, region)


BEGINS = date(2026, 12, 3)
FIRST, RISKY = date(2026, 11, 19), date(2026, 11, 26)


@pytest.mark.parametrize(
    ("before", "state", "today", "said"),
    [
        (None, NO, FIRST, News.CHANGED),
        (None, UNKNOWN, FIRST, None),
        (None, YES, FIRST, None),
        (None, UNKNOWN, RISKY, News.AT_RISK),
        (Before(UNKNOWN, FIRST), UNKNOWN, FIRST, None),
        (Before(UNKNOWN, FIRST), YES, FIRST, News.CHANGED),
        (Before(YES, FIRST), UNKNOWN, RISKY, News.CHANGED),
        (Before(NO, FIRST, FIRST), NO, RISKY, News.AT_RISK),
        (Before(NO, RISKY, RISKY), NO, RISKY, None),
        (Before(YES, RISKY), YES, RISKY, None),
        (Before(NO, date(2026, 11, 10), date(2026, 11, 10)), UNKNOWN, FIRST, None),
    ],
)
def test_what_is_news(
    before: Before | None, state: Quorate, today: date, said: News | None
) -> None:
    assert news(before, state, begins=BEGINS, today=today, region=ENGLAND) is said


@given(st.lists(st.sampled_from([YES, NO, UNKNOWN]), min_size=15, max_size=15))
def test_only_changes_are_told_and_once_that_it_is_at_risk(states: list[Quorate]) -> None:
    before: Before | None = None
    told: list[tuple[News, Quorate]] = []
    days = [FIRST + timedelta(days=n) for n in range(14)]
    for today, state in zip([d for d in days if is_working(d, ENGLAND)], states, strict=False):
        found = news(before, state, begins=BEGINS, today=today, region=ENGLAND)
        last = before.state if before else None
        if found is News.CHANGED:
            assert state is not last
        else:
            assert last in {None, state}
        if found is not None:
            told.append((found, state))
        risk = today if found and state is not YES else before.risk_told_on if before else None
        before = Before(state, today, risk)
    assert sum(why is News.AT_RISK for why, _state in told) <= 1
    assert before is not None
    if before.state is not YES:
        assert before.risk_told_on is not None
        assert before.risk_told_on >= RISKY


def test_a_sector_stands_as_its_best_seat() -> None:
    assert best([(How.APOLOGIES, 0), (How.SILENT, 1), (How.SILENT, 2)]) == (How.SILENT, 2)
    assert best([(How.SILENT, 2), (How.DEPUTY, 1)])[0] is How.DEPUTY
    assert best([]) == (How.NOBODY, 0)


@pytest.mark.parametrize(
    ("standing", "counts", "how"),
    [
        (Standing(), True, How.SILENT),
        (Standing(Kind.ATTENDING), False, How.YES),
        (Standing(Kind.ATTENDING, stale=True), True, How.STALE),
        (Standing(Kind.DEPUTY), True, How.DEPUTY),
        (Standing(Kind.DEPUTY), False, How.NOT_COUNTED),
        (Standing(Kind.UNSURE), True, How.UNSURE),
        (Standing(Kind.APOLOGIES), True, How.APOLOGIES),
    ],
)
def test_how_a_seat_stands(standing: Standing, counts: bool, how: How) -> None:  # noqa: FBT001
    assert stands(standing, counts=counts) is how
