"""What a row of the ledger becomes."""

from sqlalchemy import select

from bot.ground import Ground
from bot.marks import slug_in
from db import beginnings
from db.beginnings import Joined, Named
from db.engine import Database
from db.installations import Workspace
from db.models import Delivery
from db.sealing import Sealer
from db.tenancy import across_partnerships
from jobs.kinds import KINDS, render
from tests.conftest import NOW

HERE = Joined(Workspace("", "T1", "U1", "B1"), "xoxb-1")


def test_a_messages_buttons_say_which_partnership_they_are_for(database: Database) -> None:
    with database.writing() as session:
        named = [Named("Coordinator", None, "U2")]
        beginnings.begin(session, Sealer("k" * 40), HERE, named, now=NOW)
    with database.reading() as session, across_partnerships(session):
        welcome = session.scalars(select(Delivery)).one()
        message = render(KINDS, session, welcome, Ground(NOW))
    assert message is not None
    [buttons] = [each for each in message.blocks if each["type"] == "actions"]
    assert slug_in(buttons["block_id"]) == "main"
