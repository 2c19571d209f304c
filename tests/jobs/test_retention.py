"""What is forgotten, and when."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from db import answering, answers, calendar_drafts, deputies, deputy_decisions
from db.engine import Database
from db.models import Attendee, CalendarDraft
from db.tenancy import across_partnerships
from domain.answers import Kind, Reason, Source
from domain.events import Say
from jobs import retention
from tests.db.meetings import NOW, Register, register

MOMENT = timedelta(seconds=1)


def drafts(own: Register) -> int:
    return own.session.scalars(select(func.count(CalendarDraft.id))).one()


def test_drafts_of_calendar_messages_are_forgotten_after_a_month(database: Database) -> None:
    with register(database, ("Police",)) as own:
        series = own.sent()
        reader = own.session.scalars(select(Attendee)).one()
        asked = (series, reader, Say.INVITATION, None)
        mailbox = "calendar@joinedup.example.org"
        calendar_drafts.message(own.session, *asked, organizer=mailbox, now=NOW)
        with across_partnerships(own.session):
            assert retention.forget(own.session, NOW + retention.TEXTS) == 0
            assert drafts(own) == 1
            assert retention.forget(own.session, NOW + retention.TEXTS + MOMENT) == 1
            assert drafts(own) == 0
        later = NOW + retention.TEXTS
        assert calendar_drafts.message(own.session, *asked, organizer=mailbox, now=later)


def test_why_apologies_were_sent_is_forgotten_after_a_year(database: Database) -> None:
    with register(database, ("Police",)) as own:
        shown = own.first(own.sent())
        given: dict[str, Any] = {"source": Source.SLACK, "at": NOW, "by": own.leads[0].id}
        answering.answer(
            own.session,
            shown,
            own.leads[0].id,
            Kind.APOLOGIES,
            source=Source.SLACK,
            at=NOW,
            span=None,
            reason=Reason.LEAVE,
            comment="Back on Monday",
            now=NOW,
        )
        [each] = answers.invited(own.session, shown)
        given |= {"name": "Out Sider", "address": "out@elsewhere.example.net"}
        [row] = deputies.send(own.session, shown, [each.invitation], **given, now=NOW)
        deputy_decisions.decide(own.session, row.id, accept=False, by=None, now=NOW)
        with across_partnerships(own.session):
            assert retention.forget(own.session, NOW + retention.REASONS) == 0
            assert retention.forget(own.session, NOW + retention.REASONS + MOMENT) == 2
        own.session.expire_all()
        first, *_later = answers.history(own.session, each.invitation.id)
        assert (first.kind, first.reason, first.comment) == ("apologies", None, None)
        assert (row.name, row.address, row.state) == ("", None, "refused")
