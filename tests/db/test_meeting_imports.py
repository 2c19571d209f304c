"""Meetings of a file are written and taken back: nothing lost, nothing twice, nobody told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.event import listen

from db import event_changes, events, imports, meeting_imports, series_changes
from db.engine import Database
from db.invitations import Change, settle
from db.meeting_plans import Wanted
from db.models import (
    Attendee,
    AuditEntry,
    Delivery,
    Event,
    FeedPart,
    Invitation,
    Recipient,
    Round,
    Series,
)
from domain.errors import Refused
from domain.events import Calendar, Status, What
from domain.imports import State
from domain.meeting_calendars import read_calendar
from tests.db.meetings import FORUM, NOW, Register, register
from tests.db.years import (
    BY,
    LATER,
    PAST,
    TODAY,
    WINTER,
    all_events,
    asked,
    bring,
    count,
    counts,
    sheet,
)


@pytest.fixture
def three(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Council")) as found:
        yield found


def test_past_and_coming_meetings_are_scheduled_and_nobody_is_told(three: Register) -> None:
    row = bring(three, sheet(WINTER, PAST))
    assert (counts(row), asked(three, row)) == ({"added": 2, "changed": 0, "same": 0}, [])
    assert count(three, Event) == 0
    meeting_imports.confirm(three.session, row, by=BY)
    spring, winter = all_events(three)
    assert {spring.status, winter.status} == {Status.SCHEDULED}
    assert (spring.begins, winter.place) == (datetime(2026, 3, 5, 14), "Town Hall")
    assert {each.calendar for each in three.session.scalars(select(Series))} == {"elsewhere"}
    invited = [each.event_id for each in three.session.scalars(select(Invitation))]
    assert invited == [winter.id] * 3
    assert (count(three, Recipient), count(three, Attendee)) == (3, 3)
    assert (count(three, Delivery), count(three, Round)) == (0, 0)


def test_meetings_are_written_as_each_change_would_leave_them(three: Register) -> None:
    meeting_imports.confirm(three.session, bring(three, sheet(WINTER)), by=BY)
    [series] = three.session.scalars(select(Series))
    before = [count(three, each) for each in (Invitation, Attendee, Recipient)]
    assert series_changes.keep(three.session, series, by=None, now=LATER) is None
    assert [count(three, each) for each in (Invitation, Attendee, Recipient)] == before
    assert count(three, FeedPart) == 1
    event = all_events(three)[0]
    assert event.answer_by == date(2026, 11, 19)


def test_a_quiet_change_plans_no_message(three: Register) -> None:
    series = three.draft()
    series.scheduled_at = NOW
    for each in events.of(three.session, series.id):
        each.status = Status.SCHEDULED
    three.session.flush()
    settle(three.session, series, Change(What.AUDIENCE, quiet=True), now=NOW)
    assert count(three, Recipient) == 3
    assert (count(three, Delivery), count(three, Round)) == (0, 0)


def test_a_preview_asks_the_database_as_often_for_many_rows_as_for_few(three: Register) -> None:
    asked: list[str] = []
    session = three.session
    engine = session.get_bind()
    assert isinstance(engine, Engine)

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    listen(engine, "before_cursor_execute", note)
    found = []
    for many in (3, 300):
        days = [date(2026, 11, 30) + timedelta(days=n) for n in range(many)]
        read = sheet(*((each, "10:00-12:00", "", "Executive", "") for each in days))
        session.flush()
        asked.clear()
        bring(three, read)
        found.append(len(asked))
    assert found[0] == found[1] <= 12


def test_meetings_whose_invitations_come_later_are_drafts(three: Register) -> None:
    row = bring(three, sheet(WINTER, PAST), Wanted(calendar=Calendar.OURS))
    meeting_imports.confirm(three.session, row, by=BY)
    [series] = events.drafts(three.session)
    assert (series.title, series.calendar) == ("Winter meeting", "ours")
    assert [each.status for each in all_events(three)] == ["scheduled", "draft"]
    assert (count(three, Invitation), count(three, Delivery)) == (0, 0)
    event_changes.send(three.session, series, by=None, now=LATER)
    assert len(three.messages()) == 3


def test_the_same_file_twice_adds_nothing(three: Register) -> None:
    for _again in range(2):
        row = bring(three, sheet(WINTER, WINTER, PAST))
        meeting_imports.confirm(three.session, row, by=BY)
    assert counts(row) == {"added": 0, "changed": 0, "same": 3}
    assert count(three, Series) == 2


SERIES = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a@elsewhere
SUMMARY:Executive
DTSTART;TZID=GMT Standard Time:20261203T100000
DTEND;TZID=GMT Standard Time:20261203T120000
RRULE:FREQ=MONTHLY;BYDAY=1TH
EXDATE;TZID=GMT Standard Time:20270204T100000
ATTENDEE;CN=Somebody:mailto:somebody@example.org
END:VEVENT
BEGIN:VEVENT
UID:a@elsewhere
SUMMARY:Executive
RECURRENCE-ID;TZID=GMT Standard Time:20270107T100000
DTSTART;TZID=GMT Standard Time:20270114T140000
DTEND;TZID=GMT Standard Time:20270114T160000
END:VEVENT
END:VCALENDAR
"""


