"""Signs of life, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from db import heartbeats
from db.clock import database_now
from db.engine import Database
from db.models import Heartbeat


def test_who_never_lived_has_no_heartbeat(database: Database) -> None:
    with database.reading() as session:
        assert heartbeats.latest(session, "worker") is None


def test_the_last_heartbeat_counts(database: Database) -> None:
    for ailments in (["deliveries"], ["slack", "forget"]):
        with database.writing() as session:
            heartbeats.beat(session, "worker", ailments)
    with database.reading() as session:
        found = heartbeats.latest(session, "worker")
        assert found is not None
        age, ailing = found
    assert ailing == ["slack", "forget"]
    assert 0 <= age < 30


def test_its_age_goes_by_the_databases_clock(database: Database) -> None:
    with database.writing() as session:
        heartbeats.beat(session, "worker", [])
        heartbeats.beat(session, "another", [])
        minute = database_now(session) - timedelta(seconds=60)
        session.execute(update(Heartbeat).where(Heartbeat.name == "worker").values(at=minute))
    with database.reading() as session:
        worker, another = (heartbeats.latest(session, name) for name in ("worker", "another"))
    assert worker is not None
    assert another is not None
    assert worker[0] - another[0] == pytest.approx(60, abs=5)
    assert another[0] < 30
