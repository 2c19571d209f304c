"""What an import of attendance would do: its lines against what is recorded.

Nothing is written here. What agrees is left, what is new is drafted, and what disagrees or is not
clear is asked about. The same file again drafts nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.attendance_bodies import OfBody
from db.attendance_drafts import History, Plan
from db.attendance_facts import Facts, facts
from db.attendance_names import Names, as_spelt
from db.attendance_seats import Seats
from db.import_runs import By
from db.pondering import Asked, Decisions, Pondering, Skipped
from db.rows import Register
from domain.attendance_files import Attended, Said


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be taken: what met where it doesn't say, its zone, and spellings."""

    body: str
    zone: str
    as_spelt: bool = False


def plan(
    session: Session, attended: Attended, wanted: Wanted, decisions: Decisions, *, by: By
) -> Plan:
    """Compare what was read with what is recorded."""
    if wanted.as_spelt:
        decisions = as_spelt(attended.said, decisions)
    return _Planner(session, attended, wanted, decisions, by).plan()


class _Planner:
    """Goes through a file, one body after the other."""

    def __init__(
        self,
        session: Session,
        attended: Attended,
        wanted: Wanted,
        decisions: Decisions,
        by: By,
    ) -> None:
        self._session, self._attended, self._wanted = session, attended, wanted
        register = Register(session)
        self._pondering = Pondering(register, decisions, by.day, by.now)
        self._plan = Plan(register, History(by, wanted.zone))
        self._names = Names(self._pondering, attended, self._plan.problems)
        self._seats = Seats(self._pondering)

    def plan(self) -> Plan:
        """Draft all that is clear."""
        bodies: dict[str, list[Said]] = defaultdict(list)
        for each in self._attended.said:
            bodies[each.body or self._wanted.body].append(each)
        for name in sorted(bodies):
            self._take(name, bodies[name])
        self._plan.questions = list(self._pondering.questions.values())
        self._plan.never = self._names.never
        self._plan.earlier = len(self._seats.earlier)
        self._plan.problems.sort(key=lambda each: (each.sheet, each.row))
        return self._plan

    def _take(self, name: str, lines: Sequence[Said]) -> None:
        try:
            body = self._names.body(name, lines[0])
        except Asked:
            self._plan.waiting += len(lines)
            return
        except Skipped:
            return
        self._plan.bodies.add(body)
        days = {each.day for each in lines}
        known = facts(self._session, body.id, days) if body.id is not None else Facts()
        own = OfBody(self._plan, self._pondering, self._names, self._seats, body, known)
        own.take(lines, complete=self._attended.complete)
