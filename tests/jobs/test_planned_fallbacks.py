"""The way round for what can't arrive: nobody is told twice, and no message is lost."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select, update

from db import event_changes, fallbacks
from db.engine import Database
from db.models import Attendee, Delivery, Recipient
from tests.db.meetings import FORUM, NOW, Register, register
from tests.jobs.rendered import found_in_slack

LATER = FORUM.on(date(2026, 12, 10))


@pytest.fixture
def one(database: Database) -> Iterator[Register]:
    with register(database, ("Police",)) as found:
        found_in_slack(found, found.leads[0])
        yield found


def sent_by(register: Register, channel: str) -> Delivery:
    """Give the first message by a channel, on its way; the other one waits."""
    query = select(Delivery).where(Delivery.channel_kind == channel).order_by(Delivery.id)
    row = register.session.scalars(query).first()
    assert row is not None
    row.state, row.attempts = "leased", 1
    register.session.flush()
    return row


def fail(register: Register, row: Delivery) -> bool:
    row.state = "failed"
    register.session.flush()
    return fallbacks.plan(register.session, row, now=NOW)


def test_what_a_newer_round_tells_needs_no_way_round(one: Register) -> None:
    series = one.sent()
    failed = sent_by(one, "slack")
    event_changes.move(one.session, one.first(series), LATER, by=None, now=NOW)
    assert not fail(one, failed)
    assert one.messages() == [("invitation", "Police lead")]


@pytest.mark.parametrize(("channel", "other"), [("mail", "slack"), ("slack", "mail")])
def test_what_was_counted_meanwhile_stays_counted(one: Register, channel: str, other: str) -> None:
    one.sent()
    failed = sent_by(one, channel)
    for each in one.session.scalars(select(Delivery).where(Delivery.channel_kind == other)):
        each.state = "expired"
    counted = (
        list(one.session.scalars(select(Attendee))),
        list(one.session.scalars(select(Recipient))),
    )
    elsewhere = {"execution_options": {"synchronize_session": False}}
    one.session.execute(update(Attendee).values(messages=7), **elsewhere)
    one.session.execute(update(Recipient).values(cards=7), **elsewhere)
    assert fail(one, failed)
    one.session.expire_all()
    [attendee], [recipient] = counted
    assert (attendee.messages, recipient.cards) == ((7, 8) if other == "slack" else (8, 7))
