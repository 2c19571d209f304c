"""What tests of findings share: a year of events, one partner not seen, and what people do then."""

from datetime import timedelta

from db.models import Finding
from domain.outcomes import Code
from jobs import findings as job
from sandbox import Person
from tests.bot.commands.event_cast import arrange, arrived, board, newest, press, run, weeks
from tests.bot.commands.register import rows
from tests.bot.commands.registered import record
from tests.world import World, words

MA, NC = Code.MEMBER, Code.NO_CONTACT
CAME = {
    "Fire": (MA, MA, MA, MA, MA, MA, MA, MA, MA),
    "Health": (MA, MA, MA, MA, MA, MA, MA, MA, MA),
    "Housing": (MA, MA, MA, MA, MA, NC, NC, NC, MA),
    "Police": (MA, MA, MA, NC, NC, NC, NC, NC, MA),
}
LAST = 9
"""The series of the last event, which is not recorded."""


def lay(world: World) -> None:
    """Let eight events be recorded, of nine that took place, and be looked at."""
    board(world, *CAME)
    made = [arrange(world, f"Forum {n}", weeks(n)) for n in range(9)]
    arrived(world)
    world.clock.moment += timedelta(weeks=12)
    for place, series in enumerate(made[:8]):
        record(world, series, {name: codes[place] for name, codes in CAME.items()})
    look(world)


def save_last(world: World, *, save: bool = True) -> None:
    """Record the last event, to which everybody came, or leave it as a draft."""
    record(world, LAST, {name: codes[8] for name, codes in CAME.items()}, save=save)


def look(world: World) -> int:
    """Let the tick look for findings."""
    with world.house.database.writing() as session:
        return job.look(session, world.clock.now())


def reads(who: Person, typed: str) -> str:
    """Run a command as somebody; gives the words of the answer."""
    return words(who.run(typed).ephemeral)


def act(world: World, action: str) -> str:
    """Press a button of the first entry of the list; gives the words of what then lies there."""
    run(world, "/engagement")
    values = [
        element["value"]
        for block in newest(world).blocks
        for element in block.get("elements", ())
        if element.get("action_id") == action
    ]
    return press(world, action, values[0])


def finding(world: World) -> Finding:
    """Give the only finding."""
    [found] = rows(world, Finding)
    return found


def check(world: World) -> str:
    """Check the facts of the only one that is to be checked, from the list."""
    run(world, "/engagement")
    press(world, "engagement.check")
    told = world.coordinator.submit({})
    assert told.ok, told
    return words(newest(world))
