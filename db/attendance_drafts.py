"""What an import of attendance adds: meetings that were held, who was invited, and what happened.

Each meeting is a day without a time: from midnight to midnight where the partnership is. It has no
calendar entry and nobody is asked, so nothing of it ever leaves.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from db.import_runs import By
from db.models import Attendance, AudienceItem, Event, Invitation, Outcome, Series
from db.rows import Draft, Register, defaults
from domain.attendance_files import Said
from domain.events import Calendar, Status
from domain.imports import Problem, Question
from domain.names import name_key
from domain.outcomes import Code, Quorate, Source
from domain.when import at_wall


class History:
    """Drafts rows of the past, by table, each after those it points at."""

    def __init__(self, by: By, zone: str) -> None:
        self._by, self._zone = by, zone
        self.rows: dict[type, list[Draft]] = {
            each: [] for each in (Series, AudienceItem, Event, Invitation, Attendance, Outcome)
        }

    def _add(self, model: type, **values: object) -> Draft:
        draft = Draft(model, {**defaults(model), **values})
        self.rows[model].append(draft)
        return draft

    def meeting(self, body: Draft, day: date, title: str) -> Draft:
        """Draft a meeting that was held on a day, and recorded."""
        now = self._by.now
        begins = datetime.combine(day, time())
        ends = begins + timedelta(days=1)
        called = title or str(body["name"])
        when = {"zone": self._zone, "begins": begins, "ends": ends, "title": called}
        series = self._add(
            Series,
            **when,
            uid=str(uuid4()),
            body_id=body,
            title_key=name_key(called),
            priorities=[],
            calendar=str(Calendar.NONE),
            created_by=self._by.person_id,
            created_at=now,
            changed_at=now,
            scheduled_at=now,
        )
        self._add(AudienceItem, series_id=series, body_id=body)
        event = self._add(
            Event,
            **when,
            series_id=series,
            original=begins,
            begins_at=at_wall(day, time(), self._zone),
            ends_at=at_wall(ends.date(), time(), self._zone),
            answer_by=day,
            status=str(Status.HELD),
            created_at=now,
        )
        self.recorded(event)
        return event

    def recorded(self, event: Draft | int) -> None:
        """Draft that a meeting is recorded."""
        self._add(Attendance, event_id=event, quorate=str(Quorate.UNKNOWN), **self._recorded())

    def outcome(
        self, event: Draft | int, seat: Draft, invited: int | None, code: Code, line: Said | None
    ) -> None:
        """Draft what happened for a seat, and that it was invited unless it is."""
        invitation: Draft | int = invited or self._add(
            Invitation, event_id=event, seat_id=seat, invited_at=self._by.now
        )
        came = line is not None and line.came
        self._add(
            Outcome,
            invitation_id=invitation,
            code=str(code),
            name=line.name if line is not None and came else "",
            is_current=True,
            **self._recorded(),
        )

    def _recorded(self) -> dict[str, object]:
        source = str(Source.IMPORT)
        return {"source": source, "recorded_by": self._by.person_id, "recorded_at": self._by.now}


@dataclass(slots=True)
class Plan:
    """What would be written, and what can't be yet.

    `instead` are outcomes that stand no more: it was decided that the file is right. `held` are
    meetings known without a register that get theirs. `differing` says by row what is recorded
    otherwise.
    """

    register: Register
    history: History
    instead: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    differing: list[Problem] = field(default_factory=list)
    meetings: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: Counter[Code] = field(default_factory=Counter)
    partners: set[Draft] = field(default_factory=set)
    bodies: set[Draft] = field(default_factory=set)
    waiting: int = 0
    before: int = 0
    never: int = 0
    earlier: int = 0

    @property
    def rows(self) -> int:
        """Give how many rows would be written."""
        history = sum(len(each) for each in self.history.rows.values())
        return len(self.register.new) + len(self.register.changed) + history
