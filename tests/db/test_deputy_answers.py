"""What named deputies say, when, and who sees that: after a move, after silence, by another way."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db import (
    answering,
    answers,
    deputies,
    deputy_answers,
    email_domains,
    event_changes,
    events,
    own_answers,
    seats,
)
from db.answers import Invited
from db.engine import Database
from db.events import Shown
from db.models import Delivery, NamedDeputy, Person, Recipient, Seat, Series
from domain.answered import Own
from domain.answers import Deputising, Kind, Source
from domain.errors import Refused
from domain.seats import Part
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register

LATER = NOW + timedelta(hours=1)
LAST = NOW + timedelta(hours=2)


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    """Give a forum that was sent, whose seat has two standing deputies; all have cards."""
    with register(database, ("Police",)) as made:
        owner = made.session.get_one(Seat, made.seats[0].id).organisation_id
        email_domains.set_to(made.session, owner, ["police.example.org"], by=None, now=NOW)
        for name in ("Ann Deputy", "Bob Deputy"):
            person = made.person(name)
            seats.appoint(
                made.session, made.seats[0], person, Part.DEPUTY, since=BEGAN, by=None, now=NOW
            )
        made.sent()
        made.arrived()
        yield made


def shown(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def seat(forum: Register) -> Invited:
    [own] = answers.invited(forum.session, shown(forum))
    return own


def deputy(forum: Register, name: str = "Ann Deputy") -> int:
    return forum.session.scalars(select(Person.id).where(Person.name == name)).one()


def send(forum: Register, **whom: Any) -> NamedDeputy:
    """Let the lead name a deputy, the first standing one unless another is meant."""
    given = {"source": Source.SLACK, "at": NOW, "by": forum.leads[0].id, "now": NOW}
    who = whom or {"person_id": deputy(forum)}
    (row,) = deputies.send(
        forum.session, shown(forum), [seat(forum).invitation], **{**given, **who}
    )
    return row


def says(
    forum: Register, who: int, kind: Kind, at: Any = LATER, source: Source = Source.LINK
) -> None:
    span = events.span_of(shown(forum).event)
    answering.answer(
        forum.session, shown(forum), who, kind, source=source, at=at, span=span, now=at
    )


def fine(forum: Register, who: int, **more: Any) -> int:
    """Let somebody confirm; gives how many answers that made."""
    given = {"source": Source.SLACK, "at": LAST, "now": LAST, **more}
    given.setdefault("span", events.span_of(shown(forum).event))
    return len(answering.still_fine(forum.session, shown(forum), who, **given))


def moved(forum: Register) -> None:
    later = FORUM.on(FORUM.begins.date() + timedelta(days=1))
    event_changes.move(forum.session, shown(forum), later, by=None, now=LATER)


def own(forum: Register, who: int) -> Own:
    event = shown(forum).event
    [found] = own_answers.of(forum.session, [event], who, day=NOW.date())[event.id]
    return found


def with_cards(forum: Register) -> None:
    """Let everybody who is asked have a card already, and nothing wait."""
    forum.arrived()
    for each in forum.session.scalars(select(Recipient)):
        each.cards = 1
    forum.session.flush()


def cards(forum: Register) -> set[str]:
    """Name those whose card is about to say something new."""
    query = (
        select(Person.name)
        .join(Delivery, Delivery.person_id == Person.id)
        .where(Delivery.kind == "event.answered", Delivery.state == "planned")
    )
    return set(forum.session.scalars(query))


def test_one_who_was_asked_after_silence_and_declined_may_still_come(forum: Register) -> None:
    row = deputies.ask_after_silence(forum.session, shown(forum), seat(forum).invitation, NOW)
    assert row is not None
    says(forum, deputy(forum), Kind.APOLOGIES)
    assert (row.state, own(forum, deputy(forum)).named) == (Deputising.DECLINED, True)
    says(forum, deputy(forum), Kind.ATTENDING, LAST)
    assert (row.state, seat(forum).standing.kind) == (Deputising.AGREED, Kind.DEPUTY)


def test_once_another_is_asked_after_silence_the_first_is_not(forum: Register) -> None:
    own = seat(forum).invitation
    first = deputies.ask_after_silence(forum.session, shown(forum), own, NOW)
    assert first is not None
    says(forum, deputy(forum), Kind.APOLOGIES)
    assert deputies.ask_after_silence(forum.session, shown(forum), own, LATER) is not None
    assert not answering.mine(forum.session, shown(forum), deputy(forum), now=LAST).is_asked
    with pytest.raises(Refused, match="not asked any more"):
        deputy_answers.reply(
            forum.session, first, Kind.ATTENDING, source=Source.CALENDAR, at=LAST, now=LAST
        )


def test_a_deputy_who_agreed_confirms_a_new_time(forum: Register) -> None:
    row, who = send(forum), deputy(forum)
    says(forum, who, Kind.ATTENDING)
    assert not own(forum, who).standing.stale
    moved(forum)
    found = own(forum, who)
    assert (found.standing.kind, found.standing.stale, found.was) == (Kind.ATTENDING, True, FORUM)
    assert fine(forum, who) == 1
    assert not own(forum, who).standing.stale
    assert (row.state, seat(forum).standing.stale) == (Deputising.AGREED, False)
    assert fine(forum, who) == 0


def test_who_confirms_an_old_card_confirms_nothing_new(forum: Register) -> None:
    send(forum)
    says(forum, deputy(forum), Kind.ATTENDING)
    moved(forum)
    for who in (deputy(forum), forum.leads[0].id):
        fine(forum, who, span=FORUM)
        assert seat(forum).standing.stale
    assert fine(forum, forum.leads[0].id) == 1
    assert not seat(forum).standing.stale
    assert seat(forum).standing.deputising is Deputising.AGREED


def test_a_deputy_who_has_not_replied_has_nothing_to_confirm(forum: Register) -> None:
    row = send(forum)
    moved(forum)
    with pytest.raises(Refused, match="no answer yet"):
        fine(forum, deputy(forum))
    assert row.state == Deputising.ASKED


def test_a_deputy_is_sent_to_the_time_that_was_seen(forum: Register) -> None:
    moved(forum)
    send(forum, person_id=deputy(forum), span=FORUM, at=LAST, now=LAST)
    assert seat(forum).standing.stale


@pytest.mark.parametrize(
    ("source", "told"),
    [(Source.LINK, {"Police lead", "Ann Deputy"}), (Source.SLACK, {"Police lead"})],
)
def test_the_lead_s_card_says_that_their_deputy_agreed(
    forum: Register, source: Source, told: set[str]
) -> None:
    send(forum)
    with_cards(forum)
    says(forum, deputy(forum), Kind.ATTENDING, source=source)
    assert cards(forum) == told
    assert own(forum, forum.leads[0].id).standing.deputising is Deputising.AGREED


def test_a_held_deputy_has_the_name_that_was_written_last(forum: Register) -> None:
    address = "out@elsewhere.example.org"
    first = send(forum, name="Out Sidre", address=address)
    again = send(forum, name="Out Sider", address=address, at=LATER, now=LATER)
    assert (first is again, first.state) == (True, Deputising.HELD)
    assert first.name == "Out Sider"
    send(forum, name="Out Before", address=address, at=NOW - timedelta(days=1), now=LAST)
    assert first.name == "Out Sider"
