"""Counts of answers: in one query they are what the list of seats says, whatever is stale."""

from datetime import timedelta

from db import event_answers, event_changes, seats
from db.engine import Database
from domain.answers import Kind
from domain.event_answers import Counts, count
from domain.seats import Part
from tests.db.meetings import BEGAN, FORUM, NOW, register
from tests.db.test_answering import answer, counted

NAMES = ("Police", "Health", "Housing", "Probation")


def test_counts_are_as_each_seat_stands(database: Database) -> None:
    with register(database, NAMES) as made:
        shown = made.first(made.sent())

        def counts() -> Counts:
            by_seat = count(each.standing for each in event_answers.lines(made.session, shown))
            found = event_answers.counts(made.session, [shown.event.id])[shown.event.id]
            assert found == by_seat
            return found

        for lead, kind in zip(
            made.leads, (Kind.ATTENDING, Kind.UNSURE, Kind.APOLOGIES), strict=False
        ):
            answer(made, shown, lead.id, kind)
        assert counts() == Counts(1, 0, 1, 1, 1)
        day = FORUM.begins.date()
        for n, since in enumerate((day, day + timedelta(days=1), BEGAN)):
            new = made.person(f"New lead {n}")
            seats.appoint(
                made.session, made.seats[n], new, Part.LEAD, since=since, by=None, now=NOW
            )
        made.session.flush()
        assert counts() == Counts(1, 0, 1, 1, 1, stale=2)
        event_changes.move(made.session, shown, FORUM.on(day + timedelta(days=7)), by=None, now=NOW)
        assert counts() == Counts(1, 0, 1, 1, 1, stale=3)
        with counted(database) as statements:
            event_answers.counts(made.session, [shown.event.id])
        assert len(statements) == 1
