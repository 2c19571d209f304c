"""Letters on their way out: once, by a real mail server, and honest where nobody can know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.letters.layout import Paragraph, letter
from bot.letters.letter import CalendarPart, Letter
from bot.mail import Mail
from db import diary_contacts, golive, people
from db.deliveries import Priority
from db.engine import Database
from db.models import Delivery, Person
from db.tenancy import within
from jobs.deliver import Deliverer, Post
from sandbox.post.office import PostOffice
from tests.conftest import NOW
from tests.jobs import office as offices
from tests.jobs.office import Office

LEAD = "lead@police.example.org"
DIARY = "diary@police.example.org"
SENDER = "calendar@joinedup.example.org"
CALENDAR = CalendarPart("REQUEST", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")


def invite(_session: Session, delivery: Delivery, _now: object) -> Letter | None:
    """Write a letter with a calendar part, or without one if the row says `plain`."""
    calendar = None if delivery.subject.get("plain") else CALENDAR
    return letter("Leadership Forum", Paragraph("Can you come?"), calendar=calendar)


@dataclass
class Room:
    """A partnership, its ledger and a post office."""

    office: Office
    post: PostOffice
    mail: Mail

    def plan(self, count: int = 1, **columns: Any) -> None:
        usual: dict[str, Any] = {"kind": "invite", "channel_kind": "mail"}
        usual["priority"] = Priority.INVITATION
        self.office.plan(count, **(usual | columns))

    def deliverer(self) -> Deliverer:
        return self.office.deliverer(post=Post(self.mail, SENDER), letters={"invite": invite})

    def drain(self) -> int:
        return self.deliverer().drain()

    def inbox(self, address: str = LEAD) -> list[bytes]:
        return [each.raw for each in self.post.inbox(address)]


@pytest.fixture
def room(database: Database) -> Iterator[Room]:
    with offices.office(database) as office:
        post = PostOffice(lambda: NOW)
        with post.running() as address:
            mail = Mail(f"smtp://{address}", timeout=2)
            give_address(office, LEAD)
            yield Room(office, post, mail)
            mail.close()


def give_address(office: Office, address: str) -> None:
    with office.database.writing() as session, within(session, office.partnership_id):
        lead = session.get_one(Person, office.people[0][0])
        people.add_address(session, lead, address, by=None, now=NOW)


def test_a_letter_goes_out_once_in_the_partnerships_name(room: Room) -> None:
    room.plan()
    assert (room.drain(), room.drain()) == (1, 0)
    [raw] = room.inbox()
    assert b"From: Safeguarding <calendar@joinedup.example.org>" in raw
    assert b"To: Carol <lead@police.example.org>" in raw
    assert b"text/calendar" in raw
    [row] = room.office.rows()
    assert (row.state, row.attempts) == ("sent", 1)
    assert row.provider_ref is not None
    assert f"Message-ID: <{row.provider_ref}>".encode() in raw


def test_a_letter_of_introduction_is_copied_to_nobody_who_gets_their_own(room: Room) -> None:
    with room.office.database.writing() as session, within(session, room.office.partnership_id):
        lead = session.get_one(Person, room.office.people[0][0])
        keeper = people.add(session, name="Office", address=DIARY, now=NOW)
        day = NOW.date() - timedelta(days=1)
        diary_contacts.add(session, lead, keeper, since=day, by=None, now=NOW)
    room.plan(kind=golive.INTRODUCTION)
    deliverer = room.office.deliverer(
        post=Post(room.mail, SENDER), letters={golive.INTRODUCTION: invite}
    )
    assert deliverer.drain() == 1
    assert (len(room.inbox()), room.inbox(DIARY)) == (1, [])


def test_whoever_keeps_the_diary_gets_a_copy(room: Room) -> None:
    office = room.office
    with office.database.writing() as session, within(session, office.partnership_id):
        lead = session.get_one(Person, office.people[0][0])
        keeper = people.add(session, name="Office", address=DIARY, now=NOW)
        day = (NOW - timedelta(days=9)).date()
        diary_contacts.add(session, lead, keeper, since=day, by=None, now=NOW)
    room.plan()
    assert room.drain() == 1
    assert room.inbox() == room.inbox(DIARY)
    assert f"Cc: {DIARY}".encode() in room.inbox()[0]


def test_in_doubt_calendar_mail_goes_again_with_the_same_bytes(room: Room) -> None:
    room.plan()
    room.post.drop(LEAD, after=True)
    assert room.drain() == 1
    first, second = room.inbox()
    assert first == second
    assert room.office.states() == {"sent": 1}


def test_in_doubt_any_other_letter_ends_as_unknown(room: Room) -> None:
    room.plan(subject={"plain": True})
    room.post.drop(LEAD, after=True)
    assert room.drain() == 0
    assert len(room.inbox()) == 1
    assert room.office.states() == {"unknown": 1}


def test_a_refused_address_fails_for_good(room: Room) -> None:
    room.plan()
    room.post.refuse(LEAD, 550)
    assert room.drain() == 0
    [row] = room.office.rows()
    assert (row.state, row.last_error) == ("failed", "rcpt: 550")


def test_what_is_refused_for_now_is_tried_again(room: Room) -> None:
    room.plan()
    room.post.refuse(LEAD, 451, times=1)
    assert room.drain() == 1
    assert (len(room.inbox()), room.office.rows()[0].attempts) == (1, 2)


def test_a_server_that_is_down_holds_letters_and_counts_no_attempt(room: Room) -> None:
    room.plan(2)
    away = Mail("smtp://127.0.0.1:1", timeout=1)
    deliverer = room.office.deliverer(post=Post(away, SENDER), letters={"invite": invite})
    assert deliverer.drain() == 0
    assert deliverer.ailments() == ["mail: connect: ConnectionRefusedError"]
    assert {(row.state, row.attempts) for row in room.office.rows()} == {("planned", 0)}
    room.office.let_waits_end()
    assert deliverer.drain() == 0
    assert room.drain() == 2


def test_slack_goes_on_while_mail_is_down(room: Room) -> None:
    room.plan()
    room.office.plan(start=5)
    away = Mail("smtp://127.0.0.1:1", timeout=1)
    deliverer = room.office.deliverer(post=Post(away, SENDER), letters={"invite": invite})
    assert deliverer.drain() == 1
    assert room.office.states() == {"planned": 1, "sent": 1}


def test_a_person_without_an_address_waits(database: Database) -> None:
    with offices.office(database) as office:
        post = PostOffice(lambda: NOW)
        with post.running() as address:
            room = Room(office, post, Mail(f"smtp://{address}", timeout=2))
            room.plan()
            assert room.drain() == 0
            [row] = office.rows()
            assert (row.state, row.last_error, row.attempts) == ("planned", "no_address", 0)


def test_without_a_mail_server_letters_wait(room: Room) -> None:
    room.plan()
    assert room.office.deliverer().drain() == 0
    assert room.office.states() == {"planned": 1}


def test_a_letter_withdrawn_meanwhile_is_not_sent(room: Room) -> None:
    room.plan(expires_at=NOW + timedelta(seconds=1))
    deliverer = room.deliverer()
    [job] = deliverer._take(1)
    room.office.database.engine.dispose()
    with room.office.database.writing() as session, within(session, room.office.partnership_id):
        [row] = room.office.rows()
        session.get_one(Delivery, row.id).expires_at = NOW
    deliverer._acknowledging.settle([job.send()])
    assert room.inbox() == []
    assert room.office.states() == {"expired": 1}
