"""What is said about calendars to subscribe to: one's own, and those of bodies."""

from collections.abc import Sequence

from bot.messages import layout
from bot.reply import Message
from domain.language import gettext as _

MOST = 20
"""How many bodies are listed: a message has fifty blocks, and few read more than their own."""


def shown(
    page: str, address: str, of_bodies: Sequence[tuple[str, str]], *, more: int = 0
) -> Message:
    """Offer somebody their calendar, by its page and its address, and those of some bodies."""
    says = _("Your meetings, in your own calendar. Add it once: it follows every change.")
    blocks = [
        layout.header(_("My calendar")),
        layout.plain(says),
        layout.actions(
            layout.link(_("Add to my calendar"), page, "feed.open"),
            layout.button(
                _("New address"),
                "feed.renew",
                sure=_("The old address stops working. Add the new one to your calendar."),
            ),
        ),
        layout.plain(_("Or copy this address into your calendar program:") + f"\n{address}"),
    ]
    blocks += _bodies(of_bodies, more)
    blocks.append(
        layout.context(
            _("Whoever has the address can read this calendar. Nobody’s name or answer is in it.")
        )
    )
    return layout.message(says, *blocks)


def renewed(page: str, address: str) -> Message:
    """Give the new address, and say what to do with it."""
    says = _("This is your new address. The old one opens nothing any more.")
    return layout.message(
        says,
        layout.plain(says),
        layout.actions(layout.link(_("Add to my calendar"), page, "feed.open")),
        layout.plain(_("Or copy this address into your calendar program:") + f"\n{address}"),
        layout.context(_("Please remove the old calendar from your program.")),
    )


def _bodies(of_bodies: Sequence[tuple[str, str]], more: int) -> list[dict[str, object]]:
    if not of_bodies:
        return []
    blocks = [layout.divider(), layout.plain(_("Calendars of whole bodies:"))]
    blocks += [
        layout.plain(name, layout.link(_("Add"), page, "feed.open")) for name, page in of_bodies
    ]
    if more:
        blocks.append(layout.context(_("{n} more are not listed here.").format(n=more)))
    return blocks
