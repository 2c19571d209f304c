"""What surrounds a digest: its preview, its settings, and its figures as a table."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import RawTextObject, TableBlock

from bot.messages import fields, layout
from bot.messages.settings import YES, Was
from bot.reply import Block, Message, Modal
from db.models import Partnership
from domain.language import gettext as _
from domain.named_days import long_date, month_and_year
from domain.periods import Month

SEND = "digest.send"
SETTINGS = "digest.settings"

_ROWS = 100
"""Rows that one table takes (docs.slack.dev, table block)."""


def sends(owner: Partnership) -> Block:
    """Ask whether there is a digest."""
    return fields.ticks(
        "sends_digest",
        _("Digest"),
        [(YES, _("Post a digest every month"))],
        initial=[YES] if owner.sends_digest else [],
        hint=_("On the first working day, at 09:00."),
    )


def channel(owner: Partnership) -> Block:
    """Ask for the digest's own channel."""
    return fields.private_channel(
        "digest_channel",
        _("Channel for the digest"),
        initial=owner.digest_channel or owner.coordinators_channel,
        hint=_("Private, and with coordinators, chair and scrutineers alone. Invite me first."),
    )


def updates(owner: Partnership) -> Block:
    """Ask for a channel that partners read."""
    return fields.channel(
        "updates_channel",
        _("Channel for the partners' update"),
        initial=owner.updates_channel,
        hint=_("It may be shared with partners: no standing is ever in it."),
    )


def early(owner: Partnership) -> Block:
    """Ask whether to name partners earlier."""
    return fields.ticks(
        "warns_early",
        _("When partners are named"),
        [(YES, _("Name them earlier: more is noticed, and more of it is nothing"))],
        initial=[YES] if owner.warns_early else [],
        hint=_("From a chance of 15 in 100 instead of 25."),
    )


def form(blocks: Sequence[Block], was: Was) -> Modal:
    """Ask for all that can be set of the digest."""
    return Modal(
        callback="digest.settings.save",
        title=_("Digest"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"was": dict(was)},
        blocks=tuple(blocks),
    )


def saved() -> Message:
    """Confirm what was set."""
    said = _("Saved. See what the next digest would say with /digest preview.")
    return layout.sentence(said)


def preview(made: Message, lines: Sequence[str], channel_id: str | None, *, offer: bool) -> Message:
    """Show what a digest would say, and above it where and when it goes; `offer`: at once, too."""
    head = [layout.plain("\n".join(lines))]
    if channel_id is not None:
        head.append(layout.marked(_("Its channel: <#{channel}>").format(channel=channel_id)))
    buttons = [layout.button(_("Digest settings"), SETTINGS)]
    if offer:
        sure = _("It goes out once, within a minute.")
        buttons.insert(0, layout.button(_("Send it now"), SEND, sure=sure))
    foot = layout.actions(*buttons)
    return Message(made.text, (*head, layout.divider(), *made.blocks, layout.divider(), foot))


def when(month: Month, at: datetime, zone: str) -> str:
    """Say when a digest goes."""
    here = at.astimezone(ZoneInfo(zone))
    return _("Preview: the digest of {month}. It goes on {day} at {time}.").format(
        month=month_and_year(month.first), day=long_date(here.date()), time=f"{here:%H:%M}"
    )


def asked(month: Month) -> Message:
    """Confirm that a digest goes out at once."""
    said = _("The digest of {month} goes out within a minute.")
    return layout.sentence(said.format(month=month_and_year(month.first)))


def table(title: str, rows: Sequence[Sequence[str]], offset: int = 0) -> Message:
    """Show figures as a table, its head on every page."""
    head, *rest = rows
    page = rest[offset : offset + _ROWS - 1]
    cells = [[RawTextObject(text=each or "–") for each in row] for row in (head, *page)]
    left = len(rest) - offset - len(page)
    more = [layout.context(_("{n} more rows are in the export.").format(n=left))] if left else []
    return layout.message(title, layout.header(title), layout.block(TableBlock(rows=cells)), *more)


def no_table() -> Message:
    """Say that there is nothing to count yet."""
    return layout.sentence(_("No event has a register yet, so there is nothing to show."))
