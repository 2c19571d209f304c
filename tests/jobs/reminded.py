"""A lead who is reminded of two events of one day, by mail or in Slack, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.mail import Mail
from db import (
    answers,
    bodies,
    event_changes,
    event_plans,
    events,
    organisations,
    people,
    reminders,
    seats,
)
from db.audience_items import Choice
from db.engine import Database
from db.models import Person, Series
from db.tenancy import within
from domain.answers import Given, Kind, Source
from domain.events import Among, Details, Planned
from domain.seats import Part
from domain.spans import Span
from domain.when import WallSpan
from jobs.deliver import Deliverer, Post
from jobs.kinds import KINDS, LETTERS
from sandbox.post.office import PostOffice
from tests.db.meetings import BEGAN, FORUM, NOW
from tests.jobs import office as offices
from tests.jobs.office import Office
from tests.jobs.rendered import PAGES, one_line

LEAD = "lead@police.example.org"
GROUP = WallSpan(datetime(2026, 12, 3, 14), datetime(2026, 12, 3, 16), "Europe/London")
BOTH = ("Leadership Forum", "Practice Group")


@dataclass
class Room:
    """A lead who is asked about two events of one day, and has been told of both."""

    office: Office
    post: PostOffice
    deliverer: Deliverer
    lead_id: int
    body_id: int
    now: datetime = NOW

    def working(self) -> "Iterator[Session]":
        with self.office.database.writing() as session, within(session, self.office.partnership_id):
            yield session

    def event(self, title: str, span: WallSpan) -> None:
        """Send an event to all of the body."""
        for session in self.working():
            planned = Planned(Details(title), span, None, self.body_id)
            whom = [Choice(Among.BODY, self.body_id)]
            series = event_plans.draft(session, planned, whom, by=None, now=self.now)
            event_changes.send(session, series, by=None, now=self.now)
        self.drain()

    def remind(self, at: datetime) -> int:
        """Look at a moment, as the tick does."""
        self.now = at
        return sum(reminders.remind(session, now=at) for session in self.working())

    def drain(self) -> None:
        """Let all that is due leave; what was carried is settled in a turn of its own."""
        for _turn in range(4):
            self.deliverer.drain(self.now)

    def answer(self, title: str, kind: Kind = Kind.APOLOGIES) -> None:
        for session in self.working():
            series = session.scalars(select(Series).where(Series.title == title)).one()
            (event,) = events.of(session, series.id)
            shown = events.Shown(event, series)
            own = [each.invitation for each in answers.invited(session, shown)]
            given = Given(kind=kind, source=Source.LINK, at=self.now, span=events.span_of(event))
            answers.give(session, event, own, given, now=self.now)

    def prefer(self, channel: str) -> None:
        for session in self.working():
            session.get_one(Person, self.lead_id).channel = channel

    def mails(self) -> list[tuple[str, str]]:
        """Give subject and text of each reminder that came by mail, the oldest first."""
        found = []
        for each in self.post.inbox(LEAD):
            mail = message_from_bytes(each.raw, policy=default)
            body = mail.get_body(("plain",))
            if b"text/calendar" not in each.raw and body is not None:
                found.append((one_line(str(mail["Subject"])), one_line(body.get_content())))
        return sorted(found, key=lambda mail: mail[0]) if len(found) > 1 else found

    def states(self) -> list[tuple[str, str]]:
        return [
            (each.channel_kind, each.state)
            for each in self.office.rows()
            if each.kind.startswith("reminder.")
        ]


@contextmanager
def room(database: Database) -> Iterator[Room]:
    """Open such a room."""
    with offices.office(database) as office:
        post = PostOffice(lambda: NOW)
        with post.running() as address:
            mail = Mail(f"smtp://{address}", timeout=2)
            made: list[Room] = []
            deliverer = office.deliverer(
                post=Post(mail, "calendar@joinedup.example.org"),
                kinds=KINDS,
                letters=LETTERS,
                addresses=PAGES,
                clock=lambda: made[0].now,
            )
            body_id, lead_id = _employ(office)
            made.append(Room(office, post, deliverer, lead_id, body_id))
            for title, span in zip(BOTH, (FORUM, GROUP), strict=True):
                made[0].event(title, span)
            yield made[0]
            mail.close()


def _employ(office: Office) -> tuple[int, int]:
    with office.database.writing() as session, within(session, office.partnership_id):
        body = bodies.add(session, "Executive", by=None, now=NOW)
        partner = organisations.register(session, "Police", since=BEGAN, by=None, now=NOW)
        seat = seats.add(session, partner.id, body.id, Span(BEGAN), by=None, now=NOW)
        lead = session.get_one(Person, office.people[0][0])
        lead.channel = "mail"
        people.add_address(session, lead, LEAD, by=None, now=NOW)
        seats.appoint(session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=NOW)
        return body.id, lead.id
