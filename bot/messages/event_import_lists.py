"""How the meetings of a file are listed, and the rows of it that can't be taken: page by page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from bot.messages import layout
from bot.reply import Block, Message
from db.models import Import
from domain import kept_rules
from domain.language import gettext as _
from domain.language import ngettext
from domain.named_days import locale
from domain.rule_words import described

PAGE = 15
"""Bad rows on one page."""

LISTED = 20
"""Meetings on one page, and in a preview."""

DIFFERING = 5
"""Meetings of a series that differ, as its line names them."""

Paged = Callable[[Import, int], Message]


def lines(meetings: Sequence[Sequence[Any]]) -> list[Block]:
    """List meetings, a line each; several lines to a block, since a message has only fifty."""
    said = [line(*each) for each in meetings]
    return [layout.plain("\n".join(said[n : n + 10])) for n in range(0, len(said), 10)]


def line(
    state: str,
    begins: str,
    ends: str,
    title: str,
    body: str,
    rule: dict[str, Any] | None,
    differs: Sequence[tuple[str, str | None]] = (),
) -> str:
    """Say of one meeting when it is, what it is called, what meets, and whether it is known."""
    first, last = datetime.fromisoformat(begins), datetime.fromisoformat(ends)
    name = title if title == body else f"{title} ({body})"
    said = f"{_day(first)}, {first:%H:%M}–{last:%H:%M}: {name}"
    if rule is not None:
        said = "; ".join([said, described(kept_rules.parse(rule)), *_differing(differs)])
    states = {"known": _("already there"), "moved": _("moved to this time")}
    return f"{said} · {states[state]}" if state in states else said


def _differing(differs: Sequence[tuple[str, str | None]]) -> list[str]:
    """Say which meetings of a series are off, and which are at another time."""
    said = []
    for original, moved in sorted(differs, key=lambda each: each[0]):
        day = _day(datetime.fromisoformat(original))
        if moved is None:
            said.append(_("off on {day}").format(day=day))
        elif moved != original:
            to = datetime.fromisoformat(moved)
            there = _("{day} moved to {new_day}, {time}")
            said.append(there.format(day=day, new_day=_day(to), time=f"{to:%H:%M}"))
    if len(said) > DIFFERING:
        more = len(said) - DIFFERING
        rest = ngettext("{n} more differs", "{n} more differ", more).format(n=more)
        said = [*said[:DIFFERING], rest]
    return said


def _day(day: date) -> str:
    return format_date(day, "EEE d MMM y", locale=locale())


def noted(summary: Mapping[str, Any]) -> list[str]:
    """Say what was taken in a way that should be known, and what was not."""
    said = []
    if (no_year := summary.get("no_year", 0)) > 0:
        said.append(
            ngettext(
                "{n} date has no year: I took the next one.",
                "{n} dates have no year: I took the next one.",
                no_year,
            ).format(n=no_year)
        )
    if (off := summary.get("cancelled", 0)) > 0:
        called = ngettext(
            "{n} cancelled meeting is left out.", "{n} cancelled meetings are left out.", off
        )
        said.append(called.format(n=off))
    if ignored := summary.get("ignored"):
        said.append(_("Not used: {things}.").format(things=", ".join(ignored)))
    return [*said, *(bad_row(*each) for each in summary.get("notes", [])[:PAGE])]


def listed(row: Import, offset: int) -> Message:
    """List all meetings of a file, a page at a time."""
    found: Sequence[Sequence[Any]] = (row.summary or {}).get("lines", [])
    title = _("Meetings of “{file}”").format(file=row.file_name)
    return layout.message(
        title,
        layout.header(title),
        *lines(found[offset : offset + LISTED]),
        *_turning(row, "event.import.list", offset, LISTED, len(found)),
    )


def problems(row: Import, offset: int) -> Message:
    """Show the rows that can't be taken, a page at a time."""
    found: Sequence[Sequence[Any]] = (row.summary or {}).get("problems", [])
    title = _("What I can't take of “{file}”").format(file=row.file_name)
    return layout.message(
        title,
        layout.header(title),
        *(layout.plain(bad_row(*each)) for each in found[offset : offset + PAGE]),
        layout.context(
            _("Mend them in your file and bring it again: what is there already stays as it is.")
        ),
        *_turning(row, "event.import.problems", offset, PAGE, len(found)),
    )


def _turning(row: Import, action: str, offset: int, page: int, count: int) -> list[Block]:
    found = []
    if offset:
        before = max(0, offset - page)
        found.append(layout.button(_("Previous"), f"{action}.before", f"{row.id}:{before}"))
    if offset + page < count:
        found.append(layout.button(_("Next"), f"{action}.after", f"{row.id}:{offset + page}"))
    return [layout.actions(*found)] if found else []


def bad_row(sheet: str, number: int, sentence: str) -> str:
    """Say which row, or which entry of a calendar, and what about it."""
    if sheet.lower().endswith(".ics"):
        return _("Entry {n}: {sentence}").format(n=number, sentence=sentence)
    return _("Row {n} of “{sheet}”: {sentence}").format(n=number, sheet=sheet, sentence=sentence)
