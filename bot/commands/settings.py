"""`/joinedup settings`: one form for all that a partnership sets, and the first few on their own.

A new setting is a row here: its input, and how what was entered is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.messages import settings as messages
from bot.reply import Answer, Block, Reply
from bot.routing import Button, Command, Facts, Form, Lookup, Request
from db import partnerships, settings
from db.models import Partnership
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.names import clean_name
from domain.partnerships import clean_address
from domain.preferences import read_language
from domain.roles import COORDINATOR
from domain.settings import clean_page, clean_phone, read_region
from domain.when import zone_named

Write = Callable[[Request, Session, Any], None]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its column, its input, how it is read, and what else is to be written."""

    column: str
    block: Callable[[Partnership], Block]
    read: Callable[[Request], str | bool | None]
    write: Write | None = None


def _or_nothing(field: str, clean: Callable[..., str]) -> Callable[[Request], str | None]:
    """Give the reader of a field that may be left empty."""

    def read(request: Request) -> str | None:
        entered = request.entered(field).strip()
        return clean(entered, field=field) if entered else None

    return read


def ticked(field: str) -> Callable[[Request], bool]:
    """Give the reader of a box."""
    return lambda request: bool(request.picked(field))


def look_at(*fields: str) -> Lookup:
    """Give what asks Slack about the channels that were chosen, before anything is written."""

    def look(request: Request, facts: Facts) -> dict[str, Any]:
        chosen = {field: request.entered(field) for field in fields}
        return {field: facts.channel(own) for field, own in chosen.items() if own}

    return look


def channel_in(field: str, *, private: bool = True) -> Callable[[Request], str | None]:
    """Give the reader of a channel that we must be in; a private one must be ours alone."""

    def read(request: Request) -> str | None:
        channel = request.entered(field) or None
        if channel is not None:
            _refuse(request.facts.get(field, {}), field, private=private)
        return channel

    return read


def _refuse(facts: Mapping[str, Any], field: str, *, private: bool) -> None:
    """Raise `Refused` for a channel that is not fit."""
    if not facts.get("is_member"):
        raise Refused(
            _("I am not in this channel. Invite me there with /invite, then save again."),
            field=field,
        )
    if facts.get("is_archived"):
        raise Refused(_("This channel is archived. Please choose another."), field=field)
    if not private:
        return
    if not facts.get("is_private") or facts.get("is_mpim"):
        raise Refused(
            _("This channel is open to everyone here. Please choose a private one."), field=field
        )
    if facts.get("is_ext_shared") or facts.get("is_pending_ext_shared"):
        raise Refused(
            _("This channel is shared with another organisation. Please choose one that is not."),
            field=field,
        )


def means_us(request: Request, session: Session, channel: str | None) -> None:
    """Let a channel mean this partnership, where a workspace has several."""
    if channel is not None:
        partnerships.add_channel(
            session, request.partnership.id, team_id=request.team_id, channel_id=channel
        )


SETTINGS = (
    Setting("name", messages.name, lambda request: clean_name(request.entered("name"))),
    Setting("zone", messages.zone, lambda request: zone_named(request.entered("zone").strip()).key),
    Setting("coordinators_channel", messages.channel, channel_in("channel"), means_us),
    Setting("reply_mailbox", messages.mailbox, _or_nothing("mailbox", clean_address)),
    Setting(
        "language", messages.spoken, lambda request: read_language(request.entered("language"))
    ),
    Setting("region", messages.region, lambda request: read_region(request.entered("region"))),
    Setting("hide_guests", messages.hide_guests, ticked("hide_guests")),
    Setting("keeps_files", messages.keeps_files, ticked("keeps_files")),
    Setting("phone", messages.phone, _or_nothing("phone", clean_phone)),
    Setting("privacy_page", messages.privacy_page, _or_nothing("privacy_page", clean_page)),
)
"""All settings, in the order of the form; the first four are what a new partnership needs."""

FIRST = SETTINGS[:4]


def setup(request: Request, _session: Session) -> Answer:
    """Open the form of the first settings."""
    return messages.setup_form(*shown(request, FIRST))


def open_form(request: Request, _session: Session) -> Answer:
    """Open the form of all settings."""
    return messages.form(*shown(request, SETTINGS))


def shown(request: Request, rows: tuple[Setting, ...]) -> tuple[list[Block], messages.Was]:
    """Give the inputs of a form, and what is set as it is opened."""
    own = request.partnership
    was = {each.column: getattr(own, each.column) for each in rows}
    return [each.block(own) for each in rows], was


def save_setup(request: Request, session: Session) -> Answer:
    """Keep the first settings."""
    keep(request, session, FIRST)
    return Reply(messages.saved(_name(request, session)))


def save(request: Request, session: Session) -> Answer:
    """Keep all settings."""
    first = request.partnership.set_up_at is None
    if not keep(request, session, SETTINGS) and not first:
        return Reply(messages.nothing_changed())
    return Reply(messages.saved(_name(request, session)))


def _name(request: Request, session: Session) -> str:
    return partnerships.by_id(session, request.partnership.id).name


def keep(request: Request, session: Session, rows: tuple[Setting, ...]) -> dict[str, Any]:
    """Read every field before anything is written; gives what changed, as it was.

    What was not touched in the form is left as it is now: somebody else may have changed it.
    """
    entered = {each.column: each.read(request) for each in rows}
    was = request.state.get("was")
    known = was if isinstance(was, dict) else {}
    wanted = {
        column: each
        for column, each in entered.items()
        if column not in known or known[column] != each
    }
    for each in rows:
        if each.write is not None and each.column in wanted:
            each.write(request, session, wanted[each.column])
    partnership = partnerships.by_id(session, request.partnership.id)
    return settings.change(
        session, partnership, wanted, by=request.caller.person_id, now=request.now
    )


ROWS = (
    Command(
        "/joinedup", "setup", "", N_("Set up the partnership"), setup, COORDINATOR, changes=False
    ),
    Command(
        "/joinedup", "settings", "", N_("Change settings"), open_form, COORDINATOR, changes=False
    ),
    Button("partnership.setup", setup, COORDINATOR, changes=False),
    Button("settings.open", open_form, COORDINATOR, changes=False),
    Form("partnership.set_up", save_setup, COORDINATOR, before=look_at("channel")),
    Form("settings.save", save, COORDINATOR, before=look_at("channel")),
)
