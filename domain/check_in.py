"""Checking in: a code that everybody in the room, or in the call, can see, and that soon changes.

It proves that the code was seen, no more: what is recorded by it says *checked in themselves*.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.events import Status
from domain.names import name_key
from domain.outcomes import NOTHING, Code, Outcome, Source
from domain.registers import Line, Stage

OPENS = timedelta(minutes=30)
"""How long before an event begins people can check in; they can until its end."""

LASTS = 60
"""Seconds that a code is shown for (RFC 6238, time step). The one before still holds."""

DIGITS = 6
MOST_TRIES = 10
"""Wrong codes from one person within `TRIED_WITHIN`: then they have to wait."""

MOST_OF_PLACE = 60
"""Wrong codes from one place of the network, by people who only say who they are: a hospital's many
partners come from one place, and a few slips of each of them keep nobody else out.
"""

MOST_UNKNOWN = 200
"""Wrong codes from everywhere, by people who only say who they are. Then the open address closes
for a while, and whoever has a link, or comes by Slack, still gets in.

The reckoning: two of a million codes hold at a time, and 200 guesses in ten minutes find one with a
chance of 1 in 2,500. A meeting of three hours is open for 21 times that long: 1 in 120 for whoever
guesses from any number of places all the time, 1 in 400 from one, and 1 in 2,400 for one person who
is invited. What they win is a line of a draft that a coordinator looks over.
"""

TRIED_WITHIN = timedelta(minutes=10)

MOST_WALK_INS = 60
"""Names that nobody expects which an event takes from people themselves: one code is enough for
any number, and a register full of names that nobody knows is of no use.
"""


class Door(StrEnum):
    """Whether people can check in to an event."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when people can check in."""

    opens: datetime
    closes: datetime


def span(begins_at: datetime, ends_at: datetime) -> Span:
    """Say when people can check in to an event."""
    return Span(begins_at - OPENS, ends_at)


def door(status: Status, begins_at: datetime, ends_at: datetime, now: datetime) -> Door:
    """Say whether people can check in to an event now."""
    if status not in {Status.SCHEDULED, Status.HELD}:
        return Door.OFF
    hours = span(begins_at, ends_at)
    if now < hours.opens:
        return Door.EARLY
    return Door.OPEN if now < hours.closes else Door.OVER


KEPT = timedelta(hours=1)
"""How long it is kept that somebody entered a wrong code."""

_CHANGED = 5
"""Codes before those that hold which are told from guesses: they were right a moment ago."""

HOLDS = range(2)
"""Which codes hold, counted back from now: the one that is shown, and the one before."""

CHANGED = range(2, 2 + _CHANGED)


class Read(StrEnum):
    """What came of a code that somebody entered."""

    RIGHT = "right"
    CHANGED = "changed"
    WRONG = "wrong"


class Codes(Protocol):
    """The codes of events: what makes them, and tells a right one from a guess."""

    def at(self, event_id: int, now: datetime) -> str:
        """Give an event's code of a moment."""
        ...

    def read(self, event_id: int, typed: str, now: datetime) -> Read:
        """Say whether a code holds, was right a moment ago, or is none."""
        ...


def digits(text: str) -> str:
    """Give the figures of a code as it was typed, with spaces or without, in any script."""
    return "".join(str(unicodedata.digit(each)) for each in text if each.isdigit())


def grouped(code: str) -> str:
    """Write a code so that it is easy to read out: 123 456."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def left(now: datetime) -> int:
    """Say for how many seconds more the code of a moment is shown."""
    return LASTS - int(now.timestamp()) % LASTS


def is_too_much(own: int, place: int = 0, every: int = 0) -> bool:
    """Say whether somebody has to wait: they guessed too often, or their place, or everybody."""
    return own >= MOST_TRIES or place >= MOST_OF_PLACE or every >= MOST_UNKNOWN


def coming_as(line: Line, person_id: int) -> Code | None:
    """Say as what somebody would be at an event for a seat or guest; None: not for this one.

    Who keeps their diary is never there for them.
    """
    if line.seat.guest:
        return Code.IN_ATTENDANCE if person_id in line.seat.people else None
    if line.lead is not None and line.lead[0] == person_id:
        return Code.MEMBER
    deputises = any(own == person_id for own, _name in line.deputies)
    stands_in = line.lead is None and person_id in line.seat.people
    return Code.DEPUTY if deputises or stands_in else None


def is_here(line: Line) -> bool:
    """Say whether somebody has checked in for a seat or as a guest."""
    known = line.stage is not Stage.EXPECTED
    return known and line.outcome.is_present and line.outcome.source is Source.SELF


def gives_way(line: Line, said: Outcome) -> bool:
    """Say whether what a register says of a seat gives way to somebody who checks in for it.

    What a coordinator entered stays, for a code proves less than their word. A deputy who checked
    in gives way to the member; else whoever was first stays.
    """
    if line.stage is Stage.EXPECTED or line.is_open:
        return True
    if line.outcome == said or line.outcome.source in {Source.REGISTER, Source.PAPER}:
        return False
    is_mine = line.outcome.person_id == said.person_id
    return is_mine or not is_here(line) or said.code is Code.MEMBER


def is_settled(line: Line, person_id: int) -> bool:
    """Say whether somebody who would check in for a seat or as a guest changes nothing by it."""
    said = Outcome(code=coming_as(line, person_id), person_id=person_id, source=Source.SELF)
    if line.stage is not Stage.EXPECTED and line.outcome.person_id == person_id:
        said = replace(line.outcome, source=Source.SELF)
    return not gives_way(line, said)


def known(lines: Iterable[Line]) -> list[Line]:
    """Give a register's lines as far as they are known: who said yes may still be on the way."""
    return [
        replace(each, outcome=NOTHING)
        if each.stage is Stage.EXPECTED and each.outcome.is_present
        else each
        for each in lines
    ]


def called(lines: Iterable[Line], name: str, organisation_id: int | None = None) -> set[int]:
    """Give who of an event's members, deputies and guests is called so, of a partner or any."""
    key = name_key(name)
    found = set()
    for line in lines:
        own = line.seat
        if None not in {organisation_id, own.organisation_id} and (
            organisation_id != own.organisation_id
        ):
            continue
        people = [*([line.lead] if line.lead else []), *line.deputies]
        people += [(each, own.name) for each in own.people] if own.guest else []
        found |= {each for each, its in people if name_key(its) == key}
    return found
