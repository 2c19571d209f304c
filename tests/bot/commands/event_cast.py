"""What tests of events in Slack share: a body with seats, and events that were sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bodies, event_changes, event_plans, events
from db.audience_items import Choice
from db.models import Delivery, Partnership, Person
from db.tenancy import across_partnerships, within
from domain.events import Among, Calendar, Details, Planned
from domain.recurrence import Frequency, Ordinal, Rule
from domain.when import WallSpan
from sandbox import Message
from tests.bot.commands import partners
from tests.world import World, shown, words

T = TypeVar("T")

THIRD = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
"""Thursday 3 December 2026, 10:00 to 12:00."""

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)


@contextmanager
def writing(world: World) -> Iterator[Session]:
    """Write for the partnership."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        yield session


def board(world: World, *names: str) -> None:
    """Let the partnership be live, with a seat on the Executive for each name, and its lead."""
    with world.house.database.writing() as session, across_partnerships(session):
        session.scalars(select(Partnership)).one().live_at = world.clock.now()
    for own, name in zip(partners.add(world, *names), names, strict=True):
        partners.seat(world, own, "Executive", f"{name} lead")


def arrange(
    world: World,
    title: str = "Leadership Forum",
    span: WallSpan = THIRD,
    rule: Rule | None = None,
    *,
    send: bool = True,
    calendar: Calendar = Calendar.OURS,
) -> int:
    """Plan an event for all of the Executive, and send it; gives its series' id."""
    now = world.clock.now()
    with writing(world) as session:
        body = bodies.named(session, "Executive")
        assert body is not None
        planned = Planned(Details(title, "Town Hall"), span, rule, body.id, calendar)
        whom = [Choice(Among.BODY, body.id)]
        series = event_plans.draft(session, planned, whom, by=None, now=now)
        if send:
            event_changes.send(session, series, by=None, now=now)
        return series.id


def arrived(world: World, *, failing: str | None = None) -> None:
    """Let everything that waits have arrived, but for the mails of one person."""
    with writing(world) as session:
        for each in session.scalars(select(Delivery).where(Delivery.state == "planned")):
            each.state, each.attempts, each.sent_at = "sent", 1, world.clock.now()
            each.sent_to = "somebody@example.org"
            if (
                failing
                and each.person_id
                and failing in session.get_one(Person, each.person_id).name
            ):
                each.state, each.last_error = "failed", "no_address"
                each.sent_at = each.sent_to = None


def event_id(world: World, series_id: int, place: int = 0) -> int:
    """Give the id of an event of a series."""
    return look(world, lambda session: events.of(session, series_id)[place].id)


def look(world: World, read: Callable[[Session], T]) -> T:
    """Read what the database has now."""
    with world.house.database.reading() as session, within(session, world.partnership.id):
        return read(session)


def newest(world: World) -> Message:
    """Give the last message that only the coordinator sees."""
    return world.coordinator.ephemerals[-1]


def run(world: World, typed: str) -> str:
    """Run a command as the coordinator; gives the words of the answer."""
    return words(world.coordinator.run(typed).ephemeral)


def press(world: World, action: str, value: str | None = None) -> str:
    """Press a button of the coordinator's last message; gives the words of what then lies there."""
    before = len(world.coordinator.ephemerals)
    told = world.coordinator.press(newest(world), action, value=value)
    assert told.ok, told
    if world.coordinator.view is not None:
        return shown(world.coordinator.view.blocks)
    assert len(world.coordinator.ephemerals) >= before
    return words(newest(world))


def weeks(n: int, span: WallSpan = THIRD) -> WallSpan:
    """Give a time some weeks later."""
    return span.on(span.begins.date() + timedelta(weeks=n))


DECEMBER_10 = date(2026, 12, 10)
