"""Reminders of two events to one person at once are one message, decided as it leaves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from db.engine import Database
from db.models import Delivery
from domain.when import WallSpan
from tests.db.meetings import FORUM
from tests.jobs.reminded import BOTH, LEAD, Room
from tests.jobs.reminded import room as opened
from tests.world import shown as said_in

FIRST = datetime(2026, 11, 16, 9, tzinfo=UTC)
SECOND = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(name="room")
def reminded(database: Database) -> Iterator[Room]:
    with opened(database) as found:
        yield found


def test_two_in_one_half_day_are_one_letter_with_each_events_answers(room: Room) -> None:
    assert room.remind(FIRST) == 2
    room.drain()
    [(subject, text)] = room.mails()
    assert subject == "Leadership Forum, 3 December; Practice Group, 3 December: can you come?"
    assert "This is about 2 meetings. Please answer for each." in text
    addresses = []
    for title, time in zip(BOTH, ("10:00", "14:00"), strict=True):
        at = f"for the {title} on Thursday 3 December, {time}."
        assert f"We have no answer yet from Police {at}" in text
        for choice in ("I will attend", "Send a deputy", "Send apologies", "Not sure yet"):
            before, link, after = text.partition(f"{choice}: {title}, 3 December: https://")
            assert link, (choice, before)
            addresses.append(after.split()[0])
    assert len(set(addresses)) == 8
    assert text.count("You get this because nobody has answered yet.") == 1
    assert room.states() == [("mail", "sent")] * 2


def test_both_count_as_told_and_the_last_ones_are_one_again(room: Room) -> None:
    room.remind(FIRST)
    room.drain()
    for hours in (1, 4, 24):
        assert room.remind(FIRST + timedelta(hours=hours)) == 0
    assert room.remind(SECOND) == 2
    room.drain()
    assert [subject.partition(":")[2] for subject, _text in room.mails()] == [" can you come?"] * 2
    assert "This is our last reminder for this meeting." in room.mails()[1][1] + room.mails()[0][1]


def test_in_slack_it_is_one_message_with_buttons_for_each(room: Room) -> None:
    room.prefer("slack")
    before = len(room.office.texts())
    room.remind(FIRST)
    room.drain()
    (text,) = room.office.texts()[before:]
    assert all(f"{title}, 3 December: can you come?" in text for title in BOTH)
    with room.office.sandbox.core.lock:
        channels = room.office.sandbox.state.channels.values()
        (message,) = [each for own in channels for each in own.messages if each.text == text]
    values = [
        (element["action_id"], element["value"].split()[:2])
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"].startswith("event.answer.")
    ]
    assert len({event for _id, (_place, event) in values}) == 2
    assert len(values) == 8
    assert {place for _id, (place, _event) in values} == {"channel"}  # it stays when one is pressed
    assert said_in(message.blocks).count("Please don't put details") == 1
    assert room.states() == [("slack", "sent")] * 2


@pytest.mark.parametrize("answered", BOTH)
def test_what_was_answered_meanwhile_is_left_out(room: Room, answered: str) -> None:
    room.remind(FIRST)
    room.answer(answered)
    room.drain()
    [(subject, text)] = room.mails()
    assert answered not in subject + text
    assert sorted(room.states()) == [("mail", "sent"), ("mail", "superseded")]


@pytest.mark.parametrize("answered", BOTH)
def test_a_letter_that_must_wait_is_written_anew_once_one_was_answered(
    room: Room, answered: str
) -> None:
    room.post.refuse(LEAD, 450, times=1)
    room.remind(FIRST)
    room.deliverer.deliver(room.office.rows()[-2].id)
    assert room.states() == [("mail", "planned")] * 2
    room.answer(answered)
    room.office.let_waits_end()
    room.drain()
    [(subject, text)] = room.mails()
    assert answered not in subject + text
    assert sorted(room.states()) == [("mail", "sent"), ("mail", "superseded")]


def test_what_the_mail_server_refuses_goes_by_slack_as_one(room: Room) -> None:
    room.post.refuse(LEAD, 550)
    before = len(room.office.texts())
    room.remind(FIRST)
    room.drain()
    (text,) = room.office.texts()[before:]
    assert all(f"{title}, 3 December: can you come?" in text for title in BOTH)
    assert room.states() == [("mail", "failed"), ("mail", "failed"), ("slack", "sent")]


@pytest.mark.parametrize(
    ("name", "value"), [("due_at", FIRST + timedelta(minutes=2)), ("channel_kind", "slack")]
)
def test_what_leaves_later_or_by_another_way_goes_by_itself(
    room: Room, name: str, value: object
) -> None:
    room.remind(FIRST)
    for session in room.working():
        setattr(session.get_one(Delivery, room.office.rows()[-1].id), name, value)
    before = len(room.office.texts())
    room.drain()
    [(subject, _text)] = room.mails()
    assert subject == "Leadership Forum, 3 December: can you come?"
    room.now = FIRST + timedelta(minutes=2)
    room.drain()
    texts = [*room.office.texts()[before:], *(subject for subject, _text in room.mails())]
    assert sum("Practice Group" in each for each in texts) == 1
    assert [state for _way, state in room.states()] == ["sent", "sent"]


def test_nobody_else_can_take_the_second_meanwhile(room: Room) -> None:
    room.remind(FIRST)
    first, second = [each.id for each in room.office.rows()[-2:]]
    room.post.refuse(LEAD, 450, times=1)
    room.deliverer.deliver(second)
    assert room.states() == [("mail", "planned")] * 2
    assert room.mails() == []
    room.deliverer.deliver(first)
    room.deliverer.deliver(second)
    assert room.states() == [("mail", "planned")] * 2


def test_what_is_left_over_after_a_crash_is_what_its_carrier_became(room: Room) -> None:
    room.remind(FIRST)
    room.deliverer.deliver(room.office.rows()[-2].id)
    assert room.states() == [("mail", "sent"), ("mail", "planned")]
    room.drain()
    assert room.states() == [("mail", "sent")] * 2
    assert len(room.mails()) == 1
    told = [each.sent_at for each in room.office.rows()[-2:]]
    assert told == [FIRST, FIRST]


@pytest.mark.parametrize(("name", "value"), [("state", "expired"), ("subject", {})])
def test_what_its_carrier_did_not_tell_of_after_all_goes_by_itself(
    room: Room, name: str, value: object
) -> None:
    room.post.refuse(LEAD, 450, times=1)
    room.remind(FIRST)
    first = room.office.rows()[-2]
    room.deliverer.deliver(first.id)
    for session in room.working():
        carrier = session.get_one(Delivery, first.id)
        carrier.state, carrier.sent_at = "sent", FIRST
        setattr(carrier, name, value)
    room.drain()
    [(subject, _text)] = room.mails()
    assert subject == "Practice Group, 3 December: can you come?"


def test_what_left_just_before_the_evening_has_told_of_all(room: Room) -> None:
    room.remind(FIRST)
    room.now = FIRST.replace(hour=17, minute=59, second=59)
    room.deliverer.deliver(room.office.rows()[-2].id)
    room.now += timedelta(seconds=30)
    room.drain()
    assert room.states() == [("mail", "sent")] * 2


def test_no_message_is_longer_than_slack_takes(room: Room) -> None:
    room.prefer("slack")
    for number in range(4):
        hour = 16 + number
        span = WallSpan(datetime(2026, 12, 3, hour), datetime(2026, 12, 3, hour, 30), FORUM.zone)
        room.event(f"Group {number}", span)
    before = len(room.office.texts())
    assert room.remind(FIRST) == 6
    room.drain()
    assert [text.count("can you come?") for text in room.office.texts()[before:]] == [5, 1]
    assert room.states() == [("slack", "sent")] * 6


def test_the_last_letter_follows_the_first(room: Room) -> None:
    for at in (FIRST, SECOND):
        room.remind(at)
        room.drain()
    first, _carried, second, _other = [
        each for each in room.office.rows() if each.kind.startswith("reminder.")
    ]
    assert first.payload is not None
    assert second.payload is not None
    assert first.payload["letter"]["thread"] is None
    assert second.payload["letter"]["thread"] == first.provider_ref
