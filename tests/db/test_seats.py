"""Seats and who fills them: what changes from a date leaves the past as it was."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TypedDict

import pytest
from sqlalchemy.orm import Session

from db import bodies, organisations, people, seats
from db.engine import Database
from db.models import Partnership, Person, Seat
from db.tenancy import across_partnerships, within
from domain.seats import Part
from domain.spans import Span

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY, NEXT_MONTH, LAST_MONTH = date(2026, 11, 23), date(2027, 1, 1), date(2026, 10, 23)
BEGAN = date(2019, 9, 2)


class _ByUs(TypedDict):
    by: int | None
    now: datetime


AS_US = _ByUs(by=None, now=NOW)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        with across_partnerships(session):
            own = Partnership(
                slug="main", name="P", zone="Europe/London", language="en", created_at=NOW
            )
            session.add(own)
        with within(session, own.id):
            yield session


@pytest.fixture
def seat(session: Session) -> Seat:
    police = organisations.register(session, "County Police", since=BEGAN, **AS_US)
    body = bodies.add(session, "Executive", **AS_US)
    return seats.add(session, police.id, body.id, Span(BEGAN), **AS_US)


def person(session: Session, name: str) -> Person:
    return people.add(session, name=name, now=NOW)


def lead(session: Session, seat: Seat, day: date) -> str | None:
    found = seats.place(session, seat.id)
    assert found is not None
    held = found.lead(day)
    return held.person.name if held else None


def test_a_new_lead_from_next_month_leaves_today_and_last_month_as_they_were(
    session: Session, seat: Seat
) -> None:
    assert seats.vacant(session, day=TODAY) == [seat]
    seats.appoint(session, seat, person(session, "Old"), Part.LEAD, since=BEGAN, **AS_US)
    new = person(session, "New")
    done = seats.appoint(session, seat, new, Part.LEAD, since=NEXT_MONTH, **AS_US)
    assert done.before is not None
    for name in ("First", "Second"):
        deputy = person(session, name)
        seats.appoint(session, seat, deputy, Part.DEPUTY, since=NEXT_MONTH, **AS_US)
    days = (LAST_MONTH, TODAY, date(2026, 12, 31), NEXT_MONTH)
    assert [lead(session, seat, day) for day in days] == ["Old", "Old", "Old", "New"]
    [place] = seats.of(session, seat.organisation_id, day=TODAY)
    assert [each.person.name for each in place.deputies(NEXT_MONTH)] == ["First", "Second"]
    assert place.deputies(TODAY) == []
    assert {each.person.name for each in place.planned(TODAY)} == {"New", "First", "Second"}
