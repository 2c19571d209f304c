"""What an import would do: its rows against the register, the unclear ones asked about.

Nothing is written here (db/import_writes.py does that): the same plan is a preview before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db.import_facts import Facts
from db.import_partners import Partners
from db.import_people import People
from db.import_recorded import Recording
from db.import_seats import Seats
from db.models import Body, Organisation, Person, Seat
from db.pondering import Asked, Decisions, Pondering, Skipped
from db.rows import Draft, Register, references, table_of
from domain.errors import Refused
from domain.imports import WHAT, Entry, Part, Problem, Question, Reading
from domain.language import gettext as _

COUNTED: Mapping[str, Any] = {
    "partners": Organisation,
    "people": Person,
    "seats": Seat,
    "bodies": Body,
}
"""What a preview counts: how many are new, changed, and left as they are."""

_ORDER = (Part.LEAD, Part.UNSAID, Part.DEPUTY, Part.MAIN, Part.NONE, Part.DIARY)


@dataclass(slots=True)
class Plan:
    """What would be written, and what can't be yet.

    `waiting` is what remains of the rows that wait for an answer: all else of them is drafted.
    """

    register: Register
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)
    clear: int = 0
    unclear: int = 0
    touched: dict[str, dict[str, int]] = field(default_factory=dict)
    without_address: int = 0
    changes: list[str] = field(default_factory=list)


def plan(
    session: Session,
    reading: Reading,
    decisions: Decisions,
    *,
    day: date,
    now: datetime,
) -> Plan:
    """Compare what was read with the register of the session's partnership.

    What changes a fact does so from `day` on, unless a row names a day of its own.
    """
    return _Planner(Register(session), decisions, day, now).plan(reading)


class _Planner:
    """Goes through the rows of a file: leads before deputies, keepers of diaries last."""

    def __init__(self, register: Register, decisions: Decisions, day: date, now: datetime) -> None:
        self._register = register
        self._pondering = Pondering(register, decisions, day, now)
        self._partners = Partners(self._pondering)
        self._facts = Facts(self._pondering, self._partners)
        self._people = People(self._pondering)
        self._seats = Seats(self._pondering)
        self._recording = Recording(self._pondering)
        self._problems: list[Problem] = []
        self._waiting: list[Entry] = []
        self._met: set[Draft] = set()

    def plan(self, reading: Reading) -> Plan:
        """Draft all that is clear."""
        self._problems += self._recording.take(reading.recorded, self._met)
        self._partners.sort_out(reading.entries)
        ordered = sorted(reading.entries, key=_turn)
        self._seats.sort_out(ordered)
        for entry in ordered:
            self._take(entry)
        return self._planned(reading)

    def _planned(self, reading: Reading) -> Plan:
        rows = reading.rows
        waits = {(each.sheet, each.row) for each in self._waiting}
        bad = {(each.sheet, each.row) for each in self._problems}
        unread = {(each.sheet, each.row) for each in reading.problems}
        return Plan(
            self._register,
            questions=list(self._pondering.questions.values()),
            problems=sorted([*reading.problems, *self._problems], key=lambda p: (p.sheet, p.row)),
            waiting=self._waiting,
            clear=len(rows - waits - bad - unread),
            unclear=len(waits),
            touched=self._count(),
            without_address=self._people.without_address(),
            changes=self._changes(),
        )

    def _changes(self) -> list[str]:
        """Say what of the partners and people who are known would change: whose, and which fact."""
        found: dict[str, None] = {}
        for each in (*self._register.changed, *self._register.new):
            whose = self._whose(each)
            if whose is not None and whose.id is not None:
                name = (
                    self._partners.called(whose) if whose.model is Organisation else whose["name"]
                )
                what = WHAT.get(table_of(each.model).name, "")
                found[f"{name} ({_(what)})" if what else str(name)] = None
        return list(found)

    def _whose(self, draft: Draft) -> Draft | None:
        """Give the partner that a row is about, else the person."""
        if draft.model in {Organisation, Person}:
            return draft
        if draft.values.get("seat_id") is not None:
            return self._whose(draft["seat_id"])
        whose: Draft | None = draft.values.get("organisation_id") or draft.values.get("person_id")
        return whose

    def _take(self, entry: Entry) -> None:
        """Draft an entry as far as it is clear; of one that can't be taken nothing stays."""
        mark, waiting = self._register.mark(), len(self._waiting)
        try:
            with self._pondering.about(entry):
                self._take_parts(entry)
        except Refused as no:
            self._register.back_to(mark)
            del self._waiting[waiting:]
            self._problems.append(Problem(entry.sheet, entry.row, no.sentence))

    def _take_parts(self, entry: Entry) -> None:
        """Draft the partner, then the person, then the seat; what is not clear waits."""
        mark = self._register.mark()
        rest = entry
        try:
            partner = self._partners.find(entry)
            if partner is not None:
                self._waiting += self._facts.draft(entry, partner)
                self._meet(partner)
            rest, mark = _without_facts(entry), self._register.mark()
            person = self._take_person(rest, partner)
            mark = self._register.mark()
            self._take_seat(rest, partner, person)
        except Asked:
            self._register.back_to(mark)
            self._waiting.append(rest)
            self._people.wait(entry)
        except Skipped:
            self._register.back_to(mark)

    def _take_person(self, entry: Entry, partner: Draft | None) -> Draft | None:
        if not entry.person:
            return None
        person = self._people.find(entry, partner)
        self._people.draft(entry, person, partner)
        self._meet(person)
        return person

    def _take_seat(self, entry: Entry, partner: Draft | None, person: Draft | None) -> None:
        if entry.body and partner is None:
            raise Refused(_("This row doesn't say whose seat this is. Please add the partner."))
        if entry.body and partner is not None:
            self._meet(*self._seats.draft(entry, partner, person))
        elif entry.diary_of and person is not None:
            self._people.keep_diary(entry, person, partner)

    def _meet(self, *drafts: Draft | None) -> None:
        self._met.update(each for each in drafts if each is not None)

    def _count(self) -> dict[str, dict[str, int]]:
        owners, new = _owners(self._register), set(self._register.new)
        met = [each for each in self._met if each.id is not None or each in new]
        return {
            name: _counted([each for each in met if each.model is model], owners)
            for name, model in COUNTED.items()
        }


def _turn(entry: Entry) -> tuple[int, date]:
    """Say when an entry's turn comes: of two leads of a seat the earlier goes first."""
    return _ORDER.index(entry.part), entry.since or date.max


def _without_facts(entry: Entry) -> Entry:
    """Give what an entry says besides its partner's own facts: those are drafted."""
    return replace(entry, aliases=(), sector="", domains=(), member_since=None, member_until=None)


def _owners(register: Register) -> set[Draft]:
    """Give every row that something new or changed is about."""
    found: set[Draft] = set(register.changed)
    for each in (*register.new, *register.changed):
        found.update(
            owner for name in references(each.model) if (owner := each.values[name]) is not None
        )
    return found


def _counted(met: Iterable[Draft], owners: set[Draft]) -> dict[str, int]:
    counts = {"added": 0, "changed": 0, "same": 0}
    for each in met:
        kind = "added" if each.id is None else "changed" if each in owners else "same"
        counts[kind] += 1
    return counts
