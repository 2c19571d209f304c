"""Before a partnership is live only its coordinators hear from it; the rest waits, whole."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from db import bodies, deliveries, people, roles
from db.deliveries import Priority
from db.engine import Database
from db.models import Partnership
from db.tenancy import across_partnerships, within
from domain.roles import Role
from domain.spans import Span
from tests.conftest import NOW

TODAY = NOW.date()
DAY = timedelta(days=1)


@dataclass
class Rehearsal:
    """A partnership in rehearsal, and what would leave it."""

    database: Database
    partnership_id: int
    body_id: int

    def person(self, session: Session, name: str, *spans: Span, role: Role | None = None) -> None:
        """Add somebody with a role over some days, and plan a message for them."""
        person = people.add(session, name=name, now=NOW)
        for span in spans:
            roles.give(session, person, role or Role.COORDINATOR, span, by=None, now=NOW)
        self.plan(session, name, person.id)

    def plan(self, session: Session, key: str, person_id: int | None) -> None:
        deliveries.plan(
            session,
            key=key,
            kind="note",
            person_id=person_id,
            body_id=None if person_id else self.body_id,
            priority=Priority.REMINDER,
            due_at=NOW,
            now=NOW,
        )

    def go_live(self, at: datetime) -> None:
        with self.database.writing() as session, across_partnerships(session):
            session.execute(update(Partnership).values(live_at=at))

    def claimed(self, now: datetime = NOW, limit: int = 10) -> list[str]:
        with self.database.writing() as session, across_partnerships(session):
            claims = deliveries.claim(session, now=now, limit=limit, lease_seconds=60)
            return [each.delivery.key for each in claims]


@pytest.fixture
def rehearsal(database: Database) -> Rehearsal:
    with database.writing() as session:
        own = Partnership(
            slug="main", name="Main", zone="Europe/London", language="en", created_at=NOW
        )
        session.add(own)
        session.flush()
        with within(session, own.id):
            body = bodies.add(session, "Executive", by=None, now=NOW)
            made = Rehearsal(database, own.id, body.id)
            made.person(session, "partner")
            made.person(session, "chair", Span(TODAY - DAY), role=Role.CHAIR)
            made.person(session, "ended", Span(TODAY - 9 * DAY, TODAY))
            made.person(session, "to come", Span(TODAY + DAY))
            made.person(session, "coordinator", Span(TODAY - 9 * DAY, TODAY + DAY))
            made.plan(session, "body", None)
        return made


def test_only_todays_coordinators_hear_from_a_rehearsal(rehearsal: Rehearsal) -> None:
    assert rehearsal.claimed(limit=1) == ["coordinator"]  # what is held takes up no place
    assert rehearsal.claimed() == []


def test_what_was_held_goes_when_it_is_live(rehearsal: Rehearsal) -> None:
    rehearsal.claimed()
    rehearsal.go_live(NOW + DAY / 24)
    assert rehearsal.claimed() == []
    held = ["partner", "chair", "ended", "to come", "body"]
    assert rehearsal.claimed(NOW + DAY / 24) == held


def test_a_role_ends_at_midnight_where_the_partnership_is(rehearsal: Rehearsal) -> None:
    rehearsal.claimed()
    with rehearsal.database.writing() as session, across_partnerships(session):
        session.execute(update(Partnership).values(zone="Pacific/Auckland"))
        with within(session, rehearsal.partnership_id):
            rehearsal.person(session, "until today", Span(TODAY - DAY, TODAY + DAY))
    afternoon = datetime(TODAY.year, TODAY.month, TODAY.day, 14, tzinfo=UTC)
    assert rehearsal.claimed(afternoon) == ["to come"]  # there it is tomorrow already


def test_anothers_coordinator_is_none_of_ours(rehearsal: Rehearsal) -> None:
    with rehearsal.database.writing() as session:
        other = Partnership(
            slug="other", name="Other", zone="Europe/London", language="en", created_at=NOW
        )
        session.add(other)
        session.flush()
        with within(session, other.id):
            person = people.add(session, name="Dan", now=NOW)
            rehearsal.plan(session, "theirs", person.id)
    assert rehearsal.claimed() == ["coordinator"]


@pytest.mark.parametrize("held", [5000])
def test_what_is_held_costs_the_next_one_little(rehearsal: Rehearsal, held: int) -> None:
    """A rehearsal may have planned a year of invitations: every poll passes them."""
    with rehearsal.database.engine.begin() as connection:
        connection.execute(_COPIES.bindparams(most=held))
    times = []
    for _ in range(9):
        began = perf_counter()
        rehearsal.claimed()
        times.append(perf_counter() - began)
    assert median(times) < 0.5  # where each held row costs something, it takes seconds


_COPIES = text(
    "INSERT INTO delivery (partnership_id, key, kind, channel_kind, person_id, subject, stream,"
    " revision, priority, state, due_at, attempts, created_at)"
    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
    " SELECT partnership_id, 'copy ' || i, kind, channel_kind, person_id, subject, 'copy ' || i,"
    " revision, priority, state, due_at, attempts, created_at"
    " FROM delivery, n WHERE key = 'partner'"
)
