"""What Slack asked us to leave alone, without waiting for it."""

from jobs.holds import Holds
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


def test_waits_double_up_to_the_longest() -> None:
    pace = Pace(longest_wait=10)
    assert [pace.wait_after(attempts) for attempts in (1, 2, 3, 4, 5, 99)] == [1, 2, 4, 8, 10, 10]
