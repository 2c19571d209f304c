"""What can't arrive by one channel goes by the other, once, and a coordinator is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.letters.layout import Paragraph, letter
from bot.letters.letter import Letter
from bot.mail import Mail
from bot.messages import unreached as words
from bot.reply import Message
from db import bodies, event_changes, events, organisations, people, seats, worklist, worklist_lines
from db import unreached as unreached_rows
from db.engine import Database
from db.models import Address, Delivery, Partnership, SlackIdentity, WorklistItem
from db.tenancy import across_partnerships, within
from domain.errors import Refused
from domain.seats import Part
from domain.spans import Span
from domain.worklist import Kind, Line
from jobs.deliver import Deliverer, Post
from sandbox.post.office import PostOffice
from tests.conftest import NOW
from tests.db.meetings import BEGAN, FORUM, Register
from tests.jobs import office as offices
from tests.jobs.office import Office

LEAD = "lead@police.example.org"
SAID = ("event.invitation", "event.update", "event.cancellation", "event.channel")
LATER = FORUM.on(datetime(2027, 1, 7, tzinfo=UTC).date())


def say(_session: Session, delivery: Delivery, _ground: object) -> Message:
    return Message(f"{delivery.kind} {delivery.subject['series']}")


def write(_session: Session, delivery: Delivery, _ground: object) -> Letter:
    return letter(delivery.kind, Paragraph("Can you come?"))


@dataclass
class Room:
    """A partnership with one body, one seat and its lead, in Slack and with an address."""

    office: Office
    post: PostOffice
    deliverer: Deliverer
    body_id: int
    lead_id: int

    @property
    def database(self) -> Database:
        return self.office.database

    def invite(self, *, in_channel: bool = False) -> None:
        with self.database.writing() as session, within(session, self.office.partnership_id):
            body = bodies.by_id(session, self.body_id)
            assert body is not None
            series = Register(session, body, [], []).draft(LATER)
            series.in_channel = in_channel
            event_changes.send(session, series, by=None, now=NOW)

    def move(self) -> None:
        with self.database.writing() as session, within(session, self.office.partnership_id):
            shown = events.coming(session, now=NOW)[0]
            span = FORUM.on(datetime(2027, 2, 4, tzinfo=UTC).date())
            event_changes.move(session, shown, span, by=None, now=NOW)

    def drain(self) -> None:
        self.deliverer.drain()

    def lines(self) -> list[Line]:
        with self.database.reading() as session, within(session, self.office.partnership_id):
            own = session.scalars(select(Partnership)).one()
            items = worklist.waiting(session, own, day=NOW.date(), now=NOW)
            found = worklist_lines.read(session, items, day=NOW.date())
            return [each for each in found if each.kind is Kind.NOT_REACHED]

    def said(self) -> list[str]:
        return [words.sentence(each) for each in self.lines()]

    def rows(self) -> list[tuple[str, str, str]]:
        return [
            (each.kind.removeprefix("event."), each.channel_kind, each.state)
            for each in self.office.rows()
        ]

    def change(self, statement: Any) -> None:
        with self.database.writing() as session, across_partnerships(session):
            session.execute(statement)


@pytest.fixture(name="room")
def made(database: Database) -> Iterator[Room]:
    with opened(database) as room:
        yield room


@contextmanager
def opened(database: Database) -> Iterator[Room]:
    with offices.office(database) as office:
        post = PostOffice(lambda: NOW)
        with post.running() as address:
            body_id, lead_id = employ(office)
            mail = Mail(f"smtp://{address}", timeout=2)
            deliverer = office.deliverer(
                post=Post(mail, "calendar@joinedup.example.org"),
                kinds=dict.fromkeys(SAID, say),
                letters=dict.fromkeys(SAID, write),
            )
            yield Room(office, post, deliverer, body_id, lead_id)
            mail.close()


def employ(office: Office) -> tuple[int, int]:
    with office.database.writing() as session, within(session, office.partnership_id):
        body = bodies.add(session, "Forum", by=None, now=NOW)
        partner = organisations.register(session, "Police", since=BEGAN, by=None, now=NOW)
        seat = seats.add(session, partner.id, body.id, Span(BEGAN), by=None, now=NOW)
        lead = people.by_id(session, office.people[0][0])
        assert lead is not None
        people.add_address(session, lead, LEAD, by=None, now=NOW)
        seats.appoint(session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=NOW)
        return body.id, lead.id


def without_slack(room: Room) -> Any:
    return room.change(delete(SlackIdentity))


def test_what_arrives_leaves_nothing_to_do(room: Room) -> None:
    room.invite()
    room.drain()
    assert room.rows() == [("invitation", "mail", "sent"), ("invitation", "slack", "sent")]
    assert [each.sent_to for each in room.office.rows()] == [LEAD, room.office.people[0][1].id]
    assert room.lines() == []


def test_a_refused_address_goes_by_slack_only_once(room: Room) -> None:
    room.post.refuse(LEAD, 550)
    room.invite()
    room.drain()
    assert room.rows() == [("invitation", "mail", "failed"), ("invitation", "slack", "sent")]
    assert room.said() == ["Mail to Carol comes back. Correct the address."]


def test_a_letter_that_has_no_card_beside_it_becomes_one(room: Room) -> None:
    room.post.refuse(LEAD, 550)
    user = room.office.people[0][1].id
    without_slack(room)
    room.invite()
    with room.database.writing() as session, within(session, room.office.partnership_id):
        lead = people.by_id(session, room.lead_id)
        assert lead is not None
        team = room.office.workspace.id
        people.identify(session, lead, enterprise_id="", team_id=team, user_id=user)
    room.drain()
    assert room.rows() == [("invitation", "mail", "failed"), ("invitation", "slack", "sent")]
    card = room.office.rows()[1]
    assert (card.stream, card.revision) == (f"card:{card.subject['recipient']}", 1)
    room.move()
    room.drain()
    assert room.rows()[2:] == [("invitation", "mail", "failed"), ("update", "slack", "sent")]
    assert room.office.rows()[3].revision == 2
    assert len(room.office.texts()) == 1  # the card was changed where it is


def test_what_fails_by_both_is_two_lines_and_no_more_messages(room: Room) -> None:
    room.post.refuse(LEAD, 550)
    room.invite()
    without_slack(room)
    room.drain()
    room.drain()
    assert room.rows() == [("invitation", "mail", "failed"), ("invitation", "slack", "failed")]
    assert sorted(room.said()) == [
        "Mail to Carol comes back. Correct the address.",
        "Nobody knows any more who Carol is in Slack. Say who, or use mail.",
    ]


def test_ten_failures_are_one_line_until_one_arrives(room: Room) -> None:
    room.post.refuse(LEAD, 550, times=2)
    room.invite()
    room.drain()
    room.invite()
    room.drain()
    assert len(room.lines()) == 1
    room.invite()
    room.drain()
    assert room.lines() == []


def test_a_person_without_an_address_fails_at_once(room: Room) -> None:
    room.change(delete(Address))
    room.invite()
    room.drain()
    assert ("invitation", "mail", "failed") in room.rows()
    assert room.said() == ["Carol has no mail address, so no mail reaches them. Please add one."]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("user_disabled", "Carol's Slack account is closed. Please reach them by mail."),
        (
            "channel_not_found",
            "We share no Slack workspace or channel with Carol any more. Use mail instead.",
        ),
        (
            "msg_too_long",
            "A Slack message to Carol could not be sent. Please tell them yourself.",
        ),
    ],
)
def test_slack_says_why_in_words(room: Room, error: str, said: str) -> None:
    room.office.sandbox.faults.add(method="chat.postMessage", kind="slack_error", error=error)
    room.invite()
    room.drain()
    assert room.rows() == [("invitation", "mail", "sent"), ("invitation", "slack", "failed")]
    assert room.said() == [said]


def test_an_archived_channel_is_named_by_its_body(room: Room) -> None:
    channel = room.office.workspace.add_channel("forum", members=[room.office.workspace.bot])
    with room.database.writing() as session, within(session, room.office.partnership_id):
        body = bodies.by_id(session, room.body_id)
        assert body is not None
        body.channel_team, body.channel_id = room.office.workspace.id, channel.id
    room.invite(in_channel=True)
    with room.office.sandbox.core.lock:
        channel.archived = True
    room.drain()
    assert room.said() == ["The Slack channel of the Forum is archived. Choose another one."]
    [line] = room.lines()
    assert [each.text.text for each in words.actions(line)] == ["Edit the body", "Done"]  # type: ignore[union-attr]


def test_somebody_says_that_it_is_done(room: Room) -> None:
    room.post.refuse(LEAD, 550)
    room.invite()
    room.drain()
    [line] = room.lines()
    for _ in range(2):
        with room.database.writing() as session, within(session, room.office.partnership_id):
            if room.lines():
                unreached_rows.finish(session, line.id or 0, by=room.lead_id, now=NOW)
            else:
                with pytest.raises(Refused):
                    unreached_rows.finish(session, line.id or 0, by=room.lead_id, now=NOW)
    assert room.lines() == []


def test_messages_of_no_round_are_nobodys_work(room: Room) -> None:
    room.office.sandbox.faults.add(
        method="chat.postMessage", kind="slack_error", error="user_disabled"
    )
    room.office.plan(kind="event.update", subject={"series": 1})
    room.drain()
    assert room.office.states() == {"failed": 1}
    with room.database.reading() as session, across_partnerships(session):
        assert session.scalars(select(WorklistItem)).all() == []


def test_what_is_cancelled_in_time_is_told_by_nobody(room: Room) -> None:
    room.invite()
    room.change(update(Delivery).values(state="cancelled"))
    room.drain()
    assert room.lines() == []
