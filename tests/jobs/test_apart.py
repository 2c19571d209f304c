"""Ticks for many partnerships: what is wrong with one holds up nobody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from db import events, invitations, papers, seats, series_changes
from db.engine import Database
from db.models import Partnership, Person, Round, Series
from db.tenancy import across_partnerships
from domain.recurrence import Frequency, Rule
from domain.seats import Part
from jobs import audiences, series
from jobs.apart import Pieces
from jobs.papers import announce
from jobs.ticks import Tick, TickRunner
from tests.db.meetings import BEGAN, NOW, Register, register

WEEKLY = Rule(Frequency.WEEKLY, weekday=3)
LATER = NOW + timedelta(hours=2)
DUE = datetime(2026, 11, 26, 9, tzinfo=UTC)
"""When the papers of Thursday 3 December 2026 are announced."""


def owing(held: Register) -> Series:
    """Let each tick have something to do: a new lead, a paper, and weeks that are not written."""
    made = held.sent(rule=WEEKLY)
    held.arrived()
    new = held.person("New lead")
    seats.appoint(held.session, held.seats[0], new, Part.LEAD, since=BEGAN, by=None, now=NOW)
    first = events.of(held.session, made.id)[0]
    papers.add_link(held.session, first, "Minutes", "https://a.example.org", by=None, now=NOW)
    return made


def settle_what_can_be_read(
    session: Session, made: Series, change: invitations.Change, *, now: datetime
) -> Round | None:
    """Settle a series of Earth, as `settle` does: who is invited is compared without its zone."""
    ZoneInfo(made.zone)
    return invitations.settle(session, made, change, now=now)


@contextmanager
def beside_a_broken_one(database: Database) -> Iterator[Session]:
    """Give what is owed to two partnerships, of which the first has what nobody can read."""
    with register(database, ("Police",)) as bad:
        broken = owing(bad)
        broken.zone, broken.rule = "Mars/Olympus", {"no": "rule"}
        for each in events.of(bad.session, broken.id):
            each.zone = "Mars/Olympus"
        bad.owner.slug, bad.owner.region = "broken", "mars"
    with register(database, ("Health",)) as good:
        owing(good)
        yield good.session


def test_each_piece_of_a_tick_is_a_transaction_of_its_own(database: Database) -> None:
    """Who writes meanwhile waits for one of them, not for all."""
    with database.writing() as session:
        owners = [owner(session, slug) for slug in ("one", "two", "three")]

    def seen_elsewhere(_session: Session, _piece: None, _now: datetime) -> int:
        with database.reading() as other, across_partnerships(other):
            done.append(len(other.scalars(select(Person)).all()))
        _session.add(Person(name="Met", created_at=NOW))
        _session.flush()
        return 1

    done: list[int] = []
    pieces = Pieces("meet", lambda *_: [(each, None) for each in owners], seen_elsewhere)
    tick = Tick("meet", 60, pieces)
    assert TickRunner(database, [tick], lambda: NOW).run(tick) == 3
    assert done == [0, 1, 2]


def owner(session: Session, slug: str) -> int:
    made = Partnership(slug=slug, name=slug, zone="Europe/London", language="en", created_at=NOW)
    session.add(made)
    session.flush()
    return made.id


@pytest.mark.parametrize(
    ("tick", "now"),
    [
        (audiences.keep, LATER),
        (announce, DUE),
        (series.extend, NOW + timedelta(days=120)),
    ],
    ids=["keep audiences", "announce papers", "write series ahead"],
)
def test_what_is_wrong_with_one_partnership_holds_up_no_other(
    database: Database,
    tick: Callable[[Session, datetime], int],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(series_changes, "settle", settle_what_can_be_read)
    with beside_a_broken_one(database) as session, across_partnerships(session):
        with capture_logs() as logged:
            assert tick(session, now) > 0
        [failed] = [each for each in logged if each["log_level"] == "error"]
        assert failed["event"] == "one partnership's part failed"
