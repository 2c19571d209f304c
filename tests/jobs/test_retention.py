"""What is forgotten, and when."""

from datetime import timedelta

from sqlalchemy import func, select

from db import calendar_drafts
from db.engine import Database
from db.models import Attendee, CalendarDraft
from db.tenancy import across_partnerships
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
