"""Deputies for one event: named, held, asked, and what they reply."""

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
    deputy_decisions,
    email_domains,
    hand_overs,
    people,
    seats,
)
from db.answers import Invited
from db.engine import Database
from db.events import Shown
from db.models import Delivery, NamedDeputy, Person, Seat, Series, WorklistItem
from domain.answers import Deputising, Kind, Source
from domain.errors import Refused
from domain.seats import Part
from tests.db.meetings import BEGAN, NOW, Register, register
from tests.db.test_answering import second_seat

LATER = NOW + timedelta(hours=1)
LAST = NOW + timedelta(hours=2)


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    """Give a forum of two that was sent, whose first partner has a mail domain and a deputy."""
    with register(database, ("Police", "Health")) as made:
        owner = made.session.get_one(Seat, made.seats[0].id).organisation_id
        email_domains.set_to(made.session, owner, ["police.example.org"], by=None, now=NOW)
        deputy = made.person("Standing deputy")
        seats.appoint(
            made.session, made.seats[0], deputy, Part.DEPUTY, since=BEGAN, by=None, now=NOW
        )
        made.sent()
        made.arrived()
        yield made


def shown(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def seat(forum: Register, place: int = 0) -> Invited:
    own = answers.invited(forum.session, shown(forum))
    return next(each for each in own if each.invitation.seat_id == forum.seats[place].id)


def send(forum: Register, **whom: Any) -> NamedDeputy:
    """Let the police lead name a deputy."""
    given = {"source": Source.SLACK, "at": NOW, "by": forum.leads[0].id, "now": NOW, **whom}
    (row,) = deputies.send(forum.session, shown(forum), [seat(forum).invitation], **given)
    return row


def reply(forum: Register, row: NamedDeputy, kind: Kind, at: Any = LATER) -> None:
    deputy_answers.reply(forum.session, row, kind, source=Source.LINK, at=at, now=LAST)


def named(forum: Register, name: str) -> Person:
    return forum.session.scalars(select(Person).where(Person.name == name)).one()


def told(forum: Register) -> list[tuple[str, str]]:
    """List the mails that wait, but for the notices that leads get."""
    return [each for each in forum.messages() if each[0] != "deputy.notice"]


def notices(forum: Register) -> list[tuple[str, int | None]]:
    """List what leads hear: how it stands with the deputy, and who hears it."""
    query = select(Delivery).where(Delivery.kind == "deputy.notice").order_by(Delivery.id)
    return [(each.subject["as"], each.person_id) for each in forum.session.scalars(query)]


def test_a_standing_deputy_is_one_tap_and_is_the_answer(forum: Register) -> None:
    deputy = named(forum, "Standing deputy")
    assert deputies.standing_deputies(forum.session, shown(forum), seat(forum).invitation) == [
        deputy
    ]
    row = send(forum, person_id=deputy.id)
    found = seat(forum)
    assert (row.state, found.standing.kind) == (Deputising.ASKED, Kind.DEPUTY)
    assert found.deputy is row
    assert notices(forum) == [("asked", forum.leads[0].id)]
    assert told(forum) == [("invitation", "Standing deputy")]
    with pytest.raises(Refused, match="no deputy of this seat"):
        send(forum, person_id=forum.leads[1].id)


def test_who_has_an_address_of_the_partner_is_asked(forum: Register) -> None:
    row = send(forum, name="New Deputy", address="new@police.example.org")
    assert row.state == Deputising.ASKED
    assert row.person_id == named(forum, "New Deputy").id
    assert seat(forum).standing.is_coming


def test_an_address_from_outside_is_held_until_somebody_decides(forum: Register) -> None:
    row = send(forum, name="Out Sider", address="out@elsewhere.example.org")
    assert (row.state, row.person_id) == (Deputising.HELD, None)
    assert seat(forum).standing.kind is Kind.DEPUTY
    waits = select(WorklistItem).where(WorklistItem.done_at.is_(None))
    assert [each.kind for each in forum.session.scalars(waits)] == ["held deputy"]
    assert notices(forum) == [("held", forum.leads[0].id)]
    assert told(forum) == []
    deputy_decisions.decide(forum.session, row.id, accept=True, by=None, now=LATER)
    assert forum.session.scalars(waits).all() == []
    assert (row.state, row.person_id) == (Deputising.ASKED, named(forum, "Out Sider").id)
    assert told(forum) == [("invitation", "Out Sider")]
    with pytest.raises(Refused, match="decided already"):
        deputy_decisions.decide(forum.session, row.id, accept=False, by=None, now=LATER)


def test_whom_the_coordinator_does_not_ask_leaves_the_seat_not_known(forum: Register) -> None:
    row = send(forum, name="Out Sider", address="out@elsewhere.example.org")
    deputy_decisions.decide(forum.session, row.id, accept=False, by=None, now=LATER)
    assert seat(forum).standing.kind is None
    assert notices(forum)[-1] == ("refused", forum.leads[0].id)


def test_another_name_for_a_colleague_s_address_says_whose_it_is(forum: Register) -> None:
    address = "standing.deputy@example.org"
    with pytest.raises(Refused, match="is the address of Standing deputy") as refused:
        send(forum, name="Somebody Else", address=address)
    assert refused.value.field == "address"
    assert send(forum, name="standing Deputy", address=address.upper()).state == Deputising.ASKED


def test_nothing_is_said_of_other_partners_people(forum: Register) -> None:
    row = send(forum, name="Wrong Name", address="health.lead@example.org")
    assert (row.state, row.person_id) == (Deputising.HELD, None)


def test_nobody_stands_in_for_themselves_and_no_deputy_sends_another(forum: Register) -> None:
    with pytest.raises(Refused, match="holds this seat"):
        send(forum, name="Police lead", address="police.lead@example.org")
    row = send(forum, person_id=named(forum, "Standing deputy").id)
    with pytest.raises(Refused, match="can't send another"):
        reply(forum, row, Kind.DEPUTY)


def test_a_deputy_who_agrees_and_then_cannot_leaves_the_seat_not_known(forum: Register) -> None:
    row = send(forum, person_id=named(forum, "Standing deputy").id)
    forum.arrived()
    reply(forum, row, Kind.ATTENDING)
    assert (row.state, seat(forum).standing.deputising) == (Deputising.AGREED, Deputising.AGREED)
    reply(forum, row, Kind.APOLOGIES, LAST)
    assert (row.state, seat(forum).standing.kind) == (Deputising.DECLINED, None)
    assert notices(forum) == [("asked", forum.leads[0].id), ("declined", forum.leads[0].id)]
    assert told(forum) == [("withdrawal", "Standing deputy")]
    reply(forum, row, Kind.ATTENDING, LATER)
    assert row.state == Deputising.DECLINED


def test_another_answer_takes_the_place_of_a_deputy(forum: Register) -> None:
    row = send(forum, person_id=named(forum, "Standing deputy").id)
    forum.arrived()
    answering.answer(
        forum.session,
        shown(forum),
        forum.leads[0].id,
        Kind.ATTENDING,
        source=Source.LINK,
        at=LATER,
        span=None,
        now=LATER,
    )
    assert row.state == Deputising.REPLACED
    assert seat(forum).standing.kind is Kind.ATTENDING
    assert told(forum) == [("withdrawal", "Standing deputy")]
    with pytest.raises(Refused, match="not asked any more"):
        reply(forum, row, Kind.ATTENDING, LAST)


def test_a_deputy_named_before_the_answer_that_stands_is_never_asked(forum: Register) -> None:
    answering.answer(
        forum.session,
        shown(forum),
        forum.leads[0].id,
        Kind.ATTENDING,
        source=Source.LINK,
        at=LATER,
        span=None,
        now=LATER,
    )
    row = send(forum, person_id=named(forum, "Standing deputy").id, now=LAST)
    assert (row.state, seat(forum).standing.kind) == (Deputising.REPLACED, Kind.ATTENDING)
    assert (told(forum), notices(forum)) == ([], [])


def test_named_twice_they_are_asked_once(forum: Register) -> None:
    whom = {"name": "New Deputy", "address": "new@police.example.org"}
    first, again = send(forum, **whom), send(forum, **whom, at=LATER, now=LATER)
    assert first is again
    assert len(notices(forum)) == 1
    assert told(forum) == [("invitation", "New Deputy")]


def test_another_deputy_takes_the_first_one_s_place(forum: Register) -> None:
    first = send(forum, person_id=named(forum, "Standing deputy").id)
    other = send(forum, name="New Deputy", address="new@police.example.org", at=LATER, now=LATER)
    assert (first.state, other.state) == (Deputising.REPLACED, Deputising.ASKED)
    assert told(forum) == [("invitation", "New Deputy")]
    assert people.by_address(forum.session, "new@police.example.org") is not None


def test_after_silence_a_standing_deputy_is_asked_and_the_seat_stays_not_known(
    forum: Register,
) -> None:
    own = seat(forum).invitation
    row = deputies.ask_after_silence(forum.session, shown(forum), own, NOW)
    assert row is not None
    assert (row.state, seat(forum).standing.kind) == (Deputising.ASKED, None)
    assert told(forum) == [("invitation", "Standing deputy")]
    assert notices(forum) == [("asked", forum.leads[0].id)]
    assert deputies.ask_after_silence(forum.session, shown(forum), own, LATER) is None
    answering.answer(
        forum.session,
        shown(forum),
        row.person_id or 0,
        Kind.ATTENDING,
        source=Source.LINK,
        at=LATER,
        span=None,
        now=LATER,
    )
    found = seat(forum)
    assert (row.state, found.standing.kind) == (Deputising.AGREED, Kind.DEPUTY)
    assert found.deputy is row


def test_there_may_be_nobody_to_ask_after_silence(forum: Register) -> None:
    assert (
        deputies.ask_after_silence(forum.session, shown(forum), seat(forum, 1).invitation, NOW)
        is None
    )


def test_a_named_deputy_stays_when_the_seat_gets_another_lead(forum: Register) -> None:
    row = send(forum, person_id=named(forum, "Standing deputy").id)
    forum.arrived()
    new, day = forum.person("New lead"), LATER.date()
    seats.appoint(forum.session, forum.seats[0], new, Part.LEAD, since=day, by=None, now=LATER)
    hand_overs.follow(forum.session, [forum.seats[0].id], by=None, now=LATER)
    found = seat(forum)
    assert (found.standing.kind, found.standing.stale) == (Kind.DEPUTY, True)
    assert row.state == Deputising.ASKED
    assert sorted(told(forum)) == [("invitation", "New lead"), ("withdrawal", "Police lead")]
    reply(forum, row, Kind.APOLOGIES)
    assert notices(forum)[-1] == ("declined", new.id)


def test_one_deputy_for_two_seats_is_asked_once_and_counted_for_each(forum: Register) -> None:
    forum.seats.append(second_seat(forum))
    hand_overs.follow(forum.session, [forum.seats[-1].id], by=None, now=NOW)
    forum.arrived()
    deputy = named(forum, "Standing deputy")
    own = answering.mine(forum.session, shown(forum), forum.leads[0].id, now=NOW).invited
    rows = deputies.send(
        forum.session,
        shown(forum),
        [each.invitation for each in own],
        person_id=deputy.id,
        source=Source.SLACK,
        at=NOW,
        by=forum.leads[0].id,
        now=NOW,
    )
    assert len(rows) == 2
    assert told(forum) == [("invitation", "Standing deputy")]
    assert notices(forum) == [("asked", forum.leads[0].id)]
    answering.answer(
        forum.session,
        shown(forum),
        deputy.id,
        Kind.ATTENDING,
        source=Source.LINK,
        at=LATER,
        span=None,
        now=LATER,
    )
    assert {each.state for each in rows} == {Deputising.AGREED}
