"""Which body and which partners a file of attendance names; what may mean two things is asked."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from db.attendance_seats import Seats
from db.import_partners import Partners
from db.import_seats import Seats as Bodies
from db.models import Organisation
from db.pondering import Asked, Decided, Decisions, Pondering, Skipped
from db.pondering import key_of as question_key
from db.rows import Draft
from domain.attendance_files import Attended, Said, key_of
from domain.errors import Refused
from domain.imports import Choice, Entry, Problem

ROWS_NAMED = 5
"""Rows that a question names of those it is about."""


class Not(Enum):
    """Why a name of a file is no partner: it has to be asked about, or nobody came of it."""

    YET = "yet"
    TAKEN = "taken"


class Names:
    """Knows whom the names of a file mean."""

    def __init__(self, pondering: Pondering, attended: Attended, problems: list[Problem]) -> None:
        self.never = 0
        self._pondering = pondering
        self._register = pondering.register
        self._partners = Partners(pondering)
        self._bodies = Bodies(pondering)
        self._seats = Seats(pondering)
        self._problems = problems
        self._who: dict[str, Draft | Not] = {}
        self._which: dict[tuple[Draft, Draft, str], str | Not] = {}
        self._sort_out(attended)

    def _sort_out(self, attended: Attended) -> None:
        """Settle whom each name means: first those who came, so that the rest may mean them."""
        lines: dict[str, list[Said]] = {}
        for each in sorted(attended.said, key=lambda each: (each.partner, each.day)):
            lines.setdefault(key_of(each.partner), []).append(each)
        self._partners.sort_out(_entry(each) for own in lines.values() for each in own)
        came = {
            key
            for key, own in lines.items()
            if not attended.complete or any(each.came for each in own)
        }
        for key in sorted(came):
            self._who[key] = self._settled(lines[key])
        for key in sorted(lines.keys() - came):
            self._who[key] = self._settled_absent(lines[key])

    def _settled(self, lines: Sequence[Said]) -> Draft | Not:
        found: Draft | Not = Not.TAKEN
        for each in sorted(lines, key=lambda each: (each.sheet, each.row))[:ROWS_NAMED]:
            with self._pondering.about(_entry(each)):
                try:
                    return self._partners.named(_entry(each))
                except Asked:
                    found = Not.YET
                except Skipped:
                    return Not.TAKEN
                except Refused as no:
                    self._problems.append(Problem(each.sheet, each.row, no.sentence))
                    return Not.TAKEN
        return found

    def _settled_absent(self, lines: Sequence[Said]) -> Draft | Not:
        """Settle who a name is that never came: nobody becomes a partner by that."""
        if not self._partners.is_unknown(lines[0].partner):
            mark = self._register.mark()
            found = self._settled(lines)
            if isinstance(found, Not) or found.id is not None or found in self._who.values():
                return found
            self._register.back_to(mark)
        self.never += 1
        return Not.TAKEN

    def body(self, name: str, line: Said) -> Draft:
        """Give the body of a name, a new one where nothing is called so; raises `Asked`."""
        entry = Entry(line.sheet, line.row, body=name)
        with self._pondering.about(entry):
            return self._bodies.body(entry)

    def partner(self, line: Said) -> Draft | Not:
        """Give the partner that a line names."""
        return self._who[key_of(line.partner)]

    def seat(self, line: Said, partner: Draft, body: Draft) -> str | Not:
        """Give the title of the seat that a line is about."""
        place = (partner, body, key_of(line.seat))
        if place not in self._which:
            with self._pondering.about(_entry(line)):
                try:
                    self._which[place] = self._seats.title(line, partner, body)
                except Asked:
                    self._which[place] = Not.YET
                except Skipped:
                    self._which[place] = Not.TAKEN
        return self._which[place]

    def may_be(self, line: Said) -> set[Draft]:
        """List the partners that a name which has to be asked about may mean."""
        asked = self._pondering.questions.get(question_key("partner", key_of(line.partner)))
        found: set[Draft] = set()
        for each in asked.offers if asked is not None else ():
            known = self._register.rows[Organisation].get(each.id or 0)
            whom = known or self._who.get(key_of(each.name))
            if isinstance(whom, Draft):
                found.add(whom)
        return found

    def stands_alone(self, partner: Draft) -> bool:
        """Say whether a partner has become no other by a merge."""
        return self._partners.survivor(partner) is partner

    def called(self, partner: Draft) -> str:
        """Give what a partner is called."""
        return self._partners.called(partner)


def as_spelt(said: Iterable[Said], decisions: Decisions) -> Mapping[str, Decided]:
    """Decide for a whole file that names which are spelt otherwise are others."""
    names = {key_of(each.partner) for each in said}
    return {**{question_key("partner", each): Decided(Choice.NEW) for each in names}, **decisions}


def _entry(line: Said) -> Entry:
    since = line.day if line.came else None
    return Entry(line.sheet, line.row, partner=line.partner, since=since)
