"""Delegation in calendars: who stands in for whom, in the REQUEST of both (RFC 5546, 3.2.2.3)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from db import (
    answering,
    calendar_drafts,
    deputies,
    deputy_answers,
    deputy_decisions,
    event_changes,
    events,
)
from db.engine import Database
from db.events import Shown
from db.models import Attendee, NamedDeputy, Person, Series
from domain.answers import Kind, Source
from domain.events import Say
from domain.recurrence import Frequency, Ordinal, Rule
from tests.calendars.readers import READERS
from tests.db.meetings import FORUM, NOW, Register, register

LATER = NOW + timedelta(hours=1)
LAST = NOW + timedelta(hours=2)
MAILBOX = "calendar@joinedup.example.org"
LEAD, DEPUTY = "police.lead@example.org", "standing.deputy@example.org"
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as made:
        made.session.info["deputy"] = made.person("Standing deputy")
        yield made


def first(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def send(forum: Register, shown: Shown) -> NamedDeputy:
    """Let the police lead send somebody who is asked, as of one organisation."""
    invitation = answering.mine(forum.session, shown, forum.leads[0].id, now=NOW).invited[0]
    given = {"source": Source.SLACK, "at": NOW, "by": forum.leads[0].id, "now": NOW}
    whom = {"name": "Standing deputy", "address": DEPUTY}
    (row,) = deputies.send(forum.session, shown, [invitation.invitation], **whom, **given)  # type: ignore[arg-type]
    if row.state == "held":
        deputy_decisions.decide(forum.session, row.id, accept=True, by=None, now=NOW)
    return row


def reply(forum: Register, row: NamedDeputy, kind: Kind, at: datetime = LATER) -> None:
    deputy_answers.reply(forum.session, row, kind, source=Source.LINK, at=at, now=LAST)


def request(forum: Register, who: Person, about: int | None = None) -> list[Any]:
    """Give the entries that somebody's calendar is sent now, after all readers have read them."""
    series = forum.session.scalars(select(Series)).one()
    mine = select(Attendee).where(Attendee.person_id == who.id)
    made = calendar_drafts.message(
        forum.session,
        series,
        forum.session.scalars(mine).one(),
        Say.UPDATE,
        about,
        organizer=MAILBOX,
        now=LAST,
    )
    assert made is not None
    assert made[0] == "REQUEST"
    entries = icalendar.Calendar.from_ical(made[1]).walk("VEVENT")
    people = {tuple(sorted(said(each))) for each in entries}
    for read in READERS.values():
        assert {each.attendees for each in read(made[1].decode()).entries} == people
    return list(entries)


def said(entry: Any) -> dict[str, dict[str, str]]:
    """Give by address what an entry says of each who is invited."""
    found = entry["ATTENDEE"]
    every = found if isinstance(found, list) else [found]
    wanted = ("PARTSTAT", "RSVP", "DELEGATED-TO", "DELEGATED-FROM")
    return {
        str(each).removeprefix("mailto:"): {
            name: str(each.params[name]).removeprefix("mailto:")
            for name in wanted
            if name in each.params
        }
        for each in every
    }


def last_day(entry: Any) -> date:
    """Give the last day of an entry: by its rule, or without one its only day."""
    last: datetime = entry["RRULE"]["UNTIL"][0] if "RRULE" in entry else entry["DTSTART"].dt
    return last.date()


def deputy_of(forum: Register) -> Person:
    found = forum.session.info["deputy"]
    assert isinstance(found, Person)
    return found


