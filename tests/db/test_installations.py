"""Whose token answers where."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import installations, partnerships
from db.engine import Database
from db.installations import Resealed, Workspace
from db.models import AuditDetail, AuditEntry, Installation
from db.sealing import Sealer
from db.tenancy import across_partnerships, within
from tests.conftest import NOW

OLD, NEW = "o" * 40, "n" * 40
HERE = Workspace("", "T1", "U1", "B1")


@pytest.fixture
def own(database: Database) -> int:
    with database.writing() as session:
        return partnerships.add(session, slug="main", name="Main", now=NOW).id


def install(database: Database, own: int, sealer: Sealer, token: str = "xoxb-1") -> None:
    with database.writing() as session, within(session, own):
        installations.install(
            session, sealer, partnership_id=own, workspace=HERE, token=token, now=NOW
        )


def test_installing_again_keeps_one_row_with_the_newest_token(database: Database, own: int) -> None:
    sealer = Sealer(NEW)
    for token in ("xoxb-1", "xoxb-2"):
        install(database, own, sealer, token)
    with database.reading() as session, within(session, own):
        [found] = installations.live(session)
    assert sealer.open(found.sealed_token, own) == "xoxb-2"


def test_what_was_removed_is_not_live_until_installed_again(database: Database, own: int) -> None:
    sealer = Sealer(NEW)
    install(database, own, sealer)
    with database.writing() as session:
        assert installations.revoke(session, team_id="T1", happened_at=NOW, now=NOW) == 1
        assert installations.revoke(session, team_id="T1", happened_at=NOW, now=NOW) == 0
    with database.reading() as session, within(session, own):
        assert installations.live(session) == []
    install(database, own, sealer)
    with database.reading() as session, within(session, own):
        assert len(installations.live(session)) == 1


def test_an_event_of_before_the_installation_removes_nothing(database: Database, own: int) -> None:
    install(database, own, Sealer(NEW))
    with database.writing() as session:
        before = NOW - timedelta(seconds=2)
        assert installations.revoke(session, team_id="T1", happened_at=before, now=NOW) == 0
    with database.reading() as session, within(session, own):
        assert len(installations.live(session)) == 1


def test_a_changed_key_is_taken_over_once(database: Database, own: int) -> None:
    install(database, own, Sealer(OLD))
    with database.writing() as session:
        assert installations.reseal(session, Sealer(NEW, OLD)) == Resealed(1, 0)
    with database.writing() as session:
        assert installations.reseal(session, Sealer(NEW)) == Resealed(0, 0)
    with database.reading() as session, across_partnerships(session):
        row = session.scalars(select(Installation)).one()
    assert Sealer(NEW).open(row.sealed_token, own) == "xoxb-1"


def test_a_lost_key_is_counted_and_nothing_is_changed(database: Database, own: int) -> None:
    install(database, own, Sealer(OLD))
    with database.writing() as session:
        assert installations.reseal(session, Sealer(NEW)) == Resealed(0, 1)
    with database.reading() as session:
        assert installations.unreadable(session, Sealer(NEW)) == 1
        assert installations.unreadable(session, Sealer(OLD)) == 0
    with database.reading() as session, within(session, own):
        [row] = installations.live(session)
    assert Sealer(OLD).open(row.sealed_token, own) == "xoxb-1"


def test_installing_puts_a_new_token_where_nobody_can_read_the_old_one(
    database: Database, own: int
) -> None:
    install(database, own, Sealer(OLD))
    install(database, own, Sealer(NEW), "xoxb-2")
    with database.reading() as session, within(session, own):
        [row] = installations.live(session)
    assert Sealer(NEW).open(row.sealed_token, own) == "xoxb-2"


def test_what_comes_and_goes_leaves_a_trail_without_tokens(database: Database, own: int) -> None:
    for token in ("xoxb-1", "xoxb-1", "xoxb-2"):
        install(database, own, Sealer(NEW), token)
    with database.writing() as session:
        installations.revoke(session, team_id="T1", happened_at=None, now=NOW)
    with database.reading() as session, within(session, own):
        wanted = select(AuditEntry.verb, AuditDetail.after).join(
            AuditDetail, AuditDetail.entry_id == AuditEntry.id
        )
        rows = session.execute(
            wanted.where(AuditEntry.subject_kind == "installation").order_by(AuditEntry.id)
        ).all()
    assert [verb for verb, _ in rows] == ["install", "install", "revoke"]
    assert [after for _, after in rows] == [{"enterprise": "", "team": "T1"}] * 3
