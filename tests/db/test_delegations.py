"""A deputy sent by a calendar: a seat is answered once, in whichever order and form it comes."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import select

from db import answers, email_domains, event_changes, reply_deputies
from db.engine import Database
from db.models import NamedDeputy, Organisation, Person
from domain.answers import Deputising, Kind
from tests.db.mailed import Post, attendee, mail
from tests.db.meetings import FORUM, NOW, Register, register

HOUR = timedelta(hours=1)
C, E = "police.lead@example.org", "deputy@example.org"


def inside(made: Register) -> None:
    """Let the addresses of examples be of every partner's own domain."""
    for each in made.session.scalars(select(Organisation).order_by(Organisation.id)).all():
        email_domains.set_to(made.session, each.id, ["example.org"], by=None, now=NOW)


def sent(partstat: str = "DELEGATED", *, both: bool) -> list[str]:
    """Write what the delegator's calendar says, with the deputy beside them or without."""
    them = attendee(E, "NEEDS-ACTION", DELEGATED_FROM=f"mailto:{C}", CN="Eve Deputy")
    return [attendee(C, partstat, DELEGATED_TO=f"mailto:{E}"), *([them] if both else [])]


def replied(partstat: str, *, both: bool) -> list[str]:
    """Write what the deputy's calendar says, with the delegator beside them or without."""
    me = attendee(E, partstat, DELEGATED_FROM=f"mailto:{C}")
    return [*([attendee(C, "DELEGATED", DELEGATED_TO=f"mailto:{E}")] if both else []), me]


def named(made: Register) -> list[tuple[str, str | None]]:
    """List the deputies who were named: how each stands, and who it is."""
    query = select(NamedDeputy.state, Person.name).outerjoin(
        Person, Person.id == NamedDeputy.person_id
    )
    return [(state, name) for state, name in made.session.execute(query.order_by(NamedDeputy.id))]


ORDERS = list(permutations(("from C", "from E")))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize(
    ("partstat", "state", "kind"),
    [
        ("ACCEPTED", Deputising.AGREED, Kind.DEPUTY),
        ("DECLINED", Deputising.DECLINED, None),
        ("TENTATIVE", Deputising.ASKED, Kind.DEPUTY),
    ],
)
def test_both_orders_and_forms_give_one_history(
    database: Database,
    order: Sequence[str],
    both: bool,  # noqa: FBT001 - a table
    partstat: str,
    state: Deputising,
    kind: Kind | None,
) -> None:
    with register(database, ("Police", "Health")) as made:
        inside(made)
        post, series = Post(made, NOW + 3 * HOUR), made.sent()
        mails = {
            "from C": mail(series.uid, people=sent(both=both), at=NOW + HOUR),
            "from E": mail(series.uid, people=replied(partstat, both=both), at=NOW + 2 * HOUR),
        }
        token = post.attendee(series, made.leads[0]).token
        for each in order:
            post.bring(mails[each], token=token)
        (row,) = named(made)
        assert row[0] == state
        first, second = post.standing(made.first(series).event)
        assert (first.standing.kind, second.standing.kind) == (kind, None)
        assert post.waiting("reply") == []


def test_a_deputy_nobody_named_waits_and_is_counted_nowhere(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made), made.sent()
        token = post.attendee(series, made.leads[0]).token
        done = post.bring(mail(series.uid, people=replied("ACCEPTED", both=True)), token=token)
        assert (done.state, done.why) == ("review", "deputy")
        assert (named(made), post.kinds(series)) == ([], [None])
        (row,) = post.waiting("reply")
        assert row.facts["why"] == "deputy"


def test_a_deputy_of_another_domain_is_held_and_then_has_agreed(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made, NOW + 3 * HOUR), made.sent()
        token = post.attendee(series, made.leads[0]).token
        post.bring(mail(series.uid, people=sent(both=False), at=NOW + HOUR), token=token)
        post.bring(
            mail(series.uid, people=replied("ACCEPTED", both=False), at=NOW + 2 * HOUR),
            token=token,
        )
        (row,) = made.session.scalars(select(NamedDeputy)).all()
        assert row.state == Deputising.HELD
        reply_deputies.decide(made.session, row.id, accept=True, by=None, now=NOW + 3 * HOUR)
        assert named(made) == [(Deputising.AGREED, "Deputy")]


def test_who_sent_a_deputy_may_come_after_all(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made, NOW + 3 * HOUR), made.sent()
        token = post.attendee(series, made.leads[0]).token
        post.bring(mail(series.uid, people=sent(both=False), at=NOW + HOUR), token=token)
        post.reply(series, made.leads[0], "ACCEPTED", at=NOW + 2 * HOUR)
        (one,) = post.standing(made.first(series).event)
        assert one.standing.kind is Kind.ATTENDING
        assert [state for state, _name in named(made)] == [Deputising.REPLACED]


def test_a_deputy_sent_to_an_old_version_is_to_be_confirmed(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made, NOW + 4 * HOUR), made.sent()
        token = post.attendee(series, made.leads[0]).token
        later = FORUM.on(FORUM.begins.date() + timedelta(days=1))
        event_changes.move(made.session, made.first(series), later, by=None, now=NOW + HOUR)
        for people in (sent(both=False), replied("ACCEPTED", both=False)):
            post.bring(mail(series.uid, people=people, at=NOW + 2 * HOUR), token=token)
            (one,) = post.standing(made.first(series).event)
            assert (one.standing.kind, one.standing.stale) == (Kind.DEPUTY, True)
        assert [state for state, _name in named(made)] == [Deputising.AGREED]


@pytest.mark.parametrize("to", [C, C.upper(), "", "no address"])
def test_nobody_sends_themselves_or_nobody(database: Database, to: str) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        line = attendee(C, "DELEGATED", DELEGATED_TO=f"mailto:{to}")
        assert post.reply(series, made.leads[0], "DELEGATED", people=[line]).state == "review"
        (one,) = post.standing(made.first(series).event)
        assert answers.history(made.session, one.invitation.id) == []