def test_both_calendars_say_who_stands_in_and_the_sequence_stays(forum: Register) -> None:
    forum.sent()
    forum.arrived()
    shown = first(forum)
    before = shown.series.sequence
    row = send(forum, shown)
    both = {
        LEAD: {"PARTSTAT": "DELEGATED", "RSVP": "FALSE", "DELEGATED-TO": DEPUTY},
        DEPUTY: {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE", "DELEGATED-FROM": LEAD},
    }
    assert said(*request(forum, forum.leads[0])) == both
    assert said(*request(forum, deputy_of(forum))) == both
    assert shown.series.sequence == before
    reply(forum, row, Kind.ATTENDING)
    both[DEPUTY] = {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE", "DELEGATED-FROM": LEAD}
    assert said(*request(forum, forum.leads[0])) == both
    assert shown.series.sequence == before


def test_the_lead_is_asked_again_beside_a_deputy_who_declined(forum: Register) -> None:
    forum.sent()
    forum.arrived()
    row = send(forum, first(forum))
    reply(forum, row, Kind.APOLOGIES)
    assert said(*request(forum, forum.leads[0])) == {
        LEAD: {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"},
        DEPUTY: {"PARTSTAT": "DECLINED", "RSVP": "FALSE", "DELEGATED-FROM": LEAD},
    }


def test_a_delegation_has_a_stamp_of_its_own(forum: Register) -> None:
    forum.sent()
    forum.arrived()
    shown = first(forum)
    before = request(forum, forum.leads[0])[0]["DTSTAMP"].dt
    revision = shown.series.revision
    send(forum, shown)
    assert shown.series.revision > revision
    (entry,) = request(forum, forum.leads[0])
    assert (entry["SEQUENCE"], entry["DTSTAMP"].dt >= before) == (0, True)


@pytest.mark.parametrize(
    ("kind", "partstat"),
    [
        (Kind.ATTENDING, "ACCEPTED"),
        (Kind.APOLOGIES, "DECLINED"),
        (Kind.UNSURE, "TENTATIVE"),
    ],
)
def test_an_answer_stands_in_later_requests_until_it_is_moved(
    forum: Register, kind: Kind, partstat: str
) -> None:
    forum.sent()
    forum.arrived()
    shown, lead = first(forum), forum.leads[0]
    answering.answer(
        forum.session,
        shown,
        lead.id,
        kind,
        source=Source.SLACK,
        at=NOW,
        span=events.span_of(shown.event),
        now=NOW,
    )
    assert said(*request(forum, lead)) == {LEAD: {"PARTSTAT": partstat, "RSVP": "FALSE"}}
    (other,) = said(*request(forum, forum.leads[1])).values()
    assert other == {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    event_changes.move(forum.session, shown, FORUM.on(date(2026, 12, 10)), by=None, now=LATER)
    assert said(*request(forum, lead)) == {LEAD: {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}}


def test_of_a_series_a_deputy_has_one_date_and_the_lead_delegates_that_one(
    forum: Register,
) -> None:
    forum.sent(rule=MONTHLY)
    forum.arrived()
    shown = first(forum)
    send(forum, shown)
    (alone,) = request(forum, forum.leads[0], shown.event.id)
    assert said(alone)[LEAD]["PARTSTAT"] == "DELEGATED"
    (whole,) = request(forum, forum.leads[0])
    assert said(whole) == {LEAD: {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}}
    (own,) = request(forum, deputy_of(forum))
    assert said(own)[DEPUTY]["DELEGATED-FROM"] == LEAD
    assert last_day(own) == FORUM.begins.date()


def test_who_stands_in_at_the_last_written_date_gets_none_that_follow(forum: Register) -> None:
    series = forum.sent(rule=MONTHLY)
    forum.arrived()
    last = events.of(forum.session, series.id)[-1]
    send(forum, Shown(last, series))
    (own,) = request(forum, deputy_of(forum))
    assert own["DTSTART"].dt.date() == last.begins.date()
    assert last_day(own) == last.begins.date()


def test_the_answers_to_dates_of_a_series_stand_where_each_is_told(forum: Register) -> None:
    series = forum.sent(rule=MONTHLY)
    forum.arrived()
    one, two, *rest = events.of(forum.session, series.id)
    lead = forum.leads[0]
    for each, kind in ((one, Kind.ATTENDING), (two, Kind.APOLOGIES)):
        shown = Shown(each, series)
        span = events.span_of(each)
        answering.answer(
            forum.session, shown, lead.id, kind, source=Source.SLACK, at=NOW, span=span, now=NOW
        )
    assert rest
    for each, partstat in ((one, "ACCEPTED"), (two, "DECLINED"), (rest[0], "NEEDS-ACTION")):
        (entry,) = request(forum, lead, each.id)
        assert said(entry)[LEAD]["PARTSTAT"] == partstat
