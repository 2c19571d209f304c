"""What a first start makes: the partnership, the app in its workspace, the first coordinators.

Everything here may run again at each start, in several processes at once, and with Slack down.
"""

from dataclasses import dataclass
from datetime import date, datetime
from threading import Event, Thread

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.faults import kind_of
from bot.settings import Settings
from bot.slack import Slack, SlackFailed
from cli.wiring import House
from db import deliveries, installations, partnerships, people
from db.deliveries import Priority
from db.installations import Workspace
from db.models import Partnership, Person
from db.sealing import Sealer
from db.tenancy import within
from domain.errors import Refused
from domain.roles import Role

MAIN = "main"
"""The slug of the partnership that a first start makes; `/joinedup setup` names it."""

RETRY_SECONDS = 30

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Named:
    """A coordinator named in the settings, as far as Slack knows them."""

    name: str
    address: str | None
    user_id: str | None


def prepare(house: House) -> bool:
    """Make what is missing; gives False where Slack or another process must be awaited."""
    try:
        workspace, named = _ask_slack(house.slack, house.settings)
        with house.database.writing() as session:
            _make(session, house.sealer, house.settings, workspace, named, house.now())
    except (SlackFailed, IntegrityError) as error:
        _log.warning("not prepared yet", error=kind_of(error))
        return False
    return workspace is None or all(each.user_id for each in named)


def prepare_in_background(house: House, stop: Event) -> Thread:
    """Prepare at once and, until all is there, again every half minute."""

    def run() -> None:
        while not prepare(house) and not stop.wait(RETRY_SECONDS):
            pass

    thread = Thread(target=run, name="first start", daemon=True)
    thread.start()
    return thread


def _ask_slack(slack: Slack, settings: Settings) -> tuple[Workspace | None, list[Named]]:
    """Ask who we are and who the coordinators are, before any transaction."""
    if settings.slack_bot_token is None:
        return None, [_unasked(each) for each in settings.coordinators if "@" in each]
    token = settings.slack_bot_token.get_secret_value()
    me = slack.auth_test(token)
    workspace = Workspace(
        enterprise_id=me.get("enterprise_id") or "",
        team_id=me["team_id"],
        bot_user_id=me["user_id"],
        bot_id=me.get("bot_id") or "",
    )
    return workspace, [_named(slack, token, each) for each in settings.coordinators]


def _unasked(address: str) -> Named:
    return Named(name=address, address=address, user_id=None)


def _named(slack: Slack, token: str, who: str) -> Named:
    address = who if "@" in who else None
    user = slack.user_by_email(token, who) if address else slack.user(token, who)
    if user is None:
        return Named(name=who, address=address, user_id=None)
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or who
    return Named(name=str(name)[:120], address=address, user_id=user["id"])


def _make(
    session: Session,
    sealer: Sealer,
    settings: Settings,
    workspace: Workspace | None,
    named: list[Named],
    now: datetime,
) -> None:
    if not partnerships.every(session):
        partnerships.add(session, slug=MAIN, name="Partnership", now=now)
    for partnership in _served(session, workspace):
        join(session, sealer, settings, partnership, workspace, now=now)
        with within(session, partnership.id):
            _add_coordinators(session, workspace, named, day=partnership.day(now), now=now)


def _served(session: Session, workspace: Workspace | None) -> list[Partnership]:
    """List the partnerships of the token's workspace; a lone one that has none joins it."""
    every = partnerships.every(session)
    if workspace is None:
        return every[:1] if len(every) == 1 else []
    known = partnerships.in_workspace(
        session, enterprise_id=workspace.enterprise_id, team_id=workspace.team_id
    )
    if known or len(every) > 1:
        return known
    return every


def join(
    session: Session,
    sealer: Sealer,
    settings: Settings,
    partnership: Partnership,
    workspace: Workspace | None,
    *,
    now: datetime,
) -> None:
    """Keep the token in force as the partnership's installation in its workspace."""
    if workspace is None or settings.slack_bot_token is None:
        return
    with within(session, partnership.id):
        installations.install(
            session,
            sealer,
            partnership_id=partnership.id,
            workspace=workspace,
            token=settings.slack_bot_token.get_secret_value(),
            now=now,
        )


def _add_coordinators(
    session: Session,
    workspace: Workspace | None,
    named: list[Named],
    *,
    day: date,
    now: datetime,
) -> None:
    """Give the role to those named, where nobody holds it yet; find those awaited in Slack."""
    first = not people.in_role(session, Role.COORDINATOR, day)
    for each in named:
        person = _known(session, each, workspace)
        if person is None and first:
            person = people.add(session, name=each.name, address=each.address, now=now)
        if person is None:
            continue
        if workspace and each.user_id:
            people.identify(
                session,
                person,
                enterprise_id=workspace.enterprise_id,
                team_id=workspace.team_id,
                user_id=each.user_id,
            )
        if first:
            people.give_role(session, person, Role.COORDINATOR, by=None, day=day, now=now)
        if Role.COORDINATOR in people.roles(session, person.id, day):
            _welcome(session, person, now)


def _known(session: Session, named: Named, workspace: Workspace | None) -> Person | None:
    if named.user_id and workspace:
        person = people.by_slack(
            session,
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            user_id=named.user_id,
        )
        if person is not None:
            return person
    return people.by_address(session, named.address) if named.address else None


def _welcome(session: Session, person: Person, now: datetime) -> None:
    """Greet a new coordinator, once they can be reached in Slack."""
    if people.slack_identities(session, person.id):
        deliveries.plan(
            session,
            key=f"welcome:{person.id}",
            kind="welcome",
            person_id=person.id,
            priority=Priority.NOTICE,
            due_at=now,
            now=now,
        )


def add_partnership(house: House, *, slug: str, name: str, channels: list[str]) -> None:
    """Make another partnership (`joinedup partnership add`), in the token's workspace if any.

    Raises `Refused` for a slug or channel that is taken, `SlackFailed` where Slack can't be asked.
    """
    workspace, named = _ask_slack(house.slack, house.settings)
    if channels and workspace is None:
        raise Refused("Channels belong to a workspace: set SLACK_BOT_TOKEN first.")
    now = house.now()
    with house.database.writing() as session:
        partnership = partnerships.add(session, slug=slug, name=name, now=now)
        join(session, house.sealer, house.settings, partnership, workspace, now=now)
        for channel in channels:
            partnerships.add_channel(
                session,
                partnership.id,
                team_id=workspace.team_id if workspace else "",
                channel_id=channel,
            )
        with within(session, partnership.id):
            _add_coordinators(session, workspace, named, day=partnership.day(now), now=now)
