"""Typed dates that are refused: each with a sentence that says what to do."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.errors import Refused
from domain.typed_dates import read
from tests.domain.test_typed_dates import LONDON, NOW, said


def refusal(text: str, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        read(text, now=now, zone=LONDON)
    assert refused.value.field == "when"
    return refused.value.sentence


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("next Tuesday", "Tuesday 24 November 2026", "Tuesday 1 December 2026"),
        ("next Sun 10:00", "Sunday 29 November 2026", "Sunday 6 December 2026"),
        ("Monday 10:00", "Monday 23 November 2026", "Monday 30 November 2026"),
        ("14 May 2:30", "02:30", "14:30"),
        ("14 May 10:00-2:00", "02:00", "14:00"),
        ("every second Tuesday", "every 2 weeks on Tuesday", "every month on second Tuesday"),
        ("biweekly on Tue", "every 2 weeks", "twice a week"),
        ("bi-monthly on first Tue", "every 2 months", "every 2 weeks"),
    ],
)
def test_what_may_mean_two_things_is_refused_with_both(text: str, one: str, other: str) -> None:
    assert f"may mean {one} or {other}. Please type one of them." in refusal(text)


@pytest.mark.parametrize("today", [date(2026, 11, n) for n in range(23, 30)])
@pytest.mark.parametrize("weekday", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
def test_next_tuesday_is_taken_only_where_all_weeks_agree(today: date, weekday: str) -> None:
    """As the first one that comes, in weeks from Monday, and in weeks from Sunday."""
    ahead = [today + timedelta(days=n) for n in range(1, 15)]
    named = [each for each in ahead if f"{each:%a}" == weekday]
    readings = {named[0]}
    for shift in (timedelta(), timedelta(days=1)):
        next_week = (today + shift + timedelta(days=7)).isocalendar()[:2]
        readings |= {each for each in named if (each + shift).isocalendar()[:2] == next_week}
    now = datetime.combine(today, time(12), UTC)
    if len(readings) == 1:
        assert said(f"next {weekday}", now) == f"{named[0]:%A} {named[0].day} {named[0]:%B %Y}"
    else:
        assert "may mean" in refusal(f"next {weekday}", now)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Thu 14 May 2027", "14 May 2027 is a Friday."),
        ("Thu 14 May", "14 May 2027 is a Friday."),
        ("Thu 14/5/2027", "14 May 2027 is a Friday."),
        ("31 April", "There is no such day as 31/4."),
        ("29 Feb 2027", "There is no such day as 29/2/2027."),
        ("0 May", "There is no such day as 0/5."),
        ("2026-13-01", "There is no such day as 1/13/2026."),
        ("05/14/2027", "There is no such day as 5/14/2027."),
        ("14 May 25:00", "“25:00” is not a time."),
        ("14 May 13pm", "“13:00pm” is not a time."),
        ("14 May 14:00-12:00", "ends before it begins. Please choose an end after 14:00"),
        ("14 May 10:00 for 0 minutes", "how long it lasts"),
        ("23 Nov 09:00", "Monday 23 November 2026 has passed. For a later one, type the year"),
        ("weekly on Tue from 3 Dec", "The nearest one is Tuesday 1 December 2026."),
        ("first Thu of every quarter from 4 Feb 2027", "nearest one is Thursday 1 April 2027"),
        ("weekly on Tue until 1 Dec 2020", "end on Tuesday 1 December 2020, before it begins"),
        ("monthly on first Thu from November", "Thursday 5 November 2026 has passed"),
        ("monthly for 4 times", "say when it begins"),
        ("monthly from January 10:00", "say when it begins"),
        (
            "28 January 10:00 every 2 months",
            "every 2 months on fourth Thursday or every 2 months on last Thursday",
        ),
        ("23 Nov 2020 09:00 weekly", "Monday 23 November 2020 has passed"),
        ("monthly on Thu", "which one of the month"),
        ("weekly on first Thu", "with weeks, the weekday alone"),
        ("every 2 months on 5th Thu", "fifth"),
        ("every 0 weeks on Tue", "1 to 52 weeks"),
        ("every 53 weeks on Tue", "1 to 52 weeks"),
        ("every 25 months on first Tue", "1 to 24 months"),
        ("every Tue for 0 times", "1 to 520"),
        ("every Tue for 521 times", "1 to 520"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_of_its_own(text: str, says: str) -> None:
    assert says in refusal(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", ""),
        ("   ", ""),
        ("half past two tomorrow", "half past two tomorrow"),
        ("a week on Wednesday", "a week on wednesday"),
        ("14 May 10:00 or so", "or so"),
        ("14 May 10:00Z", "10:00z"),
        ("14 May 2pm-4", "2pm-4"),
        ("14 May 27", "27"),
        ("14 May 10", "10"),
        ("14.05.2027", "14.05.2027"),
        ("14 Mayo", "14 mayo"),
        ("٣ May", "٣ may"),
        ("first Thursday each quarter", "first thursday each quarter"),
        ("daily for 10 days", "daily for 10 days"),
        ("every year on 14 January", "every year on 14 january"),
        ("every Tue until never", "never"),
        ("every Tue from noon", "noon"),
        ("every Tue for 6 months", "for 6 months"),
        ("every Tue for 6 times until June", "until june"),
        ("every Tue 10:00 11:00", "11:00"),
        ("every other first Tuesday", "every other first tuesday"),
        ("14 May 10:00\n14 June", "14 june"),
        ("x" * 5000, "x" * 40),
        (f"14 May{' ' * 120}", "14 may"),
    ],
)
def test_whatever_is_not_wholly_understood_is_refused_saying_what_is_not(
    text: str, rest: str
) -> None:
    sentence = refusal(text)
    assert sentence.startswith(f"I can't read “{rest}” as a time. Try ")
    assert len(sentence.replace(rest, "").split()) < 25


def test_every_example_of_that_sentence_can_be_read() -> None:
    for text in (
        "14 May 10:00-12:00",
        "every 2 weeks on Tue 14:00-16:00",
    ):
        assert text in refusal("never")
        assert said(text)
