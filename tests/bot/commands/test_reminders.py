"""Reminders from end to end: the clock moves, and the silent are asked at the right hour."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bodies, event_changes, events, people, reminders, seats
from db.models import Delivery, Invitation, NamedDeputy, Person, Seat
from domain.seats import Part
from sandbox import Message
from sandbox import Person as SlackPerson
from tests.bot.commands.event_cast import (
    THIRD,
    arrange,
    arrived,
    board,
    event_id,
    newest,
    press,
    run,
    writing,
)
from tests.bot.commands.register import rows
from tests.bot.commands.ticking import tick
from tests.world import World, words

FIRST = datetime(2026, 11, 30, 9, tzinfo=UTC)
"""The event is on 17 December, answers are due on 3 December: three working days before, 09:00."""


@pytest.fixture
def forum(world: World) -> dict[str, SlackPerson]:
    """Give an event for three partners whose leads are in Slack, and want reminders there."""
    board(world, "Police", "Health", "Fire")
    found = {}
    with writing(world) as session:
        for name in ("Police lead", "Health lead", "Fire lead"):
            named = select(Person).where(Person.name == name).order_by(Person.id.desc())
            person = session.scalars(named.limit(1)).one()
            user = world.workspace.add_user(name, email=f"{person.id}@example.org")
            people.identify(
                session, person, enterprise_id="", team_id=user.user.team_id, user_id=user.id
            )
            person.channel = "slack"
            found[name.removesuffix(" lead")] = user
    return found


def asked(who: SlackPerson) -> list[str]:
    """Give the headings of the reminders that somebody has in Slack."""
    return [each.text for each in who.messages if "can you come?" in each.text]


def latest(who: SlackPerson) -> Message:
    return who.messages[-1]


Cast = dict[str, SlackPerson]


def sent(world: World) -> int:
    """Send the event, and let the invitations have arrived."""
    span = THIRD.on(date(2026, 12, 17))
    series = arrange(world, span=span)
    arrived(world)
    return event_id(world, series)


def test_the_silent_are_asked_at_the_right_hour_and_nobody_else(world: World, forum: Cast) -> None:
    sent(world)
    tick(world, FIRST - timedelta(minutes=1))
    assert [asked(each) for each in forum.values()] == [[], [], []]
    tick(world, FIRST)
    assert [len(asked(each)) for each in forum.values()] == [1, 1, 1]
    assert "We have no answer yet from Police" in words(latest(forum["Police"]))
    tick(world, FIRST + timedelta(hours=1))
    assert [len(asked(each)) for each in forum.values()] == [1, 1, 1]


def test_one_press_on_the_reminder_answers_and_ends_the_chasing(world: World, forum: Cast) -> None:
    sent(world)
    tick(world, FIRST)
    police = forum["Police"]
    assert police.press(latest(police), "event.answer.attending").ok
    tick(world, datetime(2026, 12, 4, 9, tzinfo=UTC))
    last = {name: latest(each).text for name, each in forum.items()}
    assert "still time to answer" in last["Health"]
    assert "still time to answer" in last["Fire"]
    assert "still time to answer" not in last["Police"]


def test_the_preview_says_who_is_chased_today_and_why_not_the_others(
    world: World, forum: Cast
) -> None:
    sent(world)
    tick(world, FIRST)
    police = forum["Police"]
    police.press(latest(police), "event.answer.apologies")
    if police.view is not None:
        police.submit({})
    world.clock.moment = datetime(2026, 12, 4, 8, 30, tzinfo=UTC)
    run(world, "/event show Leadership Forum")
    told = press(world, "event.chased")
    assert "2 messages today" in told
    assert "• Health (Health lead): at 09:00" in told
    assert "Answered: 1\n• Police" in told


def test_asking_again_by_hand_goes_to_who_owes_and_has_to_cool(world: World, forum: Cast) -> None:
    sent(world)
    world.clock.moment = datetime(2026, 11, 24, 10, tzinfo=UTC)
    run(world, "/event show Leadership Forum")
    assert "Nobody was asked again yet." in press(world, "event.chased")
    told = press(world, "event.nudge")
    assert "3 people who owe an answer for Leadership Forum are asked again." in told
    tick(world, datetime(2026, 11, 24, 10, 1, tzinfo=UTC))
    assert [len(asked(each)) for each in forum.values()] == [1, 1, 1]
    run(world, "/event show Leadership Forum")
    told = press(world, "event.chased")
    assert "Last asked again: Tuesday 24 November 2026, 10:01." in told
    assert "Nobody who owes an answer can be asked by hand just now." in told


@pytest.mark.usefixtures("forum")
def test_two_presses_at_once_ask_everybody_once(world: World) -> None:
    sent(world)
    run(world, "/event show Leadership Forum")
    press(world, "event.chased")
    before = newest(world)
    for _time in range(2):
        world.coordinator.press(before, "event.nudge")
    assert "They were last asked on Monday 23 November 2026, 09:30." in words(newest(world))
    nudges = [each for each in rows(world, Delivery) if each.kind == "reminder.nudge"]
    assert len(nudges) == 3


def test_a_move_takes_back_what_waits(world: World, forum: Cast) -> None:
    own = sent(world)
    world.clock.moment = FIRST
    with writing(world) as session:
        assert reminders.remind(session, now=FIRST) == 3
        shown = events.by_id(session, own)
        assert shown is not None
        later = THIRD.on(date(2027, 1, 21))
        event_changes.move(session, shown, later, by=None, now=FIRST)
    tick(world, FIRST + timedelta(minutes=1))
    assert [asked(each) for each in forum.values()] == [[], [], []]


def test_where_a_body_asks_each_time_the_coordinator_says_whether_a_deputy_is_asked(
    world: World, forum: Cast
) -> None:
    own = sent(world)
    with writing(world) as session:
        body = bodies.named(session, "Executive")
        assert body is not None
        body.asks_deputies = "ask"
        seat = session.get_one(Seat, first_seat(session, own))
        stand_in = people.add(
            session, name="Stand in", address="stand.in@example.org", now=world.clock.now()
        )
        since = date(2020, 1, 1)
        seats.appoint(
            session, seat, stand_in, Part.DEPUTY, since=since, by=None, now=world.clock.now()
        )
    tick(world, FIRST)
    tick(world, datetime(2026, 12, 4, 9, tzinfo=UTC))
    assert "Shall we ask their standing deputy?" not in run(world, "/joinedup")
    tick(world, datetime(2026, 12, 8, 9, tzinfo=UTC))
    told = run(world, "/joinedup")
    assert "Police was asked twice and has not answered for the Leadership Forum" in told
    assert "Shall we ask their standing deputy?" in told
    assert press(world, "deputy.ask_silent")
    assert [(each.name, each.state) for each in rows(world, NamedDeputy)] == [("Stand in", "asked")]
    assert "Shall we ask their standing deputy?" not in run(world, "/joinedup")
    assert forum


def first_seat(session: Session, event: int) -> int | None:
    """Give the seat that was invited first."""
    query = select(Invitation.seat_id).where(Invitation.event_id == event)
    return session.scalars(query.order_by(Invitation.id).limit(1)).one()
