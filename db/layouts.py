"""What a sheet of the register is: which table its rows are of, and how its facts are written."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from db.models import Organisation, Person, Seat
from db.rows import Model

NUMBER = "{} no."
"""The heading of a number that tells rows apart; the name stands beside it, for people."""


class Kind(Enum):
    """How a fact is written into a cell."""

    TEXT = "text"
    NAME = "name"
    LINES = "lines"
    ADDRESS = "address"
    DOMAIN = "domain"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"
    DATA = "data"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its heading, the fact, and how it is written. `needed` may not be blank.

    `to` is the table that a row is in; `among` are the only words that may stand there.
    """

    heading: str
    name: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    to: Any = None
    among: frozenset[str] | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """Name the column, or the two of a row that is pointed at: its number and its name."""
        numbered = self.kind is Kind.ROW and self.to in NUMBERED
        return (NUMBER.format(self.heading), self.heading) if numbered else (self.heading,)


NUMBERED: tuple[Any, ...] = (Organisation, Person, Seat)
"""What has no name of its own that is unique: its rows are told apart by a number."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: its rows are those of one table. `identity` says when two rows are one fact.

    Of those that share what is in `once` only one can hold on a day; None: any number can.
    """

    title: str
    model: Any
    fields: tuple[Field, ...]
    identity: tuple[str, ...]
    once: tuple[str, ...] | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """Name all columns; those of numbered rows begin with their own number."""
        own = (NUMBER.format(OWN[self.model]),) if self.model in OWN else ()
        return (*own, *(each for field in self.fields for each in field.headings))


OWN: dict[Model, str] = {Person: "Person", Seat: "Seat"}
"""Sheets whose rows are pointed at by number; a partner's number stands beside its names."""
