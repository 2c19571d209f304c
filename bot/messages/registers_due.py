"""What is said of registers that are not filled in: on the worklist, and when an event ends."""

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.language import time_span
from bot.messages import layout
from bot.messages.attendance_forms import NOT_HELD, OPEN
from bot.reply import Message
from domain.language import gettext as _
from domain.language import ngettext
from domain.registers import Unfilled
from domain.worklist import Kind, Line


def sentence(line: Line) -> str:
    """Say which register is not filled in, or how many, and which is the oldest."""
    found = line.unfilled
    assert found is not None  # noqa: S101 - an item of this kind says which register
    day = language.long_day(found.span.begins)
    if line.kind is Kind.REGISTERS:
        said = ngettext(
            "{n} register is not filled in. The oldest: {title}, {day}.",
            "{n} registers are not filled in. The oldest: {title}, {day}.",
            line.count,
        )
        return said.format(n=line.count, title=found.title, day=day)
    said = _(
        "The register for {title} ({day}) is not filled in. Nobody is counted absent until it is."
    )
    return said.format(title=found.title, day=day)


def actions(line: Line) -> list[ButtonElement]:
    """Offer to fill in the register, or the oldest."""
    assert line.unfilled is not None  # noqa: S101 - an item of this kind says which register
    words = _("Fill in the oldest") if line.kind is Kind.REGISTERS else _("Fill in")
    spoken = f"{words}: {sentence(line)}"
    return [layout.button(words, OPEN, str(line.unfilled.event_id), spoken=spoken)]


def prompt(found: Unfilled) -> Message:
    """Ask a coordinator who came, when an event is over."""
    said = _("{title} is over: {time}. Who came?").format(
        title=found.title, time=time_span(found.span)
    )
    help_ = _("Whoever said yes is put down as having come. It takes about a minute.")
    own = str(found.event_id)
    return layout.message(
        said,
        layout.plain(f"{said}\n{help_}"),
        layout.actions(
            layout.button(_("Fill in the register"), OPEN, own, main=True),
            layout.button(_("It did not take place"), NOT_HELD, own),
        ),
    )
