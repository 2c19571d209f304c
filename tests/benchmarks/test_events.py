"""Planning an event with a thousand seats, and moving it: each within a fifth of a second."""

import gc
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from db import event_changes, event_plans, events, partnerships, previews
from db.audience_items import Choice
from db.engine import Database
from db.models import (
    Address,
    Body,
    Organisation,
    OrganisationName,
    Partnership,
    Person,
    Seat,
    SeatHolder,
    SlackIdentity,
)
from db.tenancy import within
from domain.events import Among, Details, Planned
from domain.names import name_key
from domain.when import WallSpan
from tests.benchmarks.callers import show

NOW = datetime.fromisoformat("2026-11-23T09:30:00+00:00")
BEGAN = date(2019, 9, 2)
FORUM = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
SEATS = 1_000
TURNS = 5
MOST_SECONDS = 0.2
IN_SLACK = 3
"""Every third lead is in Slack, and gets a card besides."""


def fill(session: Session) -> tuple[int, int]:
    """Lay a live partnership whose body has so many seats, each led by somebody else."""
    own = partnerships.add(session, slug="main", name="Safeguarding", now=NOW).id
    with within(session, own):
        session.get_one(Partnership, own).live_at = NOW
        body = Body(name="Forum", name_key="forum", created_at=NOW)
        partners = [Organisation(created_at=NOW) for _ in range(SEATS)]
        leads = [Person(name=f"Lead {n:04}", created_at=NOW) for n in range(SEATS)]
        session.add_all([body, *partners, *leads])
        session.flush()
        seats = [Seat(organisation_id=p.id, body_id=body.id, since=BEGAN) for p in partners]
        session.add_all(seats)
        session.flush()
        for n, (partner, lead, seat) in enumerate(zip(partners, leads, seats, strict=True)):
            _one(session, n, partner.id, lead.id, seat.id)
        session.flush()
        return own, body.id


def _one(session: Session, n: int, partner: int, lead: int, seat: int) -> None:
    name, address = f"Partner {n:04}", f"lead{n}@example.org"
    session.add_all(
        [
            OrganisationName(
                organisation_id=partner, name=name, name_key=name_key(name), since=BEGAN
            ),
            SeatHolder(seat_id=seat, person_id=lead, part="lead", since=BEGAN),
            Address(person_id=lead, address=address, address_key=address),
        ]
    )
    if n % IN_SLACK == 0:
        session.add(
            SlackIdentity(person_id=lead, enterprise_id="", team_id="T1", user_id=f"U{n:06}")
        )


def took(database: Database, own: int, what: Callable[[Session], None]) -> float:
    """Give the seconds of something in a transaction of its own, its commit included."""
    began = time.perf_counter()
    with database.writing() as session, within(session, own):
        what(session)
    return time.perf_counter() - began


@pytest.mark.timeout(300)
def test_a_thousand_seats_are_planned_and_moved_within_a_fifth_of_a_second(
    database: Database,
) -> None:
    with database.writing() as session:
        own, body = fill(session)
    with database.engine.connect() as connection:  # as autovacuum does within a minute
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    drafted: list[int] = []

    def plan(session: Session) -> None:
        planned = Planned(Details("Forum"), FORUM, None, body)
        whom = [Choice(Among.BODY, body)]
        series = event_plans.draft(session, planned, whom, by=None, now=NOW)
        round_ = event_changes.send(session, series, by=None, now=NOW)
        assert round_ is not None
        assert round_.people == SEATS
        drafted.append(series.id)

    def move(session: Session) -> None:
        series = events.series_by_id(session, drafted[-1])
        assert series is not None
        [event] = events.of(session, series.id)
        later = FORUM.on(event.begins.date() + timedelta(days=1))
        shown = events.Shown(event, series)
        assert event_changes.move(session, shown, later, by=None, now=NOW) is not None

    def preview(session: Session) -> None:
        series = events.series_by_id(session, drafted[-1])
        assert series is not None
        assert previews.of(session, series, now=NOW).people == SEATS

    gc.collect()
    gc.freeze()  # the modules of a whole test run, which no process of ours has
    times: dict[str, list[float]] = {"plan": [], "move": [], "preview": []}
    for _turn in range(TURNS):
        for name, what in (("plan", plan), ("move", move), ("preview", preview)):
            times[name].append(took(database, own, what))
    gc.unfreeze()
    show(f"{database.url.get_backend_name()}, {SEATS} seats, milliseconds (best, worst):")
    for name, each in times.items():
        show(f"  {name:8} {min(each) * 1000:7.1f} {max(each) * 1000:7.1f}")
    assert min(times["plan"]) <= MOST_SECONDS
    assert min(times["move"]) <= MOST_SECONDS
