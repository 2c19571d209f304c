"""A partnership with people in a sandboxed Slack, and deliveries wired to it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.slack import Slack
from db import deliveries, installations, people
from db.deliveries import Priority
from db.engine import Database
from db.installations import Workspace as Installed
from db.models import Delivery, Partnership
from db.models.deliveries import State
from db.tenancy import across_partnerships, within
from jobs.budgets import UNLIMITED, Budgets
from jobs.deliver import Deliverer
from jobs.pace import Pace
from sandbox import Sandbox
from sandbox.slack.people import Person
from sandbox.slack.workspaces import Workspace
from tests.conftest import NOW
from tests.jobs.notes import KINDS, SEALER

QUICK = Pace(lease=5, deadline=2.5, poll=0.2, doubt=0, longest_wait=0, tries=3)
"""Deliveries that wait for nothing they don't have to."""


@dataclass
class Office:
    """One partnership in one workspace."""

    database: Database
    sandbox: Sandbox
    base_url: str
    workspace: Workspace
    partnership_id: int
    people: list[tuple[int, Person]] = field(default_factory=list)

    @property
    def api(self) -> str:
        return f"{self.base_url}/api/"

    def deliverer(self, pace: Pace = QUICK, **options: Any) -> Deliverer:
        usual: dict[str, Any] = {"sealer": SEALER, "clock": lambda: NOW, "kinds": KINDS}
        usual["budgets"] = Budgets(UNLIMITED)
        slack = Slack(self.api, timeout=options.pop("timeout", 2))
        return Deliverer(self.database, slack, pace=pace, **(usual | options))

    def employ(self, count: int) -> None:
        with self.database.writing() as session, within(session, self.partnership_id):
            for _number in range(count):
                user = self.workspace.add_user("Carol")
                person = people.add(session, name="Carol", now=NOW)
                people.identify(
                    session, person, enterprise_id="", team_id=self.workspace.id, user_id=user.id
                )
                self.people.append((person.id, user))

    def plan(self, count: int = 1, start: int = 0, **columns: Any) -> None:
        with self.database.writing() as session, within(session, self.partnership_id):
            for number in range(start, start + count):
                usual: dict[str, Any] = {
                    "key": f"note {number}",
                    "kind": "note",
                    "person_id": self.people[number % len(self.people)][0],
                    "subject": {"number": number},
                    "priority": Priority.REMINDER,
                    "due_at": NOW,
                    "now": NOW,
                }
                deliveries.plan(session, **(usual | columns))

    def rows(self) -> Sequence[Delivery]:
        with self.database.reading() as session, within(session, self.partnership_id):
            return session.scalars(select(Delivery).order_by(Delivery.id)).all()

    def states(self) -> Counter[str]:
        return Counter(row.state for row in self.rows())

    def open_rows(self) -> int:
        states = self.states()
        return states[State.PLANNED] + states[State.LEASED]

    def arrived(self) -> Counter[int]:
        """Count what people see, by the delivery each message names."""
        with self.sandbox.core.lock:
            return Counter(
                message.metadata["event_payload"]["delivery"]
                for channel in self.sandbox.state.channels.values()
                for message in channel.messages
            )

    def texts(self) -> list[str]:
        with self.sandbox.core.lock:
            channels = self.sandbox.state.channels.values()
            return [message.text for channel in channels for message in channel.messages]

    def let_waits_end(self) -> None:
        with self.database.writing() as session, across_partnerships(session):
            waiting = update(Delivery).where(Delivery.state == State.PLANNED)
            session.execute(waiting.values(next_try_at=None))

    def abandon(self) -> None:
        """Leave all due messages as a worker does that is killed right after its claim."""
        self.deliverer()._take(1000)
        with self.database.writing() as session, across_partnerships(session):
            session.execute(update(Delivery).values(lease_until=NOW.replace(year=2000)))


@contextmanager
def office(database: Database, *, people: int = 1) -> Iterator[Office]:
    sandbox = Sandbox(lambda: NOW, signing_secret="s", limits=None)
    with sandbox.running() as base_url:
        workspace = sandbox.add_workspace()
        with database.writing() as session:
            partnership = Partnership(
                slug="main",
                name="Safeguarding",
                zone="Europe/London",
                language="en",
                created_at=NOW,
                live_at=NOW.replace(year=2020),
            )
            session.add(partnership)
            session.flush()
            with within(session, partnership.id):
                install(session, partnership.id, workspace)
        opened = Office(database, sandbox, base_url, workspace, partnership.id)
        opened.employ(people)
        yield opened


def install(session: Session, partnership_id: int, workspace: Workspace) -> None:
    installations.install(
        session,
        SEALER,
        partnership_id=partnership_id,
        workspace=Installed("", workspace.id, workspace.bot_user_id, workspace.bot_id),
        token=workspace.bot_token,
        now=NOW,
    )
