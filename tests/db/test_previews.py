"""What a draft's preview tells: by which way everybody is reached, and what should be looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from db import (
    diary_contacts,
    event_changes,
    event_plans,
    events,
    first_steps,
    leaves,
    people,
    preferences,
    previews,
    rounds,
    seats,
    sectors,
    terms,
)
from db.audience_items import Choice
from db.engine import Database
from db.models import Address, Event, Paper, SeatHolder, Series
from domain.event_previews import Preview, Way
from domain.events import Among, Calendar, Details, Planned
from domain.leaves import Reason
from domain.people import Channel
from domain.preferences import Kind, Preferences
from domain.recurrence import Frequency, Ordinal, Rule
from domain.spans import Span
from domain.terms import Term
from domain.when import WallSpan
from domain.worklist import Step
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)


@pytest.fixture
def three(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Council")) as found:
        yield found


def shown(found: Register, series: Series | None = None, **changes: object) -> Preview:
    """Draft an event, with some columns changed, and give its preview."""
    series = series or found.draft()
    for name, value in changes.items():
        setattr(series, name, value)
    found.session.flush()
    return previews.of(found.session, series, now=NOW)


def by_way(preview: Preview) -> dict[Way, list[str]]:
    return {way: names for way in Way if (names := [r.name for r in preview.by_way(way)])}


def without_address(found: Register, number: int) -> None:
    own = found.leads[number].id
    for each in found.session.scalars(select(Address).where(Address.person_id == own)):
        found.session.delete(each)
    found.session.flush()


def in_slack(found: Register, number: int) -> None:
    people.identify(
        found.session, found.leads[number], enterprise_id="", team_id="T1", user_id=f"U{number}"
    )


class TestWays:
    def test_everybody_is_told_by_the_way_that_reaches_them(self, three: Register) -> None:
        declined = Preferences(None, Channel.MAIL, frozenset({Kind.CALENDAR}))
        preferences.choose(three.session, three.leads[0].id, declined, by=None, now=NOW)
        without_address(three, 1)
        in_slack(three, 1)
        in_slack(three, 2)
        found = shown(three)
        assert by_way(found) == {
            Way.CALENDAR: ["Council lead"],
            Way.MAIL: ["Police lead"],
            Way.SLACK: ["Health lead"],
        }
        assert [each.name for each in found.with_card] == ["Council lead"]

    def test_who_can_t_be_reached_at_all_is_named(self, three: Register) -> None:
        without_address(three, 1)
        assert by_way(shown(three))[Way.NONE] == ["Health lead"]

    @pytest.mark.parametrize("calendar", [Calendar.ELSEWHERE, Calendar.NONE])
    def test_no_entry_is_sent_where_it_is_not_ours(
        self, three: Register, calendar: Calendar
    ) -> None:
        assert set(by_way(shown(three, calendar=calendar))) == {Way.MAIL}

    def test_sample_people_are_never_written_to(self, three: Register) -> None:
        three.leads[0].sample = True
        found = shown(three)
        assert by_way(found)[Way.MADE_UP] == ["Police lead"]
        assert found.people == 2

    def test_a_person_with_two_seats_gets_one_message(self, three: Register) -> None:
        seat, _lead = three.seat("Fire")
        holder = three.session.scalars(select(SeatHolder).where(SeatHolder.seat_id == seat.id))
        holder.one().person_id = three.leads[0].id
        found = shown(three)
        assert (found.people, found.seats) == (3, 4)
        assert [(each.name, each.seats) for each in found.with_several] == [("Police lead", 2)]

    def test_diary_contacts_are_copied(self, three: Register) -> None:
        keeper = three.person("Diary keeper")
        diary_contacts.add(three.session, three.leads[0], keeper, since=BEGAN, by=None, now=NOW)
        assert shown(three).copied == (("Diary keeper", "Police lead"),)

    def test_a_seat_with_nobody_to_ask_and_one_on_leave_are_named(self, three: Register) -> None:
        seats.vacate(three.session, three.seats[0], date(2026, 11, 1), by=None, now=NOW)
        leaves.begin(
            three.session,
            Span(date(2026, 12, 1)),
            Reason.ABSENCE,
            organisation_id=three.seats[1].organisation_id,
            by=None,
            now=NOW,
        )
        found = shown(three)
        assert (found.nobody, found.away) == (("Police, Executive",), ("Health, Executive",))
        assert found.people == 2

    def test_in_rehearsal_it_names_the_coordinators(self, three: Register) -> None:
        events.partnership(three.session).live_at = None
        assert shown(three).rehearsing == ()


class TestDoubts:
    def test_a_clash_names_the_other_event(self, three: Register) -> None:
        other = three.sent()
        found = shown(three)
        assert [(each.title, each.span) for each in found.clashes] == [(other.title, FORUM)]

    def test_weekends_bank_holidays_and_clock_changes_are_told(self, three: Register) -> None:
        day = WallSpan(datetime(2027, 3, 29, 10), datetime(2027, 3, 29, 12), "Europe/London")
        found = shown(three, three.draft(day))
        assert [each.doubt for each in found.warned] == ["bank holiday", "clock change"]

    def test_school_holidays_count_where_schools_are_invited(self, three: Register) -> None:
        for name, first, last in (
            ("Autumn", date(2026, 9, 1), date(2026, 12, 1)),
            ("Spring", date(2027, 1, 4), date(2027, 3, 25)),
        ):
            terms.add(three.session, Term(name, first, last), by=None, now=NOW)
        assert shown(three).warned == ()
        sectors.ship(three.session)
        education = sectors.named(three.session, "Education")
        assert education is not None
        owner = three.seats[0].organisation_id
        sectors.assign(three.session, owner, education.id, BEGAN, by=None, now=NOW)
        assert [each.doubt for each in shown(three).warned] == ["school holidays"]

    def test_occurrences_that_a_clock_change_takes_away_are_named(self, three: Register) -> None:
        first = WallSpan(datetime(2026, 12, 27, 1), datetime(2026, 12, 27, 1, 30), "Europe/London")
        last_sunday = Rule(Frequency.MONTHLY, weekday=6, ordinal=Ordinal.LAST)
        found = shown(three, three.draft(first, last_sunday))
        assert found.left_out == (date(2027, 3, 28), date(2027, 10, 31))

    def test_a_channel_that_is_not_there_is_told(self, three: Register) -> None:
        assert shown(three, in_channel=True).no_channel == "Executive"
        three.body.channel_team, three.body.channel_id = "T1", "C1"
        assert shown(three, in_channel=True).channel == "Executive"


class TestDraftsAnew:
    def test_a_draft_is_no_meeting_yet(self, three: Register) -> None:
        day = NOW.date()
        series = three.draft()
        assert Step.MEETINGS not in first_steps.done(three.session, three.owner, day=day)
        event_changes.send(three.session, series, by=None, now=NOW)
        assert Step.MEETINGS in first_steps.done(three.session, three.owner, day=day)

    def test_papers_stay_and_meetings_follow_the_new_rule(self, three: Register) -> None:
        series = three.draft(rule=replace(MONTHLY, count=4))
        first = events.of(three.session, series.id)[0]
        three.session.add(Paper(event_id=first.id, title="Plan", url="https://x", added_at=NOW))
        later = FORUM.on(date(2026, 12, 10))
        planned = Planned(Details("Forum"), later, None, three.body.id)
        whom = [Choice(Among.BODY, three.body.id)]
        event_plans.redraft(three.session, series, planned, whom, by=None, now=NOW)
        [left] = events.of(three.session, series.id)
        assert (left.begins, left.original, left.title) == (later.begins, later.begins, "Forum")
        [paper] = three.session.scalars(select(Paper))
        assert paper.event_id == left.id

    def test_a_stopped_send_can_be_drafted_anew_for_others(self, database: Database) -> None:
        with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
            series = many.sent()
            rounds.stop(many.session, many.rounds()[0], by=None, now=NOW + timedelta(minutes=1))
            planned = events.planned_of(series)
            whom = [Choice(Among.SEAT, many.seats[0].id)]
            event_plans.redraft(many.session, series, planned, whom, by=None, now=NOW)
            round_ = event_changes.send(many.session, series, by=None, now=NOW)
            assert round_ is not None
            assert round_.people == 1
            assert many.messages() == [("invitation", "Partner 0 lead")]

    def test_one_that_was_discarded_is_a_draft_no_more(self, three: Register) -> None:
        series = three.draft()
        event_plans.discard(three.session, series, by=None, now=NOW)
        assert events.drafts(three.session) == []


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def test_it_asks_a_fixed_number_of_queries_however_many_seats(database: Database) -> None:
    with register(database, ("Police",)) as found:
        series = found.draft()
        found.session.flush()
        with counted(database) as few:
            previews.of(found.session, series, now=NOW)
        for number in range(99):
            found.seat(f"Partner {number}")
        found.session.flush()
        with counted(database) as many:
            assert previews.of(found.session, series, now=NOW).seats == 100
        assert len(many) == len(few)
        assert len(many) <= 17, many


def test_a_preview_is_of_what_the_register_says_on_the_day(three: Register) -> None:
    series = three.draft(rule=replace(MONTHLY, count=3))
    found = shown(three, series)
    assert [each.begins.date() for each in found.spans] == [
        date(2026, 12, 3),
        date(2027, 1, 7),
        date(2027, 2, 4),
    ]
    assert len(list(three.session.scalars(select(Event)))) == 3
    assert found.audience == ("Executive",)
