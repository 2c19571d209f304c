"""Reminders in the ledger: who gets which and when, and what is withdrawn with what made it so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from db import (
    answers,
    event_changes,
    leaves,
    people,
    preferences,
    reminder_rows,
    reminders,
    seats,
    series_changes,
)
from db.engine import Database
from db.events import Shown
from db.models import Delivery, NamedDeputy, Person, Series
from domain.answers import Given, Kind, Source
from domain.leaves import Reason
from domain.preferences import Kind as Wanted
from domain.seats import Part
from domain.spans import Span
from tests.db.meetings import FORUM, NOW, Register, register

FIRST = datetime(2026, 11, 16, 9, tzinfo=UTC)
SECOND = datetime(2026, 11, 20, 9, tzinfo=UTC)
MOST_QUERIES = 16
COMING = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Fire")) as found:
        found.sent()
        found.arrived()
        yield found


def shown(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def say(forum: Register, who: int, kind: Kind = Kind.ATTENDING, at: datetime = NOW) -> None:
    own = answers.invited(forum.session, shown(forum))[who].invitation
    given = Given(kind=kind, source=Source.LINK, at=at, span=FORUM)
    answers.give(forum.session, shown(forum).event, [own], given, now=at)


def planned(forum: Register, *states: str) -> list[tuple[str, str]]:
    query = (
        select(Delivery.kind, Person.name)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.kind.startswith(reminder_rows.KIND))
        .where(Delivery.state.in_(states or ("planned",)))
        .order_by(Delivery.id)
    )
    rows = forum.session.execute(query)
    return [(kind.removeprefix(reminder_rows.KIND), name) for kind, name in rows]


def tick(forum: Register, at: datetime) -> int:
    due = reminders.take_due(forum.session, now=at)
    return sum(reminders.remind(forum.session, now=at) for _each in due)


def queries(forum: Register, at: datetime) -> int:
    """Count the statements of one look."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = forum.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert tick(forum, at)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_silent_are_reminded_once_in_time_and_nobody_else(forum: Register) -> None:
    say(forum, 1)
    assert tick(forum, FIRST - timedelta(hours=1)) == 0
    assert tick(forum, FIRST) == 2
    assert planned(forum) == [("first", "Police lead"), ("first", "Fire lead")]
    assert tick(forum, FIRST + timedelta(minutes=1)) == 0
    assert tick(forum, FIRST + timedelta(hours=4)) == 0


def test_the_second_comes_after_answer_by_and_then_no_more(forum: Register) -> None:
    tick(forum, FIRST)
    forum.arrived()
    say(forum, 0, at=FIRST + timedelta(days=1))
    tick(forum, SECOND)
    assert planned(forum) == [("second", "Health lead"), ("second", "Fire lead")]
    forum.arrived()
    for days in range(1, 8):
        tick(forum, SECOND + timedelta(days=days))
    assert planned(forum) == []


def test_what_was_due_while_we_were_down_goes_once(forum: Register) -> None:
    night = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert tick(forum, night) == 0
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert tick(forum, monday) == 3
    assert {ask for ask, _name in planned(forum)} == {"second"}
    forum.arrived()
    assert tick(forum, monday + timedelta(hours=4)) == 0


def test_who_comes_is_told_once_more_and_who_does_not_is_left_alone(forum: Register) -> None:
    say(forum, 0)
    say(forum, 1, Kind.APOLOGIES)
    tick(forum, FIRST)
    assert planned(forum) == [("first", "Fire lead")]
    forum.arrived()
    tick(forum, SECOND)
    forum.arrived()
    tick(forum, COMING)
    assert planned(forum) == [("coming", "Police lead")]


def test_who_was_not_sure_is_asked_once_at_answer_by(forum: Register) -> None:
    say(forum, 0, Kind.UNSURE)
    say(forum, 1)
    say(forum, 2)
    tick(forum, FIRST)
    assert planned(forum) == []
    tick(forum, datetime(2026, 11, 19, 9, tzinfo=UTC))
    assert planned(forum) == [("unsure", "Police lead")]
    forum.arrived()
    tick(forum, SECOND)
    assert planned(forum) == []


@pytest.mark.parametrize("kind", [Kind.ATTENDING, Kind.APOLOGIES, Kind.UNSURE])
def test_an_answer_withdraws_what_waits(forum: Register, kind: Kind) -> None:
    tick(forum, FIRST)
    say(forum, 0, kind, at=FIRST)
    assert planned(forum) == [("first", "Health lead"), ("first", "Fire lead")]
    assert planned(forum, "superseded") == [("first", "Police lead")]


