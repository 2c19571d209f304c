"""What is said about seats and who fills them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import layout
from bot.messages.people import described, from_until
from bot.reply import Block, Message
from db.models import Body, Person, Seat, SeatHolder
from domain.language import gettext as _
from domain.language import ngettext
from domain.seats import Part

MOST = 40
"""Seats on one page: each is a block, and a message takes 50."""

MOST_HOLDERS = 15
"""People of a seat that are shown at once."""


class Held(Protocol):
    """Somebody who fills a seat: as what, and when."""

    @property
    def row(self) -> SeatHolder:
        """Give the days."""

    @property
    def person(self) -> Person:
        """Give who."""


class Place(Protocol):
    """A seat with its body and all who fill it (db/places.py)."""

    @property
    def seat(self) -> Seat:
        """Give the seat."""

    @property
    def body(self) -> Body:
        """Give its body."""

    @property
    def holders(self) -> Sequence[Held]:
        """List all who fill it, past and planned ones too, the earliest first."""


def name_of(place: Place) -> str:
    """Give a seat's name within its organisation: the body's, and its title."""
    body = place.body.name
    title = place.seat.title
    return f"{body}: {title}" if title else body


def told_apart(places: Sequence[Place], day: date) -> list[str]:
    """Give the seats' names, with who leads each and since when it is where they repeat."""
    names = [name_of(each) for each in places]
    return [
        f"{name}, {_told_by(each, day)}" if names.count(name) > 1 else name
        for each, name in zip(places, names, strict=True)
    ]


def _told_by(place: Place, day: date) -> str:
    leads = [each for each in place.holders if each.row.part == Part.LEAD]
    lead = next((each.person.name for each in leads if each.row.span.holds(day)), None)
    who = _("lead: {name}").format(name=lead) if lead else _("vacant")
    return f"{who}, {from_until(place.seat.since, place.seat.until)}"


def full_name(place: Place, partner: str) -> str:
    """Give a seat's name with its organisation's."""
    return f"{partner}, {name_of(place)}"


def vacancy(place: Place, partner: str, day: date) -> str:
    """Name a seat that is vacant from a day, with the lead who is planned for later."""
    later = [each for each in place.holders if each.row.part == Part.LEAD and each.row.since > day]
    return "\n".join([full_name(place, partner), *(planned(each) for each in later[:1])])


def of_person(place: Place, person: Person, partner: str) -> str:
    """Say what a person is to a seat, from their own side."""
    lines = [full_name(place, partner)]
    for each in place.holders:
        if each.person.id == person.id:
            part = _("Lead") if each.row.part == Part.LEAD else _("Standing deputy")
            lines.append(f"{part}, {from_until(each.row.since, each.row.until)}")
    return "\n".join(lines)


def summary(place: Place, day: date) -> str:
    """Say in a few lines who fills a seat on a day, and what is planned."""
    seat = place.seat
    first = [name_of(place), _("statutory") if seat.statutory else ""]
    lines = [", ".join(filter(None, first))]
    if seat.speaks_for:
        lines.append(_("Speaks for {whom}").format(whom=seat.speaks_for))
    if seat.since > day or seat.until is not None:
        lines.append(_("Seat {days}").format(days=from_until(seat.since, seat.until)))
    lines += filling(place, day)
    return "\n".join(lines)


def filling(place: Place, day: date) -> list[str]:
    """Say, a line each, who leads a seat on a day, who deputises, and who will."""
    here = [each for each in place.holders if each.row.span.holds(day)]
    leads = [each for each in here if each.row.part == Part.LEAD]
    lines = [_("Lead: {name}").format(name=_until(each)) for each in leads]
    if not leads and place.seat.span.holds(day):
        lines.append(_("Vacant: nobody leads this seat."))
    deputies = [_until(each) for each in here if each.row.part == Part.DEPUTY]
    if deputies:
        lines.append(_("Deputies: {names}").format(names=", ".join(deputies)))
    later = [each for each in place.holders if each.row.since > day]
    return lines + [planned(each) for each in later[:MOST_HOLDERS]]


def _until(held: Held) -> str:
    name = described(held.person)
    if held.row.until is None:
        return name
    return _("{name} until {day}").format(name=name, day=language.long_date(held.row.until))


def planned(held: Held) -> str:
    """Say who will fill a seat."""
    sentence = (
        _("From {day}: {name} leads.")
        if held.row.part == Part.LEAD
        else _("From {day}: {name} deputises.")
    )
    return sentence.format(day=language.long_date(held.row.since), name=described(held.person))


