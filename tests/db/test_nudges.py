"""Asking again by hand: who is asked, when it leaves, that it can be stopped; and whom to phone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import answers, event_changes, fallbacks, nudges, reminders, rounds, series_changes
from db.engine import Database
from db.events import Shown
from db.models import Delivery, Round, Series
from domain.answers import Given, Kind, Source
from domain.chasing_facts import WhyNot
from domain.errors import Refused
from domain.events import What
from tests.db.meetings import FORUM, NOW, Register, register

MONDAY = datetime(2026, 11, 9, 10, tzinfo=UTC)
FIRST = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Fire")) as found:
        found.sent()
        found.arrived()
        yield found


def shown(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def say(forum: Register, who: int, kind: Kind, at: datetime = NOW) -> None:
    own = answers.invited(forum.session, shown(forum))[who].invitation
    given = Given(kind=kind, source=Source.LINK, at=at, span=FORUM)
    answers.give(forum.session, shown(forum).event, [own], given, now=at)


def nudge(forum: Register, now: datetime = MONDAY) -> Round:
    return nudges.nudge(forum.session, shown(forum).event.id, by=None, now=now)


def waiting(forum: Register) -> list[Delivery]:
    query = select(Delivery).where(Delivery.kind == "reminder.nudge", Delivery.state == "planned")
    return list(forum.session.scalars(query.order_by(Delivery.id)))


def test_those_who_owe_are_asked_and_nobody_else(forum: Register) -> None:
    say(forum, 0, Kind.ATTENDING)
    say(forum, 1, Kind.UNSURE)
    round_ = nudge(forum)
    assert (round_.what, round_.people, round_.goes_at) == (What.NUDGE, 2, MONDAY)
    assert [each.person_id for each in waiting(forum)] == [forum.leads[1].id, forum.leads[2].id]


def test_they_are_left_alone_for_a_day(forum: Register) -> None:
    nudge(forum)
    for each in waiting(forum):
        each.state, each.sent_at = "sent", MONDAY
    forum.session.flush()
    with pytest.raises(Refused, match=r"can ask again from Tuesday 10 November 2026, 10:00"):
        nudge(forum, MONDAY + timedelta(hours=23))
    assert nudge(forum, MONDAY + timedelta(hours=24)).people == 3


def test_a_reminder_cools_too(forum: Register) -> None:
    reminders.remind(forum.session, now=FIRST)
    with pytest.raises(Refused, match="last asked on Monday 16 November 2026, 09:00"):
        nudge(forum, FIRST + timedelta(hours=2))


def test_in_the_evening_it_waits_for_the_morning_and_holds_up_no_cancellation(
    forum: Register,
) -> None:
    evening = datetime(2026, 11, 13, 19, tzinfo=UTC)
    assert nudge(forum, evening).goes_at == datetime(2026, 11, 16, 9, tzinfo=UTC)
    off = event_changes.cancel(forum.session, shown(forum), by=None, now=evening)
    assert off is not None
    assert off.goes_at == evening
    assert waiting(forum) == []


def test_an_answer_withdraws_it(forum: Register) -> None:
    nudge(forum)
    say(forum, 0, Kind.UNSURE, MONDAY)
    assert len(waiting(forum)) == 2


def test_more_than_five_wait_and_can_be_stopped_with_nothing_put_back(forum: Register) -> None:
    for number in range(4):
        forum.seat(f"Partner {number}")
    series_changes.keep(forum.session, shown(forum).series, by=None, now=NOW)
    forum.arrived()
    round_ = nudge(forum)
    assert round_.goes_at == MONDAY + timedelta(minutes=2)
    sequence = shown(forum).series.sequence
    rounds.stop(forum.session, round_, by=None, now=MONDAY + timedelta(minutes=1))
    assert waiting(forum) == []
    assert shown(forum).series.sequence == sequence
    assert nudge(forum, MONDAY + timedelta(minutes=1)).people == 7


def test_it_is_too_late_to_stop_what_has_left(forum: Register) -> None:
    round_ = nudge(forum)
    with pytest.raises(Refused, match="too late"):
        rounds.stop(forum.session, round_, by=None, now=MONDAY + timedelta(minutes=1))


def test_the_look_says_why_each_is_spared(forum: Register) -> None:
    say(forum, 0, Kind.ATTENDING)
    found = nudges.look(forum.session, shown(forum).event.id, now=FIRST)
    assert found is not None
    assert [(each.partner, each.person) for each in found.lines] == [
        ("Police", "Police lead"),
        ("Health", "Health lead"),
        ("Fire", "Fire lead"),
    ]
    assert [each.verdict.why for each in found.lines] == [WhyNot.ANSWERED, None, None]
    assert (found.people, found.last) == (2, None)


def test_after_all_that_is_sent_the_silent_are_to_be_phoned(forum: Register) -> None:
    say(forum, 0, Kind.ATTENDING)
    for at in (FIRST, datetime(2026, 11, 20, 9, tzinfo=UTC)):
        reminders.remind(forum.session, now=at)
        forum.arrived()
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    found = nudges.to_phone(forum.session, now=at)
    assert [(each.partner, each.person) for each in found] == [
        ("Health", "Health lead"),
        ("Fire", "Fire lead"),
    ]
    say(forum, 1, Kind.APOLOGIES, at)
    assert [each.partner for each in nudges.to_phone(forum.session, now=at)] == ["Fire"]


def test_where_there_is_too_little_time_they_are_to_be_phoned_at_once(database: Database) -> None:
    with register(database, ("Police",)) as late:
        late.sent(FORUM.on(date(2026, 11, 9)))
        late.arrived()
        found = nudges.to_phone(late.session, now=NOW + timedelta(hours=1))
        assert [each.person for each in found] == ["Police lead"]
        assert reminders.remind(late.session, now=NOW + timedelta(hours=4)) == 0


def test_what_slack_refuses_goes_by_mail(forum: Register) -> None:
    nudge(forum)
    [first, *_rest] = waiting(forum)
    first.channel_kind, first.state = "slack", "failed"
    forum.session.flush()
    assert fallbacks.plan(forum.session, first, now=MONDAY)
    [again] = [each for each in waiting(forum) if each.subject.get("instead") == first.id]
    assert (again.channel_kind, again.revision) == ("mail", 2)
    assert reminders.still_owed(forum.session, again, now=MONDAY) is not None
