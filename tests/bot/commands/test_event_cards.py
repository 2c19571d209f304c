"""Cards of events in Slack: they come, and their buttons reply until answers are kept."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from db import appointments, bodies, copies, event_changes, events, people
from db.models import Event, Person, Seat, Series, SlackIdentity
from db.tenancy import within
from domain.roles import Role
from domain.seats import Part
from jobs.deliver import Deliverer
from sandbox import Channel, Message
from sandbox import Person as User
from tests.bot.commands.arranged import arranged, live, on
from tests.bot.commands.register import BEGAN, rows
from tests.world import World, introduce, words

LATER = "Thank you. Answers by button come with the next version."


def leads(world: World, who: User) -> None:
    """Let somebody in Slack lead the police's seat, with an address."""
    now = world.clock.now()
    known = next(each for each in rows(world, SlackIdentity) if each.user_id == who.id)
    with world.house.database.writing() as session, within(session, world.partnership.id):
        person = session.get_one(Person, known.person_id)
        people.add_address(session, person, f"{who.id}@example.org".lower(), by=None, now=now)
        seat = session.get_one(Seat, rows(world, Seat)[0].id)
        appointments.appoint(session, seat, person, Part.LEAD, since=BEGAN, by=None, now=now)


def post(world: World) -> None:
    """Let what waits in Slack be delivered."""
    house = world.house
    Deliverer(
        house.database,
        house.slack,
        sealer=house.sealer,
        clock=house.now,
        addresses=house.addresses,
    ).drain()


@pytest.fixture
def invited(register: World) -> World:
    live(register)
    leads(register, register.lead)
    arranged(register)
    post(register)
    return register


def pressed(who: User, where: Message, answer: str = "attending") -> str:
    told = who.press(where, f"event.answer.{answer}")
    assert told.ok, told
    return words(who.ephemerals[-1])


def test_a_card_comes_and_each_of_its_buttons_replies(invited: World) -> None:
    [card] = invited.lead.messages
    assert words(card).startswith("Forum: can County Police be there?")
    before = words(card)
    for answer in ("attending", "deputy", "apologies", "unsure"):
        assert pressed(invited.lead, card, answer).startswith(LATER)
    assert words(invited.lead.messages[0]) == before


def test_its_links_open_and_change_nothing(invited: World) -> None:
    [card] = invited.lead.messages
    for name in ("page", "file"):
        assert invited.lead.press(card, f"event.open.{name}").ok
    assert invited.lead.ephemerals == []
    page, file = (
        one["url"] for each in card.blocks for one in each.get("elements", ()) if "url" in one
    )
    assert page.startswith("https://joinedup.example.org/event/")
    assert file == f"{page}/event.ics"


def test_a_move_and_a_cancellation_stand_in_place_of_the_card(invited: World) -> None:
    event_id = rows(invited, Event)[0].id
    now = invited.clock.now()
    with invited.house.database.writing() as session, within(session, invited.partnership.id):
        event_changes.move(session, of(session, event_id), on(date(2026, 12, 10)), by=None, now=now)
    post(invited)
    [card] = invited.lead.messages
    assert "New time: Thursday 10 December, 10:00. It was 3 December." in words(card)
    with invited.house.database.writing() as session, within(session, invited.partnership.id):
        event_changes.cancel(session, of(session, event_id), reason="Flood", by=None, now=now)
    post(invited)
    [card] = invited.lead.messages
    assert words(card).startswith("Cancelled: Forum, 10 December. Reason: Flood.")


def of(session: Session, event_id: int) -> events.Shown:
    found = events.by_id(session, event_id)
    assert found is not None
    return found


def in_channel(world: World, channel: Channel) -> Message:
    """Let the card go to a channel too, and give it."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        meets = bodies.named(session, "Executive")
        assert meets is not None
        meets.channel_team, meets.channel_id = world.workspace.id, channel.id
        series = events.series_by_id(session, rows(world, Series)[0].id)
        assert series is not None
        series.in_channel = True
        now = world.clock.now()
        shown = of(session, rows(world, Event)[0].id)
        event_changes.move(session, shown, on(date(2026, 12, 10)), by=None, now=now)
    post(world)
    return channel.messages[-1]


def test_in_a_channel_who_is_not_asked_hears_so(invited: World) -> None:
    members = [invited.coordinator, invited.lead, invited.outsider, invited.workspace.bot]
    channel = invited.workspace.add_channel("forum", members=members)
    card = in_channel(invited, channel)
    assert pressed(invited.lead, card).startswith(LATER)
    told = pressed(invited.coordinator, card)
    assert told.startswith("You are not among those who are asked about this event.")
    assert pressed(invited.outsider, card).startswith("I can't show you anything here yet.")


def test_a_member_of_another_workspace_gets_a_card_and_a_reply(register: World) -> None:
    elsewhere = register.slack.add_workspace("County Police", installed=False)
    chief = elsewhere.add_user("Chief", email="chief@police.example.org")
    members = [register.coordinator, chief, register.workspace.bot]
    register.workspace.add_channel("joint", members=members, shared_with=[elsewhere])
    introduce(register, chief, Role.PARTNER)
    live(register)
    leads(register, chief)
    arranged(register)
    post(register)
    [card] = chief.messages
    assert "Forum: can County Police be there?" in words(card)
    assert pressed(chief, card).startswith(LATER)


def test_a_late_or_needless_answer_hears_so(invited: World) -> None:
    [card] = invited.lead.messages
    invited.clock.moment = datetime(2026, 12, 3, 10, tzinfo=UTC)
    assert pressed(invited.lead, card).startswith("This event has begun.")
    with invited.house.database.writing() as session, within(session, invited.partnership.id):
        of(session, rows(invited, Event)[0].id).event.status = "cancelled"
    assert pressed(invited.lead, card, "unsure").startswith("This event is cancelled.")


def test_a_copys_buttons_say_that_it_is_one(register: World) -> None:
    leads(register, register.lead)
    series_id = arranged(register)
    coordinator = next(each.id for each in rows(register, Person) if each.name == "Coordinator")
    with register.house.database.writing() as session, within(session, register.partnership.id):
        series = events.series_by_id(session, series_id)
        assert series is not None
        copies.plan(session, series, [coordinator], why="rehearsal", now=register.clock.now())
    post(register)
    card = next(each for each in register.coordinator.messages if "County Police" in words(each))
    assert words(card).startswith("You are in rehearsal. Nobody else gets this")
    assert pressed(register.coordinator, card).startswith("This is a copy to look at.")
