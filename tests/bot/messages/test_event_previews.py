"""What is said of a draft before it is sent: what should be looked at comes first."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.messages import event_previews
from db import events, previews
from db.engine import Database
from domain.recurrence import Frequency, Ordinal, Rule
from domain.when import WallSpan
from tests.db.meetings import NOW, Register, register
from tests.world import shown


@pytest.fixture
def few(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def said(found: Register, first: datetime, rule: Rule | None) -> str:
    """Give the words of the preview of a series whose meetings last half an hour."""
    span = WallSpan(first, first.replace(minute=30), "Europe/London")
    series = found.draft(span, rule)
    assert events.of(found.session, series.id)
    return shown(event_previews.show(previews.of(found.session, series, now=NOW)).blocks)


def test_weekends_are_one_line_after_what_is_left_out(few: Register) -> None:
    told = said(few, datetime(2026, 12, 27, 1), Rule(Frequency.MONTHLY, 6, Ordinal.LAST))
    assert "There is none on Sunday 28 March 2027: the clocks change in that hour." in told
    assert told.count("at a weekend") == 1
    assert "of its dates are at a weekend." in told
    assert "more." not in told.partition("Please check")[2]


def test_a_fifth_weekday_is_said_to_become_the_last(few: Register) -> None:
    told = said(few, datetime(2027, 1, 29, 10), Rule(Frequency.MONTHLY, 4, Ordinal.LAST))
    assert "Friday 29 January 2027 is a fifth Friday, which most months lack: it meets" in told
    told = said(few, datetime(2027, 2, 26, 10), Rule(Frequency.MONTHLY, 4, Ordinal.LAST))
    assert "fifth" not in told


def test_what_does_not_repeat_says_so_in_its_preview(few: Register) -> None:
    assert "It does not repeat." in said(few, datetime(2026, 12, 3, 10), None)
