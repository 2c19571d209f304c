"""What letters and cards about deputies say when they leave (wording.md, D6)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from bot.letters.letter import Letter
from db import (
    answering,
    deputies,
    deputy_answers,
    deputy_decisions,
    deputy_notices,
    email_domains,
    event_changes,
    events,
    seats,
)
from db.engine import Database
from db.models import Delivery, NamedDeputy, Person, Seat
from domain.answers import Kind, Source
from domain.seats import Part
from jobs.kinds import KINDS, LETTERS, render, render_letter
from tests.db.meetings import BEGAN, NOW, Register, register
from tests.jobs.rendered import GROUND, LATER, found_in_slack, one_line
from tests.world import shown

LAST = NOW + timedelta(minutes=5)


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    """Give a forum that was sent, whose police lead, a Superintendent, is in Slack."""
    with register(database, ("Police", "Health")) as made:
        owner = made.session.get_one(Seat, made.seats[0].id).organisation_id
        email_domains.set_to(made.session, owner, ["police.example.org"], by=None, now=NOW)
        made.leads[0].job_title = "Superintendent"
        deputy = made.person("Sam Deputy")
        deputy.job_title = "Chief Inspector"
        seats.appoint(
            made.session, made.seats[0], deputy, Part.DEPUTY, since=BEGAN, by=None, now=NOW
        )
        found_in_slack(made, made.leads[0])
        made.sent()
        made.arrived()
        yield made


def coming(forum: Register) -> events.Shown:
    found = events.coming(forum.session, now=NOW)
    return found[0]


def send(forum: Register, **whom: Any) -> NamedDeputy:
    found = answering.mine(forum.session, coming(forum), forum.leads[0].id, now=NOW)
    given: dict[str, Any] = {"source": Source.SLACK, "at": NOW, "by": forum.leads[0].id, "now": NOW}
    own = [each.invitation for each in found.invited]
    return deputies.send(forum.session, coming(forum), own, **given, **whom)[0]


def standing(forum: Register) -> Person:
    return forum.session.scalars(select(Person).where(Person.name == "Sam Deputy")).one()


def reply(forum: Register, row: NamedDeputy, kind: Kind) -> None:
    deputy_answers.reply(forum.session, row, kind, source=Source.LINK, at=LATER, now=LATER)


def waits(forum: Register, who: str, way: str) -> list[Delivery]:
    query = (
        select(Delivery)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.state == "planned", Person.name == who, Delivery.channel_kind == way)
        .order_by(Delivery.id)
    )
    return list(forum.session.scalars(query))


def letters(forum: Register, who: str = "Police lead") -> list[Letter]:
    made = [
        render_letter(LETTERS, forum.session, each, GROUND) for each in waits(forum, who, "mail")
    ]
    return [each for each in made if each is not None]


def card(forum: Register) -> str:
    ours = [
        each for each in waits(forum, "Police lead", "slack") if each.kind == deputy_notices.KIND
    ]
    found = render(KINDS, forum.session, ours[-1], GROUND)
    assert found is not None
    return shown(found.blocks)


def attendees(letter: Letter) -> dict[str, str]:
    assert letter.calendar is not None
    (entry,) = icalendar.Calendar.from_ical(letter.calendar.content).walk("VEVENT")
    found = entry["ATTENDEE"]
    return {
        str(each).removeprefix("mailto:"): str(each.params["PARTSTAT"])
        for each in (found if isinstance(found, list) else [found])
    }


def test_a_deputy_reads_who_names_them_and_how_to_object(forum: Register) -> None:
    send(forum, person_id=standing(forum).id)
    (asked,) = letters(forum, "Sam Deputy")
    said = one_line(asked.text)
    assert asked.subject == "You are asked to represent Police: Leadership Forum, 3 December"
    assert (
        "The Superintendent has named you to represent Police at the Leadership Forum on"
        " Thursday 3 December 2026, 10:00 to 12:00 (London time). The invitation is attached."
    ) in said
    assert "Ask the Superintendent for a briefing." in said
    assert "We have your name and work address from the Superintendent, for this meeting." in said
    assert "To object, tell the business unit." in said
    assert (said.count("I can represent:"), said.count("I cannot:")) == (1, 1)
    assert "Send a deputy" not in said
    assert attendees(asked) == {
        "police.lead@example.org": "DELEGATED",
        "sam.deputy@example.org": "NEEDS-ACTION",
    }


def test_how_details_are_used_and_how_to_object_is_one_link(forum: Register) -> None:
    forum.owner.privacy_page = "https://example.org/privacy"
    send(forum, person_id=standing(forum).id)
    (asked,) = letters(forum, "Sam Deputy")
    said = one_line(asked.text)
    assert (
        "from the Superintendent, for this meeting. How we use it, and how to object"
        " (https://example.org/privacy)."
    ) in said
    assert said.count("https://example.org/privacy") == 1
    assert "To object" not in said


def test_the_lead_is_thanked_and_their_calendar_knows(forum: Register) -> None:
    send(forum, person_id=standing(forum).id)
    (thanks,) = letters(forum)
    said = one_line(thanks.text)
    assert "Thank you. The Chief Inspector is asked to represent Police on 3 December." in said
    assert "We will tell you if they cannot. You don't need to do more." in said
    assert "Change:" in said
    assert attendees(thanks)["police.lead@example.org"] == "DELEGATED"


def test_the_lead_hears_by_mail_and_in_slack_that_a_deputy_cannot_come(forum: Register) -> None:
    row = send(forum, person_id=standing(forum).id)
    reply(forum, row, Kind.APOLOGIES)
    (told,) = letters(forum)  # nobody is thanked any more
    assert told.subject == "Your deputy cannot come: Leadership Forum, 3 December"
    said = one_line(told.text)
    assert "The Chief Inspector cannot come on 3 December." in said
    for choice in ("Name another deputy:", "I will attend:", "Send apologies:"):
        assert choice in said
    assert attendees(told) == {
        "police.lead@example.org": "NEEDS-ACTION",
        "sam.deputy@example.org": "DECLINED",
    }
    assert "The Chief Inspector cannot come" in card(forum)
    assert "Name another deputy\nI will attend\nSend apologies" in card(forum)
    assert letters(forum, "Sam Deputy") == []  # they were not told yet, so nothing is undone


def test_a_deputy_who_cannot_come_is_thanked_and_rid_of_the_entry(forum: Register) -> None:
    row = send(forum, person_id=standing(forum).id)
    forum.arrived()
    reply(forum, row, Kind.APOLOGIES)
    (thanks,) = letters(forum, "Sam Deputy")
    assert thanks.subject == "Thank you for telling us: Leadership Forum, 3 December"
    assert "You are not asked to represent Police any more." in one_line(thanks.text)
    assert thanks.calendar is not None
    assert thanks.calendar.method == "CANCEL"


def test_the_lead_hears_that_an_address_is_looked_at_first_and_what_came_of_it(
    forum: Register,
) -> None:
    row = send(forum, name="Out Sider", address="out@elsewhere.example.net")
    (told,) = letters(forum)
    assert "so the business unit looks at it first" in one_line(told.text)
    assert "Out Sider" in card(forum)
    deputy_decisions.decide(forum.session, row.id, accept=False, by=None, now=LAST)
    (told,) = letters(forum)
    assert "has not asked Out Sider to represent Police" in one_line(told.text)
    assert "Name another deputy" in card(forum)


def test_asked_after_silence_both_read_that_one_answer_is_enough(forum: Register) -> None:
    own = answering.mine(forum.session, coming(forum), forum.leads[0].id, now=NOW).invited[0]
    deputies.ask_after_silence(forum.session, coming(forum), own.invitation, NOW)
    (asked,), (told,) = letters(forum, "Sam Deputy"), letters(forum)
    said = one_line(asked.text)
    assert "We have no answer yet for Police's seat." in said
    assert "An answer from either of you is enough." in said
    assert "from our register" in said
    assert "So we have asked the Chief Inspector." in one_line(told.text)
    assert attendees(told) == {"police.lead@example.org": "NEEDS-ACTION"}


def test_a_deputy_hears_of_a_move_and_that_they_are_needed_no_more(forum: Register) -> None:
    row = send(forum, person_id=standing(forum).id)
    forum.arrived()
    shown_event = coming(forum)
    later = events.span_of(shown_event.event).on(shown_event.event.begins.date() + timedelta(7))
    event_changes.move(forum.session, shown_event, later, by=None, now=LATER)
    (moved,) = letters(forum, "Sam Deputy")
    assert moved.subject.startswith("New time: Leadership Forum")
    said = one_line(moved.text)
    assert "You get this because you were named to represent Police at this meeting." in said
    assert (said.count("I can represent:"), said.count("a deputy counts just the same")) == (1, 0)
    forum.arrived()
    answering.answer(
        forum.session,
        coming(forum),
        forum.leads[0].id,
        Kind.ATTENDING,
        source=Source.SLACK,
        at=LATER,
        span=later,
        now=LATER,
    )
    assert row.state == "replaced"
    (out,) = letters(forum, "Sam Deputy")
    assert out.calendar is not None
    assert out.calendar.method == "CANCEL"
    assert "you are no longer asked" in out.subject


def test_a_deputy_who_agreed_confirms_a_move_by_one_link(forum: Register) -> None:
    row = send(forum, person_id=standing(forum).id)
    forum.arrived()
    reply(forum, row, Kind.ATTENDING)
    forum.arrived()
    shown_event = coming(forum)
    later = events.span_of(shown_event.event).on(shown_event.event.begins.date() + timedelta(7))
    event_changes.move(forum.session, shown_event, later, by=None, now=LATER)
    (moved,) = letters(forum, "Sam Deputy")
    said = one_line(moved.text)
    assert "Is your answer still right? Police: attending. Recorded" in said
    assert said.count("Still fine: https://joinedup.example.org/answer/") == 1
    assert "I can represent" not in said


def test_a_deputy_whose_role_nobody_knows_is_called_by_their_name(forum: Register) -> None:
    standing(forum).job_title = None
    row = send(forum, person_id=standing(forum).id)
    [asked] = [each for each in letters(forum) if "asked" in each.subject]
    assert "Thank you. Sam Deputy is asked to represent Police" in one_line(asked.text)
    reply(forum, row, Kind.APOLOGIES)
    [cannot] = [each for each in letters(forum) if "cannot come" in each.subject]
    assert "Sam Deputy cannot come on 3 December." in one_line(cannot.text)
    assert "The Sam" not in cannot.text
