"""What a file of meetings says, row by row, before anybody knows what it means for us."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from typing import Any

from domain.events import MAX_PLACE, MAX_TEXT, clean_details
from domain.imports import Problem
from domain.language import gettext as _

Json = dict[str, Any]

MOST_MEETINGS = 2_000
"""Meetings of one file: a year has eighty, ten years of minutes have fewer than a thousand."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One meeting of a series that differs: when it would be, and when it is (None: it is off)."""

    original: datetime
    begins: datetime | None = None
    ends: datetime | None = None
    title: str = ""
    place: str = ""

    def as_json(self) -> Json:
        """Give it as data that a database keeps."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: _plain(value) for name, value in given.items() if value}

    @classmethod
    def from_json(cls, kept: Json) -> "Moved":
        """Read what `as_json` gave."""
        times: Json = {
            name: datetime.fromisoformat(kept[name])
            for name in ("original", "begins", "ends")
            if name in kept
        }
        return cls(**{**kept, **times})


@dataclass(frozen=True, slots=True)
class Meeting:
    """What one row, or one entry of a calendar, says of one meeting: all of it tidy.

    `day` reads figures as 3/12 with the day first; `month_first` is the other reading where there
    is one. `start` and `minutes` are None where the file says nothing of them. `zone`: where its
    clock is, if not the partnership's. A `rule` makes it a series, with `moved` meetings.
    """

    sheet: str
    row: int
    day: date | None = None
    month_first: date | None = None
    no_year: bool = False
    start: time | None = None
    minutes: int | None = None
    title: str = ""
    body: str = ""
    place: str = ""
    joining: str = ""
    agenda: str = ""
    zone: str = ""
    rule: Json | None = None
    moved: tuple[Moved, ...] = ()

    @property
    def called(self) -> str:
        """Give what the file calls it: its title, else what meets."""
        return self.title or self.body

    def as_json(self) -> Json:
        """Give it as data that a database keeps: what is not said is left out."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        given["moved"] = [each.as_json() for each in self.moved]
        return {
            name: _plain(value)
            for name, value in given.items()
            if value is not None and value not in ("", [], False)
        }

    @classmethod
    def from_json(cls, kept: Json) -> "Meeting":
        """Read what `as_json` gave."""
        read: Json = {
            name: date.fromisoformat(kept[name]) for name in ("day", "month_first") if name in kept
        }
        if "start" in kept:
            read["start"] = time.fromisoformat(kept["start"])
        read["moved"] = tuple(Moved.from_json(each) for each in kept.get("moved", ()))
        return cls(**{**kept, **read})


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field's
    return value.isoformat() if isinstance(value, date | time) else value


@dataclass(slots=True)
class Meetings:
    """All that was read from a file of meetings.

    `month_first`: some of its dates can only be read with the month first. `cancelled` counts
    what the file itself calls off; `left_out` says what of a row was not taken, though the row is.
    """

    found: list[Meeting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    cancelled: int = 0
    month_first: bool = False

    def as_json(self) -> Json:
        """Give what an import still needs as data; the rest is in its summary."""
        return {
            "meetings": [each.as_json() for each in self.found],
            "month_first": self.month_first,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Meetings":
        """Read what `as_json` gave."""
        found = [Meeting.from_json(each) for each in kept["meetings"]]
        return cls(found, month_first=kept["month_first"])

    def add(self, meeting: Meeting) -> None:
        """Add a meeting, without texts that are longer than any event has room for.

        Raises `Refused` for what can't be an event at all.
        """
        lengths = {"place": MAX_PLACE, "joining": MAX_TEXT, "agenda": MAX_TEXT}
        for name, most in lengths.items():
            text: str = getattr(meeting, name)
            if len(text) > most:
                without: Json = {name: ""}
                meeting = replace(meeting, **without)
                self.left_out.append(Problem(meeting.sheet, meeting.row, _too_long(len(text))))
        clean_details(
            title=meeting.called,
            where=meeting.place,
            joining=meeting.joining,
            agenda=meeting.agenda,
        )
        self.found.append(meeting)


def _too_long(length: int) -> str:
    return _("A text of {n} characters was too long, so it was left out.").format(n=length)


def without_addresses(text: str) -> str:
    """Give a text without mail addresses: who was invited elsewhere is not ours to keep."""
    words = text.split(" ")
    return " ".join(each for each in words if "@" not in each or "://" in each)
