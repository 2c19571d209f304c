"""What tests of a partner's record share: events that are over, of which registers were saved."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bodies, events, organisations, register_drafts, register_saves, registers, seats
from db.models import Person
from db.register_saves import Settled
from domain.outcomes import Code, Outcome
from domain.seats import Part
from domain.spans import Span
from domain.when import WallSpan
from tests.bot.commands.event_cast import THIRD, arrange, arrived, board, look, writing
from tests.bot.commands.register import BEGAN
from tests.world import World


def lay(world: World) -> None:
    """Lay a body with seats of Health and of the County Police, whose lead is the world's own."""
    board(world, "Health")
    now = world.clock.now()
    with writing(world) as session:
        body = bodies.named(session, "Executive")
        assert body is not None
        police = organisations.register(session, "County Police", since=BEGAN, by=None, now=now)
        seat = seats.add(session, police.id, body.id, Span(BEGAN), by=None, now=now)
        lead = session.scalars(select(Person).where(Person.name == "Police lead")).one()
        seats.appoint(session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=now)


def past(world: World, title: str = "Leadership Forum", span: WallSpan = THIRD) -> int:
    """Arrange an event and let it be over; gives its id."""
    series = arrange(world, title, span)
    arrived(world)
    begins = datetime.combine(span.begins.date(), world.clock.moment.timetz())
    world.clock.moment = max(world.clock.moment, begins + timedelta(days=4))
    return look(world, lambda session: events.of(session, series)[0].id)


def save(world: World, event_id: int, **said: Code) -> None:
    """Save the register of an event, with what happened for some partners."""
    with writing(world) as session:
        shown = events.by_id(session, event_id)
        assert shown is not None
        names = {each.replace("_", " "): code for each, code in said.items()}
        drafted = {
            each.seat.invitation_id: Outcome(code=names[each.seat.name])
            for each in registers.lines(session, shown)
            if each.seat.name in names
        }
        now = world.clock.now()
        register_drafts.keep(session, shown, drafted, by=None, now=now)
        register_saves.save(session, shown, Settled(nobody=True), by=None, now=now)


def invitation_of(world: World, event_id: int, partner: str = "County Police") -> int:
    """Give the invitation of a partner's seat."""

    def read(session: Session) -> int:
        shown = events.by_id(session, event_id)
        assert shown is not None
        lines = registers.lines(session, shown)
        return next(each.seat.invitation_id for each in lines if each.seat.name == partner)

    return look(world, read)
