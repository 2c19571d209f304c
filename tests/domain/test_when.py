"""Wall times: the same clock on the wall on both sides of a clock change."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.when import WallTime, zone_named

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 10, 24, 10), datetime(2026, 10, 24, 9, tzinfo=UTC)),
        (datetime(2026, 10, 26, 10), datetime(2026, 10, 26, 10, tzinfo=UTC)),
        (datetime(2027, 3, 27, 10), datetime(2027, 3, 27, 10, tzinfo=UTC)),
        (datetime(2027, 3, 29, 10), datetime(2027, 3, 29, 9, tzinfo=UTC)),
    ],
)
def test_ten_oclock_stays_ten_oclock(local: datetime, utc: datetime) -> None:
    assert WallTime(local, LONDON).instant() == utc


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        (datetime(2027, 3, 28, 1, 30), LONDON),
        (datetime(2026, 10, 25, 1, 30), LONDON),
        (datetime(2026, 10, 4, 2, 15), "Australia/Lord_Howe"),
        (datetime(2027, 4, 4, 1, 45), "Australia/Lord_Howe"),
    ],
)
def test_an_hour_that_a_clock_change_skips_or_repeats_is_refused(
    local: datetime, zone: str
) -> None:
    with pytest.raises(Refused, match="The clocks change") as refused:
        WallTime(local, zone).instant()
    assert refused.value.field == "time"


def test_the_minute_before_and_after_a_change_are_taken() -> None:
    for local in (datetime(2027, 3, 28, 0, 59), datetime(2027, 3, 28, 2, 0)):
        assert WallTime(local, LONDON).instant().tzinfo is UTC


def test_a_wall_time_has_no_zone_of_its_own() -> None:
    with pytest.raises(ValueError, match="naive"):
        WallTime(datetime(2026, 1, 1, tzinfo=UTC), LONDON)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_what_is_taken_shows_the_same_time_on_that_wall(local: datetime) -> None:
    try:
        moment = WallTime(local, LONDON).instant()
    except Refused:
        return
    assert moment.astimezone(zone_named(LONDON)).replace(tzinfo=None) == local


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_a_day_later_on_the_wall_is_a_day_give_or_take_a_change(local: datetime) -> None:
    try:
        first = WallTime(local, LONDON).instant()
        second = WallTime(local + timedelta(days=1), LONDON).instant()
    except Refused:
        return
    assert abs(second - first - timedelta(days=1)) <= timedelta(hours=1)


@pytest.mark.parametrize(
    "name",
    ["", "London", "Europe/Londn", "../../etc/passwd", "/etc/passwd", "Factory", "localtime",
     "posixrules"],
)  # fmt: skip
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        zone_named(name)
    assert refused.value.field == "zone"
