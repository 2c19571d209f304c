"""`joinedup demo`: Slack, post office, web and worker in one process, on SQLite in one folder.

No account, no key, no server. It ends on Ctrl-C and goes on where it ended.
"""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.commands import TABLE
from bot.manifest import manifest
from cli import demo_register
from cli.cast import CAST, COORDINATOR, SHARED, introduce, move_in
from cli.clock import Clock
from cli.first_start import prepare
from cli.folder import DemoFolder
from cli.given import Given
from cli.wiring import House
from db import coming_looks, deliveries, digests, partnerships, reminders, schema
from domain.bodies import Channel
from domain.errors import Refused
from jobs.endings import ENDING, heed_signals, wait_until
from sandbox import Sandbox
from sandbox.clockwork import Clockwork
from sandbox.pages.desk import Desks
from sandbox.post.mails import Resident
from sandbox.post.office import PostOffice
from sandbox.server import serving
from sandbox.site import make_site
from sandbox.slack import saving

MAILBOX = "calendar@partnership.example.org"
"""Where the demo's calendars answer to: of its domain all mail goes to the bot's own door."""


class Later:
    """An app that comes once its address is known: the bot's own links lead there."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; nobody knows the address before there is somebody to hand it to."""
        if self.app is not None:
            await self.app(scope, receive, send)


