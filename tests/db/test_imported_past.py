"""What an import of past registers asks of a coordinator: nothing that only the future needs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import event_changes, event_plans, first_steps, partnerships, worklist
from db.audience_items import Choice
from db.engine import Database
from db.models import Body
from domain.events import Among, Details, Planned
from domain.when import WallSpan
from domain.worklist import Kind, Step
from tests.db.attending import Registers, line, sheet

NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)


@pytest.fixture
def office(database: Database) -> Registers:
    made = Registers(database)
    days = [date(2025, 1, 9) + timedelta(weeks=4 * each) for each in range(3)]
    names = ("Police", "Health", "Housing")
    made.attend(sheet(*(line(day.isoformat(), name) for day in days for name in names)))
    return made


def vacant(office: Registers) -> int:
    with office.working() as session:
        own = partnerships.one(session, None)
        found = worklist.waiting(session, own, day=NOW.date(), now=NOW)
        return sum(each.kind is Kind.VACANT for each in found)


def arrange(office: Registers) -> None:
    """Let something be arranged for all of the body."""
    with office.working() as session:
        forum = session.scalars(select(Body)).one()
        span = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
        planned = Planned(Details("Forum"), span, None, forum.id)
        whom = [Choice(Among.BODY, forum.id)]
        series = event_plans.draft(session, planned, whom, by=None, now=NOW)
        event_changes.send(session, series, by=None, now=NOW)


def test_a_seat_that_only_the_past_knows_lacks_no_lead_until_it_is_asked(office: Registers) -> None:
    assert vacant(office) == 0
    arrange(office)
    assert vacant(office) == 3


def test_past_meetings_are_not_this_year_s(office: Registers) -> None:
    def arranged() -> bool:
        with office.working() as session:
            own = partnerships.one(session, None)
            return Step.MEETINGS in first_steps.done(session, own, day=NOW.date())

    assert not arranged()
    arrange(office)
    assert arranged()
