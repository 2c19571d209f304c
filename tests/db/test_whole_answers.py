"""A calendar answers a whole series: what it says holds for what is written later, too."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import select

from db import answering, event_changes, events, series_ahead
from db.engine import Database
from db.models import Answer, NamedDeputy
from domain.answers import Kind, Source
from domain.recurrence import Frequency, Rule
from tests.db.mailed import Post, attendee
from tests.db.meetings import FORUM, NOW, Register, register
from tests.db.test_delegations import inside

HOUR = timedelta(hours=1)
WEEKLY = Rule(Frequency.WEEKLY, 3)


def written_ahead(made: Register, series_id: int) -> int:
    """Let most of a year go by, and write what is to come; gives how many are new."""
    return series_ahead.extend(made.session, series_id, now=NOW + timedelta(days=200))


@pytest.mark.parametrize(
    ("partstat", "kind"), [("ACCEPTED", Kind.ATTENDING), ("DECLINED", Kind.APOLOGIES)]
)
def test_later_occurrences_follow(database: Database, partstat: str, kind: Kind) -> None:
    with register(database, ("Police", "Health")) as made:
        post, series = Post(made), made.sent(rule=WEEKLY)
        post.reply(series, made.leads[0], partstat)
        before = len(post.kinds(series))
        assert written_ahead(made, series.id) > 0
        assert post.kinds(series) == [kind] * len(post.kinds(series))
        assert len(post.kinds(series)) > before


def test_a_deputy_for_the_whole_series_is_the_deputy_of_what_follows(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made), made.sent(rule=WEEKLY)
        line = attendee(
            "police.lead@example.org", "DELEGATED", DELEGATED_TO="mailto:eve@example.org"
        )
        post.reply(series, made.leads[0], "DELEGATED", people=[line])
        written_ahead(made, series.id)
        assert set(post.kinds(series)) == {Kind.DEPUTY}
        who = set(made.session.scalars(select(NamedDeputy.person_id)))
        assert len(who) == 1


def test_who_took_their_deputy_back_for_all_of_it_comes(database: Database) -> None:
    with register(database, ("Police",)) as made:
        inside(made)
        post, series = Post(made, NOW + HOUR), made.sent(rule=WEEKLY)
        line = attendee(
            "police.lead@example.org", "DELEGATED", DELEGATED_TO="mailto:eve@example.org"
        )
        post.reply(series, made.leads[0], "DELEGATED", people=[line], at=NOW)
        post.reply(series, made.leads[0], "ACCEPTED", at=NOW + HOUR / 2)
        assert set(post.kinds(series)) == {Kind.ATTENDING}


def test_of_a_moved_occurrence_an_old_answer_to_the_series_is_stale(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent(rule=WEEKLY)
        made.arrived()
        own = events.of(made.session, series.id)
        shown = events.by_id(made.session, own[1].id)
        assert shown is not None
        moved = FORUM.on(own[1].begins.date() + timedelta(days=1))
        event_changes.move(made.session, shown, moved, by=None, now=NOW)
        post.reply(series, made.leads[0], "ACCEPTED", sequence=0)
        first, second = (post.standing(each)[0].standing.stale for each in own[:2])
        assert (first, second) == (False, True)


WAYS = ("calendar", "slack", "link", "one occurrence")


@pytest.mark.parametrize("order", list(permutations(WAYS)))
def test_every_order_of_ways_gives_one_history(database: Database, order: tuple[str, ...]) -> None:
    with register(database, ("Police",)) as made:
        post, series = (
            Post(made, NOW + 9 * HOUR),
            made.sent(rule=Rule(Frequency.WEEKLY, 3, count=2)),
        )
        lead, own = made.leads[0], events.of(made.session, series.id)
        shown = events.by_id(made.session, own[0].id)
        assert shown is not None

        def pressed(kind: Kind, source: Source, at: datetime) -> None:
            span = events.span_of(own[0])
            answering.answer(
                made.session, shown, lead.id, kind, source=source, at=at, span=span, now=post.now
            )

        for way in order:
            match way:
                case "calendar":
                    post.reply(series, lead, "TENTATIVE", at=NOW + 4 * HOUR)
                case "slack":
                    pressed(Kind.ATTENDING, Source.SLACK, NOW + HOUR)
                case "link":
                    pressed(Kind.UNSURE, Source.LINK, NOW + 2 * HOUR)
                case _:
                    first = own[0].begins_at
                    post.reply(series, lead, "DECLINED", original=first, at=NOW + 3 * HOUR)
        assert post.kinds(series) == [Kind.APOLOGIES, Kind.UNSURE]
        current = select(Answer.source).where(Answer.is_current).order_by(Answer.invitation_id)
        assert set(made.session.scalars(current)) == {Source.CALENDAR}
