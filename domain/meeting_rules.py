"""Which rules of other calendars are ours: the rest are named, and never expanded."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from domain.errors import Refused
from domain.language import gettext as _
from domain.recurrence import MOST_TIMES, Frequency, Ordinal, Rule, days
from domain.when import zone_named

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYSETPOS", "UNTIL", "COUNT", "WKST"}
_FREQUENCIES = {"WEEKLY": Frequency.WEEKLY, "MONTHLY": Frequency.MONTHLY}

Parts = Mapping[str, Sequence[Any]]
"""A rule as icalendar reads it: each part's values."""


def our_rule(parts: Parts, first: datetime, zone: str) -> Rule:
    """Give the rule of ours that a received one is, for a series that begins with `first`.

    Raises `Refused` for any other: RFC 5545, 3.3.10 has far more than every calendar reads alike.
    """
    frequency = _FREQUENCIES.get(str(_one(parts, "FREQ") or ""))
    if frequency is None or set(parts) - _KNOWN:
        raise _not_ours()
    weekday, ordinal = _day(parts, frequency, first.date())
    until, count = _until(parts, first, zone), _one(parts, "COUNT")
    try:
        rule = Rule(
            frequency,
            weekday,
            Ordinal(ordinal) if ordinal is not None else None,
            int(_one(parts, "INTERVAL") or 1),
            until,
            int(count) if count is not None else None,
        )
    except ValueError:
        raise _not_ours() from None
    if not rule.fits(first.date()):
        raise _not_ours()
    return rule


def refuse_endless(rule: Rule, first: date, until: date) -> None:
    """Refuse a series that would have to be written from too long ago."""
    nth = next(islice(days(rule, first), MOST_TIMES, None), None)
    if nth is not None and nth <= until:
        raise Refused(
            _("This series began too long ago. Please begin it this year, and bring it again.")
        )


def _one(parts: Parts, name: str) -> Any:  # noqa: ANN401 - whatever a part holds
    values = parts.get(name) or ()
    if len(values) > 1:
        raise _not_ours()
    return values[0] if values else None


def _day(parts: Parts, frequency: Frequency, first: date) -> tuple[int, int | None]:
    """Give the weekday, and which one of its month: from BYDAY, with BYSETPOS or without."""
    text, place = str(_one(parts, "BYDAY") or ""), _one(parts, "BYSETPOS")
    code, number = text[-2:], text[:-2]
    if frequency is Frequency.WEEKLY:
        if number or place is not None or (code and code not in _DAYS):
            raise _not_ours()
        return (_DAYS.index(code) if code else first.weekday()), None
    if code not in _DAYS or bool(number) == (place is not None):
        raise _not_ours()
    try:
        return _DAYS.index(code), int(number or place)
    except ValueError:
        raise _not_ours() from None


def _until(parts: Parts, first: datetime, zone: str) -> date | None:
    """Give the last day on which a series may meet; UNTIL counts to the second (inclusive)."""
    until = _one(parts, "UNTIL")
    if until is None or not isinstance(until, datetime):
        return until if isinstance(until, date) else None
    there = until.astimezone(zone_named(zone)).replace(tzinfo=None) if until.tzinfo else until
    over = first.time() > there.time()
    return there.date() - timedelta(days=1) if over else there.date()


def _not_ours() -> Refused:
    return Refused(
        _("It repeats in a way that I don't keep. Please add it here as a series of its own.")
    )
