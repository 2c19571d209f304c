"""Lists and pages ask the same number of queries, however large the register is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from db import organisations, partner_lists, partner_pages
from db.engine import Database
from db.tenancy import within
from domain.organisations import Status, Wanted
from tests.db.registers import TODAY, fill, partnership

LIST = 8
"""Seats, merges, leave, how many, the page, sectors of it, and the menus' sectors and bodies."""

PAGE = 10
"""Merges, memberships, seats, who fills them, names, sectors, leave, contacts, domains, people."""


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """Collect the statements that are made inside the block."""
    made: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            made.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield made
    event.remove(database.engine, "before_cursor_execute", note)


def asked(database: Database, own: int, wanted: Wanted, offset: int = 0) -> tuple[int, int]:
    """Give how many queries a list makes, and how many lines it has."""
    with database.reading() as session, within(session, own), counting(database) as made:
        found = partner_lists.find(session, wanted, day=TODAY, offset=offset, limit=20)
    return len(made), len(found.lines)


def laid(database: Database, slug: str, partners: int, years: int) -> tuple[int, list[int]]:
    """Lay a register in a partnership of its own; gives its id and the partners' ids."""
    with database.writing() as session:
        own = partnership(session, slug)
        return own, fill(session, own, partners, years=years)


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        (Wanted(), 0),
        (Wanted(body_id=1), 0),
        (Wanted(sector_id=1), 0),
        (Wanted(Status.LEAVE), 0),
        (Wanted(Status.VACANT), 0),
        (Wanted(text="partner"), 1),
        (Wanted(Status.MERGED), 1),
        (Wanted(Status.CLOSED), 2),
    ],
)
def test_a_list_makes_as_many_queries_for_many_as_for_few(
    database: Database, wanted: Wanted, more: int
) -> None:
    small, _ = laid(database, "small", 3, years=1)
    large, _ = laid(database, "large", 60, years=3)
    few, _lines = asked(database, small, wanted)
    many, _lines = asked(database, large, wanted)
    assert (few, many) == (LIST + more, LIST + more)


def test_a_page_makes_as_many_queries_for_much_as_for_little(database: Database) -> None:
    small, few = laid(database, "small", 1, years=1)
    large, many = laid(database, "large", 60, years=10)
    made = []
    for own, partner in ((small, few[0]), (large, many[0])):
        with database.reading() as session, within(session, own), counting(database) as asked:
            page = partner_pages.of(session, partner, day=TODAY, today=TODAY)
        assert page is not None
        made.append((len(asked), len(page.merges)))
    assert made == [(PAGE, 0), (PAGE, 3)]


def test_finding_a_name_makes_as_many_queries_for_a_long_text_as_for_a_short(
    database: Database,
) -> None:
    own, ids = laid(database, "main", 60, years=1)
    made = []
    for typed in ("Partner 0007", "Old partner 0007 called about " + "this and that " * 200):
        with database.reading() as session, within(session, own), counting(database) as asked:
            found = organisations.named_in(session, typed, day=TODAY)
        assert found is not None
        assert found[0].id == ids[7]
        made.append(len(asked))
    assert made == [3, 3]


def test_another_partnerships_partners_are_in_no_list_or_page(database: Database) -> None:
    _theirs, ids = laid(database, "theirs", 3, years=1)
    own, _ = laid(database, "ours", 1, years=1)
    with database.reading() as session, within(session, own):
        assert partner_lists.find(session, Wanted(), day=TODAY, offset=0, limit=20).total == 1
        assert partner_pages.of(session, ids[1], day=TODAY, today=TODAY) is None
        assert organisations.called(session, ids, day=TODAY) == {}
        assert organisations.named(session, "Partner 0002", day=TODAY) is None
