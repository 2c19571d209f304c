"""When the silent are reminded."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import working_days
from domain.quiet_hours import half_day, is_quiet
from domain.reminders import answer_by, reminder_times
from domain.terms import Term
from domain.when import WallTime, zone_named
from domain.working_days import Region

LONDON = "Europe/London"
ENGLAND = Region.ENGLAND


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone_named(LONDON))  # type: ignore[arg-type,misc]


def at(*parts: int) -> WallTime:
    return WallTime(datetime(*parts), LONDON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "invited", "due"),
    [
        (10, date(2026, 11, 2), date(2026, 11, 19)),
        (5, date(2026, 11, 2), date(2026, 11, 26)),
        (15, date(2026, 11, 2), date(2026, 11, 12)),
        (0, date(2026, 11, 2), date(2026, 12, 3)),
        (10, date(2026, 11, 27), date(2026, 11, 30)),
        (10, date(2026, 12, 2), date(2026, 12, 3)),
        (10, date(2026, 12, 3), date(2026, 12, 3)),
    ],
)
def test_answers_are_due_so_many_working_days_before_or_the_day_after_the_invitation(
    days: int, invited: date, due: date
) -> None:
    assert answer_by(date(2026, 12, 3), ENGLAND, invited=invited, days=days) == due


def test_without_an_invitation_it_is_ten_working_days_before() -> None:
    assert answer_by(date(2026, 12, 3), ENGLAND) == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("invited", "times"),
    [
        (london(2026, 11, 2, 10), [london(2026, 11, 16, 9), london(2026, 11, 20, 9)]),
        (london(2026, 11, 12, 10), [london(2026, 11, 16, 9), london(2026, 11, 20, 9)]),
        (london(2026, 11, 13, 10), [london(2026, 11, 17, 9)]),
        (london(2026, 11, 17, 10), [london(2026, 11, 18, 9)]),
        (london(2026, 11, 18, 10), []),
        (london(2026, 11, 19, 10), []),
        (london(2026, 11, 25, 10), []),
    ],
)
def test_the_less_time_there_is_the_fewer_reminders(
    invited: datetime, times: list[datetime]
) -> None:
    found = reminder_times(
        invited=invited, answer_by=date(2026, 11, 19), event=at(2026, 12, 3, 10), region=ENGLAND
    )
    assert list(found) == times


def test_across_the_change_of_clocks_they_stay_at_nine_on_the_wall() -> None:
    found = reminder_times(
        invited=london(2026, 10, 1, 10),
        answer_by=date(2026, 10, 26),
        event=at(2026, 11, 9, 10),
        region=ENGLAND,
    )
    assert [f"{each:%d %H:%M}" for each in found] == ["21 08:00", "27 09:00"]


def test_the_second_is_left_out_where_it_would_come_on_the_day_of_the_event() -> None:
    found = reminder_times(
        invited=london(2026, 11, 2, 10),
        answer_by=date(2026, 12, 2),
        event=at(2026, 12, 3, 14),
        region=ENGLAND,
    )
    assert list(found) == [london(2026, 11, 27, 9)]


TERMS = (
    Term("Autumn", date(2026, 9, 2), date(2026, 12, 18)),
    Term("Spring", date(2027, 1, 6), date(2027, 3, 25)),
)


@pytest.mark.parametrize(
    ("event", "times"),
    [
        (at(2027, 1, 14, 10), [london(2027, 1, 6, 9)]),
        (at(2027, 1, 6, 10), [london(2026, 12, 18, 9)]),
    ],
)
def test_two_that_school_holidays_move_to_one_morning_become_one(
    event: WallTime, times: list[datetime]
) -> None:
    found = reminder_times(
        invited=london(2026, 11, 23, 10),
        answer_by=date(2026, 12, 30),
        event=event,
        region=ENGLAND,
        terms=TERMS,
    )
    assert list(found) == times


@given(
    st.datetimes(datetime(2026, 6, 1), datetime(2027, 6, 1)).map(
        lambda each: each.replace(tzinfo=zone_named(LONDON))
    ),
    st.integers(0, 120),
    st.integers(0, 20),
    st.sampled_from(Region),
    st.sampled_from([(), TERMS]),
)
def test_they_never_come_out_of_hours_or_too_late_or_twice_in_half_a_day(
    invited: datetime, ahead: int, days: int, region: Region, terms: tuple[Term, ...]
) -> None:
    event = WallTime(
        datetime.combine(invited.date() + timedelta(days=ahead), datetime.min.time().replace(10)),
        LONDON,
    )
    due = answer_by(event.local.date(), region, invited=invited.date(), days=days)
    found = reminder_times(invited=invited, answer_by=due, event=event, region=region, terms=terms)
    room = working_days.between(invited.date(), due, region)
    assert len(found) <= (0 if room < 2 else 1 if room < 5 else 2)
    assert len({half_day(each, LONDON) for each in found}) == len(found)
    for each in found:
        assert invited < each
        assert each.astimezone(zone_named(LONDON)).date() < event.local.date()
        assert not is_quiet(each, LONDON, region, terms)
