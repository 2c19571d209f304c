"""Seats: an organisation's place on a body, who fills it, and when nobody does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import MAX_NAME, tidy
from domain.spans import Span


class Part(StrEnum):
    """What a person is to a seat."""

    LEAD = "lead"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a seat is: `title` tells two of one organisation on one body apart."""

    title: str = ""
    statutory: bool = False
    speaks_for: str | None = None


def read_terms(*, title: str, statutory: bool, speaks_for: str) -> Terms:
    """Give what was entered about a seat; `Refused` for what is too long to be read."""
    return Terms(_short(title, "title"), statutory, _short(speaks_for, "speaks_for") or None)


def _short(text: str, field: str) -> str:
    clean = tidy(text)
    if len(clean) > MAX_NAME:
        raise Refused(
            _("This has {length} characters; at most {most} fit. Please shorten it.").format(
                length=len(clean), most=MAX_NAME
            ),
            field=field,
        )
    return clean


def refuse_beyond_membership(span: Span, memberships: Iterable[Span]) -> None:
    """Raise `Refused` where a seat would last on a day on which its partner is no member."""
    day = span.since
    for each in sorted(memberships, key=lambda each: each.since):
        if each.since > day:
            break
        if each.until is None:
            return
        day = max(day, each.until)
    if day == span.since:
        raise Refused(
            _("The partner is not a member on {day}. Change its membership, or this day.").format(
                day=said(day)
            ),
            field="since",
        )
    if span.until is None or span.until > day:
        raise Refused(
            _("The partner is a member until {day}. The seat must end by then.").format(
                day=said(day)
            ),
            field="until",
        )


def within_seat(since: date, until: date | None, seat: Span) -> Span:
    """Give the days on which somebody fills a seat: without an end, as long as the seat lasts.

    Raises `Refused` for days before the seat begins or after it has ended.
    """
    if since < seat.since:
        raise Refused(
            _("This seat begins on {day}. Please choose that day or a later one.").format(
                day=said(seat.since)
            ),
            field="since",
        )
    if seat.until is not None and since >= seat.until:
        raise Refused(_ended(seat.until), field="since")
    if seat.until is not None and until is not None and until > seat.until:
        raise Refused(_ended(seat.until), field="until")
    return Span(since, until or seat.until)


def _ended(day: date) -> str:
    return _("This seat ends on {day}. Please choose a day before that.").format(day=said(day))