def listing(
    organisation_id: int, partner: str, places: Sequence[Place], day: date, *, may_change: bool
) -> Message:
    """List a partner's seats."""
    title = _("{name}: seats").format(name=partner)
    count = ngettext("{n} seat", "{n} seats", len(places)).format(n=len(places))
    shown = [layout.plain(summary(each, day), _opening(each)) for each in places[:MOST]]
    rest = len(places) - len(shown)
    own = str(organisation_id)
    buttons = [layout.button(_("Its page"), "organisation.show", own)]
    buttons.append(layout.button(_("Its people"), "person.list", own))
    if may_change:
        buttons.insert(0, layout.button(_("Add a seat"), "seat.add", own, main=True))
    return layout.message(
        f"{title}. {count}.",
        layout.header(title),
        *([] if places else [layout.plain(_("No seat yet."))]),
        *shown,
        *([layout.context(_("{n} more are not shown.").format(n=rest))] if rest else []),
        layout.actions(*buttons),
    )


def _opening(place: Place) -> ButtonElement:
    spoken = _("Open {name}").format(name=name_of(place))
    return layout.button(_("Open"), "seat.show", str(place.seat.id), spoken=spoken)


def page(place: Place, partner: str, day: date, *, may_change: bool) -> Message:
    """Show a seat: who fills it, who will, and who did."""
    title = full_name(place, partner)
    past = [each for each in place.holders if each.row.until and each.row.until <= day]
    return layout.message(
        f"{title}. {' '.join(filling(place, day)[:1])}",
        layout.header(title),
        layout.plain(_terms(place)),
        *_holders(place, day, may_change=may_change),
        *([layout.plain(_history(past))] if past else []),
        _buttons(place, may_change=may_change),
    )


def _terms(place: Place) -> str:
    seat = place.seat
    days = from_until(seat.since, seat.until)
    lines = [_("Seat {days}").format(days=days)]
    lines += [_("Statutory")] if seat.statutory else []
    lines += [_("Speaks for {whom}").format(whom=seat.speaks_for)] if seat.speaks_for else []
    return "\n".join(lines)


def _holders(place: Place, day: date, *, may_change: bool) -> list[Block]:
    blocks = []
    here = [each for each in place.holders if each.row.span.holds(day)]
    if place.seat.span.holds(day) and not any(each.row.part == Part.LEAD for each in here):
        blocks.append(layout.plain(_("Vacant: nobody leads this seat.")))
    for each in sorted(here, key=lambda each: each.row.part != Part.LEAD)[:MOST_HOLDERS]:
        words = _("Lead: {name}") if each.row.part == Part.LEAD else _("Deputy: {name}")
        days = from_until(each.row.since, each.row.until)
        text = f"{words.format(name=described(each.person))}\n{days}"
        blocks.append(layout.plain(text, _ending(each) if may_change else None))
    for each in [each for each in place.holders if each.row.since > day][:MOST_HOLDERS]:
        text = planned(each)
        blocks.append(layout.plain(text, _taking_back(each, text) if may_change else None))
    return blocks


def _ending(held: Held) -> ButtonElement:
    spoken = _("End {name}").format(name=held.person.name)
    return layout.button(_("End"), "holder.end", str(held.row.id), spoken=spoken)


def _taking_back(held: Held, text: str) -> ButtonElement:
    return layout.button(
        _("Take back"),
        "holder.take_back",
        str(held.row.id),
        spoken=_("Take back {name}").format(name=held.person.name),
        sure=_("This is then no longer planned: {what}").format(what=text),
    )


def _history(past: Sequence[Held]) -> str:
    lines = [_("Before")]
    for each in past[-MOST_HOLDERS:]:
        part = _("lead") if each.row.part == Part.LEAD else _("deputy")
        days = from_until(each.row.since, each.row.until)
        lines.append(f"{described(each.person)}, {part}, {days}")
    return "\n".join(lines)


def _buttons(place: Place, *, may_change: bool) -> Block:
    own = str(place.seat.id)
    changes = [
        layout.button(_("New lead"), "seat.lead", own, main=True),
        layout.button(_("Add a deputy"), "seat.deputy", own),
        layout.button(_("Edit"), "seat.edit", own),
        layout.button(_("End the seat"), "seat.end", own),
    ]
    partner = str(place.seat.organisation_id)
    return layout.actions(
        *(changes if may_change else []), layout.button(_("All its seats"), "seat.list", partner)
    )
