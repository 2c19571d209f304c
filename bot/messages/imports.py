"""What is said about spreadsheets: what they would do, what they did, and what can't be taken."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ButtonElement

from bot.messages import fields, layout
from bot.reply import Block, Message, Modal
from db.models import Import
from domain.imports import State
from domain.language import gettext as _
from domain.language import ngettext

PAGE = 15
"""Bad rows on one page."""

KINDS = ("csv", "xlsx", "zip")


def form(template: str | None) -> Modal:
    """Ask for a spreadsheet; `template` is the address of an empty one, if there is any."""
    says = _(
        "Bring the list that you have: partners, people and seats. I show you what I would do "
        "before anything is written."
    )
    links = [layout.link(_("Template"), template, "import.template")] if template else []
    return Modal(
        callback="import.send",
        title=_("Bring a spreadsheet"),
        submit=_("Read it"),
        close=_("Cancel"),
        blocks=(
            layout.plain(says),
            fields.file(
                "file",
                _("Spreadsheet"),
                KINDS,
                hint=_("Excel (.xlsx) or CSV, at most 10 MB. No details of any child or family."),
            ),
            *([layout.actions(*links)] if links else []),
        ),
    )


def being_read() -> Message:
    """Say that a file is on its way."""
    return layout.sentence(
        _("Thank you. I am reading it, and will send you a message with what I found.")
    )


def being_written(row: Import) -> Message:
    """Say that a large file is being written."""
    return layout.sentence(
        _("I am writing {file}, and will send you a message when it is done.").format(
            file=row.file_name
        )
    )


def shown(row: Import, questions: int) -> Message:
    """Say where an import stands, with what can be done about it."""
    states: dict[str, Callable[[], Message]] = {
        State.ASKED: being_read,
        State.FAILED: lambda: _failed(row),
        State.READY: lambda: _preview(row, questions),
        State.CONFIRMED: lambda: being_written(row),
        State.WRITTEN: lambda: _written(row, questions),
        State.DISCARDED: lambda: _over(
            _("{file} is discarded. Nothing of it was written.").format(file=_file(row))
        ),
        State.UNDONE: lambda: _over(
            _("The import of {file} is undone. The register is as it was.").format(file=_file(row))
        ),
    }
    return states[row.state]()


def _file(row: Import) -> str:
    return f"“{row.file_name}”"


def _over(sentence: str) -> Message:
    return layout.message(
        sentence,
        layout.plain(sentence),
        layout.actions(
            layout.button(_("Bring a spreadsheet"), "import.open"),
            layout.button(_("All partners"), "organisation.list"),
        ),
    )


def _failed(row: Import) -> Message:
    sentence = _("I could not take {file}. {why}").format(
        file=_file(row), why=(row.summary or {}).get("sentence", "")
    )
    return layout.message(
        sentence,
        layout.plain(sentence),
        layout.actions(layout.button(_("Try again"), "import.open", main=True)),
    )


def _preview(row: Import, questions: int) -> Message:
    summary = row.summary or {}
    head = " ".join([_read(summary), *_clear(summary)])
    refused = summary.get("sentence")
    return layout.message(
        head,
        layout.header(_("Before I write {file}").format(file=_file(row))),
        *([layout.plain(refused)] if refused else []),
        layout.plain(head),
        layout.plain("\n".join(_counts(summary))),
        *_notes(summary),
        layout.actions(
            layout.button(_("Write what is clear"), "import.confirm", str(row.id), main=True),
            *_more(row, questions),
            layout.button(
                _("Discard"),
                "import.discard",
                str(row.id),
                sure=_("Nothing of this file will be written."),
            ),
        ),
    )


def _written(row: Import, questions: int) -> Message:
    summary = row.summary or {}
    head = _("{file} is written.").format(file=_file(row))
    if questions:
        head += " " + ngettext(
            "{n} question waits for you; it can wait.",
            "{n} questions wait for you; they can wait.",
            questions,
        ).format(n=questions)
    return layout.message(
        head,
        layout.header(_("Import done")),
        layout.plain(head),
        layout.plain("\n".join(_counts(summary))),
        *_notes(summary),
        layout.actions(
            *_more(row, questions),
            layout.button(_("All partners"), "organisation.list"),
            layout.button(
                _("Undo this import"),
                "import.undo",
                str(row.id),
                sure=_("All that this import wrote is taken back, as one."),
            ),
        ),
    )


def _read(summary: Mapping[str, Any]) -> str:
    counts = summary.get("counts", {})
    partners, people, seats = (
        sum(counts.get(each, {}).values()) for each in ("partners", "people", "seats")
    )
    return _("I read {partners}, {people} and {seats}.").format(
        partners=ngettext("{n} partner", "{n} partners", partners).format(n=partners),
        people=ngettext("{n} person", "{n} people", people).format(n=people),
        seats=ngettext("{n} seat", "{n} seats", seats).format(n=seats),
    )


def _clear(summary: Mapping[str, Any]) -> list[str]:
    clear, unclear = summary.get("clear", 0), summary.get("unclear", 0)
    said = []
    if clear:
        said.append(ngettext("{n} row is clear.", "{n} rows are clear.", clear).format(n=clear))
    if unclear:
        said.append(
            ngettext(
                "{n} needs you: the queue can wait.", "{n} need you: the queue can wait.", unclear
            ).format(n=unclear)
        )
    if bad := summary.get("problem_count", 0):
        said.append(
            ngettext("{n} row can't be taken.", "{n} rows can't be taken.", bad).format(n=bad)
        )
    return said


def _counts(summary: Mapping[str, Any]) -> list[str]:
    called = {
        "partners": _("Partners"),
        "people": _("People"),
        "seats": _("Seats"),
        "bodies": _("Bodies"),
    }
    return [
        _("{what}: {counts}").format(what=called[each], counts=_counted(counts))
        for each, counts in summary.get("counts", {}).items()
    ]


def _counted(counts: Mapping[str, int]) -> str:
    """Say how many are new, changed and left alone, as far as there are any."""
    reads = {
        "added": _("{n} new"),
        "changed": _("{n} changed"),
        "same": _("{n} left as they are"),
    }
    said = [reads[how].format(n=n) for how, n in counts.items() if n]
    return ", ".join(said) or _("none")


def _notes(summary: Mapping[str, Any]) -> list[Block]:
    said = []
    if changes := summary.get("changes"):
        more = summary.get("change_count", 0) - len(changes)
        named = ", ".join(changes) + (_(" and {n} more").format(n=more) if more > 0 else "")
        said.append(_("What is known and changes: {things}.").format(things=named))
    if events := summary.get("events", 0):
        one = ngettext(
            "{n} coming event follows: who fills its seats changes.",
            "{n} coming events follow: who fills their seats changes.",
            events,
        )
        said.append(one.format(n=events))
    if ignored := summary.get("ignored"):
        said.append(_("Not used: {things}.").format(things=", ".join(ignored)))
    if missing := summary.get("without_address", 0):
        said.append(
            ngettext(
                "{n} person has no mail address yet.",
                "{n} people have no mail address yet.",
                missing,
            ).format(n=missing)
        )
    return [layout.context(layout.short(" ".join(said), layout.SECTION))] if said else []


def _more(row: Import, questions: int) -> list[ButtonElement]:
    found = []
    if questions:
        text = ngettext("Answer {n} question", "Answer {n} questions", questions)
        found.append(layout.button(text.format(n=questions), "import.questions", str(row.id)))
    if bad := (row.summary or {}).get("problem_count", 0):
        text = ngettext("Show {n} bad row", "Show {n} bad rows", bad)
        found.append(layout.button(text.format(n=bad), "import.problems", f"{row.id}:0"))
    return found


def problems(row: Import, offset: int) -> Message:
    """Show the rows that can't be taken, a page at a time."""
    summary = row.summary or {}
    listed: Sequence[Sequence[Any]] = summary.get("problems", [])
    page = listed[offset : offset + PAGE]
    title = _("Rows of {file} that I can't take").format(file=_file(row))
    said = [bad_row(*each) for each in page]
    turning = []
    if offset:
        turning.append(
            layout.button(_("Previous"), "import.problems.before", f"{row.id}:{offset - PAGE}")
        )
    if offset + PAGE < len(listed):
        turning.append(
            layout.button(_("Next"), "import.problems.after", f"{row.id}:{offset + PAGE}")
        )
    return layout.message(
        title,
        layout.header(title),
        *(layout.plain(each) for each in said),
        layout.context(
            _("Mend them in your file and bring it again: what is known is left as it is.")
        ),
        *([layout.actions(*turning)] if turning else []),
    )


def bad_row(sheet: str, number: int, sentence: str) -> str:
    """Say which row can't be taken, and why."""
    return _("Row {n} of “{sheet}”: {sentence}").format(n=number, sheet=sheet, sentence=sentence)
