"""Who may answer for whom: leads, guests, deputies of vacant seats, and who keeps a diary."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from db import answering, answers, diary_contacts, events, hand_overs, organisations, seats
from db.engine import Database
from db.models import Answer, Seat
from domain.answers import Kind, Reason, Source
from domain.errors import Refused
from domain.seats import Part
from domain.spans import Span
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register

_MOST = 5
"""Statements for a press: whose diary, whose deputy, which invitations, holders, contacts."""

LATER = NOW + timedelta(hours=1)


def answer(
    made: Register, shown: events.Shown, who: int, kind: Kind, **more: object
) -> list[Answer]:
    """Answer in Slack, now."""
    span = events.span_of(shown.event)
    given = {"source": Source.SLACK, "at": NOW, "span": span, "now": NOW, **more}
    return answering.answer(made.session, shown, who, kind, **given)  # type: ignore[arg-type]


def kinds(made: Register, shown: events.Shown) -> list[Kind | None]:
    """Give how each seat stands, in the order of invitations."""
    return [each.standing.kind for each in answers.invited(made.session, shown)]


def second_seat(made: Register) -> Seat:
    """Let the first lead lead another partner's seat too."""
    partner = organisations.register(made.session, "Probation", since=BEGAN, by=None, now=NOW)
    seat = seats.add(made.session, partner.id, made.body.id, Span(BEGAN), by=None, now=NOW)
    seats.appoint(made.session, seat, made.leads[0], Part.LEAD, since=BEGAN, by=None, now=NOW)
    return seat


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Note each statement that runs meanwhile."""
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_a_lead_answers_for_all_their_seats_or_for_some(database: Database) -> None:
    with register(database, ("Police",)) as made:
        second = second_seat(made)
        shown = made.first(made.sent())
        own = answering.mine(made.session, shown, made.leads[0].id, now=NOW)
        assert [each.invitation.seat_id for each in own.invited] == [made.seats[0].id, second.id]
        answer(made, shown, made.leads[0].id, Kind.ATTENDING)
        assert kinds(made, shown) == [Kind.ATTENDING, Kind.ATTENDING]
        only = {own.invited[1].invitation.id}
        rows = answer(
            made,
            shown,
            made.leads[0].id,
            Kind.APOLOGIES,
            reason=Reason.LEAVE,
            only=only,
            now=LATER,
            at=LATER,
        )
        assert [(each.kind, each.reason) for each in rows] == [("apologies", "leave")]
        assert kinds(made, shown) == [Kind.ATTENDING, Kind.APOLOGIES]


def test_who_keeps_a_diary_answers_for_its_holder_while_they_do(database: Database) -> None:
    with register(database, ("Police", "Health")) as made:
        shown = made.first(made.sent())
        keeper, day = made.person("Diary keeper"), NOW.date()
        row = diary_contacts.add(made.session, made.leads[0], keeper, since=BEGAN, by=None, now=NOW)
        found = answering.mine(made.session, shown, keeper.id, now=NOW)
        assert [each.invitation.seat_id for each in found.invited] == [made.seats[0].id]
        answer(made, shown, keeper.id, Kind.ATTENDING)
        assert kinds(made, shown) == [Kind.ATTENDING, None]
        diary_contacts.end(made.session, row, day, today=day, by=None, now=NOW)
        assert not answering.mine(made.session, shown, keeper.id, now=NOW).is_asked


def test_a_stranger_may_answer_for_nobody(database: Database) -> None:
    with register(database, ("Police",)) as made:
        shown = made.first(made.sent())
        with pytest.raises(Refused, match="You are not asked"):
            answer(made, shown, made.person("Stranger").id, Kind.ATTENDING)
        with pytest.raises(Refused, match="You are not asked"):
            answering.still_fine(
                made.session,
                shown,
                made.person("Other").id,
                source=Source.LINK,
                at=NOW,
                span=None,
                now=NOW,
            )


def test_a_deputy_is_sent_by_name_only(database: Database) -> None:
    with register(database, ("Police",)) as made:
        shown = made.first(made.sent())
        with pytest.raises(Refused, match="Please say who comes instead") as refused:
            answer(made, shown, made.leads[0].id, Kind.DEPUTY)
        assert refused.value.field == "name"


def test_still_fine_confirms_for_the_present_time(database: Database) -> None:
    with register(database, ("Police",)) as made:
        shown, lead = made.first(made.sent()), made.leads[0].id
        moved = replace(FORUM, begins=FORUM.begins + timedelta(hours=1))
        fine = {"source": Source.SLACK, "at": LATER, "span": moved, "now": LATER}
        with pytest.raises(Refused, match="no answer yet"):
            answering.still_fine(made.session, shown, lead, **fine)  # type: ignore[arg-type]
        answer(made, shown, lead, Kind.APOLOGIES, reason=Reason.LEAVE, comment="Back on Monday")
        shown.event.begins, shown.event.ends = moved.begins, moved.ends
        made.session.flush()
        assert [each.standing.stale for each in answers.invited(made.session, shown)] == [True]
        (row,) = answering.still_fine(made.session, shown, lead, **fine)  # type: ignore[arg-type]
        assert (row.kind, row.reason, row.comment) == ("apologies", "leave", "Back on Monday")
        assert [each.standing.stale for each in answers.invited(made.session, shown)] == [False]
        assert answering.still_fine(made.session, shown, lead, **fine) == []  # type: ignore[arg-type]


def test_still_fine_leaves_alone_what_need_not_be_confirmed(database: Database) -> None:
    with register(database, ("Police",)) as made:
        second_seat(made)
        shown, lead = made.first(made.sent()), made.leads[0].id
        first, other = [
            each.invitation for each in answering.mine(made.session, shown, lead, now=NOW).invited
        ]
        answer(made, shown, lead, Kind.ATTENDING, only={first.id}, span=None)
        answer(made, shown, lead, Kind.APOLOGIES, only={other.id}, reason=Reason.LEAVE)
        confirmed = answering.still_fine(
            made.session, shown, lead, source=Source.LINK, at=LATER, span=FORUM, now=LATER
        )
        assert [each.invitation_id for each in confirmed] == [first.id]
        found = answers.invited(made.session, shown)
        assert [each.answer.source for each in found if each.answer] == ["link", "slack"]


def test_what_is_no_longer_invited_takes_no_answer(database: Database) -> None:
    with register(database, ("Police",)) as made:
        shown, lead = made.first(made.sent()), made.leads[0].id
        found = answering.mine(made.session, shown, lead, now=NOW)
        found.invited[0].invitation.withdrawn_at = NOW
        made.session.flush()
        with pytest.raises(Refused, match="no longer invited"):
            answer(made, shown, lead, Kind.ATTENDING, found=found)


def test_who_has_handed_their_seat_over_meanwhile_is_told_so(database: Database) -> None:
    with register(database, ("Police",)) as made:
        shown, lead = made.first(made.sent()), made.leads[0].id
        found = answering.mine(made.session, shown, lead, now=NOW)
        new, day = made.person("New lead"), FORUM.begins.date()
        seats.appoint(made.session, made.seats[0], new, Part.LEAD, since=day, by=None, now=NOW)
        hand_overs.follow(made.session, [made.seats[0].id], by=None, now=NOW)
        with pytest.raises(Refused, match="or are no longer"):
            answer(made, shown, lead, Kind.ATTENDING, found=found)
        keeper = {"since": BEGAN, "by": None, "now": NOW}
        diary_contacts.add(made.session, new, made.leads[0], **keeper)  # type: ignore[arg-type]
        assert answer(made, shown, lead, Kind.ATTENDING, found=found)


def test_finding_what_is_mine_takes_few_queries(database: Database) -> None:
    with register(database, ("Police", "Health", "Housing")) as made:
        shown = made.first(made.sent())
        made.session.flush()
        with counted(database) as statements:
            found = answering.mine(made.session, shown, made.leads[1].id, now=NOW)
        assert len(found.invited) == 1
        assert len(statements) <= _MOST
