"""Feeds: the same bytes for the same events, and nobody's name in them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import icalendar

from domain.calendars import Part, etag, feed, publish
from domain.entries import Entry, Status
from domain.when import WallSpan

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
FORUM = Entry(
    uid="5d1c",
    sequence=1,
    span=WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London"),
    title="Leadership Forum",
    changed=MOMENT,
)
ABROAD = replace(
    FORUM,
    uid="77aa",
    span=WallSpan(datetime(2028, 12, 3, 10), datetime(2028, 12, 3, 12), "Africa/Cairo"),
)
OCCURRENCE = replace(FORUM, original=datetime(2026, 12, 10, 10))


def fed(*parts: Part, source: str = "") -> bytes:
    return feed(parts, name="Medway, all", zone="Europe/London", day=DAY, source=source)


def parts(*entries: Entry) -> list[Part]:
    return [publish(each) for each in entries]


def test_the_order_of_the_rows_does_not_change_a_feed() -> None:
    bodies = {fed(*each) for each in permutations(parts(FORUM, OCCURRENCE, ABROAD))}
    (body,) = bodies
    assert body.index(b"SEQUENCE") < body.index(b"RECURRENCE-ID") < body.index(b"UID:77aa")


def test_an_entry_has_the_same_bytes_until_it_changes() -> None:
    (part,), (again,) = parts(FORUM), parts(FORUM)
    assert part == again
    assert b"DTSTAMP:20261120T090000Z\r\n" in part.body
    assert b"LAST-MODIFIED:20261120T090000Z\r\n" in part.body
    (changed,) = parts(replace(FORUM, title="Forum"))
    assert etag(fed(part)) == etag(fed(again)) != etag(fed(changed))


def test_a_feed_says_its_name_how_often_it_is_read_and_where() -> None:
    body = fed(source="https://example.org/feeds/token.ics")
    assert b"METHOD:PUBLISH\r\nNAME:Medway\\, all\r\n" in body
    assert b"X-WR-CALNAME:Medway\\, all\r\n" in body
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nSOURCE;VALUE=URI:https://example.org" in body
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in body
    assert b"SOURCE" not in fed()


def test_an_empty_feed_is_a_calendar_all_the_same() -> None:
    (component,) = icalendar.Calendar.from_ical(fed()).subcomponents
    assert component["TZID"] == "Europe/London"


def test_each_zone_stands_once_for_all_the_years_it_is_needed() -> None:
    later = replace(
        ABROAD,
        uid="88bb",
        span=WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Africa/Cairo"),
    )
    body = fed(*parts(ABROAD, later, FORUM))
    assert body.count(b"TZID:Africa/Cairo\r\n") == body.count(b"TZID:Europe/London\r\n") == 1
    assert b"RDATE:20260424T000000" in body
    assert b"RDATE:20280428T000000" in body


def test_a_zone_that_is_utc_needs_none() -> None:
    (part,) = parts(replace(FORUM, span=replace(FORUM.span, zone="Etc/UTC")))
    assert part.zone is None
    assert b"DTSTART:20261203T100000Z\r\n" in part.body


def test_nobody_stands_in_a_feed_and_a_cancelled_event_does() -> None:
    (part,) = parts(replace(FORUM, status=Status.CANCELLED))
    assert b"ATTENDEE" not in part.body
    assert b"ORGANIZER" not in part.body
    assert b"STATUS:CANCELLED\r\n" in part.body
    assert b"TRANSP:TRANSPARENT\r\n" in part.body
