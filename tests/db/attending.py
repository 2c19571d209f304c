"""Files of attendance for tests: rows in, an import out, and the history as sentences."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from db import attendance_imports, import_questions, imports
from db.engine import Database
from db.models import (
    Attendance,
    Event,
    Import,
    Invitation,
    OrganisationName,
    Outcome,
    Seat,
)
from domain.attendance_sheets import read
from domain.imports import Decision
from domain.sheets import Cell, Sheet
from tests.db.importing import DAY, Office, by

HEAD: list[Cell] = ["event_date", "event", "organisation", "person", "present", "role", "apologies"]


def line(
    day: str, organisation: str, *, present: int = 1, role: str = "rep", apologies: int = 0
) -> list[Cell]:
    """Give a row as files of attendance have it; its person is called by its organisation."""
    person = f"{role} of {organisation}"
    return [day, day, organisation, person, present, role, apologies]


def sheet(*rows: Sequence[Cell], name: str = "forum") -> Sheet:
    """Make a sheet with the usual headings."""
    return Sheet(name, dict(enumerate([HEAD, *rows], 1)))


class Registers(Office):
    """A partnership whose past registers are imported."""

    def __init__(self, database: Database, slug: str = "main") -> None:
        super().__init__(database, slug)
        self.body = "Forum"

    def read(self, *sheets: Sheet, as_spelt: bool = False) -> Import:
        """Read a file, and say what it would do."""
        with self.working() as session:
            found = read(list(sheets), today=DAY)
            row = attendance_imports.begin(
                session, "forum.csv", self.body, as_spelt=as_spelt, by=by(DAY)
            )
            attendance_imports.keep(session, row, found, by=by(DAY))
            return row

    def attend(self, *sheets: Sheet, as_spelt: bool = False) -> int:
        """Read a file and write what is clear."""
        import_id = self.read(*sheets, as_spelt=as_spelt).id
        with self.working() as session:
            attendance_imports.confirm(session, imports.by_id(session, import_id), by=by(DAY))
        return import_id

    def settle(self, import_id: int, about: str, decision: str) -> None:
        """Answer the question about something."""
        with self.working() as session:
            waiting = import_questions.waiting(session, import_id)
            [question] = [each for each in waiting if each.facts["about"] == about]
            read = Decision.read(decision, len(question.offers["offered"]))
            assert read is not None
            attendance_imports.decide(session, question, read, by=by(DAY))

    def about(self, import_id: int) -> list[tuple[str, str]]:
        """List what is asked: its kind, and of what."""
        return [(each.kind, each.facts["about"]) for each in self.questions(import_id)]

    def said(self, import_id: int, what: str = "problems") -> list[tuple[int, str]]:
        """Give the sentences of an import's rows."""
        summary = self.imported(import_id).summary or {}
        return [(number, sentence) for _sheet, number, sentence in summary[what]]

    def history(self) -> list[tuple[str, str, str, str]]:
        """Give what is recorded: day, title, partner and code."""
        with self.working() as session:
            rows = session.execute(
                select(Event.begins, Event.title, OrganisationName.name, Outcome.code)
                .select_from(Outcome)
                .join(Invitation, Invitation.id == Outcome.invitation_id)
                .join(Event, Event.id == Invitation.event_id)
                .join(Attendance, Attendance.event_id == Event.id)
                .join(Seat, Seat.id == Invitation.seat_id)
                .join(OrganisationName, OrganisationName.organisation_id == Seat.organisation_id)
                .where(Outcome.is_current, OrganisationName.alias.is_(False))
            )
            return sorted((str(at.date()), title, who, code or "") for at, title, who, code in rows)

    def codes(self, day: str) -> dict[str, str]:
        """Give what is recorded of one day, by partner."""
        return {who: code for at, _title, who, code in self.history() if at == day}

    def seated(self) -> dict[str, date]:
        """Give since when each partner has its seat."""
        with self.working() as session:
            rows = session.execute(
                select(OrganisationName.name, Seat.since)
                .join(Seat, Seat.organisation_id == OrganisationName.organisation_id)
                .where(OrganisationName.alias.is_(False))
            )
            return {each.name: each.since for each in rows}
