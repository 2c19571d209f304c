"""Recurrence rules: the dates that others give for them, at a cost that has an end."""

import time
from datetime import datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sandbox.post.rules import occurrences, read_rule

START = datetime(2026, 12, 3, 10)


def listed(values: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(",".join)


NUMBERS = {
    "BYMONTH": listed(st.integers(1, 12).map(str)),
    "BYMONTHDAY": listed(st.integers(-31, 31).filter(bool).map(str)),
    "BYSETPOS": listed(st.sampled_from(["1", "2", "-1", "5"]), 2),
    "COUNT": st.integers(1, 40).map(str),
    "WKST": st.sampled_from(["SU", "MO", "TH"]),
    "INTERVAL": st.integers(1, 5).map(str),
}
WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
PLACES = st.tuples(st.sampled_from(["1", "2", "-1", "5"]), WEEKDAYS).map("".join)


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": frequency}
    for name in draw(st.lists(st.sampled_from(sorted(NUMBERS)), max_size=4, unique=True)):
        parts[name] = draw(NUMBERS[name])
    if draw(st.booleans()):
        numbered = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
        parts["BYDAY"] = draw(listed(PLACES if numbered else WEEKDAYS))  # mixed: dateutil differs
    by_day = {"BYDAY", "BYMONTHDAY", "BYMONTH"} & set(parts)
    # RFC 5545: only beside another BY part; of a week, dateutil counts from the first start on
    if "BYSETPOS" in parts and (not by_day or frequency == "WEEKLY"):
        del parts["BYSETPOS"]
    return ";".join(f"{name}={value}" for name, value in parts.items())


@settings(deadline=None, max_examples=100)
@given(written=rules(), days=st.integers(0, 900))
def test_any_rule_falls_where_others_say(written: str, days: int) -> None:
    rule, start = read_rule(written), START + timedelta(days=days)
    ours = occurrences(rule, start, start, start + timedelta(days=4000)) if rule else []
    assume(len(ours) > 1)  # others look for the next until the year 9999
    known = [*takewhile(lambda each: each <= ours[-1], rrulestr(written, dtstart=start))]
    assert ours == known
    middle = ours[len(ours) // 2]
    assert rule
    assert occurrences(rule, start, middle, ours[-1]) == ours[len(ours) // 2 :]


@pytest.mark.parametrize(
    "written",
    [
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=DAILY;BYSETPOS=-2",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=MONTHLY;BYMONTHDAY=1,2;BYSETPOS=3",
        "FREQ=YEARLY;BYMONTH=6;BYDAY=1TH;BYSETPOS=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=WEEKLY;INTERVAL=99999999999",
        "FREQ=WEEKLY;INTERVAL=\u0663",
        "FREQ=WEEKLY;WKST=XX",
        "FREQ=MONTHLY;BYDAY=",
        "FREQ=MONTHLY;BYDAY=99MO",
        "COUNT=1",
    ],
)
def test_a_rule_that_nothing_can_fulfil_is_none(written: str) -> None:
    assert read_rule(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=1000000",
        "FREQ=WEEKLY;INTERVAL=10000;COUNT=1000000",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=1000000",
        "FREQ=YEARLY;BYDAY=53MO;BYMONTHDAY=1;COUNT=1000000",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;COUNT=1000000",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;BYSETPOS=1",
    ],
)
def test_no_rule_costs_more_than_a_moment(written: str) -> None:
    rule = read_rule(written)
    assert rule is not None
    begun = time.process_time()
    for _ in range(10):
        occurrences(rule, datetime(1900, 1, 1, 9), START, START + timedelta(days=800))
    assert time.process_time() - begun < 0.5
