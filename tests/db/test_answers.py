"""One way in for all answers: which stands, in whatever order they come, and when it is stale."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from db import answers, event_changes, seats
from db.answers import Invited
from db.engine import Database
from db.events import Shown
from db.models import Answer, Invitation, NamedDeputy, Series
from domain.answers import Deputising, Given, Kind, Reason, Source
from domain.errors import Refused
from domain.seats import Part
from tests.db.meetings import FORUM, NOW, Register, register

LATER = NOW + timedelta(days=1)
THURSDAY_AFTER = FORUM.on(date(2026, 12, 10))
YES = Given(kind=Kind.ATTENDING, source=Source.SLACK, at=NOW, span=FORUM)
WAYS = (
    YES,
    Given(
        kind=Kind.APOLOGIES,
        source=Source.LINK,
        at=NOW + timedelta(hours=2),
        span=FORUM,
        reason=Reason.LEAVE,
    ),
    Given(kind=Kind.ATTENDING, source=Source.PHONE, at=NOW + timedelta(hours=3), span=FORUM),
    Given(
        kind=Kind.UNSURE, source=Source.CALENDAR, at=NOW + timedelta(hours=4), span=None, whole=True
    ),
)


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        found.sent()
        yield found


def shown(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def police(forum: Register) -> Invited:
    return answers.invited(forum.session, shown(forum))[0]


def give(forum: Register, given: Given, now: datetime = LATER) -> list[Answer]:
    own = police(forum).invitation
    return answers.give(forum.session, shown(forum).event, [own], given, now=now)


def test_nobody_has_answered_at_first(forum: Register) -> None:
    found = answers.invited(forum.session, shown(forum))
    assert [each.standing.kind for each in found] == [None, None]
    assert not found[0].standing.ends_chasing


def test_any_order_of_answers_by_any_way_is_one_history(forum: Register) -> None:
    """All orders of four: what stands, and what the history says, are the same."""
    seen = set()
    for order in permutations(range(len(WAYS))):
        with forum.session.begin_nested() as back:
            for number in order:
                give(forum, WAYS[number])
            standing = police(forum).standing
            kept = answers.history(forum.session, police(forum).invitation.id)
            seen.add((standing.kind, standing.source, tuple(each.source for each in kept)))
            assert [each.is_current for each in kept] == [False] * 3 + [True]
            back.rollback()
        forum.session.expunge_all()
    assert seen == {(Kind.ATTENDING, Source.PHONE, ("calendar", "slack", "link", "phone"))}


def test_an_answer_counts_from_when_we_had_it_at_the_latest(forum: Register) -> None:
    [row] = give(forum, replace(YES, at=LATER + timedelta(days=300)))
    assert (row.given_at, row.received_at) == (LATER, LATER)


def test_a_moved_event_makes_it_stale_and_moving_back_takes_that_back(forum: Register) -> None:
    give(forum, YES)
    assert not police(forum).standing.stale
    event_changes.move(forum.session, shown(forum), THURSDAY_AFTER, by=None, now=LATER)
    assert police(forum).standing.stale
    assert police(forum).standing.kind is Kind.ATTENDING
    event_changes.move(forum.session, shown(forum), FORUM, by=None, now=LATER)
    assert not police(forum).standing.stale


def test_another_lead_makes_it_stale_until_confirmed(forum: Register) -> None:
    give(forum, YES)
    new = forum.person("New lead")
    seats.appoint(
        forum.session, forum.seats[0], new, Part.LEAD, since=date(2026, 11, 20), by=None, now=LATER
    )
    assert police(forum).standing.stale
    give(forum, replace(YES, by=new.id, at=LATER))
    assert not police(forum).standing.stale


def test_a_deputy_who_declines_leaves_the_seat_not_known(forum: Register) -> None:
    own = police(forum).invitation
    deputy = NamedDeputy(
        invitation_id=own.id,
        person_id=forum.person("Stand in").id,
        name="Stand in",
        state=Deputising.ASKED,
        named_at=NOW,
    )
    forum.session.add(deputy)
    forum.session.flush()
    give(
        forum, Given(kind=Kind.DEPUTY, source=Source.LINK, at=NOW, span=FORUM, deputy_id=deputy.id)
    )
    assert police(forum).standing.is_coming
    deputy.state = Deputising.DECLINED
    forum.session.flush()
    assert police(forum).standing.kind is None
    assert not police(forum).standing.ends_chasing


def test_what_is_cancelled_or_has_begun_takes_no_answer(forum: Register) -> None:
    begins = datetime(2026, 12, 3, 10, tzinfo=UTC)
    with pytest.raises(Refused, match="has begun"):
        give(forum, replace(YES, at=begins), now=begins)
    event_changes.cancel(forum.session, shown(forum), by=None, now=LATER)
    with pytest.raises(Refused, match="cancelled"):
        give(forum, YES)


def test_two_can_never_stand_at_once(forum: Register) -> None:
    [row] = give(forum, YES)
    own = forum.session.scalars(select(Invitation.id)).first()
    assert own == row.invitation_id
    forum.session.add(
        Answer(
            invitation_id=own,
            kind=Kind.UNSURE,
            source=Source.SLACK,
            given_at=NOW,
            received_at=NOW,
            revision=0,
            is_current=True,
        )
    )
    with pytest.raises(IntegrityError), forum.session.begin_nested():
        forum.session.flush()
