"""Which column of a call's report says what: by the headings that Teams and Zoom write in English.

Where no heading is known, by what stands below (domain.call_report_shapes).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from domain.call_report_shapes import Row, shaped
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import tidy
from domain.sheets import Cell, Sheet, is_blank

_HEADINGS = {
    "name": "name, full name, name (original name), user name (original name), participant",
    "action": "user action",
    "at": "timestamp",
    "joined": "join time",
    "left": "leave time",
    "first": "first join, first join time",
    "last": "last leave, last leave time",
    "length": "duration, in-meeting duration, attendance duration, duration (minutes), "
    "total duration (minutes), time in session (minutes)",
    "address": "email, user email, e-mail, email address",
    "login": "participant id (upn), participant id",
    "waiting": "in waiting room",
    "attended": "attended",
    "role": "role",
    "guest": "guest, is guest",
}
_FACT_OF = {each.strip(): fact for fact, text in _HEADINGS.items() for each in text.split(",")}
_ZOOM = re.compile(r"original name|\(minutes\)|waiting room|recording consent", re.IGNORECASE)
_SECTION = re.compile(
    r"\d\.\s+\S.*|(?:host|panelist|attendee|other attended) details", re.IGNORECASE
)
_MEETING = frozenset({"topic", "meeting id", "webinar id"})
_FEWEST = 2
TIMES = frozenset({"at", "joined", "left", "first", "last", "length"})
"""What says of somebody how long they were there."""

_LISTED = 8
"""Headings that a sentence names."""


def rows_of(sheets: Sequence[Sheet]) -> tuple[Sequence[Row], bool]:
    """Give the rows about people, by what their cells say, and whether Zoom wrote them.

    Raises `Refused` where no row is about anybody, and says what was missed.
    """
    said = [
        {number: [_said(each) for each in cells] for number, cells in sheet.rows.items()}
        for sheet in sheets
    ]
    found, zoom = _headed(rows.values() for rows in said)
    if not any(row.keys() & TIMES for row in found):  # some languages call a name *Name*, too
        told = [shaped(rows) for rows in said]
        if any(rows for rows, _own in told):
            found, zoom = (
                [row for rows, _own in told for row in rows],
                any(own for _rows, own in told),
            )
    if not found:
        raise Refused(_missed(words for rows in said for words in rows.values()), field="file")
    return found, zoom


def _headed(sheets: Iterable[Iterable[Sequence[str]]]) -> tuple[list[Row], bool]:
    """Give the rows below headings that are known."""
    found: list[Row] = []
    zoom = False
    for rows in sheets:
        columns: dict[str, int] = {}
        for words in rows:
            headings = _headings(words)
            if headings is not None:
                columns = headings
                zoom = zoom or any(map(_ZOOM.search, words))
            elif _parts(words):
                columns = {}
            elif columns:
                found.append({fact: words[at] for fact, at in columns.items() if at < len(words)})
    return found, zoom


def _said(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if is_blank(cell) else tidy(str(cell))


def _headings(words: Sequence[str]) -> dict[str, int] | None:
    """Give which column says what, where a row has headings; the first after a name counts."""
    facts = [_FACT_OF.get(each.casefold()) for each in words]
    if "name" not in facts or len({each for each in facts if each}) < _FEWEST:
        return None
    name = facts.index("name")
    found: dict[str, int] = {}
    for at in (*range(name, len(facts)), *range(name)):
        fact = facts[at]
        if fact is not None:
            found.setdefault(fact, at)
    return found


def _parts(words: Sequence[str]) -> bool:
    """Say whether a row ends what stood above: a section's title, or the block of the meeting."""
    filled = [each for each in words if each]
    if any(each.casefold() in _MEETING for each in filled):
        return True
    return len(filled) == 1 and _SECTION.fullmatch(filled[0]) is not None


def _missed(rows: Iterable[Sequence[str]]) -> str:
    """Say what a file lacks: which heading, as far as it has others of a report."""
    lacking = ""
    for words in rows:
        facts = {_FACT_OF.get(each.casefold()) for each in words} - {None}
        if "name" in facts or len(facts) >= _FEWEST:
            headings = ", ".join([each for each in words if each][:_LISTED])
            lacking = " " + _lacking("name" in facts).format(headings=headings)
            break
    return (
        _(
            "I can't find who was in the call. Please give the attendance report of Teams, or "
            "the participants' report of Zoom, as it was downloaded."
        )
        + lacking
    )


def _lacking(named: bool) -> str:  # noqa: FBT001 - which of two sentences
    if named:
        return _("Of its headings ({headings}) none says when they joined, or for how long.")
    return _("Of its headings ({headings}) none is for names.")
