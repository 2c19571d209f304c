"""Wall times: the same clock on the wall on both sides of a clock change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.when import WallSpan, WallTime, at_wall, zone_named

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
    with pytest.raises(Refused, match=r"the clocks go (forward|back) over it") as refused:
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


def test_the_refusal_names_the_day_as_we_write_days() -> None:
    forward = "There is no 01:30 on Sunday 28 March 2027: the clocks go forward over it."
    with pytest.raises(Refused, match=forward):
        WallTime(datetime(2027, 3, 28, 1, 30), LONDON).instant()
    back = "01:30 comes twice on Sunday 31 October 2027: the clocks go back over it."
    with pytest.raises(Refused, match=back):
        WallTime(datetime(2027, 10, 31, 1, 30), LONDON).instant()


class TestSpans:
    def test_it_gives_both_moments(self) -> None:
        span = WallSpan(datetime(2026, 10, 24, 10), datetime(2026, 10, 24, 12), LONDON)
        assert span.instants() == (
            datetime(2026, 10, 24, 9, tzinfo=UTC),
            datetime(2026, 10, 24, 11, tzinfo=UTC),
        )
        assert span.lasts == timedelta(hours=2)

    @pytest.mark.parametrize(
        ("begins", "ends", "field"),
        [
            (datetime(2027, 3, 28, 1, 30), datetime(2027, 3, 28, 3), "time"),
            (datetime(2027, 3, 28, 0, 30), datetime(2027, 3, 28, 1, 30), "end_time"),
            (datetime(2026, 10, 25, 0, 30), datetime(2026, 10, 25, 1, 30), "end_time"),
        ],
    )
    def test_a_beginning_or_end_that_clocks_take_away_is_refused_where_it_was_entered(
        self, begins: datetime, ends: datetime, field: str
    ) -> None:
        span = WallSpan(begins, ends, LONDON)
        with pytest.raises(Refused) as refused:
            span.instants()
        assert refused.value.field == field
        assert not span.exists()

    def test_on_another_day_it_has_the_same_times_even_beyond_midnight(self) -> None:
        span = WallSpan(datetime(2026, 10, 20, 22), datetime(2026, 10, 21, 1), LONDON)
        assert span.on(date(2026, 11, 3)) == WallSpan(
            datetime(2026, 11, 3, 22), datetime(2026, 11, 4, 1), LONDON
        )

    @pytest.mark.parametrize("ends", [datetime(2026, 1, 1, 10), datetime(2026, 1, 1, 9)])
    def test_one_that_does_not_end_after_it_begins_is_a_mistake(self, ends: datetime) -> None:
        with pytest.raises(ValueError, match="ends after"):
            WallSpan(datetime(2026, 1, 1, 10), ends, LONDON)

    def test_it_has_no_zone_of_its_own(self) -> None:
        begins = datetime(2026, 1, 1, 10)
        with pytest.raises(ValueError, match="naive"):
            WallSpan(begins, datetime(2026, 1, 1, 12, tzinfo=UTC), LONDON)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        (LONDON, [date(2026, 10, 25), date(2027, 3, 28)]),
        ("Australia/Lord_Howe", [date(2026, 10, 4), date(2027, 4, 4)]),
    ],
)
def test_a_time_of_our_own_choosing_is_on_that_wall_at_every_hour_of_a_clock_change(
    zone: str, changes: list[date]
) -> None:
    """Within the hour that is skipped the wall shows a later time: then it is late, never lost."""
    for day in changes:
        moments = [at_wall(day, time(hour, 15), zone) for hour in range(24)]
        walls = [each.astimezone(zone_named(zone)) for each in moments]
        assert {each.date() for each in walls} == {day}
        assert moments == sorted(moments)
        late = [
            wall.hour for hour, wall in enumerate(walls) if (wall.hour, wall.minute) != (hour, 15)
        ]
        assert len(late) <= 1


def test_a_day_before_is_the_same_time_on_the_wall() -> None:
    before, after = (at_wall(date(2026, 10, n), time(10), LONDON) for n in (24, 25))
    assert after - before == timedelta(hours=25)
