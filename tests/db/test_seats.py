"""Seats and who fills them: what changes from a date leaves the past as it was."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TypedDict

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import bodies, merges, organisations, people, posts, seats
from db.engine import Database
from db.models import Membership, Partnership, Person, Seat, SeatHolder
from db.tenancy import across_partnerships, within
from domain.bodies import Terms as BodyTerms
from domain.errors import Refused
from domain.people import Belonging
from domain.quorum import AllOf, Members, Quorum
from domain.seats import Part, Terms
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


def test_the_database_itself_refuses_two_leads(session: Session, seat: Seat) -> None:
    one, another = person(session, "One"), person(session, "Another")
    seats.appoint(session, seat, one, Part.LEAD, since=BEGAN, **AS_US)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(SeatHolder(seat_id=seat.id, person_id=another.id, part=Part.LEAD, since=TODAY))


def test_a_lead_of_a_seat_that_ends_lasts_no_longer(session: Session, seat: Seat) -> None:
    seats.end(session, seat, NEXT_MONTH, **AS_US)
    seats.appoint(session, seat, person(session, "Lead"), Part.LEAD, since=BEGAN, **AS_US)
    assert lead(session, seat, TODAY) == "Lead"
    assert lead(session, seat, NEXT_MONTH) is None


def test_a_seat_ends_with_its_partners_membership(session: Session, seat: Seat) -> None:
    membership = session.scalars(select(Membership)).one()
    membership.until = NEXT_MONTH
    session.flush()
    forum = bodies.add(session, "Forum", **AS_US)
    with pytest.raises(Refused, match="is a member until 1 January 2027") as no:
        seats.add(session, seat.organisation_id, forum.id, Span(BEGAN), **AS_US)
    assert no.value.field == "until"
    seats.add(session, seat.organisation_id, forum.id, Span(BEGAN, NEXT_MONTH), **AS_US)


def test_a_seat_that_a_quorum_names_is_not_replaced_by_another(
    session: Session, seat: Seat
) -> None:
    body = bodies.by_id(session, seat.body_id)
    assert body is not None
    rule = Quorum((AllOf(Members(seats=(seat.id,))),))
    bodies.edit(session, body, "Executive", BodyTerms(quorum=rule), **AS_US)
    with pytest.raises(Refused, match="quorum names this seat"):
        seats.replace(session, seat, NEXT_MONTH, Terms(statutory=True), **AS_US)
    said = bodies.names(session, day=TODAY)
    assert said.seats == {seat.id: "County Police"}


def test_a_post_at_what_was_merged_into_a_partner_is_a_post_there(
    session: Session, seat: Seat
) -> None:
    old = organisations.register(session, "Borough Police", since=BEGAN, **AS_US)
    merges.merge(session, old.id, seat.organisation_id, TODAY, **AS_US)
    officer = person(session, "Officer")
    posts.give(session, officer, old.id, since=BEGAN, **AS_US)
    settled = posts.settle(session, officer, seat.organisation_id, TODAY, **AS_US)
    assert settled is Belonging.HERE
    before = posts.settle(session, officer, seat.organisation_id, LAST_MONTH, **AS_US)
    assert before is Belonging.ELSEWHERE
