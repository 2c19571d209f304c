"""Lists and pages of partners: our own share of time, at 500 partners and ten years of history."""

import statistics
import time
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy.orm import Session

from bot.messages import partner_lists as lists
from bot.messages import partner_pages as pages
from bot.messages import timelines
from db import organisations, partner_lists, partner_pages
from db.engine import Database
from db.tenancy import within
from domain.organisations import Status, Wanted
from tests.benchmarks.callers import show
from tests.db.registers import TODAY, fill, partnership

PARTNERS = 500
TURNS = 15
MOST_MILLISECONDS = 50.0


def listing(session: Session, wanted: Wanted, offset: int) -> None:
    found = partner_lists.find(session, wanted, day=TODAY, offset=offset, limit=lists.PAGE)
    assert found.lines
    lists.listing(found, wanted, may_add=True)


def page(session: Session, own: int) -> None:
    found = partner_pages.of(session, own, day=TODAY, today=TODAY)
    assert found is not None
    pages.show(found, today=True, coordinator=True)
    timelines.show(found, 20)


def finding(session: Session) -> None:
    found = organisations.named_in(session, "Partner 0321 called about the forum", day=TODAY)
    assert found is not None


def took(database: Database, own: int, what: Callable[[Session], None]) -> float:
    """Give the median milliseconds of something, each time in a session of its own."""
    each = []
    for _ in range(TURNS):
        with database.reading() as session, within(session, own):
            began = time.perf_counter()
            what(session)
            each.append((time.perf_counter() - began) * 1000)
    return statistics.median(each)


@pytest.mark.timeout(300)
def test_lists_and_pages_take_fifty_milliseconds(database: Database) -> None:
    with database.writing() as session:
        own = partnership(session)
        ids = fill(session, own, PARTNERS)
    with database.engine.connect() as connection:  # as autovacuum does within a minute
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    measured: dict[str, Callable[[Session], None]] = {
        "list": partial(listing, wanted=Wanted(), offset=0),
        "list, last page": partial(listing, wanted=Wanted(), offset=480),
        "list, vacant": partial(listing, wanted=Wanted(Status.VACANT), offset=0),
        "list, by text": partial(listing, wanted=Wanted(text="partner"), offset=0),
        "page": partial(page, own=ids[3]),
        "page, three merged": partial(page, own=ids[0]),
        "find a name": finding,
    }
    show(f"{database.url.get_backend_name()}, {PARTNERS} partners, milliseconds:")
    for name, what in measured.items():
        median = took(database, own, what)
        show(f"  {name:18} {median:6.2f}")
        assert median <= MOST_MILLISECONDS
