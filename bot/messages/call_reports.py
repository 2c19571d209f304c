"""What is said about reports of calls: the form, what was read, and what can be done with it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.event_words import bare_day
from bot.messages import attendance_words, fields, imports, layout
from bot.messages.attendance_forms import OPEN
from bot.reply import Block, Message, Modal
from db.models import Import
from domain.call_reports import MOST_MINIMUM, USUAL_MINIMUM, VENDORS, Beside, Result
from domain.language import gettext as _
from domain.language import ngettext
from domain.when import WallSpan

KINDS = ("csv", "txt", "tsv", "xlsx")
FORM = "attendance.report"
LINES = "call.lines"
UNDO = "call.undo"

About = tuple[int, str, WallSpan]
"""An event: its id, title and time."""


def form(events: Sequence[About], chosen: int | None = None) -> Modal:
    """Ask for the file, of which event it is, and how long somebody must have stayed."""
    says = _(
        "Bring the attendance report of Teams, or the participants' report of Zoom, as you "
        "downloaded it. I tick whom I know for sure, and ask you about the rest."
    )
    offered = [(str(own), layout.short(_called(title, span), 75)) for own, title, span in events]
    return Modal(
        callback=FORM,
        title=_("Report of a call"),
        submit=_("Read it"),
        close=_("Cancel"),
        blocks=(
            layout.plain(says),
            fields.choice(
                "event",
                _("Which event was it?"),
                offered,
                initial=str(chosen) if chosen is not None else None,
            ),
            fields.file("file", _("Report"), KINDS, hint=_("At most 10 MB.")),
            fields.number(
                "minimum",
                _("Minutes that somebody must have stayed"),
                least=0,
                most=MOST_MINIMUM,
                optional=True,
                hint=_(
                    "Left empty: {usual} minutes, or half the meeting if that is shorter."
                ).format(usual=USUAL_MINIMUM),
            ),
        ),
    )


def _called(title: str, span: WallSpan) -> str:
    return _("{day} {year}: {title}").format(
        day=bare_day(span.begins.date()), year=span.begins.year, title=title
    )


def none_yet() -> Message:
    """Say that no event has begun of which a report could be."""
    return layout.sentence(_("No event has begun yet, so there is no call to report."))


def of_import(row: Import, found: Result | None) -> Message:
    """Say what became of a file that was given."""
    summary: Mapping[str, Any] = row.summary or {}
    if found is not None:
        return shown(found, int(summary["nameless"]), int(summary["waited"]))
    if "sentence" not in summary:
        return imports.being_read()
    said = _("I could not take “{file}”. {why}").format(file=row.file_name, why=summary["sentence"])
    again = layout.button(_("Try again"), FORM, str(row.source["event"]), main=True)
    return layout.message(said, layout.plain(said), layout.actions(again))


def shown(found: Result, nameless: int = 0, waited: int = 0) -> Message:
    """Say what became of a report's people, and what is next."""
    head = " ".join(counted(found))
    title = _called(found.title, found.span)
    unsure = doubts(found, nameless, waited)
    if found.undone:
        return undone(found)
    sums = _("The register's draft: {sum}").format(sum=attendance_words.summed(found.sum))
    return layout.message(
        f"{title}. {head}",
        layout.header(title),
        layout.plain(head),
        *([layout.plain(" ".join(unsure))] if unsure else []),
        layout.plain(sums),
        layout.context(_("Nothing is published until you save the register.")),
        _next(found),
    )


def counted(found: Result) -> list[str]:
    """Say how many people a report has, and what became of them."""
    vendor = _(VENDORS[found.vendor])
    said = [
        ngettext(
            "I read “{file}” of {vendor}: {n} person.",
            "I read “{file}” of {vendor}: {n} people.",
            found.people,
        ).format(file=found.file_name, vendor=vendor, n=found.people)
    ]
    parts = [
        (found.sure, ngettext("{n} is ticked.", "{n} are ticked.", found.sure)),
        (found.waiting, ngettext("{n} needs you.", "{n} need you.", found.waiting)),
        (
            found.walk_ins,
            ngettext("{n} is noted as a walk-in.", "{n} are noted as walk-ins.", found.walk_ins),
        ),
        (
            found.short,
            ngettext(
                "{n} stayed less than {least} minutes, and is left out.",
                "{n} stayed less than {least} minutes, and are left out.",
                found.short,
            ),
        ),
        (found.left_out, ngettext("{n} is left out.", "{n} are left out.", found.left_out)),
    ]
    return said + [text.format(n=n, least=found.minimum) for n, text in parts if n]


def doubts(found: Result, nameless: int, waited: int) -> list[str]:
    """Say what is not as it should be: nobody known, the register says otherwise, no names."""
    said = []
    if found.nobody_known:
        said.append(_("I know nobody in this report. If it is of another event, please undo it."))
    if found.otherwise:
        text = ngettext(
            "The register says something else of {n} person. I wrote nothing over it.",
            "The register says something else of {n} people. I wrote nothing over it.",
            found.otherwise,
        )
        said.append(text.format(n=found.otherwise))
    if nameless:
        text = ngettext(
            "{n} row names nobody, and is left out.",
            "{n} rows name nobody, and are left out.",
            nameless,
        )
        said.append(text.format(n=nameless))
    if waited:
        text = ngettext(
            "{n} person was not let in from the waiting room.",
            "{n} people were not let in from the waiting room.",
            waited,
        )
        said.append(text.format(n=waited))
    return said + _besides(found.besides)


def _besides(others: Sequence[Beside]) -> list[str]:
    """Say how the stays of other reports of the event count."""
    same = _files(each for each in others if each.same_call)
    parts = _files(each for each in others if not each.same_call)
    said = []
    if same:
        said.append(
            _("The same call is reported in {files}, too: the longer stay counts.").format(
                files=same
            )
        )
    if parts:
        said.append(
            _("Stays are added to those of other parts of the call: {files}.").format(files=parts)
        )
    return said


def _files(reports: Iterable[Beside]) -> str:
    return ", ".join(_("“{file}”").format(file=each.file_name) for each in reports)


def _next(found: Result) -> Block:
    own = str(found.event_id)
    ask = layout.button(_("Say who they were"), LINES, own, main=True)
    return layout.actions(
        *([ask] if found.waiting else []),
        layout.button(_("Open the register"), OPEN, own, main=not found.waiting),
        layout.button(
            _("Undo this report"),
            UNDO,
            str(found.report_id),
            sure=_("All that it wrote into the register is taken back."),
        ),
    )


def undone(found: Result) -> Message:
    """Say that a report is undone; and where the register was saved since, what is to be done."""
    said = _("“{file}” is undone. What it wrote into the register is taken back.").format(
        file=found.file_name
    )
    if found.saved:
        said += " " + _("The register was saved since: please look it over, and save it again.")
    own = str(found.event_id)
    return layout.message(
        said,
        layout.plain(said),
        layout.actions(
            layout.button(_("Open the register"), OPEN, own),
            layout.button(_("Bring another report"), FORM, own),
        ),
    )
