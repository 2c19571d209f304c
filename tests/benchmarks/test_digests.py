"""The digest of five hundred organisations with ten years of history, with both its pictures."""

import gc
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from bot.messages import digests as messages
from bot.pictures import png
from db import digest_facts
from db.engine import Database
from domain.periods import Month
from jobs.digests import drawings
from tests.benchmarks.callers import show
from tests.benchmarks.test_figures import took
from tests.db.decades import decade

ORGANISATIONS = 500
MEETINGS = 120
ON_LEAVE = 50
MOST_SECONDS = 1.0
MONTH = Month(date(2026, 9, 1))  # of the last meeting of the decade
NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)


def words_and_pictures(session: Session) -> None:
    found = digest_facts.of(session, MONTH, now=NOW)
    assert len(messages.digest(found.digest).blocks) <= messages.MOST_BLOCKS
    drawn = [png.drawn(each) for each in drawings(session, found)]
    assert len(drawn) == 2


def words_alone(session: Session) -> None:
    found = digest_facts.of(session, MONTH, now=NOW)
    assert messages.digest(found.digest).text


@pytest.mark.timeout(300)
def test_a_digest_takes_a_second_at_most(database: Database) -> None:
    with database.writing() as session:
        own = decade(session, ORGANISATIONS, MEETINGS, on_leave=ON_LEAVE)
    with database.engine.connect() as connection:  # as autovacuum does within a minute
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    gc.collect()
    gc.freeze()  # the modules of a whole test run, which no process of ours has
    best = {each.__name__: took(database, own, each) for each in (words_alone, words_and_pictures)}
    gc.unfreeze()
    name = database.url.get_backend_name()
    show(f"{name}, {ORGANISATIONS} organisations, {MEETINGS} events, milliseconds:")
    for what, seconds in best.items():
        show(f"  {what:28} {seconds * 1000:7.1f}")
        assert seconds <= MOST_SECONDS
