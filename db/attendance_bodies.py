"""The meetings of one body in a file of attendance, against what is recorded of it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from db.attendance_drafts import Plan
from db.attendance_facts import Facts, Held, Recorded
from db.attendance_names import Names, Not
from db.attendance_seats import Seats
from db.models import Seat
from db.pondering import Asked, Pondering, Skipped
from db.rows import Draft
from domain.attendance_files import Said, key_of
from domain.days import said as said_day
from domain.errors import Refused
from domain.events import Status
from domain.imports import Choice, Entry, Offer, Problem
from domain.language import gettext as _
from domain.language import ngettext
from domain.outcomes import CODES, NOT_RECORDED, Code, Source

MOST_NAMED = 10
"""Differences that a question names."""

_OFF = {Status.CANCELLED, Status.ABANDONED}

_Meeting = tuple[date, str]
_Place = tuple[Draft, str]
"""A seat: its partner, and what tells it from that partner's others."""


class OfBody:
    """Goes through the meetings of one body."""

    def __init__(
        self,
        plan: Plan,
        pondering: Pondering,
        names: Names,
        seats: Seats,
        body: Draft,
        known: Facts,
    ) -> None:
        self._plan, self._pondering, self._names = plan, pondering, names
        self._seats, self._body, self._known = seats, body, known
        self._lines: dict[_Meeting, dict[_Place, Said]] = defaultdict(dict)
        self._unsure: dict[_Meeting, set[Draft]] = defaultdict(set)
        self._titles: dict[_Meeting, Said] = {}
        self._first: dict[_Place, date] = {}

    def take(self, lines: Sequence[Said], *, complete: bool) -> None:
        """Draft what is clear of each meeting; of a `complete` file also who did not come."""
        for each in lines:
            self._sort(each)
        taken = [(each, held) for each in sorted(self._titles) if (held := self._find(each))]
        self._begin([each for each, _held in taken], complete=complete)
        self._first = dict(sorted(self._first.items(), key=lambda each: self._by_name(each[0])))
        for meeting, held in taken:
            self._record(meeting, held if isinstance(held, Held) else None, complete=complete)

    def _sort(self, line: Said) -> None:
        """Put a line to its meeting and its seat; of a name that is not clear it waits."""
        meeting = (line.day, key_of(line.title or self._body["name"]))
        self._titles.setdefault(meeting, line)
        partner = self._names.partner(line)
        seat = self._names.seat(line, partner, self._body) if isinstance(partner, Draft) else None
        if isinstance(partner, Draft) and isinstance(seat, str):
            own = self._lines[meeting]
            other = own.get((partner, seat))
            own[partner, seat] = line if other is None else other.with_other(line)
        elif Not.YET in {partner, seat}:
            self._plan.waiting += 1
            may_be = {partner} if isinstance(partner, Draft) else self._names.may_be(line)
            self._unsure[meeting] |= may_be

    def _find(self, meeting: _Meeting) -> Held | bool:
        """Give a meeting as it is known, True for one to be added, False for one that is not."""
        line, state = self._titles[meeting], "waiting"
        with self._pondering.about(Entry(line.sheet, line.row)):
            try:
                held = self._same(meeting)
                bare = held is None or held.source is None
                state = self._is_new(meeting) if bare else "known"
                if held is not None and state == "added":
                    state = "known"
            except Refused as no:
                state, held = "refused", None
                self._plan.problems.append(Problem(line.sheet, line.row, no.sentence))
            except (Asked, Skipped) as unclear:
                state, held = "waiting" if isinstance(unclear, Asked) else "out", None
        self._plan.meetings[state] += 1
        return (held if state == "known" else None) or state == "added"

    def _is_new(self, meeting: _Meeting) -> str:
        """Say whether anybody came: a meeting without was not recorded, and is nobody's absence."""
        if any(each.came for each in self._lines[meeting].values()):
            return "added"
        return "waiting" if meeting in self._unsure else "empty"

    def _same(self, meeting: _Meeting) -> Held | None:
        """Find a meeting among those that are known of that day; asked where its name differs."""
        day, title = meeting
        there = self._known.meetings.get(day, ())
        same = next((each for each in there if each.key == title), None)
        if same is None:
            live = [each for each in there if each.status in {Status.HELD, Status.SCHEDULED}]
            others = [each for each in live if (day, each.key) not in self._titles]
            same = self._asked(meeting, others) if others else None
        if same is not None and (same.source is None or same.status in _OFF):
            self._fill(same, meeting)
        return same

    def _fill(self, held: Held, meeting: _Meeting) -> None:
        """Ask whether a meeting without a register is filled in from the file: once for all."""
        if not self._is_open(held):
            raise Refused(_unrecorded(held))
        if self._is_new(meeting) == "added":
            about = str(self._body["name"])
            self._pondering.ask("unrecorded", str(self._body.id), about, (), says=self._open())

    def _is_open(self, held: Held) -> bool:
        live = held.status in {Status.HELD, Status.SCHEDULED}
        return live and not held.drafted and held.day < self._pondering.day

    def _open(self) -> list[str]:
        """Name the days of the file whose meetings are without a register."""
        days = {day for day, _title in self._titles}
        found = sorted(
            {
                each.day
                for day in days
                for each in self._known.meetings.get(day, ())
                if each.source is None and self._is_open(each)
            }
        )
        more = len(found) - MOST_NAMED
        said = [said_day(each) for each in found[:MOST_NAMED]]
        if more > 0:
            said.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
        return said

    def _asked(self, meeting: _Meeting, others: Sequence[Held]) -> Held | None:
        line = self._titles[meeting]
        offers = [Offer(each.event_id, each.title) for each in others]
        about = line.title or str(self._body["name"])
        identity = f"{self._body.id} {meeting[0]} {meeting[1]}"
        decided = self._pondering.ask(
            "meeting", identity, about, offers, day=meeting[0].isoformat()
        )
        if decided.choice is Choice.NEW or decided.offer is None:
            return None
        return next(each for each in others if each.event_id == decided.offer.id)

    def _begin(self, meetings: Sequence[_Meeting], *, complete: bool) -> None:
        """Find since when each seat is there: the first meeting that it was represented at."""
        first: dict[_Place, Said] = {}
        for meeting in meetings:
            for place, line in self._lines[meeting].items():
                if line.came or not complete:
                    first.setdefault(place, line)
        before = self._before()
        for place, line in sorted(first.items(), key=lambda each: self._by_name(each[0])):
            day = min(line.day, before.get(place, line.day))
            try:
                self._seats.since(place[0], self._body, place[1], day)
            except Refused as no:
                self._plan.problems.append(Problem(line.sheet, line.row, no.sentence))
                continue
            self._first[place] = day
            self._plan.partners.add(place[0])
        for place, day in before.items():
            self._first.setdefault(place, day)

    def _by_name(self, place: _Place) -> tuple[str, str]:
        return self._names.called(place[0]), place[1]

    def _before(self) -> dict[_Place, date]:
        """Give since when the seats of the body came by what is recorded."""
        found: dict[_Place, date] = {}
        seats = self._pondering.register.rows[Seat]
        for seat_id, day in self._known.first.items():
            seat = seats.get(seat_id)
            if seat is not None and self._names.stands_alone(seat["organisation_id"]):
                place = (seat["organisation_id"], str(seat["title"]))
                found[place] = min(day, found.get(place, day))
        return found

    def _record(self, meeting: _Meeting, held: Held | None, *, complete: bool) -> None:
        day, lines = meeting[0], self._lines[meeting]
        event: Draft | int
        if held is None:
            event = self._plan.history.meeting(self._body, day, self._titles[meeting].title)
        else:
            event = held.event_id
            if held.source is None:
                self._plan.history.recorded(event)
                self._plan.held.append(event)
        silent = complete and (held is None or held.source in {None, Source.IMPORT})
        differing: list[tuple[Said, Draft, Recorded]] = []
        for place, first in self._first.items():
            line = lines.get(place)
            if day < first:
                self._plan.before += line is not None
            elif line is not None or silent:
                self._seat(event, place, day, line, meeting, differing)
        if differing and isinstance(event, int):
            self._differ(event, differing, meeting)

    def _seat(
        self,
        event: Draft | int,
        place: _Place,
        day: date,
        line: Said | None,
        meeting: _Meeting,
        differing: list[tuple[Said, Draft, Recorded]],
    ) -> None:
        """Draft what happened for a seat, unless it is recorded."""
        seat = self._seats.on(place[0], self._body, place[1], day)
        code = line.code if line is not None else Code.NO_CONTACT
        if seat is None:
            if line is not None and line.came:
                self._plan.problems.append(Problem(line.sheet, line.row, _not_on(self._body, day)))
            return
        if place[0] in self._unsure.get(meeting, ()) and not (line is not None and line.came):
            return  # another spelling may say that they came
        key = (event, seat.id) if isinstance(event, int) and seat.id is not None else None
        recorded = self._known.recorded.get(key) if key is not None else None
        if recorded is None:
            invited = self._known.invited.get(key) if key is not None else None
            self._plan.history.outcome(event, seat, invited, code, line)
            self._plan.outcomes["added"] += 1
            self._plan.codes[code] += 1
        elif recorded.code is code or line is None:
            self._plan.outcomes["same"] += 1
        else:
            differing.append((line, seat, recorded))

    def _differ(
        self,
        event: int,
        differing: Sequence[tuple[Said, Draft, Recorded]],
        meeting: _Meeting,
    ) -> None:
        """Ask which holds where the file says something else than what is recorded."""
        about = said_day(meeting[0])
        says = [_difference(line, recorded) for line, _seat, recorded in differing]
        identity = f"{event} " + " ".join(f"{seat.id}:{line.code}" for line, seat, _r in differing)
        for line, seat, recorded in differing:
            with self._pondering.about(Entry(line.sheet, line.row)):
                try:
                    self._pondering.ask("differs", identity, about, (), says=says[:MOST_NAMED])
                except Asked:
                    sentence = f"{about}: {_difference(line, recorded)}"
                    self._plan.differing.append(Problem(line.sheet, line.row, sentence))
                except Skipped:
                    self._plan.outcomes["same"] += 1
                else:
                    self._replace(event, line, seat, recorded)

    def _replace(self, event: int, line: Said, seat: Draft, recorded: Recorded) -> None:
        """Let what the file says stand in place of what is recorded: it was decided so."""
        assert seat.id is not None  # noqa: S101 - something is recorded of it
        self._plan.instead.append(recorded.outcome_id)
        invited = self._known.invited[event, seat.id]
        self._plan.history.outcome(event, seat, invited, line.code, line)
        self._plan.outcomes["changed"] += 1
        self._plan.codes[line.code] += 1


def _difference(line: Said, recorded: Recorded) -> str:
    here = _(CODES[recorded.code]) if recorded.code is not None else _(NOT_RECORDED)
    return _("{name} is “{here}” here, and “{there}” in the file").format(
        name=line.partner, here=here, there=_(CODES[line.code])
    )


def _unrecorded(held: Held) -> str:
    said = {
        Status.CANCELLED: _("{day}: this meeting is cancelled here. Please look which is right."),
        Status.ABANDONED: _("{day}: here it says that this meeting did not take place."),
    }
    usual = _("{day}: this meeting is here without a register. Please fill it in there first.")
    return said.get(held.status, usual).format(day=said_day(held.day))


def _not_on(body: Draft, day: date) -> str:
    return _("It had no seat on {body} on {day}. Please put the seat right first.").format(
        body=body["name"], day=said_day(day)
    )
