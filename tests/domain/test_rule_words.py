"""The rule of a series in words, and what a form offers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.recurrence import Frequency, Ordinal, Rule
from domain.rule_words import described, offered
from domain.typed_dates import read_series
from tests.domain.test_recurrence import series

NOW = datetime(2019, 1, 1, tzinfo=UTC)
QUARTERLY = Rule(Frequency.MONTHLY, 3, Ordinal.FIRST, 3)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(Frequency.WEEKLY, 1), "Tuesday, every week"),
        (Rule(Frequency.WEEKLY, 1, interval=2), "Tuesday, every 2 weeks"),
        (Rule(Frequency.MONTHLY, 4, Ordinal.LAST), "last Friday, every month"),
        (
            replace(QUARTERLY, until=date(2027, 6, 30)),
            "first Thursday, every 3 months, until June 2027",
        ),
        (
            replace(QUARTERLY, until=date(2027, 6, 29)),
            "first Thursday, every 3 months, until 29 June 2027",
        ),
        (replace(QUARTERLY, count=1), "first Thursday, every 3 months, 1 time"),
        (replace(QUARTERLY, count=6), "first Thursday, every 3 months, 6 times"),
    ],
)
def test_a_rule_is_said_in_words(rule: Rule, words: str) -> None:
    assert described(rule) == words


@given(series())
def test_what_we_say_can_be_typed(made: tuple[Rule, date]) -> None:
    rule, first = made
    typed = f"{described(rule)} from {first.isoformat()}"
    read = read_series(typed, now=NOW, zone="Europe/London")
    assert (read.rule, read.first) == (rule, first)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_a_form_offers_what_fits_the_first_day(day: date) -> None:
    rules = offered(day)
    assert all(rule.fits(day) for rule in rules)
    assert len({described(each) for each in rules}) == len(rules)
    is_both = day.day in range(22, 29) and (day + timedelta(days=7)).month != day.month
    assert len(rules) == (12 if is_both else 7)


def test_it_offers_weekly_to_yearly() -> None:
    assert [described(each) for each in offered(date(2026, 12, 3))] == [
        "Thursday, every week",
        "Thursday, every 2 weeks",
        "first Thursday, every month",
        "first Thursday, every 2 months",
        "first Thursday, every 3 months",
        "first Thursday, every 6 months",
        "first Thursday, every 12 months",
    ]
