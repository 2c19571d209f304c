"""Whom an event invites: the form that adds and takes out, and what it would do for whom."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.event_words import listed
from bot.messages import event_change_forms as forms
from bot.messages import event_forms, event_pages, fields, layout
from bot.messages.event_previews import some
from bot.messages.fields import Choice
from bot.reply import Block, Modal
from domain.event_pages import Audience
from domain.events import Among, Say
from domain.language import gettext as _
from domain.when import WallSpan

OUT = "search.audience"
"""The field that offers who can be taken out."""


def form(
    title: str,
    span: WallSpan,
    found: Audience,
    entered: forms.Entered,
    state: dict[str, Any],
    note: str = "",
    *,
    single: bool,
    sectors: Sequence[Choice],
) -> Modal:
    """Show who is invited, and ask whom to invite besides and whom to take out."""
    one, every = _("This event only"), _("The whole series: every event to come")
    following = _("This event and all that follow")
    return Modal(
        callback="event.invite.look",
        title=_("Who is invited"),
        submit=_("Preview"),
        close=_("Cancel"),
        state=state,
        instead=True,
        blocks=(
            *forms.first(title, span, note),
            layout.plain("\n".join(event_pages.audience(found))),
            *forms.extent(entered, single=single, one=one, every=every, following=following),
            layout.header(_("Invite besides")),
            *_into(entered, sectors),
            layout.header(_("Take out")),
            *_out(entered),
        ),
    )


def _into(entered: forms.Entered, sectors: Sequence[Choice]) -> list[Block]:
    picked = [own for own, _name in held(entered, "sectors")]
    own = [
        fields.searches(
            "bodies",
            event_forms.whole_bodies(),
            event_forms.BODIES,
            initial=held(entered, "bodies"),
        )
    ]
    if sectors:
        label, offered = event_forms.of_sectors(), sectors[: fields.MOST_CHOICES]
        own.append(fields.choices("sectors", label, offered, initial=picked))
    own.append(
        fields.searches(
            "seats", event_forms.single_seats(), event_forms.SEATS, initial=held(entered, "seats")
        )
    )
    own.append(event_forms.guests(held(entered, "guests")))
    return own


def _out(entered: forms.Entered) -> list[Block]:
    return [
        fields.searches(
            "out",
            _("Bodies, sectors, seats or guests"),
            OUT,
            initial=held(entered, "out"),
            hint=_("What they answered stays in the record. Deputies they named leave with them."),
        ),
        forms.reason(entered, _("Reason, shown to those who are taken out")),
    ]


def held(entered: forms.Entered, name: str) -> list[Choice]:
    """Give what was picked in a field, with its names."""
    return [(str(own), str(called)) for own, called in entered.get(name, ())]


def called(among: Among, name: str, people: Sequence[str] = ()) -> str:
    """Name one of an audience: all of a body, a sector, a guest, or a seat and who is asked."""
    match among:
        case Among.BODY:
            return _("All of {body}").format(body=name)
        case Among.SECTOR:
            return _("Sector {sector}").format(sector=name)
        case Among.GUEST:
            return _("Guest: {name}").format(name=name)
        case Among.SEAT:
            return f"{name} ({listed(people)})" if people else name


def who_hears(by_say: Mapping[Say, Collection[str]]) -> list[str]:
    """Say by name who hears what."""
    said = {
        Say.WITHDRAWAL: _("No longer asked, and told so ({n}): {names}"),
        Say.UPDATE: _("Told what they are asked about now ({n}): {names}"),
        Say.INVITATION: _("Invited ({n}): {names}"),
        Say.CANCELLATION: _("Told that it is cancelled ({n}): {names}"),
    }
    return [
        words.format(n=len(by_say[say]), names=some(sorted(by_say[say])))
        for say, words in said.items()
        if by_say.get(say)
    ]


def stays(names: Sequence[str]) -> list[str]:
    """Say which seats are invited still, though the body they sit on was taken out."""
    if not names:
        return []
    said = _("Still invited, as they were chosen another way: {names}")
    return [said.format(names=some(names))]


def does(*, into: bool, out: bool) -> str:
    """Name what a change of who is invited does."""
    if into and out:
        return _("Change")
    return _("Take out") if out else _("Invite")
