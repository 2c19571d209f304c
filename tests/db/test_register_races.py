"""Whoever changes what one register says waits for whoever does so just then."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db import corrections, register_saves, registers
from db.engine import Database
from db.events import Shown
from db.models import Event, Invitation, Series
from db.models import Outcome as Row
from db.register_saves import Settled
from db.tenancy import within
from domain.outcomes import Code, Outcome, Source
from domain.records import Said
from domain.registers import Line
from tests.db.attended import MONDAY, keep, save
from tests.db.meetings import register

THERE = Outcome(code=Code.MEMBER, source=Source.CORRECTION)


@pytest.fixture
def recorded(database: Database) -> int:
    """Save a register of which one seat sent apologies; gives whose it is."""
    with register(database, ("Council", "Health")) as forum:
        forum.sent()
        keep(forum, "Health", Outcome(code=Code.APOLOGIES))
        save(forum, Settled(nobody=True))
        keep(forum, "Health", Outcome(code=Code.DEPUTY, name="Sam Hill"))
        return forum.owner.id


def _invitation(session: Session) -> Invitation:
    query = select(Invitation).join(Row, Row.invitation_id == Invitation.id)
    return session.scalars(query.where(Row.is_current)).one()


def _correct(session: Session) -> None:
    register_saves.correct(session, _invitation(session), THERE, by=None, now=MONDAY)


def _ask(session: Session) -> None:
    """Let the partner ask for it, and a coordinator agree."""
    own = _invitation(session)
    [lead] = [each.lead for each in _lines(session) if each.seat.invitation_id == own.id]
    assert lead is not None
    said, day = Said(Code.MEMBER), MONDAY.date()
    asked = corrections.ask(session, lead[0], own.id, said, source="link", day=day, now=MONDAY)
    assert asked.latest is not None
    corrections.settle(session, asked.latest.id, correct=True, by=None, now=MONDAY)


def _shown(session: Session) -> Shown:
    return Shown(session.scalars(select(Event)).one(), session.scalars(select(Series)).one())


def _lines(session: Session) -> list[Line]:
    return registers.lines(session, _shown(session))


def _save(session: Session) -> None:
    register_saves.save(session, _shown(session), Settled(), by=None, now=MONDAY)


def _until_it_waits(database: Database, going: Future[None]) -> None:
    """Go on when the other waits for us: on SQLite at once, as nobody else writes meanwhile."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while not database.is_sqlite and not going.done():
        with database.engine.connect() as connection:
            if connection.execute(query).scalar_one():
                return


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [(_correct, _save, "RA"), (_save, _correct, "MA"), (_ask, _save, "RA"), (_save, _ask, "MA")],
)
def test_a_correction_and_a_save_at_once_are_one_after_the_other(
    database: Database,
    recorded: int,
    first: Callable[[Session], None],
    second: Callable[[Session], None],
    stands: str,
) -> None:
    def later() -> None:
        with database.writing() as session, within(session, recorded):
            second(session)

    with ThreadPoolExecutor(1) as other:
        with database.writing() as session, within(session, recorded):
            first(session)
            going = other.submit(later)
            _until_it_waits(database, going)
        going.result(30)
    with database.reading() as session, within(session, recorded):
        found = session.scalars(select(Row.code).where(Row.is_current)).all()
    assert list(found) == [stands]
