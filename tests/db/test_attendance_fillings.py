"""Meetings that are here without a register: filled in from a file once somebody says so."""

import pytest
from sqlalchemy import select, update

from bot.messages.import_questions import sentence
from db import imports, registers_due
from db.engine import Database
from db.models import Attendance, DraftedOutcome, Event, Invitation, Outcome
from tests.db.attending import Registers, line, sheet
from tests.db.importing import DAY, NOW, by

ONE, TWO, THREE = "2019-01-10", "2019-02-14", "2019-03-14"
FIRST = (line(ONE, "Police"), line(ONE, "Health"), line(TWO, "Police"), line(TWO, "Health"))
LATER = (*FIRST, line(THREE, "Police", present=0, apologies=1), line(THREE, "Health", role="alt"))
FILL, LEAVE = "new", "skip"


@pytest.fixture
def office(database: Database) -> Registers:
    """Give a body that met twice, of which nothing is recorded; to one nobody was invited."""
    found = Registers(database)
    found.attend(sheet(*FIRST))
    with found.working() as session:
        second = session.scalars(select(Event).order_by(Event.begins.desc())).first()
        assert second is not None
        for model in (Outcome, Attendance):
            for each in session.scalars(select(model)):
                session.delete(each)
        session.flush()
        uninvited = select(Invitation).where(Invitation.event_id == second.id)
        for invitation in session.scalars(uninvited):
            session.delete(invitation)
        session.execute(update(Event).values(status="scheduled"))
    return found


def test_it_is_asked_once_for_all_meetings_of_a_body(office: Registers) -> None:
    import_id = office.attend(sheet(*LATER))
    assert office.about(import_id) == [("unrecorded", "Forum")]
    assert sorted({day for day, *_rest in office.history()}) == [THREE]
    [asked] = office.questions(import_id)
    assert sentence(asked) == (
        "Forum met without a register here: 10 January 2019; 14 February 2019. "
        "Fill it in from the file?"
    )


def test_filled_in_they_are_held_and_recorded_and_undone_as_one(office: Registers) -> None:
    import_id = office.attend(sheet(*LATER))
    office.settle(import_id, "Forum", FILL)
    assert [office.codes(day) for day in (ONE, TWO)] == [{"Police": "MA", "Health": "MA"}] * 2
    with office.working() as session:
        assert set(session.scalars(select(Event.status))) == {"held"}
        assert registers_due.due(session, now=NOW) == []
    with office.working() as session:
        imports.undo(session, imports.to_change(session, import_id), by=by(DAY))
    with office.working() as session:
        assert set(session.scalars(select(Event.status))) == {"scheduled"}
        assert list(session.scalars(select(Attendance))) == []


def test_left_as_they_are_nothing_is_written_of_them(office: Registers) -> None:
    import_id = office.attend(sheet(*LATER))
    office.settle(import_id, "Forum", LEAVE)
    assert (office.about(import_id), office.codes(ONE)) == ([], {})


def test_a_register_that_somebody_is_filling_in_is_left_to_them(office: Registers) -> None:
    with office.working() as session:
        on = select(Invitation).join(Event, Event.id == Invitation.event_id)
        first = session.scalars(on.order_by(Event.begins, Invitation.id)).first()
        assert first is not None
        session.add(
            DraftedOutcome(invitation_id=first.id, code="A", source="register", drafted_at=NOW)
        )
    import_id = office.attend(sheet(*LATER))
    [(row, told)] = office.said(import_id)
    assert (row, told) == (
        3,
        "10 January 2019: this meeting is here without a register. Please fill it in there first.",
    )
    [asked] = office.questions(import_id)
    assert asked.facts["says"] == ["14 February 2019"]


def test_a_file_in_which_nobody_came_fills_nothing_in(office: Registers) -> None:
    nobody = (line(ONE, "Police", present=0, apologies=1), line(THREE, "Police"))
    import_id = office.attend(sheet(*nobody))
    assert (office.about(import_id), office.codes(ONE)) == ([], {})
