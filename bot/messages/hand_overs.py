"""What is said of coming events that follow a change of the register: before it, and after."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import language
from bot.messages import layout
from bot.reply import Block, Message, Modal
from domain.language import gettext as _
from domain.language import ngettext
from domain.when import WallSpan

MOST_EVENTS = 12
"""Events that a preview names: the rest is counted."""

MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Moving:
    """An event that follows a change; `ours`: we send its calendar entries."""

    title: str
    span: WallSpan
    ours: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """What follows a change: events, the names of who is out of some, and of who is in.

    `unreached` are those who are in and have no mail address.
    """

    events: Sequence[Moving] = ()
    out: Sequence[str] = ()
    new: Sequence[str] = ()
    unreached: Sequence[str] = ()


def sentence(done: Followed) -> str:
    """Say after a change how many coming events follow it; nothing where none does."""
    count = len(done.events)
    said = ngettext("{n} coming event follows.", "{n} coming events follow.", count)
    return said.format(n=count) if count else ""


def beside(message: Message, done: Followed) -> Message:
    """Add to what is said of a change how many coming events follow it."""
    said = sentence(done)
    if not said:
        return message
    kinds = [each["type"] for each in message.blocks]
    at = kinds.index("actions") if "actions" in kinds else len(kinds)
    blocks = (*message.blocks[:at], layout.plain(said), *message.blocks[at:])
    return replace(message, text=f"{message.text} {said}", blocks=blocks)


def preview(done: Followed, state: dict[str, Any], note: str = "", *, rehearsal: bool) -> Modal:
    """Show, before a hand-over, what moves with the seat; its form's entries are carried along.

    `note` says why it is shown once more.
    """
    again = [layout.plain(note)] if note else []
    return Modal(
        callback="seat.hand_over_sure",
        title=_("Events move too"),
        submit=_("Hand over"),
        close=_("Cancel"),
        state=state,
        instead=True,
        blocks=(*again, *_blocks(done, rehearsal=rehearsal)),
    )


def _blocks(done: Followed, *, rehearsal: bool) -> list[Block]:
    lines = [_line(each) for each in done.events[:MOST_EVENTS]]
    if left := len(done.events) - len(lines):
        lines.append(ngettext("And {n} more.", "And {n} more.", left).format(n=left))
    told = [_what_happens(done), _("Answers stay.")]
    if any(not each.ours for each in done.events):
        told.append(
            _("Where we send no calendar entries, please move those in people's calendars by hand.")
        )
    found = [layout.plain(_moves(done)), layout.plain("\n".join(lines))]
    found.append(layout.plain(" ".join(filter(None, told))))
    if rehearsal:
        found.append(layout.context(_("In rehearsal: nothing leaves until you go live.")))
    return found


def _moves(done: Followed) -> str:
    count = len(done.events)
    if done.out and done.new:
        said = ngettext(
            "{n} coming event moves from {old} to {new}:",
            "{n} coming events move from {old} to {new}:",
            count,
        )
        return said.format(n=count, old=_names(done.out), new=_names(done.new))
    if done.new:
        said = ngettext(
            "{n} coming event is for {new} too:", "{n} coming events are for {new} too:", count
        )
        return said.format(n=count, new=_names(done.new))
    said = ngettext(
        "{n} coming event is not for {old} any more:",
        "{n} coming events are not for {old} any more:",
        count,
    )
    return said.format(n=count, old=_names(done.out))


def _what_happens(done: Followed) -> str:
    if not any(each.ours for each in done.events):
        return ""
    said = []
    if done.out:
        one = ngettext(
            "{old}'s calendar is cleared.", "The calendars of {old} are cleared.", len(done.out)
        )
        said.append(one.format(old=_names(done.out)))
    reached = [each for each in done.new if each not in done.unreached]
    if reached:
        one = ngettext("{new} gets an invitation.", "{new} get an invitation.", len(reached))
        said.append(one.format(new=_names(reached)))
    if done.unreached:
        one = ngettext(
            "{new} has no mail address: no invitation can be sent yet.",
            "{new} have no mail address: no invitation can be sent yet.",
            len(done.unreached),
        )
        said.append(one.format(new=_names(done.unreached)))
    return " ".join(said)


def _names(those: Sequence[str]) -> str:
    """List people, the first few by name."""
    if len(those) > MOST_NAMES:
        left = len(those) - MOST_NAMES
        more = ngettext("{n} more", "{n} more", left).format(n=left)
        return ", ".join([*those[:MOST_NAMES], more])
    return ", ".join(those)


def _line(each: Moving) -> str:
    return f"• {each.title}: {language.time_span(each.span)}"
