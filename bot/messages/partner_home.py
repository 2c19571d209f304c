"""A partner's Home: its own organisations, who holds their seats, and what it can tell us."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages import layout, records
from bot.reply import Block
from db.models import Partnership, Person
from domain.language import gettext as _


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A seat of somebody's own organisation: on which body, and who fills it."""

    id: int
    body: str
    title: str
    lead: Person | None
    deputies: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class OwnPartner:
    """An organisation that somebody speaks for."""

    name: str
    seats: tuple[OwnSeat, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """What somebody belonged to until lately; `closed`: it is no partner any more itself."""

    name: str
    closed: bool


def partner(
    partnership: Partnership,
    own: Sequence[OwnPartner],
    gone: Sequence[Gone] = (),
    coming: Sequence[Block] = (),
    said: str = "",
) -> list[Block]:
    """Lay out a partner's Home: their coming meetings, who holds their seats, what they can tell.

    `gone` is what somebody belonged to who belongs to nothing now; `coming` as
    `my_events.blocks` lays it out.
    """
    buttons = [layout.button(_("Choose which messages I get"), "preferences.open")]
    buttons[:0] = [records.button()] if own else []
    return [
        layout.header(partnership.name),
        *([layout.plain(said)] if said else []),
        *([] if own else _nowhere(gone)),
        *coming,
        *own_blocks(own),
        layout.divider(),
        layout.actions(*buttons),
        *_whom_to_ask(partnership),
    ]


def _nowhere(gone: Sequence[Gone]) -> list[Block]:
    """Say why somebody has no organisation here."""
    if not gone:
        unknown = _("I don't know yet which organisation is yours. The business unit can tell me.")
        return [layout.plain(unknown)]
    return [layout.plain(_gone(each)) for each in gone[:MOST_OWN]]


def _gone(each: Gone) -> str:
    if each.closed:
        return _("{partner} is no longer a partner.").format(partner=each.name)
    return _("You no longer hold a post at {partner}.").format(partner=each.name)


def own_blocks(own: Sequence[OwnPartner]) -> list[Block]:
    """Lay out the organisations somebody speaks for, a line a seat, as far as they fit."""
    found: list[Block] = []
    for each in own:
        found.append(layout.header(each.name))
        if not each.seats:
            found.append(layout.plain(_("Your organisation has no seat just now.")))
        found += [_seat(each.name, seat) for seat in each.seats]
    if len(found) > MOST_OWN:
        return [*found[: MOST_OWN - 1], layout.context(_("There is more than fits here."))]
    return found


MOST_OWN = 16
"""Blocks about somebody's own organisations: with all the rest they still fit a message."""


def _seat(partner_name: str, seat: OwnSeat) -> Block:
    title = f"{seat.body}, {seat.title}" if seat.title else seat.body
    lead = (
        _("{name} leads.").format(name=seat.lead.name)
        if seat.lead
        else _("Nobody leads just now: the seat is vacant.")
    )
    names = ", ".join(each.name for each in seat.deputies)
    deputies = _("Deputies: {names}.").format(names=names) if names else _("No standing deputy.")
    tell = _("Tell us who holds the seat")
    spoken = f"{tell}: {title}, {partner_name}"
    told = layout.button(tell, "seat.tell", str(seat.id), spoken=spoken)
    return layout.plain(f"{title}\n{lead} {deputies}", told)


def _whom_to_ask(partnership: Partnership) -> list[Block]:
    ways = " · ".join(filter(None, (partnership.reply_mailbox, partnership.phone)))
    asked = (
        _("Questions? {ways}").format(ways=ways) if ways else _("Questions? Ask the business unit.")
    )
    page = partnership.privacy_page
    link = layout.link(_("How we use your details"), page, "preferences.privacy") if page else None
    return [layout.context(asked), *([layout.actions(link)] if link else [])]