def test_a_series_keeps_its_rule_and_what_differs(three: Register) -> None:
    read = read_calendar(SERIES.encode(), "year.ics", zone="Europe/London", today=TODAY)
    row = bring(three, read)
    meeting_imports.confirm(three.session, row, by=BY)
    first, second, third, *_more = sorted(all_events(three), key=lambda each: each.original)
    assert (first.status, first.changed) == ("scheduled", False)
    assert (second.begins, second.changed) == (datetime(2027, 1, 14, 14), True)
    assert third.status == Status.CANCELLED
    assert count(three, Delivery) == 0
    again = bring(three, read)
    assert counts(again) == {"added": 0, "changed": 0, "same": 1}
    assert meeting_imports.undo(three.session, row, by=BY) == (1, 0)
    assert (count(three, Series), count(three, Attendee)) == (0, 0)


def test_what_somebody_has_touched_stays_when_the_rest_is_taken_back(three: Register) -> None:
    other = ("10/12/2026", "10:00-12:00", "Review", "Executive", "")
    row = bring(three, sheet(WINTER, other, PAST))
    meeting_imports.confirm(three.session, row, by=BY)
    winter = next(each for each in all_events(three) if each.title == "Winter meeting")
    shown = events.by_id(three.session, winter.id)
    assert shown is not None
    moved = replace(FORUM, begins=datetime(2026, 12, 3, 11), ends=datetime(2026, 12, 3, 12))
    event_changes.move(three.session, shown, moved, by=None, now=LATER)
    assert meeting_imports.undo(three.session, row, by=BY) == (2, 1)
    assert [each.title for each in all_events(three)] == ["Winter meeting"]
    with pytest.raises(Refused, match="undone"):
        meeting_imports.undo(three.session, row, by=BY)


def test_the_record_has_one_entry_for_each_step(three: Register) -> None:
    row = bring(three, sheet(WINTER))
    meeting_imports.confirm(three.session, row, by=BY)
    meeting_imports.undo(three.session, row, by=BY)
    about = select(AuditEntry.verb).where(AuditEntry.subject_kind == "import")
    assert three.session.scalars(about.order_by(AuditEntry.id)).all() == ["confirm", "undo"]


def test_an_import_of_one_kind_is_never_taken_for_another(three: Register) -> None:
    meetings = bring(three, sheet(WINTER))
    other = imports.begin(three.session, "partners.csv", {}, by=BY)
    other.state = State.READY
    for wrong, how in ((meetings, imports.confirm), (other, meeting_imports.confirm)):
        with pytest.raises(Refused, match="another kind"):
            how(three.session, wrong, by=BY)
    for wrong, back in ((meetings, imports.undo), (other, meeting_imports.undo)):
        with pytest.raises(Refused, match="another kind"):
            back(three.session, wrong, by=BY)


def test_six_hundred_rows_are_written_at_once(three: Register) -> None:
    days = [date(2026, 11, 30) + timedelta(days=n) for n in range(600)]
    read = sheet(*((each, "10:00-12:00", f"Meeting {each}", "Executive", "") for each in days))
    row = bring(three, read)
    meeting_imports.confirm(three.session, row, by=BY)
    assert counts(row)["added"] == 600
    assert count(three, Recipient) == 1_800
