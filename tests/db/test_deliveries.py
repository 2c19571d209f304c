"""The ledger of messages, on both databases."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from db import deliveries, outcomes
from db.deliveries import Claim, Priority, Wanted
from db.engine import Database
from db.models import Delivery, Partnership, Person
from db.models.deliveries import State
from db.plans import Plan
from db.tenancy import NoPartnership, across_partnerships, within
from tests.conftest import NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Ledger:
    """A partnership with one person, and what a worker would do to its messages."""

    database: Database
    partnership_id: int
    person_id: int

    def plan(self, key: str = "a", **columns: Any) -> bool:
        with self.database.writing() as session, within(session, self.partnership_id):
            return self.plan_in(session, key, **columns)

    def plan_in(self, session: Session, key: str, **columns: Any) -> bool:
        usual: dict[str, Any] = {
            "kind": "note",
            "person_id": self.person_id,
            "priority": Priority.REMINDER,
            "due_at": NOW,
            "now": NOW,
        }
        return deliveries.plan(session, key=key, **(usual | columns))

    @contextmanager
    def working(self) -> Iterator[Session]:
        with self.database.writing() as session, across_partnerships(session):
            yield session

    def claim(self, now: datetime = NOW, **options: Any) -> list[Claim]:
        with self.working() as session:
            usual: dict[str, Any] = {"limit": 10, "lease_seconds": 60}
            return deliveries.claim(session, now=now, **(usual | options))

    def keys(self, claims: list[Claim]) -> list[str]:
        return [claim.delivery.key for claim in claims]

    def row(self, key: str = "a") -> Delivery:
        with self.database.reading() as session, within(session, self.partnership_id):
            return session.scalars(select(Delivery).where(Delivery.key == key)).one()

    def states(self) -> dict[str, str]:
        with self.database.reading() as session, within(session, self.partnership_id):
            rows = session.execute(select(Delivery.key, Delivery.state))
            return {key: state for key, state in rows}  # noqa: C416 - rows are no pairs to dict()

    def let_leases_end(self) -> None:
        with self.working() as session:
            past = NOW - timedelta(days=9999)
            leased = update(Delivery).where(Delivery.state == State.LEASED)
            session.execute(leased.values(lease_until=past))


@pytest.fixture
def ledger(database: Database) -> Ledger:
    with database.writing() as session:
        partnership = Partnership(
            slug="main",
            name="Safeguarding",
            zone="Europe/London",
            language="en",
            created_at=NOW,
            live_at=NOW - 90 * DAY,
        )
        session.add(partnership)
        session.flush()
        with within(session, partnership.id):
            person = Person(name="Carol", created_at=NOW)
            session.add(person)
            session.flush()
        return Ledger(database, partnership.id, person.id)


def test_planning_twice_plans_once(ledger: Ledger) -> None:
    assert ledger.plan("a")
    assert not ledger.plan("a", due_at=NOW + HOUR)
    assert ledger.row("a").due_at == NOW


def test_planning_twice_does_not_disturb_the_transaction(ledger: Ledger) -> None:
    with ledger.database.writing() as session, within(session, ledger.partnership_id):
        assert ledger.plan_in(session, "a")
        assert not ledger.plan_in(session, "a")
        assert ledger.plan_in(session, "b")
    assert ledger.states() == {"a": "planned", "b": "planned"}


def test_a_message_needs_a_partnership(ledger: Ledger) -> None:
    with pytest.raises(NoPartnership), ledger.working() as session:
        ledger.plan_in(session, "a")


def test_a_rolled_back_plan_leaves_nothing(ledger: Ledger) -> None:
    with (
        pytest.raises(KeyError),
        ledger.database.writing() as session,
        within(session, ledger.partnership_id),
    ):
        ledger.plan_in(session, "a")
        raise KeyError
    assert ledger.states() == {}


def test_nothing_goes_out_before_it_is_due(ledger: Ledger) -> None:
    ledger.plan("a", due_at=NOW + HOUR)
    assert ledger.claim(NOW) == []
    assert ledger.keys(ledger.claim(NOW + HOUR)) == ["a"]


def test_the_next_instant_is_that_of_the_first_open_message(ledger: Ledger) -> None:
    def next_due() -> datetime | None:
        with ledger.database.reading() as session:
            return deliveries.next_due(session, now=NOW)

    assert next_due() is None
    ledger.plan("later", due_at=NOW + HOUR)
    ledger.plan("now")
    assert next_due() == NOW
    [claim] = ledger.claim(NOW)
    assert next_due() == NOW  # it is on its way
    with ledger.working() as session:
        outcomes.sent(session, claim, ref="1", now=NOW)
    assert next_due() == NOW + HOUR


def test_what_is_stuck_hides_nothing_behind_it(ledger: Ledger) -> None:
    ledger.plan("stuck")
    ledger.plan("later", due_at=NOW + HOUR)
    with ledger.database.reading() as session:
        assert deliveries.next_due(session, NOW - HOUR, now=NOW) == NOW
        assert deliveries.next_due(session, NOW, now=NOW) == NOW + HOUR
        assert deliveries.next_due(session, NOW + HOUR, now=NOW) is None


def test_what_a_rehearsal_holds_back_is_never_due(ledger: Ledger) -> None:
    ledger.plan("a")
    with ledger.working() as session:
        owner = session.get_one(Partnership, ledger.partnership_id)
        owner.live_at = NOW + HOUR
        session.flush()
        assert deliveries.next_due(session, now=NOW) is None
        assert deliveries.next_due(session, now=NOW + HOUR) == NOW


def test_a_thousand_messages_are_planned_in_one_statement(ledger: Ledger) -> None:
    def some(numbers: range) -> list[Plan]:
        return [
            Plan(
                key=str(number),
                kind="note",
                person_id=ledger.person_id,
                priority=Priority.DIGEST,
                due_at=NOW,
                now=NOW,
            )
            for number in numbers
        ]

    asked: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    ledger.plan("5", kind="there already")
    event.listen(ledger.database.engine, "before_cursor_execute", remember)
    with ledger.database.writing() as session, within(session, ledger.partnership_id):
        assert deliveries.plan_many(session, some(range(1000))) == 999
        inserts = [statement for statement in asked if "INSERT" in statement]
        assert deliveries.plan_many(session, some(range(1000))) == 0
        assert deliveries.plan_many(session, [*some(range(1000, 1001))] * 2) == 1
        assert deliveries.plan_many(session, []) == 0
    event.remove(ledger.database.engine, "before_cursor_execute", remember)
    assert len(inserts) == 1
    assert len(ledger.states()) == 1001
    assert ledger.row("5").kind == "there already"
    assert (ledger.row("6").stream, ledger.row("6").state) == ("6", "planned")


def test_the_urgent_goes_first(ledger: Ledger) -> None:
    ledger.plan("digest", priority=Priority.DIGEST, due_at=NOW - HOUR)
    ledger.plan("reminder", priority=Priority.REMINDER)
    ledger.plan("early reminder", priority=Priority.REMINDER, due_at=NOW - HOUR)
    ledger.plan("invitation", priority=Priority.INVITATION)
    assert ledger.keys(ledger.claim(limit=3)) == ["invitation", "early reminder", "reminder"]


def test_a_claimed_message_is_nobody_elses(ledger: Ledger) -> None:
    ledger.plan("a")
    (first,) = ledger.claim()
    assert ledger.claim() == []
    assert not first.in_doubt
    assert first.delivery.attempts == 1


def test_an_abandoned_message_is_claimed_again_in_doubt(ledger: Ledger) -> None:
    ledger.plan("a")
    (first,) = ledger.claim()
    ledger.let_leases_end()
    (second,) = ledger.claim()
    assert second.in_doubt
    assert second.delivery.attempts == 2
    assert second.token != first.token


def test_a_lost_claim_settles_nothing(ledger: Ledger) -> None:
    ledger.plan("a")
    (late,) = ledger.claim()
    ledger.let_leases_end()
    (current,) = ledger.claim()
    with ledger.working() as session:
        assert not outcomes.sent(session, late, ref="1.1", now=NOW)
        assert not outcomes.failed(session, late, error="x")
        assert not outcomes.again(session, late, retry_in=0, error="x")
        assert outcomes.hold(session, late, now=NOW).seconds == 0
        assert outcomes.sent(session, current, ref="2.2", now=NOW)
        assert not outcomes.unknown(session, current, error="x")
    row = ledger.row()
    assert (row.state, row.provider_ref, row.sent_at) == ("sent", "2.2", NOW)
    assert row.lease_token is None


def test_a_claim_knows_how_long_it_holds(ledger: Ledger) -> None:
    ledger.plan("a", expires_at=NOW + HOUR)
    (claim,) = ledger.claim(lease_seconds=60)
    with ledger.working() as session:
        hold = outcomes.hold(session, claim, now=NOW)
        assert 50 < hold.seconds <= 60
        assert hold.owed
        assert not outcomes.hold(session, claim, now=NOW + HOUR).owed


def test_a_message_given_back_waits_and_is_in_no_doubt(ledger: Ledger) -> None:
    ledger.plan("a")
    (claim,) = ledger.claim()
    with ledger.working() as session:
        outcomes.again(session, claim, retry_in=60, error="down")
    assert ledger.claim(NOW + HOUR) == []  # waits go by the database's clock
    with ledger.working() as session:
        session.execute(update(Delivery).values(next_try_at=NOW - timedelta(days=9999)))
    (second,) = ledger.claim()
    assert (second.in_doubt, second.delivery.attempts) == (False, 2)


def test_what_was_not_tried_does_not_count(ledger: Ledger) -> None:
    ledger.plan("a")
    (claim,) = ledger.claim()
    with ledger.working() as session:
        outcomes.again(session, claim, retry_in=0, error="ratelimited", tried=False)
    (second,) = ledger.claim()
    assert second.delivery.attempts == 1


def test_a_doubtful_message_stays_in_doubt(ledger: Ledger) -> None:
    ledger.plan("a")
    (claim,) = ledger.claim()
    with ledger.working() as session:
        outcomes.in_doubt(session, claim, retry_in=0, error="timeout")
    (second,) = ledger.claim()
    assert second.in_doubt


def test_only_the_lowest_open_revision_of_a_stream_is_claimed(ledger: Ledger) -> None:
    ledger.plan("one", stream="s", revision=1)
    ledger.plan("two", stream="s", revision=2, priority=Priority.INVITATION)
    ledger.plan("elsewhere", stream="t", revision=2)
    first = ledger.claim()
    assert ledger.keys(first) == ["one", "elsewhere"]
    assert ledger.claim() == []
    with ledger.working() as session:
        outcomes.sent(session, first[0], ref="1.1", now=NOW)
    assert ledger.keys(ledger.claim()) == ["two"]


def test_what_is_superseded_lets_the_rest_of_its_stream_go(ledger: Ledger) -> None:
    ledger.plan("one", stream="s", revision=1)
    ledger.plan("two", stream="s", revision=2)
    with ledger.database.writing() as session, within(session, ledger.partnership_id):
        one = session.scalars(select(Delivery.id).where(Delivery.key == "one")).one()
        assert deliveries.supersede(session, [one], now=NOW) == 1
        assert deliveries.supersede(session, [], now=NOW) == 0
    assert ledger.states() == {"one": "superseded", "two": "planned"}
    assert ledger.keys(ledger.claim()) == ["two"]


def test_a_cancelled_stream_sends_nothing(ledger: Ledger) -> None:
    ledger.plan("one", stream="s")
    ledger.plan("other")
    with ledger.database.writing() as session, within(session, ledger.partnership_id):
        assert deliveries.cancel(session, stream="s", now=NOW) == 1
        assert deliveries.cancel(session, stream="s", now=NOW) == 0
    assert ledger.keys(ledger.claim()) == ["other"]


def test_a_message_cancelled_on_its_way_is_not_owed_any_more(ledger: Ledger) -> None:
    ledger.plan("one", stream="s")
    (claim,) = ledger.claim()
    with ledger.database.writing() as session, within(session, ledger.partnership_id):
        assert deliveries.cancel(session, stream="s", now=NOW) == 1
    with ledger.working() as session:
        assert not outcomes.hold(session, claim, now=NOW).owed
        outcomes.again(session, claim, retry_in=0, error=None)
    assert ledger.claim() == []
    assert ledger.states() == {"one": "expired"}


def test_what_is_too_late_expires(ledger: Ledger) -> None:
    ledger.plan("late", expires_at=NOW + HOUR, kind="unknown to us")
    ledger.plan("in time", expires_at=NOW + 3 * HOUR)
    with ledger.working() as session:
        assert deliveries.expire(session, now=NOW + HOUR) == 1
        assert deliveries.expire(session, now=NOW + HOUR) == 0
    assert ledger.states() == {"late": "expired", "in time": "planned"}


def test_a_late_revision_does_not_block_the_next(ledger: Ledger) -> None:
    ledger.plan("one", stream="s", revision=1, expires_at=NOW)
    ledger.plan("two", stream="s", revision=2)
    assert ledger.keys(ledger.claim()) == ["two"]


def test_who_asks_for_one_gets_one_however_many_before_it_are_too_late(ledger: Ledger) -> None:
    for number in range(3):
        ledger.plan(f"late {number}", expires_at=NOW)
    ledger.plan("in time")
    ledger.plan("too")
    assert ledger.keys(ledger.claim(limit=1)) == ["in time"]
    assert sorted(ledger.states().values()) == ["expired"] * 3 + ["leased", "planned"]


def test_claims_can_be_narrowed(ledger: Ledger) -> None:
    ledger.plan("a")
    ledger.plan("b", kind="of a newer release")
    assert ledger.claim(wanted=[Wanted("slack", ["note"], [ledger.partnership_id])]) == []
    assert ledger.claim(ids=[ledger.row("b").id], wanted=[Wanted("slack", ["note"])]) == []
    assert ledger.claim(wanted=[Wanted("mail", ["note"])]) == []
    assert ledger.claim(wanted=[]) == []
    assert ledger.keys(ledger.claim(wanted=[Wanted("slack", ["note"])])) == ["a"]


def test_two_claimers_share_nothing(ledger: Ledger) -> None:
    for number in range(200):
        ledger.plan(str(number))
    together = threading.Barrier(4)
    claimed: list[str] = []

    def work() -> None:
        together.wait()
        while claims := ledger.claim(limit=7):
            claimed.extend(ledger.keys(claims))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed, key=int) == [str(number) for number in range(200)]


def test_a_claim_looks_things_up_by_index(ledger: Ledger) -> None:
    """Without them a claim took ten seconds of SQLite with ten thousand messages due."""
    if not ledger.database.is_sqlite:
        return  # PostgreSQL plans by what the tables hold
    asked: list[Any] = []

    def remember(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(ledger.database.engine, "before_cursor_execute", remember)
    ledger.claim()
    event.remove(ledger.database.engine, "before_cursor_execute", remember)
    statement, parameters = next(pair for pair in asked if "EXISTS" in pair[0])
    with ledger.database.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    indexes = {name for name in ("ix_delivery_due", "ix_delivery_stream") if name in str(plan)}
    assert indexes == {"ix_delivery_due", "ix_delivery_stream"}


def test_texts_are_forgotten_and_rows_stay(ledger: Ledger) -> None:
    ledger.plan("old")
    ledger.plan("open")
    with ledger.working() as session:
        session.execute(update(Delivery).values(payload={"text": "x"}))
    (old, _open) = ledger.claim()
    with ledger.working() as session:
        outcomes.sent(session, old, ref="1.1", now=NOW)
        assert deliveries.purge_payloads(session, NOW) == 0
        assert deliveries.purge_payloads(session, NOW + HOUR) == 1
        assert deliveries.purge_payloads(session, NOW + HOUR) == 0
    assert ledger.row("old").payload is None
    assert ledger.row("open").payload == {"text": "x"}
