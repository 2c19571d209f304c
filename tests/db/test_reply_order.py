"""Replies that come again, out of turn, for several, or claim to be newer than anything we sent."""

from datetime import datetime, timedelta

from sqlalchemy import select

from db import event_changes, events
from db.engine import Database
from db.models import Attendee, CalendarReply, Delivery, NamedDeputy
from domain.answers import Deputising, Kind
from domain.recurrence import Frequency, Rule
from tests.db.mailed import Post, attendee, mail
from tests.db.meetings import NOW, Register, register
from tests.db.test_delegations import C, E, inside, replied, sent

HOUR = timedelta(hours=1)
WEEKLY = Rule(Frequency.WEEKLY, 3, count=3)
OTHER = "another.deputy@example.org"


def test_a_version_we_never_sent_silences_no_later_reply(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made, NOW + HOUR), made.sent()
        lead = made.leads[0]
        post.reply(series, lead, "ACCEPTED", sequence=2_000_000_000, at=NOW)
        assert post.reply(series, lead, "DECLINED", sequence=0, at=NOW + HOUR).state == "applied"
        assert post.kinds(series) == [Kind.APOLOGIES]
        kept = select(CalendarReply.sequence)
        assert list(made.session.scalars(kept)) == [series.sequence]


def test_a_version_that_was_kept_too_high_silences_nobody_either(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made, NOW + HOUR), made.sent()
        post.reply(series, made.leads[0], "ACCEPTED", at=NOW)
        made.session.scalars(select(CalendarReply)).one().sequence = 99
        assert post.reply(series, made.leads[0], "DECLINED", at=NOW + HOUR).state == "applied"


def test_who_is_named_settles_their_own_line_alone(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made, NOW + 3 * HOUR), made.sent()
        token = post.attendee(series, made.leads[0]).token
        other = attendee(OTHER, "ACCEPTED", DELEGATED_FROM=f"mailto:{C}")
        for lines in ([other], replied("ACCEPTED", both=False)):
            post.bring(mail(series.uid, people=lines, at=NOW + HOUR), token=token)
        post.bring(mail(series.uid, people=sent(both=False), at=NOW + 2 * HOUR), token=token)
        assert [each.facts["address"] for each in post.waiting("reply")] == [OTHER]


def test_who_is_named_for_one_date_settles_no_other(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made, NOW + 3 * HOUR), made.sent(rule=WEEKLY)
        one, two, _three = events.of(made.session, series.id)
        token = post.attendee(series, made.leads[0]).token
        for each in (one, two):
            said = replied("ACCEPTED", both=False)
            raw = mail(series.uid, people=said, original=each.begins_at, at=NOW + HOUR)
            post.bring(raw, token=token)
        post.bring(
            mail(series.uid, people=sent(both=False), original=two.begins_at, at=NOW + 2 * HOUR),
            token=token,
        )
        assert [each.facts["event"] for each in post.waiting("reply")] == [one.id]


def test_a_deputy_who_answered_one_date_keeps_that_whatever_they_say_of_all(
    database: Database,
) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made, NOW + 4 * HOUR), made.sent(rule=WEEKLY)
        lead = post.attendee(series, made.leads[0]).token
        post.bring(mail(series.uid, people=sent(both=False), at=NOW), token=lead)
        token, one = _token_of_deputy(made), events.of(made.session, series.id)[1].begins_at

        def say(partstat: str, hour: int, original: datetime | None = None) -> None:
            at, people = NOW + hour * HOUR, [attendee(E, partstat)]
            post.bring(mail(series.uid, people=people, at=at, original=original), token=token)

        say("ACCEPTED", 1)
        assert _states(made) == [Deputising.AGREED] * 3
        say("ACCEPTED", 2, one)
        say("DECLINED", 3)
        assert _states(made) == [Deputising.DECLINED, Deputising.AGREED, Deputising.DECLINED]


def _token_of_deputy(made: Register) -> str:
    row = made.session.scalars(select(NamedDeputy).order_by(NamedDeputy.id)).first()
    assert row is not None
    assert row.person_id is not None
    return made.session.scalars(
        select(Attendee.token).where(Attendee.person_id == row.person_id)
    ).one()


def _states(made: Register) -> list[str]:
    return list(made.session.scalars(select(NamedDeputy.state).order_by(NamedDeputy.id)))


def test_each_cancelled_date_is_told_again_once(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent(rule=WEEKLY)
        made.arrived()
        own = events.of(made.session, series.id)
        for each in own[:2]:
            event_changes.cancel(made.session, events.Shown(each, series), by=None, now=NOW)
        made.arrived()
        whys = [
            post.reply(series, made.leads[0], partstat, original=each.begins_at).why
            for each, partstat in ((own[0], "ACCEPTED"), (own[1], "ACCEPTED"), (own[1], "DECLINED"))
        ]
        query = select(Delivery.subject).where(Delivery.state == "planned").order_by(Delivery.id)
        told = [each["event"] for each in made.session.scalars(query)]
        assert told == [own[0].id, own[1].id]
        again = "told again: cancellation"
        assert whys == [again, again, "told a moment ago"]
