"""What is said about registers of attendance: what waits, what was saved, what can be pasted."""

from collections.abc import Sequence

from bot.language import time_span
from bot.messages import attendance_words as words
from bot.messages import layout
from bot.messages.attendance_forms import OPEN, About
from bot.reply import Message
from domain.language import gettext as _
from domain.outcomes import QUORATE, Quorate
from domain.registers import Another, Line, summed_up

TAKE_BACK = "attendance.take_back"


def nothing_due(command: str) -> Message:
    """Say that no register waits, and how to open one all the same."""
    return layout.sentence(
        _("Every register is filled in. {command} and the name of an event opens it again.").format(
            command=command
        )
    )


def not_held(about: About) -> Message:
    """Say that an event did not take place, so that it has no register; offer to take it back."""
    own, title, span = about
    said = _("{title}, {time}, did not take place, so it has no register.").format(
        title=title, time=time_span(span)
    )
    return layout.message(
        said,
        layout.plain(said),
        layout.actions(layout.button(_("It did take place"), TAKE_BACK, str(own))),
    )


def saved(
    about: About,
    lines: Sequence[Line],
    others: Sequence[Another],
    quorate: Quorate,
) -> Message:
    """Say that a register is saved, and give the block for the minutes."""
    own, title, span = about
    said = _("Saved: {title}. {sum}").format(
        title=title, sum=words.summed(summed_up(lines, others))
    )
    known = _("The meeting was {quorate}.").format(quorate=_(QUORATE[quorate]))
    quorum = [layout.plain(known)] if quorate is not Quorate.UNKNOWN else []
    return layout.message(
        said,
        layout.plain(said),
        *quorum,
        layout.context(_("For the minutes, to copy:")),
        *_pasted(words.minutes(title, span, lines, others)),
        layout.actions(layout.button(_("Change the register"), OPEN, str(own))),
    )


def for_minutes(about: About, lines: Sequence[Line], others: Sequence[Another]) -> Message:
    """Give the block for the minutes by itself."""
    _own, title, span = about
    said = _("For the minutes, to copy:")
    pasted = _pasted(words.minutes(title, span, lines, others))
    return layout.message(f"{said} {title}", layout.context(said), *pasted)


def _pasted(text: str) -> list[dict[str, object]]:
    """Give a long text in as few paragraphs as hold it, parted at line ends."""
    parts: list[str] = [""]
    for line in text.splitlines():
        if len(parts[-1]) + len(line) + 1 > layout.SECTION:
            parts.append("")
        parts[-1] += f"{line}\n"
    return [layout.plain(part.strip("\n")) for part in parts if part.strip()]
