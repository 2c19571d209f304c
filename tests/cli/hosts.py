"""A host for tests: a folder, a database, settings by environment, and a Slack to speak with."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import URL, func, select

from cli.clock import Clock
from cli.first_start import prepare
from cli.wiring import House
from db.engine import Database
from db.models import Base
from db.tenancy import across_partnerships
from sandbox import Outcome, Person, Sandbox, SignedRequest, Workspace
from tests.cli.processes import Copies, Program, running
from tests.world import SECRET_KEY, SIGNING_SECRET, settings_for


@dataclass
class Host:
    """Where `joinedup` is run in a test."""

    folder: Path
    address: URL
    settings: dict[str, str]
    database: Database
    slack: Sandbox
    workspace: Workspace
    coordinator: Person
    colleague: Person
    copies: Copies
    ending: ExitStack = field(default_factory=ExitStack)

    def joinedup(self, *arguments: str, **changes: str) -> tuple[int, str, str]:
        """Run a command to its end; gives its exit code, its output and its complaints."""
        return self.copies.run(self.folder, self.settings | changes, *arguments)

    def start(self, *arguments: str, **changes: str) -> Program:
        """Start a command that lasts."""
        return self.ending.enter_context(running(self.folder, self.settings | changes, *arguments))

    def copy(self, **changes: str) -> Program:
        """Start `joinedup web`, faster than from the command line."""
        program = self.copies.web(self.folder, self.settings | changes)
        self.ending.callback(program.kill)
        return program

    def turn_to(self, program: Program) -> None:
        """Let Slack send its requests to this process."""
        self.slack.app_url = f"{program.url}/slack/events"

    def send(self, request: SignedRequest, program: Program) -> Outcome:
        """Send a request, maybe made for another process, to this one."""
        return self.slack.deliver(replace(request, url=f"{program.url}/slack/events"))[0]

    def prepare(self) -> None:
        """Do what a first start does."""
        token = self.workspace.bot_token
        settings = settings_for(self.address, self.slack.core.base_url, token, ())
        named = {"coordinators": (self.coordinator.id, self.colleague.id)}
        house = House(settings.model_copy(update=named), Clock().now)
        assert prepare(house)
        house.database.close()

    def count(self, model: type[Base]) -> int:
        """Count the rows of a table, of whichever partnership."""
        with self.database.reading() as session, across_partnerships(session):
            return session.scalars(select(func.count()).select_from(model)).one()


@contextmanager
def host_with(folder: Path, address: URL, copies: Copies) -> Iterator[Host]:
    """Give a host with a Slack; whatever was started there has ended afterwards."""
    slack = Sandbox(Clock().now, signing_secret=SIGNING_SECRET, limits=None)
    database = Database(address)
    with slack.running() as slack_url, ExitStack() as ending:
        ending.callback(database.close)
        workspace = slack.add_workspace()
        coordinator = workspace.add_user("Coordinator", email="coordinator@example.org")
        colleague = workspace.add_user("Colleague", email="colleague@example.org")
        settings = {
            "DATABASE_URL": address.render_as_string(hide_password=False),
            "SECRET_KEY": SECRET_KEY,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{slack_url}/api/",
            "PUBLIC_URL": "https://joinedup.example.org",
        }
        host = Host(
            folder=folder,
            address=address,
            settings=settings,
            database=database,
            slack=slack,
            workspace=workspace,
            coordinator=coordinator,
            colleague=colleague,
            copies=copies,
        )
        ending.enter_context(host.ending)
        yield host
