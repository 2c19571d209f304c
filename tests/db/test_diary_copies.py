"""Who keeps a diary is named in its owner's calendar messages, and is rid of what leaves them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import audience_changes, diary_contacts, people, seats, series_changes
from db.audience_changes import Wanted
from db.audience_items import Choice
from db.engine import Database
from db.models import Delivery, Person, Series
from domain.events import Among, Say
from domain.seats import Part
from jobs import targets
from tests.calendars.readers import READERS
from tests.db.meetings import BEGAN, NOW, Register, register
from tests.db.test_calendars import told

LATER = NOW + timedelta(minutes=5)
TODAY = NOW.date()


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def keeper(own: Register, *places: int, name: str = "Dora") -> Person:
    """Let somebody keep the diaries of some leads."""
    made = own.person(name)
    for each in places:
        lead = own.leads[each]
        diary_contacts.add(own.session, lead, made, since=BEGAN, by=None, now=NOW)
    return made


def hand_over(own: Register, series: Series) -> Person:
    new = own.person("New lead")
    seats.appoint(
        own.session, own.seats[0], new, Part.LEAD, since=date(2026, 11, 1), by=None, now=LATER
    )
    series_changes.keep(own.session, series, by=None, now=LATER)
    return new


def named(said: tuple[str, bytes] | None) -> tuple[str, ...]:
    """Give who stands in a message: all readers agree."""
    assert said is not None
    read = {each.attendees for one in READERS.values() for each in one(said[1].decode()).entries}
    assert len(read) == 1
    return read.pop()


def copied(own: Register, kind: str) -> list[str]:
    """List who gets a copy of a mail that waits."""
    query = select(Delivery).where(Delivery.kind == f"event.{kind}", Delivery.state == "planned")
    row = own.session.scalars(query.where(Delivery.channel_kind == "mail")).one()
    return list(targets.find_address(own.session, row, LATER).copies)


def test_a_hand_over_clears_the_calendar_of_who_keeps_the_old_leads_diary(two: Register) -> None:
    keeper(two, 0)
    series = two.sent()
    both = ("dora@example.org", "police.lead@example.org")
    assert named(told(two, series, two.leads[0])) == both
    two.arrived()
    hand_over(two, series)
    assert named(told(two, series, two.leads[0], Say.WITHDRAWAL, now=LATER)) == both
    assert copied(two, "withdrawal") == ["dora@example.org"]


def test_what_they_were_sent_leaves_though_they_keep_the_diary_no_more(two: Register) -> None:
    dora = keeper(two, 0)
    series = two.sent()
    two.arrived()
    [kept] = diary_contacts.of(two.session, two.leads[0].id, day=TODAY)
    diary_contacts.end(two.session, kept.row, TODAY, today=TODAY, by=None, now=LATER)
    assert named(told(two, series, two.leads[0], Say.UPDATE, now=LATER)) == (
        "police.lead@example.org",
    )
    seat = Choice(Among.SEAT, two.seats[0].id)
    shown = two.first(series)
    audience_changes.change(two.session, shown, Wanted(out=[seat]), by=None, now=LATER)
    assert copied(two, "withdrawal") == [people.addresses(two.session, dora.id)[0].address]
    assert "dora@example.org" in named(told(two, series, two.leads[0], Say.WITHDRAWAL, now=LATER))


def test_who_is_asked_too_or_keeps_anothers_diary_keeps_the_entry(two: Register) -> None:
    keeper(two, 0, 1)
    diary_contacts.add(two.session, two.leads[0], two.leads[1], since=BEGAN, by=None, now=NOW)
    series = two.sent()
    assert named(told(two, series, two.leads[0])) == (
        "dora@example.org",
        "police.lead@example.org",
    )
    two.arrived()
    hand_over(two, series)
    assert named(told(two, series, two.leads[0], Say.WITHDRAWAL, now=LATER)) == (
        "police.lead@example.org",
    )


def test_in_rehearsal_nobody_is_copied_nor_named(two: Register) -> None:
    keeper(two, 0)
    two.owner.live_at = None
    series = two.sent()
    assert named(told(two, series, two.leads[0])) == ("police.lead@example.org",)
