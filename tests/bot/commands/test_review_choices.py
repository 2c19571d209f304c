"""Mail that nothing proves, or of which nobody knows whose it is: shown, bounded, and decided."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import events, inbound, reviews
from db.models import Address, AuditEntry, InboundMail, Person, WorklistItem
from domain.answers import Kind, Source
from tests.bot.commands.event_cast import writing
from tests.bot.commands.mailroom import LEAD, Mailroom, opened
from tests.bot.commands.register import found
from tests.db.mailed import attendee, mail
from tests.world import World, shown

UNKNOWN = "somebody@elsewhere.example.org"
RECORDED = (Kind.ATTENDING, Source.CALENDAR)


@pytest.fixture
def room(world: World) -> Mailroom:
    return opened(world)


def addresses(room: Mailroom, name: str) -> set[str]:
    with writing(room.world) as session:
        query = select(Address.address_key).join(Person, Person.id == Address.person_id)
        return set(session.scalars(query.where(Person.name == name)))


def test_an_unknown_address_of_a_known_name_is_theirs_with_one_tap(room: Mailroom) -> None:
    room.reply(attendee(UNKNOWN, "ACCEPTED", CN="fire LEAD"), proven=False)
    assert "It is Fire lead, also known as this address" in room.home()
    assert room.standing()[0] == (None, None)
    room.press("review.known")
    assert (room.standing()[0], room.waiting()) == (RECORDED, 0)
    assert UNKNOWN in addresses(room, "Fire lead")
    with writing(room.world) as session:
        verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))
    assert verbs[-3:] == ["add address", "answer", "review"]


def test_an_unknown_address_is_whose_a_coordinator_says(room: Mailroom) -> None:
    room.reply(attendee(UNKNOWN, "ACCEPTED", CN="S. Body"), proven=False)
    assert "I know nobody with this address" in room.home()
    room.press("review.who")
    _choose(room, "Coordinator")
    assert (room.waiting(), addresses(room, "Coordinator")) == (1, set())
    _choose(room, "Fire lead")
    assert (room.standing()[0], room.waiting()) == (RECORDED, 0)
    assert UNKNOWN in addresses(room, "Fire lead")


def _choose(room: Mailroom, name: str) -> None:
    room.world.coordinator.submit({"person": found(room.world, "search.people", name)})


def test_an_answer_to_an_unknown_event_waits_and_is_guessed_at_by_nobody(room: Mailroom) -> None:
    for proven in (False, True):
        raw = mail("of another calendar", people=[attendee(LEAD, "ACCEPTED")])
        assert room.bring(raw, proven=proven).why == "unmatched"
    said = room.home()
    assert "accepted an event that I don't know" in said
    assert "Thursday 3 December 2026: Leadership Forum" in said
    assert (room.waiting(), room.standing()[0]) == (1, (None, None))
    room.press("review.event.1")
    assert (room.waiting(), room.standing()[0]) == (0, RECORDED)


def test_of_an_unknown_event_and_address_it_is_first_said_who_it_is(room: Mailroom) -> None:
    room.bring(mail("of another calendar", people=[attendee(UNKNOWN, "DECLINED")]), proven=False)
    assert "review.event.1" not in str(_blocks(room))
    room.press("review.who")
    _choose(room, "Fire lead")
    assert UNKNOWN in addresses(room, "Fire lead")
    room.press("review.event.1")
    assert (room.waiting(), room.standing()[0][0]) == (0, Kind.APOLOGIES)


def _blocks(room: Mailroom) -> object:
    room.home()
    assert room.world.coordinator.home is not None
    return room.world.coordinator.home.blocks


def test_strangers_fill_no_list_and_nothing_of_theirs_is_lost(room: Mailroom) -> None:
    for number in range(reviews.MOST + 3):
        room.reply(_of_stranger(number), proven=False)
    assert room.waiting() == reviews.MOST + 1
    assert "3 more answers to Leadership Forum" in _last_page(room)
    _press_last(room)
    assert (room.waiting(), _read_again(room)) == (reviews.MOST + 1, [])
    for _each in range(2):
        _ignore_first(room)
    _last_page(room)
    _press_last(room)
    again = _read_again(room)
    assert len(again) == 2
    for raw in again:
        room.bring(raw, proven=False)
    assert room.waiting() == reviews.MOST + 1
    assert "1 more answer to Leadership Forum" in _last_page(room)


def _of_stranger(number: int) -> str:
    return attendee(f"n{number}@example.org", "ACCEPTED")


def _ignore_first(room: Mailroom) -> None:
    room.home()
    home = room.world.coordinator.home
    assert home is not None
    buttons = (each for block in home.blocks for each in block.get("elements", []))
    value = next(each["value"] for each in buttons if each.get("action_id") == "review.ignore")
    room.press("review.ignore", home, value)


def _last_page(room: Mailroom) -> str:
    """Give what the last page of the worklist says."""
    coordinator = room.world.coordinator
    room.press("worklist.list")
    assert coordinator.view is not None
    coordinator.press(coordinator.view, "worklist.after")
    assert coordinator.view is not None
    return shown(coordinator.view.blocks)


def _press_last(room: Mailroom) -> None:
    assert room.world.coordinator.view is not None
    room.press("review.more", room.world.coordinator.view)
    room.world.coordinator.close(everything=True)


def _read_again(room: Mailroom) -> list[bytes]:
    with writing(room.world) as session:
        query = select(InboundMail.raw).where(InboundMail.state == inbound.WAITING)
        return [raw for raw in session.scalars(query.order_by(InboundMail.id)) if raw is not None]


def test_what_is_shown_is_decided_and_nothing_newer(room: Mailroom) -> None:
    room.reply(attendee(LEAD, "ACCEPTED"), proven=False)
    room.home()
    before = room.world.coordinator.home
    room.world.clock.moment += timedelta(minutes=1)
    room.reply(attendee(LEAD, "DECLINED"), proven=False)
    room.press("review.record", before)
    assert (room.waiting(), room.standing()[0]) == (1, (None, None))
    room.press("review.record")
    assert room.standing()[0][0] is Kind.APOLOGIES


def test_a_proposal_of_a_stranger_is_not_their_hosts(room: Mailroom) -> None:
    with writing(room.world) as session:
        begins = events.of(session, room.series_id)[0].begins_at
    for who, days in ((LEAD, 7), (UNKNOWN, 14)):
        room.reply(
            attendee(who, "TENTATIVE"), method="COUNTER", begins=begins + timedelta(days=days)
        )
    said = room.home()
    assert "Fire lead proposes another time" in said
    assert f"{UNKNOWN} proposes another time" in said
    assert "It came through the invitation of Fire lead." in said
    assert room.waiting() == 2
    room.press("review.ignore")
    with writing(room.world) as session:
        query = select(WorklistItem.facts).where(WorklistItem.done_at.is_(None))
        assert [each["address"] for each in session.scalars(query) if "begins" in each] == [""]
