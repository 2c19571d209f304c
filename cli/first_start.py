"""A first start: ask Slack who we are and who the coordinators are, and keep what is learnt.

It goes on beside the process that started it, so that everything else works with Slack down.
"""

from threading import Event, Thread

import structlog

from bot.failures import SlackFailed
from bot.faults import reference_for
from bot.settings import Settings
from bot.slack import Slack
from cli.wiring import House
from db import beginnings, partnerships
from db.beginnings import Joined, Named
from db.installations import Workspace
from db.sealing import CannotOpen
from domain.errors import Refused
from domain.names import MAX_NAME

RETRY_SECONDS = 30

_log = structlog.get_logger()


def prepare(house: House) -> bool:
    """Make what is missing; gives False where Slack, a person or another process is awaited."""
    joined, named = _ask_slack(house.slack, house.settings)
    with house.database.writing() as session:
        beginnings.begin(session, house.sealer, joined, named, now=house.now())
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
        except CannotOpen:
            _log.error("SECRET_KEY does not open the tokens kept; set SECRET_KEY_PREVIOUS")
        except SlackFailed as failed:
            _log.warning("Slack does not answer yet", error=failed.code)
        except Exception as error:  # noqa: BLE001 - another process may have been first: try again
            reference_for(error)
        if not ready:
            stop.wait(RETRY_SECONDS)


def add_partnership(house: House, *, slug: str, name: str, channels: list[str]) -> None:
    """Make another partnership (`joinedup partnership add`), in the token's workspace if any.

    Raises `Refused` for a slug or channel that is taken, `SlackFailed` where Slack can't be asked.
    """
    joined, named = _ask_slack(house.slack, house.settings)
    if channels and joined is None:
        raise Refused("Channels belong to a workspace: set SLACK_BOT_TOKEN first.")
    now = house.now()
    with house.database.writing() as session:
        partnership = partnerships.add(session, slug=slug, name=name, now=now)
        beginnings.join(session, house.sealer, partnership, joined, named, now=now)
        for channel in channels:
            team = joined.workspace.team_id if joined else ""
            partnerships.add_channel(session, partnership.id, team_id=team, channel_id=channel)


def add_coordinator(house: House, *, who: str, slug: str | None) -> str:
    """Make somebody a coordinator, by mail address or Slack user id; gives their name.

    Raises `Refused` where nobody can be meant, `SlackFailed` where Slack can't be asked.
    """
    only = house.settings.model_copy(update={"coordinators": (who,)})
    joined, named = _ask_slack(house.slack, only)
    if not named:
        raise Refused("Slack knows no such user. Give a mail address, or a user id such as U0123.")
    with house.database.writing() as session:
        partnership = partnerships.one(session, slug)
        beginnings.add_coordinator(session, partnership, joined, named[0], now=house.now())
    return named[0].name


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
    found = [_named(slack, token, each) for each in settings.coordinators]
    return Joined(workspace, token), [each for each in found if each is not None]


def _named(slack: Slack, token: str, who: str) -> Named | None:
    """Find a coordinator in Slack; None for a user id that Slack doesn't know."""
    if "@" in who:
        user = slack.user_by_email(token, who)
        return Named(_name(user, who), who, user["id"] if user else None)
    user = slack.user(token, who)
    if user is None:
        _log.warning("JOINEDUP_COORDINATORS names a user id that Slack does not know")
        return None
    return Named(_name(user, who), None, user["id"])


def _name(user: dict[str, object] | None, otherwise: str) -> str:
    profile = (user or {}).get("profile")
    real = profile.get("real_name") if isinstance(profile, dict) else None
    return str(real or (user or {}).get("real_name") or otherwise)[:MAX_NAME]
