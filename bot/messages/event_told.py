"""Who was told what of an event: a line a round, and the list of people."""

from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import InteractiveElement

from bot import language
from bot.event_words import clock, listed
from bot.messages import layout
from bot.reply import Block, Message
from domain.event_pages import OneTold, Reach, Telling, Told, Ways
from domain.events import What
from domain.language import N_, ngettext
from domain.language import gettext as _

PAGE = 30
"""Messages on one page of the list: a line each, five lines a block."""

_ROWS = 10

DONE = {
    What.INVITATION: N_("Invited {people}"),
    What.MOVE: N_("Told {people} the new time"),
    What.CHANGE: N_("Told {people} what has changed"),
    What.CANCELLATION: N_("Told {people} that it is cancelled"),
    What.AUDIENCE: N_("Told {people} of a change of who is invited"),
    What.DEPUTY: N_("Told {people} of a deputy"),
    What.EXTENSION: N_("Told {people} of more dates"),
    What.CALENDAR: N_("Sent calendar entries to {people}"),
    What.PAPERS: N_("Told {people} of papers"),
    What.REMINDER: N_("Reminded {people}"),
    What.NUDGE: N_("Asked {people} again"),
    What.STOP: N_("Told {people}"),
}
"""What a round that has left did."""

WOULD = {
    What.INVITATION: N_("Would have invited {people}"),
    What.MOVE: N_("Would have told {people} the new time"),
    What.CHANGE: N_("Would have told {people} what has changed"),
    What.CANCELLATION: N_("Would have told {people} that it is cancelled"),
    What.AUDIENCE: N_("Would have told {people} of a change of who is invited"),
    What.DEPUTY: N_("Would have told {people} of a deputy"),
    What.EXTENSION: N_("Would have told {people} of more dates"),
    What.CALENDAR: N_("Would have sent calendar entries to {people}"),
    What.PAPERS: N_("Would have told {people} of papers"),
    What.REMINDER: N_("Would have reminded {people}"),
    What.NUDGE: N_("Would have asked {people} again"),
    What.STOP: N_("Would have told {people}"),
}
"""What a round would have done that was stopped."""

COMES = {
    What.INVITATION: N_("Will invite {people}"),
    What.MOVE: N_("Will tell {people} the new time"),
    What.CHANGE: N_("Will tell {people} what has changed"),
    What.CANCELLATION: N_("Will tell {people} that it is cancelled"),
    What.AUDIENCE: N_("Will tell {people} of a change of who is invited"),
    What.DEPUTY: N_("Will tell {people} of a deputy"),
    What.EXTENSION: N_("Will tell {people} of more dates"),
    What.CALENDAR: N_("Will send calendar entries to {people}"),
    What.PAPERS: N_("Will tell {people} of papers"),
    What.REMINDER: N_("Will remind {people}"),
    What.NUDGE: N_("Will ask {people} again"),
    What.STOP: N_("Will tell {people}"),
}
"""What a round will do that waits."""

WAYS = {"mail": N_("by mail"), "slack": N_("in Slack"), "channel": N_("in the channel")}

WHY = {
    "no_address": N_("no mail address is known"),
    "rcpt": N_("the mail address does not work"),
    "data": N_("the mail server refused the message"),
    "no_slack_identity": N_("nobody knows who they are in Slack"),
    "user_not_found": N_("their Slack account is closed"),
    "users_not_found": N_("their Slack account is closed"),
    "user_disabled": N_("their Slack account is closed"),
    "user_not_visible": N_("we share no Slack workspace with them"),
    "channel_not_found": N_("the channel is gone, or we are not in it"),
    "not_in_channel": N_("we are not in the channel"),
    "no_workspace": N_("we are not in the workspace of the channel"),
    "no_channel": N_("the body has no channel any more"),
    "is_archived": N_("the channel is archived"),
}
"""Why a message did not arrive, by what the sender wrote down."""


