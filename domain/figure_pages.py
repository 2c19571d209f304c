"""Figures as they are asked for and shown: of what, over which time, and line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.days import read_day
from domain.figures import NONE, Figures, Reach
from domain.spans import Span

FEWEST = 4
"""Recorded events of a body below which only counts are shown (product.md, Standing)."""


class Of(StrEnum):
    """What figures are of; `EVENTS` lists how many partners each event reached."""

    ALL = "all"
    ORGANISATION = "organisation"
    BODY = "body"
    SECTOR = "sector"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what figures are asked for, over which time (`period`), and from which line on.

    A period is `last` (the last 12 months), `all`, an arrangement as `a7`, or `since..until`.
    """

    of: Of = Of.ALL
    id: int = 0
    period: str = "last"
    offset: int = 0


LAST, EVER = "last", "all"


@dataclass(frozen=True, slots=True)
class Period:
    """A time that can be chosen: as it is packed, what it is called, and its days."""

    packed: str
    name: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: whose figures they are, of which sector, and over how many recorded events.

    `ever` counts them whatever the time that is asked about. `opens` is what a press on it asks
    for; `reach` is said instead where it is an event's.
    """

    name: str
    figures: Figures = NONE
    events: int = 0
    sector: str = ""
    opens: Asked | None = None
    reach: Reach | None = None
    event_id: int | None = None
    ever: int = 0

    @property
    def is_thin(self) -> bool:
        """Say whether too little of it was ever recorded for anything but counts."""
        return max(self.events, self.ever) < FEWEST


@dataclass(frozen=True, slots=True)
class Page:
    """All that one page of figures shows."""

    asked: Asked
    title: str
    period: Period
    periods: Sequence[Period]
    whole: Line
    lines: Sequence[Line]
    total: int
    reach: Reach | None = None


def year_ago(day: date) -> date:
    """Give the same day of the year before; the first of March for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 3, 1)


def packed(span: Span) -> str:
    """Write a span of days as a period: `2025-01-01..2026-01-01`; open at its end without one."""
    return f"{span.since}..{span.until or ''}"


def unpacked(period: str) -> Span | None:
    """Read a span of days that was packed; None for anything else."""
    since, between, until = period.partition("..")
    try:
        first = date.fromisoformat(since)
        last = date.fromisoformat(until) if until else None
        return Span(first, last) if between else None
    except ValueError:
        return None


_YEAR = r"(19\d\d|20\d\d)"
_YEARS = re.compile(rf"(?:(?:from|in)\s+)?{_YEAR}(?:\s*(?:to|until|-|–)\s*{_YEAR})?", re.IGNORECASE)
_SINCE = re.compile(r"(?:since|from)\s+(.+)", re.IGNORECASE)
_MONTH = re.compile(r"([a-z]+)\s+(\d{4})", re.IGNORECASE)


def read_period(text: str) -> str | None:
    """Read a typed time: nothing, all, 2025, from 2020 to 2023, since a day, month or year."""
    typed = text.strip()
    if not typed:
        return LAST
    if typed.lower() in {"all", "ever", "everything"}:
        return EVER
    if found := _YEARS.fullmatch(typed):
        first, last = int(found[1]), int(found[2] or found[1])
        return packed(Span(date(first, 1, 1), date(last + 1, 1, 1))) if last >= first else None
    if (found := _SINCE.fullmatch(typed)) and (day := _day(found[1])) is not None:
        return packed(Span(day))
    return None


def _day(text: str) -> date | None:
    typed = text.strip()
    if re.fullmatch(_YEAR, typed):
        return date(int(typed), 1, 1)
    if found := _MONTH.fullmatch(typed):
        return read_day(f"1 {found[1]} {found[2]}")
    return read_day(typed)
