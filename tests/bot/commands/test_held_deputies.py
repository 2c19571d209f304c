"""Deputies from outside their partner's domains wait on the worklist, and are decided there."""

import pytest
from sqlalchemy import select

from db import answering, deputies, events, people
from db.models import AuditEntry, Delivery, NamedDeputy, Person
from domain.answers import Source
from tests.bot.commands.event_cast import arrange, arrived, board, event_id, look, writing
from tests.world import World, shown


@pytest.fixture
def forum(world: World) -> World:
    """Give a world in which the fire lead has named somebody from outside."""
    board(world, "Fire")
    with writing(world) as session:
        lead = session.scalars(select(Person).where(Person.name == "Fire lead")).one()
        people.add_address(session, lead, "fire@example.org", by=None, now=world.clock.now())
    series_id = arrange(world)
    arrived(world)
    own, now = event_id(world, series_id), world.clock.now()
    with writing(world) as session:
        lead = session.scalars(select(Person).where(Person.name == "Fire lead")).one()
        found = events.by_id(session, own)
        assert found is not None
        invited = answering.mine(session, found, lead.id, now=now).invited
        deputies.send(
            session,
            found,
            [each.invitation for each in invited],
            name="Out Sider",
            address="out@elsewhere.example.net",
            source=Source.LINK,
            at=now,
            by=lead.id,
            now=now,
        )
    return world


def home(world: World) -> str:
    world.coordinator.open_home()
    assert world.coordinator.home is not None
    return shown(world.coordinator.home.blocks)


def press(world: World, action: str) -> str:
    home(world)
    assert world.coordinator.home is not None
    told = world.coordinator.press(world.coordinator.home, action)
    assert told.ok, told
    assert world.coordinator.home is not None
    return shown(world.coordinator.home.blocks)


def state(world: World) -> str:
    return look(world, lambda session: session.scalars(select(NamedDeputy.state)).one())


def mailed(world: World) -> list[tuple[str, str]]:
    """List the mails that wait: their kind, and whom they are for."""
    query = (
        select(Delivery.kind, Person.name)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.state == "planned", Delivery.channel_kind == "mail")
        .order_by(Delivery.id)
    )
    return look(world, lambda session: [(kind, name) for kind, name in session.execute(query)])


def test_the_line_says_who_would_represent_whom_and_why_it_waits(forum: World) -> None:
    said = home(forum)
    assert "Fire would send Out Sider (out@elsewhere.example.net) to the Leadership Forum" in said
    assert "This address is outside their organisation's. Shall we ask them?" in said


def test_ask_them_invites_the_deputy_and_tells_the_lead(forum: World) -> None:
    said = press(forum, "deputy.ask")
    assert "Out Sider is asked. Their lead hears it too." in said
    assert "Fire would send" not in said
    assert state(forum) == "asked"
    assert ("event.invitation", "Out Sider") in mailed(forum)
    assert ("deputy.notice", "Fire lead") in mailed(forum)


def test_don_t_leaves_them_alone_and_tells_the_lead(forum: World) -> None:
    said = press(forum, "deputy.refuse")
    assert "Out Sider is not asked." in said
    assert state(forum) == "refused"
    assert {name for _kind, name in mailed(forum)} == {"Fire lead"}
    verbs = look(forum, lambda session: session.scalars(select(AuditEntry.verb)).all())
    assert "decide deputy" in verbs
