"""The record of changes: what is written, how it is chained, and what is found out."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db import audit
from db.engine import Database
from db.models import AuditDetail, AuditEntry, AuditSeal, Partnership
from db.tenancy import across_partnerships, within
from tests.conftest import NOW


@pytest.fixture
def partnership_id(database: Database) -> int:
    return make_partnership(database, "main")


def make_partnership(database: Database, slug: str) -> int:
    with database.writing() as session:
        row = Partnership(
            slug=slug, name="Safeguarding", zone="Europe/London", language="en", created_at=NOW
        )
        session.add(row)
        session.flush()
        return row.id


def write(session: Session, partnership_id: int, verb: str = "rename") -> None:
    with within(session, partnership_id):
        audit.record(
            session,
            actor_id=7,
            verb=verb,
            subject_kind="organisation",
            subject_id=3,
            before={"name": "Housing"},
            after={"name": "Housing Trüst", "since": "2026-11-23", "seats": [1, 2.5, None]},
            now=NOW + timedelta(microseconds=1),
        )


def record(database: Database, partnership_id: int, count: int = 1) -> None:
    with database.writing() as session:
        for _ in range(count):
            write(session, partnership_id)


def seal(database: Database, limit: int = audit.BATCH) -> int:
    with database.writing() as session, across_partnerships(session):
        return audit.seal(session, limit=limit)


def flaws(database: Database, *, after: timedelta = timedelta(minutes=1)) -> list[str]:
    with database.reading() as session, across_partnerships(session):
        return [flaw.sentence for flaw in audit.verify(session, now=NOW + after)]


def heads(database: Database) -> list[tuple[int, int, str]]:
    with database.reading() as session, across_partnerships(session):
        return audit.heads(session)


def tamper(database: Database, statement: str) -> None:
    """Do what a triggerless administrator could."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER IF EXISTS audit_entry_refuses_update"))
            connection.execute(text("DROP TRIGGER IF EXISTS audit_seal_refuses_delete"))
            connection.execute(text("DROP TRIGGER IF EXISTS audit_entry_refuses_delete"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(statement))
        connection.commit()


def test_a_change_is_recorded_with_its_detail(database: Database, partnership_id: int) -> None:
    record(database, partnership_id)
    with database.reading() as session, within(session, partnership_id):
        entry = session.scalars(select(AuditEntry)).one()
        detail = session.scalars(select(AuditDetail)).one()
    assert (entry.actor_id, entry.verb, entry.subject_kind, entry.subject_id) == (
        7,
        "rename",
        "organisation",
        3,
    )
    assert detail.entry_id == entry.id
    assert detail.before == {"name": "Housing"}


def test_equal_details_have_different_digests(database: Database, partnership_id: int) -> None:
    record(database, partnership_id, 2)
    with database.reading() as session, within(session, partnership_id):
        assert len(set(session.scalars(select(AuditEntry.digest)))) == 2


def test_what_was_sealed_proves_true(database: Database, partnership_id: int) -> None:
    record(database, partnership_id, 5)
    record(database, make_partnership(database, "other"), 3)
    assert [seal(database, 4), seal(database, 4), seal(database)] == [4, 4, 0]
    assert flaws(database) == []
    with database.reading() as session, within(session, partnership_id):
        numbers = session.scalars(select(AuditSeal.number).order_by(AuditSeal.number))
        assert list(numbers) == [1, 2, 3, 4, 5]


def test_an_entry_that_commits_late_is_sealed_too(database: Database, partnership_id: int) -> None:
    if database.is_sqlite:
        return  # there writers wait for each other, so that ids commit in order
    with database.writing() as slow:
        write(slow, partnership_id, "first")
        record(database, partnership_id)
        assert seal(database) == 1
    assert seal(database) == 1
    assert flaws(database) == []


def test_two_sealers_make_one_chain(database: Database, partnership_id: int) -> None:
    record(database, partnership_id, 200)
    together = threading.Barrier(4)
    sealed = []

    def run() -> None:
        together.wait()
        sealed.append(seal(database))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sealed) == 200
    assert flaws(database) == []


