"""Those invited follow the register, whatever has changed it, and series go on by themselves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from db import event_changes, event_plans, events, kept_audiences, seats, sectors
from db.audience_items import Choice
from db.engine import Database
from db.tenancy import across_partnerships, within
from domain.events import Among
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from jobs import audiences, series
from jobs.ticks import Tick, TickRunner
from tests.db.meetings import BEGAN, NOW, Register, register

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
WEEKLY = Rule(Frequency.WEEKLY, weekday=3)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def keep(held: Register, now: datetime = LATER) -> int:
    with across_partnerships(held.session):
        return audiences.keep(held.session, now)


class TestAudiences:
    def test_what_is_as_the_register_has_it_is_only_read(self, database: Database) -> None:
        with register(database, ("Police", "Health")) as held:
            held.sent()
            held.arrived()
            owner = held.owner.id
        with database.reading() as session, within(session, owner):
            [own] = kept_audiences.coming(session, now=LATER)
            assert not kept_audiences.differs(session, own, now=LATER)

    def test_a_new_lead_is_found_by_reading_and_told_by_the_tick(self, database: Database) -> None:
        with register(database, ("Police", "Health")) as held:
            held.sent()
            held.arrived()
            new = held.person("New lead")
            seats.appoint(
                held.session, held.seats[0], new, Part.LEAD, since=BEGAN, by=None, now=NOW
            )
        tick = Tick("keep audiences", 15, audiences.keep)
        ticks = TickRunner(database, [tick], lambda: LATER)
        assert [ticks.run(tick), ticks.run(tick)] == [1, 0]

    def test_a_lead_who_changes_unnoticed_is_followed_once(self, two: Register) -> None:
        two.sent()
        two.arrived()
        new = two.person("New lead")
        seats.appoint(two.session, two.seats[0], new, Part.LEAD, since=BEGAN, by=None, now=NOW)
        assert keep(two) == 1
        assert sorted(two.messages()) == [("invitation", "New lead"), ("withdrawal", "Police lead")]
        assert keep(two) == 0
        assert keep(two, LATER + kept_audiences.EVERY) == 0

    def test_a_lead_who_changes_within_the_hour_waits_for_it(self, two: Register) -> None:
        two.sent()
        keep(two)
        two.arrived()
        new = two.person("New lead")
        seats.appoint(two.session, two.seats[0], new, Part.LEAD, since=BEGAN, by=None, now=NOW)
        assert keep(two, LATER + timedelta(minutes=59)) == 0
        assert keep(two, LATER + timedelta(minutes=60)) == 1

    def test_a_partner_that_changes_its_sector_is_invited(self, two: Register) -> None:
        sectors.ship(two.session)
        sector = sectors.offered(two.session)[0]
        planned = events.planned_of(two.draft())
        whom = [Choice(Among.SECTOR, sector.id), Choice(Among.SEAT, two.seats[1].id)]
        made = event_plans.draft(two.session, planned, whom, by=None, now=NOW)
        event_changes.send(two.session, made, by=None, now=NOW)
        two.arrived()
        own = two.seats[0].organisation_id
        sectors.assign(two.session, own, sector.id, BEGAN, by=None, now=NOW)
        assert keep(two) == 1
        assert two.messages() == [("invitation", "Police lead")]


class TestSeriesAhead:
    def test_a_series_goes_on_as_time_goes_on(self, two: Register) -> None:
        made = two.sent(rule=MONTHLY)
        before = len(events.of(two.session, made.id))
        two.arrived()
        with across_partnerships(two.session):
            assert series.extend(two.session, NOW) == 0
            half_a_year = datetime(2027, 5, 6, 9, tzinfo=UTC)
            assert series.extend(two.session, half_a_year) == 6
            assert series.extend(two.session, half_a_year) == 0
        own = events.of(two.session, made.id)
        assert len(own) == before + 6
        assert two.messages() == []

    @pytest.mark.parametrize(
        "rule",
        [
            Rule(Frequency.WEEKLY, weekday=3, until=date(2027, 2, 4)),
            Rule(Frequency.WEEKLY, weekday=3, count=5),
        ],
    )
    def test_one_that_has_ended_stays_as_it_is(self, two: Register, rule: Rule) -> None:
        two.sent(rule=rule)
        with across_partnerships(two.session):
            assert series.extend(two.session, datetime(2027, 6, 1, 9, tzinfo=UTC)) == 0

    def test_a_week_is_written_as_soon_as_it_is_near(self, two: Register) -> None:
        two.sent(rule=WEEKLY)
        with across_partnerships(two.session):
            assert series.extend(two.session, NOW + timedelta(days=6)) <= 1
            assert series.extend(two.session, NOW + timedelta(days=14)) >= 1

    def test_a_draft_is_not_written_ahead(self, two: Register) -> None:
        two.draft(rule=MONTHLY)
        with across_partnerships(two.session):
            assert series.extend(two.session, datetime(2027, 6, 1, 9, tzinfo=UTC)) == 0
