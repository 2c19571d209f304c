"""What a coordinator's spreadsheet says, row by row, before anybody knows what it means for us."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from domain.language import N_
from domain.names import name_key
from domain.sheets import Cell

Json = dict[str, Any]

WHAT = {
    "organisation": N_("the partner itself"),
    "organisation_name": N_("a name"),
    "organisation_sector": N_("the sector"),
    "membership": N_("the membership"),
    "email_domain": N_("a mail domain"),
    "merge": N_("a merge"),
    "contact": N_("a noted contact"),
    "person": N_("the person's details"),
    "address": N_("an address"),
    "slack_identity": N_("who they are in Slack"),
    "role": N_("a role"),
    "post": N_("where they work"),
    "diary_contact": N_("a diary contact"),
    "body": N_("the body's settings"),
    "seat": N_("a seat"),
    "seat_holder": N_("who fills a seat"),
    "leave": N_("leave"),
    "delivery": N_("a message to them"),
    "series": N_("a meeting"),
    "event": N_("a meeting"),
    "audience_item": N_("whom a meeting invites"),
    "invitation": N_("an invitation"),
    "attendance": N_("a register"),
    "outcome": N_("what is recorded"),
    "drafted_outcome": N_("a register that is being filled in"),
    "correction": N_("a correction"),
    "walk_in": N_("somebody who came without being invited"),
    "paper": N_("a paper"),
}
"""What a row of the register is about, by its table, in a sentence."""

KEPT_DAYS = 30
"""How long a file's rows are kept that nobody confirmed or answered for."""


class State(StrEnum):
    """Where an import stands, from a file that was named to rows that are written or not."""

    ASKED = "asked"
    FAILED = "failed"
    READY = "ready"
    CONFIRMED = "confirmed"
    WRITTEN = "written"
    DISCARDED = "discarded"
    UNDONE = "undone"


class Part(StrEnum):
    """What a row says somebody is to their organisation or its seat."""

    LEAD = "lead"
    DEPUTY = "deputy"
    MAIN = "main"
    DIARY = "diary"
    NONE = "none"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says of one partner, one of its people and one of its seats: all of it tidy."""

    sheet: str
    row: int
    partner: str = ""
    aliases: tuple[str, ...] = ()
    sector: str = ""
    domains: tuple[str, ...] = ()
    member_since: date | None = None
    member_until: date | None = None
    person: str = ""
    job_title: str = ""
    addresses: tuple[str, ...] = ()
    part: Part = Part.UNSAID
    body: str = ""
    seat: str = ""
    since: date | None = None
    until: date | None = None
    statutory: bool | None = None
    speaks_for: str = ""
    diary_of: str = ""

    def as_json(self) -> Json:
        """Give it as data that a database keeps: what is not said is left out."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in given.items()
            if value not in (None, "", ())
        }

    @classmethod
    def from_json(cls, kept: Json) -> "Entry":
        """Read what `as_json` gave."""
        days: Json = {
            name: date.fromisoformat(kept[name])
            for name in ("member_since", "member_until", "since", "until")
            if name in kept
        }
        lists: Json = {
            name: tuple(kept[name]) for name in ("aliases", "domains", "addresses") if name in kept
        }
        return cls(**{**kept, **days, **lists, "part": Part(kept.get("part", ""))})


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that can't be taken, and the sentence that says what to do about it."""

    sheet: str
    row: int
    sentence: str

    def as_json(self) -> list[Any]:
        """Give it as data."""
        return [self.sheet, self.row, self.sentence]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A row of a sheet of ours: a fact with its dates, as an export wrote it."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]


@dataclass(slots=True)
class Reading:
    """All that was read from a file.

    `recorded` are the rows of sheets of ours, as exports write them. `ignored` are
    columns and sheets that say nothing we know.
    """

    entries: list[Entry] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def rows(self) -> set[tuple[str, int]]:
        """Give the rows that could be read, by sheet and number."""
        own = {(each.sheet, each.row) for each in self.entries}
        return own | {(each.sheet, each.row) for each in self.recorded}

    def as_json(self) -> Json:
        """Give what an import still needs as data; problems are in its summary."""
        return {
            "entries": [each.as_json() for each in self.entries],
            "recorded": [
                [each.sheet, each.row, {k: _plain(v) for k, v in each.cells.items()}]
                for each in self.recorded
            ],
        }

    @classmethod
    def from_json(cls, kept: Json) -> "Reading":
        """Read what `as_json` gave."""
        return cls(
            [Entry.from_json(each) for each in kept["entries"]],
            [Recorded(sheet, row, cells) for sheet, row, cells in kept["recorded"]],
        )


def _plain(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be meant: a row of the register by its id, or one of the file by name."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something in a file that is not clear. `about` is what it is asked of, as the file has it."""

    kind: str
    key: str
    about: str
    offers: tuple[Offer, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[tuple[str, int], ...] = ()


class Choice(StrEnum):
    """What can be decided besides one of the offers."""

    SAME = "same"
    RENAME = "rename"
    NEW = "new"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coordinator decided: a choice, and which of the offers it is about."""

    choice: Choice
    offer: int = 0

    @classmethod
    def read(cls, text: str, offers: int) -> "Decision | None":
        """Read what a button carries; None for what can't have been offered."""
        choice, _, place = text.partition(":")
        number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0  # noqa: PLR2004
        known = choice in set(Choice) and number < max(offers, 1)
        return cls(Choice(choice), number) if known else None

    def __str__(self) -> str:
        return f"{self.choice}:{self.offer}"


def layout_of(name: str, first: Sequence[str], layouts: Mapping[str, Iterable[str]]) -> str | None:
    """Say which sheet of ours this is, by its name and headings; None for somebody else's."""
    for title, headings in layouts.items():
        if name_key(title) == name_key(name) and set(headings) <= set(first):
            return title
    return None
