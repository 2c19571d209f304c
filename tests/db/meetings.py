"""A small register with events, for tests: one body, its seats, and leads who have addresses."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bodies, event_changes, event_plans, events, organisations, people, seats
from db.audience_items import Choice
from db.engine import Database
from db.models import Body, Delivery, Partnership, Person, Round, Seat, Series
from db.tenancy import across_partnerships, within
from domain.events import Among, Details, Planned
from domain.recurrence import Rule
from domain.seats import Part
from domain.spans import Span
from domain.when import WallSpan

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
BEGAN = date(2019, 9, 2)
FORUM = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
"""Thursday 3 December 2026, 10:00 to 12:00."""


@dataclass
class Register:
    """One body, with as many seats as were asked for, each led by somebody with an address."""

    session: Session
    body: Body
    seats: list[Seat]
    leads: list[Person]

    @property
    def owner(self) -> Partnership:
        """Give its partnership."""
        return events.partnership(self.session)

    def draft(self, span: WallSpan = FORUM, rule: Rule | None = None) -> Series:
        """Draft an event, or a series, for all of the body."""
        planned = Planned(Details("Leadership Forum"), span, rule, self.body.id)
        whom = [Choice(Among.BODY, self.body.id)]
        return event_plans.draft(self.session, planned, whom, by=None, now=NOW)

    def sent(self, span: WallSpan = FORUM, rule: Rule | None = None) -> Series:
        """Draft one and send it."""
        series = self.draft(span, rule)
        event_changes.send(self.session, series, by=None, now=NOW)
        return series

    def first(self, series: Series) -> events.Shown:
        """Give the first event of a series."""
        return events.Shown(events.of(self.session, series.id)[0], series)

    def person(self, name: str) -> Person:
        """Add somebody with an address."""
        person = people.add(self.session, name=name, now=NOW)
        address = f"{name.casefold().replace(' ', '.')}@example.org"
        people.add_address(self.session, person, address, by=None, now=NOW)
        return person

    def seat(self, name: str) -> tuple[Seat, Person]:
        """Add a partner with a seat on the body, and its lead."""
        partner = organisations.register(self.session, name, since=BEGAN, by=None, now=NOW)
        seat = seats.add(self.session, partner.id, self.body.id, Span(BEGAN), by=None, now=NOW)
        lead = self.person(f"{name} lead")
        seats.appoint(self.session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=NOW)
        return seat, lead

    def messages(self, *states: str, channel: str = "mail") -> list[tuple[str, str]]:
        """List the kind of each message and whom it is for, in the order of planning."""
        query = (
            select(Delivery.kind, Person.name)
            .join(Person, Person.id == Delivery.person_id)
            .where(Delivery.channel_kind == channel, Delivery.round_id.is_not(None))
            .where(Delivery.state.in_(states or ("planned",)))
            .order_by(Delivery.id)
        )
        return [(kind.removeprefix("event."), name) for kind, name in self.session.execute(query)]

    def arrived(self) -> None:
        """Let everything that waits have arrived."""
        for each in self.session.scalars(select(Delivery).where(Delivery.state == "planned")):
            each.state, each.attempts, each.sent_at = "sent", 1, NOW
        self.session.flush()

    def rounds(self) -> list[Round]:
        """List all rounds of messages."""
        return list(self.session.scalars(select(Round).order_by(Round.id)))


@contextmanager
def register(database: Database, names: tuple[str, ...]) -> Iterator[Register]:
    """Open a live partnership with a body and one seat for each name."""
    with database.writing() as session:
        with across_partnerships(session):
            own = Partnership(
                slug="main",
                name="Safeguarding Partnership",
                zone="Europe/London",
                language="en",
                created_at=NOW,
                live_at=NOW,
            )
            session.add(own)
        with within(session, own.id):
            body = bodies.add(session, "Executive", by=None, now=NOW)
            made = Register(session, body, [], [])
            for name in names:
                seat, lead = made.seat(name)
                made.seats.append(seat)
                made.leads.append(lead)
            yield made
