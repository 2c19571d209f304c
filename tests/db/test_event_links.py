"""Links to an event's pages: one live one for each person, event and purpose."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from db import event_changes, event_links, events, links
from db.engine import Database
from domain.recurrence import Frequency, Ordinal, Rule
from tests.db.meetings import FORUM, NOW, Register, register

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def test_a_live_link_is_given_again_to_the_same_person_for_the_same_event(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    first, second = events.of(two.session, series.id)[:2]
    police, health = (each.id for each in two.leads)
    given = event_links.issue(two.session, police, first, now=NOW)
    assert event_links.issue(two.session, police, first, now=LATER) == given
    others = (
        event_links.issue(two.session, police, second, now=LATER),
        event_links.issue(two.session, health, first, now=LATER),
    )
    ids = [each.id for pair in (given, *others) for each in (pair.page, pair.answer)]
    assert len(set(ids)) == 6


def test_links_last_beyond_their_event_and_move_along(two: Register) -> None:
    series = two.sent()
    shown = two.first(series)
    given = event_links.issue(two.session, two.leads[0].id, shown.event, now=NOW)
    assert given.page.expires_at == shown.event.ends_at + timedelta(days=30)
    assert given.answer.expires_at == shown.event.begins_at + timedelta(days=1)
    event_changes.move(two.session, shown, FORUM.on(date(2027, 2, 4)), by=None, now=NOW)
    again = event_links.issue(two.session, two.leads[0].id, shown.event, now=LATER)
    assert again == given
    assert again.answer.expires_at.date() == date(2027, 2, 5)


def test_a_revoked_or_expired_link_is_not_given_again(two: Register) -> None:
    event = two.first(two.sent()).event
    given = event_links.issue(two.session, two.leads[0].id, event, now=NOW)
    links.revoke(two.session, given.page, now=LATER)
    over = event.begins_at + timedelta(days=2)
    again = event_links.issue(two.session, two.leads[0].id, event, now=over)
    assert again.page.id != given.page.id
    assert again.answer.id != given.answer.id
    assert again.answer.expires_at == over + timedelta(days=1)
