"""A whole series changed at once, "this and following", and both put back by one stop."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from db import event_changes, events, rounds, series_changes, whole_series
from db.audience_items import Choice
from db.engine import Database
from db.models import Event, Series
from domain.errors import Refused
from domain.events import Among, Details, Status
from domain.recurrence import Frequency, Ordinal, Rule
from domain.when import WallSpan
from tests.db.meetings import FORUM, NOW, Register, register

LATER = NOW + timedelta(minutes=5)
SOON = LATER + timedelta(minutes=1)
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
SECOND = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.SECOND)
WEEK_LATER = FORUM.on(date(2026, 12, 10))
AFTERNOON = WallSpan(datetime(2027, 2, 11, 14), datetime(2027, 2, 11, 16), "Europe/London")


@pytest.fixture
def three(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Council")) as found:
        yield found


@pytest.fixture
def six(database: Database) -> Iterator[Register]:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as found:
        yield found


def sent(register: Register) -> Series:
    series = register.sent(rule=MONTHLY)
    register.arrived()
    return series


def own(register: Register, series: Series) -> list[Event]:
    return events.of(register.session, series.id)


def facts(series: list[Event]) -> list[tuple[object, ...]]:
    return [
        (each.id, each.original, each.begins, each.ends, each.status, each.title, each.answer_by)
        for each in sorted(series, key=lambda each: each.id)
    ]


class TestSayingAnew:
    def test_events_follow_unless_they_say_something_of_their_own(self, three: Register) -> None:
        series = sent(three)
        first, second, *others = own(three, series)
        event_changes.say(
            three.session, events.Shown(second, series), Details("Away day"), by=None, now=LATER
        )
        three.arrived()
        round_ = whole_series.say_all(
            three.session, series, Details("Forum", "Library"), by=None, now=LATER
        )
        assert round_ is not None
        assert (first.title, first.place, second.title) == ("Forum", "Library", "Away day")
        assert {each.title for each in others} == {"Forum"}
        assert three.messages() == [("update", each.name) for each in three.leads]

    def test_nothing_new_is_told_to_nobody(self, three: Register) -> None:
        series = sent(three)
        same = events.details_of(series)
        assert whole_series.say_all(three.session, series, same, by=None, now=LATER) is None
        assert three.messages() == []

    def test_a_stop_puts_all_texts_back(self, six: Register) -> None:
        series = sent(six)
        before = facts(own(six, series))
        round_ = whole_series.say_all(six.session, series, Details("Forum"), by=None, now=LATER)
        assert round_ is not None
        rounds.stop(six.session, round_, by=None, now=SOON)
        assert facts(own(six, series)) == before
        assert (series.title, series.title_key) == ("Leadership Forum", "leadership forum")


class TestMovingAll:
    def test_events_stay_who_they_are_and_follow(self, three: Register) -> None:
        series = sent(three)
        uid, ids = series.uid, [each.id for each in own(three, series)]
        round_ = whole_series.move_all(
            three.session, series, WEEK_LATER, SECOND, by=None, now=LATER
        )
        after = own(three, series)
        assert round_ is not None
        assert (series.uid, series.sequence) == (uid, 1)
        assert [each.id for each in after][: len(ids)] == ids
        assert all(each.original == each.begins for each in after)
        assert after[1].begins == datetime(2027, 1, 14, 10)
        assert {each.sequence for each in after} == {1}
        assert three.messages() == [("update", each.name) for each in three.leads]

    def test_what_was_moved_by_itself_keeps_its_own_time(self, three: Register) -> None:
        series = sent(three)
        second = own(three, series)[1]
        alone = FORUM.on(date(2027, 1, 20))
        event_changes.move(three.session, events.Shown(second, series), alone, by=None, now=LATER)
        whole_series.move_all(three.session, series, WEEK_LATER, SECOND, by=None, now=LATER)
        assert events.span_of(second) == alone
        assert second.original == datetime(2027, 1, 14, 10)

    def test_a_slower_rule_takes_out_what_has_no_place_and_a_stop_brings_it_back(
        self, six: Register
    ) -> None:
        series = sent(six)
        before = facts(own(six, series))
        quarterly = replace(MONTHLY, interval=3)
        round_ = whole_series.move_all(six.session, series, FORUM, quarterly, by=None, now=LATER)
        assert round_ is not None
        states = [each.status for each in own(six, series)]
        assert (states.count(Status.SCHEDULED), len(states)) == (5, len(before))
        rounds.stop(six.session, round_, by=None, now=SOON)
        assert facts(own(six, series)) == before
        assert events.rule_of(series) == MONTHLY

    def test_a_quicker_rule_adds_events_and_a_stop_takes_them_away(self, six: Register) -> None:
        series = sent(six)
        before = facts(own(six, series))
        weekly = Rule(Frequency.WEEKLY, weekday=3)
        round_ = whole_series.move_all(six.session, series, FORUM, weekly, by=None, now=LATER)
        assert round_ is not None
        assert len(own(six, series)) > 4 * len(before)
        rounds.stop(six.session, round_, by=None, now=SOON)
        assert facts(own(six, series)) == before

    def test_what_has_begun_is_not_moved_as_a_whole(self, three: Register) -> None:
        series = sent(three)
        january = datetime(2027, 1, 2, tzinfo=NOW.tzinfo)
        with pytest.raises(Refused, match="This and following"):
            whole_series.move_all(three.session, series, WEEK_LATER, SECOND, by=None, now=january)
        with pytest.raises(Refused, match="when it is already"):
            whole_series.move_all(three.session, series, FORUM, MONTHLY, by=None, now=LATER)


class TestThisAndFollowing:
    def test_a_stop_stops_both_rounds(self, six: Register) -> None:
        series = sent(six)
        before = facts(own(six, series))
        third = events.Shown(own(six, series)[2], series)
        new, made = series_changes.follow(six.session, third, AFTERNOON, SECOND, by=None, now=LATER)
        assert len({each.goes_at for each in made}) == 1
        rounds.stop(six.session, made[1], by=None, now=SOON)
        assert six.messages() == []
        assert facts(own(six, series)) == before
        assert events.rule_of(series) == MONTHLY
        assert new.cancelled_at is not None
        assert events.drafts(six.session) == []
        with pytest.raises(Refused, match="stopped already"):
            rounds.stop(six.session, made[0], by=None, now=SOON)

    def test_who_is_a_guest_of_one_event_is_not_of_the_series_that_follows(
        self, three: Register
    ) -> None:
        series = sent(three)
        first, _second, third, *_rest = own(three, series)
        guest = Choice(Among.GUEST, three.person("Guest").id)
        event_changes.add_guests(three.session, series, [guest], event=first, by=None, now=LATER)
        new, _made = series_changes.follow(
            three.session, events.Shown(third, series), AFTERNOON, SECOND, by=None, now=LATER
        )
        asked = rounds.asked(three.session, new)
        assert all(each.guests == () for each in asked.values())
