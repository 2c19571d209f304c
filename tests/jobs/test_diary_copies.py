"""Copies for diary contacts that the mail server refuses, and addresses that no mail can go to."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from db import diary_contacts, people
from db.engine import Database
from db.models import Address
from db.tenancy import within
from tests.conftest import NOW
from tests.db.meetings import BEGAN
from tests.jobs.test_fallbacks import Room, opened

DIARY = "diary@police.example.org"


@pytest.fixture(name="room")
def made(database: Database) -> Iterator[Room]:
    with opened(database) as room:
        yield room


def keep_diary(room: Room) -> None:
    with room.database.writing() as session, within(session, room.office.partnership_id):
        lead = people.by_id(session, room.lead_id)
        assert lead is not None
        keeper = people.add(session, name="Dora", address=DIARY, now=NOW)
        diary_contacts.add(session, lead, keeper, since=BEGAN, by=None, now=NOW)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (550, "Mail to Dora comes back. Correct the address."),
        (451, "A mail to Dora could not be sent. Please tell them yourself."),
    ],
)
def test_a_refused_copy_is_a_line_until_one_arrives(room: Room, code: int, said: str) -> None:
    keep_diary(room)
    room.post.refuse(DIARY, code, times=1)
    room.invite()
    room.drain()
    assert (room.rows()[0], room.said()) == (("invitation", "mail", "sent"), [said])
    room.move()
    room.drain()
    assert room.lines() == []


def test_addresses_that_no_mail_can_go_to_are_said_at_once(room: Room) -> None:
    keep_diary(room)
    room.change(update(Address).where(Address.address == DIARY).values(address="d@exämple.org"))
    room.invite()
    room.drain()
    room.change(update(Address).values(address="jörg@exämple.org"))
    room.move()
    room.drain()
    assert room.rows()[2:] == [("update", "mail", "failed"), ("update", "slack", "sent")]
    assert sorted(room.said()) == [
        "Mail to Carol comes back. Correct the address.",
        "Mail to Dora comes back. Correct the address.",
    ]
