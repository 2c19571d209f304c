"""What tests of `/partner` share: partners that are added, opened and read."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from db import bodies, organisations, people, seats
from db.models import AuditEntry
from db.organisations import Named
from db.tenancy import across_partnerships, within
from domain.seats import Part
from domain.spans import Span
from sandbox import Outcome, View
from tests.world import World, shown, words

TODAY = date(2026, 11, 23)
"""The day of `tests.conftest.NOW`."""


def later(days: int) -> date:
    """Give a day after today."""
    return TODAY + timedelta(days=days)


def add(world: World, *names: str, since: date = date(2019, 9, 2)) -> list[int]:
    """Register partners, members since a day; gives their ids."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        now = world.clock.now()
        made = [
            organisations.register(session, name, since=since, by=None, now=now) for name in names
        ]
        return [each.id for each in made]


def seat(
    world: World,
    organisation_id: int,
    body: str,
    lead: str | None = None,
    since: date = date(2020, 1, 1),
) -> int:
    """Give a partner a seat on a body, which is made if need be; gives the seat's id."""
    now, by = world.clock.now(), None
    with world.house.database.writing() as session, within(session, world.partnership.id):
        on = bodies.named(session, body) or bodies.add(session, body, by=by, now=now)
        made = seats.add(session, organisation_id, on.id, Span(since), by=by, now=now)
        if lead is not None:
            person = people.add(session, name=lead, now=now)
            seats.appoint(session, made, person, Part.LEAD, since=since, by=by, now=now)
        return made.id


def named(world: World, name: str, day: date = TODAY) -> Named | None:
    """Find a partner by its name as commands do."""
    with world.house.database.reading() as session, within(session, world.partnership.id):
        return organisations.named(session, name, day=day)


def verbs(world: World) -> list[str]:
    """List what was done to organisations, in the order of the record."""
    with world.house.database.reading() as session, across_partnerships(session):
        wanted = select(AuditEntry.verb).where(AuditEntry.subject_kind == "organisation")
        return list(session.scalars(wanted.order_by(AuditEntry.id)))


def run(world: World, typed: str) -> str:
    """Run a command as the coordinator; gives the words of the answer."""
    return words(world.coordinator.run(typed).ephemeral)


def press(world: World, typed: str, action: str, value: str | None = None) -> Outcome:
    """Run a command as the coordinator and press a button of the answer."""
    told = world.coordinator.run(typed)
    assert told.ephemeral is not None
    return world.coordinator.press(told.ephemeral, action, value=value)


def form(world: World) -> View:
    """Give the form that lies on top."""
    assert world.coordinator.view is not None
    return world.coordinator.view


def submit(world: World, **values: object) -> str:
    """Submit the form that lies on top; gives the words of what follows, or its complaints."""
    told = world.coordinator.submit(values)
    if told.errors or told.refused:
        return str(told.errors or told.refused)
    return shown(form(world).blocks)


def chosen(organisation_id: int, name: str) -> dict[str, object]:
    """Give the option that a field which searches holds once a partner is picked."""
    return {"text": {"type": "plain_text", "text": name}, "value": str(organisation_id)}


def at(world: World, moment: datetime) -> None:
    """Move the clock."""
    world.clock.moment = moment
