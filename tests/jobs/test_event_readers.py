"""What each reader of a message about an event is told, and what nobody else's says."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select

from db import appointments, copies, event_changes, events, posts, series_changes
from db.audience_items import Choice
from db.engine import Database
from db.models import Delivery
from domain.events import Among, Details
from domain.seats import Part
from jobs.kinds import KINDS, LETTERS, render, render_letter
from tests.db.meetings import BEGAN, NOW, Register, register
from tests.jobs.rendered import (
    GROUND,
    LATER,
    MONTHLY,
    WEEK_AFTER,
    card,
    found_in_slack,
    made,
    one_line,
    waiting,
    written,
)
from tests.world import shown


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        for each in found.leads:
            found_in_slack(found, each)
        yield found


def test_one_letter_names_all_seats_of_its_reader(two: Register) -> None:
    both = two.leads[0]
    appointments.appoint(
        two.session, two.seats[1], both, Part.LEAD, since=date(2026, 1, 1), by=None, now=NOW
    )
    two.sent()
    assert "Can Police and Health be represented at" in written(two).text
    assert made(two).startswith("Leadership Forum: can Police and Health be there?")


def test_a_vacant_seats_deputy_hears_why(two: Register) -> None:
    deputy, seat = two.person("Deputy"), two.seats[0]
    appointments.appoint(two.session, seat, deputy, Part.DEPUTY, since=BEGAN, by=None, now=NOW)
    appointments.vacate(two.session, seat, date(2026, 11, 1), by=None, now=NOW)
    two.sent()
    text = one_line(written(two, "Deputy").text)
    assert "Can Police be represented at the Leadership Forum?" in text
    assert "because there is no lead for Police's seat. You are its deputy." in text


def test_without_a_deputy_the_main_contact_hears_why(two: Register) -> None:
    contact, seat = two.person("Contact"), two.seats[0]
    found_in_slack(two, contact)
    posts.give(two.session, contact, seat.organisation_id, since=BEGAN, main=True, by=None, now=NOW)
    appointments.vacate(two.session, seat, date(2026, 11, 1), by=None, now=NOW)
    two.sent()
    text = one_line(written(two, "Contact").text)
    assert "because there is no lead for Police's seat. You are the main contact." in text
    assert "The seat for Police has no lead, and you are the main contact." in made(two, "Contact")


def in_channel(register: Register) -> str:
    query = select(Delivery).where(Delivery.state == "planned", Delivery.body_id.is_not(None))
    message = render(KINDS, register.session, register.session.scalars(query).one(), GROUND)
    assert message is not None
    return shown(message.blocks)


def test_a_card_in_a_channel_is_nobodys_own(two: Register) -> None:
    two.body.channel_team, two.body.channel_id = "T1", "C1"
    series = two.draft()
    series.in_channel = True
    event_changes.send(two.session, series, by=None, now=NOW)
    said = in_channel(two)
    assert said.startswith("Leadership Forum: can you be there?")
    assert "You hold" not in said
    assert "Agenda and papers" in said
    two.arrived()
    event_changes.move(two.session, two.first(series), WEEK_AFTER, by=None, now=LATER)
    assert "New time: Thursday 10 December, 10:00. It was 3 December." in in_channel(two)
    two.arrived()
    event_changes.cancel(two.session, two.first(series), reason="Flood", by=None, now=LATER)
    assert in_channel(two).startswith("Cancelled: Leadership Forum, 10 December. Reason: Flood.")


def test_what_people_typed_harms_nothing(two: Register) -> None:
    title = "<!channel> *Forum* | <script>alert(1)</script> & a"
    details = Details(
        title,
        place="<@U1> *Hall* | b",
        link="https://meet.example.org/j/1",
        joining="<https://meet.example.org/j/1>\r\nBcc: x@example.org",
        agenda="<b>One</b>\r\nTwo",
    )
    series = two.sent()
    two.arrived()
    event_changes.say(two.session, two.first(series), details, by=None, now=LATER)
    found = written(two)
    assert "\n" not in found.subject
    assert "<script>" not in found.html
    assert "<b>" not in found.html
    message = card(two)
    assert message is not None
    assert "<" not in message.text
    marked = [each["text"]["text"] for each in message.blocks if is_marked(each)]
    assert marked == ["Please answer by *Thursday 19 November*."]
    assert found.calendar is not None
    assert b"\r\nBCC" not in found.calendar.content.upper()


def is_marked(block: dict[str, Any]) -> bool:
    text = block.get("text")
    return isinstance(text, dict) and text["type"] == "mrkdwn"


def test_who_handed_a_seat_over_hears_it_kindly(two: Register) -> None:
    series = two.sent()
    two.arrived()
    new = two.person("New lead")
    appointments.appoint(
        two.session, two.seats[0], new, Part.LEAD, since=date(2026, 12, 1), by=None, now=LATER
    )
    series_changes.keep(two.session, series, by=None, now=LATER)
    said = (
        "You are no longer asked about the Leadership Forum on Thursday 3 December. "
        "Police has a new lead."
    )
    found = written(two)
    assert said in one_line(found.text)
    assert "hold" not in found.text
    assert said in made(two)
    assert "Can Police be represented" in written(two, "New lead").text


def test_a_series_that_is_handed_over_leaves_with_all_its_dates(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    two.arrived()
    new, since = two.person("New lead"), date(2026, 12, 1)
    appointments.appoint(two.session, two.seats[0], new, Part.LEAD, since=since, by=None, now=LATER)
    series_changes.keep(two.session, series, by=None, now=LATER)
    found = written(two)
    assert found.subject == (
        "Leadership Forum, from Thu 3 December 2026, 10:00: you are no longer asked"
    )
    said = "You are no longer asked about the Leadership Forum, from Thursday 3 December on."
    assert said in one_line(found.text)
    assert said in made(two)


def test_a_guest_is_asked_without_a_seat(two: Register) -> None:
    series = two.sent()
    two.arrived()
    guest = two.person("Guest")
    whom = [Choice(Among.GUEST, guest.id)]
    event_changes.add_guests(two.session, series, whom, by=None, now=LATER)
    text = one_line(written(two, "Guest").text)
    assert "Can you come to the Leadership Forum as our guest?" in text
    assert "deputy" not in text


def test_a_copy_is_marked_and_shows_the_first_seat(two: Register) -> None:
    series = two.draft()
    copies.plan(two.session, series, [two.leads[1].id], why="test", now=NOW)
    found = written(two, "Health lead")
    assert found.subject.startswith("Test copy: Leadership Forum, Thu 3 December 2026, 10:00")
    assert found.text.startswith(
        "This is a test copy. Nobody else gets it.\n\nHello,\n\nCan Police"
    )
    assert found.calendar is not None
    message = card(two, "Health lead")
    assert message is not None
    assert message.text.startswith("Test copy: Leadership Forum: can Police be there?")
    values = [one.get("value") for each in message.blocks for one in each.get("elements", ())]
    assert "copy" in values


def test_a_rehearsal_is_marked(two: Register) -> None:
    events.partnership(two.session).live_at = None
    two.sent()
    found = written(two)
    assert found.subject.startswith("Rehearsal: Leadership Forum")
    assert found.text.startswith("You are in rehearsal. Nobody else gets this until you go live.")
    assert made(two).startswith("You are in rehearsal.")


@pytest.mark.parametrize("partners", [2, 30])
def test_a_letter_takes_as_many_queries_however_many_are_invited(
    database: Database, partners: int
) -> None:
    with register(database, ("Police", *(f"Partner {n}" for n in range(1, partners)))) as found:
        found.sent()
        row = waiting(found, "Police lead")
        asked: list[str] = []

        def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        event.listen(database.engine, "before_cursor_execute", hear)
        assert render_letter(LETTERS, found.session, row, GROUND)
        event.remove(database.engine, "before_cursor_execute", hear)
        assert (
            len(asked) <= 30
        )  # a new reader: links are made twice, four each, and a feed may be off
