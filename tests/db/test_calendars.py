"""What a series is in one reader's calendar, from its rows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import calendar_drafts, calendars, event_changes, events, preferences, seats, series_changes
from db.audience_items import Choice
from db.engine import Database
from db.events import Shown
from db.models import Attendee, CalendarDraft, Person, Series
from domain.events import Among, Calendar, Say
from domain.people import Channel
from domain.preferences import Kind, Preferences
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from tests.calendars.readers import Message, by_recurring
from tests.db.meetings import FORUM, NOW, Register, register

LATER = NOW + timedelta(minutes=5)
MAILBOX = "calendar@joinedup.example.org"
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
SIX = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST, count=6)


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def attendee(own: Register, series: Series, person: Person) -> Attendee:
    query = select(Attendee).where(Attendee.series_id == series.id, Attendee.person_id == person.id)
    return own.session.scalars(query).one()


def told(
    own: Register,
    series: Series,
    person: Person,
    say: Say = Say.INVITATION,
    about: int | None = None,
    now: datetime = NOW,
) -> tuple[str, bytes] | None:
    reader = attendee(own, series, person)
    return calendar_drafts.message(
        own.session, series, reader, say, about, organizer=MAILBOX, now=now
    )


def read(said: tuple[str, bytes] | None) -> Message:
    assert said is not None
    method, body = said
    found = by_recurring(body.decode())
    assert found.method == method
    return found


def days(found: Message) -> list[date]:
    assert found.occurrences is not None
    return [each.date() for each in found.occurrences]


def test_an_invitation_is_the_readers_own_and_of_one_draft(two: Register) -> None:
    series = two.sent()
    police, health = (read(told(two, series, each)) for each in two.leads)
    [own], [other] = police.entries, health.entries
    assert own.attendees == ("police.lead@example.org",)
    token = attendee(two, series, two.leads[0]).token
    assert own.organizer == f"calendar+{token.lower()}@joinedup.example.org"
    assert own.organizer != other.organizer
    assert len(two.session.scalars(select(CalendarDraft)).all()) == 1


def test_a_revision_keeps_its_bytes_and_the_next_has_others(two: Register) -> None:
    series = two.sent()
    first = told(two, series, two.leads[0])
    assert told(two, series, two.leads[0], now=LATER) == first
    event_changes.move(
        two.session, two.first(series), FORUM.on(date(2026, 12, 10)), by=None, now=LATER
    )
    moved = read(told(two, series, two.leads[0], Say.UPDATE, now=LATER))
    [entry] = moved.entries
    assert (entry.sequence, days(moved)) == (1, [date(2026, 12, 10)])
    assert entry.uid == series.uid


def test_guests_are_shown_only_if_their_list_is(two: Register) -> None:
    series = two.sent()
    series.hide_guests, series.revision = False, series.revision + 1
    [entry] = read(told(two, series, two.leads[0])).entries
    assert entry.attendees == ("health.lead@example.org", "police.lead@example.org")


@pytest.mark.parametrize("calendar", [Calendar.ELSEWHERE, Calendar.NONE])
def test_what_stands_elsewhere_is_never_sent(two: Register, calendar: Calendar) -> None:
    series = two.sent()
    series.calendar = calendar
    assert told(two, series, two.leads[0]) is None


def test_who_wants_no_calendar_part_gets_none(two: Register) -> None:
    series = two.sent()
    no_calendar = Preferences(None, Channel.MAIL, frozenset({Kind.CALENDAR}))
    preferences.choose(two.session, two.leads[0].id, no_calendar, by=None, now=NOW)
    assert told(two, series, two.leads[0]) is None
    assert told(two, series, two.leads[1]) is not None


@pytest.mark.parametrize("had_one", [True, False], ids=["had one", "never had one"])
def test_who_turned_the_calendar_part_off_is_rid_of_what_they_have(
    two: Register, *, had_one: bool
) -> None:
    series = two.sent()
    two.arrived()
    declined = NOW + timedelta(minutes=1) if had_one else NOW - timedelta(minutes=1)
    no_calendar = Preferences(None, Channel.MAIL, frozenset({Kind.CALENDAR}))
    preferences.choose(two.session, two.leads[0].id, no_calendar, by=None, now=declined)
    assert told(two, series, two.leads[0], Say.UPDATE, None, LATER) is None
    event_changes.cancel(two.session, two.first(series), by=None, now=LATER)
    said = told(two, series, two.leads[0], Say.CANCELLATION, None, LATER)
    assert (said[0] if said else None) == ("CANCEL" if had_one else None)


def test_without_a_mailbox_there_is_no_calendar_part(two: Register) -> None:
    series = two.sent()
    reader = attendee(two, series, two.leads[0])
    said = calendar_drafts.message(
        two.session, series, reader, Say.INVITATION, None, organizer="", now=NOW
    )
    assert said is None


def test_one_occurrence_is_moved_alone_and_comes_with_its_series_to_others(two: Register) -> None:
    series = two.sent(rule=SIX)
    second = events.of(two.session, series.id)[1]
    shown = Shown(second, series)
    event_changes.move(two.session, shown, FORUM.on(date(2027, 1, 8)), by=None, now=LATER)
    alone = read(told(two, series, two.leads[0], Say.UPDATE, second.id, LATER))
    [entry] = alone.entries
    assert (entry.original, entry.start.date()) == ("2027-01-07T10:00:00+00:00", date(2027, 1, 8))
    whole = read(told(two, series, two.leads[0], Say.INVITATION, None, LATER))
    assert len(whole.entries) == 2
    assert days(whole)[:3] == [date(2026, 12, 3), date(2027, 1, 8), date(2027, 2, 4)]
    assert {each.sequence for each in whole.entries} == {1}


def test_one_occurrence_is_cancelled_alone(two: Register) -> None:
    series = two.sent(rule=SIX)
    second = events.of(two.session, series.id)[1]
    event_changes.cancel(two.session, Shown(second, series), reason="Flood", by=None, now=LATER)
    said = told(two, series, two.leads[0], Say.CANCELLATION, second.id, LATER)
    assert said is not None
    assert b"STATUS:CANCELLED\r\n" in said[1]
    assert b"COMMENT:Flood\r\n" in said[1]
    [entry] = read(said).entries
    assert (said[0], entry.original, entry.sequence) == ("CANCEL", "2027-01-07T10:00:00+00:00", 1)
    later = read(told(two, series, two.leads[0], Say.INVITATION, None, LATER))
    assert days(later)[:2] == [date(2026, 12, 3), date(2027, 2, 4)]
    assert told(two, series, two.leads[0], Say.UPDATE, second.id, LATER) is None


def test_all_is_cancelled_and_nobody_is_asked_any_more(two: Register) -> None:
    series = two.sent(rule=SIX)
    event_changes.cancel_all(two.session, series, reason="No need", by=None, now=LATER)
    said = told(two, series, two.leads[0], Say.CANCELLATION, None, LATER)
    assert said is not None
    assert b"STATUS:CANCELLED\r\n" in said[1]
    [entry] = read(said).entries
    assert (said[0], entry.original, entry.sequence) == ("CANCEL", "", 1)
    assert told(two, series, two.leads[0], Say.INVITATION, None, LATER) is None


def test_who_hands_over_is_taken_out_and_who_follows_begins_where_they_come_in(
    two: Register,
) -> None:
    series = two.sent(rule=SIX)
    new, since = two.person("New lead"), date(2027, 2, 1)
    seats.appoint(two.session, two.seats[0], new, Part.LEAD, since=since, by=None, now=LATER)
    series_changes.keep(two.session, series, by=None, now=LATER)
    before = read(told(two, series, two.leads[0], Say.UPDATE, None, LATER))
    assert days(before) == [date(2026, 12, 3), date(2027, 1, 7)]
    after = read(told(two, series, new, Say.INVITATION, None, LATER))
    assert days(after) == [date(2027, month, 4 if month < 5 else 6) for month in (2, 3)] + [
        date(2027, 4, 1),
        date(2027, 5, 6),
    ]
    [entry] = after.entries
    assert entry.start.date() == date(2027, 2, 4)
    whole = read(told(two, series, two.leads[1], Say.INVITATION, None, LATER))
    assert len(days(whole)) == 6


def test_a_guest_of_one_occurrence_gets_no_other(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    second = events.of(two.session, series.id)[1]
    guest = two.person("Guest")
    event_changes.add_guests(
        two.session, series, [Choice(Among.GUEST, guest.id)], event=second, by=None, now=LATER
    )
    assert days(read(told(two, series, guest, now=LATER))) == [date(2027, 1, 7)]
    event_changes.cancel(two.session, Shown(second, series), by=None, now=LATER)
    said = told(two, series, guest, Say.CANCELLATION, None, LATER)
    assert said is not None
    assert said[0] == "CANCEL"
    assert [each.original for each in read(said).entries] == [""]


def test_who_is_withdrawn_from_all_is_uninvited_and_no_more(two: Register) -> None:
    series = two.sent()
    said = told(two, series, two.leads[0], Say.WITHDRAWAL)
    assert said is not None
    assert said[0] == "CANCEL"
    assert b"STATUS" not in said[1]


def test_who_is_asked_again_gets_a_later_message_than_what_took_them_out(two: Register) -> None:
    series = two.sent()
    told(two, series, two.leads[1])
    out = read_stamp(told(two, series, two.leads[0], Say.WITHDRAWAL, now=LATER))
    attendee(two, series, two.leads[0]).messages = 3
    again = told(two, series, two.leads[0], now=LATER + timedelta(minutes=1))
    assert read_stamp(again) > out


def read_stamp(said: tuple[str, bytes] | None) -> bytes:
    assert said is not None
    return next(each for each in said[1].splitlines() if each.startswith(b"DTSTAMP:"))


def test_this_and_following_ends_one_entry_and_begins_another_that_names_it(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    third = events.of(two.session, series.id)[2]
    new, _rounds = series_changes.follow(
        two.session, Shown(third, series), FORUM.on(date(2027, 2, 4)), MONTHLY, by=None, now=LATER
    )
    ended = read(told(two, series, two.leads[0], Say.UPDATE, None, LATER))
    assert days(ended) == [date(2026, 12, 3), date(2027, 1, 7)]
    said = told(two, new, two.leads[0], Say.INVITATION, None, LATER)
    assert said is not None
    assert f"RELATED-TO;RELTYPE=SIBLING:{series.uid}".encode() in said[1].replace(b"\r\n ", b"")
    assert days(read(said))[0] == date(2027, 2, 4)


def test_a_copy_is_an_entry_of_its_own(two: Register) -> None:
    series = two.draft(rule=SIX)
    person = two.leads[0].id
    said = calendar_drafts.copy(two.session, series, person, organizer=MAILBOX, now=NOW)
    assert said is not None
    [entry] = read(said).entries
    assert b"SUMMARY:Test copy: Leadership Forum\r\n" in said[1]
    assert entry.uid != series.uid
    assert entry.attendees == ("police.lead@example.org",)
    other = calendar_drafts.copy(two.session, series, two.leads[1].id, organizer=MAILBOX, now=NOW)
    assert read(other).entries[0].uid != entry.uid
    assert calendar_drafts.copy(two.session, series, person, organizer="", now=NOW) is None


def test_a_file_names_nobody(two: Register) -> None:
    series = two.sent()
    body = calendar_drafts.file(two.first(series))
    assert (b"ATTENDEE" in body, b"ORGANIZER" in body) == (False, False)
    [entry] = read(("PUBLISH", body)).entries
    assert (entry.uid, entry.start) == (series.uid, two.first(series).event.begins_at)


def test_an_hour_that_a_clock_change_takes_is_left_out(two: Register) -> None:
    night = FORUM.on(date(2027, 3, 21))
    early = type(night)(datetime(2027, 3, 21, 1, 30), datetime(2027, 3, 21, 3), night.zone)
    series = two.draft(early, Rule(Frequency.WEEKLY, 6, count=4))
    entry = calendars.master(series, events.of(two.session, series.id))
    assert entry.left_out == (datetime(2027, 3, 28, 1, 30),)
