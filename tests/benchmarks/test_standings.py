"""Standings of five hundred organisations over ten years, reckoned anew from what is recorded."""

import gc

import pytest
from sqlalchemy.orm import Session

from db import standings
from db.engine import Database
from tests.benchmarks.callers import show
from tests.benchmarks.test_figures import took
from tests.db.decades import TODAY, decade

ORGANISATIONS = 500
MEETINGS = 120
ON_LEAVE = 50
MOST_SECONDS = 1.0
"""What the whole digest has, of which standings are a part."""


def pooled(session: Session) -> None:
    assert len(standings.pooled(session, TODAY).partners) == ORGANISATIONS


def at_each_body_and_over_them(session: Session) -> None:
    known = standings.Known(session, TODAY)
    assert len(known.pooled(TODAY).partners) == ORGANISATIONS
    assert [each.events for each in known.by_body(TODAY).values()] == [MEETINGS]


@pytest.mark.timeout(300)
def test_standings_of_a_decade_leave_room_for_the_digest(database: Database) -> None:
    with database.writing() as session:
        own = decade(session, ORGANISATIONS, MEETINGS, on_leave=ON_LEAVE)
    with database.engine.connect() as connection:  # as autovacuum does within a minute
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    gc.collect()
    gc.freeze()  # the modules of a whole test run, which no process of ours has
    best = {
        each.__name__: took(database, own, each) for each in (pooled, at_each_body_and_over_them)
    }
    gc.unfreeze()
    name = database.url.get_backend_name()
    show(f"{name}, {ORGANISATIONS} organisations, {MEETINGS} events, milliseconds:")
    for what, seconds in best.items():
        show(f"  {what:28} {seconds * 1000:7.1f}")
        assert seconds <= MOST_SECONDS
