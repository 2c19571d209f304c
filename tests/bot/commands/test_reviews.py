"""Mail that waits for a coordinator is decided with one tap, and nothing of it is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import events, people
from db.models import Address, Delivery, Person, Series, WorklistItem
from domain import kept_rules
from domain.answers import Kind, Source
from tests.bot.commands.event_cast import MONTHLY, writing
from tests.bot.commands.mailroom import LEAD, Mailroom, opened
from tests.db.mailed import attendee, mail
from tests.world import World, words

ALIAS = "f.lead@fire.example.org"


@pytest.fixture
def room(world: World) -> Mailroom:
    """Give a world in which the fire service and the health board are asked to a forum."""
    return opened(world)


def test_an_alias_is_added_and_its_answer_recorded(room: Mailroom) -> None:
    room.reply(attendee(ALIAS, "ACCEPTED"))
    assert "It is Fire lead, also known as this address" in room.home()
    room.press("review.known")
    assert room.standing()[0] == (Kind.ATTENDING, Source.CALENDAR)
    assert room.waiting() == 0
    with writing(room.world) as session:
        keys = set(session.scalars(select(Address.address_key)))
    assert ALIAS in keys
    assert room.reply(attendee(ALIAS, "DECLINED"), sequence=1).state == "applied"


def test_a_party_crasher_is_asked_as_a_guest(room: Mailroom) -> None:
    room.reply(attendee("crasher@example.org", "ACCEPTED", CN="Chris Crasher"))
    room.press("review.guest")
    assert room.standing() == [(None, None), (None, None), (Kind.ATTENDING, Source.CALENDAR)]
    with writing(room.world) as session:
        query = select(Person.name).join(Delivery, Delivery.person_id == Person.id)
        assert "Chris Crasher" in set(session.scalars(query.where(Delivery.state == "planned")))


@pytest.mark.parametrize("parameters", [{}, {"CN": "crasher@example.org"}])
def test_a_guest_whose_calendar_gives_no_name_is_called_what_their_mail_says(
    room: Mailroom, parameters: dict[str, str]
) -> None:
    said = attendee("crasher@example.org", "ACCEPTED", **parameters)
    room.reply(said, sender="Chris Crasher <crasher@example.org>")
    room.press("review.guest")
    with writing(room.world) as session:
        assert "Chris Crasher" in set(session.scalars(select(Person.name)))


def test_a_mail_from_somebody_else_names_nobody(room: Mailroom) -> None:
    said = attendee("chris.crasher@example.org", "ACCEPTED")
    room.reply(said, sender="The office <office@example.org>")
    room.press("review.guest")
    with writing(room.world) as session:
        names = set(session.scalars(select(Person.name)))
    assert "Chris Crasher" in names
    assert "The office" not in names


def test_what_is_ignored_changes_nothing_and_is_forgotten(room: Mailroom) -> None:
    room.reply(attendee("crasher@example.org", "ACCEPTED"))
    room.press("review.ignore")
    assert (room.waiting(), room.standing()) == (0, [(None, None), (None, None)])
    with writing(room.world) as session:
        facts = [each.facts for each in session.scalars(select(WorklistItem))]
    assert "crasher" not in str(facts)


def test_an_answer_without_proof_counts_once_somebody_says_so(room: Mailroom) -> None:
    room.reply(attendee(LEAD, "DECLINED"), proven=False)
    assert "It may be from Fire lead, but nothing proves that." in room.home()
    assert room.standing()[0] == (None, None)
    room.press("review.record")
    assert room.standing()[0] == (Kind.APOLOGIES, Source.CALENDAR)


@pytest.mark.parametrize("kind", [Kind.ATTENDING, Kind.APOLOGIES, Kind.UNSURE])
def test_words_are_never_guessed_at(room: Mailroom, kind: Kind) -> None:
    assert room.write("Yes of course, no problem!\n\n> old text\n").state == "review"
    assert room.standing()[0] == (None, None)
    said = room.home()
    assert "Yes of course, no problem!" in said
    assert "old text" not in said
    room.press(f"review.{kind}")
    assert room.standing()[0] == (kind, Source.COORDINATOR)
    assert room.waiting() == 0


def test_words_that_name_a_deputy_open_a_form(room: Mailroom) -> None:
    room.write("Eve will come instead of me.")
    room.press("review.deputy")
    room.world.coordinator.submit({"name": "Eve Deputy", "address": "not an address"})
    assert room.waiting() == 1
    room.world.coordinator.submit({"name": "Eve Deputy", "address": "eve@example.org"})
    assert room.standing()[0] == (Kind.DEPUTY, Source.COORDINATOR)
    assert room.waiting() == 0


def test_a_proposal_opens_the_form_to_move_with_its_time(room: Mailroom) -> None:
    with writing(room.world) as session:
        begins = events.of(session, room.series_id)[0].begins_at + timedelta(days=7)
    room.reply(attendee(LEAD, "TENTATIVE"), method="COUNTER", begins=begins)
    assert "Thursday 10 December 2026" in room.home()
    room.press("review.move")
    form = room.world.coordinator.view
    assert form is not None
    assert "2026-12-10" in str(form.blocks)


def test_a_proposal_is_declined_by_mail(room: Mailroom) -> None:
    with writing(room.world) as session:
        begins = events.of(session, room.series_id)[0].begins_at + timedelta(days=7)
    room.reply(attendee(LEAD, "TENTATIVE"), method="COUNTER", begins=begins)
    room.press("review.keep")
    with writing(room.world) as session:
        query = select(Delivery.kind).where(Delivery.state == "planned")
        assert list(session.scalars(query)) == ["proposal.declined"]
    assert room.waiting() == 0


def test_what_is_refused_is_not_lost(room: Mailroom) -> None:
    room.reply(attendee(ALIAS, "ACCEPTED"))
    room.home()
    before = room.world.coordinator.home
    with writing(room.world) as session:
        other = people.add(session, name="Somebody", now=room.world.clock.now())
        people.add_address(session, other, ALIAS, by=None, now=room.world.clock.now())
    assert before is not None
    room.world.coordinator.press(before, "review.known")
    assert (room.waiting(), room.standing()[0]) == (1, (None, None))
    assert "It is Fire lead" not in room.home()


def test_an_automatic_reply_stands_on_the_page_of_its_event(room: Mailroom) -> None:
    head = "Auto-Submitted: auto-replied\r\nContent-Type: text/plain\r\n\r\nMy secret reasons."
    assert room.bring(f"From: {LEAD}\r\n{head}".encode()).why == "automatic reply"
    said = words(room.world.coordinator.run("/event show Leadership Forum").ephemeral)
    assert "Automatic reply from: Fire lead" in said
    assert "secret" not in said
    assert room.waiting() == 0


def test_the_answer_to_a_test_copy_is_shown_and_nothing_is_recorded(room: Mailroom) -> None:
    with writing(room.world) as session:
        query = select(Person.id).where(Person.name == "Fire lead")
        token = f"copy-{room.series_id}-{session.scalars(query).one()}"
    raw = mail("a uid of its own", people=[attendee(LEAD, "ACCEPTED")], at=room.world.clock.now())
    assert room.bring(raw, token=token).why == "test copy"
    assert "It answers a test copy, so replies reach us." in room.home()
    assert room.standing()[0] == (None, None)
    room.press("review.ignore")
    assert room.waiting() == 0


def test_a_date_that_is_none_is_shown_as_such(room: Mailroom) -> None:
    with writing(room.world) as session:
        begins = events.of(session, room.series_id)[0].begins_at
        session.get_one(Series, room.series_id).rule = kept_rules.as_json(MONTHLY)
    room.reply(attendee(LEAD, "ACCEPTED"), original=begins + timedelta(hours=1))
    assert "I know no such date." in room.home()
