"""Who is invited, who hears of a change, and what is never said twice or to nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from db import event_changes, events, rounds, seats, series_changes
from db.audience_items import Choice
from db.engine import Database
from domain.errors import Refused
from domain.events import Among, Details
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from tests.db.meetings import FORUM, NOW, Register, register

LATER = NOW + timedelta(minutes=5)
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
THURSDAY_AFTER = FORUM.on(date(2026, 12, 10))


@pytest.fixture
def three(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Council")) as found:
        yield found


def test_each_seat_is_invited_once(three: Register) -> None:
    three.sent()
    assert three.messages() == [
        ("invitation", "Police lead"),
        ("invitation", "Health lead"),
        ("invitation", "Council lead"),
    ]
    [round_] = three.rounds()
    assert (round_.people, round_.goes_at) == (3, NOW)


def test_a_send_to_many_waits_and_can_be_stopped(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        series = many.sent()
        [round_] = many.rounds()
        assert round_.goes_at == NOW + timedelta(minutes=2)
        rounds.stop(many.session, round_, by=None, now=NOW + timedelta(minutes=1))
        assert many.messages() == []
        assert events.drafts(many.session) == [series]
        event_changes.send(many.session, series, by=None, now=LATER)
        assert len(many.messages()) == 6
        with pytest.raises(Refused, match="stopped already"):
            rounds.stop(many.session, round_, by=None, now=LATER)


def test_what_has_not_left_says_the_new_time_by_itself(three: Register) -> None:
    series = three.sent()
    event_changes.move(three.session, three.first(series), THURSDAY_AFTER, by=None, now=LATER)
    assert [kind for kind, _name in three.messages()] == ["invitation"] * 3
    assert len(three.messages("superseded")) == 3


def test_who_was_told_hears_of_a_move_and_a_cancellation(three: Register) -> None:
    series = three.sent()
    three.arrived()
    event_changes.move(three.session, three.first(series), THURSDAY_AFTER, by=None, now=LATER)
    assert [kind for kind, _name in three.messages()] == ["update"] * 3
    assert series.sequence == 1
    event_changes.cancel(three.session, three.first(series), reason="Flood", by=None, now=LATER)
    assert [kind for kind, _name in three.messages()] == ["cancellation"] * 3
    assert series.sequence == 2


def test_what_nobody_was_told_of_is_cancelled_without_a_word(three: Register) -> None:
    series = three.sent()
    event_changes.cancel(three.session, three.first(series), by=None, now=LATER)
    assert three.messages() == []


def test_one_occurrence_is_cancelled_without_the_rest(three: Register) -> None:
    series = three.sent(rule=MONTHLY)
    three.arrived()
    second = events.of(three.session, series.id)[1]
    event_changes.cancel(three.session, events.Shown(second, series), by=None, now=LATER)
    assert [kind for kind, _name in three.messages()] == ["cancellation"] * 3
    assert series.cancelled_at is None
    [_first, round_] = three.rounds()
    assert round_.event_id == second.id


def test_this_and_following_becomes_a_new_series(three: Register) -> None:
    series = three.sent(rule=MONTHLY)
    three.arrived()
    third = events.of(three.session, series.id)[2]
    afternoon = replace(FORUM, begins=datetime(2027, 2, 4, 14), ends=datetime(2027, 2, 4, 16))
    new, done = series_changes.follow(
        three.session, events.Shown(third, series), afternoon, MONTHLY, by=None, now=LATER
    )
    assert [each.people for each in done] == [3, 3]
    assert three.messages() == [
        *[("update", each.name) for each in three.leads],
        *[("invitation", each.name) for each in three.leads],
    ]
    assert new.continues_id == series.id
    assert new.uid != series.uid


def test_a_new_lead_takes_the_future_events_of_a_seat(three: Register) -> None:
    series = three.sent()
    three.arrived()
    new = three.person("New lead")
    seats.appoint(
        three.session, three.seats[0], new, Part.LEAD, since=date(2026, 12, 1), by=None, now=LATER
    )
    series_changes.keep(three.session, series, by=None, now=LATER)
    assert sorted(three.messages()) == [("invitation", "New lead"), ("withdrawal", "Police lead")]
    assert series_changes.keep(three.session, series, by=None, now=LATER) is None


def test_a_guest_is_invited_beside(three: Register) -> None:
    series = three.sent()
    three.arrived()
    guest = three.person("Guest")
    whom = [Choice(Among.GUEST, guest.id)]
    event_changes.add_guests(three.session, series, whom, by=None, now=LATER)
    assert three.messages() == [("invitation", "Guest")]
    with pytest.raises(Refused, match="invited already"):
        event_changes.add_guests(three.session, series, whom, by=None, now=LATER)


def test_a_stopped_move_is_as_it_was(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        series = many.sent()
        many.arrived()
        shown = many.first(series)
        round_ = event_changes.move(many.session, shown, THURSDAY_AFTER, by=None, now=LATER)
        assert round_ is not None
        rounds.stop(many.session, round_, by=None, now=LATER)
        assert events.span_of(shown.event) == FORUM
        assert many.messages() == []


def test_a_stopped_change_says_what_it_said(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        series = many.sent()
        many.arrived()
        shown = many.first(series)
        details = Details("Forum", place="Town Hall")
        round_ = event_changes.say(many.session, shown, details, by=None, now=LATER)
        assert round_ is not None
        rounds.stop(many.session, round_, by=None, now=LATER)
        assert (shown.event.title, shown.event.place) == ("Leadership Forum", "")
        assert (series.title, series.title_key) == ("Leadership Forum", "leadership forum")


def test_of_two_rounds_that_wait_the_newer_is_stopped_first(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        series = many.sent()
        [sent] = many.rounds()
        soon = NOW + timedelta(minutes=1)
        moved = event_changes.move(
            many.session, many.first(series), THURSDAY_AFTER, by=None, now=soon
        )
        assert moved is not None
        with pytest.raises(Refused, match="stop that first"):
            rounds.stop(many.session, sent, by=None, now=soon)
        rounds.stop(many.session, moved, by=None, now=soon)
        assert many.messages() == [("invitation", each.name) for each in many.leads]
        rounds.stop(many.session, sent, by=None, now=soon)
        assert many.messages() == []
        assert events.drafts(many.session) == [series]


def test_a_series_written_ahead_tells_nobody_anything(three: Register) -> None:
    series = three.sent(rule=MONTHLY)
    three.arrived()
    new = series_changes.extend(three.session, series, until=date(2028, 6, 1), now=LATER)
    assert new
    assert three.messages() == []


def test_who_is_asked_no_more_learns_that_a_series_ends_for_them(three: Register) -> None:
    series = three.sent(rule=MONTHLY)
    three.arrived()
    last = events.of(three.session, series.id)[-1].begins.date()
    new = three.person("New lead")
    soon = last + timedelta(days=1)
    seats.appoint(three.session, three.seats[0], new, Part.LEAD, since=soon, by=None, now=LATER)
    before = series.sequence
    series_changes.extend(three.session, series, until=date(2028, 3, 1), now=LATER)
    assert three.messages() == [("update", "Police lead"), ("invitation", "New lead")]
    assert series.sequence == before + 1
    three.arrived()
    series_changes.extend(three.session, series, until=date(2028, 6, 1), now=LATER)
    assert three.messages() == []


def test_who_is_asked_again_gets_a_higher_sequence(three: Register) -> None:
    series = three.sent()
    three.arrived()
    session, seat, old = three.session, three.seats[0], three.leads[0]
    new = three.person("New lead")
    for person, day in ((new, date(2026, 11, 20)), (old, date(2026, 11, 25))):
        seats.appoint(session, seat, person, Part.LEAD, since=day, by=None, now=LATER)
        series_changes.keep(session, series, by=None, now=LATER)
        three.arrived()
    assert series.sequence == 2
    assert three.messages("sent")[-2:] == [
        ("invitation", "Police lead"),
        ("withdrawal", "New lead"),
    ]


def test_who_gets_a_second_seat_hears_of_it_once(three: Register) -> None:
    series = three.sent()
    three.arrived()
    session, lead = three.session, three.leads[0]
    day = date(2026, 11, 20)
    seats.appoint(session, three.seats[1], lead, Part.LEAD, since=day, by=None, now=LATER)
    series_changes.keep(session, series, by=None, now=LATER)
    assert sorted(three.messages()) == [("update", "Police lead"), ("withdrawal", "Health lead")]
    assert series_changes.keep(session, series, by=None, now=LATER) is None


def test_a_cancelled_occurrence_hides_no_other_change_of_a_persons_part(three: Register) -> None:
    series = three.sent(rule=MONTHLY)
    three.arrived()
    own = events.of(three.session, series.id)
    new, day = three.person("New lead"), own[3].begins.date()
    seats.appoint(three.session, three.seats[0], new, Part.LEAD, since=day, by=None, now=LATER)
    event_changes.cancel(three.session, events.Shown(own[0], series), by=None, now=LATER)
    assert {name: kind for kind, name in three.messages()} == {
        "Police lead": "update",
        "Health lead": "cancellation",
        "Council lead": "cancellation",
        "New lead": "invitation",
    }


def test_a_stopped_round_still_follows_the_register(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        series = many.sent()
        many.arrived()
        new = many.person("New lead")
        day = date(2026, 11, 20)
        seats.appoint(many.session, many.seats[0], new, Part.LEAD, since=day, by=None, now=LATER)
        round_ = event_changes.move(
            many.session, many.first(series), THURSDAY_AFTER, by=None, now=LATER
        )
        assert round_ is not None
        rounds.stop(many.session, round_, by=None, now=LATER)
        assert sorted(many.messages()) == [
            ("invitation", "New lead"),
            ("withdrawal", "Partner 0 lead"),
        ]


def test_a_round_that_nobody_hears_of_is_none(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        series = many.sent()
        assert event_changes.cancel(many.session, many.first(series), by=None, now=LATER) is None
        assert [each.people for each in many.rounds()] == [6]
