"""While a change can still be stopped, cards and forms show what people were told before."""

from datetime import date, timedelta

import pytest

from db import appointments, bodies, event_changes, events, people
from db.models import Answer, Seat, Series
from domain.answers import Kind, Source
from domain.seats import Part
from sandbox import Channel, Message
from tests.bot.commands.answering import (
    another_seat,
    leads,
    moved,
    post,
    pressed,
    shown_event,
    writing,
)
from tests.bot.commands.arranged import arranged, live
from tests.bot.commands.register import BEGAN, rows
from tests.bot.commands.test_answer_cards import elsewhere
from tests.world import World, shown, words

TOLD = "Thursday 3 December"
NEW = date(2026, 12, 10)
LEAVES = timedelta(minutes=2, seconds=1)


@pytest.fixture(name="many")
def of_so_many_that_changes_wait(register: World) -> World:
    live(register)
    leads(register, register.lead)
    for place in range(1, 7):
        another_seat(register, f"Partner {place}")
        _filled(register, place)
    arranged(register)
    register.clock.moment += LEAVES
    post(register)
    register.clock.moment += LEAVES
    return register


def _filled(world: World, place: int) -> None:
    now = world.clock.now()
    with writing(world) as session:
        lead = people.add(session, name=f"Lead {place}", now=now)
        people.add_address(session, lead, f"lead{place}@example.org", by=None, now=now)
        seat = session.get_one(Seat, rows(world, Seat)[place].id)
        appointments.appoint(session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=now)


def card(world: World) -> Message:
    [only] = world.lead.messages
    return only


def _form(world: World) -> str:
    assert world.lead.view is not None
    return shown(world.lead.view.blocks)


def _shown_in(world: World, channel: Channel) -> None:
    """Let a card stand in a channel, of the fourth."""
    with writing(world) as session:
        meets = bodies.named(session, "Executive")
        series = events.series_by_id(session, rows(world, Series)[0].id)
        assert meets is not None
        assert series is not None
        meets.channel_team, meets.channel_id = world.workspace.id, channel.id
        series.in_channel = True
    moved(world, date(2026, 12, 4))


def test_a_card_that_is_redrawn_says_the_time_that_was_told(many: World) -> None:
    moved(many, NEW)
    pressed(many.lead, card(many))
    assert f"Forum\n{TOLD} 2026, 10:00" in words(card(many))
    pressed(many.lead, card(many), "change")
    assert TOLD in words(card(many))
    assert "10 December" not in words(card(many))
    post(many)
    assert "10 December" not in words(card(many))
    many.clock.moment += LEAVES
    post(many)
    assert "New time: Thursday 10 December, 10:00" in words(card(many))
    [row] = rows(many, Answer)
    assert row.begins is not None
    assert row.begins.date() == date(2026, 12, 3)


def test_a_form_shows_and_keeps_the_time_that_was_told(many: World) -> None:
    moved(many, NEW)
    pressed(many.lead, card(many), "apologies")
    assert TOLD in _form(many)
    assert many.lead.submit({"reason": "leave"}).ok
    assert TOLD in words(card(many))
    [row] = rows(many, Answer)
    assert row.begins is not None
    assert row.begins.date() == date(2026, 12, 3)


def test_an_answer_by_mail_changes_the_card_once_the_change_has_left(many: World) -> None:
    moved(many, NEW)
    elsewhere(many, Kind.ATTENDING, Source.LINK)
    post(many)
    assert "10 December" not in words(card(many))
    many.clock.moment += LEAVES
    post(many)
    assert "New time: Thursday 10 December, 10:00" in words(card(many))


def test_a_channel_hears_of_no_change_by_a_count(many: World) -> None:
    channel: Channel = many.workspace.add_channel(
        "forum", members=[many.coordinator, many.lead, many.workspace.bot]
    )
    _shown_in(many, channel)
    many.clock.moment += LEAVES
    post(many)
    public = channel.messages[-1]
    moved(many, NEW)
    pressed(many.lead, public)
    many.clock.moment += timedelta(seconds=10)
    post(many)
    assert "4 December" in words(many.lead.ephemerals[-1])
    assert "10 December" not in words(channel.messages[-1])


def test_a_cancellation_that_waits_is_told_by_no_form(many: World) -> None:
    with writing(many) as session:
        event_changes.cancel(session, shown_event(session, many), by=None, now=many.clock.now())
    pressed(many.lead, card(many), "apologies")
    assert TOLD in _form(many)
