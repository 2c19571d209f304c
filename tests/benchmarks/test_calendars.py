"""Invitations and feeds: what a hundred readers cost, beside the calendar library alone."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import icalendar
import pytest
from icalendar.enums import ROLE, STATUS
from sqlalchemy import select

from bot.pages.feeds import Feeds
from db import calendar_drafts, feed_links
from db.engine import Database
from db.models import Attendee as Row
from db.models import Link, Series
from db.signing import Signer
from domain.attendees import Attendee, Organizer
from domain.calendars import etag, feed, publish
from domain.events import Say
from domain.invitations import finish, guest_list, request
from domain.recurrence import Frequency, Rule
from tests.benchmarks.callers import show
from tests.calendars.messages import MAILBOX, ORGANIZER, SINGLE, STAMP
from tests.db.meetings import FORUM, NOW, Register, register

READERS = 100
EVENTS = 1000
ROUNDS = 7

LEAST_RATIO = 5
MOST_PER_DRAFT = 0.010
MOST_PER_READER = 0.0002
MOST_PER_FEED = 0.005
"""Seconds."""

GUESTS = [
    Attendee(f"lead{n}@agency{n}.example.org", f"Lead of Agency {n}", ROLE.REQ_PARTICIPANT)
    for n in range(READERS)
]
ENTRY = replace(SINGLE, rule=Rule(Frequency.WEEKLY, 3, count=30))


def taken(work: Callable[[], object]) -> float:
    """Give the seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def by_the_library(reader: int, shown: list[Attendee]) -> bytes:
    """Make one reader's invitation as the library's documentation does."""
    zone = ZoneInfo(ENTRY.span.zone)
    event = icalendar.Event.new(
        uid=ENTRY.uid,
        stamp=STAMP,
        sequence=ENTRY.sequence,
        summary=ENTRY.title,
        start=ENTRY.span.begins.replace(tzinfo=zone),
        end=ENTRY.span.ends.replace(tzinfo=zone),
        location=ENTRY.place,
        description=f"{ENTRY.agenda}\n\n{ENTRY.joining}",
        organizer=icalendar.vCalAddress(f"mailto:calendar+token{reader}@joinedup.example.org"),
        attendees=[
            icalendar.vCalAddress.new(each.address, cn=each.name, rsvp=True) for each in shown
        ],
        status=STATUS.CONFIRMED,
    )
    event.add("RRULE", {"FREQ": "WEEKLY", "BYDAY": "TH", "COUNT": 30})
    calendar = icalendar.Calendar.new(method="REQUEST", prodid="-//Bench//EN", version="2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def by_us(organizer: Organizer, *, is_hidden: bool) -> list[bytes]:
    """Make every reader's invitation: drafted once, finished for each."""
    shown = guest_list(GUESTS, is_hidden=is_hidden)
    draft = request([ENTRY], organizer, stamp=STAMP, shown=shown)
    return [finish(draft, each, f"token{n}") for n, each in enumerate(GUESTS)]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_hidden", [True, False], ids=["hidden list", "shown list"])
def test_a_hundred_readers_cost_a_fifth_of_the_librarys_way(*, is_hidden: bool) -> None:
    theirs, ours = [], []
    for _ in range(ROUNDS):
        theirs.append(
            taken(
                lambda: [
                    by_the_library(n, [each] if is_hidden else GUESTS)
                    for n, each in enumerate(GUESTS)
                ]
            )
        )
        ours.append(taken(lambda: by_us(ORGANIZER, is_hidden=is_hidden)))
    ratio = statistics.median(a / b for a, b in zip(theirs, ours, strict=True))
    show(f"{READERS} readers, {'hidden' if is_hidden else 'shown'} list, milliseconds:")
    show(f"  library {statistics.median(theirs) * 1000:8.1f}")
    show(f"  ours    {statistics.median(ours) * 1000:8.1f}  {ratio:.0f} times as fast")
    assert len({*by_us(ORGANIZER, is_hidden=is_hidden)}) == READERS
    assert ratio >= LEAST_RATIO


def test_a_draft_takes_ten_milliseconds_and_a_reader_a_fifth_of_one() -> None:
    drafts = [
        taken(lambda: request([ENTRY], ORGANIZER, stamp=STAMP, shown=GUESTS)) for _ in range(30)
    ]
    draft = request([ENTRY], ORGANIZER, stamp=STAMP, shown=GUESTS)
    finished = [taken(partial(finish, draft, each, "token")) for each in GUESTS for _ in range(5)]
    show(f"a draft {statistics.median(drafts) * 1000:.2f} ms, ", end="")
    show(f"a reader {statistics.median(finished) * 1000:.3f} ms")
    assert statistics.median(drafts) <= MOST_PER_DRAFT
    assert statistics.median(finished) <= MOST_PER_READER


def test_a_feed_of_a_thousand_kept_entries_takes_five_milliseconds() -> None:
    parts = [
        publish(
            replace(SINGLE, uid=f"{n:036d}", span=SINGLE.span.on(date(2026, 1, 1) + timedelta(n)))
        )
        for n in range(EVENTS)
    ]

    def served() -> str:
        return etag(feed(parts, name="All", zone="Europe/London", day=date(2026, 11, 23)))

    served()
    times = [taken(served) for _ in range(30)]
    show(f"a feed of {EVENTS} entries with its ETag: {statistics.median(times) * 1000:.2f} ms")
    assert statistics.median(times) <= MOST_PER_FEED


def from_rows(own: Register, series: Series, readers: list[Row]) -> list[bytes]:
    """Make every reader's invitation from its rows: drafted once a revision."""
    said = [
        calendar_drafts.message(
            own.session, series, each, Say.INVITATION, None, organizer=MAILBOX, now=NOW
        )
        for each in readers
    ]
    return [each[1] for each in said if each is not None]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_hidden", [True, False], ids=["hidden list", "shown list"])
def test_a_hundred_readers_from_rows_cost_a_fifth_of_the_librarys_way(
    database: Database, *, is_hidden: bool
) -> None:
    theirs, ours = [], []
    with register(database, tuple(f"Partner {n}" for n in range(READERS))) as own:
        series = own.sent(rule=Rule(Frequency.WEEKLY, 3, count=30))
        series.hide_guests = is_hidden
        own.session.flush()
        readers = list(own.session.scalars(select(Row).where(Row.series_id == series.id)))
        for _ in range(ROUNDS):
            series.revision += 1  # the draft of each round is made anew
            own.session.flush()
            theirs.append(
                taken(
                    lambda: [
                        by_the_library(n, [each] if is_hidden else GUESTS)
                        for n, each in enumerate(GUESTS)
                    ]
                )
            )
            ours.append(taken(lambda: from_rows(own, series, readers)))
        assert len({*from_rows(own, series, readers)}) == READERS
    ratio = statistics.median(a / b for a, b in zip(theirs, ours, strict=True))
    show(f"{READERS} readers from rows, {'hidden' if is_hidden else 'shown'} list, milliseconds:")
    show(f"  library {statistics.median(theirs) * 1000:8.1f}")
    show(f"  ours    {statistics.median(ours) * 1000:8.1f}  {ratio:.0f} times as fast")
    assert ratio >= LEAST_RATIO


@pytest.mark.timeout(300)
def test_a_feed_of_a_thousand_events_from_rows_takes_five_milliseconds(database: Database) -> None:
    with register(database, ("Police",)) as own:
        for n in range(EVENTS):
            own.sent(FORUM.on(date(2026, 12, 1) + timedelta(n % 300)))
        person = own.leads[0].id
        made = [feed_links.link(own.session, person, body, now=NOW) for body in (None, own.body)]
    signer = Signer("a secret key of the benchmarks, long enough")

    def served(pages: Feeds, link: Link) -> int:
        given = pages.read(link.purpose, signer.token(link))
        assert given is not None
        return given.body.count(b"BEGIN:VEVENT")

    for link in made:
        pages = Feeds(database, signer, clock=lambda: NOW)
        cold = taken(partial(served, pages, link))
        warm = statistics.median(taken(partial(served, pages, link)) for _ in range(30))
        show(f"{link.purpose} of {EVENTS}: {cold * 1000:.2f} ms, warm {warm * 1000:.2f} ms")
        assert served(pages, link) == EVENTS
        assert warm <= MOST_PER_FEED
