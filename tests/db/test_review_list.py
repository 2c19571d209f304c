"""What waits of mail stands beside what proves more, and is decided as what it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from sqlalchemy import select

from db import answers, event_changes, inbound, partnerships, people, review_decisions, worklist
from db.engine import Database
from db.models import InboundMail, NamedDeputy, WorklistItem
from db.tenancy import across_partnerships, within
from domain.answers import Deputising, Kind
from domain.errors import Refused
from domain.events import Say
from domain.reviews import Proof, Why, from_facts
from domain.worklist import Gap
from domain.worklist import Kind as Waits
from tests.db.mailed import Post, attendee, mail
from tests.db.meetings import NOW, register
from tests.db.test_delegations import C, E, inside, replied, sent

HOUR = timedelta(hours=1)


def test_what_nothing_proves_takes_the_place_of_nothing_that_is_proven(database: Database) -> None:
    with register(database, ("Police", "Health")) as made:
        post, series = Post(made, NOW + HOUR), made.sent()
        health = post.address(made.leads[1])
        line = attendee(health, "ACCEPTED")
        post.reply(series, made.leads[0], "ACCEPTED", people=[line], at=NOW)
        forged = mail(series.uid, people=[attendee(health, "DECLINED")], at=NOW + HOUR)
        post.bring(forged)
        proven, unproven = (from_facts(each.facts) for each in post.waiting("reply"))
        assert (proven.why, proven.proof) == (Why.OTHER, Proof.OURS)
        assert (unproven.why, unproven.proof) == (Why.NO_PROOF, Proof.NONE)
        assert proven.answerer.partstat == "ACCEPTED"


def test_what_a_deputy_said_is_tried_again_as_the_deputys(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made, NOW + 4 * HOUR), made.sent()
        token = post.attendee(series, made.leads[0]).token
        for lines, hour in ((sent(both=False), 0), (replied("DECLINED", both=False), 1)):
            post.bring(mail(series.uid, people=lines, at=NOW + hour * HOUR), token=token)
        post.reply(series, made.leads[0], "ACCEPTED", at=NOW + 2 * HOUR)
        late = mail(series.uid, people=replied("TENTATIVE", both=False), at=NOW + 3 * HOUR)
        post.bring(late, token=token)
        (row,) = post.waiting("reply")
        assert row.facts["why"] == Why.REFUSED
        with pytest.raises(Refused):
            review_decisions.record(made.session, from_facts(row.facts), now=post.now)
        made.session.expire_all()
        (one,) = post.standing(made.first(series).event)
        assert one.standing.kind is Kind.ATTENDING
        history = answers.history(made.session, one.invitation.id)
        assert [each.kind for each in history] == [Kind.DEPUTY, Kind.ATTENDING]


def test_a_deputy_who_is_asked_by_now_has_answered_for_themselves(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made, NOW + 4 * HOUR), made.sent()
        token = post.attendee(series, made.leads[0]).token
        reply = replied("ACCEPTED", both=False)
        post.bring(mail(series.uid, people=reply, at=NOW + 3 * HOUR), token=token)
        waiting = from_facts(post.waiting("reply")[0].facts)
        post.bring(mail(series.uid, people=sent(both=False), at=NOW + HOUR), token=token)
        row = made.session.scalars(select(NamedDeputy)).one()
        row.state, row.decided_at = Deputising.ASKED, None
        later = waiting.part.stamp + HOUR / 2 if waiting.part.stamp else None
        again = from_facts(waiting.as_facts() | {"stamp": later.isoformat() if later else ""})
        person = review_decisions.record(made.session, again, now=post.now).person
        assert [each.address for each in people.addresses(made.session, person.id)] == [E]
        assert made.session.scalars(select(NamedDeputy.state)).one() == Deputising.AGREED


def test_a_proposal_of_whom_the_lead_sent_it_on_to_is_their_own(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        begins = made.first(series).event.begins_at + timedelta(days=1)
        both = [attendee(C, "TENTATIVE"), attendee(E, "TENTATIVE", CN="Eve")]
        for lines, sender in (([both[1]], E), (both, f"Eve <{E}>"), (both, C), ([both[0]], E)):
            post.reply(
                series,
                made.leads[0],
                "TENTATIVE",
                method="COUNTER",
                begins=begins,
                people=lines,
                sender=sender,
            )
        assert [each.facts["address"] for each in post.waiting("proposal")] == [E, ""]


def test_of_several_partnerships_the_one_that_knows_them_is_asked(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post = Post(made)
        with across_partnerships(made.session):
            partnerships.add(made.session, slug="adults", name="Adults", now=NOW)
        stranger, lead = (mail("elsewhere", people=[attendee(each, "ACCEPTED")]) for each in (E, C))
        gone = post.bring(stranger)
        number = inbound.newest(made.session)
        row = made.session.get_one(InboundMail, number)
        inbound.done(row, gone.state, gone.why, now=NOW)
        made.session.flush()
        [left] = inbound.stuck(made.session).nobodys
        assert left == number
        done = post.bring(lead)
        assert (done.why, done.owner_id) == ("unmatched", made.owner.id)
        assert [each.facts["address"] for each in post.waiting("reply")] == [C]
        assert inbound.stuck(made.session).nobodys == (left,)


def test_of_several_that_know_them_each_is_asked(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post = Post(made)
        with across_partnerships(made.session):
            other = partnerships.add(made.session, slug="adults", name="Adults", now=NOW).id
        with within(made.session, other):
            people.add(made.session, name="The lead of both", address=C, now=NOW)
        done = post.bring(mail("elsewhere", people=[attendee(C, "ACCEPTED")]))
        assert (done.state, done.why) == ("review", "unmatched")
        assert [each.facts["address"] for each in post.waiting("reply")] == [C]
        with within(made.session, other):
            assert [each.facts["address"] for each in post.waiting("reply")] == [C]


def test_what_comes_while_a_line_is_decided_waits_anew(database: Database) -> None:
    with register(database, ("Police",)) as made:
        owner = made.owner.id
        gap = Gap(Waits.TOLD, 1, {"said": "first"})
        item = worklist.put(made.session, gap, "told:1", now=NOW).id

    def bring() -> None:
        with database.writing() as session, within(session, owner):
            worklist.put(session, Gap(Waits.TOLD, 1, {"said": "second"}), "told:1", now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session, within(session, owner):
            row = worklist.told(session, item)
            worklist.finish(session, row, by=None, now=NOW)
            brought = pool.submit(bring)
            sleep(0.3)  # so that it is on its way, as a rule: it must hold however they meet
        brought.result()
    with database.reading() as session, within(session, owner):
        query = select(WorklistItem).order_by(WorklistItem.id)
        found = [(each.done_at is None, each.facts) for each in session.scalars(query)]
    assert found == [(False, {}), (True, {"said": "second"})]


def test_an_answer_to_what_is_cancelled_by_now_records_nothing(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made, NOW + HOUR), made.sent()
        line = attendee(post.address(made.leads[0]), "ACCEPTED")
        post.bring(mail(series.uid, people=[line], at=NOW))
        event_changes.cancel(made.session, made.first(series), by=None, now=NOW + HOUR)
        (row,) = post.waiting("reply")
        done = review_decisions.record(made.session, from_facts(row.facts), now=post.now)
        assert (done.person.id, done.said) == (made.leads[0].id, Say.CANCELLATION)
        assert post.kinds(series) == [None]