def test_a_move_withdraws_all_and_begins_anew(forum: Register) -> None:
    tick(forum, FIRST)
    later = FORUM.on(date(2026, 12, 17))
    event_changes.move(forum.session, shown(forum), later, by=None, now=FIRST)
    assert planned(forum) == []
    forum.arrived()
    assert shown(forum).event.answer_by == date(2026, 12, 3)
    tick(forum, datetime(2026, 11, 27, 9, tzinfo=UTC))
    assert planned(forum) == []
    tick(forum, datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert len(planned(forum)) == 3


def test_an_answer_for_another_time_is_not_chased(forum: Register) -> None:
    say(forum, 0)
    later = FORUM.on(date(2026, 12, 17))
    event_changes.move(forum.session, shown(forum), later, by=None, now=FIRST)
    forum.arrived()
    tick(forum, datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert [name for _ask, name in planned(forum)] == ["Health lead", "Fire lead"]


def test_a_cancellation_withdraws_all(forum: Register) -> None:
    tick(forum, FIRST)
    event_changes.cancel(forum.session, shown(forum), by=None, now=FIRST)
    assert planned(forum) == []
    assert tick(forum, SECOND) == 0


def test_a_hand_over_withdraws_the_old_leads_and_the_new_one_is_asked_in_time(
    forum: Register,
) -> None:
    tick(forum, FIRST)
    new = forum.person("New lead")
    day = date(2026, 11, 16)
    seats.appoint(forum.session, forum.seats[0], new, Part.LEAD, since=day, by=None, now=FIRST)
    series = shown(forum).series
    series_changes.keep(forum.session, series, by=None, now=FIRST)
    assert planned(forum) == [("first", "Health lead"), ("first", "Fire lead")]
    assert planned(forum, "superseded") == [("first", "Police lead")]
    forum.arrived()
    tick(forum, datetime(2026, 11, 18, 9, tzinfo=UTC))
    assert planned(forum) == [("first", "New lead")]


def test_leave_and_a_vacancy_pause_and_who_declined_is_left_alone(forum: Register) -> None:
    day = date(2026, 11, 10)
    leaves.begin(
        forum.session, Span(day), Reason.ABSENCE, seat_id=forum.seats[0].id, by=None, now=NOW
    )
    own = preferences.of(forum.session, forum.leads[1].id)
    chosen = replace(own, declined=frozenset({Wanted.REMINDERS}))
    preferences.choose(forum.session, forum.leads[1].id, chosen, by=None, now=NOW)
    tick(forum, FIRST)
    assert planned(forum) == [("first", "Fire lead")]


def test_one_person_with_several_seats_gets_one(forum: Register) -> None:
    police = forum.leads[0]
    seats.appoint(
        forum.session, forum.seats[1], police, Part.LEAD, since=date(2026, 11, 6), by=None, now=NOW
    )
    series_changes.keep(forum.session, shown(forum).series, by=None, now=NOW)
    forum.arrived()
    tick(forum, FIRST)
    assert planned(forum) == [("first", "Police lead"), ("first", "Fire lead")]
    rows = forum.session.scalars(select(Delivery).where(Delivery.kind == "reminder.first"))
    assert sorted(len(each.subject["invitations"]) for each in rows) == [1, 2]


def test_the_chosen_channel_decides(forum: Register) -> None:
    for number, lead in enumerate(forum.leads[:2]):
        people.identify(forum.session, lead, enterprise_id="", team_id="T1", user_id=f"U{number}")
    forum.leads[0].channel = "slack"
    forum.session.flush()
    tick(forum, FIRST)
    ways = forum.session.execute(
        select(Person.name, Delivery.channel_kind)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.kind == "reminder.first")
        .order_by(Delivery.id)
    ).all()
    assert [tuple(each) for each in ways] == [
        ("Police lead", "slack"),
        ("Health lead", "mail"),
        ("Fire lead", "mail"),
    ]


def test_a_rehearsal_reminds_nobody(forum: Register) -> None:
    forum.owner.live_at = None
    forum.session.flush()
    assert tick(forum, FIRST) == 0


def test_looking_costs_the_same_however_many_are_asked(
    forum: Register,
) -> None:
    few = queries(forum, FIRST)
    for number in range(40):
        forum.seat(f"Partner {number}")
    series_changes.keep(forum.session, shown(forum).series, by=None, now=NOW)
    forum.arrived()
    forum.owner.reminded_at = None
    forum.session.flush()
    many = queries(forum, FIRST + timedelta(days=1))
    assert many <= few
    assert many <= MOST_QUERIES


def with_deputies(forum: Register, mode: str) -> Person:
    forum.body.asks_deputies = mode
    stand_in = forum.person("Stand in")
    own = forum.seats[0]
    since = date(2020, 1, 1)
    seats.appoint(forum.session, own, stand_in, Part.DEPUTY, since=since, by=None, now=NOW)
    for at in (FIRST, SECOND):
        tick(forum, at)
        for each in forum.session.scalars(select(Delivery).where(Delivery.state == "planned")):
            each.state, each.attempts, each.sent_at = "sent", 1, at
        forum.session.flush()
    return stand_in


def asked_deputies(forum: Register) -> list[tuple[str, str]]:
    rows = forum.session.scalars(select(NamedDeputy).order_by(NamedDeputy.id))
    return [(each.name, each.state) for each in rows]


def test_deputies_are_asked_by_themselves_once_the_day_has_passed(forum: Register) -> None:
    with_deputies(forum, "automatic")
    tick(forum, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert asked_deputies(forum) == []
    tuesday = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert tick(forum, tuesday) == 1
    assert asked_deputies(forum) == [("Stand in", "asked")]
    assert tick(forum, tuesday + timedelta(hours=4)) == 0
    assert asked_deputies(forum) == [("Stand in", "asked")]


@pytest.mark.parametrize("mode", ["off", "ask"])
def test_else_no_deputy_is_asked_by_itself(forum: Register, mode: str) -> None:
    with_deputies(forum, mode)
    assert tick(forum, datetime(2026, 11, 24, 9, tzinfo=UTC)) == 0
    assert asked_deputies(forum) == []
