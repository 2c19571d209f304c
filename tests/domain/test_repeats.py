"""How a series repeats as the form asks for it: from a choice and a day to a rule, and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.recurrence import Frequency, Ordinal, Rule
from domain.repeats import KEPT, LAST, NAMES, ONCE, code_of, ending, rule_for

THIRD_OF_DECEMBER = date(2026, 12, 3)
CODES = [each for each in NAMES if each not in (ONCE, LAST)]


@pytest.mark.parametrize(
    ("code", "day", "rule"),
    [
        (ONCE, THIRD_OF_DECEMBER, None),
        ("week 2", THIRD_OF_DECEMBER, Rule(Frequency.WEEKLY, 3, interval=2)),
        ("month 3", THIRD_OF_DECEMBER, Rule(Frequency.MONTHLY, 3, Ordinal.FIRST, 3)),
        ("month 1", date(2026, 12, 24), Rule(Frequency.MONTHLY, 3, Ordinal.FOURTH)),
        ("month 1", date(2026, 12, 31), Rule(Frequency.MONTHLY, 3, Ordinal.LAST)),
        (LAST, THIRD_OF_DECEMBER, Rule(Frequency.MONTHLY, 3, Ordinal.LAST)),
    ],
)
def test_a_choice_and_a_day_are_a_rule(code: str, day: date, rule: Rule | None) -> None:
    assert rule_for(code, day) == rule


@given(st.sampled_from(CODES), st.dates(date(2026, 1, 1), date(2036, 1, 1)))
def test_every_choice_but_the_last_fits_any_first_day_and_is_shown_again(
    code: str, day: date
) -> None:
    rule = rule_for(code, day)
    assert rule is not None
    assert rule.fits(day)
    assert rule_for(code_of(rule, day), day) == rule


def test_what_the_form_does_not_offer_is_kept() -> None:
    assert code_of(Rule(Frequency.WEEKLY, 3, interval=5), THIRD_OF_DECEMBER) == KEPT
    other_day = Rule(Frequency.WEEKLY, 4)
    assert code_of(other_day, THIRD_OF_DECEMBER) == KEPT
    assert code_of(None, THIRD_OF_DECEMBER) == ONCE


def test_a_choice_that_was_never_offered_is_refused() -> None:
    with pytest.raises(Refused, match="how often") as no:
        rule_for("day 1", THIRD_OF_DECEMBER)
    assert no.value.field == "repeats"


WEEKLY = Rule(Frequency.WEEKLY, 3)


@pytest.mark.parametrize(
    ("rule", "until", "times", "field"),
    [
        (None, date(2027, 1, 1), "", "repeats"),
        (None, None, "3", "repeats"),
        (WEEKLY, date(2027, 1, 1), "3", "count"),
        (WEEKLY, None, "0", "count"),
        (WEEKLY, None, "521", "count"),
    ],
)
def test_an_end_that_can_t_be_is_refused(
    rule: Rule | None, until: date | None, times: str, field: str
) -> None:
    with pytest.raises(Refused) as no:
        ending(rule, until, times)
    assert no.value.field == field


def test_an_end_is_a_day_or_a_number_of_times_or_none() -> None:
    assert ending(WEEKLY, None, " 3 ") == Rule(Frequency.WEEKLY, 3, count=3)
    until = date(2027, 1, 1)
    assert ending(WEEKLY, until, "") == Rule(Frequency.WEEKLY, 3, until=until)
    assert ending(WEEKLY, None, "") == WEEKLY
    assert ending(None, None, "") is None
