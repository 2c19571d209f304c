"""What is asked about a file of meetings, one question at a time, each answer a button."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from bot.messages import layout
from bot.messages.event_import_lists import bad_row
from bot.reply import Block, Message
from db.models import Import, ImportQuestion
from domain.imports import Choice, Problem, State
from domain.language import gettext as _
from domain.language import ngettext
from domain.named_days import long_date, long_day

MOST = 40
"""Answers that one message has room for, each a block."""

ROWS_NAMED = 5
_DAY = 24 * 60

Answer = tuple[str, str]
"""A decision, and what it reads."""


def question(
    row: Import, asked: ImportQuestion, waiting: int, bad: Sequence[Problem] = ()
) -> Message:
    """Ask the next question of an import; `waiting` counts it and those that come after.

    `bad` are rows that the last answer has shown can't be taken.
    """
    title = ngettext("{n} question left", "{n} questions left", waiting).format(n=waiting)
    sentence = _SENTENCES[asked.kind](asked.facts)
    return layout.message(
        sentence,
        *_said(bad),
        layout.header(title),
        layout.plain(sentence),
        layout.context(_where(row, asked)),
        *(_answer(asked, *each) for each in _answers(asked)[:MOST]),
        layout.actions(layout.button(_("Back to the list"), "event.import.show", str(row.id))),
    )


def answered(row: Import, bad: Sequence[Problem] = ()) -> Message:
    """Say that nothing is left to be asked."""
    if row.state == State.READY:
        done = _("All questions are answered. Nothing is added yet.")
    else:
        done = _("All questions are answered, and what can be is added.")
    action = layout.button(_("See the list"), "event.import.show", str(row.id), main=True)
    return layout.message(done, *_said(bad), layout.plain(done), layout.actions(action))


def _said(bad: Sequence[Problem]) -> list[Block]:
    return [layout.plain(bad_row(each.sheet, each.row, each.sentence)) for each in bad[:ROWS_NAMED]]


def _answer(asked: ImportQuestion, decision: str, reads: str) -> Block:
    return layout.plain(
        reads,
        layout.button(_("Choose"), "event.import.decide", f"{asked.id}:{decision}", spoken=reads),
    )


def _where(row: Import, asked: ImportQuestion) -> str:
    rows = [str(number) for _sheet, number in asked.facts.get("rows", [])]
    named = ", ".join(rows[:ROWS_NAMED]) + (" …" if len(rows) > ROWS_NAMED else "")
    if row.file_name.lower().endswith(".ics"):
        said = ngettext("Entry {rows} of “{file}”", "Entries {rows} of “{file}”", len(rows))
    else:
        said = ngettext("Row {rows} of “{file}”", "Rows {rows} of “{file}”", len(rows))
    return said.format(rows=named, file=row.file_name)


def _order(facts: Mapping[str, Any]) -> str:
    if not facts["us"]:
        return _("This file writes times as in the US. How does it write its dates?")
    return _(
        "One date of this file can only be {day}, with the month first. "
        "How does it write its dates?"
    ).format(day=_long(facts["us"]))


def _body(facts: Mapping[str, Any]) -> str:
    return _("The file says “{about}”. Which body is that?").format(about=facts["about"])


def _times(facts: Mapping[str, Any]) -> str:
    said = _("“{about}” on {day} has no times. When does it begin and end?")
    day = long_day(date.fromisoformat(facts["day"]))
    return said.format(about=facts["about"], day=day)


def _length(facts: Mapping[str, Any]) -> str:
    said = _("“{about}” on {day} has no end. How long does it last?")
    return said.format(about=facts["about"], day=long_day(date.fromisoformat(facts["day"])))


def _year(facts: Mapping[str, Any]) -> str:
    count = len(facts["rows"])
    said = ngettext(
        "{n} meeting is in {year}. Shall I add it, as past?",
        "{n} meetings are in {year}. Shall I add them, as past?",
        count,
    )
    return said.format(n=count, year=facts["about"])


def _same(facts: Mapping[str, Any]) -> str:
    begins = datetime.fromisoformat(facts["begins"])
    return _("At {time} on {day} you have “{known}”; the file says “{about}”. Is it one?").format(
        time=f"{begins:%H:%M}",
        day=long_day(begins),
        known=facts["known"],
        about=facts["about"],
    )


def _moved(facts: Mapping[str, Any]) -> str:
    here, there = _span(facts["from"]), _span(facts["to"])
    return _("“{about}” on {day} is at {here} here; the file says {there}. Has it moved?").format(
        about=facts["about"],
        day=long_day(datetime.fromisoformat(facts["to"][0])),
        here=here,
        there=there,
    )


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "date order": _order,
    "meeting body": _body,
    "meeting times": _times,
    "meeting length": _length,
    "meeting year": _year,
    "same meeting": _same,
    "moved meeting": _moved,
}


def _answers(asked: ImportQuestion) -> list[Answer]:
    """Give what can be decided: each offer, then what else there is."""
    leave = _("Leave this out")
    others: Mapping[str, list[Answer]] = {
        "meeting body": [
            (Choice.NEW, _("It is another body: add “{about}”").format(**_about(asked)))
        ],
        "meeting year": [(Choice.SAME, _("Yes, as past"))],
        "same meeting": [
            (Choice.SAME, _("It is one meeting: keep it as it is")),
            (Choice.NEW, _("They are two: add this one")),
        ],
        "moved meeting": [
            (Choice.SAME, _("It has moved: change the time, without a message to anybody")),
            (Choice.NEW, _("It is another meeting: add it")),
        ],
    }
    if asked.kind == "moved meeting":
        leave = _("Keep the time that you have")
    return [*_offered(asked), *others.get(asked.kind, []), (Choice.SKIP, leave)]


def _about(asked: ImportQuestion) -> dict[str, str]:
    return {"about": str(asked.facts["about"])}


def _offered(asked: ImportQuestion) -> list[Answer]:
    reads = _OFFERS.get(asked.kind)
    offered = asked.offers["offered"] if reads is not None else []
    return [
        (f"{Choice.SAME}:{place}", reads(asked, each))
        for place, each in enumerate(offered)
        if reads is not None
    ]


def _is_one(_asked: ImportQuestion, offer: Mapping[str, Any]) -> str:
    return _("It is {name}").format(name=offer["name"])


def _order_read(asked: ImportQuestion, offer: Mapping[str, Any]) -> str:
    both = asked.facts.get("day")
    if offer["name"] == "day":
        plain, such = _("The day first"), _("The day first, such as {day}")
    else:
        plain, such = _("The month first"), _("The month first, such as {day}")
    return such.format(day=_long(asked.facts[offer["name"]])) if both else plain


def _from_to(_asked: ImportQuestion, offer: Mapping[str, Any]) -> str:
    begins, minutes = divmod(offer["id"], _DAY)
    span = f"{_clock(begins)}–{_clock(begins + minutes)}"
    said = _("{span}, and so for all others without times") if _for_all(offer) else "{span}"
    return said.format(span=span)


def _lasts(_asked: ImportQuestion, offer: Mapping[str, Any]) -> str:
    hours = offer["id"] / 60
    said = (
        ngettext("All of them last {n} hour", "All of them last {n} hours", ceil(hours))
        if _for_all(offer)
        else ngettext("{n} hour", "{n} hours", ceil(hours))
    )
    return said.format(n=f"{hours:g}")


_OFFERS: Mapping[str, Callable[[ImportQuestion, Mapping[str, Any]], str]] = {
    "date order": _order_read,
    "meeting body": _is_one,
    "meeting times": _from_to,
    "meeting length": _lasts,
}


def _for_all(offer: Mapping[str, Any]) -> bool:
    return str(offer["name"]) == "all"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _span(times: Sequence[str]) -> str:
    begins, ends = map(datetime.fromisoformat, times)
    return f"{begins:%H:%M}–{ends:%H:%M}"


def _long(day: str) -> str:
    return long_date(date.fromisoformat(day))
