"""Past registers from a file: by the rule, once, in any order, and nobody hears of them."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db import attendance_imports, figures, imports, registers_due
from db.engine import Database
from db.models import (
    Attendee,
    AuditEntry,
    Base,
    Body,
    Delivery,
    Event,
    FeedPart,
    ImportChange,
    Organisation,
    Recipient,
    Round,
    Seat,
    Series,
)
from db.tenancy import across_partnerships
from domain.errors import Refused
from domain.figures import Figures
from domain.sheets import Cell, Sheet
from tests.db.attending import Registers, line, sheet
from tests.db.importing import DAY, NOW, by

ONE, TWO, THREE = "2019-01-10", "2019-02-14", "2019-03-14"

USUAL = (
    line(ONE, "Police"),
    line(ONE, "Health", present=0),
    line(ONE, "(secretariat)"),
    line(TWO, "Police", present=0, apologies=1),
    line(TWO, "Health", role="other"),
    line(THREE, "Health", present=0, apologies=1),
    line(THREE, "Health", role="alt"),
    line(THREE, "Housing", present=0),
    line(THREE, "Police"),
)


@pytest.fixture
def office(database: Database) -> Registers:
    return Registers(database)


def count(office: Registers, model: type[Base]) -> int:
    with office.database.reading() as session, across_partnerships(session):
        return session.scalars(select(func.count()).select_from(model)).one()


def test_from_its_first_attended_meeting_every_recorded_one_counts(office: Registers) -> None:
    office.attend(sheet(*USUAL))
    assert office.history() == [
        (ONE, "Forum", "Police", "MA"),
        (TWO, "Forum", "Health", "RA"),
        (TWO, "Forum", "Police", "A"),
        (THREE, "Forum", "Health", "RA"),
        (THREE, "Forum", "Police", "MA"),
    ]
    assert office.seated() == {"Police": date(2019, 1, 10), "Health": date(2019, 2, 14)}
    more = (line("2019-04-11", "Police"),)
    office.attend(sheet(*USUAL, *more))
    assert office.codes("2019-04-11") == {"Police": "MA", "Health": "NC"}


def test_imported_meetings_count_in_figures_and_are_held(office: Registers) -> None:
    office.attend(sheet(*USUAL))
    with office.working() as session:
        assert figures.total(figures.by_seat(session).values()) == Figures(2, 2, 1, 0)
        assert registers_due.due(session, now=NOW) == []
        states = session.execute(select(Event.status, Series.calendar).join(Series)).all()
    assert {tuple(each) for each in states} == {("held", "none")}


def test_nothing_is_to_be_sent_and_no_feed_has_it(office: Registers) -> None:
    office.attend(sheet(*USUAL))
    for model in (Delivery, Recipient, Attendee, Round, FeedPart):
        assert count(office, model) == 0


def test_the_same_file_again_adds_nothing_and_a_newer_one_what_is_new(office: Registers) -> None:
    office.attend(sheet(*USUAL[:6]))
    before = office.history()
    again = office.read(sheet(*USUAL[:6]))
    with office.working() as session:
        assert attendance_imports.adds_nothing(session, again)
    assert again.summary is not None
    assert again.summary["counts"]["outcomes"] == {"added": 0, "changed": 0, "same": 3}
    office.attend(sheet(*USUAL))
    assert [each for each in office.history() if each not in before] == [
        (THREE, "Forum", "Health", "RA"),
        (THREE, "Forum", "Police", "MA"),
    ]
    assert (count(office, Event), count(office, Seat), count(office, Body)) == (3, 2, 1)


def test_older_meetings_that_come_later_let_seats_begin_earlier(office: Registers) -> None:
    office.attend(sheet(*USUAL[6:]))
    assert office.seated()["Police"] == date(2019, 3, 14)
    row = office.read(sheet(*USUAL[:6]))
    assert row.summary is not None
    assert row.summary["earlier"] == 6  # of two partners the seat, the membership and the name
    office.attend(sheet(*USUAL[:6]))
    other = Registers(office.database, "other")
    other.attend(sheet(*USUAL))
    assert (office.history(), office.seated()) == (other.history(), other.seated())


def test_a_file_that_disagrees_changes_nothing_until_it_is_decided(office: Registers) -> None:
    office.attend(sheet(*USUAL))
    before = office.history()
    other = office.attend(sheet(line(ONE, "Police", role="other"), line(ONE, "Health")))
    assert office.history() == sorted(
        [*before, (ONE, "Forum", "Health", "MA")]
    )  # of Health nothing was recorded then
    [(row, sentence)] = office.said(other, "differing")
    assert row == 2
    assert sentence == (
        "10 January 2019: Police is “Member attended” here, "
        "and “Representative attended” in the file"
    )
    assert office.about(other) == [("differs", "10 January 2019")]
    office.settle(other, "10 January 2019", "new:0")
    assert office.codes(ONE) == {"Police": "RA", "Health": "MA"}
    office.undo(other)
    assert office.history() == before


def test_what_is_recorded_stays_where_that_is_decided(office: Registers) -> None:
    office.attend(sheet(*USUAL))
    before = office.history()
    other = office.attend(sheet(line(ONE, "Police", role="other")))
    office.settle(other, "10 January 2019", "skip:0")
    assert (office.history(), office.about(other)) == (before, [])


def test_a_name_spelt_otherwise_waits_and_its_rows_come_with_the_answer(office: Registers) -> None:
    rows = (
        line(ONE, "County Police"),
        line(ONE, "Health"),
        line(TWO, "County Police"),
        line(TWO, "Health"),
        line(THREE, "County Pollice"),
        line(THREE, "Health"),
    )
    first = office.attend(sheet(*rows))
    assert office.about(first) == [("partner", "County Pollice")]
    assert office.codes(THREE) == {"Health": "MA"}  # whether the police came isn't known yet
    office.settle(first, "County Pollice", "same:0")
    assert office.codes(THREE) == {"Health": "MA", "County Police": "MA"}
    assert office.imported(first).content is None
    again = office.read(sheet(*rows))
    with office.working() as session:
        assert attendance_imports.adds_nothing(session, again)


def test_names_that_were_checked_are_taken_as_they_are_spelt(office: Registers) -> None:
    rows = sheet(line(ONE, "County Police"), line(ONE, "County Pollice"))
    first = office.attend(rows, as_spelt=True)
    assert office.about(first) == []
    assert office.codes(ONE) == {"County Police": "MA", "County Pollice": "MA"}


def test_an_import_is_taken_back_as_one(office: Registers) -> None:
    import_id = office.attend(sheet(*USUAL))
    with office.working() as session:
        imports.undo(session, imports.by_id(session, import_id), by=by(DAY))
    for model in (Event, Series, Seat, Organisation, Body):
        assert count(office, model) == 0
    assert office.history() == []


def test_what_something_was_built_on_is_not_taken_back(office: Registers) -> None:
    first = office.attend(sheet(*USUAL[:6]))
    office.attend(sheet(*USUAL))
    before = office.history()
    with pytest.raises(Refused, match="Something has been built on this import since"):
        office.undo(first)
    assert office.history() == before


def test_one_entry_in_the_record_and_every_row_in_the_log(office: Registers) -> None:
    before = count(office, AuditEntry)
    office.attend(sheet(*USUAL))
    assert count(office, AuditEntry) == before + 1
    with office.working() as session:
        logged = {
            table: len(rows)
            for table, rows in session.execute(select(ImportChange.table, ImportChange.rows))
        }
    assert logged["outcome"] == logged["invitation"] == 5
    assert logged["event"] == logged["series"] == logged["attendance"] == 3


def test_a_meeting_without_anybody_was_not_recorded(office: Registers) -> None:
    row = office.read(sheet(line(ONE, "Police"), line(TWO, "Police", present=0)))
    assert row.summary is not None
    assert (row.summary["counts"]["meetings"]["added"], row.summary["meetings"]["empty"]) == (1, 1)


def test_a_seat_that_ended_is_a_sentence_and_the_rest_goes_on(office: Registers) -> None:
    office.attend(sheet(*USUAL[:6]))
    with office.working() as session:
        seat = session.scalars(select(Seat).where(Seat.since == date(2019, 1, 10))).one()
        seat.until = date(2019, 3, 1)
    late = office.attend(sheet(*USUAL))
    assert office.codes(THREE) == {"Health": "RA"}
    [(row, sentence)] = office.said(late)
    assert row == 10
    assert sentence.startswith("It had no seat on Forum on 14 March 2019.")


def test_a_meeting_of_another_name_that_day_is_asked_about(office: Registers) -> None:
    office.attend(sheet(*USUAL[:2]))
    named: list[Cell] = [ONE, "Planning day", "Police", "x", 1, "rep", 0]
    other = office.attend(sheet(named))
    assert office.about(other) == [("meeting", "Planning day")]
    assert count(office, Event) == 1
    office.settle(other, "Planning day", "new:0")
    assert {title for _day, title, _who, _code in office.history()} == {"Forum", "Planning day"}


def test_a_column_a_meeting_leaves_blanks_unrecorded(office: Registers) -> None:
    wide = Sheet(
        "2019",
        {
            1: ["Attendance 2019"],
            3: ["Partner", "Name", date(2019, 1, 10), "14/2/2019"],
            4: ["Police", "Jo Lee", "MA", "✓"],
            5: ["Health", None, None, "Apols"],
            6: ["Housing", None, "NC", "deputy"],
        },
    )
    office.attend(wide)
    assert office.codes(ONE) == {"Police": "MA", "Housing": "NC"}
    assert office.codes(TWO) == {"Police": "MA", "Health": "A", "Housing": "RA"}


def test_a_meeting_that_is_cancelled_here_is_told_of(office: Registers) -> None:
    office.attend(sheet(*USUAL[:3]))
    with office.working() as session:
        session.scalars(select(Event)).one().status = "cancelled"
    late = office.attend(sheet(*USUAL))
    [(row, sentence)] = office.said(late)
    assert (row, sentence) == (
        3,
        "10 January 2019: this meeting is cancelled here. Please look which is right.",
    )
    assert len(office.codes(TWO)) == 2


made_up = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["Police", "Health", "Housing", "(secretariat)"]),
        st.integers(0, 1),
        st.sampled_from(["rep", "tac", "other", "alt", "apology"]),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=14,
)
slugs = (f"p{number}" for number in range(10**6))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=made_up, data=st.data())
def test_any_order_of_rows_gives_the_same_history(
    database: Database, rows: list[tuple[int, str, int, str, int]], data: st.DataObject
) -> None:
    lines = [
        line(
            (date(2019, 1, 10) + timedelta(weeks=week)).isoformat(),
            who,
            present=present,
            role=role,
            apologies=apologies,
        )
        for week, who, present, role, apologies in rows
    ]
    first, second = Registers(database, next(slugs)), Registers(database, next(slugs))
    first.attend(sheet(*lines))
    second.attend(sheet(*data.draw(st.permutations(lines))))
    assert (first.history(), first.seated()) == (second.history(), second.seated())
