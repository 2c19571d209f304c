"""What tests of coming events share: events that are arranged, and what was planned for whom."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from db import bodies, event_changes, event_plans, events
from db.audience_items import Choice
from db.models import Delivery, Event, Partnership, Person, Series
from db.tenancy import across_partnerships, within
from domain.events import Among, Calendar, Details, Planned
from domain.recurrence import Rule
from domain.when import WallSpan
from tests.world import World

DECEMBER = date(2026, 12, 3)
"""A Thursday: the first of its month."""


def on(day: date, at: int = 10) -> WallSpan:
    """Give two hours of a day in London."""
    begins = datetime.combine(day, time(at))
    return WallSpan(begins, begins + timedelta(hours=2), "Europe/London")


def live(world: World) -> None:
    """Let the partnership be live."""
    with world.house.database.writing() as session, across_partnerships(session):
        session.scalars(select(Partnership)).one().live_at = world.clock.now()


def arranged(
    world: World,
    title: str = "Forum",
    day: date = DECEMBER,
    *,
    rule: Rule | None = None,
    body: str = "Executive",
    calendar: Calendar = Calendar.OURS,
) -> int:
    """Send an event of a body to all of it; gives its series' id."""
    now = world.clock.now()
    with world.house.database.writing() as session, within(session, world.partnership.id):
        meets = bodies.named(session, body)
        assert meets is not None
        planned = Planned(Details(title), on(day), rule, meets.id, calendar)
        whom = [Choice(Among.BODY, meets.id)]
        series = event_plans.draft(session, planned, whom, by=None, now=now)
        event_changes.send(session, series, by=None, now=now)
        return series.id


def series_of(world: World, series_id: int) -> tuple[Series, list[Event]]:
    """Give a series with its events."""
    with world.house.database.reading() as session, within(session, world.partnership.id):
        found = events.series_by_id(session, series_id)
        assert found is not None
        return found, events.of(session, series_id)


def arrived(world: World) -> None:
    """Let everything that waits have arrived."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        for each in session.scalars(select(Delivery).where(Delivery.state == "planned")):
            each.state, each.attempts, each.sent_at = "sent", 1, world.clock.now()


def waiting(world: World) -> list[tuple[str, str]]:
    """List the mails that wait about events: each one's kind, and whom it is for."""
    query = (
        select(Delivery.kind, Person.name)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.state == "planned", Delivery.channel_kind == "mail")
        .where(Delivery.kind.startswith("event."))
        .order_by(Delivery.id)
    )
    with world.house.database.reading() as session, within(session, world.partnership.id):
        found = session.execute(query).all()
    return [(kind.removeprefix("event."), name) for kind, name in found]
