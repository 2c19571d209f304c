"""How the parts come together in one process: made from the settings, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from bot.app import door, slack_app
from bot.calls import Calls
from bot.commands import TABLE
from bot.edge import Edge
from bot.mail import Mail
from bot.pages.addresses import addresses
from bot.pages.check_in_door import CheckInDoor
from bot.pages.downloads import Downloads
from bot.pages.feeds import Feeds
from bot.pages.layout import static_routes
from bot.pages.routes import signed
from bot.pages.visits import Pages
from bot.routing import Addresses
from bot.settings import Settings
from bot.slack import Slack
from bot.web import web_app
from cli.health import readiness
from db import heartbeats
from db.check_in_codes import KeyedCodes
from db.engine import Database
from db.sealing import Sealer
from db.signing import Signer

if TYPE_CHECKING:
    from bot.inbound import Door
    from jobs.worker import Worker

INTERACTIVE_SECONDS = 2
"""How long Slack may take over a call within a request, which must be answered within three."""


@dataclass(frozen=True)
class House:
    """Everything one process may need; what is not asked for is not made."""

    settings: Settings
    now: Callable[[], datetime]

    @cached_property
    def database(self) -> Database:
        """Give the database."""
        if not self.settings.database_url:
            self.settings.data.mkdir(parents=True, exist_ok=True)
        return Database(self.settings.database)

    @cached_property
    def sealer(self) -> Sealer:
        """Give what opens tokens."""
        previous = self.settings.secret_key_previous
        return Sealer(
            self.settings.secret_key.get_secret_value(),
            previous.get_secret_value() if previous else None,
        )

    @cached_property
    def signer(self) -> Signer:
        """Give what signs links."""
        previous = self.settings.secret_key_previous
        return Signer(
            self.settings.secret_key.get_secret_value(),
            previous.get_secret_value() if previous else None,
        )

    @cached_property
    def codes(self) -> KeyedCodes:
        """Give what makes the codes to check in with."""
        previous = self.settings.secret_key_previous
        return KeyedCodes(
            self.settings.secret_key.get_secret_value(),
            previous.get_secret_value() if previous else None,
        )

    @cached_property
    def slack(self) -> Slack:
        """Give Slack, for work that may take its time."""
        return Slack(self.settings.slack_api_url)

    @cached_property
    def addresses(self) -> Addresses:
        """Give where our own pages are."""
        return addresses(self.settings.public_url, self.signer)

    @cached_property
    def web(self) -> Starlette:
        """Give the web application."""
        interactive = Slack(self.settings.slack_api_url, timeout=INTERACTIVE_SECONDS)
        edge = Edge(
            self.database,
            Calls(self.database, interactive, self.sealer),
            TABLE,
            clock=self.now,
            prefix=self.settings.command_prefix,
            addresses=self.addresses,
            sends_mail=bool(self.settings.smtp_url and self.settings.mail_from),
            codes=self.codes,
        )
        secret = self.settings.slack_signing_secret
        signing_secret = secret.get_secret_value() if secret else ""
        app = slack_app(edge, signing_secret=signing_secret)
        public = self.settings.public_url
        pages = Pages(
            self.database, self.signer, clock=self.now, public_url=public, codes=self.codes
        )
        feeds = Feeds(self.database, self.signer, clock=self.now, public_url=public)
        routes = [
            *Downloads(self.database, self.signer, clock=self.now).routes,
            *static_routes(),
            *signed(pages),
            *feeds.routes(pages),
            *CheckInDoor(self.database, self.codes, clock=self.now, public_url=public).routes,
        ]
        return web_app(
            door(app, signing_secret), lambda: readiness(self.database, self.sealer), routes
        )

    @cached_property
    def door(self) -> "Door":
        """Give the door through which mail comes in. What only it needs is read only then."""
        from bot.inbound import Door  # noqa: PLC0415

        return Door(self.database, self.settings.mail_from.strip(), self.now)

    @cached_property
    def mail(self) -> Mail | None:
        """Give the way out for mail; None: no server is set."""
        url = self.settings.smtp_url
        return Mail(url.get_secret_value()) if url is not None else None

    @cached_property
    def worker(self) -> "Worker":
        """Give the worker: deliveries and ticks. What only it needs is read only then."""
        from jobs.deliver import Deliverer, Post  # noqa: PLC0415
        from jobs.schedule import TICKS, errands  # noqa: PLC0415
        from jobs.ticks import Errand, Tick, TickRunner  # noqa: PLC0415
        from jobs.worker import Worker  # noqa: PLC0415

        sender = self.settings.mail_from
        post = Post(self.mail, sender) if self.mail is not None and sender else None
        deliverer = Deliverer(
            self.database,
            self.slack,
            sealer=self.sealer,
            clock=self.now,
            post=post,
            addresses=self.addresses,
        )
        overdue = Tick("find what is overdue", 60, deliverer.reconcile)
        ticks: list[Tick | Errand] = [*TICKS, overdue, *errands(self.slack, self.sealer, sender)]
        lacks = [] if post else [heartbeats.NO_MAIL]
        return Worker(deliverer, TickRunner(self.database, ticks, self.now), lacks=lacks)

    def close(self) -> None:
        """Give all connections back, to the database and to the mail server."""
        if self.mail is not None:
            self.mail.close()
        self.database.close()
