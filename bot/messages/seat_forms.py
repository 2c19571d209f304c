"""The forms about seats and who fills them."""

from collections.abc import Sequence
from datetime import date

from bot.messages import fields, layout
from bot.messages.person_forms import until_field, who
from bot.messages.seats import Place, filling, full_name, summary, told_apart
from bot.reply import Block, Modal
from db.models import Body
from domain.language import gettext as _
from domain.names import MAX_NAME

BODIES = "search.bodies"
"""The field that searches for bodies, where they are too many for a menu."""


def add(organisation_id: int, partner: str, bodies: Sequence[Body], day: date) -> Modal:
    """Ask for a new seat of a partner."""
    offered = [(str(each.id), each.name) for each in bodies]
    body = (
        fields.choice("body", _("Body"), offered)
        if len(offered) <= fields.MOST_CHOICES
        else fields.search("body", _("Body"), BODIES)
    )
    return Modal(
        callback="seat.create",
        title=_("Add a seat"),
        submit=_("Add"),
        close=_("Cancel"),
        state={"organisation": organisation_id},
        blocks=(
            layout.plain(_("A seat of {name}.").format(name=partner)),
            body,
            *_terms("", "", statutory=False),
            fields.day("since", _("From"), initial=day),
            until_field(),
        ),
    )


def edit(place: Place, partner: str) -> Modal:
    """Ask for what is different about a seat."""
    seat = place.seat
    return Modal(
        callback="seat.change",
        title=_("Edit a seat"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"seat": seat.id},
        blocks=(
            layout.plain(full_name(place, partner)),
            *_terms(seat.title, seat.speaks_for or "", statutory=seat.statutory),
            fields.day("since", _("From"), initial=seat.since),
            until_field(initial=seat.until),
            *([_goes_on()] if seat.until else []),
            fields.day(
                "changes_on",
                _("Changed on"),
                hint=_("What was before stays as it was. Empty: this was always so, a correction."),
                optional=True,
            ),
        ),
    )


def _goes_on() -> Block:
    """Offer to take an end away: a day can't be emptied in Slack."""
    return fields.ticks("goes_on", _("Or no end"), [("yes", _("The seat goes on"))])


def _terms(title: str, speaks_for: str, *, statutory: bool) -> tuple[Block, ...]:
    return (
        fields.text(
            "title",
            _("Title of the seat"),
            initial=title,
            most=MAX_NAME,
            hint=_("Only if this partner has several seats there, to tell them apart."),
            optional=True,
        ),
        fields.ticks(
            "statutory",
            _("Statutory"),
            [("yes", _("The law gives this partner its seat"))],
            initial=["yes"] if statutory else [],
        ),
        fields.text(
            "speaks_for",
            _("Speaks for others"),
            initial=speaks_for,
            most=MAX_NAME,
            hint=_("For example “ninety primary schools”."),
            optional=True,
        ),
    )


def end(place: Place, partner: str, day: date) -> Modal:
    """Ask from which day a seat is no more."""
    ends = _("Its lead and deputies end with it. What was before stays as it was.")
    return Modal(
        callback="seat.finish",
        title=_("End a seat"),
        submit=_("End the seat"),
        close=_("Cancel"),
        state={"seat": place.seat.id},
        blocks=(
            layout.plain(f"{full_name(place, partner)}\n{ends}"),
            fields.day(
                "until",
                _("Until"),
                initial=max(day, place.seat.since),
                hint=_("The first day without this seat."),
            ),
        ),
    )


def lead(partner: str, places: Sequence[Place], day: date, name: str = "") -> Modal:
    """Ask who leads a seat from which day: the hand-over, to a name that was typed already."""
    return Modal(
        callback="seat.hand_over",
        title=_("New lead"),
        submit=_("Save"),
        close=_("Cancel"),
        state=_one(places),
        blocks=(
            *_which(partner, places, day),
            *who(_("New lead"), name),
            fields.ticks("vacant", _("Or nobody"), [("yes", _("Nobody yet: the seat is vacant"))]),
            fields.day(
                "since",
                _("From"),
                initial=day,
                hint=_("Until the day before, everything stays as it is."),
            ),
        ),
    )


def deputy(partner: str, places: Sequence[Place], day: date, name: str = "") -> Modal:
    """Ask who deputises for a seat; their name may have been typed already."""
    return Modal(
        callback="seat.add_deputy",
        title=_("Add a deputy"),
        submit=_("Add"),
        close=_("Cancel"),
        state=_one(places),
        blocks=(
            *_which(partner, places, day),
            *who(_("Standing deputy"), name),
            fields.day("since", _("From"), initial=day),
            until_field(),
        ),
    )


def _one(places: Sequence[Place]) -> dict[str, int]:
    return {"seat": places[0].seat.id} if len(places) == 1 else {}


def _which(partner: str, places: Sequence[Place], day: date) -> list[Block]:
    """Show who fills the seat now; of several, ask which is meant."""
    if len(places) == 1:
        lines = [full_name(places[0], partner), *filling(places[0], day)]
        return [layout.plain("\n".join(lines))]
    shown = [layout.plain(summary(each, day)) for each in places[:10]]
    some = places[: fields.MOST_CHOICES]
    named = told_apart(some, day)
    offered = [(str(each.seat.id), name) for each, name in zip(some, named, strict=True)]
    return [layout.plain(partner), *shown, fields.choice("seat", _("Which seat?"), offered)]
