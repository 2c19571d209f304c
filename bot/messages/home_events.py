"""Coming events on a coordinator's and a reader's Home, with their pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import layout
from bot.reply import Block
from domain.language import gettext as _
from domain.language import ngettext
from domain.when import WallSpan

MOST = 3
"""Coming events on a coordinator's Home."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An event to come: what it is called, when and where, and the link to join by if any."""

    id: int
    title: str
    span: WallSpan
    place: str = ""
    link: str = ""


def coming(events: Sequence[Coming], total: int) -> list[Block]:
    """Lay out the next events of the partnership, each with the button that opens it."""
    title = layout.header(_("Coming"))
    if not events:
        return [title, layout.plain(_("No event is to come yet."))]
    lines = [_line(each, _opening(each)) for each in events]
    left = total - len(events)
    if left > 0:
        said = ngettext("And {n} more: see Events below.", "And {n} more: see Events below.", left)
        lines.append(layout.context(said.format(n=left)))
    return [title, *lines]


def _opening(each: Coming) -> ButtonElement:
    spoken = _("Open {title}").format(title=each.title)
    return layout.button(_("Open"), "event.show", str(each.id), spoken=spoken)


def _line(each: Coming, button: ButtonElement | None = None) -> Block:
    when = language.time_span(each.span)
    return layout.plain("\n".join(filter(None, (each.title, when, each.place))), button)
