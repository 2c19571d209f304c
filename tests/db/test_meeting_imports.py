"""Meetings of a file against those that are known: nothing guessed, nothing lost, nobody told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import process_time

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.event import listen

from db import event_changes, events, import_questions, imports, meeting_imports, series_changes
from db.engine import Database
from db.import_runs import By
from db.invitations import Change, settle
from db.meeting_plans import Wanted
from db.models import (
    Attendee,
    AuditEntry,
    Body,
    Delivery,
    Event,
    FeedPart,
    Import,
    Invitation,
    Recipient,
    Round,
    Series,
)
from domain.errors import Refused
from domain.events import Calendar, Status, What
from domain.imports import Decision, State
from domain.meeting_calendars import read_calendar
from domain.meeting_files import Meetings
from domain.meeting_sheets import read_meetings
from domain.sheets import Cell, Sheet
from tests.db.meetings import FORUM, NOW, Register, register

TODAY = NOW.date()
HEADINGS = ["Date", "Time", "Meeting", "Board", "Venue"]
LATER = NOW + timedelta(days=1)
BY = By(None, NOW, TODAY)


@pytest.fixture
def three(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Council")) as found:
        yield found


def sheet(*rows: Sequence[Cell], headings: Sequence[Cell] = HEADINGS) -> Meetings:
    numbered = dict(enumerate([headings, *rows], 1))
    return read_meetings([Sheet("Meetings", numbered)], today=TODAY)


def bring(three: Register, read: Meetings, wanted: Wanted | None = None) -> Import:
    row = meeting_imports.begin(three.session, "year.xlsx", {}, wanted or Wanted(), by=BY)
    meeting_imports.keep(three.session, row, read, by=BY)
    return row


def asked(three: Register, row: Import) -> list[tuple[str, str, list[int]]]:
    return [
        (each.kind, each.facts["about"], [number for _sheet, number in each.facts["rows"]])
        for each in import_questions.waiting(three.session, row.id)
    ]


def answer(three: Register, row: Import, decision: str) -> None:
    question = import_questions.waiting(three.session, row.id)[0]
    decided = Decision.read(decision, len(question.offers["offered"]))
    assert decided is not None
    meeting_imports.decide(three.session, question, decided, by=BY)


def counts(row: Import) -> dict[str, int]:
    assert row.summary is not None
    found: dict[str, int] = row.summary["counts"]["meetings"]
    return found


def count(three: Register, model: type) -> int:
    return three.session.scalars(select(func.count()).select_from(model)).one()


def all_events(three: Register) -> list[Event]:
    return list(three.session.scalars(select(Event).order_by(Event.begins_at)))


WINTER = ("3/12/2026", "10:00-12:00", "Winter meeting", "Executive", "Town Hall")
PAST = ("5 Mar 2026", "2-4pm", "Spring meeting", "Executive", "")


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


def test_another_time_of_the_day_is_asked_and_moved_in_silence(three: Register) -> None:
    meeting_imports.confirm(three.session, bring(three, sheet(WINTER)), by=BY)
    later = (WINTER[0], "14:00-16:00", *WINTER[2:])
    row = bring(three, sheet(later))
    assert asked(three, row) == [("moved meeting", "Winter meeting", [2])]
    answer(three, row, "same")
    meeting_imports.confirm(three.session, row, by=BY)
    [event] = all_events(three)
    assert (event.begins, counts(row)["changed"]) == (datetime(2026, 12, 3, 14), 1)
    assert count(three, Delivery) == 0
    assert meeting_imports.undo(three.session, row, by=BY) == (1, 0)
    assert event.begins == datetime(2026, 12, 3, 10)


def test_two_meetings_of_one_day_are_two(three: Register) -> None:
    later = (WINTER[0], "14:00-16:00", *WINTER[2:])
    meeting_imports.confirm(three.session, bring(three, sheet(WINTER)), by=BY)
    row = bring(three, sheet(later, WINTER))
    assert (counts(row), asked(three, row)) == ({"added": 1, "changed": 0, "same": 1}, [])


def test_what_we_have_told_people_of_is_not_moved_from_a_file(three: Register) -> None:
    three.sent()
    row = bring(three, sheet(("3/12/2026", "14:00-16:00", "Leadership Forum", "Executive", "")))
    answer(three, row, "same")
    assert row.summary is not None
    assert [each[:2] for each in row.summary["problems"]] == [["Meetings", 2]]
    assert three.first(three.session.scalars(select(Series)).one()).event.begins == FORUM.begins


def test_another_title_at_the_same_time_is_asked(three: Register) -> None:
    meeting_imports.confirm(three.session, bring(three, sheet(WINTER)), by=BY)
    row = bring(three, sheet((*WINTER[:2], "Away day", *WINTER[3:])))
    assert asked(three, row) == [("same meeting", "Away day", [2])]
    answer(three, row, "new")
    assert counts(row) == {"added": 1, "changed": 0, "same": 0}


def test_a_body_of_a_close_name_is_asked_and_a_new_one_is_a_choice(three: Register) -> None:
    close = ("4/12/2026", "10:00-12:00", "", "Executve", "")
    other = ("5/12/2026", "10:00-12:00", "", "Practice group", "")
    row = bring(three, sheet(close, other, close))
    assert asked(three, row) == [
        ("meeting body", "Executve", [2, 4]),
        ("meeting body", "Practice group", [3]),
    ]
    answer(three, row, "same:0")
    answer(three, row, "new")
    meeting_imports.confirm(three.session, row, by=BY)
    names = dict(three.session.execute(select(Body.id, Body.name)).all())
    found = [names[each.body_id or 0] for each in three.session.scalars(select(Series))]
    assert sorted(found) == ["Executive", "Practice group"]
    assert meeting_imports.undo(three.session, row, by=BY) == (2, 0)
    assert [each.name for each in three.session.scalars(select(Body))] == ["Executive"]


def test_the_chosen_body_is_meant_where_the_file_names_none(three: Register) -> None:
    read = sheet(("4/12/2026", "10:00-12:00", "Away day", "", ""))
    row = bring(three, read, Wanted(three.body.id))
    meeting_imports.confirm(three.session, row, by=BY)
    assert three.session.scalars(select(Series.body_id)).one() == three.body.id
    with pytest.raises(Refused, match="still meets"):
        bring(three, read, Wanted(4711))


def test_a_missing_end_is_asked_once_for_all(three: Register) -> None:
    one = ("4/12/2026", "10:00", "Away day", "Executive", "")
    other = ("11/12/2026", "10:00", "Review", "Executive", "")
    row = bring(three, sheet(one, WINTER, other))
    assert [each[0] for each in asked(three, row)] == ["meeting length"] * 2
    meeting_imports.confirm(three.session, row, by=BY)
    assert count(three, Event) == 1
    answer(three, row, "same:7")  # all last two hours
    assert asked(three, row) == []
    assert [each.ends.hour for each in all_events(three)] == [12, 12, 12]
    assert counts(row)["added"] == 3
    assert row.content is None


def test_an_all_day_meeting_is_asked_for_its_times(three: Register) -> None:
    row = bring(three, sheet(("4/12/2026", "", "Away day", "Executive", "")))
    assert asked(three, row) == [("meeting times", "Away day", [2])]
    answer(three, row, "same:1")
    meeting_imports.confirm(three.session, row, by=BY)
    [event] = all_events(three)
    assert (event.begins.hour, event.ends.hour) == (9, 17)


def test_months_before_days_are_asked_once(three: Register) -> None:
    first = ("12/3/2026", "10:00-12:00", "", "Executive", "")
    second = ("12/17/2026", "10:00-12:00", "", "Executive", "")
    row = bring(three, sheet(first, second))
    assert asked(three, row) == [("date order", "", [2, 3])]
    answer(three, row, "same:1")
    meeting_imports.confirm(three.session, row, by=BY)
    assert [each.begins.date() for each in all_events(three)] == [
        date(2026, 12, 3),
        date(2026, 12, 17),
    ]


def test_earlier_years_are_asked_each(three: Register) -> None:
    old = ("3/12/2016", "10:00-12:00", "", "Executive", "")
    row = bring(three, sheet(old, WINTER))
    assert asked(three, row) == [("meeting year", "2016", [2])]
    answer(three, row, "skip")
    meeting_imports.confirm(three.session, row, by=BY)
    assert [each.begins.year for each in all_events(three)] == [2026]
    assert row.summary is not None
    assert row.summary["skipped"] == 1


def test_times_that_no_event_can_have_are_named_by_their_row(three: Register) -> None:
    skipped = ("28/3/2027", "01:30am - 3am", "", "Executive", "")
    far = ("3/12/2099", "10:00-12:00", "", "Executive", "")
    row = bring(three, sheet(skipped, far, WINTER))
    assert row.summary is not None
    found = {number: sentence for _sheet, number, sentence in row.summary["problems"]}
    assert found.keys() == {2, 3}
    assert "The clocks change" in found[2]
    assert "more than 10 years ahead" in found[3]
    assert counts(row)["added"] == 1


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


def test_six_hundred_rows_take_two_seconds(three: Register) -> None:
    days = [date(2026, 11, 30) + timedelta(days=n) for n in range(600)]
    read = sheet(*((each, "10:00-12:00", f"Meeting {each}", "Executive", "") for each in days))
    began = process_time()
    row = bring(three, read)
    meeting_imports.confirm(three.session, row, by=BY)
    took = process_time() - began
    assert counts(row)["added"] == 600
    assert count(three, Recipient) == 1_800
    assert took < 2
