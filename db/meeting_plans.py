"""What an import of meetings would do: its rows against the events that are known.

Nothing is written here (db/meeting_writes.py does that), and what is not clear is asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from db.meeting_asking import Asking
from db.meeting_facts import Facts, Known, rule_of
from db.meeting_series import (
    Differing,
    differing,
    is_as,
    refuse_cancelled,
    refuse_taken_back,
)
from db.pondering import Asked, Decisions, Skipped
from domain import kept_rules, planned_times
from domain.errors import Refused
from domain.events import Calendar, Planned, clean_details
from domain.imports import Choice, Problem, Question
from domain.language import gettext as _
from domain.meeting_files import Meeting, Meetings, Moved
from domain.names import clean_name, name_key
from domain.recurrence import Rule, expand, horizon
from domain.when import WallSpan

_More = tuple[datetime, str, Rule | None]
"""What else tells a meeting from another row's: its end, its place, and its rule."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be taken: what its meetings are of, where it doesn't say, and whose."""

    body_id: int | None = None
    calendar: Calendar = Calendar.ELSEWHERE


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting that would be written. `body` is the name of a body that is new with it."""

    planned: Planned
    body: str
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A meeting that is known, and when it would be from now on."""

    event_id: int
    span: WallSpan


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting as a preview lists it."""

    state: str
    span: WallSpan
    title: str
    body: str
    rule: Rule | None = None
    moved: tuple[Moved, ...] = ()

    def as_json(self) -> list[object]:
        """Give it as data."""
        rule = kept_rules.as_json(self.rule) if self.rule else None
        begins, ends = self.span.begins.isoformat(), self.span.ends.isoformat()
        differs = [
            [each.original.isoformat(), each.begins.isoformat() if each.begins else None]
            for each in self.moved
        ]
        return [self.state, begins, ends, self.title, self.body, rule, differs]


@dataclass(slots=True)
class Plan:
    """What would be written, and what can't be yet."""

    new: list[Placed] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    known: int = 0
    skipped: int = 0
    lines: list[Line] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    waiting: list[Meeting] = field(default_factory=list)


def plan(
    meetings: Meetings, facts: Facts, wanted: Wanted, decisions: Decisions, *, now: datetime
) -> Plan:
    """Compare what was read with what is known; all that is clear is placed."""
    return _Planner(meetings, facts, wanted, decisions, now).plan()


