"""What coordinators are shown of messages that follow the register, while they can be stopped."""

from zoneinfo import ZoneInfo

from bot.event_words import clock, listed
from bot.messages import layout
from bot.messages.event_told import people
from bot.reply import Message
from domain.event_pages import Waiting
from domain.language import gettext as _
from domain.language import ngettext

_NAMED = 3
"""How many events are named."""


def waiting(found: Waiting, zone: ZoneInfo) -> Message:
    """Say how many will be told of what, when, and offer to stop it."""
    told = _("The register has changed. {people} will be told at {time}, about {events}.").format(
        people=people(found.people), time=clock(found.leaves, zone), events=_named(found.titles)
    )
    stop = _("Until then you can stop it. Nobody has heard yet.")
    return layout.message(
        f"{told} {stop}",
        layout.plain(f"{told}\n{stop}"),
        layout.actions(
            layout.button(_("Stop"), "event.stop", str(found.round_id), main=True),
            layout.button(_("Who"), "event.told", str(found.round_id)),
        ),
    )


def over(found: Waiting, zone: ZoneInfo, *, stopped: bool) -> Message:
    """Say what became of it, in place of the button that could stop it."""
    said = _("The register has changed. {people} were told at {time}, about {events}.")
    if stopped:
        said = _("The register has changed. It was stopped before {people} heard of {events}.")
    told = said.format(
        people=people(found.people), time=clock(found.leaves, zone), events=_named(found.titles)
    )
    who = layout.button(_("Who"), "event.told", str(found.round_id))
    return layout.message(told, layout.plain(told), layout.actions(who))


def _named(titles: tuple[str, ...]) -> str:
    shown = [layout.short(each, 80) for each in dict.fromkeys(titles)]
    rest = len(shown) - _NAMED
    if rest <= 0:
        return listed(shown)
    more = ngettext("{n} more", "{n} more", rest).format(n=rest)
    return listed([*shown[:_NAMED], more])
