"""What reminders say when they leave, and that they say nothing where nothing is owed any more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Select, select

from bot.ground import Ground
from bot.routing import NOWHERE
from db import answers, deputies, event_changes, preferences, reminders, seats
from db.audience_items import Choice
from db.engine import Database
from db.events import Shown
from db.models import Delivery, Series
from domain.answers import Given, Kind, Source
from domain.events import Among
from domain.seats import Part
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register
from tests.jobs.rendered import GROUND, card, found_in_slack, letter, one_line

FIRST = datetime(2026, 11, 16, 9, tzinfo=UTC)
SECOND = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def one(database: Database) -> Iterator[Register]:
    with register(database, ("Police",)) as found:
        found.sent()
        found.arrived()
        yield found


def shown(one: Register) -> Shown:
    return one.first(one.session.scalars(select(Series)).one())


def say(one: Register, kind: Kind, at: datetime = NOW) -> None:
    own = answers.invited(one.session, shown(one))[0].invitation
    given = Given(kind=kind, source=Source.LINK, at=at, span=FORUM)
    answers.give(one.session, shown(one).event, [own], given, now=at)


def select_waiting() -> Select[Delivery]:
    return select(Delivery).where(Delivery.kind.startswith("reminder."))


def look(one: Register, at: datetime) -> Ground:
    assert reminders.remind(one.session, now=at)
    return replace(GROUND, now=at)


def test_the_first_asks_with_the_four_links_and_who_holds_the_seat(one: Register) -> None:
    mail = letter(one, ground=look(one, FIRST))
    assert mail is not None
    assert mail.subject == "Leadership Forum, 3 December: can you come?"
    said = one_line(mail.text)
    assert (
        "We have no answer yet from Police for the Leadership Forum on Thursday 3 December, 10:00. "
        "Answers are due on Thursday 19 November. "
        "One tap is enough, and a deputy counts just the same." in said
    )
    for choice in ("I will attend", "Send a deputy", "Send apologies", "Not sure yet"):
        assert f"{choice}: https://joinedup.example.org/" in said
    assert "Already told someone? Then please tap once; it may not have reached us." in said
    assert "Someone else's diary now? Tell us who holds the seat (https://" in said
    assert "Choose which messages I get (https://" in said
    assert mail.calendar is None


def test_the_second_is_the_last_and_says_that_somebody_may_phone(one: Register) -> None:
    mail = letter(one, ground=look(one, SECOND))
    assert mail is not None
    assert mail.subject == "Leadership Forum, 3 December: still time to answer"
    said = one_line(mail.text)
    assert "We would still like to plan for Police on 3 December." in said
    assert "This is our last reminder for this meeting." in said
    assert "Someone from the business unit may phone." in said


def test_the_second_tells_the_lead_that_the_deputy_will_be_asked(one: Register) -> None:
    one.body.asks_deputies = "automatic"
    stand_in = one.person("Stand in")
    stand_in.job_title = "Head of Safeguarding"
    seats.appoint(
        one.session, one.seats[0], stand_in, Part.DEPUTY, since=date(2020, 1, 1), by=None, now=NOW
    )
    mail = letter(one, ground=look(one, SECOND))
    assert mail is not None
    assert (
        "If we hear nothing by Monday 23 November, we will ask your standing deputy, "
        "the Head of Safeguarding, and copy you." in one_line(mail.text)
    )
    assert "may phone" not in mail.text


def test_asking_deputies_promises_nothing_where_there_is_none(one: Register) -> None:
    one.body.asks_deputies = "automatic"
    mail = letter(one, ground=look(one, SECOND))
    assert mail is not None
    assert "Someone from the business unit may phone." in one_line(mail.text)


def test_who_was_not_sure_is_asked_whether_they_can_say(one: Register) -> None:
    say(one, Kind.UNSURE)
    mail = letter(one, ground=look(one, datetime(2026, 11, 19, 9, tzinfo=UTC)))
    assert mail is not None
    assert "You were not sure about 3 December. Can you say yet?" in one_line(mail.text)
    assert "Already told" not in mail.text


def test_who_comes_is_told_when_and_where_and_how_to_change_it(one: Register) -> None:
    say(one, Kind.ATTENDING)
    mail = letter(one, ground=look(one, datetime(2026, 12, 1, 9, tzinfo=UTC)))
    assert mail is not None
    assert mail.subject == "Leadership Forum, 3 December: see you there"
    said = one_line(mail.text)
    assert "We look forward to seeing you at the Leadership Forum: Thursday 3 December 2026" in said
    assert "You represent Police." in said
    assert "Answer or change my answer: https://joinedup.example.org/answer/" in said
    assert "is your answer still right" not in said


def test_in_slack_who_comes_finds_there_how_to_check_in(one: Register) -> None:
    found_in_slack(one, one.leads[0])
    one.leads[0].channel = "slack"
    say(one, Kind.ATTENDING)
    message = card(one, ground=look(one, datetime(2026, 12, 1, 9, tzinfo=UTC)))
    assert message is not None
    assert "'action_id': 'event.checkin'" in str(message.blocks)


def test_who_said_yes_before_a_move_is_asked_whether_it_is_still_right(one: Register) -> None:
    say(one, Kind.ATTENDING)
    later = FORUM.on(date(2026, 12, 17))
    event_changes.move(one.session, shown(one), later, by=None, now=NOW)
    one.arrived()
    mail = letter(one, ground=look(one, datetime(2026, 12, 15, 9, tzinfo=UTC)))
    assert mail is not None
    said = one_line(mail.text)
    assert "You answered before it was moved: is your answer still right?" in said
    assert "Still fine: https://joinedup.example.org/answer/" in said


def test_a_deputy_who_has_not_replied_is_asked_and_not_expected(one: Register) -> None:
    own = [answers.invited(one.session, shown(one))[0].invitation]
    deputy = one.person("Sam Deputy")
    seats.appoint(one.session, one.seats[0], deputy, Part.DEPUTY, since=BEGAN, by=None, now=NOW)
    given: dict[str, Any] = {"source": Source.LINK, "at": NOW, "by": None, "now": NOW}
    deputies.send(one.session, shown(one), own, person_id=deputy.id, **given)
    one.arrived()
    mail = letter(one, "Sam Deputy", look(one, datetime(2026, 12, 1, 9, tzinfo=UTC)))
    assert mail is not None
    assert mail.subject == "Leadership Forum, 3 December: can you represent Police?"
    said = one_line(mail.text)
    assert "You are asked to represent Police at the Leadership Forum: Thursday 3" in said
    assert "We have not heard from you yet. Can you? " in said
    assert "I can represent: https://joinedup.example.org/answer/" in said
    assert "I cannot: https://joinedup.example.org/answer/" in said
    assert "look forward" not in said
    assert "expected" not in said


def test_a_guest_is_asked_without_deputy_or_seat(one: Register) -> None:
    guest = one.person("Guest")
    chosen = [Choice(Among.GUEST, guest.id)]
    event_changes.add_guests(one.session, shown(one).series, chosen, by=None, now=NOW)
    one.arrived()
    mail = letter(one, "Guest", look(one, FIRST))
    assert mail is not None
    said = one_line(mail.text)
    assert "We have no answer from you yet for the Leadership Forum" in said
    assert "deputy" not in said
    assert "seat" not in said


@pytest.mark.parametrize("kind", [Kind.ATTENDING, Kind.APOLOGIES, Kind.UNSURE])
def test_who_has_answered_is_sent_nothing_even_if_it_waits(one: Register, kind: Kind) -> None:
    ground = look(one, FIRST)
    say(one, kind, FIRST)
    for row in one.session.scalars(select_waiting()):
        row.state = "planned"  # as if it had been planned after the answer
    one.session.flush()
    assert letter(one, ground=ground) is None


def test_what_comes_to_leave_in_the_evening_waits_for_another_day(one: Register) -> None:
    look(one, FIRST)
    evening = FIRST.replace(hour=18, minute=5)
    assert letter(one, ground=replace(GROUND, now=evening)) is None
    [row] = one.session.scalars(select_waiting())
    assert row.expires_at == FIRST.replace(hour=18)


def test_in_slack_it_has_the_buttons_of_the_card(one: Register) -> None:
    found_in_slack(one, one.leads[0])
    one.leads[0].channel = "slack"
    ground = look(one, FIRST)
    message = card(one, ground=ground)
    assert message is not None
    text = str(message.blocks)
    for choice in ("attending", "deputy", "apologies", "unsure"):
        assert f"event.answer.{choice}" in text
    assert "We have no answer yet from Police" in text
    assert "can you come?" in message.text


@pytest.mark.parametrize(
    ("source", "chosen", "reached"),
    [
        (Source.SLACK, None, "slack"),
        (Source.SLACK, "mail", "mail"),
        (Source.LINK, None, "mail"),
        (Source.CALENDAR, "slack", "slack"),
    ],
)
def test_who_chose_nothing_is_reminded_where_they_press_buttons(
    one: Register, source: Source, chosen: str | None, reached: str
) -> None:
    found_in_slack(one, one.leads[0])
    one.leads[0].channel = chosen
    own = answers.invited(one.session, shown(one))[0].invitation
    given = Given(kind=Kind.UNSURE, source=source, at=NOW, span=FORUM, by=one.leads[0].id)
    answers.give(one.session, shown(one).event, [own], given, now=NOW)
    look(one, datetime(2026, 11, 19, 9, tzinfo=UTC))
    assert [each.channel_kind for each in one.session.scalars(select_waiting())] == [reached]
    assert preferences.of(one.session, one.leads[0].id).channel == reached


def test_without_pages_of_ours_it_says_how_to_answer(one: Register) -> None:
    ground = look(one, FIRST)
    mail = letter(one, ground=replace(ground, addresses=NOWHERE))
    assert mail is not None
    assert "Please tell the business unit." in one_line(mail.text)
