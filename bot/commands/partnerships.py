"""`/joinedup`: the partnership as a whole, its set-up, and help."""

from typing import Any

from sqlalchemy.orm import Session

from bot.messages import partnerships as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Facts, Form, Home, Request
from db import organisations, partnerships
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.partnerships import read_setup
from domain.roles import COORDINATOR, READER


def overview(request: Request, session: Session) -> Answer:
    """Say what there is, and offer every action as a button."""
    return Reply(
        messages.overview(
            request.partnership,
            partners=organisations.count(session, day=request.day),
            coordinator=request.may(COORDINATOR),
        )
    )


def home(request: Request, session: Session) -> Answer:
    """Fill the Home tab with the same."""
    return messages.home(
        request.partnership,
        partners=organisations.count(session, day=request.day),
        coordinator=request.may(COORDINATOR),
    )


def give_help(request: Request, _session: Session) -> Answer:
    """List the commands that the caller may use."""
    first = {each.handler: each for each in reversed(request.commands)}
    told = [each for each in request.commands if each is first[each.handler]]
    allowed = [each for each in told if request.may(each.role)]
    return Reply(messages.help_on(allowed, request.write))


def setup(request: Request, _session: Session) -> Answer:
    """Open the set-up form."""
    return messages.setup_form(request.partnership)


def look_at_channel(request: Request, facts: Facts) -> dict[str, Any]:
    """Ask Slack about the channel that was chosen, before anything is written."""
    channel = request.entered("channel")
    return facts.channel(channel) if channel else {}


def save_setup(request: Request, session: Session) -> Answer:
    """Keep the set-up, once the channel has been found private and ours alone."""
    wanted = read_setup(
        name=request.entered("name"),
        zone=request.entered("zone"),
        coordinators_channel=_checked_channel(request),
        reply_mailbox=request.entered("mailbox"),
    )
    partnership = partnerships.by_id(session, request.partnership.id)
    if wanted.coordinators_channel:
        partnerships.add_channel(
            session,
            partnership.id,
            team_id=request.team_id,
            channel_id=wanted.coordinators_channel,
        )
    partnerships.set_up(session, partnership, wanted, by=request.caller.person_id, now=request.now)
    return Reply(messages.is_set_up(wanted.name))


def _checked_channel(request: Request) -> str | None:
    channel = request.entered("channel") or None
    if channel is None:
        return None
    facts = request.facts
    if not facts.get("is_member"):
        raise Refused(
            _("I am not in this channel. Invite me there with /invite, then save again."),
            field="channel",
        )
    if facts.get("is_archived"):
        raise Refused(_("This channel is archived. Please choose another."), field="channel")
    if not facts.get("is_private") or facts.get("is_mpim"):
        raise Refused(
            _("This channel is open to everyone here. Please choose a private one."),
            field="channel",
        )
    if facts.get("is_ext_shared") or facts.get("is_pending_ext_shared"):
        raise Refused(
            _("This channel is shared with another organisation. Please choose one that is not."),
            field="channel",
        )
    return channel


ROWS = (
    Command("/joinedup", "", "", N_("See what needs you"), overview, READER, changes=False),
    Command(
        "/joinedup", "setup", "", N_("Set up the partnership"), setup, COORDINATOR, changes=False
    ),
    Command("/joinedup", "help", "", N_("See what you can ask"), give_help, READER, changes=False),
    Command("/partner", "help", "", N_("See what you can ask"), give_help, READER, changes=False),
    Button("partnership.setup", setup, COORDINATOR, changes=False),
    Button("partnership.help", give_help, READER, changes=False),
    Form("partnership.set_up", save_setup, COORDINATOR, before=look_at_channel),
    Home(home, READER),
)
