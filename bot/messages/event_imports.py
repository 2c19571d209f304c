"""What is said about files of meetings: what they hold, what was added, and what can't be taken."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ButtonElement

from bot.messages import event_import_lists, fields, imports, layout
from bot.reply import Block, Message, Modal
from db.models import Import
from domain.events import Calendar
from domain.imports import State
from domain.language import gettext as _
from domain.language import ngettext

KINDS = ("xlsx", "csv", "ics", "zip")


def form(bodies: Sequence[fields.Choice]) -> Modal:
    """Ask for a file of meetings; `bodies` are what meets, to choose from."""
    says = _(
        "Bring the list that you keep, or an exported calendar. I show you what I read before "
        "anything is added. Nobody gets a message."
    )
    whose = fields.choice(
        "body",
        _("What are they meetings of?"),
        bodies[: fields.MOST_CHOICES],
        optional=True,
        hint=_("Leave this empty if the file says so for each."),
    )
    return Modal(
        callback="event.import.send",
        title=_("This year's meetings"),
        submit=_("Read it"),
        close=_("Cancel"),
        blocks=(
            layout.plain(says),
            fields.file(
                "file",
                _("List of meetings"),
                KINDS,
                hint=_("Excel, CSV or calendar file (.ics), at most 10 MB."),
            ),
            *([whose] if bodies else []),
            fields.one_of(
                "calendar",
                _("Are these already in people's calendars?"),
                [
                    (str(Calendar.ELSEWHERE), _("Yes: send no calendar invitations")),
                    (str(Calendar.OURS), _("No: keep drafts, I send invitations later")),
                ],
                initial=str(Calendar.ELSEWHERE),
            ),
        ),
    )


def shown(row: Import, questions: int) -> Message:
    """Say where an import stands, with what can be done about it."""
    states: dict[str, Callable[[], Message]] = {
        State.ASKED: imports.being_read,
        State.FAILED: lambda: _failed(row),
        State.READY: lambda: _preview(row, questions),
        State.CONFIRMED: lambda: layout.sentence(
            _("I am adding these, and will send you a message when it is done.")
        ),
        State.WRITTEN: lambda: _written(row, questions),
        State.DISCARDED: lambda: _over(
            _("“{file}” is discarded. Nothing of it was added.").format(file=row.file_name)
        ),
        State.UNDONE: lambda: _over(_undone(row)),
    }
    return states[row.state]()


def _over(sentence: str) -> Message:
    again = layout.button(_("Bring another file"), "event.import.open")
    return layout.message(sentence, layout.plain(sentence), layout.actions(again))


def _undone(row: Import) -> str:
    said = _("The import of “{file}” is undone.").format(file=row.file_name)
    kept = (row.summary or {}).get("kept", 0)
    if kept:
        said += " " + ngettext(
            "{n} meeting stays, because somebody has changed it or been told since.",
            "{n} meetings stay, because somebody has changed them or been told since.",
            kept,
        ).format(n=kept)
    return said


def _failed(row: Import) -> Message:
    sentence = _("I could not take “{file}”. {why}").format(
        file=row.file_name, why=(row.summary or {}).get("sentence", "")
    )
    again = layout.button(_("Try again"), "event.import.open", main=True)
    return layout.message(sentence, layout.plain(sentence), layout.actions(again))


def _preview(row: Import, questions: int) -> Message:
    summary: Mapping[str, Any] = row.summary or {}
    head = " ".join(counted(summary, questions))
    counts = summary["counts"]["meetings"]
    refused = summary.get("sentence")
    return layout.message(
        head,
        layout.header(_("Before I add “{file}”").format(file=row.file_name)),
        *([layout.plain(refused)] if refused else []),
        layout.plain(head),
        *event_import_lists.lines(summary["lines"][: event_import_lists.LISTED]),
        *_notes(row),
        layout.actions(
            *([_add(row)] if counts["added"] or counts["changed"] else []),
            *_more(row, questions),
            layout.button(
                _("Discard"),
                "event.import.discard",
                str(row.id),
                sure=_("Nothing of this file will be added."),
            ),
        ),
    )


def _add(row: Import) -> ButtonElement:
    return layout.button(_("Add these"), "event.import.confirm", str(row.id), main=True)


def _written(row: Import, questions: int) -> Message:
    counts = (row.summary or {})["counts"]["meetings"]
    added = ngettext("{n} meeting is added.", "{n} meetings are added.", counts["added"])
    said = [added.format(n=counts["added"])]
    if counts["changed"]:
        moved = ngettext("{n} is moved.", "{n} are moved.", counts["changed"])
        said.append(moved.format(n=counts["changed"]))
    said.append(_what_next(row))
    if questions:
        waits = ngettext(
            "{n} question waits for you; it can wait.",
            "{n} questions wait for you; they can wait.",
            questions,
        )
        said.append(waits.format(n=questions))
    head = " ".join(said)
    return layout.message(
        head,
        layout.header(_("Meetings added")),
        layout.plain(head),
        *_notes(row),
        layout.actions(
            *_more(row, questions),
            layout.button(_("Show the list"), "event.import.list", f"{row.id}:0"),
            layout.button(
                _("Undo this import"),
                "event.import.undo",
                str(row.id),
                sure=_("Meetings that nobody has changed since are taken out again."),
            ),
        ),
    )


def _what_next(row: Import) -> str:
    if row.source.get("calendar") == Calendar.OURS:
        return _("Coming ones are drafts: nobody is invited until you send them.")
    return _("Nobody got a message: they are in people's calendars already.")


def counted(summary: Mapping[str, Any], questions: int) -> list[str]:
    """Say how many were read, are clear, need somebody, and are left alone."""
    counts, read = summary["counts"]["meetings"], summary["read"]
    clear = counts["added"] + counts["changed"]
    waits, bad = summary["unclear"], summary["problem_count"]
    said = [ngettext("I read {n} meeting.", "I read {n} meetings.", read).format(n=read)]
    if clear:
        said.append(ngettext("{n} is clear.", "{n} are clear.", clear).format(n=clear))
    if questions:
        said.append(ngettext("{n} needs you.", "{n} need you.", waits).format(n=waits))
    if counts["same"]:
        there = ngettext("{n} is already there.", "{n} are already there.", counts["same"])
        said.append(there.format(n=counts["same"]))
    if summary["skipped"]:
        out = ngettext("{n} is left out.", "{n} are left out.", summary["skipped"])
        said.append(out.format(n=summary["skipped"]))
    if bad:
        said.append(ngettext("{n} can't be taken.", "{n} can't be taken.", bad).format(n=bad))
    return said


def _notes(row: Import) -> list[Block]:
    said = event_import_lists.noted(row.summary or {})
    return [layout.context(layout.short(" ".join(said), layout.SECTION))] if said else []


def _more(row: Import, questions: int) -> list[ButtonElement]:
    summary: Mapping[str, Any] = row.summary or {}
    found = []
    if questions:
        text = ngettext("Answer {n} question", "Answer {n} questions", questions)
        found.append(layout.button(text.format(n=questions), "event.import.questions", str(row.id)))
    if bad := summary.get("problem_count", 0):
        text = ngettext("Show {n} bad row", "Show {n} bad rows", bad)
        found.append(layout.button(text.format(n=bad), "event.import.problems", f"{row.id}:0"))
    if row.state == State.READY and len(summary.get("lines", [])) > event_import_lists.LISTED:
        found.append(layout.button(_("Show all"), "event.import.list", f"{row.id}:0"))
    return found
