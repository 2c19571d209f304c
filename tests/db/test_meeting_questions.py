"""What is not clear in a file of meetings is asked, or named by its row; nothing is guessed."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import select

from bot.messages import event_import_questions
from db import import_questions, meeting_imports
from db.engine import Database
from db.meeting_plans import Wanted
from db.models import (
    Body,
    Delivery,
    Event,
    Series,
)
from domain.errors import Refused
from tests.db.meetings import FORUM, Register, register
from tests.db.years import BY, WINTER, all_events, answer, asked, bring, count, counts, sheet


@pytest.fixture
def three(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Council")) as found:
        yield found


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


def test_months_before_days_are_asked_where_times_are_as_in_the_us(three: Register) -> None:
    row = bring(three, sheet(("12/3/2026", "2:00:00 PM", "", "Executive", "")))
    assert asked(three, row) == [("date order", "", [2])]
    question = import_questions.waiting(three.session, row.id)[0]
    assert "as in the US" in str(event_import_questions.question(row, question, 1))
    answer(three, row, "same:1")
    assert asked(three, row) == [("meeting length", "Executive", [2])]


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
    assert "There is no 01:30 on Sunday 28 March 2027" in found[2]
    assert "more than 10 years ahead" in found[3]
    assert counts(row)["added"] == 1


def test_a_second_row_of_a_meeting_that_says_something_else_is_named(three: Register) -> None:
    longer = (WINTER[0], "10:00-13:00", *WINTER[2:])
    elsewhere = (*WINTER[:4], "Library")
    row = bring(three, sheet(WINTER, WINTER, longer, elsewhere))
    assert counts(row) == {"added": 1, "changed": 0, "same": 1}
    assert row.summary is not None
    found = [(number, "twice" in sentence) for _sheet, number, sentence in row.summary["problems"]]
    assert found == [(4, True), (5, True)]
