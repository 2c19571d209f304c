"""Asking which event is meant: a menu of those to come, or the few that a title may have meant."""

from collections.abc import Sequence

from bot import language
from bot.messages import fields, layout
from bot.messages.event_lists import opening
from bot.reply import Message, Modal
from domain.language import gettext as _
from domain.when import WallSpan

Offered = tuple[int, str, WallSpan]
"""An event that is offered: its id, its title, and when it is."""


def which(action: str, title: str, offered: Sequence[Offered]) -> Modal:
    """Ask which of the coming events is meant."""
    if not offered:
        return Modal(
            callback=f"{action}.which",
            title=title,
            close=_("Close"),
            blocks=(layout.plain(_("No event is planned. Plan one first.")),),
        )
    return Modal(
        callback=f"{action}.which",
        title=title,
        submit=_("Go on"),
        close=_("Cancel"),
        blocks=(
            fields.choice(
                "event", _("Event"), [_option(each) for each in offered[: fields.MOST_CHOICES]]
            ),
        ),
    )


def _option(each: Offered) -> tuple[str, str]:
    event_id, title, span = each
    when = language.long_date(span.begins)
    if not span.is_whole_day:
        when += f", {span.begins:%H:%M}"
    room = layout.OPTION - len(when) - 2
    return str(event_id), f"{layout.short(title, room)}, {when}"


def offer(sentence: str, offered: Sequence[Offered], action: str) -> Message:
    """Offer the events that a title may have meant."""
    blocks = []
    for event_id, title, span in offered:
        day = language.long_date(span.begins)
        button = opening(event_id, title, day)
        if action != "event.show":
            button = layout.button(_("This one"), action, str(event_id), spoken=title)
        blocks.append(layout.plain(f"{title}\n{language.time_span(span)}", button))
    return layout.message(sentence, layout.plain(sentence), *blocks)
