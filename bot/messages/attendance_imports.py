"""What is said of a file of past attendance that was brought on the command line."""

from collections.abc import Mapping
from typing import Any

from bot.messages import layout
from bot.reply import Message
from db.models import Import
from domain.imports import State
from domain.language import gettext as _
from domain.language import ngettext


def shown(row: Import, questions: int) -> Message:
    """Say where an import of attendance stands, and lead to its questions."""
    said = " ".join(_said(row))
    if not questions:
        return layout.sentence(said)
    text = ngettext("Answer {n} question", "Answer {n} questions", questions)
    button = layout.button(text.format(n=questions), "import.questions", str(row.id), main=True)
    return layout.message(said, layout.plain(said), layout.actions(button))


def _said(row: Import) -> list[str]:
    summary: Mapping[str, Any] = row.summary or {}
    over = {
        State.DISCARDED: _("“{file}” is discarded. What was written before stays."),
        State.UNDONE: _("The import of “{file}” is undone. The register is as it was."),
        State.READY: _("“{file}” is read, and nothing of it is written yet."),
    }
    if row.state in over:
        return [over[State(row.state)].format(file=row.file_name)]
    n = summary["counts"]["meetings"]["added"]
    added = ngettext("{n} past meeting is added.", "{n} past meetings are added.", n)
    return [added.format(n=n), _("Nobody got a message.")]
