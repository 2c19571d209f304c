"""What is said about calendars to subscribe to: one's own, and those of bodies."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ButtonElement, LinkButtonElement

from bot.messages import layout
from bot.reply import Block, Message
from domain.language import N_, ngettext
from domain.language import gettext as _

MOST = 20
"""How many bodies are listed: a message has fifty blocks, and few read more than their own."""

_SURE = N_("The old address stops working. Add the new one to your calendar.")
_SURE_OFF = N_("The address stops working, and none is made until you ask for a new one.")


@dataclass(frozen=True, slots=True)
class OfBody:
    """A body whose calendar somebody may read, and the page of theirs that tells how to add it.

    `page` is empty where they turned its address off.
    """

    id: int
    name: str
    page: str


def shown(
    at: tuple[str, str] | None,
    of_bodies: Sequence[OfBody],
    *,
    more: int = 0,
    may_end: bool = False,
) -> Message:
    """Offer somebody their calendar, by its page and its address, and those of some bodies.

    `at` None: they turned it off. `may_end`: they can let all addresses of a body's calendar end.
    """
    says = _("Your meetings, in your own calendar. Add it once: it follows every change.")
    blocks = [layout.header(_("My calendar")), layout.plain(says), *_own(at)]
    blocks += _bodies(of_bodies, more, may_end=may_end)
    blocks.append(
        layout.context(
            _("Whoever has the address can read this calendar. Nobody’s name or answer is in it.")
        )
    )
    return layout.message(says, *blocks)


def _own(at: tuple[str, str] | None) -> list[Block]:
    """Offer somebody's own calendar, or say that it has no address."""
    if at is None:
        told = _("It is turned off: no address opens it.")
        return [layout.plain(told), layout.actions(layout.button(_("New address"), "feed.renew"))]
    page, address = at
    pressed = layout.actions(
        layout.link(_("Add to my calendar"), page, "feed.open"),
        layout.button(_("New address"), "feed.renew", sure=_(_SURE)),
        layout.button(_("Turn off"), "feed.off", sure=_(_SURE_OFF)),
    )
    copied = _("Or copy this address into your calendar program:") + f"\n{address}"
    return [pressed, layout.plain(copied)]


def off(body: str = "") -> Message:
    """Say that one's own calendar, or that of a body, has no address, and how to have one."""
    says = _("Your calendar has no address any more. The old one opens nothing.")
    if body:
        says = _("You have no address of the calendar of {body} any more. The old one is closed.")
        says = says.format(body=body)
    then = _("Nothing opens it until you ask for a new address.")
    again = layout.button(_("My calendar"), "feed.show")
    return layout.message(says, layout.plain(f"{says} {then}"), layout.actions(again))


def renewed(page: str, address: str, body: str = "") -> Message:
    """Give the new address, of a body's calendar or one's own, and say what to do with it."""
    says = _("This is your new address. The old one opens nothing any more.")
    if body:
        says = _("This is your new address of the calendar of {body}. The old one opens nothing.")
        says = says.format(body=body)
    return layout.message(
        says,
        layout.plain(says),
        layout.actions(layout.link(_("Add to my calendar"), page, "feed.open")),
        layout.plain(_("Or copy this address into your calendar program:") + f"\n{address}"),
        layout.context(_("Please remove the old calendar from your program.")),
    )


def ended(body: str, links: int) -> Message:
    """Say that a body's calendar has no address any more, and how to have a new one."""
    done = ngettext(
        "{n} address of the calendar of {body} has ended. It opens nothing any more.",
        "{n} addresses of the calendar of {body} have ended. They open nothing any more.",
        links,
    ).format(n=links, body=body)
    if not links:
        done = _("The calendar of {body} had no address that opens.").format(body=body)
    then = _("Whoever may read it can ask for a new one here.")
    again = layout.button(_("My calendar"), "feed.show")
    return layout.message(done, layout.plain(f"{done} {then}"), layout.actions(again))


def _bodies(of_bodies: Sequence[OfBody], more: int, *, may_end: bool) -> list[Block]:
    if not of_bodies:
        return []
    blocks = [layout.divider(), layout.plain(_("Calendars of whole bodies:"))]
    for each in of_bodies:
        blocks += [layout.plain(each.name), _body(each, may_end=may_end)]
    if more:
        blocks.append(layout.context(_("{n} more are not listed here.").format(n=more)))
    return blocks


def _body(body: OfBody, *, may_end: bool) -> Block:
    own, new, end = str(body.id), _("New address"), _("End all addresses")
    spoken, none = f"{new}: {body.name}", _("Turn off")
    buttons: list[LinkButtonElement | ButtonElement] = []
    if body.page:
        buttons = [
            layout.link(_("Add"), body.page, "feed.open"),
            layout.button(new, "feed.body.renew", own, spoken=spoken, sure=_(_SURE)),
            layout.button(
                none, "feed.body.off", own, spoken=f"{none}: {body.name}", sure=_(_SURE_OFF)
            ),
        ]
    else:
        buttons = [layout.button(new, "feed.body.renew", own, spoken=spoken)]
    if may_end:
        sure = _("Nobody can read it by an old address then. Each reader asks for a new one.")
        buttons.append(
            layout.button(end, "feed.body.end", own, spoken=f"{end}: {body.name}", sure=sure)
        )
    return layout.actions(*buttons)
