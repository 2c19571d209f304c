"""Figures of five hundred organisations over ten years: all that a screen asks, counted anew."""

import gc
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from db import figures
from db.engine import Database
from db.figures import Over
from db.tenancy import within
from domain.spans import Span
from tests.benchmarks.callers import show
from tests.db.decades import FIRST, TODAY, decade

ORGANISATIONS = 500
MEETINGS = 120
ON_LEAVE = 50
TURNS = 5
MOST_SECONDS = 0.3
LAST_FIVE = Over(span=Span(FIRST + timedelta(days=5 * 365)))


def all_figures(session: Session) -> None:
    found = figures.by_seat(session)
    known = figures.seats(session, TODAY)
    assert len(figures.folded(found, lambda seat: known[seat].organisation_id)) == ORGANISATIONS
    assert figures.total(found.values()).opportunities > ORGANISATIONS * (MEETINGS - ON_LEAVE)


def of_events(session: Session) -> None:
    assert len(figures.by_event(session)) == MEETINGS


def reach_of_events(session: Session) -> None:
    assert len(figures.reach_of_events(session, day=TODAY)) == MEETINGS


def since_a_day(session: Session) -> None:
    assert figures.reach(session, LAST_FIVE, day=TODAY).invited == ORGANISATIONS


def took(database: Database, own: int, what: Callable[[Session], None]) -> float:
    """Give the best seconds of something, each time in a session of its own."""
    each = []
    for _turn in range(TURNS):
        with database.reading() as session, within(session, own):
            began = time.perf_counter()
            what(session)
            each.append(time.perf_counter() - began)
    return min(each)


@pytest.mark.timeout(300)
def test_figures_of_a_decade_take_three_tenths_of_a_second(database: Database) -> None:
    with database.writing() as session:
        own = decade(session, ORGANISATIONS, MEETINGS, on_leave=ON_LEAVE)
    with database.engine.connect() as connection:  # as autovacuum does within a minute
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    measured = (all_figures, of_events, reach_of_events, since_a_day)
    gc.collect()
    gc.freeze()  # the modules of a whole test run, which no process of ours has
    best = {each.__name__: took(database, own, each) for each in measured}
    gc.unfreeze()
    name = database.url.get_backend_name()
    show(f"{name}, {ORGANISATIONS} organisations, {MEETINGS} meetings, milliseconds:")
    for what, seconds in best.items():
        show(f"  {what:18} {seconds * 1000:7.1f}")
        assert seconds <= MOST_SECONDS
