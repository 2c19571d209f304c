"""People of a call whom nobody knows for sure: a line of the worklist, and one press for each."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.event_words import bare_day
from bot.messages import attendance_words, fields, layout
from bot.messages.attendance_forms import OPEN
from bot.messages.call_reports import LINES, About
from bot.reply import Block, Message, Modal
from domain.call_reports import Waiting
from domain.language import gettext as _
from domain.language import ngettext
from domain.outcomes import Code
from domain.registers import Line as Seat
from domain.worklist import Line

PAGE = 10
"""People on a page, three blocks each."""

NAMED = 40
"""Characters of a seat's name on a button, so that what follows it is still read."""

MEMBER = "call.member"
FOR_THEM = "call.for"
WALK_IN = "call.walk_in"
LEAVE_OUT = "call.leave_out"
OTHER = "call.other"


def sentence(line: Line) -> str:
    """Ask who some people of a call were."""
    found = line.unnamed
    if found is None:
        return _("It is not known who some people of a call were.")
    return ngettext(
        "Who was this person in the call? {title}, {day}",
        "Who were these {n} people in the call? {title}, {day}",
        found.count,
    ).format(n=found.count, title=found.title, day=bare_day(found.span.begins.date()))


def actions(line: Line) -> list[ButtonElement]:
    """Offer to say who they were."""
    words = _("Say who")
    spoken = f"{words}: {sentence(line)}"
    return [layout.button(words, LINES, str(line.subject_id), spoken=spoken)]


def queue(about: About, found: Sequence[Waiting], offset: int = 0, said: str = "") -> Message:
    """Ask about people of a call, some at a time; `said` is what has just been decided."""
    own, title, span = about
    if not found:
        return _nobody_waits(own, said)
    head = ngettext(
        "Who was this person in the call?", "Who were these {n} people in the call?", len(found)
    ).format(n=len(found))
    event = _("{title}, {day}").format(title=title, day=bare_day(span.begins.date()))
    offset = offset if offset < len(found) else 0
    some = found[offset : offset + PAGE]
    return layout.message(
        f"{said} {head}".strip(),
        *([layout.plain(said)] if said else []),
        layout.header(head),
        layout.context(event),
        *(block for n, each in enumerate(some) for block in _asked(each, first=n == 0)),
        *_turning(own, offset, len(found)),
    )


def _nobody_waits(own: int, said: str) -> Message:
    done = _("Nobody of this call waits for you. Save the register when it is right.")
    text = f"{said} {done}".strip()
    opens = layout.button(_("Open the register"), OPEN, str(own), main=True)
    return layout.message(text, layout.plain(text), layout.actions(opens))


def _asked(found: Waiting, *, first: bool) -> list[Block]:
    own = str(found.id)
    buttons = [
        button for n, each in enumerate(found.offers, 1) for button in _offered(found, each, n)
    ]
    return [
        *([] if first else [layout.divider()]),
        layout.plain(_who(found)),
        layout.actions(
            *buttons,
            layout.button(_("Another seat"), OTHER, own, spoken=_spoken(_("Another seat"), found)),
            layout.button(_("A walk-in"), WALK_IN, own, spoken=_spoken(_("A walk-in"), found)),
            layout.button(_("Leave out"), LEAVE_OUT, own, spoken=_spoken(_("Leave out"), found)),
        ),
    ]


def _spoken(words: str, found: Waiting) -> str:
    return f"{words}: {found.name}"


def _who(found: Waiting) -> str:
    """Say what is known of somebody, and what the register says of whom they may be."""
    called = f"{found.name} ({found.address})" if found.address else found.name
    said = [called]
    if found.minutes:
        minutes = ngettext("{n} minute in the call", "{n} minutes in the call", found.minutes)
        said.append(minutes.format(n=found.minutes))
    lines = [", ".join(said)]
    lines += [_already(each) for each in found.offers if each.outcome.code is not None]
    return "\n".join(lines)


def _already(seat: Seat) -> str:
    return _("The register says of {seat}: {what}").format(
        seat=seat.seat.called, what=attendance_words.happened(seat)
    )


def _offered(found: Waiting, each: Seat, n: int) -> list[ButtonElement]:
    value = f"{found.id}:{each.seat.invitation_id}"
    seat = layout.short(each.seat.called, NAMED)
    if each.seat.guest:
        texts = [(_("It is {seat}").format(seat=seat), MEMBER)]
    else:
        texts = [(_("It is {seat}: for them").format(seat=seat), FOR_THEM)]
        if each.lead is not None and each.outcome.code is not Code.MEMBER:
            texts.insert(0, (_("It is {seat}: their member").format(seat=seat), MEMBER))
    return [
        layout.button(text, f"{action}.{n}", value, spoken=f"{text} ({found.name})")
        for text, action in texts
    ]


def _turning(own: int, offset: int, total: int) -> list[Block]:
    buttons = []
    if offset:
        before = f"{own}:{max(offset - PAGE, 0)}"
        buttons.append(layout.button(_("Previous"), f"{LINES}.before", before))
    if offset + PAGE < total:
        buttons.append(layout.button(_("Next"), f"{LINES}.after", f"{own}:{offset + PAGE}"))
    return [layout.actions(*buttons)] if buttons else []


def other_form(found: Waiting, seats: Sequence[Seat], at: str) -> Modal:
    """Ask for which seat somebody was there, of all that are invited."""
    offered = [(str(each.seat.invitation_id), each.seat.called) for each in seats]
    most = fields.MOST_CHOICES
    menus = [offered[n : n + most] for n in range(0, len(offered), most)]
    return Modal(
        callback=OTHER,
        title=_("Who was it?"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"line": found.id, "at": at},
        blocks=(
            layout.plain(_who(found)),
            *(
                fields.choice(
                    "seat" if n == 0 else f"seat_{n}",
                    _("Seat or guest") if n == 0 else _("More of them"),
                    each,
                    optional=len(menus) > 1,
                )
                for n, each in enumerate(menus)
            ),
            fields.one_of(
                "part",
                _("How were they there?"),
                [("for", _("For them, as a representative")), ("member", _("As their member"))],
                initial="for",
            ),
        ),
    )


MOST_MENUS = 5
"""Menus of a hundred seats that are read: no event invites more."""
