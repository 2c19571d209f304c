"""Many rows in one statement, the same on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db import bulk, deliveries, partnerships, people
from db.engine import Database
from db.models import Delivery
from db.plans import Plan
from db.tenancy import within
from tests.conftest import NOW

ODD = 'Zoë\'s "{note}", \\ %s :x \n\t NULL {} ☎'


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        own = partnerships.add(session, slug="main", name="Main", now=NOW)
        with within(session, own.id):
            people.add(session, name="Carol", now=NOW)
            yield session


def plan(key: str, **others: object) -> Plan:
    made: Plan = {"key": key, "kind": "note", "priority": 10, "due_at": NOW, "now": NOW}
    return made | {"person_id": 1} | others  # type: ignore[return-value]


def kept(session: Session) -> list[Delivery]:
    return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def test_rows_are_kept_as_they_were_given(session: Session) -> None:
    elsewhere = datetime(2026, 12, 3, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-8)))
    given = [
        plan(ODD, subject={"word": ODD, "of": [1, None]}, expires_at=elsewhere),
        plan("plain", revision=2, stream="other"),
    ]
    assert deliveries.plan_many(session, given) == 2
    odd, plain = kept(session)
    assert (odd.key, odd.subject) == (ODD, {"word": ODD, "of": [1, None]})
    assert odd.expires_at == elsewhere.astimezone(UTC)
    assert (odd.due_at, odd.body_id, odd.payload) == (NOW, None, None)
    assert (plain.subject, plain.expires_at) == ({}, None)
    assert (plain.stream, plain.revision, plain.state) == ("other", 2, "planned")


def test_only_what_is_new_is_counted(session: Session) -> None:
    assert deliveries.plan_many(session, [plan("one"), plan("two")]) == 2
    assert deliveries.plan_many(session, [plan("two"), plan("three"), plan("three")]) == 1
    assert deliveries.plan_many(session, [plan("three")]) == 0
    assert [row.key for row in kept(session)] == ["one", "two", "three"]


def test_a_moment_without_a_zone_is_refused(session: Session) -> None:
    naive = [plan("one"), plan("two", expires_at=datetime(2026, 12, 3))]
    with pytest.raises(Exception, match="A moment needs a time zone"):
        deliveries.plan_many(session, naive)


@pytest.mark.parametrize("count", [0, 1, 5000])
def test_rows_are_found_among_however_many_ids(session: Session, count: int) -> None:
    deliveries.plan_many(session, [plan(f"note {number}") for number in range(count + 1)])
    *ids, left = session.scalars(select(Delivery.id).order_by(Delivery.id))
    those = update(Delivery).where(bulk.among(session, Delivery.id, ids))
    assert bulk.changed(session, those.values(attempts=1)) == count
    assert session.scalars(select(Delivery.id).where(Delivery.attempts == 0)).all() == [left]
    assert session.scalar(select(func.count(Delivery.id))) == count + 1
