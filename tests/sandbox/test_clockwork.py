"""The clock's hands: through each due instant, drained before the next, never back."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clockwork import Clockwork

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Bot:
    """A clock, and instants at which a bot has work that it does a moment later."""

    def __init__(self, *dues: datetime, slow: float = 0.0) -> None:
        self.time, self.dues, self.slow = START, sorted(dues), slow
        self.trail: list[tuple[str, datetime]] = []
        self.since: dict[datetime, float] = {}
        self.moved = threading.Event()
        self.stuck: set[datetime] = set()

    def now(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> datetime:
        self.time += by
        self.trail.append(("moved", self.time))
        self.moved.set()
        return self.time

    def next_due(self, after: datetime | None = None) -> datetime | None:
        self.do_what_is_due()
        return next((each for each in self.dues if after is None or each > after), None)

    def do_what_is_due(self) -> None:
        waiting = [each for each in self.dues if each not in self.stuck]
        if waiting and waiting[0] <= self.time:
            first = waiting[0]
            since = self.since.setdefault(first, time.monotonic())
            if time.monotonic() - since >= self.slow:
                self.dues.remove(first)
                self.trail.append(("done", first))

    def work(self, **more: float) -> Clockwork:
        return Clockwork(self.now, self.advance, self.next_due, **more)  # type: ignore[arg-type]


def test_each_due_instant_is_drained_before_the_next() -> None:
    first, second, later = START + HOUR, START + 2 * HOUR, START + 30 * HOUR
    bot = Bot(first, second, later, slow=0.06)
    progress = bot.work().step("day")
    end = START + timedelta(days=1)
    assert bot.trail == [
        ("moved", first),
        ("done", first),
        ("moved", second),
        ("done", second),
        ("moved", end),
    ]
    assert (progress.visited, progress.late, progress.at) == ((first, second), (), end)
    assert not progress.running


def test_what_falls_due_on_the_way_is_done_on_the_way() -> None:
    bot = Bot(START + HOUR)
    plain = bot.next_due

    def next_due(after: datetime | None = None) -> datetime | None:
        if bot.trail and bot.trail[-1] == ("moved", START + HOUR):
            bot.dues.append(START + 2 * HOUR)
        return plain(after)

    work = Clockwork(bot.now, bot.advance, next_due)
    assert work.jump(START + 3 * HOUR).visited == (START + HOUR, START + 2 * HOUR)


def test_what_is_overdue_is_done_without_a_move() -> None:
    bot = Bot(START - HOUR, slow=0.03)
    assert bot.work().step("due").visited == (START - HOUR,)
    assert bot.time == START


def test_what_is_stuck_keeps_nothing_from_coming_at_its_time() -> None:
    first, second, third = (START + each * HOUR for each in (1, 2, 3))
    bot = Bot(first, second, third)
    bot.stuck = {first}
    progress = bot.work(patience=0.05).jump(START + 4 * HOUR)
    assert (progress.visited, progress.late) == ((first, second, third), (first,))
    assert bot.trail == [
        ("moved", first),
        ("moved", second),
        ("done", second),
        ("moved", third),
        ("done", third),
        ("moved", START + 4 * HOUR),
    ]


def test_what_was_late_is_forgotten_once_it_is_done() -> None:
    bot = Bot(START + HOUR, START + 30 * HOUR)
    bot.stuck = {START + HOUR}
    work = bot.work(patience=0.02)
    work.step("day")
    assert work.progress
    assert work.progress.late == (START + HOUR,)
    bot.stuck.clear()
    after = work.progress
    assert after is not None
    assert not after.late


def test_next_due_leads_past_what_is_late() -> None:
    bot = Bot(START + HOUR, START + 30 * HOUR)
    bot.stuck = {START + HOUR}
    work = bot.work(patience=0.02)
    work.step("day")
    assert work.upcoming() == START + 30 * HOUR
    progress = work.step("due")
    assert (progress.visited, progress.at) == ((START + 30 * HOUR,), START + 30 * HOUR)
    assert progress.late == (START + HOUR,)
    assert work.upcoming() == START + HOUR  # nothing else: it is waited for once more


def test_patience_ends_sooner_once_something_was_late() -> None:
    bot = Bot(*(START + each * HOUR for each in range(1, 6)), slow=60)
    begun = time.monotonic()
    progress = bot.work(patience=0.3).step("day")
    assert len(progress.late) == 5
    assert time.monotonic() - begun < 1.2
    assert bot.time == START + timedelta(days=1)


def test_the_clock_never_goes_back() -> None:
    with pytest.raises(ValueError, match="never goes back"):
        Bot().work().jump(START - timedelta(seconds=1))


def test_next_due_needs_something_due() -> None:
    with pytest.raises(ValueError, match=r"Nothing is due\."):
        Bot().work().step("due")


def test_one_jump_at_a_time_whose_progress_is_seen() -> None:
    bot, seen = Bot(START + HOUR, slow=0.3), list[bool]()
    work = bot.work()
    work.changed = lambda: seen.append(work.running)
    thread = threading.Thread(target=work.step, args=("day",))
    thread.start()
    assert bot.moved.wait(2)
    assert work.running
    with pytest.raises(ValueError, match="already moving"):
        work.step("hour")
    thread.join(5)
    assert seen[0]
    assert not seen[-1]


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), datetime(2026, 3, 31, 22, 59, tzinfo=UTC)),
        (datetime(2026, 2, 28, 9, 30, tzinfo=UTC), datetime(2026, 2, 28, 23, 59, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, 30, tzinfo=UTC), datetime(2027, 1, 31, 23, 59, tzinfo=UTC)),
        (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 31, 23, 59, tzinfo=UTC)),
    ],
)
def test_the_end_of_the_month_is_its_last_minute_in_london(now: datetime, end: datetime) -> None:
    bot = Bot()
    bot.time = now
    assert bot.work().target("month") == end
    assert bot.work().step("month").at == end
