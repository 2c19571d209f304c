"""An import is taken back as one; not when something has been built on its rows since."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import import_questions, imports, organisations
from db.engine import Database
from db.models import (
    Address,
    AuditDetail,
    AuditEntry,
    Contact,
    Membership,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Seat,
    SeatHolder,
)
from db.tenancy import across_partnerships
from domain.errors import Refused
from domain.imports import Choice, Decision, State
from domain.sheets import Cell
from tests.db.importing import DAY, NOW, Office, by, sheet

HEADINGS: list[Cell] = ["Organisation", "Sector", "Name", "E-mail", "Board", "Part"]
POLICE: list[Cell] = ["Police", "Police", "Lee", "lee@x.org", "Forum", "Lead"]


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def bring(office: Office, *rows: list[Cell]) -> int:
    return office.bring(sheet(HEADINGS, *rows))


def test_what_was_changed_is_as_it_was(office: Office) -> None:
    office.bring(sheet(["Organisation", "Member since"], ["Police", "1/9/2019"]))
    with office.working() as session:
        held = session.scalars(select(OrganisationName)).one()
        held.until = date(2030, 1, 1)
    before = office.lines()
    import_id = bring(office, POLICE, ["Police", None, "Sam", "sam@x.org", "Forum", "Deputy"])
    assert office.lines() != before
    office.undo(import_id)
    assert office.lines() == before


def test_a_dated_change_is_undone_with_the_past_it_ended(office: Office) -> None:
    bring(office, POLICE)
    before = office.lines()
    later = date(2026, 12, 24)
    import_id = office.bring(
        sheet(HEADINGS, ["Police", "Fire", "Sam", "sam@x.org", "Forum", "Lead"]), day=later
    )
    assert any(f"until={later}" in each for each in office.lines())
    office.undo(import_id)
    assert office.lines() == before


def test_answers_that_came_later_are_undone_too(office: Office) -> None:
    import_id = bring(office, POLICE, ["Polise", None, "Sam", "sam@x.org"])
    office.decide(import_id, "Polise", "same:0")
    assert len(office.of("Person")) == 2
    office.undo(import_id)
    assert office.of("Person", "Organisation", "OrganisationName", "Body") == []


def _seat(session: Session, police: int) -> None:
    body = session.scalars(select(Seat.body_id)).one()
    session.add(Seat(organisation_id=police, body_id=body, title="Second", since=DAY))


def _contact(session: Session, police: int) -> None:
    session.add(Contact(organisation_id=police, way="call", note="Rang", day=DAY, noted_at=NOW))


def _lead(session: Session, _police: int) -> None:
    person = Person(name="Sam", created_at=NOW)
    session.add(person)
    held = session.scalars(select(SeatHolder)).one()
    held.until = date(2027, 1, 1)
    session.flush()
    follows = SeatHolder(
        seat_id=held.seat_id, person_id=person.id, part="lead", since=date(2027, 1, 1)
    )
    session.add(follows)


def _details(session: Session, _police: int) -> None:
    session.scalars(select(Person)).one().job_title = "Chief"


def _second_post(session: Session, _police: int) -> None:
    other = organisations.register(session, "Fire", since=DAY, by=None, now=NOW)
    person = session.scalars(select(Person)).one()
    session.add(Post(person_id=person.id, organisation_id=other.id, since=DAY))


def _gone(session: Session, _police: int) -> None:
    session.delete(session.scalars(select(Address)).one())


def _closed(session: Session, _police: int) -> None:
    session.scalars(select(Membership)).one().until = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("build", "named"),
    [
        (_seat, "Police (a seat)"),
        (_contact, "Police (a noted contact)"),
        (_lead, "Police (who fills a seat)"),
        (_details, "Lee (the person's details)"),
        (_second_post, "Fire (where they work)"),
        (_gone, "an address"),
        (_closed, "Police (the membership)"),
    ],
)
def test_what_was_built_on_it_is_named_and_nothing_is_taken(
    office: Office, build: Callable[[Session, int], None], named: str
) -> None:
    import_id = bring(office, POLICE)
    with office.working() as session:
        build(session, session.scalars(select(Organisation.id)).one())
    before = office.lines()
    with pytest.raises(Refused) as refused:
        office.undo(import_id)
    assert named in refused.value.sentence
    assert office.lines() == before
    assert office.imported(import_id).state == State.WRITTEN


def test_many_things_in_the_way_are_counted(office: Office) -> None:
    import_id = bring(office, ["School 0"], ["School 1"], ["School 2"], ["School 3"], ["School 4"])
    with office.working() as session:
        for each in session.scalars(select(Organisation.id)).all():
            _contact(session, each)
    with pytest.raises(Refused, match="and 2 more"):
        office.undo(import_id)


def test_an_import_on_top_must_go_first(office: Office) -> None:
    first = bring(office, POLICE)
    second = bring(office, ["Police", None, "Sam", "sam@x.org", "Forum", "Deputy"])
    with pytest.raises(Refused, match="Police"):
        office.undo(first)
    office.undo(second)
    office.undo(first)
    assert office.of("Organisation", "Person", "Body") == []


def test_each_step_is_one_entry_of_the_record(office: Office) -> None:
    import_id = bring(office, POLICE, ["Polise"])
    office.decide(import_id, "Polise", "same:0")
    office.undo(import_id)
    with office.working() as session:
        found = session.scalars(
            select(AuditEntry).where(AuditEntry.subject_kind == "import").order_by(AuditEntry.id)
        ).all()
        detail = session.scalars(
            select(AuditDetail).where(AuditDetail.entry_id == found[0].id)
        ).one()
    assert [each.verb for each in found] == ["confirm", "decide", "undo"]
    assert {each.subject_id for each in found} == {import_id}
    assert (detail.after["name"], detail.after["partners added"]) == ("contacts.csv", 1)


@pytest.mark.parametrize("again", [imports.confirm, imports.discard, imports.undo])
def test_what_is_over_is_said_to_be(office: Office, again: Callable[..., object]) -> None:
    import_id = bring(office, POLICE)
    office.undo(import_id)
    with office.working() as session, pytest.raises(Refused, match="This import was undone"):
        again(session, imports.by_id(session, import_id), by=by(DAY))


def test_a_question_is_answered_once(office: Office) -> None:
    import_id = bring(office, POLICE, ["Polise"])
    [question] = office.questions(import_id)
    office.decide(import_id, "Polise", "same:0")
    with office.working() as session, pytest.raises(Refused, match="decided already"):
        known = import_questions.by_id(session, question.id)
        imports.decide(session, known, Decision(Choice.NEW), by=by(DAY))


def test_another_partnerships_import_is_nobodys(database: Database) -> None:
    office, other = Office(database), Office(database, "other")
    import_id = bring(office, POLICE)
    with pytest.raises(Refused, match="There is no import"):
        other.undo(import_id)
    assert len(office.of("Organisation")) == 1
    assert other.of("Organisation") == []


def test_what_nobody_confirmed_is_forgotten_in_time(office: Office) -> None:
    import_id, _plan = office.look(sheet(HEADINGS, POLICE, ["Polise"]))
    with office.database.writing() as session, across_partnerships(session):
        assert imports.forget(session, NOW + timedelta(days=29)) == 0
        assert imports.forget(session, NOW + timedelta(days=31)) == 1
    forgotten = office.imported(import_id)
    assert (forgotten.content, forgotten.state) == (None, State.DISCARDED)
    assert office.questions(import_id) == []
