"""What a row of the ledger becomes."""

from sqlalchemy import select

from bot.ground import Ground
from bot.marks import slug_in
from bot.reply import Message
from db import beginnings, organisations
from db.beginnings import Joined, Named
from db.engine import Database
from db.installations import Workspace
from db.models import Delivery
from db.sealing import Sealer
from db.tenancy import across_partnerships, within
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


def test_a_welcome_offers_sample_data_where_nothing_is_registered(database: Database) -> None:
    with database.writing() as session:
        named = [Named("Coordinator", None, "U2")]
        beginnings.begin(session, Sealer("k" * 40), HERE, named, now=NOW)
    with database.writing() as session, across_partnerships(session):
        welcome = session.scalars(select(Delivery)).one()
        empty = render(KINDS, session, welcome, Ground(NOW))
        with within(session, welcome.partnership_id):
            organisations.register(session, "Police", since=NOW.date(), by=None, now=NOW)
        begun = render(KINDS, session, welcome, Ground(NOW))
    assert empty is not None
    assert begun is not None
    assert _buttons(empty) == ["partnership.setup", "sample.lay"]
    assert _buttons(begun) == ["partnership.setup"]


def _buttons(message: Message) -> list[str]:
    [actions] = [each for each in message.blocks if each["type"] == "actions"]
    return [each["action_id"] for each in actions["elements"]]
