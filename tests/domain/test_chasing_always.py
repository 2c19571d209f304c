"""Chasing, whatever happens and whenever we look: properties, and the changes of clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NOT_KNOWN, Kind
from domain.bodies import AsksDeputies
from domain.chasing import owed
from domain.chasing_facts import Ask, Asked, Meeting, Told
from domain.quiet_hours import half_day, is_quiet
from domain.reminders import answer_by
from domain.terms import Term
from domain.when import WallTime, zone_named
from domain.working_days import Region
from tests.domain.test_chasing import DEPUTY, LONDON, NO, POLICE, STALE, UNSURE, YES, london

TERMS = (
    Term("Autumn", date(2026, 9, 2), date(2026, 12, 18)),
    Term("Spring", date(2027, 1, 6), date(2027, 3, 25)),
)
STANDINGS = st.sampled_from([NOT_KNOWN, YES, NO, UNSURE, STALE, DEPUTY])
MOMENTS = st.datetimes(datetime(2026, 9, 1), datetime(2027, 5, 1)).map(
    lambda each: each.replace(tzinfo=UTC)
)


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Meeting, Asked]:
    """Give an event with one seat, invited some while before."""
    invited = draw(MOMENTS)
    ahead, days = draw(st.integers(0, 90)), draw(st.integers(0, 20))
    day = invited.date() + timedelta(days=ahead)
    region = draw(st.sampled_from(Region))
    meeting = Meeting(
        begins=WallTime(datetime.combine(day, datetime.min.time().replace(hour=10)), LONDON),
        answer_by=answer_by(day, region, invited=invited.date(), days=days),
        region=region,
        terms=draw(st.sampled_from([(), TERMS])),
        asks_deputies=draw(st.sampled_from(AsksDeputies)),
    )
    asked = Asked(
        invitation=1,
        person=11,
        since=invited,
        standing=draw(STANDINGS),
        keeps_terms=draw(st.booleans()),
        deputy_left=draw(st.booleans()),
    )
    return meeting, asked


def lived(meeting: Meeting, asked: Asked, looks: list[datetime]) -> list[Told]:
    """Let somebody be told whatever is owed at each look; what they say stays as it is."""
    told: list[Told] = []
    for now in sorted(looks):
        [found] = owed(meeting, [asked], told, now)
        if found.ask is not None:
            told.append(Told(11, now, found.ask))
    return told


@given(meetings(), st.lists(st.integers(0, 90 * 24), max_size=40))
def test_whenever_we_look_nobody_is_chased_twice_out_of_hours_or_too_late(
    drawn: tuple[Meeting, Asked], hours: list[int]
) -> None:
    meeting, asked = drawn
    assert asked.since is not None
    since = asked.since
    told = lived(meeting, asked, [since + timedelta(hours=each) for each in hours])
    kinds = [each.ask for each in told]
    assert len(set(kinds)) == len(kinds)
    assert len({half_day(each.at, LONDON) for each in told}) == len(told)
    terms = meeting.terms if asked.keeps_terms else ()
    for each in told:
        assert each.at < meeting.too_late
        assert not is_quiet(each.at, LONDON, meeting.region, terms)
    match asked.standing.kind:
        case None:
            assert set(kinds) <= {Ask.FIRST, Ask.SECOND, Ask.DEPUTIES}
            order = [each for each in Ask if each in kinds]
            assert kinds == order
        case Kind.UNSURE:
            assert set(kinds) <= {Ask.UNSURE}
        case Kind.APOLOGIES:
            assert kinds == []
        case _:
            assert set(kinds) <= {Ask.COMING}


CHANGES = (
    (date(2026, 10, 25), "back"),
    (date(2027, 3, 28), "forth"),
)


@pytest.mark.parametrize(("change", "_way"), CHANGES)
@pytest.mark.parametrize("before", [0, 1, 2, 3, 4, 5])
def test_over_a_change_of_clocks_it_is_nine_on_the_wall_whichever_hour_we_look(
    change: date, _way: str, before: int
) -> None:
    """Look in every hour of the week around the change, answers due on each of its days."""
    due = change + timedelta(days=before)
    begins = WallTime(datetime.combine(due + timedelta(days=14), datetime.min.time()), LONDON)
    meeting = Meeting(
        begins=replace(begins, local=begins.local.replace(hour=10)),
        answer_by=due,
        region=Region.ENGLAND,
    )
    since = london(change.year, change.month, change.day, 10) - timedelta(days=30)
    start = datetime.combine(change - timedelta(days=8), datetime.min.time(), tzinfo=UTC)
    told = lived(
        meeting,
        replace(POLICE, since=since),
        [start + timedelta(hours=each) for each in range(24 * 21)],
    )
    assert [each.ask for each in told] == [Ask.FIRST, Ask.SECOND]
    for each in told:
        local = each.at.astimezone(zone_named(LONDON))
        assert (local.hour, local.minute) == (9, 0)
        assert local.weekday() < 5
