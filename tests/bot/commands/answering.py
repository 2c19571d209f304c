"""What tests of answers in Slack share: leads who are known there, and buttons to press."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy.orm import Session

from db import appointments, bodies, event_changes, events, organisations, people, seats
from db.models import Event, Person, Seat, Series, SlackIdentity
from db.tenancy import within
from domain.seats import Part
from domain.spans import Span
from jobs.deliver import Deliverer
from sandbox import Channel, Message
from sandbox import Person as User
from sandbox.slack.state import View
from tests.bot.commands.arranged import on
from tests.bot.commands.register import BEGAN, rows
from tests.world import World


@contextmanager
def writing(world: World) -> Iterator[Session]:
    """Write to the world's partnership."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        yield session


def leads(world: World, who: User, place: int = 0) -> None:
    """Let somebody in Slack lead a seat, the first unless another is meant, with an address."""
    appointed(world, who, Part.LEAD, place)


def appointed(world: World, who: User, part: Part, place: int = 0) -> None:
    """Let somebody in Slack fill a seat, with an address."""
    now = world.clock.now()
    known = next(each for each in rows(world, SlackIdentity) if each.user_id == who.id)
    with writing(world) as session:
        person = session.get_one(Person, known.person_id)
        if not people.addresses(session, person.id):
            people.add_address(session, person, f"{who.id}@example.org".lower(), by=None, now=now)
        seat = session.get_one(Seat, rows(world, Seat)[place].id)
        appointments.appoint(session, seat, person, part, since=BEGAN, by=None, now=now)


def another_seat(world: World, name: str) -> None:
    """Add a partner with a seat on the body."""
    now = world.clock.now()
    with writing(world) as session:
        partner = organisations.register(session, name, since=BEGAN, by=None, now=now)
        meets = bodies.named(session, "Executive")
        assert meets is not None
        seats.add(session, partner.id, meets.id, Span(BEGAN), by=None, now=now)


def asked(world: World, name: str, address: str) -> None:
    """Add a standing deputy of the first seat."""
    now = world.clock.now()
    with writing(world) as session:
        person = people.add(session, name=name, now=now)
        people.add_address(session, person, address, by=None, now=now)
        seat = session.get_one(Seat, rows(world, Seat)[0].id)
        appointments.appoint(session, seat, person, Part.DEPUTY, since=BEGAN, by=None, now=now)


def post(world: World) -> int:
    """Let what waits in Slack be delivered; gives how many messages."""
    house = world.house
    return Deliverer(
        house.database,
        house.slack,
        sealer=house.sealer,
        clock=house.now,
        addresses=house.addresses,
    ).drain()


def pressed(who: User, where: Message | View, answer: str = "attending") -> None:
    """Press one of the buttons of an answer."""
    told = who.press(where, f"event.answer.{answer}")
    assert told.ok, told


def shown_event(session: Session, world: World, place: int = 0) -> events.Shown:
    """Find an event, the first unless another is meant."""
    found = events.by_id(session, rows(world, Event)[place].id)
    assert found is not None
    return found


def moved(world: World, day: date) -> None:
    """Move the first event."""
    with writing(world) as session:
        now = world.clock.now()
        event_changes.move(session, shown_event(session, world), on(day), by=None, now=now)


def in_channel(world: World, channel: Channel, day: date = date(2026, 12, 10)) -> Message:
    """Let the card go to a channel too, and give it; the event moves with that."""
    with writing(world) as session:
        meets = bodies.named(session, "Executive")
        assert meets is not None
        meets.channel_team, meets.channel_id = world.workspace.id, channel.id
        series = events.series_by_id(session, rows(world, Series)[0].id)
        assert series is not None
        series.in_channel = True
    moved(world, day)
    post(world)
    return channel.messages[-1]
