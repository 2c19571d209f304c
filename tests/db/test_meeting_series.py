"""Series from calendar files: what differs of them is checked, shown, and never lost silently."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.messages.event_import_lists import line
from db import event_changes, event_plans, events, meeting_imports
from db.engine import Database
from db.meeting_plans import Wanted
from db.models import Event, Import, Series
from domain.events import Calendar, Status
from domain.meeting_calendars import read_calendar
from tests.db.meetings import Register, register
from tests.db.years import BY, LATER, TODAY, all_events, bring, count, counts


@pytest.fixture
def three(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Council")) as found:
        yield found


MASTER = ("DTSTART:20261203T100000", "DTEND:20261203T120000", "RRULE:FREQ=MONTHLY;BYDAY=1TH")


def entry(*lines: str, title: str = "Executive") -> str:
    return "\n".join(["BEGIN:VEVENT", "UID:a", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def moved(original: str, begins: str, *lines: str, title: str = "Executive") -> str:
    when = (f"RECURRENCE-ID:{original}", f"DTSTART:{begins}", "DURATION:PT1H")
    return entry(*when, *lines, title=title)


def brought(three: Register, *entries: str, wanted: Wanted | None = None) -> Import:
    text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])
    read = read_calendar(text.encode(), "year.ics", zone="Europe/London", today=TODAY)
    return bring(three, read, wanted)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (moved("20270401T100000", "20270328T013000"), "There is no 01:30"),
        (moved("20270401T100000", "22270401T100000"), "10 years ahead"),
        (moved("20270401T100000", "20270402T100000", title="x" * 5000), "characters"),
    ],
)
def test_a_bad_change_is_listed_and_the_rest_goes_on(three: Register, bad: str, says: str) -> None:
    row = brought(three, entry(*MASTER), moved("20270107T100000", "20270114T140000"), bad)
    assert row.summary is not None
    [[_sheet, number, sentence]] = row.summary["problems"]
    assert (number, "2027-04-01" in sentence, says in sentence) == (1, True, True), sentence
    meeting_imports.confirm(three.session, row, by=BY)
    by_original = {each.original: each for each in all_events(three)}
    assert by_original[datetime(2027, 1, 7, 10)].begins == datetime(2027, 1, 14, 14)
    assert by_original[datetime(2027, 4, 1, 10)].begins == datetime(2027, 4, 1, 10)


def test_a_place_that_is_too_long_is_left_out_of_a_change(three: Register) -> None:
    other = moved("20270107T100000", "20270114T140000", f"LOCATION:{'x' * 400}")
    row = brought(three, entry(*MASTER), other)
    assert row.summary is not None
    assert "2027-01-07" in row.summary["notes"][0][2]
    meeting_imports.confirm(three.session, row, by=BY)
    assert {each.place for each in all_events(three)} == {""}


def test_the_preview_says_what_differs(three: Register) -> None:
    master = entry(*MASTER, "EXDATE:20270204T100000")
    row = brought(three, master, moved("20270107T100000", "20270114T140000"))
    assert row.summary is not None
    said = line(*row.summary["lines"][0])
    assert "Thu 7 Jan 2027 moved to Thu 14 Jan 2027, 14:00" in said
    assert "off on Thu 4 Feb 2027" in said


@pytest.mark.parametrize(
    "newer",
    [
        (entry(*MASTER, "EXDATE:20270204T100000"),),
        (entry(*MASTER[:2], f"{MASTER[2]};COUNT=6"),),
        (entry(*MASTER), moved("20270107T100000", "20270114T140000")),
    ],
)
def test_a_newer_export_of_a_series_is_no_known_one(
    three: Register, newer: tuple[str, ...]
) -> None:
    meeting_imports.confirm(three.session, brought(three, entry(*MASTER)), by=BY)
    before = count(three, Event)
    assert counts(brought(three, entry(*MASTER)))["same"] == 1
    row = brought(three, *newer)
    assert row.summary is not None
    [[_sheet, _number, sentence]] = row.summary["problems"]
    assert "differs from what we have" in sentence
    assert counts(row) == {"added": 0, "changed": 0, "same": 0}
    meeting_imports.confirm(three.session, row, by=BY)
    assert count(three, Event) == before
    assert {each.status for each in all_events(three)} == {Status.SCHEDULED}


def test_a_series_whose_first_meeting_was_moved_is_known_again(three: Register) -> None:
    both = (entry(*MASTER), moved("20261203T100000", "20261204T140000"))
    meeting_imports.confirm(three.session, brought(three, *both), by=BY)
    assert counts(brought(three, *both)) == {"added": 0, "changed": 0, "same": 1}


@pytest.mark.parametrize(
    ("differs", "day"),
    [
        ((entry(*MASTER, "EXDATE:20270204T100000"),), "4 February 2027"),
        ((entry(*MASTER), moved("20270107T100000", "20270114T140000")), "7 January 2027"),
    ],
)
def test_a_date_that_a_file_takes_back_is_told_of(
    three: Register, differs: tuple[str, ...], day: str
) -> None:
    meeting_imports.confirm(three.session, brought(three, *differs), by=BY)
    before = [(each.status, each.begins) for each in all_events(three)]
    row = brought(three, entry(*MASTER))
    assert row.summary is not None
    [[_sheet, _number, sentence]] = row.summary["problems"]
    assert day in sentence
    assert "off or moved" in sentence
    assert counts(row) == {"added": 0, "changed": 0, "same": 0}
    assert [(each.status, each.begins) for each in all_events(three)] == before


def test_a_date_that_is_over_may_differ(three: Register) -> None:
    old = [line.replace("20261203", "20260903") for line in MASTER]
    off = entry(*old, "EXDATE:20261001T100000")
    meeting_imports.confirm(three.session, brought(three, off), by=BY)
    assert counts(brought(three, entry(*old)))["same"] == 1


def test_a_whole_series_that_was_cancelled_here_is_not_called_known(three: Register) -> None:
    meeting_imports.confirm(three.session, brought(three, entry(*MASTER)), by=BY)
    [series] = three.session.scalars(select(Series))
    event_changes.cancel_all(three.session, series, reason="", by=None, now=LATER)
    row = brought(three, entry(*MASTER))
    assert row.summary is not None
    [[_sheet, _number, sentence]] = row.summary["problems"]
    assert "cancelled here" in sentence


def test_a_meeting_that_was_cancelled_here_is_not_called_known(three: Register) -> None:
    single = entry(*MASTER[:2])
    meeting_imports.confirm(three.session, brought(three, single), by=BY)
    [event] = all_events(three)
    shown = events.by_id(three.session, event.id)
    assert shown is not None
    event_changes.cancel(three.session, shown, reason="", by=None, now=LATER)
    row = brought(three, single)
    assert row.summary is not None
    [[_sheet, _number, sentence]] = row.summary["problems"]
    assert "cancelled here" in sentence
    assert counts(row) == {"added": 0, "changed": 0, "same": 0}
    again = three.sent()
    again.title_key, events.of(three.session, again.id)[0].title = "executive", "Executive"
    assert counts(brought(three, single)) == {"added": 0, "changed": 0, "same": 1}


@pytest.mark.parametrize("text", [entry(*MASTER), entry(*MASTER[:2])])
def test_a_draft_that_was_discarded_stands_in_no_files_way(three: Register, text: str) -> None:
    row = brought(three, text, wanted=Wanted(calendar=Calendar.OURS))
    meeting_imports.confirm(three.session, row, by=BY)
    [draft] = events.drafts(three.session)
    event_plans.discard(three.session, draft, by=None, now=LATER)
    assert counts(brought(three, text)) == {"added": 1, "changed": 0, "same": 0}
