"""The own share of a press that answers, over bare Bolt that puts a sentence in its place."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from cli.clock import Clock
from cli.wiring import House
from db import bodies, event_changes, event_plans, organisations, people, seats
from db.audience_items import Choice
from db.models import Answer, Partnership, Person, SlackIdentity
from db.tenancy import across_partnerships, within
from domain.events import Among, Details, Planned
from domain.seats import Part
from domain.spans import Span
from domain.when import WallSpan
from jobs.deliver import Deliverer
from sandbox import Message, SignedRequest
from tests.benchmarks.callers import in_turn, show
from tests.cli.hosts import Host
from tests.cli.processes import Program
from tests.world import settings_for

BEGAN = date(2019, 9, 2)
SEATS = 60
TURNS = 200
MOST_MILLISECONDS = 3.0
"""Our own share: what a press takes over a listener that only puts a sentence in its place."""


@pytest.fixture
def ours(prepared: Host) -> Program:
    """Start the real thing."""
    program = prepared.start("web", "--host", "127.0.0.1", "--port", "0")
    prepared.turn_to(program)
    return program


@pytest.fixture
def card(prepared: Host) -> Message:
    """Invite so many seats to an event, one of them led by the coordinator, who gets a card."""
    now = Clock().now()
    day = (now + timedelta(days=40)).date()
    with prepared.database.writing() as session:
        with across_partnerships(session):
            own = session.scalars(select(Partnership)).one()
            own.live_at = now
        with within(session, own.id):
            body = bodies.add(session, "Forum", by=None, now=now)
            known = select(SlackIdentity.person_id).where(
                SlackIdentity.user_id == prepared.coordinator.id
            )
            first = session.get_one(Person, session.scalars(known).one())
            for n in range(SEATS):
                partner = organisations.register(
                    session, f"Partner {n}", since=BEGAN, by=None, now=now
                )
                seat = seats.add(session, partner.id, body.id, Span(BEGAN), by=None, now=now)
                lead = people.add(session, name=f"Lead {n}", now=now) if n else first
                seats.appoint(session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=now)
            begins = datetime(day.year, day.month, day.day, 10)
            span = WallSpan(begins, begins + timedelta(hours=2), "Europe/London")
            planned = Planned(Details("Forum"), span, None, body.id)
            whom = [Choice(Among.BODY, body.id)]
            series = event_plans.draft(session, planned, whom, by=None, now=now)
            event_changes.send(session, series, by=None, now=now)
    deliver(prepared)
    return next(each for each in prepared.coordinator.messages if "can Partner 0" in each.text)


def deliver(host: Host) -> None:
    """Let the cards come; the round waits two minutes for a stop."""
    token = host.workspace.bot_token
    later = Clock().now() + timedelta(minutes=3)
    house = House(settings_for(host.address, host.slack.core.base_url, token, ()), lambda: later)
    Deliverer(
        house.database,
        house.slack,
        sealer=house.sealer,
        clock=house.now,
        addresses=house.addresses,
    ).drain()
    house.database.close()


@pytest.mark.timeout(300)
def test_a_press_costs_three_milliseconds_over_bare_bolt(
    prepared: Host, card: Message, ours: Program, bare: Program
) -> None:
    def presses(times: int) -> list[SignedRequest]:
        names = ("event.answer.attending", "event.answer.unsure")
        return [prepared.coordinator.press_request(card, names[n % 2]) for n in range(times)]

    # made before the first of them takes the card's place
    warm, runs = [[(each.url, presses(n)) for each in (bare, ours)] for n in (20, TURNS)]
    in_turn(warm)
    nothing, press = in_turn(runs)
    over = press.median - nothing.median
    show(f"{prepared.address.get_backend_name()}, one caller, milliseconds:")
    show(f"  bare Bolt  median {nothing.median:6.2f}  p99 {nothing.p99:6.2f}")
    show(f"  a press    median {press.median:6.2f}  p99 {press.p99:6.2f}  over {over:5.2f}")
    assert prepared.count(Answer) == TURNS + 20
    assert over <= MOST_MILLISECONDS
