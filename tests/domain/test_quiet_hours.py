"""Quiet hours, and the morning on which we write instead."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quiet_hours import MORNING, digest_moment, half_day, is_quiet, not_quiet
from domain.terms import Term
from domain.when import at_wall, zone_named
from domain.working_days import Region, is_working

LONDON = "Europe/London"
ZONES = st.sampled_from([LONDON, "Australia/Lord_Howe", "America/Vancouver", "Africa/Cairo"])
TERMS = (
    Term("Summer", date(2027, 4, 12), date(2027, 7, 21)),
    Term("Autumn", date(2027, 9, 2), date(2027, 12, 17)),
)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone_named(LONDON))  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("moment", "instead"),
    [
        (london(2026, 11, 23, 8), london(2026, 11, 23, 8)),
        (london(2026, 11, 23, 17, 59), london(2026, 11, 23, 17, 59)),
        (london(2026, 11, 23, 7, 59), london(2026, 11, 23, 9)),
        (london(2026, 11, 23, 18), london(2026, 11, 24, 9)),
        (london(2026, 11, 27, 18), london(2026, 11, 30, 9)),
        (london(2026, 11, 28, 12), london(2026, 11, 30, 9)),
        (london(2026, 12, 24, 20), london(2026, 12, 29, 9)),
        (london(2026, 10, 25, 12), london(2026, 10, 26, 9)),
        (london(2027, 3, 28, 0, 30), london(2027, 3, 30, 9)),
    ],
)
def test_out_of_hours_it_waits_for_the_next_working_morning(
    moment: datetime, instead: datetime
) -> None:
    assert not_quiet(moment, LONDON, Region.ENGLAND) == instead


@pytest.mark.parametrize(
    ("deadline", "instead"),
    [
        (london(2026, 11, 30, 9, 1), london(2026, 11, 30, 9)),
        (london(2026, 11, 30, 9), london(2026, 11, 27, 9)),
        (london(2026, 11, 30, 8, 30), london(2026, 11, 27, 9)),
    ],
)
def test_or_for_the_one_before_where_that_is_too_late(
    deadline: datetime, instead: datetime
) -> None:
    sunday = london(2026, 11, 29, 10)
    assert not_quiet(sunday, LONDON, Region.ENGLAND, deadline=deadline) == instead


def test_schools_are_not_written_to_in_their_holidays_and_others_are() -> None:
    august = london(2027, 8, 4, 10)
    assert not_quiet(august, LONDON, Region.ENGLAND) == august
    assert not_quiet(august, LONDON, Region.ENGLAND, TERMS) == london(2027, 9, 2, 9)
    too_late = london(2027, 9, 2, 0)
    assert not_quiet(august, LONDON, Region.ENGLAND, TERMS, deadline=too_late) == london(
        2027, 7, 21, 9
    )


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    ZONES,
    st.sampled_from(Region),
    st.none() | st.integers(0, 200),
)
def test_what_is_given_instead_is_never_quiet_and_never_too_late(
    moment: datetime, zone: str, region: Region, hours: int | None
) -> None:
    deadline = None if hours is None else moment + timedelta(hours=hours)
    instead = not_quiet(moment, zone, region, deadline=deadline)
    assert not is_quiet(instead, zone, region)
    if instead != moment:
        local = instead.astimezone(zone_named(zone))
        assert local.time() == MORNING
        assert is_working(local.date(), region)
        assert is_quiet(moment, zone, region)
        assert deadline is None or instead < deadline
        assert deadline is not None or instead > moment


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), ZONES, st.sampled_from(Region))
def test_the_digest_comes_once_a_month_at_nine_there(day: date, zone: str, region: Region) -> None:
    moment = digest_moment(day, zone, region)
    local = moment.astimezone(zone_named(zone))
    assert (local.year, local.month, local.time()) == (day.year, day.month, time(9))
    assert is_working(local.date(), region)
    assert moment == digest_moment(day.replace(day=1), zone, region)


def test_noon_begins_another_half_day() -> None:
    day = date(2026, 10, 25)
    halves = [half_day(at_wall(day, time(hour), LONDON), LONDON) for hour in (0, 9, 11, 12, 23)]
    assert halves == [(day, False)] * 3 + [(day, True)] * 2
