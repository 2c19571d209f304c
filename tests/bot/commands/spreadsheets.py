"""What tests of spreadsheets in Slack do again and again: give a file, let the worker, press."""

from db.models import OrganisationName
from jobs.deliver import Deliverer
from jobs.imports import Imports
from sandbox import Message
from tests.bot.commands.register import rows
from tests.world import World

PARTNERS = """Organisation,Sector,Name,Job title,E-mail,Board,Part,Seat from
County Police,Police,Lee Brown,Superintendent,lee@police.example.org,Executive,Lead,1/9/2019
County Pollice,Police,Sam Hill,Inspector,sam@police.example.org,Executive,Deputy,1/9/2019
Housing Trust,Housing,,,,Executive,,soon
Fire and Rescue,Fire,Jo Flame,Chief,,Executive,Lead,2 Sep 2019
"""


def work(world: World) -> None:
    """Let the worker do what its clock makes it do, and deliver."""
    house = world.house
    Imports(house.slack, house.sealer).run(house.database, house.now())
    Deliverer(house.database, house.slack, sealer=house.sealer, clock=house.now).drain()


def give(world: World, content: str | bytes = PARTNERS, name: str = "partners.csv") -> None:
    """Give a file through the form."""
    data = content.encode() if isinstance(content, str) else content
    world.coordinator.run("/partner import")
    told = world.coordinator.submit({"file": world.coordinator.upload(name, data)})
    assert told.ok, told


def bring(world: World, content: str | bytes = PARTNERS, name: str = "partners.csv") -> Message:
    """Give a file, and get the message that says what was found."""
    give(world, content, name)
    work(world)
    return world.coordinator.messages[-1]


def press(world: World, where: Message, action: str, value: str | None = None) -> Message:
    """Press a button, and give the answer: in place, or for the coordinator alone."""
    before = len(world.coordinator.ephemerals)
    told = world.coordinator.press(where, action, value=value)
    assert told.ok, told
    later = world.coordinator.ephemerals
    return later[-1] if len(later) > before else where


def names(world: World) -> list[str]:
    return sorted(each.name for each in rows(world, OrganisationName) if not each.alias)


def value_of(message: Message, reads: str) -> str:
    """Give the value of the answer that reads so."""
    for block in message.blocks:
        if reads in str(block.get("text", {}).get("text", "")):
            return str(block["accessory"]["value"])
    raise LookupError(reads)
