"""The worklist's rows and the gaps they remember, kept together by a tick."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from db import organisations, partnerships, people, samples, sectors, worklist
from db.engine import Database
from db.models import (
    Membership,
    Organisation,
    OrganisationName,
    Partnership,
    SectorHeld,
    WorklistItem,
)
from db.tenancy import across_partnerships, within
from domain.worklist import Kind
from jobs.worklist import reconcile
from tests.conftest import NOW

DAY = NOW.date()


@pytest.fixture
def main(database: Database) -> Partnership:
    with database.writing() as session:
        return partnerships.add(session, slug="main", name="Main", now=NOW)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect the statements of a block."""
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def tick(database: Database, *, days: int = 0) -> int:
    with database.writing() as session:
        return reconcile(session, NOW + timedelta(days=days))


def items(database: Database, own: Partnership, *, days: int = 0) -> list[Kind]:
    now = NOW + timedelta(days=days)
    with database.reading() as session, within(session, own.id):
        found = worklist.waiting(session, own, day=now.date(), now=now)
        return [each.kind for each in found]


def rows(database: Database) -> list[WorklistItem]:
    with database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(WorklistItem).order_by(WorklistItem.id)))


def register(session: Session, *names: str) -> list[int]:
    added = [
        organisations.register(session, name, since=DAY, by=None, now=NOW).id for name in names
    ]
    return list(added)


def test_a_gap_is_noted_once_and_closed_when_it_is_mended(
    database: Database, main: Partnership
) -> None:
    with database.writing() as session, within(session, main.id):
        [own] = register(session, "Housing Trust")
    assert tick(database) == 2  # it, and that nobody has set the partnership up
    assert tick(database) == 0
    with database.writing() as session, within(session, main.id):
        police = sectors.named(session, "Police")
        assert police is not None
        session.add(SectorHeld(organisation_id=own, sector_id=police.id, since=DAY))
    assert items(database, main) == [Kind.SET_UP]
    assert tick(database, days=1) == 1
    [mended] = [each for each in rows(database) if each.kind == Kind.NO_SECTOR]
    assert (mended.done_at, mended.done_by) == (NOW + timedelta(days=1), None)


def test_a_gap_that_comes_back_is_another_item(database: Database, main: Partnership) -> None:
    with database.writing() as session, within(session, main.id):
        [own] = register(session, "Housing Trust")
    tick(database)
    with database.writing() as session, within(session, main.id):
        session.delete(session.scalars(select(Membership)).one())
    tick(database, days=1)
    with database.writing() as session, within(session, main.id):
        session.add(Membership(organisation_id=own, since=DAY))
    tick(database, days=2)
    found = [each for each in rows(database) if each.kind == Kind.NO_SECTOR]
    assert [each.done_at is None for each in found] == [False, True]


def test_a_gap_is_seen_before_any_tick(database: Database, main: Partnership) -> None:
    with database.writing() as session, within(session, main.id):
        register(session, "Housing Trust")
    assert items(database, main) == [Kind.SET_UP, Kind.NO_SECTOR]
    assert rows(database) == []


def test_each_partnership_has_its_own(database: Database, main: Partnership) -> None:
    with database.writing() as session:
        other = partnerships.add(session, slug="adults", name="Adults", now=NOW)
        with within(session, other.id):
            samples.lay(session, day=DAY, by=None, now=NOW)
    tick(database)
    owners = {(each.partnership_id, each.kind) for each in rows(database)}
    assert owners == {
        (main.id, Kind.SET_UP),
        (other.id, Kind.SET_UP),
        (other.id, Kind.VACANT),
        (other.id, Kind.NO_ADDRESS),
    }
    assert items(database, main) == [Kind.SET_UP]
    assert items(database, other) == [Kind.SET_UP, Kind.VACANT, Kind.NO_ADDRESS]


def test_a_partnership_on_the_other_side_of_the_date_line_has_its_own_day(
    database: Database, main: Partnership
) -> None:
    """Membership begins tomorrow: it has begun where tomorrow is today."""
    with database.writing() as session:
        early = partnerships.add(session, slug="early", name="Early", now=NOW)
        early.zone = "Pacific/Kiritimati"
        for own in (main, early):
            with within(session, own.id):
                tomorrow = DAY + timedelta(days=1)
                organisation = Organisation(created_at=NOW)
                session.add(organisation)
                session.flush()
                key = {"name": "A", "name_key": "a", "since": DAY}
                session.add(OrganisationName(organisation_id=organisation.id, **key))
                session.add(Membership(organisation_id=organisation.id, since=tomorrow))
    with database.writing() as session:
        reconcile(session, NOW.replace(hour=12))
    waiting = {(each.partnership_id, each.kind) for each in rows(database)}
    assert (early.id, Kind.NO_SECTOR) in waiting
    assert (main.id, Kind.NO_SECTOR) not in waiting


def test_the_tick_takes_as_many_queries_for_many_gaps_as_for_few(
    database: Database, main: Partnership
) -> None:
    with database.writing() as session, within(session, main.id):
        register(session, "Agency")
    with counted(database) as few:
        tick(database)
    with database.writing() as session:
        other = partnerships.add(session, slug="adults", name="Adults", now=NOW)
        with within(session, other.id):
            register(session, *(f"Agency {number:02}" for number in range(40)))
    with counted(database) as many:
        tick(database)
    reads = [[each for each in seen if each.startswith("SELECT")] for seen in (few, many)]
    assert len(reads[0]) == len(reads[1]) <= 10


def test_two_who_note_at_once_note_it_once(database: Database, main: Partnership) -> None:
    """A coordinator puts off what a tick has noted meanwhile."""
    with database.writing() as session, within(session, main.id):
        [own] = register(session, "Housing Trust")
    tick(database)
    until = DAY + timedelta(days=3)
    with database.writing() as session, within(session, main.id):
        person = people_add(session)
        worklist.put_off(session, main, f"no sector:{own}", until, by=person, now=NOW)
    assert items(database, main) == [Kind.SET_UP]
    assert items(database, main, days=3) == [Kind.SET_UP, Kind.NO_SECTOR]
    assert len([each for each in rows(database) if each.kind == Kind.NO_SECTOR]) == 1


def people_add(session: Session) -> int:
    return people.add(session, name="Coordinator", now=NOW).id
