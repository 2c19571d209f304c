"""Reminders of two events to one person at once are one message, decided as it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
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
from tests.world import shown as said_in

LEAD = "lead@police.example.org"
FIRST = datetime(2026, 11, 16, 9, tzinfo=UTC)
SECOND = datetime(2026, 11, 20, 9, tzinfo=UTC)
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


@pytest.fixture
def room(database: Database) -> Iterator[Room]:
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


def test_two_in_one_half_day_are_one_letter_with_each_events_answers(room: Room) -> None:
    assert room.remind(FIRST) == 2
    room.drain()
    [(subject, text)] = room.mails()
    assert subject == "Leadership Forum, 3 December; Practice Group, 3 December: can you come?"
    assert "This is about 2 meetings. Please answer for each." in text
    addresses = []
    for title, time in zip(BOTH, ("10:00", "14:00"), strict=True):
        at = f"for the {title} on Thursday 3 December, {time}."
        assert f"We have no answer yet from Police {at}" in text
        for choice in ("I will attend", "Send a deputy", "Send apologies", "Not sure yet"):
            before, link, after = text.partition(f"{choice}: {title}, 3 December: https://")
            assert link, (choice, before)
            addresses.append(after.split()[0])
    assert len(set(addresses)) == 8
    assert text.count("You get this because nobody has answered yet.") == 1
    assert room.states() == [("mail", "sent")] * 2


def test_both_count_as_told_and_the_last_ones_are_one_again(room: Room) -> None:
    room.remind(FIRST)
    room.drain()
    for hours in (1, 4, 24):
        assert room.remind(FIRST + timedelta(hours=hours)) == 0
    assert room.remind(SECOND) == 2
    room.drain()
    assert [subject.partition(":")[2] for subject, _text in room.mails()] == [" can you come?"] * 2
    assert "This is our last reminder for this meeting." in room.mails()[1][1] + room.mails()[0][1]


def test_in_slack_it_is_one_message_with_buttons_for_each(room: Room) -> None:
    room.prefer("slack")
    before = len(room.office.texts())
    room.remind(FIRST)
    room.drain()
    (text,) = room.office.texts()[before:]
    assert all(f"{title}, 3 December: can you come?" in text for title in BOTH)
    with room.office.sandbox.core.lock:
        channels = room.office.sandbox.state.channels.values()
        (message,) = [each for own in channels for each in own.messages if each.text == text]
    values = [
        (element["action_id"], element["value"].split()[:2])
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"].startswith("event.answer.")
    ]
    assert len({event for _id, (_place, event) in values}) == 2
    assert len(values) == 8
    assert {place for _id, (place, _event) in values} == {"channel"}  # it stays when one is pressed
    assert said_in(message.blocks).count("Please don't put details") == 1
    assert room.states() == [("slack", "sent")] * 2


@pytest.mark.parametrize("answered", BOTH)
def test_what_was_answered_meanwhile_is_left_out(room: Room, answered: str) -> None:
    room.remind(FIRST)
    room.answer(answered)
    room.drain()
    [(subject, text)] = room.mails()
    assert answered not in subject + text
    assert sorted(room.states()) == [("mail", "sent"), ("mail", "superseded")]


@pytest.mark.parametrize("answered", BOTH)
def test_a_letter_that_must_wait_is_written_anew_once_one_was_answered(
    room: Room, answered: str
) -> None:
    room.post.refuse(LEAD, 450, times=1)
    room.remind(FIRST)
    room.deliverer.deliver(room.office.rows()[-2].id)
    assert room.states() == [("mail", "planned")] * 2
    room.answer(answered)
    room.office.let_waits_end()
    room.drain()
    [(subject, text)] = room.mails()
    assert answered not in subject + text
    assert sorted(room.states()) == [("mail", "sent"), ("mail", "superseded")]


def test_what_the_mail_server_refuses_goes_by_slack_as_one(room: Room) -> None:
    room.post.refuse(LEAD, 550)
    before = len(room.office.texts())
    room.remind(FIRST)
    room.drain()
    (text,) = room.office.texts()[before:]
    assert all(f"{title}, 3 December: can you come?" in text for title in BOTH)
    assert room.states() == [("mail", "failed"), ("mail", "failed"), ("slack", "sent")]


def test_nobody_else_can_take_the_second_meanwhile(room: Room) -> None:
    room.remind(FIRST)
    first, second = [each.id for each in room.office.rows()[-2:]]
    room.post.refuse(LEAD, 450, times=1)
    room.deliverer.deliver(second)
    assert room.states() == [("mail", "planned")] * 2
    assert room.mails() == []
    room.deliverer.deliver(first)
    room.deliverer.deliver(second)
    assert room.states() == [("mail", "planned")] * 2


def test_what_is_left_over_after_a_crash_is_what_its_carrier_became(room: Room) -> None:
    room.remind(FIRST)
    room.deliverer.deliver(room.office.rows()[-2].id)
    assert room.states() == [("mail", "sent"), ("mail", "planned")]
    room.drain()
    assert room.states() == [("mail", "sent")] * 2
    assert len(room.mails()) == 1
    told = [each.sent_at for each in room.office.rows()[-2:]]
    assert told == [FIRST, FIRST]


def test_no_message_is_longer_than_slack_takes(room: Room) -> None:
    room.prefer("slack")
    for number in range(4):
        hour = 16 + number
        span = WallSpan(datetime(2026, 12, 3, hour), datetime(2026, 12, 3, hour, 30), FORUM.zone)
        room.event(f"Group {number}", span)
    before = len(room.office.texts())
    assert room.remind(FIRST) == 6
    room.drain()
    assert [text.count("can you come?") for text in room.office.texts()[before:]] == [5, 1]
    assert room.states() == [("slack", "sent")] * 6


def test_the_last_letter_follows_the_first(room: Room) -> None:
    for at in (FIRST, SECOND):
        room.remind(at)
        room.drain()
    first, _carried, second, _other = [
        each for each in room.office.rows() if each.kind.startswith("reminder.")
    ]
    assert first.payload is not None
    assert second.payload is not None
    assert first.payload["letter"]["thread"] is None
    assert second.payload["letter"]["thread"] == first.provider_ref
