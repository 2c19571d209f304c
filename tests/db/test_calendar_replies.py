"""A calendar's reply by mail is recorded once, in its order, and only where its token proves it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import answered_times, answers, event_changes, events
from db.engine import Database
from db.models import CalendarReply, Delivery, Recipient
from domain.answers import Kind, Source
from domain.recurrence import Frequency, Rule
from tests.db.mailed import Post, attendee, mail
from tests.db.meetings import FORUM, NOW, register

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("partstat", "kind"),
    [
        ("ACCEPTED", Kind.ATTENDING),
        ("DECLINED", Kind.APOLOGIES),
        ("TENTATIVE", Kind.UNSURE),
    ],
)
def test_what_a_calendar_says_is_recorded(database: Database, partstat: str, kind: Kind) -> None:
    with register(database, ("Police", "Health")) as made:
        post, series = Post(made), made.sent()
        done = post.reply(series, made.leads[0], partstat)
        assert (done.state, done.owner_id) == ("applied", made.owner.id)
        first, second = post.standing(made.first(series).event)
        assert (first.standing.kind, second.standing.kind) == (kind, None)
        assert (first.standing.source, first.standing.by) == (Source.CALENDAR, made.leads[0].id)
        assert not first.standing.stale
        assert post.waiting("reply", "written", "proposal") == []


def test_the_same_reply_twice_and_an_older_one_change_nothing(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made, NOW + HOUR), made.sent()
        lead = made.leads[0]
        post.reply(series, lead, "DECLINED", at=NOW + HOUR / 2)
        assert post.reply(series, lead, "DECLINED", at=NOW + HOUR / 2).state == "ignored"
        assert post.reply(series, lead, "ACCEPTED", at=NOW).state == "ignored"
        (one,) = post.standing(made.first(series).event)
        assert one.standing.kind is Kind.APOLOGIES
        assert len(answers.history(made.session, one.invitation.id)) == 1
        assert len(list(made.session.scalars(select(CalendarReply)))) == 1


def test_a_reply_to_an_old_version_is_kept_and_stale(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        made.arrived()
        shown = made.first(series)
        moved = FORUM.on(FORUM.begins.date() + timedelta(days=7))
        event_changes.move(made.session, shown, moved, by=None, now=NOW)
        assert post.reply(series, made.leads[0], "ACCEPTED", sequence=0).state == "applied"
        (one,) = post.standing(shown.event)
        assert (one.standing.kind, one.standing.stale) == (Kind.ATTENDING, True)
        post.now = NOW + HOUR
        post.reply(series, made.leads[0], "ACCEPTED", sequence=series.sequence, at=NOW + HOUR)
        (one,) = post.standing(shown.event)
        assert not one.standing.stale


def test_a_reply_to_what_is_cancelled_gets_the_cancellation_again(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        made.arrived()
        event_changes.cancel(made.session, made.first(series), by=None, now=NOW)
        made.arrived()
        assert post.reply(series, made.leads[0], "ACCEPTED").why == "told again: cancellation"
        query = select(Delivery.kind).where(Delivery.state == "planned")
        assert list(made.session.scalars(query)) == ["event.cancellation"]
        post.reply(series, made.leads[0], "DECLINED", at=NOW - HOUR / 6)
        post.reply(series, made.leads[0], "TENTATIVE", at=NOW)
        assert list(made.session.scalars(query)) == ["event.cancellation"]


WEEKLY = Rule(Frequency.WEEKLY, 3, count=4)


def test_a_reply_to_a_series_answers_what_was_not_answered_singly(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made, NOW + HOUR), made.sent(rule=WEEKLY)
        lead, own = made.leads[0], events.of(made.session, series.id)
        post.reply(series, lead, "DECLINED", original=own[1].begins_at, at=NOW)
        post.reply(series, lead, "ACCEPTED", at=NOW + HOUR / 2)
        coming, off = Kind.ATTENDING, Kind.APOLOGIES
        assert post.kinds(series) == [coming, off, coming, coming]


def test_an_address_nobody_knows_waits_for_a_coordinator(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        line = attendee("alias@example.org", "ACCEPTED")
        done = post.reply(series, made.leads[0], "ACCEPTED", people=[line])
        assert (done.state, done.why) == ("review", "alias")
        assert post.kinds(series) == [None]
        assert [each.facts["address"] for each in post.waiting("reply")] == ["alias@example.org"]


def test_without_the_token_nothing_is_applied(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        line = attendee("POLICE.lead@example.org", "ACCEPTED")
        done = post.bring(mail(series.uid, people=[line]))
        assert (done.state, done.owner_id) == ("review", made.owner.id)
        assert post.kinds(series) == [None]
        (row,) = post.waiting("reply")
        assert row.facts["attendee"] == post.attendee(series, made.leads[0]).id
        assert post.bring(mail("another", people=[line])).why == "unmatched"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "DECLINECOUNTER"])
def test_what_is_the_organisers_alone_is_never_obeyed(database: Database, method: str) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        before = (series.sequence, made.first(series).event.status)
        done = post.reply(series, made.leads[0], "ACCEPTED", method=method, sequence=9)
        assert (done.state, done.why) == ("ignored", "not obeyed")
        assert (series.sequence, made.first(series).event.status) == before
        assert post.kinds(series) == [None]


def test_a_proposal_waits_and_moves_nothing(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        event = made.first(series).event
        later = event.begins_at + timedelta(days=1)
        post.reply(series, made.leads[0], "TENTATIVE", method="COUNTER", begins=later)
        (row,) = post.waiting("proposal")
        assert row.facts["begins"] == "2026-12-04T10:00:00"
        assert events.span_of(event) == FORUM


def test_who_asks_for_the_invitation_again_gets_it(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        made.arrived()
        before = series.sequence
        assert post.reply(series, made.leads[0], "X", method="REFRESH").why == "sent again"
        query = select(Delivery.kind).where(Delivery.state == "planned")
        assert list(made.session.scalars(query)) == ["event.invitation"]
        assert series.sequence == before


@pytest.mark.parametrize(
    "time",
    [
        "DTSTART;TZID=Europe/London:00010101T000000",
        "DTSTART:00010101T000000Z",
        "DTSTART:99991231T235959Z",
        "DTSTART;VALUE=DATE:99991231",
        "DTSTART:20261203T100000Z\r\nDURATION:P2900000D",
        "DTSTART:00010101T000000Z\r\nDTEND:99991231T235959Z",
    ],
)
@pytest.mark.parametrize(("method", "state"), [("REPLY", "applied"), ("COUNTER", "ignored")])
def test_an_answer_for_no_time_there_is_stands_and_is_to_be_confirmed(
    database: Database, time: str, method: str, state: str
) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        lead = made.leads[0]
        done = post.reply(series, lead, "ACCEPTED", sequence=0, more=[time], method=method)
        assert done.state == state
        assert post.kinds(series) == [Kind.ATTENDING if method == "REPLY" else None]


def test_an_occurrence_without_a_zone_is_what_the_clock_shows_or_the_day(
    database: Database,
) -> None:
    with register(database, ("Police",)) as made:
        series = made.sent(rule=Rule(Frequency.WEEKLY, weekday=3))
        own = events.of(made.session, series.id)
        at = own[1].original
        for said in (at, at.replace(hour=0, minute=0)):
            assert answered_times.occurrence(series, own, said) is own[1]
        assert answered_times.occurrence(series, own, at + timedelta(minutes=1)) is None


def test_of_a_whole_series_only_what_somebody_is_asked_about_is_answered(
    database: Database,
) -> None:
    with register(database, ("Police",)) as made:
        series = made.sent(rule=Rule(Frequency.WEEKLY, weekday=3))
        own, who = events.of(made.session, series.id), Post(made).attendee(series, made.leads[0])
        query = select(Recipient).where(Recipient.event_id == own[0].id)
        made.session.scalars(query).one().withdrawn_at = NOW
        assert answered_times.coming(made.session, who.id, own, NOW) == own[1:]


def test_what_nothing_proves_of_a_whole_series_is_shown_beside_what_is_not_off(
    database: Database,
) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent(rule=WEEKLY)
        event_changes.cancel(made.session, made.first(series), by=None, now=NOW)
        line = attendee(post.address(made.leads[0]), "ACCEPTED")
        post.bring(mail(series.uid, people=[line]))
        (row,) = post.waiting("reply")
        second = events.of(made.session, series.id)[1]
        assert row.facts["event"] == second.id


def test_an_answer_to_a_whole_series_is_for_nothing_that_is_off_or_over(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent(rule=WEEKLY)
        off, *coming = events.of(made.session, series.id)
        event_changes.cancel(made.session, made.first(series), by=None, now=NOW)
        found = answered_times.coming_all([off, *coming], NOW)
        assert [each.id for each in found] == [each.id for each in coming]
        assert answered_times.coming_all([off, *coming], coming[-1].begins_at) == []
        post.reply(series, made.leads[0], "ACCEPTED")
        assert post.kinds(series) == [None, *[Kind.ATTENDING] * 3]
