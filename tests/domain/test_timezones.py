"""VTIMEZONE: read by others, it gives the offsets that we reckon with ourselves."""

import io
import zoneinfo
from datetime import datetime, timedelta, tzinfo
from importlib import metadata, resources

import pytest
from dateutil.tz import tzical
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.errors import Refused
from domain.timezones import vtimezone, zone_data

FIRST, LAST = 2024, 2036
NAMES = sorted(zoneinfo.available_timezones() - {"Factory"})


def read(zone: str, first: int = FIRST, last: int = LAST) -> tzinfo:
    """Read a VTIMEZONE with dateutil's reader, which knows nothing of our zone data."""
    found = tzical(io.StringIO(vtimezone(zone, first, last).decode())).get()
    assert found is not None
    return found


def disagreements(zone: str, first: int, last: int) -> list[datetime]:
    """Find the hours at which the reader and zoneinfo have different offsets.

    Those that come twice or not at all are left out: we send none, and readers disagree on them.
    """
    theirs, ours = read(zone), zoneinfo.ZoneInfo(zone)
    found, local = [], datetime(first, 1, 1, 0, 30)
    while local.year <= last:
        early, late = local.replace(tzinfo=ours), local.replace(tzinfo=ours, fold=1)
        if early.utcoffset() == late.utcoffset() != local.replace(tzinfo=theirs).utcoffset():
            found.append(local)
        local += timedelta(hours=1)
    return found


@given(
    zone=st.sampled_from(NAMES),
    local=st.datetimes(datetime(FIRST, 1, 1), datetime(LAST, 12, 31)),
)
@example("Europe/London", datetime(2027, 3, 28, 2))
@example("Africa/Casablanca", datetime(2026, 3, 1, 10))
@example("America/Vancouver", datetime(2026, 11, 2, 10))
@example("Asia/Kathmandu", datetime(2026, 11, 2, 10))
@settings(deadline=None)
def test_a_reader_has_our_offsets(zone: str, local: datetime) -> None:
    early = local.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    if early.utcoffset() == early.replace(fold=1).utcoffset():
        assert local.replace(tzinfo=read(zone)).utcoffset() == early.utcoffset()


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/London",
        "Europe/Dublin",
        "Australia/Lord_Howe",
        "America/Vancouver",
        "America/Santiago",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Asia/Gaza",
        "Asia/Almaty",
    ],
)
def test_a_reader_has_our_offsets_on_both_sides_of_each_change(zone: str) -> None:
    assert disagreements(zone, 2026, 2027) == []


@pytest.mark.soak
@pytest.mark.parametrize("zone", NAMES)
def test_a_reader_has_our_offsets_at_each_hour_in_every_zone(zone: str) -> None:
    assert disagreements(zone, FIRST, LAST) == []


@given(zone=st.sampled_from(NAMES))
@example("Europe/London")
@example("Africa/Cairo")
@settings(deadline=None)
def test_clocks_change_at_each_onset_reckoned_by_the_offset_before_it(zone: str) -> None:
    place = zoneinfo.ZoneInfo(zone)
    for observance in vtimezone(zone, FIRST, LAST).decode().split("BEGIN:")[2:]:
        said = [each.partition(":")[::2] for each in observance.splitlines()]
        before, after = (
            datetime.strptime(dict(said)[name], "%z").utcoffset() or timedelta()
            for name in ("TZOFFSETFROM", "TZOFFSETTO")
        )
        for local in [value for name, value in said if name in {"DTSTART", "RDATE"}]:
            moment = datetime.strptime(f"{local}Z", "%Y%m%dT%H%M%S%z") - before
            earlier = moment - timedelta(seconds=1)
            if before != after:  # else it only says how the clocks stood at the beginning
                assert moment.astimezone(place).utcoffset() == after
                assert earlier.astimezone(place).utcoffset() == before


def test_a_zone_with_a_yearly_rule_is_told_by_its_rule_from_when_it_began() -> None:
    lines = vtimezone("Europe/London", 2026, 2027).decode().splitlines()
    assert [each for each in lines if each.startswith(("DTSTART", "RRULE", "RDATE"))] == [
        "DTSTART:19960331T010000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "DTSTART:19961027T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]
    assert vtimezone("Europe/London", 2031, 2040) == vtimezone("Europe/London", 2026, 2027)


def test_a_zone_whose_rule_shifts_is_told_change_by_change() -> None:
    lines = vtimezone("Africa/Cairo", 2026, 2026).decode().splitlines()
    assert not [each for each in lines if each.startswith("RRULE")]
    assert [each for each in lines if each.startswith("RDATE")] == [
        "RDATE:20250101T000000",  # how the clocks stand at the beginning
        "RDATE:20250425T000000",
        "RDATE:20260424T000000",
        "RDATE:20251031T000000",
        "RDATE:20261030T000000",
    ]


def test_the_clock_that_is_ahead_is_summers_in_dublin_too() -> None:
    summer = vtimezone("Europe/Dublin", 2026, 2027).decode().partition("BEGIN:STANDARD")[0]
    assert "BEGIN:DAYLIGHT" in summer
    assert "TZNAME:IST" in summer
    assert "TZOFFSETTO:+0100" in summer


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Sydney", "Pacific/Chatham"])
def test_yearly_rules_are_found_all_over_the_world(zone: str) -> None:
    assert vtimezone(zone, FIRST, LAST).count(b"RRULE") == 2


def test_no_zone_is_refused() -> None:
    with pytest.raises(Refused, match="Mars/Base"):
        vtimezone("Mars/Base", 2026, 2027)


def test_zones_are_those_of_the_locked_package_and_not_the_machines() -> None:
    assert zoneinfo.TZPATH == ()
    stated = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    assert zoneinfo.available_timezones() == set(stated)
    assert zone_data() == metadata.version("tzdata")
    # British Columbia stays on summer time from 2026 on, which older data do not know.
    there = datetime(2027, 1, 14, 14, tzinfo=zoneinfo.ZoneInfo("America/Vancouver"))
    assert there.utcoffset() == timedelta(hours=-7)
