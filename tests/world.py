"""A whole installation for tests: the bot behind real HTTP, the sandbox's Slack, and the cast.

The cast: a coordinator who may do everything, a partner's lead who may answer for their own
organisation, and an outsider who must be refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import URL

from bot.settings import Settings
from cli.first_start import prepare
from cli.given import Given
from cli.wiring import House
from db import partnerships, people
from db.models import Partnership
from db.tenancy import within
from domain.roles import Role
from sandbox import Channel, Message, Person, Sandbox, Workspace
from sandbox.server import serving

SIGNING_SECRET = "signing-secret-of-the-tests"
PATIENCE = 60.0
"""Seconds that Slack waits for an answer: how busy the machine of a test is must not matter."""
SECRET_KEY = "a secret key of the tests, long enough"


@dataclass
class StandingClock:
    """A clock that stands still until it is moved."""

    moment: datetime

    def now(self) -> datetime:
        """Give the moment it was set to."""
        return self.moment


@dataclass
class World:
    """Everything a test may touch."""

    house: House
    clock: StandingClock
    slack: Sandbox
    workspace: Workspace
    coordinator: Person
    lead: Person
    outsider: Person
    channel: Channel

    @property
    def partnership(self) -> Partnership:
        """Give the one partnership."""
        with self.house.database.reading() as session:
            return partnerships.every(session)[0]

    def restart_with(self, **changes: object) -> House:
        """Give a house over the same database whose settings differ."""
        settings = self.house.settings.model_copy(update=changes)
        return House(settings, self.house.now)


def settings_for(url: URL, slack_url: str, token: str, coordinators: tuple[str, ...]) -> Settings:
    """Make the settings of a test's installation, with nothing from the environment."""
    return Given.model_validate(
        {
            "DATABASE_URL": url.render_as_string(hide_password=False),
            "SECRET_KEY": SECRET_KEY,
            "SLACK_API_URL": f"{slack_url}/api/",
            "SLACK_BOT_TOKEN": token,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "PUBLIC_URL": "https://joinedup.example.org",
            "JOINEDUP_COORDINATORS": coordinators,
        }
    )


@contextmanager
def running(url: URL, now: datetime) -> Iterator[World]:
    """Start Slack, prepare an installation with the cast, and serve the bot."""
    clock = StandingClock(now)
    slack = Sandbox(
        clock.now,
        signing_secret=SIGNING_SECRET,
        limits=None,
        retry_delays=(0.0, 0.05, 0.1),
        patience=PATIENCE,
    )
    with slack.running() as slack_url:
        workspace = slack.add_workspace("Partnership business unit")
        coordinator = workspace.add_user("Coordinator", email="coordinator@example.org")
        lead = workspace.add_user("Police lead", email="lead@police.example.org")
        outsider = workspace.add_user("Outsider", email="outsider@example.org")
        channel = workspace.add_channel(
            "coordinators", private=True, members=[coordinator, workspace.bot]
        )
        settings = settings_for(url, slack_url, workspace.bot_token, (coordinator.id,))
        house = House(settings, clock.now)
        assert prepare(house)
        with serving(house.web) as bot_url:
            slack.app_url = f"{bot_url}/slack/events"
            world = World(house, clock, slack, workspace, coordinator, lead, outsider, channel)
            introduce(world, lead, Role.PARTNER)
            yield world
        house.database.close()


def introduce(world: World, who: Person, role: Role) -> None:
    """Make somebody in Slack known to the partnership, in a role."""
    now = world.clock.now()
    with (
        world.house.database.writing() as session,
        within(session, world.partnership.id),
    ):
        person = people.add(session, name=who.user.real_name, now=now)
        people.identify(session, person, enterprise_id="", team_id=who.user.team_id, user_id=who.id)
        people.give_role(session, person, role, by=None, day=now.date(), now=now)


def words(message: Message | None) -> str:
    """Give all the words a message shows, a line each."""
    assert message is not None
    return shown(message.blocks)


def shown(blocks: object) -> str:
    """Give every text in blocks, in order."""
    found: list[str] = []

    def look(part: object) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(part["text"])
            for value in part.values():
                look(value)
        elif isinstance(part, list | tuple):
            for value in part:
                look(value)

    look(blocks)
    return "\n".join(found)
