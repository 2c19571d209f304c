"""Spreadsheets for tests: rows in, an import out, and the register as sentences."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import import_questions, imports, sectors
from db.engine import Database
from db.import_plans import Plan
from db.import_runs import By
from db.models import Import, ImportQuestion, OrganisationName, Partnership, Seat
from db.register_sheets import HEADINGS
from db.rows import REGISTER, Draft, Register
from db.tenancy import within
from domain.imports import Decision, Reading
from domain.readings import read_sheets
from domain.sheets import Cell, Sheet

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Office:
    """A partnership whose coordinator imports spreadsheets."""

    def __init__(self, database: Database, slug: str = "main") -> None:
        self.database = database
        with database.writing() as session:
            row = Partnership(
                slug=slug, name="Safeguarding", zone="Europe/London", language="en", created_at=NOW
            )
            session.add(row)
            session.flush()
            self.id = row.id
            with within(session, row.id):
                sectors.ship(session)

    @contextmanager
    def working(self) -> Iterator[Session]:
        with self.database.writing() as session, within(session, self.id):
            yield session

    def look(self, *sheets: Sheet, day: date = DAY) -> tuple[int, Plan]:
        """Read a file and keep it, unconfirmed."""
        return self.keep(read_sheets(sheets, HEADINGS), day=day)

    def keep(self, reading: Reading, *, day: date = DAY) -> tuple[int, Plan]:
        with self.working() as session:
            row = imports.begin(session, "contacts.csv", {}, by=by(day))
            return row.id, imports.keep(session, row, reading, by=by(day))

    def bring(self, *sheets: Sheet, day: date = DAY) -> int:
        """Import a file: read, keep, confirm."""
        import_id, _plan = self.look(*sheets, day=day)
        self.confirm(import_id, day=day)
        return import_id

    def confirm(self, import_id: int, *, day: date = DAY) -> None:
        with self.working() as session:
            imports.confirm(session, imports.by_id(session, import_id), by=by(day))

    def undo(self, import_id: int) -> None:
        with self.working() as session:
            imports.undo(session, imports.by_id(session, import_id), by=by(DAY))

    def questions(self, import_id: int) -> list[ImportQuestion]:
        with self.working() as session:
            return import_questions.waiting(session, import_id)

    def decide(self, import_id: int, about: str, decision: str, *, day: date = DAY) -> None:
        """Answer the question about something."""
        with self.working() as session:
            asked = import_questions.waiting(session, import_id)
            [question] = [each for each in asked if each.facts["about"] == about]
            read = Decision.read(decision, len(question.offers["offered"]))
            assert read is not None
            imports.decide(session, question, read, by=by(day))

    def imported(self, import_id: int) -> Import:
        with self.working() as session:
            return session.scalars(select(Import).where(Import.id == import_id)).one()

    def lines(self) -> list[str]:
        """Give the whole register, a line for each row, without ids."""
        with self.working() as session:
            register = Register(session)
        names = {
            each["organisation_id"]: each["name"]
            for each in register.all(OrganisationName)
            if not each["alias"] and each["until"] is None
        }
        saying = Saying(names)
        return sorted(
            f"{model.__name__}: {saying.row(row)}"
            for model in REGISTER
            for row in register.all(model)
        )

    def of(self, *tables: str) -> list[str]:
        """Give the register's lines of some tables."""
        return [each for each in self.lines() if each.partition(":")[0] in tables]


def by(day: date) -> By:
    return By(None, NOW, day)


class Saying:
    """Says what rows say, naming those that they point at."""

    def __init__(self, names: dict[Draft, str]) -> None:
        self._names = names

    def row(self, row: Draft) -> str:
        return ", ".join(
            f"{name}={self._value(value)}"
            for name, value in row.values.items()
            if value not in (None, False, "") and name not in _UNSAID
        )

    def _value(self, value: object) -> str:
        if isinstance(value, dict | list):
            return json.dumps(self._data(value), sort_keys=True)
        if not isinstance(value, Draft):
            return str(value)
        if value.model is Seat:
            where = f"{self._value(value['organisation_id'])} on {value['body_id']['name']}"
            return f"{where} as {value['title']}" if value["title"] else where
        return self._names.get(value) or str(value.values.get("name", value.model.__name__))

    def _data(self, value: Any) -> Any:
        """Give a quorum without the ids of seats, which are another in each partnership."""
        if isinstance(value, dict):
            return {
                name: len(each) if name == "seats" else self._data(each)
                for name, each in value.items()
            }
        return [self._data(each) for each in value] if isinstance(value, list) else value


_UNSAID = {"created_at", "name_key", "address_key"}


def sheet(*rows: Sequence[Cell], name: str = "Contacts") -> Sheet:
    """Make a sheet of rows, the first of which has the headings."""
    return Sheet(name, dict(enumerate(rows, 1)))


USUAL: list[Cell] = ["Organisation", "Sector", "Name", "E-mail", "Board", "Part", "From"]
POLICE: list[Cell] = ["Police", "Police", "Lee", "lee@x.org", "Forum", "Lead", "1/9/2019"]
"""A coordinator's usual row, and the headings above it."""


def bring(office: Office, *rows: list[Cell], day: date = DAY) -> int:
    """Import rows under the usual headings."""
    return office.bring(sheet(USUAL, *rows), day=day)


def look(office: Office, *rows: list[Cell], headings: list[Cell] | None = None) -> int:
    """Read rows, unconfirmed."""
    import_id, _plan = office.look(sheet(headings or USUAL, *rows))
    return import_id


def problems(office: Office, import_id: int) -> list[str]:
    """Give the sentences of the rows that can't be taken."""
    summary = office.imported(import_id).summary or {}
    return [sentence for _sheet, _row, sentence in summary["problems"]]
