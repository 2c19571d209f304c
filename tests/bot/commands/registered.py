"""What tests of figures and of standing share: events that are recorded, or only drafted."""

from db import register_drafts, register_saves, registers
from db.events import Shown, of, series_by_id
from db.register_saves import Settled
from domain.outcomes import Code, Outcome
from tests.bot.commands.event_cast import writing
from tests.world import World


def record(world: World, series: int, came: dict[str, Code | None], *, save: bool = True) -> None:
    """Record an event as the coordinator would, or leave it as a draft."""
    with writing(world) as session:
        own = series_by_id(session, series)
        assert own is not None
        shown = Shown(of(session, series)[0], own)
        lines = {each.seat.name: each for each in registers.lines(session, shown)}
        said = {lines[name].seat.invitation_id: Outcome(code=code) for name, code in came.items()}
        register_drafts.keep(session, shown, said, by=None, now=world.clock.now())
        if save:
            register_saves.save(session, shown, Settled(), by=None, now=world.clock.now())
