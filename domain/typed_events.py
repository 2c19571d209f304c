"""Events as people type them: what it is called, a comma, and when.

The name of a body needs no comma. Nothing is guessed: what is not wholly understood comes with
the sentence why, and opens the form with what was understood.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain import typed_dates
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import name_key, tidy
from domain.recurrence import Rule
from domain.typed_dates import Readable, TypedTime
from domain.typed_series import TypedSeries
from domain.typed_words import Clock, Words
from domain.when import WallSpan

When = TypedTime | TypedSeries

_QUOTED = re.compile(r"\s*[\"“”„](?P<title>[^\"“”„]+)[\"“”](?P<rest>.*)", re.DOTALL)
_FIELD = "when"


@dataclass(frozen=True, slots=True)
class TypedEvent:
    """What was understood of a text: a title, the body that it names, and when.

    `why` says what is missing or was not understood; None: all of it was.
    """

    title: str
    body_id: int | None = None
    when: When | None = None
    why: str | None = None
    part: Readable | None = None
    """What can be read of a time that was refused."""

    @property
    def clock(self) -> Clock | None:
        """Give the times of day that were typed."""
        read = self.when or self.part
        return read.clock if read is not None else None

    @property
    def day(self) -> date | None:
        """Give the day, of a series the first."""
        if isinstance(self.when, TypedSeries):
            return self.when.first
        read = self.when or self.part
        return read.day if read is not None else None

    @property
    def rule(self) -> Rule | None:
        """Give the rule of a series."""
        read = self.when or self.part
        return read.rule if isinstance(read, TypedSeries | Readable) else None

    def span(self, zone: str) -> WallSpan | None:
        """Give when it is in a zone; None where no day was typed, or no end."""
        day, clock = self.day, self.clock
        if day is None or clock is None or clock.lasts is None:
            return None
        return clock.span(day, zone, lasts=clock.lasts)


def read(text: str, bodies: Mapping[str, int], *, now: datetime, zone: str) -> TypedEvent:
    """Give what was understood of a text; `bodies` are ids by the `name_key` of each name."""
    typed = text.strip()
    if found := _QUOTED.fullmatch(typed):
        title = tidy(found["title"])
        return _timed(title, bodies.get(name_key(title)), _after(found["rest"]), now, zone)
    refused: TypedEvent | None = None
    if named := _body(typed, bodies):
        refused = _timed(*named, now, zone)
        if refused.why is None:
            return refused
    for title, rest in _at_commas(typed):
        timed = _timed(title, bodies.get(name_key(title)), rest, now, zone)
        if timed.why is None:
            return timed
        if _began(rest, timed.why):  # it is a time, and a wrong one: no later comma mends it
            return timed
    return refused or _untimed(typed, now, zone)


def _timed(title: str, body_id: int | None, rest: str, now: datetime, zone: str) -> TypedEvent:
    if not rest:
        return TypedEvent(title, body_id)
    try:
        when = typed_dates.read(rest, now=now, zone=zone, field=_FIELD)
    except Refused as no:
        part = typed_dates.readable(rest, now=now, zone=zone)
        return TypedEvent(title, body_id, why=no.sentence, part=part)
    return TypedEvent(title, body_id, when)


def _body(text: str, bodies: Mapping[str, int]) -> tuple[str, int, str] | None:
    """Give the longest name of a body that a text begins with, its id, and the rest."""
    words = text.split()
    for n in range(len(words), 0, -1):
        name = " ".join(words[:n]).rstrip(",")
        body_id = bodies.get(name_key(name))
        if body_id is not None:
            return name, body_id, _after(" ".join(words[n:]))
    return None


def _at_commas(text: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(",", text):
        title, rest = tidy(text[: found.start()]), _after(text[found.end() :])
        if title and rest:
            yield title, rest


def _after(rest: str) -> str:
    return rest.strip(" \t\n,:")


def _began(rest: str, why: str) -> bool:
    """Say whether a text was read as a time at its beginning, and refused further on."""
    try:
        unread = Words(rest, field=_FIELD).unread()
    except Refused as no:
        unread = no
    return why != unread.sentence


def _untimed(text: str, now: datetime, zone: str) -> TypedEvent:
    """Give a text as a title; with a time at its end that is shown, but never planned unasked."""
    words = text.split()
    for n in range(1, len(words)):
        timed = _timed(" ".join(words[:n]), None, " ".join(words[n:]), now, zone)
        if timed.when is not None:
            why = _("Please check: I read “{title}” as the title, and the rest as the time.")
            return TypedEvent(timed.title, when=timed.when, why=why.format(title=timed.title))
    return TypedEvent(tidy(text))
