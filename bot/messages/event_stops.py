"""What is said of a round of messages that was stopped, or can't be any more."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot import language
from bot.event_words import clock
from bot.messages import event_told, layout
from bot.reply import Message
from db.models import Round
from domain.event_pages import Telling
from domain.events import What
from domain.language import N_
from domain.language import gettext as _
from domain.when import WallSpan

BEFORE = {
    What.MOVE: N_("It is when it was before: {when}."),
    What.CHANGE: N_("It is as it was before: {when}."),
    What.CANCELLATION: N_("It is not cancelled: {when}."),
    What.AUDIENCE: N_("Whom it invites is as it was before."),
    What.CALENDAR: N_("Its calendar entries are as they were before."),
}
"""What holds again once a round was stopped."""


def as_before(round_: Round, when: WallSpan | None, *, is_draft: bool) -> list[str]:
    """Say what holds again once a round was stopped."""
    if round_.what == What.INVITATION and is_draft:
        return [_("It is a draft again.")]
    words = BEFORE.get(What(round_.what))
    if words is None or when is None:
        return []
    return [_(words).format(when=language.time_span(when))]


def asks_again() -> list[str]:
    """Say what becomes of a change of the register whose messages were stopped."""
    said = _("We look at the register again in an hour. Please correct it before, if it is wrong.")
    return [said]


def still_goes(waiting: Sequence[Telling], zone: ZoneInfo) -> list[str]:
    """Say what leaves all the same after a stop: what was sent before it."""
    return [_still_goes(each, zone) for each in waiting]


def _still_goes(telling: Telling, zone: ZoneInfo) -> str:
    what = event_told.what(telling, event_told.COMES)
    if telling.rehearsing:
        return _("{what}, as was planned before.").format(what=what) + f" {event_told.rehearsed()}"
    said = _("{what}, as was planned before: it leaves at {time}.")
    return said.format(what=what, time=clock(telling.goes_at, zone))


def over(said: str, event_id: int | None) -> Message:
    """Say that a round can't be stopped any more, in place of the button that was to stop it."""
    follow = layout.button(_("Coming events"), "event.list")
    if event_id is not None:
        follow = layout.button(_("Open the event"), "event.show", str(event_id))
    return layout.message(said, layout.plain(said), layout.actions(follow))


def stopped(
    sentences: Sequence[str], event_id: int | None, series_id: int, *, is_draft: bool
) -> Message:
    """Say that a round was stopped, what is as before, and what leaves all the same."""
    said = " ".join([_("Stopped. Nobody has heard."), *sentences])
    if is_draft:
        follow = layout.button(_("Open the draft"), "event.preview", str(series_id), main=True)
    elif event_id is not None:
        follow = layout.button(_("Open the event"), "event.show", str(event_id), main=True)
    else:
        follow = layout.button(_("Coming events"), "event.list", main=True)
    return layout.message(said, layout.plain(said), layout.actions(follow))
