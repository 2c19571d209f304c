"""Five hundred answers in one minute while the worker drains a round: how long each waits."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import local

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cli.clock import Clock
from db import bodies, event_changes, event_plans, organisations, people, seats
from db.audience_items import Choice
from db.models import Answer, Delivery, Partnership
from db.tenancy import across_partnerships, within
from domain.events import Among, Details, Planned
from domain.seats import Part
from domain.spans import Span
from domain.when import WallSpan
from sandbox import Message, Person, SignedRequest
from tests.benchmarks.callers import Caller, Times, show
from tests.benchmarks.test_presses import BEGAN, deliver
from tests.cli.hosts import Host
from tests.cli.processes import wait_until

PEOPLE = 8
"""Leads in Slack, who all answer again and again."""

ANSWERS = 500
SECONDS = 60.0
CALLERS = 8

EVENTS = 60
"""Sent meanwhile: a card of each for everybody, and Slack takes one a second in a conversation."""

MOST_MILLISECONDS = 500.0


def forum(host: Host) -> tuple[list[Person], int]:
    """Give a body whose seats are led by people in Slack, in a partnership that is live."""
    now = Clock().now()
    leads = [host.workspace.add_user(f"Lead {n}") for n in range(PEOPLE)]
    with host.database.writing() as session:
        with across_partnerships(session):
            own = session.scalars(select(Partnership)).one()
            own.live_at = now - timedelta(days=1)
        with within(session, own.id):
            body = bodies.add(session, "Forum", by=None, now=now)
            for n, each in enumerate(leads):
                partner = organisations.register(
                    session, f"Partner {n}", since=BEGAN, by=None, now=now
                )
                seat = seats.add(session, partner.id, body.id, Span(BEGAN), by=None, now=now)
                lead = people.add(session, name=f"Lead {n}", now=now)
                team = each.user.team_id
                people.identify(session, lead, enterprise_id="", team_id=team, user_id=each.id)
                seats.appoint(session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=now)
        return leads, body.id


def invite(session: Session, body_id: int, title: str, *, now: datetime) -> None:
    """Send a meeting of the body; the two minutes in which it could be stopped are over."""
    day = (now + timedelta(days=40)).date()
    begins = datetime(day.year, day.month, day.day, 10)
    span = WallSpan(begins, begins + timedelta(hours=2), "Europe/London")
    planned = Planned(Details(title), span, None, body_id)
    series = event_plans.draft(session, planned, [Choice(Among.BODY, body_id)], by=None, now=now)
    event_changes.send(session, series, by=None, now=now - timedelta(minutes=3))


def card_of(who: Person) -> Message | None:
    return next((each for each in who.messages if "can Partner" in each.text), None)


def all_have_cards(host: Host, leads: Sequence[Person]) -> bool:
    """Let cards leave as fast as Slack takes them, and say whether all have come."""
    deliver(host)
    return all(map(card_of, leads))


def presses(leads: Sequence[Person]) -> list[SignedRequest]:
    """Let the leads press one after the other, each attending and not sure in turn."""
    cards = [card for who in leads if (card := card_of(who))]
    names = ("event.answer.attending", "event.answer.unsure")
    return [
        leads[n % PEOPLE].press_request(cards[n % PEOPLE], names[n // PEOPLE % 2])
        for n in range(ANSWERS)
    ]


def evenly(url: str, requests: Sequence[SignedRequest]) -> Times:
    """Send requests at an even rate; a late one is counted from when it was due."""
    mine, callers = local(), []

    def call(request: SignedRequest, due: float) -> float:
        if not hasattr(mine, "caller"):
            mine.caller = Caller(url)
            callers.append(mine.caller)
        time.sleep(max(0.0, due - time.perf_counter()))
        mine.caller.call(request)
        return (time.perf_counter() - due) * 1000

    began = time.perf_counter()
    dues = [began + n * SECONDS / len(requests) for n in range(len(requests))]
    try:
        with ThreadPoolExecutor(CALLERS) as pool:
            return Times(list(pool.map(call, requests, dues)))
    finally:
        for each in callers:
            each.close()


def waiting(host: Host) -> int:
    with host.database.reading() as session, across_partnerships(session):
        return session.scalars(
            select(func.count(Delivery.id)).where(Delivery.state.in_(("planned", "leased")))
        ).one()


@pytest.mark.timeout(300)
def test_five_hundred_answers_in_a_minute_wait_for_nobody(prepared: Host) -> None:
    web = prepared.start("web", "--host", "127.0.0.1", "--port", "0")
    prepared.turn_to(web)
    leads, body_id = forum(prepared)
    now = Clock().now()
    with prepared.database.writing() as session, within(session, 1):
        invite(session, body_id, "Forum", now=now)
    wait_until("everybody has a card", lambda: all_have_cards(prepared, leads))
    requests = presses(leads)
    with prepared.database.writing() as session, within(session, 1):
        for n in range(EVENTS):
            invite(session, body_id, f"Group {n}", now=now)
    before = waiting(prepared)
    prepared.settings["SLACK_BOT_TOKEN"] = prepared.workspace.bot_token
    prepared.start("worker")
    wait_until("the worker sends", lambda: waiting(prepared) < before)
    times = evenly(web.url, requests)
    left = waiting(prepared)
    name = prepared.address.get_backend_name()
    show(f"{name}, {ANSWERS} answers in a minute, {before - left} of {before} messages sent:")
    show(f"  median {times.median:.0f} ms, p99 {times.p99:.0f} ms, worst {max(times.each):.0f} ms")
    assert prepared.count(Answer) == ANSWERS
    assert before - left > EVENTS
    assert times.p99 <= MOST_MILLISECONDS