class _Planner:
    """Goes through the meetings of a file, each on its own."""

    def __init__(
        self,
        meetings: Meetings,
        facts: Facts,
        wanted: Wanted,
        decisions: Decisions,
        now: datetime,
    ) -> None:
        self._meetings, self._facts, self._wanted = meetings, facts, wanted
        self._asking = Asking(decisions, meetings.found)
        self._now, self._today = now, facts.day
        self._seen: dict[tuple[str, datetime, str], _More] = {}
        self._met: set[int] = set()
        self._doubtful: list[tuple[Meeting, Known, Line]] = []
        self._plan = Plan()

    def plan(self) -> Plan:
        """Place all that is clear; last what may be a meeting that another row doesn't mean."""
        for each in self._meetings.found:
            self._attempt(each, partial(self._take, each))
        for meeting, known, line in self._doubtful:
            self._attempt(meeting, partial(self._doubt, meeting, known, line))
        self._plan.questions = list(self._asking.questions.values())
        self._plan.lines.sort(key=lambda line: line.span.begins)
        return self._plan

    def _attempt(self, meeting: Meeting, how: Callable[[], None]) -> None:
        self._asking.turn_to(meeting)
        try:
            how()
        except Asked:
            self._plan.waiting.append(meeting)
        except Skipped:
            self._plan.skipped += 1
        except Refused as no:
            self._plan.problems.append(Problem(meeting.sheet, meeting.row, no.sentence))

    def _take(self, meeting: Meeting) -> None:
        day = self._day(meeting)
        body_id, body = self._body(meeting)
        span = self._span(meeting, day, body)
        title = clean_name(meeting.title or body)
        line = Line("new", span, title, body, rule_of(meeting.rule))
        known = self._facts.at(body_id, span, title) if body_id is not None else None
        begun = None
        if known is None and line.rule is not None and body_id is not None:
            known = begun = self._facts.begun(body_id, span.begins, title)
        if known is None:
            self._add(meeting, line)
        elif begun is not None or known.is_at(span, title, self._now):
            self._met.add(known.event_id)
            self._refuse_other(meeting, line, known)
            self._leave(line)
        else:
            self._doubtful.append((meeting, known, line))

    def _doubt(self, meeting: Meeting, known: Known, line: Line) -> None:
        """Ask about what may be a known meeting, called or timed another way."""
        if known.event_id in self._met:
            self._add(meeting, line)
        elif known.title_key != name_key(line.title):
            again = self._asking.same(known.title, line.title, line.span) is Choice.NEW
            (self._add(meeting, line) if again else self._leave(line))
        elif self._asking.moved(known, line.span, line.title) is Choice.NEW:
            self._add(meeting, line)
        elif known.can_move(self._now):
            self._plan.shifts.append(Shift(known.event_id, line.span))
            self._plan.lines.append(replace(line, state="moved"))
        else:
            raise Refused(
                _("This can't be moved from here. Please move it on its own page, so people hear.")
            )

    def _leave(self, line: Line) -> None:
        """Leave a meeting as it is that is there already."""
        self._plan.known += 1
        self._plan.lines.append(replace(line, state="known"))

    def _add(self, meeting: Meeting, line: Line) -> None:
        """Add a meeting, unless another row has it."""
        place = (line.body, line.span.instants()[0], name_key(line.title))
        more = (line.span.ends, name_key(meeting.place), line.rule)
        if place in self._seen:
            self._refuse_second(self._seen[place], more)
            self._leave(line)
            return
        self._ask_of_past_year(line.span, line.rule)
        self._seen[place] = more
        self._place(meeting, line)

    def _refuse_second(self, first: _More, second: _More) -> None:
        """Refuse a meeting that the file has twice, and not the same way."""
        if first != second:
            raise Refused(
                _("The file has this meeting twice, with another end or place. I took the first.")
            )

    def _day(self, meeting: Meeting) -> date:
        """Give the day; where the file writes months first somewhere, it is asked how."""
        day = meeting.day
        if self._meetings.month_first and meeting.month_first is not None:
            decided = self._asking.order(self._meetings.found)
            if decided.offer is not None and decided.offer.name == "month":
                day = meeting.month_first
        if day is None:
            raise Refused(_("There is no such day, with the day before the month. Please check."))
        return day

    def _body(self, meeting: Meeting) -> tuple[int | None, str]:
        """Give what meets: a body that is known, by its id, or the name of a new one."""
        named = meeting.body
        if not named and self._wanted.body_id is not None:
            return self._wanted.body_id, self._facts.bodies[self._wanted.body_id]
        text = named or meeting.title
        known = self._facts.named(text)
        if known is not None:
            return known, self._facts.bodies[known]
        decided = self._asking.body(text, self._facts.like(text))
        if decided.choice is Choice.NEW or decided.offer is None or decided.offer.id is None:
            return None, clean_name(text)
        if decided.offer.id not in self._facts.bodies:
            raise Refused(_("The body that was chosen is no more. Please bring the file again."))
        return decided.offer.id, self._facts.bodies[decided.offer.id]

    def _span(self, meeting: Meeting, day: date, body: str) -> WallSpan:
        """Give when it is. Raises `Refused` for a time that no event can have."""
        start, minutes = meeting.start, meeting.minutes
        called = meeting.title or body
        if start is None:
            start, minutes = self._asking.times(called, day)
        if minutes is None:
            minutes = self._asking.length(called, day)
        begins = datetime.combine(day, start)
        ends = begins + timedelta(minutes=minutes)
        planned_times.refuse_length(begins, ends)
        planned_times.refuse_far(day, self._today, field="file")
        span = WallSpan(begins, ends, meeting.zone or self._facts.zone)
        span.instants()
        return span

    def _ask_of_past_year(self, span: WallSpan, rule: Rule | None) -> None:
        """Ask about meetings of earlier years: a year may be mistyped."""
        year = span.begins.year
        if year < self._today.year and not (rule and self._meets_on(rule, span)):
            self._asking.year(year)

    def _meets_on(self, rule: Rule, span: WallSpan) -> bool:
        """Say whether a series has meetings this year or later."""
        after = date(self._today.year, 1, 1) - timedelta(days=1)
        return bool(expand(rule, span, after=after, until=horizon(self._today)).spans)

    def _place(self, meeting: Meeting, line: Line) -> None:
        details = clean_details(
            title=line.title, where=meeting.place, joining=meeting.joining, agenda=meeting.agenda
        )
        is_over = line.rule is None and line.span.instants()[0] <= self._now
        calendar = Calendar.ELSEWHERE if is_over else self._wanted.calendar
        body_id = self._facts.named(line.body)
        planned = Planned(details, line.span, line.rule, body_id, calendar)
        own = self._differing(meeting, line)
        body = "" if body_id is not None else line.body
        self._plan.new.append(Placed(planned, body, tuple(own.taken)))
        self._plan.lines.append(replace(line, moved=tuple(own.taken)))

    def _differing(self, meeting: Meeting, line: Line) -> Differing:
        """Give what differs of a series' meetings, and tell of what can't be taken."""
        if line.rule is None:
            return Differing()
        own = differing(meeting, line.span, line.rule, self._today)
        self._plan.left_out += own.left_out
        self._plan.problems += own.problems
        return own

    def _refuse_other(self, meeting: Meeting, line: Line, known: Known) -> None:
        """Refuse what is known otherwise: people would take it for what the file has."""
        occurrences = self._facts.occurrences(known.series_id)
        refuse_cancelled(known, occurrences, self._now)
        if line.rule is None:
            return
        own = self._differing(meeting, line)
        if not is_as(known, occurrences, line.rule, own):
            raise Refused(_("This series differs from what we have. Please change it by hand."))
        refuse_taken_back(occurrences, own, self._now)
