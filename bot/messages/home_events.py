"""Coming events on Home: a coordinator's and a reader's with their pages, a partner's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import layout
from bot.messages.event_cards import JOIN
from bot.reply import Block
from domain.language import gettext as _
from domain.language import ngettext
from domain.when import WallSpan

PAGE = "event.agenda"
"""The button that gives somebody their own link to an event's page."""

MOST = 3
"""Coming events on a coordinator's Home."""

MOST_OWN = 5
"""Coming events on a partner's Home."""


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


def own(events: Sequence[Coming], *, rehearsal: bool) -> list[Block]:
    """Lay out what somebody is invited to, with the links that take them there."""
    title = layout.header(_("Your coming meetings"))
    calendar = layout.actions(layout.button(_("My calendar"), "feed.show"))
    if rehearsal:
        return []
    if not events:
        return [title, layout.plain(_("You are invited to nothing just now.")), calendar]
    lines = [block for each in events for block in (_line(each), layout.actions(*_links(each)))]
    return [title, *lines, calendar]


def _links(each: Coming) -> list[ButtonElement]:
    """Give the buttons to an event's page, and to join it where that is by a link."""
    papers = _("Agenda and papers")
    own = layout.button(papers, PAGE, str(each.id), spoken=f"{papers}: {each.title}")
    return [own, layout.link(_("Join link"), each.link, JOIN)] if each.link else [own]


def _line(each: Coming, button: ButtonElement | None = None) -> Block:
    when = language.time_span(each.span)
    return layout.plain("\n".join(filter(None, (each.title, when, each.place))), button)
