"""What Slack asked us to leave alone, without waiting for it."""

from db.models import Delivery
from jobs.holds import Crowds, Holds
from jobs.pace import Pace


class Ticker:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_hold_ends_by_itself() -> None:
    clock = Ticker()
    holds = Holds(clock)
    holds.keep("chat.postMessage", "T1", 1, 30)
    assert holds.remaining("chat.postMessage", "T1", 2) == 30
    assert holds.remaining("chat.postMessage", "T2", 3) == 0
    assert holds.waiting() == {1, 2}
    clock.seconds += 30
    assert holds.waiting() == set()
    assert holds.remaining("chat.postMessage", "T1", 1) == 0


def test_the_longer_wish_counts() -> None:
    holds = Holds(Ticker())
    holds.keep("chat.postMessage", "T1", 1, 30)
    holds.keep("chat.postMessage", "T1", 1, 5)
    assert holds.remaining("chat.postMessage", "T1", 1) == 30


def test_another_method_does_not_hold_posts() -> None:
    holds = Holds(Ticker())
    holds.keep("conversations.open", "T1", 1, 30)
    assert holds.waiting() == set()
    assert holds.remaining("conversations.open", "T1", 1) == 30


def test_a_crowd_is_left_alone_until_it_may_be_sent_more() -> None:
    clock = Ticker()
    crowds = Crowds(clock)
    crowds.keep(Delivery(person_id=1), 1)
    crowds.keep(Delivery(person_id=2), 2)
    crowds.keep(Delivery(body_id=1), 2)
    assert crowds.waiting() == ({1, 2}, {1})
    clock.seconds += 1
    assert crowds.waiting() == ({2}, {1})
    clock.seconds += 1
    assert crowds.waiting() == (set(), set())


def test_waits_double_up_to_the_longest() -> None:
    pace = Pace(longest_wait=10)
    assert [pace.wait_after(attempts) for attempts in (1, 2, 3, 4, 5, 99)] == [1, 2, 4, 8, 10, 10]
