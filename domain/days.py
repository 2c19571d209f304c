"""Days as people type them in a line, and as our sentences name them."""

import re
from datetime import date

from domain.language import gettext as _
from domain.named_days import long_date

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = 3
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)\.?,? (\d{4})")


def said(day: date) -> str:
    """Write a day in one of our sentences, in the reader's language: 1 October 2026."""
    return long_date(day)


def read_day(text: str) -> date | None:
    """Read a day: 2026-10-01, 1/10/2026 (day first), 1 October 2026; None for anything else."""
    typed = text.strip().lower()
    if found := _ISO.fullmatch(typed):
        year, month, day = map(int, found.groups())
    elif found := _FIGURES.fullmatch(typed):
        day, month, year = map(int, found.groups())
    elif found := _WORDS.fullmatch(typed):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """Give the number of a month by its name or the beginning of it; 0 for another word."""
    begun = "sep" if word == "sept" else word
    named = (place for place, name in enumerate(_MONTHS, 1) if name.startswith(begun))
    return next(named, 0) if len(begun) >= _SHORT else 0


def span_said(since: date, until: date | None) -> str:
    """Say on which days something holds: "from 1 May 2026 until 3 June 2026"."""
    if until is None:
        return _("from {day}").format(day=said(since))
    return _("from {first} until {last}").format(first=said(since), last=said(until))
