"""What is asked while an import of meetings is planned: each thing once, however many rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum
from hashlib import sha256

from db.meeting_facts import Known
from db.pondering import Asked, Decided, Decisions, Skipped
from domain.imports import Choice, Offer, Question
from domain.meeting_files import Meeting
from domain.names import name_key
from domain.when import WallSpan

LENGTHS = (60, 90, 120, 150, 180)
"""How long a meeting may last, in minutes, where a file doesn't say."""

TIMES = ((9 * 60, 180), (9 * 60, 480), (10 * 60, 120), (10 * 60, 360), (14 * 60, 120))
"""When a meeting may begin, in minutes since midnight, and how long it lasts then."""

THIS, ALL = "this", "all"
_DAY = 24 * 60


class What(StrEnum):
    """What is asked about."""

    ORDER = "date order"
    BODY = "meeting body"
    TIMES = "meeting times"
    LENGTH = "meeting length"
    YEAR = "meeting year"
    SAME = "same meeting"
    MOVED = "moved meeting"


class Asking:
    """What was decided, and the questions that come up."""

    def __init__(self, decisions: Decisions, meetings: Sequence[Meeting]) -> None:
        self.questions: dict[str, Question] = {}
        self._decisions = decisions
        self._current: Meeting | None = None
        self._open = {
            What.TIMES: {name_key(each.called) for each in meetings if each.start is None},
            What.LENGTH: {
                name_key(each.called)
                for each in meetings
                if each.start is not None and each.minutes is None
            },
        }

    @property
    def current(self) -> Meeting:
        """Give the meeting that questions come from."""
        assert self._current is not None  # noqa: S101 - turn_to comes first
        return self._current

    def turn_to(self, meeting: Meeting) -> None:
        """Remember which row questions come from."""
        self._current = meeting

    def order(self, meetings: Sequence[Meeting]) -> Decided:
        """Ask whether the file writes the day or the month first."""
        both = [each for each in meetings if each.day and each.month_first]
        only = next((each.month_first for each in meetings if each.day is None), None)
        facts = {"us": _iso(only)}
        if both:
            facts |= {"day": _iso(both[0].day), "month": _iso(both[0].month_first)}
        return self._ask(
            What.ORDER, "", "", (Offer(None, "day"), Offer(None, "month")), facts=facts
        )

    def body(self, name: str, offers: Sequence[Offer]) -> Decided:
        """Ask what meets."""
        return self._ask(What.BODY, name_key(name), name, offers)

    def times(self, called: str, day: date) -> tuple[time, int]:
        """Ask when something begins and ends that the file has for a whole day."""
        offers = [Offer(begins * _DAY + minutes, THIS) for begins, minutes in TIMES]
        chosen = self._one_or_all(What.TIMES, called, offers, {"day": day.isoformat()})
        begins, minutes = divmod(chosen, _DAY)
        return time(begins // 60, begins % 60), minutes

    def length(self, called: str, day: date) -> int:
        """Ask how long something lasts."""
        offers = [Offer(minutes, THIS) for minutes in LENGTHS]
        return self._one_or_all(What.LENGTH, called, offers, {"day": day.isoformat()})

    def year(self, year: int) -> None:
        """Ask whether meetings of an earlier year are wanted."""
        self._ask(What.YEAR, str(year), str(year), ())

    def same(self, known: str, title: str, span: WallSpan) -> Choice:
        """Ask whether a meeting is one that is known at that time under another title."""
        identity = f"{known} {title} {span.begins.isoformat()}"
        facts = {"known": known, "begins": span.begins.isoformat()}
        return self._ask(What.SAME, identity, title, (), facts=facts).choice

    def moved(self, known: Known, span: WallSpan, title: str) -> Choice:
        """Ask whether a meeting that is known is at another time now."""
        facts = {
            "from": [known.begins.isoformat(), known.ends.isoformat()],
            "to": [span.begins.isoformat(), span.ends.isoformat()],
        }
        identity = f"{known.event_id} {facts}"
        return self._ask(What.MOVED, identity, title, (), facts=facts).choice

    def _one_or_all(
        self, kind: What, called: str, offers: Sequence[Offer], facts: Mapping[str, object]
    ) -> int:
        """Ask about meetings of one title; one answer may be for all others, too."""
        every = self._decided_for_all(kind)
        if every is not None:
            return every
        others = self._open[kind] - {name_key(called)}
        both = [*offers, *(replace(each, name=ALL) for each in offers)] if others else offers
        decided = self._ask(kind, name_key(called), called, both, facts=facts)
        if decided.offer is None or decided.offer.id is None:
            raise Skipped
        return decided.offer.id

    def _decided_for_all(self, kind: What) -> int | None:
        found = (
            each.offer.id
            for key, each in self._decisions.items()
            if key.startswith(f"{kind}:") and each.offer is not None and each.offer.name == ALL
        )
        return next(found, None)

    def _ask(
        self,
        kind: What,
        identity: str,
        about: str,
        offers: Sequence[Offer],
        *,
        facts: Mapping[str, object] | None = None,
    ) -> Decided:
        """Give what was decided; raises `Asked` until then, `Skipped` where it is left out."""
        key = f"{kind}:{sha256(identity.encode()).hexdigest()[:32]}"
        decided = self._decisions.get(key)
        if decided is None:
            asked = self.questions.get(key) or Question(
                kind, key, about, tuple(offers), facts or {}
            )
            place = (self.current.sheet, self.current.row)
            if place not in asked.rows:
                asked = replace(asked, rows=(*asked.rows, place))
            self.questions[key] = asked
            raise Asked
        if decided.choice is Choice.SKIP:
            raise Skipped
        return decided


def _iso(day: date | datetime | None) -> str:
    return day.isoformat() if day else ""
