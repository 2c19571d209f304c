"""A first start: ask Slack who we are and who the coordinators are, and keep what is learnt.

It goes on beside the process that started it, so that everything else works with Slack down.
"""

from threading import Event, Thread
from typing import Any

import structlog

from bot.failures import SlackFailed
from bot.faults import reference_for
from bot.settings import Settings
from bot.slack import Slack
from cli.health import locked_tokens
from cli.wiring import House
from db import beginnings, partnerships
from db.beginnings import Joined, Named
from db.installations import Workspace
from domain.errors import Refused
from domain.names import MAX_NAME
from domain.partnerships import clean_channel, clean_contact

RETRY_SECONDS = 30

Json = dict[str, Any]

_log = structlog.get_logger()


def prepare(house: House) -> bool:
    """Make what is missing; gives False where somebody who was named is not in Slack yet."""
    joined, named = _ask_slack(house.slack, house.settings)
    with house.database.writing() as session:
        kept = beginnings.begin(session, house.sealer, joined, named, now=house.now())
    if kept.unreadable:
        _log.error(locked_tokens(kept.unreadable))
    return joined is None or all(each.user_id for each in named)


def prepare_in_background(house: House, stop: Event) -> Thread:
    """Prepare at once and, until all is there, again every half minute."""
    thread = Thread(target=_keep_preparing, args=(house, stop), name="first start", daemon=True)
    thread.start()
    return thread


def _keep_preparing(house: House, stop: Event) -> None:
    ready = False
    while not ready and not stop.is_set():
        try:
            ready = prepare(house)
        except SlackFailed as failed:
            _log.warning("Slack does not answer yet", error=failed.code)
        except Exception as error:  # noqa: BLE001 - it is logged, and tried again
            reference_for(error)
        if not ready:
            stop.wait(RETRY_SECONDS)


def add_partnership(house: House, *, slug: str, name: str, channels: list[str]) -> str:
    """Make another partnership (`joinedup partnership add`), in the token's workspace if any.

    Gives its name. Raises `Refused` for a slug, name or channel that can't be taken, `SlackFailed`
    where Slack can't be asked.
    """
    channels = [clean_channel(each) for each in channels]
    joined, named = _ask_slack(house.slack, house.settings)
    if channels and joined is None:
        raise Refused("Channels belong to a workspace: set SLACK_BOT_TOKEN first.")
    ours = [(joined, each) for each in channels if joined]
    for where, channel in ours:
        _refuse_elsewhere(house.slack, where.token, channel)
    now = house.now()
    with house.database.writing() as session:
        partnership = partnerships.add(session, slug=slug, name=name, now=now)
        beginnings.join(session, house.sealer, partnership, joined, named, now=now)
        for where, channel in ours:
            beginnings.add_channel(session, partnership, where, channel, now=now)
        return partnership.name


def _refuse_elsewhere(slack: Slack, token: str, channel: str) -> None:
    """Refuse a channel that Slack doesn't show us, or that we are not in."""
    try:
        seen = slack.conversation(token, channel)
    except SlackFailed as failed:
        if failed.code != "channel_not_found":
            raise
        seen = {}
    if not seen.get("is_member"):
        raise Refused(
            f"The app is not in the channel {channel}, if there is one: invite it there in Slack "
            "with /invite, then run this again."
        )
    if seen.get("is_archived"):
        raise Refused(f"The channel {channel} is archived. Please choose another.")


def add_coordinator(house: House, *, who: str, slug: str | None) -> str:
    """Make somebody a coordinator, by mail address or Slack user id; gives their name.

    Raises `Refused` where nobody can be meant, `SlackFailed` where Slack can't be asked.
    """
    who = clean_contact(who)
    nobody = house.settings.model_copy(update={"coordinators": ()})
    joined, _ = _ask_slack(house.slack, nobody)
    if joined is None and "@" not in who:
        raise Refused("Without SLACK_BOT_TOKEN a user id can't be looked up: give an address.")
    named = _named(house.slack, joined.token, who) if joined else Named(who, who, None)
    with house.database.writing() as session:
        partnership = partnerships.one(session, slug)
        beginnings.add_coordinator(session, partnership, joined, named, now=house.now())
    return named.name


def _ask_slack(slack: Slack, settings: Settings) -> tuple[Joined | None, list[Named]]:
    """Ask who we are and who the coordinators are, before any transaction."""
    if settings.slack_bot_token is None:
        return None, [Named(each, each, None) for each in settings.coordinators if "@" in each]
    token = settings.slack_bot_token.get_secret_value()
    me = slack.auth_test(token)
    workspace = Workspace(
        enterprise_id=me.get("enterprise_id") or "",
        team_id=me["team_id"],
        bot_user_id=me["user_id"],
        bot_id=me.get("bot_id") or "",
    )
    return Joined(workspace, token), _fit(slack, token, settings.coordinators)


def _fit(slack: Slack, token: str, coordinators: tuple[str, ...]) -> list[Named]:
    """Find those who can be coordinators; the others are named in the log by their place."""
    found = []
    for number, who in enumerate(coordinators, 1):
        try:
            found.append(_named(slack, token, who))
        except Refused as no:
            _log.warning("JOINEDUP_COORDINATORS", number=number, problem=no.sentence)
    return found


def _named(slack: Slack, token: str, who: str) -> Named:
    """Find a coordinator in Slack, or their address alone if Slack doesn't know it yet.

    Raises `Refused` for a user id that Slack doesn't know, and for who can't be one.
    """
    address = who if "@" in who else None
    user = slack.user_by_email(token, who) if address else slack.user(token, who)
    if user is None and address:
        return Named(address, address, None)
    if user is None:
        raise Refused("Slack knows no such user. Give a mail address, or a user id such as U0123.")
    if user.get("deleted"):
        raise Refused("This user was deactivated in Slack. Please name somebody else.")
    if user.get("is_bot") or user.get("is_workflow_bot") or user["id"] == "USLACKBOT":
        raise Refused("This user is an app, not a person. Please name somebody else.")
    enterprise = (user.get("enterprise_user") or {}).get("enterprise_id") or ""
    return Named(_name(user, who), address, user["id"], user.get("team_id"), enterprise)


def _name(user: Json, otherwise: str) -> str:
    profile = user.get("profile")
    real = profile.get("real_name") if isinstance(profile, dict) else None
    return str(real or user.get("real_name") or otherwise)[:MAX_NAME]
