"""What tests of pages do again and again: an event with people asked, their links, and visits."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bodies, event_changes, event_links, event_plans, events, organisations, people, seats
from db.audience_items import Choice
from db.events import Shown
from db.models import Partnership, Person
from db.tenancy import within
from domain.events import Among, Details, Planned
from domain.recurrence import Rule
from domain.roles import Role
from domain.seats import Part
from domain.spans import Span
from domain.when import WallSpan
from tests.bot.commands.register import BEGAN
from tests.world import World

FORUM = WallSpan(datetime(2026, 12, 17, 10), datetime(2026, 12, 17, 12), "Europe/London")
"""Thursday 17 December 2026, 10:00 to 12:00: over three weeks ahead."""

DETAILS = Details(
    "Leadership Forum",
    "Town Hall, Committee Room 2",
    "https://meet.example.org/j/42",
    "Join here: https://meet.example.org/j/42\nMeeting ID 000 000, passcode <b>17</b>",
    "1. Welcome\n2. Gang strategy & next steps",
)


@dataclass
class Visits:
    """An event of a body with one seat, whose lead is the world's own lead."""

    world: World
    event_id: int
    series_id: int
    lead_id: int
    coordinator_id: int

    @contextmanager
    def register(self) -> Iterator[Session]:
        """Open the register to change something."""
        with self.world.house.database.writing() as session, within(session, self._owner):
            yield session

    @property
    def _owner(self) -> int:
        return self.world.partnership.id

    @property
    def now(self) -> datetime:
        return self.world.clock.now()

    def shown(self, session: Session) -> Shown:
        """Give the event."""
        found = events.by_id(session, self.event_id)
        assert found is not None
        return found

    def paths(self, person_id: int | None = None) -> tuple[str, str]:
        """Give the paths of a person's page and answers, the lead's by default."""
        with self.register() as session:
            event = self.shown(session).event
            pair = event_links.issue(session, person_id or self.lead_id, event, now=self.now)
            token = self.world.house.signer.token
            return f"/event/{token(pair.page)}", f"/answer/{token(pair.answer)}"

    def own(self, person_id: int | None = None) -> dict[str, str]:
        """Give the paths of all a person's pages of the event by purpose, the lead's by default."""
        with self.register() as session:
            event, own = self.shown(session).event, person_id or self.lead_id
            event_links.issue(session, own, event, now=self.now)
            found = event_links.live(session, own, event.id, now=self.now)
            token = self.world.house.signer.token
            return {purpose: f"/{purpose}/{token(each)}" for purpose, each in found.items()}

    def fetch(self, path: str, method: str = "GET") -> httpx.Response:
        """Ask for a page over HTTP."""
        return httpx.request(method, f"{self.base}{path}")

    @property
    def base(self) -> str:
        """Give where the bot is served from."""
        return f"http://{urlsplit(self.world.slack.app_url).netloc}"

    def page(self) -> str:
        """Give the lead's page of the event, which must be there."""
        answer = self.fetch(self.paths()[0])
        assert answer.status_code == 200, answer.text
        return answer.text


def visits(
    world: World,
    *,
    live: bool = True,
    rule: Rule | None = None,
    partners: Sequence[str] = ("County Police",),
) -> Visits:
    """Make a body with seats of partners led by the world's lead, and send an event to it."""
    now, owner = world.clock.now(), world.partnership.id
    with world.house.database.writing() as session, within(session, owner):
        partnership = session.get_one(Partnership, owner)
        partnership.live_at = now if live else None
        partnership.phone, partnership.reply_mailbox = "01632 960000", "unit@example.org"
        lead = session.scalars(select(Person).where(Person.name == "Police lead")).one()
        people.add_address(session, lead, "police@example.org", by=None, now=now)
        [coordinator] = people.in_role(session, Role.COORDINATOR, now.date())
        body = bodies.add(session, "Executive", by=None, now=now)
        for name in partners:
            owner_of_seat = organisations.register(session, name, since=BEGAN, by=None, now=now)
            seat = seats.add(session, owner_of_seat.id, body.id, Span(BEGAN), by=None, now=now)
            seats.appoint(session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=now)
        planned = Planned(DETAILS, FORUM, rule, body.id)
        whom = [Choice(Among.BODY, body.id)]
        series = event_plans.draft(session, planned, whom, by=None, now=now)
        event_changes.send(session, series, by=None, now=now)
        event = events.of(session, series.id)[0]
        return Visits(world, event.id, series.id, lead.id, coordinator.id)
