"""Who came, as a file has it: every meeting, every organisation, what its rows say together.

A row a person (`domain/attendance_rows.py`) or a column a meeting (`domain/attendance_sheets.py`)
become the same: one line for an organisation's seat at a meeting. Present is whoever any row has
there, so the order of rows changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from domain.imports import Json, Problem
from domain.names import MAX_NAME, name_key
from domain.outcomes import REPRESENTED, Code

STRENGTH = (Code.MEMBER, Code.DEPUTY, Code.APOLOGIES, Code.NO_CONTACT)
"""Of several rows of one organisation the first of these holds."""

SECRETARIAT = "(secretariat)"
"""The host's own staff: no organisation."""


key_of = lru_cache(maxsize=16_384)(name_key)
"""Gives what spellings of a name share: a file has few names, in very many rows."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says of an organisation's seat at a meeting; `title` empty: that of its body."""

    sheet: str
    row: int
    day: date
    partner: str
    code: Code
    title: str = ""
    body: str = ""
    seat: str = ""
    names: tuple[str, ...] = ()

    @property
    def came(self) -> bool:
        """Say whether the seat was represented."""
        return self.code in REPRESENTED

    @property
    def name(self) -> str:
        """Give who was there, as far as it fits."""
        known = ", ".join(self.names)
        return known if len(known) <= MAX_NAME else ""

    @property
    def meeting(self) -> tuple[str, date, str]:
        """Give what tells its meeting from others."""
        return key_of(self.body), self.day, key_of(self.title)

    @property
    def place(self) -> tuple[str, date, str, str, str]:
        """Give what tells it from all others of a file."""
        return *self.meeting, key_of(self.partner), key_of(self.seat)

    def with_other(self, other: "Said") -> "Said":
        """Give what two rows say together of one seat at one meeting."""
        first = min(self, other, key=lambda each: (each.sheet, each.row))
        held = min(self, other, key=lambda each: STRENGTH.index(each.code))
        same = [each for each in (self, other) if each.code is held.code]
        names = sorted({name for each in same for name in each.names})
        return replace(first, code=held.code, names=tuple(names))

    def as_json(self) -> list[Any]:
        """Give it as data."""
        day, names = self.day.isoformat(), list(self.names)
        said = [self.sheet, self.row, day, self.partner, str(self.code)]
        return [*said, self.title, self.body, self.seat, names]

    @classmethod
    def from_json(cls, kept: Sequence[Any]) -> "Said":
        """Read what `as_json` gave."""
        sheet, row, day, partner, code, title, body, seat, names = kept
        at = date.fromisoformat(day)
        return cls(sheet, row, at, partner, Code(code), title, body, seat, tuple(names))


@dataclass(slots=True)
class Attended:
    """All that was read from a file.

    `complete`: whom a meeting does not name, did not come (a row a person); else nothing is
    recorded of them (a column a meeting). `hosts` are rows of the host's own staff, `ticks` the
    cells that don't say who of an organisation came.
    """

    said: list[Said] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    complete: bool = False
    rows: int = 0
    hosts: int = 0
    ticks: int = 0

    def as_json(self) -> Json:
        """Give what an import still needs as data."""
        return {"said": [each.as_json() for each in self.said], "complete": self.complete}

    @classmethod
    def from_json(cls, kept: Json) -> "Attended":
        """Read what `as_json` gave."""
        return cls([Said.from_json(each) for each in kept["said"]], complete=kept["complete"])


def together(found: Iterable[Said]) -> list[Said]:
    """Put the rows of each seat at each meeting together, in an order of their own."""
    every = spelt_alike(found)
    made: dict[tuple[Any, ...], Said] = {}
    for each in every:
        known = made.get(each.place)
        made[each.place] = each if known is None else known.with_other(each)
    return [made[place] for place in sorted(made)]


def spelt_alike(found: Iterable[Said]) -> list[Said]:
    """Let one name be written in one way: as most rows have it."""
    every = list(found)
    every = _as_most(every, lambda each: each.partner, lambda e, text: replace(e, partner=text))
    every = _as_most(every, lambda each: each.title, lambda e, text: replace(e, title=text))
    every = _as_most(every, lambda each: each.body, lambda e, text: replace(e, body=text))
    return _as_most(every, lambda each: each.seat, lambda e, text: replace(e, seat=text))


def _as_most(
    every: list[Said], get: Callable[[Said], str], put: Callable[[Said, str], Said]
) -> list[Said]:
    written = Counter(map(get, every))
    ways: dict[str, list[str]] = defaultdict(list)
    for text in sorted(written, key=lambda each: (-written[each], each)):
        ways[key_of(text)].append(text)
    other = {text: own[0] for own in ways.values() for text in own[1:]}
    return [put(each, other[get(each)]) if get(each) in other else each for each in every]
