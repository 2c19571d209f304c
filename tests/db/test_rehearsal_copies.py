"""In rehearsal partners hear nothing, and whoever arranges gets a copy of each round."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import deliveries, event_changes, roles, seats, series_changes
from db.engine import Database
from db.models import Delivery, Person
from db.tenancy import across_partnerships
from domain.roles import Role
from domain.seats import Part
from domain.spans import Span
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register

LATER = NOW + timedelta(minutes=5)


class Rehearsal:
    """A register in rehearsal, with two coordinators."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.session = register.session
        register.owner.live_at = None
        self.coordinators = [self._coordinator("First"), self._coordinator("Second")]

    def _coordinator(self, name: str) -> Person:
        person = self.register.person(name)
        roles.give(self.session, person, Role.COORDINATOR, Span(BEGAN), by=None, now=NOW)
        return person

    def copies(self) -> list[str]:
        query = (
            select(Person.name)
            .join(Delivery, Delivery.person_id == Person.id)
            .where(Delivery.kind == "event.copy")
            .order_by(Delivery.id)
        )
        return list(self.session.scalars(query))


@pytest.fixture
def rehearsal(database: Database) -> Iterator[Rehearsal]:
    with register(database, ("Police", "Health")) as found:
        yield Rehearsal(found)


def test_who_did_it_gets_the_copy_and_nobody_else_a_thing(rehearsal: Rehearsal) -> None:
    series = rehearsal.register.draft()
    first = rehearsal.coordinators[0]
    event_changes.send(rehearsal.session, series, by=first.id, now=NOW)
    assert rehearsal.copies() == ["First"]
    assert len(rehearsal.register.messages()) == 2
    with across_partnerships(rehearsal.session):
        claims = deliveries.claim(rehearsal.session, limit=10, lease_seconds=60, now=LATER)
    assert [each.delivery.kind for each in claims] == ["event.copy"]


def test_what_nobody_among_them_did_is_copied_to_all(rehearsal: Rehearsal) -> None:
    series = rehearsal.register.sent()
    assert rehearsal.copies() == ["First", "Second"]
    day = FORUM.on(date(2026, 12, 10))
    lead = rehearsal.register.leads[0]
    shown = rehearsal.register.first(series)
    event_changes.move(rehearsal.session, shown, day, by=lead.id, now=LATER)
    assert rehearsal.copies() == ["First", "Second", "First", "Second"]


def test_a_seat_that_moves_with_its_lead_makes_no_copy(rehearsal: Rehearsal) -> None:
    series, held = rehearsal.register.sent(), rehearsal.register
    new = held.person("New lead")
    seats.appoint(held.session, held.seats[0], new, Part.LEAD, since=BEGAN, by=None, now=LATER)
    assert series_changes.keep(held.session, series, by=None, now=LATER) is not None
    assert rehearsal.copies() == ["First", "Second"]


def test_live_nobody_gets_copies(rehearsal: Rehearsal) -> None:
    rehearsal.register.owner.live_at = NOW
    rehearsal.register.sent()
    assert rehearsal.copies() == []


def test_nothing_is_ever_planned_for_sample_people(rehearsal: Rehearsal) -> None:
    rehearsal.register.leads[0].sample = True
    rehearsal.register.sent()
    assert rehearsal.register.messages() == [("invitation", "Health lead")]
