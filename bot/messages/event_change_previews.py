"""What a change of an event would do, before it is done; and what is said once it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import InteractiveElement

from bot import language
from bot.event_words import clock, due_now, listed
from bot.messages import layout
from bot.messages.event_told import people
from bot.reply import Block, Message, Modal
from domain.event_pages import Effect
from domain.event_previews import Clash
from domain.language import gettext as _
from domain.when import WallSpan


def will_hear(effect: Effect) -> str:
    """Say how many will hear of a change, by which way, and when."""
    if not effect.people and not effect.channel:
        return _("Nobody need hear: nothing of it has reached anybody.")
    said = _("{people} will hear: {ways}.").format(
        people=people(effect.people), ways=listed(_ways(effect))
    )
    if effect.rehearsing:
        said += " " + _("You are in rehearsal: only coordinators get it now.")
        said += " " + _("Partners get it when you go live.")
    return said


def _ways(effect: Effect) -> list[str]:
    also = _("{n} also in Slack") if effect.mail else _("{n} in Slack")
    said = [
        (effect.mail, _("{n} by mail")),
        (effect.slack, also),
        (effect.channel, _("a card in the channel")),
    ]
    return [words.format(n=n) for n, words in said if n]


def preview(
    lines: Sequence[str],
    effect: Effect,
    state: dict[str, Any],
    *,
    title: str,
    action: str,
    does: str,
    doubts: Sequence[str] = (),
    again: bool = True,
) -> Modal:
    """Show what would change and for how many, with the one button that does it."""
    buttons: list[InteractiveElement] = [layout.button(does, f"{action}.do", main=True)]
    if again:
        buttons.append(layout.button(_("Change something"), f"{action}.again"))
    return Modal(
        callback=f"{action}.preview",
        title=title,
        close=_("Close"),
        state=state,
        instead=True,
        blocks=(
            layout.plain("\n".join(lines)),
            *([layout.plain("\n".join([_("Please check:"), *doubts]))] if doubts else []),
            layout.plain(will_hear(effect)),
            *waits(effect),
            layout.actions(*buttons),
            layout.context(_("Nothing has been changed yet.")),
        ),
    )


def noted(shown: Modal, note: str) -> Modal:
    """Say above a preview why it is shown once more."""
    return replace(shown, blocks=(layout.plain(note), *shown.blocks))


def waits(effect: Effect) -> list[Block]:
    """Say that a change can be stopped for a while, where it can."""
    said = _("It waits two minutes, and can be stopped until then.")
    return [layout.context(said)] if _leaves_soon(effect) else []


def and_tell(does: str, effect: Effect) -> str:
    """Name the button that does it: Move and tell 9 people."""
    if not effect.people:
        return does
    return _("{does} and tell {people}").format(does=does, people=people(effect.people))


def from_to(title: str, old: WallSpan, new: WallSpan) -> list[str]:
    """Say when an event was, and when it would be."""
    return [
        title,
        _("New time: {when}").format(when=language.time_span(new)),
        _("It was: {when}").format(when=language.time_span(old)),
    ]


def due(was: date, now: date) -> list[str]:
    """Say until when answers are due where that moves along."""
    return [due_now(now)] if was != now else []


def next_three(spans: Sequence[WallSpan]) -> list[str]:
    """List the next dates of a series."""
    return [_("The next dates:"), *(f"• {language.time_span(each)}" for each in spans)]


def clashing(found: Sequence[Clash]) -> list[str]:
    """Say which other events are at the same time."""
    said = _("At the same time: {title}, {when}.")
    return [said.format(title=each.title, when=language.time_span(each.span)) for each in found]


def done(
    said: str, effect: Effect, zone: ZoneInfo, event_id: int | None, *, hears: bool = True
) -> Modal:
    """Say what was done, who `hears` of it and when; what waits can be stopped here."""
    lines = [said, will_hear(effect)] if hears else [said]
    if effect.goes_at is not None and _leaves_soon(effect):
        at = clock(effect.goes_at, zone)
        lines.append(_("It leaves at {time}. Until then you can stop it.").format(time=at))
    return Modal(
        callback="event.done",
        title="Joined Up",
        close=_("Close"),
        blocks=(layout.plain("\n".join(lines)), layout.actions(*_follow_up(effect, event_id))),
        instead=True,
        saved=True,
    )


def _leaves_soon(effect: Effect) -> bool:
    """Say whether it leaves by itself at a time: in rehearsal it waits for going live."""
    return effect.goes_at is not None and not effect.rehearsing


def _follow_up(effect: Effect, event_id: int | None) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    if effect.round_id is not None:
        buttons.append(layout.button(_("Stop"), "event.stop", str(effect.round_id)))
    if event_id is not None:
        buttons.append(layout.button(_("Open the event"), "event.show", str(event_id)))
    buttons.append(layout.button(_("Coming events"), "event.list"))
    return buttons


def whole(title: str, rule: str, series_id: int, event_id: int, *, movable: bool) -> Message:
    """Offer what can be done to a whole series."""
    own = str(series_id)
    buttons: list[InteractiveElement] = []
    if movable:
        buttons.append(layout.button(_("Move the whole series"), "event.all", own))
    buttons += [
        layout.button(_("Change details of all"), "event.edit_details.all", str(event_id)),
        layout.button(_("Who is invited to all"), "event.invite.all", str(event_id)),
        layout.button(_("Cancel the whole series"), "event.cancel.all", str(event_id)),
    ]
    held = _("Some of it was held: to move the rest, open an event and press “This and following”.")
    return layout.message(
        f"{title}. {rule}",
        layout.header(title),
        layout.plain(rule),
        *([] if movable else [layout.context(held)]),
        layout.actions(*buttons),
        layout.actions(
            layout.button(_("Open next"), "event.show", str(event_id)),
            layout.button(_("All series"), "event.series"),
        ),
    )