class Demo:
    """Everything a demo runs, wired to one clock and one folder."""

    def __init__(self, folder: DemoFolder, *, empty: bool = False) -> None:
        self.folder = folder
        self._empty = empty
        self.clock = Clock(folder.ahead())
        self.slack = Sandbox(
            self.clock.now, signing_secret=folder.secret(), retry_in_background=True
        )
        self.desks = Desks()
        self.post = PostOffice(self.clock.now)
        with folder.reading():
            state = saving.load(folder.slack)
            self.desks.load(folder.slack)
            self.post.load(folder.mail)
        if state is not None:
            self.slack.state = state

    def save(self) -> None:
        """Keep Slack, mail and the clock, so that the demo goes on from here."""
        with self.slack.core.lock:
            saving.save(self.slack.core.state, self.folder.slack)
        self.desks.save(self.folder.slack)
        self.post.save(self.folder.mail)
        self.folder.keep_ahead(self.clock.ahead)

    @contextmanager
    def running(self, port: int) -> Iterator[str]:
        """Run it all and give the address to open."""
        hands = Clockwork(self.clock.now, self._advance, self._next_due)
        site = make_site(
            self.slack,
            post=self.post,
            clockwork=hands,
            save=self.save,
            desks=self.desks,
            listens=lambda: bool(self.slack.app_url),
        )
        with ExitStack() as stack:
            stack.callback(self.save)
            address = stack.enter_context(self.slack.running(port, site))
            stack.callback(site.state.close)
            smtp = stack.enter_context(self.post.running(self._port("smtp")))
            later = Later()
            bot = stack.enter_context(serving(later, self._port("bot")))
            self.house = House(self._settings(address, bot, smtp), self.clock.now)
            stack.callback(self.house.close)
            self._prepare()
            door = self._open_the_door(stack, smtp)
            self._keep_ports(bot=bot, smtp=smtp, door=door)
            later.app = self.house.web
            self.slack.app_url = f"{bot}/slack/events"
            self.house.worker.start()
            stack.callback(self.house.worker.stop)
            yield address

    def _port(self, name: str) -> int:
        """Give the port that an earlier demo had for it, or 0 where that can't be had again."""
        kept = self.folder.port(name)
        return kept if kept and _is_free(kept) else 0

    def _keep_ports(self, **addresses: str) -> None:
        for name, address in addresses.items():
            self.folder.keep_port(name, int(address.rpartition(":")[2]))

    def _open_the_door(self, stack: ExitStack, smtp: str) -> str:
        """Let the bot take mail, the post office hand it over, and other commands know of both."""
        listener = stack.enter_context(socket.create_server(("127.0.0.1", self._port("door"))))
        door = stack.enter_context(self.house.door.listening(listener))
        self.post.door, self.post.door_domains = door, [MAILBOX.rpartition("@")[2]]
        given = {
            "JOINEDUP_DATA": str(self.folder.path),
            "SECRET_KEY": self.folder.secret(),
            "SMTP_URL": f"smtp://{smtp}",
            "MAIL_FROM": MAILBOX,
            "INBOUND_SMTP_PORT": door.rpartition(":")[2],
        }
        self.folder.keep_settings(given)
        return door

    def _settings(self, address: str, bot: str, smtp: str) -> Given:
        home = move_in(self.slack)
        return Given.model_validate(
            {
                "JOINEDUP_DATA": self.folder.path,
                "SECRET_KEY": self.folder.secret(),
                "SLACK_SIGNING_SECRET": self.folder.secret(),
                "SLACK_BOT_TOKEN": home.bot_token,
                "SLACK_API_URL": f"{address}/api/",
                "PUBLIC_URL": bot,
                "SMTP_URL": f"smtp://{smtp}",
                "MAIL_FROM": MAILBOX,
                "JOINEDUP_COORDINATORS": (COORDINATOR.address,),
            }
        )

    def _prepare(self) -> None:
        """Bring the tables up to date, and make the cast known."""
        schema.upgrade(self.house.database)
        prepare(self.house)
        offers = manifest(TABLE, public_url=self.house.settings.public_url)["features"]
        self.slack.commands = offers["slash_commands"]
        self.slack.shortcuts = offers["shortcuts"]
        with self.house.database.writing() as session:
            main = partnerships.one(session, None)
            introduce(session, self.slack, main.id, self.clock.now())
            if not self._empty:
                demo_register.lay(session, main, self._channel(), self.clock.now())
            known = demo_register.addresses(session, main.id)
        boxes = {part.address: part.name for part in CAST} | dict(known)
        self.post.people = [Resident(address, name) for address, name in boxes.items()]

    def _channel(self) -> Channel | None:
        """Give the channel that partners share with the business unit."""
        home = move_in(self.slack)
        found = [each for each in home.channels if each.name == SHARED]
        return Channel(home.id, found[0].id) if found else None

    def _advance(self, by: timedelta) -> datetime:
        """Move the clock, and do at once what it makes us do."""
        now = self.clock.advance(by)
        self.folder.keep_ahead(self.clock.ahead)  # before anything bears the new time
        self.house.worker.catch_up()
        return now

    def _next_due(self, after: datetime | None = None) -> datetime | None:
        with self.house.database.reading() as session:
            now = self.clock.now()
            due = deliveries.next_due(session, after, now=now)
            owed = reminders.next_due(session, now=now)
            look = coming_looks.next_due(session, now=now)
            digest = digests.next_due(session, now=now)
        coming = [
            each for each in (due, owed, look, digest) if each and (after is None or each > after)
        ]
        return min(coming, default=None)


def run(folder: Path, *, port: int, fresh: bool, empty: bool, say: Callable[[str], None]) -> None:
    """Run a demo until Ctrl-C. Raises `Refused` where the folder or the port can't be had."""
    _refuse_taken(port)
    stop = Event()
    heed_signals(stop, [*ENDING, signal.SIGHUP])
    with (
        DemoFolder(folder).taken(fresh=fresh) as taken,
        Demo(taken, empty=empty).running(port) as address,
    ):
        say(f"Joined Up is at {address}")
        say(f"Everything is kept in {taken.path}. Ctrl-C stops it; --fresh begins anew.")
        wait_until(stop)
        say("Stopping.")


def _refuse_taken(port: int) -> None:
    """Say which port is taken, before anything is started."""
    if not _is_free(port):
        raise Refused(f"Port {port} can't be had. Choose another with --port.")


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True
