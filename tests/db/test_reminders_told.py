"""What counts as told: what left for the event as it is, once a half-day, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import answers, deputies, event_changes, nudges, reminder_rows, reminders, seats
from db.engine import Database
from db.events import Shown
from db.models import Delivery, Series
from domain.answers import Deputising, Given, Kind, Source
from domain.seats import Part
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register

FIRST = datetime(2026, 11, 16, 9, tzinfo=UTC)
COMING = datetime(2026, 12, 1, 9, tzinfo=UTC)
AGAIN = datetime(2026, 11, 30, 9, tzinfo=UTC)
LATER = FORUM.on(date(2026, 12, 17))


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, ("Police",)) as found:
        found.sent()
        found.arrived()
        yield found


def rows(forum: Register) -> list[Delivery]:
    query = select(Delivery).where(Delivery.kind.startswith(reminder_rows.KIND))
    return list(forum.session.scalars(query.order_by(Delivery.id)))


def shown(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def move(forum: Register) -> None:
    event_changes.move(forum.session, shown(forum), LATER, by=None, now=FIRST)
    forum.arrived()


def test_a_partnership_is_looked_at_once_a_half_day(forum: Register) -> None:
    own, session = forum.owner.id, forum.session
    assert reminders.take_due(session, now=FIRST) == [own]
    reminders.remind(session, now=FIRST)
    assert reminders.take_due(session, now=FIRST + timedelta(hours=2, minutes=59)) == []
    assert reminders.take_due(session, now=FIRST + timedelta(hours=3)) == [own]


def test_what_was_told_of_another_time_is_told_again(forum: Register) -> None:
    reminders.remind(forum.session, now=FIRST)
    forum.arrived()
    move(forum)
    assert reminders.remind(forum.session, now=AGAIN) == 1
    assert [each.kind for each in rows(forum)] == ["reminder.first"] * 2


def test_what_was_planned_for_another_time_never_leaves(forum: Register) -> None:
    reminders.remind(forum.session, now=FIRST)
    (row,) = rows(forum)
    move(forum)
    assert row.state == "superseded"
    assert reminders.still_owed(forum.session, row, now=AGAIN) is None
    row.subject = {**row.subject, "begins": LATER.begins.isoformat()}
    forum.session.flush()
    assert reminders.still_owed(forum.session, row, now=AGAIN) is not None


@pytest.mark.parametrize(
    ("state", "again"),
    [("sent", 0), ("unknown", 0), ("failed", 0), ("cancelled", 1), ("expired", 1)],
)
def test_only_what_left_or_can_not_counts(forum: Register, state: str, again: int) -> None:
    reminders.remind(forum.session, now=FIRST)
    rows(forum)[0].state = state
    forum.session.flush()
    assert reminders.remind(forum.session, now=FIRST + timedelta(days=1)) == again


def test_of_two_that_wait_for_one_event_the_first_leaves(forum: Register) -> None:
    reminders.remind(forum.session, now=FIRST)
    nudges.nudge(forum.session, shown(forum).event.id, by=None, now=FIRST + timedelta(days=1))
    first, second = rows(forum)
    first.due_at = second.due_at  # it had to wait
    forum.session.flush()
    assert reminders.still_owed(forum.session, first, now=second.due_at) is not None
    first.state, first.sent_at = "sent", second.due_at
    forum.session.flush()
    assert reminders.still_owed(forum.session, second, now=second.due_at) is None


def test_a_deputy_who_comes_is_reminded_whatever_is_kept_in_order(forum: Register) -> None:
    session, deputy, lead = forum.session, forum.person("Deputy"), forum.leads[0].id
    seats.appoint(session, forum.seats[0], deputy, Part.DEPUTY, since=BEGAN, by=None, now=NOW)
    own = [answers.invited(session, shown(forum))[0].invitation]
    (named,) = deputies.send(
        session,
        shown(forum),
        own,
        person_id=deputy.id,
        source=Source.SLACK,
        at=NOW,
        by=lead,
        now=NOW,
    )
    named.state = Deputising.AGREED
    forum.arrived()
    assert reminders.remind(session, now=COMING) == 1
    (row,) = rows(forum)
    assert (row.kind, row.person_id) == ("reminder.coming", deputy.id)
    reminder_rows.keep(session, shown(forum).series, now=COMING)
    session.refresh(row)
    assert row.state == "planned"
    given = Given(kind=Kind.ATTENDING, source=Source.PHONE, at=COMING, span=FORUM, by=lead)
    answers.give(session, shown(forum).event, own, given, now=COMING)
    assert named.state == Deputising.REPLACED
    session.refresh(row)
    assert row.state == "superseded"