def test_a_changed_entry_is_found(database: Database, partnership_id: int) -> None:
    record(database, partnership_id, 3)
    seal(database)
    tamper(database, "UPDATE audit_entry SET actor_id = 8 WHERE id = 2")
    assert flaws(database) == ["This entry is not what was sealed."]


def test_a_missing_link_is_found(database: Database, partnership_id: int) -> None:
    record(database, partnership_id, 3)
    seal(database)
    tamper(database, "DELETE FROM audit_seal WHERE number = 2")
    assert flaws(database) == ["The chain lacks link 2."]


def test_a_changed_detail_is_found(database: Database, partnership_id: int) -> None:
    record(database, partnership_id)
    seal(database)
    with database.writing() as session, within(session, partnership_id):
        session.scalars(select(AuditDetail)).one().before = {"name": "Other"}
    assert flaws(database) == ["The detail is not what was recorded."]


def test_an_erased_detail_is_no_flaw(database: Database, partnership_id: int) -> None:
    record(database, partnership_id, 2)
    seal(database)
    with database.writing() as session, within(session, partnership_id):
        session.execute(delete(AuditDetail))
    assert flaws(database) == []


def test_the_database_refuses_changes(database: Database, partnership_id: int) -> None:
    record(database, partnership_id)
    with (
        pytest.raises(DatabaseError),
        database.writing() as session,
        within(session, partnership_id),
    ):
        session.scalars(select(AuditEntry)).one().at = datetime(2020, 1, 1, tzinfo=UTC)


SEAL = "INTO audit_seal (id, entry_id, number, chain_hash, partnership_id)"
FORGED = (
    """INTO audit_entry (id, at, verb, subject_kind, subject_id, digest, partnership_id)
    SELECT id, at, 'forged', subject_kind, subject_id, digest, partnership_id FROM audit_entry
    WHERE true""",
    f"{SEAL} SELECT id, entry_id, number, 'x', partnership_id FROM audit_seal WHERE true",
    f"{SEAL} SELECT id + 9, entry_id, number, 'x', partnership_id FROM audit_seal WHERE true",
)


@pytest.mark.parametrize("forged", FORGED)
def test_no_row_takes_the_place_of_another(
    database: Database, partnership_id: int, forged: str
) -> None:
    record(database, partnership_id, 2)
    seal(database)
    ways = [f"INSERT {forged} ON CONFLICT (id) DO UPDATE SET id = excluded.id"]
    if database.is_sqlite:
        ways.append(f"INSERT OR REPLACE {forged}")
    for way in ways:
        with (
            pytest.raises(DatabaseError, match=r"append-only|duplicate key"),
            database.engine.begin() as connection,
        ):
            connection.execute(text(way))
    assert flaws(database) == []


def test_an_entry_may_wait_for_its_seal_but_not_long(
    database: Database, partnership_id: int
) -> None:
    record(database, partnership_id)
    assert flaws(database, after=timedelta(minutes=9)) == []
    assert flaws(database, after=timedelta(minutes=11)) == [
        "This entry has no seal after 10 minutes."
    ]


def test_a_record_without_its_seals_is_found(database: Database, partnership_id: int) -> None:
    record(database, partnership_id, 2)
    seal(database)
    tamper(database, "DELETE FROM audit_seal")
    tamper(database, "UPDATE audit_entry SET verb = 'forged'")
    assert len(flaws(database, after=timedelta(hours=1))) == 2


def test_a_cut_tail_shows_in_the_head_that_was_kept(
    database: Database, partnership_id: int
) -> None:
    record(database, partnership_id, 3)
    other = make_partnership(database, "other")
    record(database, other)
    seal(database)
    kept = heads(database)
    assert [head[:2] for head in kept] == [(partnership_id, 3), (other, 1)]
    tamper(database, "DELETE FROM audit_detail WHERE entry_id = 3")
    tamper(database, "DELETE FROM audit_seal WHERE entry_id = 3")
    tamper(database, "DELETE FROM audit_entry WHERE id = 3")
    assert flaws(database, after=timedelta(hours=1)) == []
    assert [head[:2] for head in heads(database)] == [(partnership_id, 2), (other, 1)]
    with database.reading() as session, within(session, other):
        assert audit.heads(session) == kept[1:]
