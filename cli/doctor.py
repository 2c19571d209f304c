"""`joinedup doctor`: what is missing or wrong, a line each, with what to do."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from bot.failures import SlackFailed
from bot.manifest import SCOPES
from bot.settings import BadSettings, Settings, read_settings
from cli.clock import Clock
from cli.findings import Findings
from cli.health import problems, table_problems
from cli.mail_doctor import look
from cli.wiring import House
from db import inbound, partnerships, people
from db.models import Partnership
from db.tenancy import within
from domain.errors import Refused
from domain.partnerships import clean_address
from domain.roles import Role

_LATE = timedelta(minutes=10)
_SHOWN = 10
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def examine() -> Findings:
    """Look at settings, database and Slack."""
    try:
        settings = read_settings()
    except BadSettings as bad:
        return Findings(bad.problems, [])
    house = House(settings, Clock().now)
    wrong = [*_mail(settings), *_address(settings), *_secrets(settings)]
    wrong += problems(house.database, house.sealer)
    if settings.slack_bot_token:
        wrong += _slack(house)
    if not table_problems(house.database):
        made = _made(house)
        came = _came_in(house)
        wrong += [*made.wrong, *came.wrong]
        notes = [*_notes(settings), *made.notes, *came.notes]
    else:
        notes = _notes(settings)
    house.database.close()
    return Findings(wrong, notes)


def examine_mail(address: str | None, *, wait: float, say: Callable[[str], None]) -> Findings:
    """Send test mails and wait for what comes back. Raises `Refused` for a bad address."""
    try:
        house = House(read_settings(), Clock().now)
    except BadSettings as bad:
        return Findings(bad.problems, [])
    if found := table_problems(house.database):
        return Findings(found, [])
    findings = look(house, address, wait=wait, say=say)
    house.database.close()
    return findings


def _secrets(settings: Settings) -> list[str]:
    if settings.slack_signing_secret is None:
        return ["SLACK_SIGNING_SECRET is missing: `web` can't tell whether a request is Slack's."]
    return []


def _mail(settings: Settings) -> list[str]:
    if (settings.smtp_url or settings.inbound_smtp_port) and not settings.mail_from:
        return ["MAIL_FROM is missing: mails need a sender, and answers an address."]
    if settings.mail_from:
        try:
            clean_address(settings.mail_from)
        except Refused:
            return ["MAIL_FROM is not a mail address."]
    return []


def _came_in(house: House) -> Findings:
    """See whether mail that came in was read, and whether some was nobody's."""
    with house.database.reading() as session:
        stuck = inbound.stuck(session)
    found = []
    if stuck.since is not None and house.now() - stuck.since > _LATE:
        found.append(
            f"{_mails(stuck.waiting)} waiting to be read, the first since "
            f"{stuck.since:%d %b %H:%M} UTC. Is `joinedup worker` running?"
        )
    if stuck.failed:
        numbers = ", ".join(map(str, stuck.failed[:_SHOWN]))
        found.append(
            f"{_mails(len(stuck.failed))} that came in could not be read: number {numbers}. The "
            "worker's log says where each broke. To try them again: joinedup inbound --again"
        )
    return Findings(found, _nobodys(stuck.nobodys))


def _nobodys(mails: Sequence[int]) -> list[str]:
    """Name answers that could not be given to any partnership: strangers' too, so no fault."""
    if not mails:
        return []
    numbers = ", ".join(map(str, mails))
    return [f"Left alone, as no partnership knows the event or who wrote: mail number {numbers}."]


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails"


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
        if failed.permanent and not failed.code.startswith("http_"):
            return [f"SLACK_BOT_TOKEN was not taken by Slack: {failed.code}."]
        return [f"Slack does not answer ({failed.code}). Try again, or look at SLACK_API_URL."]
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


def _made(house: House) -> Findings:
    """See whether there is a partnership, and somebody in each who can begin."""
    with house.database.reading() as session:
        every = partnerships.every(session)
        without = [each for each in every if not _has_coordinator(house, session, each)]
    if len(without) == len(every) and not house.settings.coordinators:
        return Findings(
            ["JOINEDUP_COORDINATORS is not set and there is no coordinator: nobody can begin."], []
        )
    if every:
        return Findings([], [_nobody(each) for each in without])
    if house.settings.slack_bot_token:
        return Findings([], ["No partnership yet: the first start of `web` or `worker` makes one."])
    return Findings(
        [], ["No partnership yet: set SLACK_BOT_TOKEN, or run `joinedup partnership add`."]
    )


def _has_coordinator(house: House, session: Session, partnership: Partnership) -> bool:
    with within(session, partnership.id):
        day = partnership.day(house.now())
        return bool(people.in_role(session, Role.COORDINATOR, day))


def _nobody(partnership: Partnership) -> str:
    slug = partnership.slug
    return (
        f"The partnership “{slug}” has no coordinator: "
        f"joinedup coordinator add name@example.org --partnership {slug}"
    )
