"""Who keeps a diary no more is rid of what came by a copy, once, and nobody else hears of it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.ground import Ground
from bot.letters.letter import Letter
from db import diary_contacts, diary_endings, event_changes, events, seats
from db.engine import Database
from db.models import Delivery, Person, Series
from db.tenancy import across_partnerships
from domain.events import Say
from domain.seats import Part
from jobs import diaries, targets
from jobs.schedule import TICKS
from tests.calendars.readers import READERS
from tests.db.meetings import BEGAN, NOW, Register, register
from tests.db.test_calendars import told
from tests.db.test_diary_copies import keeper, named

LATER = NOW + timedelta(days=1)
TODAY = LATER.date()


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def end(own: Register, place: int = 0, day: date = TODAY) -> None:
    [kept] = diary_contacts.of(own.session, own.leads[place].id, day=TODAY)
    diary_contacts.end(own.session, kept.row, day, today=TODAY, by=None, now=LATER)


def clear(own: Register) -> int:
    with across_partnerships(own.session):
        return diaries.clear(own.session, LATER)


def planned(own: Register) -> list[Delivery]:
    query = select(Delivery).where(Delivery.kind == diary_endings.KIND)
    return list(own.session.scalars(query.order_by(Delivery.id)))


def sent(own: Register) -> Series:
    series = own.sent()
    own.arrived()
    return series


def letter(own: Register, delivery: Delivery) -> Letter:
    found = diaries.letter(own.session, delivery, Ground(LATER, mailbox="calendar@example.org"))
    assert found is not None
    return found


def test_the_entry_is_taken_out_of_the_calendar_of_who_kept_the_diary(two: Register) -> None:
    dora = keeper(two, 0)
    series = sent(two)
    before = told(two, series, two.leads[0])
    assert before is not None
    end(two)
    assert (clear(two), clear(two)) == (1, 0)
    [row] = planned(two)
    target = targets.find_address(two.session, row, LATER)
    assert (row.person_id, target.to, dict(target.copies)) == (dora.id, "dora@example.org", {})
    made = letter(two, row)
    assert "You no longer keep the diary of Police lead." in made.text
    assert made.calendar is not None
    assert made.calendar.method == "CANCEL"
    assert named(("CANCEL", made.calendar.content)) == ("dora@example.org",)
    assert b"STATUS" not in made.calendar.content, "it goes on for everybody else"
    for read in READERS.values():
        [was], [gone] = (read(each.decode()).entries for each in (before[1], made.calendar.content))
        assert (gone.uid, gone.sequence) == (was.uid, was.sequence + 1)


def test_nobody_else_hears_and_what_comes_next_is_newer(two: Register) -> None:
    keeper(two, 0)
    series = sent(two)
    end(two)
    clear(two)
    waiting = select(Delivery).where(Delivery.state == "planned", Delivery.kind.like("event.%"))
    assert two.session.scalars(waiting).all() == []
    assert series.sequence == 1


def test_who_is_rid_of_it_hears_of_no_cancellation(two: Register) -> None:
    keeper(two, 0)
    series = sent(two)
    end(two)
    clear(two)
    event_changes.cancel_all(two.session, series, by=None, now=LATER)
    query = select(Delivery).where(Delivery.kind == "event.cancellation")
    for row in two.session.scalars(query.where(Delivery.channel_kind == "mail")).all():
        assert dict(targets.find_address(two.session, row, LATER).copies) == {}
    told_now = told(two, series, two.leads[0], Say.CANCELLATION, now=LATER)
    assert named(told_now) == ("police.lead@example.org",)


def test_it_waits_for_the_day(two: Register) -> None:
    keeper(two, 0)
    sent(two)
    end(two, day=TODAY + timedelta(days=1))
    assert clear(two) == 0
    with across_partnerships(two.session):
        assert diaries.clear(two.session, LATER + timedelta(days=1)) == 1


@pytest.mark.parametrize("why", ["another's", "own", "again", "uncopied", "rehearsal", "over"])
def test_what_they_have_otherwise_or_never_had_stays(two: Register, why: str) -> None:
    dora = keeper(two, *((0, 1) if why == "another's" else (0,)))
    if why == "own":
        seats.appoint(two.session, two.seats[1], dora, Part.LEAD, since=BEGAN, by=None, now=NOW)
    series = two.sent() if why == "uncopied" else sent(two)
    end(two)
    if why == "again":
        _keep_again(two, dora)
    if why == "rehearsal":
        two.owner.live_at = None
    if why == "over":
        events.of(two.session, series.id)[0].ends_at = LATER
    assert clear(two) == 0
    assert (planned(two), series.sequence) == ([], 0)


def _keep_again(own: Register, person: Person) -> None:
    lead = own.leads[0]
    diary_contacts.add(own.session, lead, person, since=TODAY, by=None, now=LATER)


def test_it_is_among_what_the_clock_does() -> None:
    assert diaries.clear in [each.job for each in TICKS]
