"""Findings are spells: one opens, deepens, ends and may come again, whatever is looked at twice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import findings, leaves, snoozes, watch_lists
from db.engine import Database
from db.models import AuditEntry, Finding
from domain.errors import Refused
from domain.events import Status
from domain.leaves import Reason
from domain.spans import Span
from domain.standing import Level
from tests.db.meetings import Register, register
from tests.db.past_meetings import Meeting, hold

NAMES = ("Council", "Health", "Fire", "Police")
POLICE = 3
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CAME, MISSED = (False, ("MA",)), (False, ("NC",))


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, NAMES) as forum:
        yield forum


def go_on(forum: Register, first: int, police: str, *, with_fire: bool = False) -> int:
    """Hold meetings week by week, at which all are but the police where it says 0.

    `with_fire`: Fire misses the same. Gives the week after.
    """
    for week, mark in enumerate(police, first):
        own = CAME if mark == "1" else MISSED
        seats = (CAME, CAME, own if with_fire else CAME, own)
        hold(forum.session, forum, Meeting(week, Status.HELD, recorded=True, seats=seats))
    return first + len(police)


def look(forum: Register, days: int = 0) -> int:
    """Look some days later than usual."""
    return findings.look(forum.session, NOW + timedelta(days=days))


def kept(forum: Register) -> list[tuple[str, bool]]:
    """Give how deep each spell came, and whether it lasts, the oldest first."""
    rows = forum.session.scalars(select(Finding).order_by(Finding.id))
    return [(each.level, each.ended_at is None) for each in rows]


def verbs(forum: Register) -> list[str]:
    """Give what was written down about findings."""
    query = select(AuditEntry.verb).where(AuditEntry.verb.like("%finding"))
    return list(forum.session.scalars(query.order_by(AuditEntry.id)))


def test_a_spell_opens_deepens_ends_and_returns(forum: Register) -> None:
    week = go_on(forum, 0, "11100100")
    assert look(forum) == 0
    assert kept(forum) == []
    week = go_on(forum, week, "0")
    assert kept_after(forum) == [(Level.ACT, True)]
    week = go_on(forum, week, "0")
    assert kept_after(forum) == [(Level.LAPSED, True)]
    week = go_on(forum, week, "111111")
    assert kept_after(forum) == [(Level.LAPSED, False)]
    go_on(forum, week, "0000")
    assert kept_after(forum) == [(Level.LAPSED, False), (Level.LAPSED, True)]
    assert verbs(forum) == [
        "notice finding",
        "deepen finding",
        "end finding",
        "notice finding",
    ]


def kept_after(forum: Register) -> list[tuple[str, bool]]:
    """Look twice, the second time for nothing; gives what is kept then."""
    assert look(forum) == 1
    assert look(forum) == 0
    return kept(forum)


def test_an_event_that_many_missed_makes_no_finding_until_the_next_one(forum: Register) -> None:
    week = go_on(forum, 0, "11100100", with_fire=True)
    look(forum)
    assert kept(forum) == []
    week = go_on(forum, week, "0", with_fire=True)
    assert watch_lists.of(forum.session, NOW.date()).held == ["Executive"]
    assert look(forum) == 0
    go_on(forum, week, "1")
    go_on(forum, week + 1, "0000")
    assert look(forum) == 1
    assert kept(forum) == [(Level.LAPSED, True)]


def test_leave_ends_a_spell_and_it_is_to_be_checked_anew_afterwards(forum: Register) -> None:
    go_on(forum, 0, "1110000")
    look(forum)
    own = forum.seats[POLICE].organisation_id
    begins = NOW.date()
    back = begins + timedelta(days=14)
    leaves.begin(
        forum.session, Span(begins, back), Reason.ABSENCE, organisation_id=own, by=None, now=NOW
    )
    assert look(forum) == 1
    assert kept(forum) == [(Level.LAPSED, False)]
    assert look(forum, days=14) == 1
    assert kept(forum) == [(Level.LAPSED, False), (Level.LAPSED, True)]


def test_facts_are_checked_once_and_not_of_what_is_over(forum: Register) -> None:
    week = go_on(forum, 0, "1110000")
    look(forum)
    [row] = findings.open_ones(forum.session).values()
    by = forum.leads[0].id
    assert findings.check(forum.session, row.id, by=by, now=NOW).checked_by == by
    with pytest.raises(Refused, match="already"):
        findings.check(forum.session, row.id, by=by, now=NOW)
    go_on(forum, week, "11")
    look(forum)
    with pytest.raises(Refused, match="over"):
        findings.check(forum.session, row.id, by=by, now=NOW)
    with pytest.raises(Refused, match="over"):
        findings.check(forum.session, row.id + 1, by=by, now=NOW)


def test_one_that_asked_to_hear_early_is_told_early(forum: Register) -> None:
    go_on(forum, 0, "1111111100")
    assert watch_lists.of(forum.session, NOW.date()).listed == []
    forum.owner.warns_early = True
    forum.session.flush()
    early = [each.name for each in watch_lists.of(forum.session, NOW.date()).listed]
    assert early == ["Police"]


def test_put_off_twice_the_later_word_holds(forum: Register) -> None:
    own, body, by = forum.seats[POLICE].organisation_id, forum.body.id, forum.leads[0].id
    day = NOW.date()
    for weeks, reason in ((2, "Holidays"), (4, "New lead")):
        until = day + timedelta(weeks=weeks)
        snoozes.put_off(forum.session, own, body, until, reason, by=by, now=NOW)
    [held] = snoozes.running(forum.session, day).values()
    assert (held.reason, held.until) == ("New lead", date(2026, 12, 22))
    assert snoozes.running(forum.session, date(2026, 12, 22)) == {}
    snoozes.lift(forum.session, held.id, by=by, now=NOW)
    assert snoozes.running(forum.session, day) == {}
    with pytest.raises(Refused, match="already"):
        snoozes.lift(forum.session, held.id, by=by, now=NOW)
