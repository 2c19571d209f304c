"""What we allow ourselves: nobody waits for it in a worker, and the urgent goes first."""

import time
from collections.abc import Mapping

import pytest

from db.deliveries import Priority
from domain.forecasts import RATES, Rate, Step
from jobs.budgets import UNLIMITED, Budgets
from tests.jobs.notes import KINDS
from tests.jobs.office import Office

TEN = Rate(burst=2, per_minute=60)


class Ticker:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def limited(step: Step, rate: Rate = TEN) -> Mapping[Step, Rate]:
    return {**UNLIMITED, step: rate}


def test_a_bucket_gives_a_burst_and_then_its_rate() -> None:
    clock = Ticker()
    budgets = Budgets(limited(Step.POST), clock)
    assert [budgets.take((Step.POST, "T1")) for _ in range(2)] == [0, 0]
    assert budgets.take((Step.POST, "T1")) == 1
    assert budgets.take((Step.POST, "T2")) == 0
    clock.seconds += 1
    assert budgets.take((Step.POST, "T1")) == 0


def test_who_has_to_wait_is_told_another_turn_each() -> None:
    budgets = Budgets(limited(Step.UPDATE), Ticker())
    waits = [budgets.take((Step.UPDATE, "T1")) for _ in range(5)]
    assert waits == [0, 0, 1, 2, 3]


def test_nothing_is_taken_of_one_where_the_other_is_short() -> None:
    rates = {**UNLIMITED, Step.POST: Rate(1, 60), Step.CHANNEL: Rate(1, 60)}
    budgets = Budgets(rates, Ticker())
    assert budgets.take((Step.CHANNEL, "D1")) == 0
    assert budgets.take((Step.POST, "T1"), (Step.CHANNEL, "D1")) > 0
    assert budgets.take((Step.POST, "T1")) == 0


@pytest.mark.parametrize("step", [each for each in Step if each is not Step.MAIL])
def test_a_minute_at_most_takes_what_slack_takes(step: Step) -> None:
    most = {Step.POST: 300, Step.CHANNEL: 64}.get(step, 50)
    clock = Ticker()
    budgets, passed = Budgets(RATES, clock), 0
    for _ in range(6000):
        passed += budgets.take((step, "T1")) == 0
        clock.seconds += 0.01
    assert 0.9 * RATES[step].per_minute < passed <= most


def test_a_full_workspace_holds_its_messages_and_no_worker(office: Office) -> None:
    office.plan(5)
    deliverer = office.deliverer(budgets=Budgets(limited(Step.POST)))
    began = time.monotonic()
    assert deliverer.drain() == 2
    assert time.monotonic() - began < 5
    assert office.states() == {"sent": 2, "planned": 3}
    assert {row.attempts for row in office.rows() if row.state == "planned"} == {0}
    assert deliverer._sender.holds.waiting() == {office.partnership_id}
    assert len(office.sandbox.calls("chat.postMessage")) == 2


def test_a_busy_channel_holds_nobody_else_up(office: Office) -> None:
    office.employ(1)
    carol, dan = (person for person, _user in office.people)
    office.plan(5, person_id=carol)
    office.plan(1, start=9, person_id=dan)
    deliverer = office.deliverer(budgets=Budgets(limited(Step.CHANNEL)))
    assert deliverer.drain() == 3
    assert "Note 9" in office.texts()
    assert deliverer._sender.holds.waiting() == set()


def test_nothing_is_claimed_that_could_not_leave(office: Office) -> None:
    office.plan(5)
    deliverer = office.deliverer(budgets=Budgets(limited(Step.CHANNEL), Ticker()))
    for _ in range(2):
        deliverer.deliver(office.rows()[0].id)
        deliverer.deliver(office.rows()[1].id)
    deliverer.drain()
    waiting = [row for row in office.rows() if row.state == "planned"]
    assert [(row.next_try_at, row.last_error) for row in waiting] == [(None, None)] * 3


def test_newer_states_of_cards_do_not_wait_for_posts(office: Office) -> None:
    kinds = {**KINDS, "event.update": KINDS["note"]}
    deliverer = office.deliverer(
        kinds=kinds, budgets=Budgets(limited(Step.CHANNEL, Rate(1, 1)), Ticker())
    )
    office.plan(key="card 1", kind="event.update", stream="card", revision=1)
    assert deliverer.drain() == 1
    office.plan(key="card 2", kind="event.update", stream="card", revision=2)
    office.plan(start=9)
    assert deliverer.drain() == 1
    assert office.states() == {"sent": 2, "planned": 1}


def test_the_urgent_goes_first_when_there_is_room_again(office: Office) -> None:
    clock = Ticker()
    budgets = Budgets(limited(Step.POST), clock)
    office.plan(5, priority=Priority.DIGEST)
    deliverer = office.deliverer(budgets=budgets)
    assert deliverer.drain() == 2
    office.plan(start=20, priority=Priority.REMINDER)
    office.plan(start=10, priority=Priority.INVITATION)
    clock.seconds += 1
    office.let_waits_end()
    deliverer = office.deliverer(budgets=budgets)
    assert deliverer.drain() == 1
    assert office.texts()[2:] == ["Note 10"]


def test_cards_are_changed_as_slack_allows(office: Office) -> None:
    kinds = {**KINDS, "event.update": KINDS["note"]}
    deliverer = office.deliverer(kinds=kinds, budgets=Budgets(limited(Step.UPDATE)))
    for revision in (1, 2):
        for card in range(4):
            office.plan(
                start=card,
                key=f"card {card} {revision}",
                kind="event.update",
                stream=f"card {card}",
                revision=revision,
            )
        deliverer.drain()
    assert len(office.sandbox.calls("chat.update")) == 2
    assert office.states() == {"sent": 6, "planned": 2}
