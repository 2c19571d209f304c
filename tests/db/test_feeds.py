"""What stands in a feed, for how long, and for whom."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import icalendar
import pytest

from db import (
    audit_pages,
    event_changes,
    events,
    feed_links,
    feeds,
    rounds,
    seats,
    series_changes,
    unheard,
)
from db.audience_items import Choice
from db.engine import Database
from db.events import Shown
from domain.calendars import feed
from domain.changes import Wanted
from domain.events import Among
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from tests.calendars.readers import Message, by_recurring
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register

LATER = NOW + timedelta(minutes=5)
SIX = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST, count=6)
OVER = FORUM.ends.replace(tzinfo=NOW.tzinfo)


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def fed(own: Register, person: int = 0, *, of_body: bool = False, now: datetime = NOW) -> bytes:
    """Give the feed of a lead, or of their body, as their link opens it."""
    body = own.body if of_body else None
    link = feed_links.link(own.session, own.leads[person].id, body, now=now)
    found = feeds.read(own.session, link, events.partnership(own.session), now=now)
    assert found is not None
    return found


def read(body: bytes) -> Message:
    return by_recurring(body.decode())


def statuses(body: bytes) -> list[str]:
    return [str(each["STATUS"]) for each in icalendar.Calendar.from_ical(body).walk("VEVENT")]


def days(body: bytes) -> list[date]:
    met = read(body).occurrences
    assert met is not None
    return [each.date() for each in met]


@pytest.mark.parametrize("of_body", [False, True], ids=["own", "body"])
def test_a_sent_event_is_in_it_and_a_draft_is_not(two: Register, *, of_body: bool) -> None:
    two.draft()
    assert statuses(fed(two, of_body=of_body)) == []
    series = two.sent()
    [entry] = read(fed(two, of_body=of_body)).entries
    assert (entry.uid, entry.attendees, entry.organizer) == (series.uid, (), "")


def test_it_has_the_same_bytes_until_something_changes(two: Register) -> None:
    series = two.sent()
    first = fed(two)
    assert fed(two, now=LATER) == first
    event_changes.move(
        two.session, two.first(series), FORUM.on(date(2026, 12, 10)), by=None, now=LATER
    )
    assert days(fed(two)) == [date(2026, 12, 10)]


def test_what_was_stopped_is_no_more_in_it(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        many.sent()
        [round_] = many.rounds()
        leaves = round_.goes_at
        assert statuses(fed(many, now=leaves - timedelta(seconds=1))) == []
        assert statuses(fed(many, now=leaves)) == ["CONFIRMED"]
        rounds.stop(many.session, round_, by=None, now=NOW)
        assert statuses(fed(many, now=leaves)) == []


def test_it_shows_a_new_event_once_its_invitations_leave(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        many.sent()
        leaves = many.rounds()[0].goes_at
        assert statuses(fed(many, of_body=True)) == []
        assert unheard.until(many.session, now=NOW) == leaves
        assert unheard.until(many.session, now=leaves) is None
        assert statuses(fed(many, of_body=True, now=leaves)) == ["CONFIRMED"]


def test_what_was_cancelled_is_shown_for_thirty_days(two: Register) -> None:
    series = two.sent()
    event_changes.cancel(two.session, two.first(series), by=None, now=NOW)
    assert statuses(fed(two)) == ["CANCELLED"]
    month = NOW + timedelta(days=30)
    assert statuses(fed(two, now=month - timedelta(seconds=1))) == ["CANCELLED"]
    assert statuses(fed(two, now=month)) == []


def test_a_series_that_is_called_off_keeps_what_was_held(two: Register) -> None:
    series = two.sent(rule=SIX)
    after_first = NOW + timedelta(days=40)
    event_changes.cancel_all(two.session, series, by=None, now=after_first)
    assert statuses(fed(two, now=after_first)) == ["CONFIRMED"] + ["CANCELLED"] * 5
    later = fed(two, now=after_first + timedelta(days=31))
    assert (statuses(later), days(later)) == (["CONFIRMED"], [date(2026, 12, 3)])


def test_what_is_over_stays_for_a_year(two: Register) -> None:
    two.sent()
    year = OVER + timedelta(days=365)
    assert statuses(fed(two, now=year - timedelta(seconds=1))) == ["CONFIRMED"]
    assert statuses(fed(two, now=year)) == []


def test_one_cancelled_occurrence_is_left_out_and_a_moved_one_moves(two: Register) -> None:
    series = two.sent(rule=SIX)
    own = events.of(two.session, series.id)
    event_changes.cancel(two.session, Shown(own[1], series), by=None, now=LATER)
    event_changes.move(
        two.session, Shown(own[2], series), FORUM.on(date(2027, 2, 5)), by=None, now=LATER
    )
    assert days(fed(two))[:3] == [date(2026, 12, 3), date(2027, 2, 5), date(2027, 3, 4)]


def test_each_sees_the_occurrences_that_are_theirs(two: Register) -> None:
    series = two.sent(rule=SIX)
    new, since = two.person("New lead"), date(2027, 2, 1)
    seats.appoint(two.session, two.seats[0], new, Part.LEAD, since=since, by=None, now=LATER)
    series_changes.keep(two.session, series, by=None, now=LATER)
    assert days(fed(two)) == [date(2026, 12, 3), date(2027, 1, 7)]
    assert len(days(fed(two, 1))) == 6
    parts = feeds.personal(two.session, new.id, now=LATER)
    theirs = feed(parts, name="Theirs", zone="Europe/London", day=since)
    assert days(theirs)[0] == date(2027, 2, 4)
    assert len(days(theirs)) == 4


def test_its_state_is_another_once_those_invited_follow_the_register(two: Register) -> None:
    series = two.sent()
    before = feeds.state(two.session, two.owner, now=LATER)
    assert series_changes.keep(two.session, series, by=None, now=LATER) is None
    assert feeds.state(two.session, two.owner, now=LATER) == before
    new = two.person("New lead")
    seats.appoint(two.session, two.seats[0], new, Part.LEAD, since=BEGAN, by=None, now=NOW)
    before = feeds.state(two.session, two.owner, now=LATER)
    assert series_changes.keep(two.session, series, by=None, now=LATER) is not None
    assert feeds.state(two.session, two.owner, now=LATER) != before
    [latest], _more = audit_pages.page(two.session, two.owner, Wanted(), limit=1, day=LATER.date())
    assert (latest.verb, latest.what) == ("follow register", "Leadership Forum")
    assert latest.after == {"invited": ["New lead"], "withdrawn": ["Police lead"]}


def test_who_is_no_more_invited_has_it_no_more(two: Register) -> None:
    series = two.sent()
    guest = two.person("Guest")
    [item] = [Choice(Among.GUEST, guest.id)]
    event_changes.add_guests(two.session, series, [item], by=None, now=NOW)
    assert len(list(feeds.personal(two.session, guest.id, now=NOW))) == 1
    [*_others, round_] = two.rounds()
    round_.goes_at = LATER
    rounds.stop(two.session, round_, by=None, now=NOW)
    assert list(feeds.personal(two.session, guest.id, now=NOW)) == []


def test_a_new_address_ends_the_old_one(two: Register) -> None:
    person = two.leads[0].id
    old = feed_links.link(two.session, person, now=NOW)
    assert feed_links.link(two.session, person, now=LATER) is old
    new = feed_links.renew(two.session, person, now=LATER)
    assert (new.id != old.id, old.revoked_at) == (True, LATER)
    assert feed_links.link(two.session, person, now=LATER) is new


def test_who_leaves_a_series_keeps_its_past_meetings_in_their_feed(two: Register) -> None:
    series = two.sent(rule=SIX)
    new, after_first = two.person("New lead"), NOW + timedelta(days=40)
    since = after_first.date()
    seats.appoint(two.session, two.seats[0], new, Part.LEAD, since=since, by=None, now=after_first)
    series_changes.keep(two.session, series, by=None, now=after_first)
    parts = feeds.personal(two.session, two.leads[0].id, now=after_first)
    assert days(feed(parts, name="", zone="UTC", day=since)) == [date(2026, 12, 3)]
