"""What is asked about a spreadsheet, one question at a time, each answer a button."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.messages import imports, layout
from bot.reply import Block, Message
from db.models import Import, ImportQuestion
from domain.imports import Choice, Problem, State
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.named_days import long_date

MOST = 40
"""Answers that one message has room for, each a block."""

ROWS_NAMED = 5

PARTNERS = (N_("All partners"), "organisation.list")
PAST = (N_("Past events"), "event.past")
"""Where to look, by its words and its action, at what an import has written."""

Answer = tuple[str, str]
"""A decision, and what it reads."""


def question(
    row: Import, asked: ImportQuestion, waiting: int, bad: Sequence[Problem] = ()
) -> Message:
    """Ask the next question of an import; `waiting` counts it and those that come after.

    `bad` are rows that the last answer has shown can't be taken.
    """
    title = ngettext("{n} question left", "{n} questions left", waiting).format(n=waiting)
    asks = sentence(asked)
    return layout.message(
        asks,
        *_said(bad),
        layout.header(title),
        layout.plain(asks),
        layout.context(_where(row, asked)),
        *(_answer(asked, *each) for each in _answers(asked)[:MOST]),
    )


def _said(bad: Sequence[Problem]) -> list[Block]:
    return [
        layout.plain(imports.bad_row(each.sheet, each.row, each.sentence))
        for each in bad[:ROWS_NAMED]
    ]


def answered(row: Import, bad: Sequence[Problem] = (), look: tuple[str, str] = PARTNERS) -> Message:
    """Say that nothing is left to be asked, and where to `look` at what is written."""
    if row.state == State.READY:
        done = _("All questions are answered. Nothing is written yet.")
        action = layout.button(_("Write what is clear"), "import.confirm", str(row.id), main=True)
    elif row.state == State.CONFIRMED:
        return layout.sentence(_("All questions are answered. I am writing it down."))
    else:
        done = _("All questions are answered, and what can be is written.")
        action = layout.button(_(look[0]), look[1])
    return layout.message(done, *_said(bad), layout.plain(done), layout.actions(action))


def _answer(asked: ImportQuestion, decision: str, reads: str) -> Block:
    return layout.plain(
        reads,
        layout.button(_("Choose"), "import.decide", f"{asked.id}:{decision}", spoken=reads),
    )


def _where(row: Import, asked: ImportQuestion) -> str:
    rows = [str(number) for _sheet, number in asked.facts.get("rows", [])]
    named = ", ".join(rows[:ROWS_NAMED]) + (" …" if len(rows) > ROWS_NAMED else "")
    return ngettext("Row {rows} of “{file}”", "Rows {rows} of “{file}”", len(rows)).format(
        rows=named, file=row.file_name
    )


def sentence(asked: ImportQuestion) -> str:
    """Say what is asked."""
    facts: Mapping[str, Any] = asked.facts
    offered = [each["name"] for each in asked.offers["offered"]]
    says = {
        "partner": _("The file says “{about}”. Is that a partner you have?"),
        "closed": _("“{about}” is no partner any more. Is it one again?"),
        "employer": _("Which partner does “{about}” ({address}) belong to?"),
        "sector": _("The file says the sector “{about}”. Which one is that?"),
        "address": _(
            "{address} is the address of {first}. Is “{about}” ({partner}) the same person?"
        ),
        "person": _("The file has “{about}” ({partner}). Is that somebody you know?"),
        "body": _("The file says “{about}” meets. Is that a body you have?"),
        "lead": _("Who leads the seat of “{about}” on “{body}”? The others become deputies."),
        "seat": _("“{about}” has several seats on “{body}”. Which one does the file mean?"),
        "meeting": _("The file has “{about}” on {on}. Is that a meeting you have?"),
        "differs": _("The file says something else of {about} than is recorded: {says}."),
        "unrecorded": _("{about} met without a register here: {says}. Fill it in from the file?"),
    }[asked.kind]
    first = offered[0] if offered else ""
    day = long_date(date.fromisoformat(facts["day"])) if "day" in facts else ""
    blank = {"address": "", "body": "", "partner": "", "says": ""}
    said = {**blank, **facts, "first": first, "on": day}
    said["says"] = "; ".join(said["says"])
    return says.format(**said)


def _answers(asked: ImportQuestion) -> list[Answer]:
    """Give what can be decided: each offer, then what else there is."""
    offered = [each["name"] for each in asked.offers["offered"]]
    each_kind: Mapping[str, Callable[[], list[Answer]]] = {
        "partner": lambda: [
            *_each(_("It is {name}, spelled another way"), offered),
            *_each(_("It is {name}, which is called “{about}” from today"), offered, asked),
            (Choice.NEW, _("It is another partner: add it")),
        ],
        "closed": lambda: [(f"{Choice.SAME}:0", _("Yes, from today"))],
        "employer": lambda: _each(_("{name}"), offered),
        "sector": lambda: _each(_("{name}"), offered),
        "address": lambda: [
            (f"{Choice.SAME}:0", _("The same person: keep the name {name}")),
            (f"{Choice.RENAME}:0", _("The same person: “{about}” is the name")),
            (Choice.NEW, _("Somebody else: add them without this address")),
        ],
        "person": lambda: [
            *_each(_("It is {name}"), offered),
            (Choice.NEW, _("It is somebody else: add them")),
        ],
        "body": lambda: [
            *_each(_("It is {name}"), offered),
            (Choice.NEW, _("It is another body: add it")),
        ],
        "lead": lambda: _each(_("{name} leads"), offered),
        "seat": lambda: _each(_("{name}"), offered),
        "meeting": lambda: [
            *_each(_("It is {name}"), offered),
            (Choice.NEW, _("It is another meeting: add it")),
        ],
        "differs": lambda: [(Choice.NEW, _("The file is right"))],
        "unrecorded": lambda: [(Choice.NEW, _("Fill it in from the file"))],
    }
    other = {"sector": _("Leave the sector open"), "differs": _("Keep what is recorded")}
    leave = other.get(asked.kind, _("Leave this out"))
    about = str(asked.facts["about"])
    first = offered[0] if offered else ""
    found = [*each_kind[asked.kind](), (Choice.SKIP, leave)]
    return [(decision, _filled(reads, about, first)) for decision, reads in found]


def _each(reads: str, offered: list[str], renaming: ImportQuestion | None = None) -> list[Answer]:
    """Give an answer for each offer; a partner of the same file can't be renamed yet."""
    choice = Choice.RENAME if renaming is not None else Choice.SAME
    known = [
        renaming is None or renaming.offers["offered"][place]["id"] is not None
        for place in range(len(offered))
    ]
    return [
        (f"{choice}:{place}", reads.replace("{name}", name.replace("{", "(").replace("}", ")")))
        for place, name in enumerate(offered)
        if known[place]
    ]


def _filled(reads: str, about: str, first: str) -> str:
    return reads.replace("{about}", about).replace("{name}", first)
