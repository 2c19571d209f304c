"""Whatever is answered, moved, handed over, called off and stopped: no reminder is stale.

A state machine lets time go by, looks when the tick does, and lets what is due leave by the real
ledger. What leaves is judged by what holds just then, read in another way than chasing reads it.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
)
from sqlalchemy import URL, select
from sqlalchemy.orm import Session

from bot.ground import Ground
from db import (
    answers,
    deliveries,
    event_changes,
    nudges,
    reminders,
    rounds,
    seats,
    series_changes,
)
from db.engine import Database
from db.events import Shown, of
from db.models import Delivery, Event, Person, Round, Seat, Series
from db.models.deliveries import State
from db.tenancy import across_partnerships, within
from domain.answers import Given, Kind, Source
from domain.chasing_facts import Ask
from domain.errors import Refused
from domain.quiet_hours import is_quiet
from domain.seats import Part
from domain.when import WallSpan
from domain.working_days import Region
from jobs.kinds import LETTERS, render_letter
from tests.databases import Templates
from tests.db.meetings import FORUM, NOW, register
from tests.jobs import histories
from tests.jobs.rendered import PAGES

PLACES = ("Police", "Health", "Council")
pick = st.integers(0, 50)


class Machine(RuleBasedStateMachine):
    """One event of a body with three seats; invitations arrive as soon as they may leave."""

    def __init__(self, fresh: Callable[[], URL]) -> None:
        super().__init__()
        self.database, self.now = Database(fresh()), NOW
        self.sent: set[tuple[int, str, str]] = set()
        with register(self.database, PLACES) as made:
            self.partnership_id = made.body.partnership_id
            self.spare = [made.person(f"Spare {n}").id for n in range(3)]
            self.seats = [each.id for each in made.seats]
            made.sent()
            made.arrived()

    def teardown(self) -> None:
        self.database.close()

    def _do(self, work: Callable[[Session, Shown], object]) -> None:
        """Do something in one transaction, undone where it is refused."""
        with (
            suppress(Refused),
            self.database.writing() as session,
            within(session, self.partnership_id),
        ):
            work(session, _shown(session))

    @rule(hours=st.sampled_from([1, 3, 16, 24, 70]))
    def time_goes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(days=st.integers(0, 20))
    def it_is_nine_in_the_morning(self, days: int) -> None:
        """Go to a morning, look, and let half of the messages wait."""
        later = (self.now + timedelta(days=days)).replace(hour=9, minute=0)
        self.now = max(self.now, later)
        self.look()

    @rule()
    def look(self) -> None:
        """Do what the tick does."""
        with self.database.writing() as session:
            with across_partnerships(session):
                due = reminders.take_due(session, now=self.now)
            for each in due:
                with within(session, each):
                    reminders.remind(session, now=self.now)

    @rule(seat=pick, kind=st.sampled_from(Kind))
    def answer(self, seat: int, kind: Kind) -> None:
        if kind is Kind.DEPUTY:
            return

        def work(session: Session, shown: Shown) -> None:
            found = answers.invited(session, shown)
            own = found[seat % len(found)].invitation
            event = shown.event
            span = WallSpan(event.begins, event.ends, event.zone)
            given = Given(kind=kind, source=Source.LINK, at=self.now, span=span)
            answers.give(session, event, [own], given, now=self.now)

        self._do(work)

    @rule(days=st.integers(1, 40))
    def move(self, days: int) -> None:
        def work(session: Session, shown: Shown) -> None:
            day = self.now.date() + timedelta(days=days)
            event_changes.move(session, shown, FORUM.on(day), by=None, now=self.now)

        self._do(work)

    @rule(seat=pick, whom=pick)
    def hand_over(self, seat: int, whom: int) -> None:
        def work(session: Session, shown: Shown) -> None:
            own = session.get_one(Seat, self.seats[seat % len(self.seats)])
            person = session.get_one(Person, self.spare[whom % len(self.spare)])
            since = self.now.date()
            seats.appoint(session, own, person, Part.LEAD, since=since, by=None, now=self.now)
            series_changes.keep(session, shown.series, by=None, now=self.now)

        self._do(work)

    @rule()
    def cancel(self) -> None:
        self._do(lambda session, shown: event_changes.cancel(session, shown, by=None, now=self.now))

    @rule()
    def nudge(self) -> None:
        self._do(
            lambda session, shown: nudges.nudge(session, shown.event.id, by=None, now=self.now)
        )

    @rule()
    def stop_the_last(self) -> None:
        def work(session: Session, _shown: Shown) -> None:
            last = session.scalars(select(Round).order_by(Round.id.desc()).limit(1)).one()
            rounds.stop(session, last, by=None, now=self.now)

        self._do(work)

    @rule()
    def leave(self) -> None:
        """Let all that is due leave; what reminds is judged by what holds."""
        with self.database.writing() as session:
            with across_partnerships(session):
                claims = deliveries.claim(session, now=self.now, limit=100, lease_seconds=60)
            with within(session, self.partnership_id):
                for claim in claims:
                    self._leave(session, claim.delivery)

    def _leave(self, session: Session, row: Delivery) -> None:
        row = session.get_one(Delivery, row.id)
        row.state, row.sent_at, row.lease_until = State.SENT, self.now, None
        if not row.kind.startswith("reminder."):
            return
        letter = render_letter(LETTERS, session, row, Ground(self.now, PAGES, "c@example.org"))
        if letter is None:
            row.state, row.sent_at = State.CANCELLED, None
            return
        shown = _shown(session)
        assert row.person_id is not None
        self._is_right(session, shown, row, row.person_id)

    def _is_right(self, session: Session, shown: Shown, row: Delivery, person: int) -> None:
        event, ask = shown.event, Ask(row.kind.removeprefix("reminder."))
        assert event.status == "scheduled"
        assert not is_quiet(self.now, event.zone, Region.ENGLAND)
        assert self.now.date() < event.begins.date()
        mine = [
            each
            for each in answers.invited(session, shown)
            if each.seat is not None and each.seat.people == (person,)
        ]
        kinds = {each.standing.kind for each in mine}
        match ask:
            case Ask.FIRST | Ask.SECOND:
                assert None in kinds
            case Ask.UNSURE:
                assert Kind.UNSURE in kinds
            case Ask.COMING:
                assert Kind.ATTENDING in kinds
            case _:
                assert kinds & {None, Kind.UNSURE}
        if ask is not Ask.NUDGE:
            once = (person, ask.value, event.begins.isoformat())
            assert once not in self.sent
            self.sent.add(once)

    @invariant()
    def nothing_waits_that_is_needless(self) -> None:
        """Look at what waits: it is about an event as it is, for somebody who is asked still."""
        with self.database.reading() as session, within(session, self.partnership_id):
            waiting = session.scalars(
                select(Delivery).where(
                    Delivery.state == State.PLANNED, Delivery.kind.startswith("reminder.")
                )
            ).all()
            if not waiting:
                return
            shown = _shown(session)
            people = {
                person
                for each in answers.invited(session, shown)
                if each.seat is not None
                for person in each.seat.people
            }
            for row in waiting:
                assert shown.event.status == "scheduled"
                assert row.subject["begins"] == shown.event.begins.isoformat()
                assert row.person_id in people


def _shown(session: Session) -> Shown:
    series = session.scalars(select(Series)).one()
    event: Event = of(session, series.id)[0]
    return Shown(event, series)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("engine", "examples"), [("sqlite", 12), ("postgresql", 3)])
def test_no_reminder_is_stale_whatever_happens(
    engine: str, examples: int, templates: Templates, tmp_path: Path
) -> None:
    histories.run(Machine, templates, engine, tmp_path, examples, steps=25)
