"""What is said when something about a seat has changed."""

from dataclasses import dataclass
from datetime import date

from bot import language
from bot.messages import layout
from bot.messages.people import from_until
from bot.messages.seats import Place, full_name, name_of, planned
from bot.reply import Message
from db.models import Person, SeatHolder
from domain.language import gettext as _
from domain.people import Belonging
from domain.seats import Part


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a seat: who fills it now, with all that the coordinator should know."""

    place: Place
    partner: str
    holder: SeatHolder
    person: Person
    before: Person | None
    instead: Person | None
    was_deputy: bool
    belonging: Belonging
    has_address: bool
    strange_address: bool


def appointed(change: Change, day: date) -> Message:
    """Say who fills a seat from when, what stays until then, and what should be looked at."""
    sentences = [_who(change), *_around(change, day), *_to_look_at(change)]
    told = " ".join(filter(None, sentences))
    own = str(change.place.seat.id)
    return layout.message(
        told,
        *(layout.plain(each) for each in sentences if each),
        layout.actions(
            layout.button(_("Open the seat"), "seat.show", own, main=True),
            layout.button(_("Add a deputy"), "seat.deputy", own),
            layout.button(_("Edit the person"), "person.edit", str(change.person.id)),
        ),
    )


def _who(change: Change) -> str:
    sentence = (
        _("{name} leads the seat of {partner} ({seat}) {days}.")
        if change.holder.part == Part.LEAD
        else _("{name} is a standing deputy for the seat of {partner} ({seat}) {days}.")
    )
    return sentence.format(
        name=change.person.name,
        partner=change.partner,
        seat=name_of(change.place),
        days=from_until(change.holder.since, change.holder.until),
    )


def _around(change: Change, day: date) -> list[str]:
    sentences = []
    if change.instead is not None:
        sentences.append(_("This takes the place of {name}.").format(name=change.instead.name))
    elif change.before is not None and change.holder.since > day:
        sentences.append(_("Until then {name} leads.").format(name=change.before.name))
    elif change.before is not None:
        sentences.append(_("{name} led it before.").format(name=change.before.name))
    if change.was_deputy:
        sentences.append(_("They are no longer its deputy from then."))
    if change.holder.part == Part.LEAD:
        after = [
            each
            for each in change.place.holders
            if each.row.part == Part.LEAD and each.row.since >= (change.holder.until or date.max)
        ]
        sentences += [planned(each) for each in after[:1]]
    return sentences


def _to_look_at(change: Change) -> list[str]:
    name = change.person.name
    sentences = []
    if change.belonging is Belonging.ELSEWHERE:
        sentences.append(
            _("{name} is not of {partner}: that is fine, but check.").format(
                name=name, partner=change.partner
            )
        )
    elif change.strange_address:
        sentences.append(
            _("The address is not one of {partner}'s: that is fine, but check.").format(
                partner=change.partner
            )
        )
    if not change.has_address:
        sentences.append(_("There is no mail address for {name} yet.").format(name=name))
    return sentences


def done(sentence: str, place: Place) -> Message:
    """Say what was done about a seat, and offer it and what else its partner has."""
    return layout.message(
        sentence,
        layout.plain(sentence),
        layout.actions(
            layout.button(_("Open the seat"), "seat.show", str(place.seat.id), main=True),
            layout.button(_("All its seats"), "seat.list", str(place.seat.organisation_id)),
        ),
    )


def added(place: Place, partner: str) -> Message:
    """Confirm a new seat, and name the next step."""
    told = _("{seat}: the seat is added, {days}.").format(
        seat=full_name(place, partner), days=from_until(place.seat.since, place.seat.until)
    )
    following = _("Next: say who leads it.")
    own = str(place.seat.id)
    return layout.message(
        told,
        layout.plain(f"{told} {following}"),
        layout.actions(
            layout.button(_("New lead"), "seat.lead", own, main=True),
            layout.button(_("Add a deputy"), "seat.deputy", own),
            layout.button(_("All its seats"), "seat.list", str(place.seat.organisation_id)),
        ),
    )


def ended(place: Place, day: date) -> Message:
    """Say that a seat ends."""
    sentence = _("The seat ends on {day}. What was before stays as it was.")
    return done(sentence.format(day=language.long_date(day)), place)


def vacated(place: Place, day: date) -> Message:
    """Say that nobody leads a seat from a day on."""
    sentence = _("The seat is vacant from {day}. What was before stays as it was.")
    return done(sentence.format(day=language.long_date(day)), place)


def dismissed(person: Person, place: Place, day: date) -> Message:
    """Say that somebody fills a seat no more."""
    sentence = _("{name} no longer fills the seat from {day}.")
    return done(sentence.format(name=person.name, day=language.long_date(day)), place)


def taken_back(organisation_id: int) -> Message:
    """Say that a seat was taken back, and offer what else its partner has."""
    told = _("The seat is taken back: it began on that very day, so it never was.")
    own = str(organisation_id)
    return layout.message(
        told,
        layout.plain(told),
        layout.actions(layout.button(_("All its seats"), "seat.list", own)),
    )


def none_yet(organisation_id: int, partner: str) -> Message:
    """Say that a partner has no seat, and offer to add one."""
    told = _("{name} has no seat yet. Add one first.").format(name=partner)
    own = str(organisation_id)
    return layout.message(
        told,
        layout.plain(told),
        layout.actions(layout.button(_("Add a seat"), "seat.add", own, main=True)),
    )


def no_body_yet() -> Message:
    """Say that there is nothing to have a seat on, and offer to add it."""
    told = _("There is no body to have a seat on yet. Add one first.")
    return layout.message(
        told,
        layout.plain(told),
        layout.actions(layout.button(_("New body"), "body.new", main=True)),
    )
