"""Comparing a year of meetings with the register: what the hourly tick costs."""

import time
from datetime import date, timedelta

from db.engine import Database
from db.tenancy import across_partnerships
from jobs import audiences
from tests.benchmarks.callers import show
from tests.db.meetings import FORUM, NOW, register

MOST_SECONDS = 0.5


def test_a_year_of_meetings_with_many_seats(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(25))) as many:
        for week in range(40):
            many.sent(FORUM.on(date(2026, 12, 3) + timedelta(weeks=week)))
        many.session.flush()
        begun = time.perf_counter()
        with across_partnerships(many.session):
            assert audiences.keep(many.session, NOW + timedelta(hours=2)) == 0
        took = time.perf_counter() - begun
    show(
        f"40 meetings of 25 seats compared: {took * 1000:.0f} ms, {MOST_SECONDS * 1000:.0f} at most"
    )
    assert took <= MOST_SECONDS