def people(n: int) -> str:
    """Say how many people: 9 people."""
    return ngettext("{n} person", "{n} people", n).format(n=n)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Write when something was said: Thursday 5 November 2026, 11:20."""
    local = at.astimezone(zone)
    return f"{language.long_day(local)}, {local:%H:%M}"


def line(telling: Telling, zone: ZoneInfo, now: datetime) -> str:
    """Say in a line what a round told how many, when, how, and what failed.

    In rehearsal nobody knows when what waits for partners leaves: no time is named.
    """
    planned = moment(telling.planned_at, zone)
    if telling.stopped:
        said = _("{what}; stopped before anybody heard ({when}).")
        return said.format(what=what(telling, WOULD), when=planned)
    if telling.rehearsing and telling.ways.waiting:
        return f"{what(telling, COMES)}. {rehearsed()}"
    if telling.waits(now):
        leaves = clock(telling.goes_at, zone)
        said = _("{what}. It leaves at {time}, and can be stopped until then.")
        return said.format(what=what(telling, COMES), time=leaves)
    if not telling.people and not telling.ways.channel:
        said = _("Changed on {when}: nobody had to hear.")
        return said.format(when=planned)
    said = _("{what} on {when}: {how}.")
    return said.format(what=what(telling, DONE), when=planned, how=listed(ways(telling.ways)))


def rehearsed() -> str:
    """Say who hears in rehearsal: when that ends, nobody knows, so no time is named."""
    return _("In rehearsal only coordinators get it. Partners get it when you go live.")


def what(telling: Telling, words: dict[What, str]) -> str:
    """Say what a round did, would have done or will do, and to how many."""
    return _(words[telling.what]).format(people=people(telling.people))


def ways(count: Ways) -> list[str]:
    """Say how a round reached people: 8 by mail, 6 also in Slack, 1 not reached."""
    also = _("{n} also in Slack") if count.mail else _("{n} in Slack")
    said = [
        (count.mail, _("{n} by mail")),
        (count.slack, also),
        (count.channel, _("a card in the channel")),
        (count.waiting, _("{n} waiting")),
        (count.missed, _("{n} not reached")),
        (count.unknown, _("{n} not known to have arrived")),
        (count.replaced, _("{n} told by a later message")),
    ]
    return [words.format(n=n) for n, words in said if n] or [_("nothing had to be sent")]


def row(telling: Telling, zone: ZoneInfo, now: datetime) -> Block:
    """Show a round on the page of its event, with a button to see its people."""
    said = line(telling, zone, now)
    spoken = _("Who was told, {when}").format(when=moment(telling.planned_at, zone))
    button = layout.button(_("Who"), "event.told", str(telling.id), spoken=spoken)
    return layout.plain(said, button)


def stopping(telling: Telling, now: datetime) -> list[InteractiveElement]:
    """Give the button that stops a round, while it can be stopped."""
    if not telling.waits(now):
        return []
    return [layout.button(_("Stop"), "event.stop", str(telling.id))]


def told(page: Told, zone: ZoneInfo, now: datetime, *, may_stop: bool) -> Message:
    """List the people of a round: how each was told, and what became of it."""
    telling = page.telling
    said = line(telling, zone, now)
    lines = [_one(each, zone) for each in page.lines]
    rows = ["\n".join(lines[at : at + _ROWS]) for at in range(0, len(lines), _ROWS)]
    nobody = _("No message was planned.")
    by = [_("Asked for by {name}.").format(name=telling.by)] if telling.by else []
    reason = [_("Reason given: {reason}").format(reason=telling.reason)] if telling.reason else []
    return layout.message(
        said,
        layout.header(_("Who was told")),
        layout.plain("\n".join([said, *reason, *by])),
        *(layout.plain(each) for each in rows or [nobody]),
        *_places(page),
        *_buttons(page, now, may_stop=may_stop),
    )


def _places(page: Told) -> list[Block]:
    if page.total <= PAGE:
        return []
    said = _("Messages {first} to {last} of {total}, by name").format(
        first=page.offset + 1, last=page.offset + len(page.lines), total=page.total
    )
    return [layout.context(said)]


def _buttons(page: Told, now: datetime, *, may_stop: bool) -> list[Block]:
    own = page.telling.id
    buttons = stopping(page.telling, now) if may_stop else []
    if page.offset:
        before = f"{own}~{max(page.offset - PAGE, 0)}"
        buttons.append(layout.button(_("Previous"), "event.told.before", before))
    if page.offset + PAGE < page.total:
        after = f"{own}~{page.offset + PAGE}"
        buttons.append(layout.button(_("Next"), "event.told.after", after))
    if page.event_id is not None:
        buttons.append(layout.button(_("Open the event"), "event.show", str(page.event_id)))
    return [layout.actions(*buttons)] if buttons else []


def _one(each: OneTold, zone: ZoneInfo) -> str:
    return f"{each.name}: {_reached(each, zone)}"


def _reached(each: OneTold, zone: ZoneInfo) -> str:
    """Say where one message stands, in words."""
    way = _(WAYS.get(each.way, WAYS["mail"]))
    at = each.at.astimezone(zone) if each.at else None
    words = {
        Reach.SENT: _("sent {where}, {time}"),
        Reach.WAITING: _("waiting, {way}, expected by {time}") if at else _("waiting, {way}"),
        Reach.FAILED: _("not reached {way}: {why}"),
        Reach.LATE: _("not reached {way}: the event had begun"),
        Reach.UNKNOWN: _("{way}: we don’t know whether it arrived"),
        Reach.STOPPED: _("{way}: stopped, not sent"),
        Reach.REPLACED: _("{way}: a later message says it"),
    }
    return words[each.reach].format(
        way=way, where=_where_to(each, way), time=_time(at), why=why(each.error)
    )


def _where_to(each: OneTold, way: str) -> str:
    """Name the address that a mail went to; a place in Slack has no name that tells anything."""
    return _("{way} to {to}").format(way=way, to=each.to) if each.way == "mail" and each.to else way


def _time(at: datetime | None) -> str:
    return f"{language.long_date(at)}, {at:%H:%M}" if at else _("at a time not noted")


def why(error: str) -> str:
    """Say why a message did not arrive, as far as what was noted tells."""
    step, _colon, rest = error.partition(": ")
    code = step if step in {"rcpt", "data"} or not rest else rest
    if code in WHY:
        return _(WHY[code])
    return _("it was turned away ({code})").format(code=layout.short(error, 80) if error else "?")
