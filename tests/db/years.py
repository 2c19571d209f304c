"""What tests of a year's meetings do again and again: bring a file, look at what is asked."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from db import import_questions, meeting_imports
from db.import_runs import By
from db.meeting_plans import Wanted
from db.models import Event, Import
from domain.imports import Decision
from domain.meeting_files import Meetings
from domain.meeting_sheets import read_meetings
from domain.sheets import Cell, Sheet
from tests.db.meetings import NOW, Register

TODAY = NOW.date()
HEADINGS = ["Date", "Time", "Meeting", "Board", "Venue"]
LATER = NOW + timedelta(days=1)
BY = By(None, NOW, TODAY)

WINTER = ("3/12/2026", "10:00-12:00", "Winter meeting", "Executive", "Town Hall")
PAST = ("5 Mar 2026", "2-4pm", "Spring meeting", "Executive", "")


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
