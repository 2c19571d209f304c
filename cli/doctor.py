"""`joinedup doctor`: what is missing or wrong, a line each, with what to do."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.failures import SlackFailed
from bot.manifest import SCOPES
from bot.settings import BadSettings, Settings, read_settings
from cli.clock import Clock
from cli.health import problems
from cli.wiring import House
from db import installations, partnerships
from db.sealing import CannotOpen
from db.tenancy import across_partnerships
from domain.errors import Refused
from domain.partnerships import clean_address

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: `wrong` must be mended, `notes` are worth knowing."""

    wrong: list[str]
    notes: list[str]

    @property
    def well(self) -> bool:
        """Say whether nothing needs mending."""
        return not self.wrong

    @property
    def lines(self) -> list[str]:
        """Give a line for each finding, the ones to mend first."""
        found = [f"wrong: {each}" for each in self.wrong] + [f"note: {each}" for each in self.notes]
        return found or ["All is well."]


def examine() -> Findings:
    """Look at settings, database and Slack."""
    try:
        settings = read_settings()
    except BadSettings as bad:
        return Findings(bad.problems, [])
    house = House(settings, Clock().now)
    wrong = [*_mail(settings), *_address(settings), *_secrets(settings)]
    database = problems(house.database)
    slack = _slack(house) if settings.slack_bot_token else []
    kept = [] if database else _tokens(house)
    notes = _notes(settings) if database else [*_notes(settings), *_made(house)]
    house.database.close()
    return Findings([*wrong, *database, *kept, *slack], notes)


def _secrets(settings: Settings) -> list[str]:
    if settings.slack_signing_secret is None:
        return ["SLACK_SIGNING_SECRET is missing: `web` can't tell whether a request is Slack's."]
    return []


def _mail(settings: Settings) -> list[str]:
    found = []
    if settings.smtp_url:
        url = urlsplit(settings.smtp_url.get_secret_value())
        if url.scheme not in {"smtp", "smtps"} or not url.hostname:
            found.append("SMTP_URL is not like smtp://user:password@host:587.")
        if not settings.mail_from:
            found.append("MAIL_FROM is missing: mails need a sender.")
    if settings.mail_from:
        try:
            clean_address(settings.mail_from)
        except Refused:
            found.append("MAIL_FROM is not a mail address.")
    return found


def _address(settings: Settings) -> list[str]:
    url = urlsplit(settings.public_url)
    if not settings.public_url:
        return ["PUBLIC_URL is missing: links in messages need the address people reach us at."]
    if url.scheme != "https" and url.hostname not in _LOOPBACK:
        return ["PUBLIC_URL does not begin with https://."]
    return []


def _slack(house: House) -> list[str]:
    """Try the token, and see whether it may do what we need."""
    token = house.settings.slack_bot_token
    try:
        granted = house.slack.scopes(token.get_secret_value() if token else "")
    except SlackFailed as failed:
        return [f"SLACK_BOT_TOKEN was not taken by Slack: {failed.code}."]
    missing = sorted(set(SCOPES) - granted)
    if missing:
        return [f"The app lacks scopes in Slack: {', '.join(missing)}. Install it again."]
    return []


def _notes(settings: Settings) -> list[str]:
    found = []
    if settings.slack_bot_token is None:
        found.append("SLACK_BOT_TOKEN is not set: only workspaces installed before are served.")
    if settings.smtp_url is None:
        found.append("SMTP_URL is not set: no mail is sent.")
    return found


def _tokens(house: House) -> list[str]:
    """See whether the keys open what is kept."""
    with house.database.reading() as session, across_partnerships(session):
        for row in installations.live(session):
            try:
                house.sealer.open(row.sealed_token, row.partnership_id)
            except CannotOpen:
                return [
                    (
                        "SECRET_KEY does not open the tokens kept: "
                        "set the key before it as SECRET_KEY_PREVIOUS."
                    )
                ]
    return []


def _made(house: House) -> list[str]:
    with house.database.reading() as session:
        if partnerships.every(session):
            return []
    if not house.settings.coordinators:
        return ["JOINEDUP_COORDINATORS is not set: nobody will be able to begin."]
    return ["No partnership yet: the first start of `web` or `worker` makes one."]
