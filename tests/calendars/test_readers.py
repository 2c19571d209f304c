"""Every message is read by others as it was meant, whatever the zone and the time of the year."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from string import ascii_uppercase

import pytest

from domain.when import WallSpan
from tests.calendars.messages import KINDS, Sent
from tests.calendars.readers import READERS, Message, by_ics

STARTS = {
    "London in winter": (datetime(2027, 1, 14, 14), "Europe/London"),
    "London in summer": (datetime(2027, 6, 10, 10), "Europe/London"),
    "London, the day before clocks go back": (datetime(2026, 10, 24, 10), "Europe/London"),
    "London, just after clocks go back": (datetime(2026, 10, 25, 2, 30), "Europe/London"),
    "London, the day before clocks go forward": (datetime(2027, 3, 27, 10), "Europe/London"),
    "London, just after clocks go forward": (datetime(2027, 3, 28, 2, 30), "Europe/London"),
    "Lord Howe, by half an hour": (datetime(2027, 4, 3, 14), "Australia/Lord_Howe"),
    "Vancouver, whose rule ends": (datetime(2026, 10, 20, 10), "America/Vancouver"),
    "Cairo, whose rule shifts": (datetime(2026, 10, 22, 10), "Africa/Cairo"),
    "Dublin, whose winter is saved": (datetime(2026, 10, 20, 10), "Europe/Dublin"),
    "Kolkata, which keeps its clocks": (datetime(2026, 10, 20, 10), "Asia/Kolkata"),
    "UTC": (datetime(2026, 10, 20, 10), "Etc/UTC"),
}

MISREAD = {("ical", "UTC")}
"""This library shows a moved occurrence twice where a series is in UTC; others do not."""

CASES = [
    pytest.param(READERS[reader], *STARTS[when], id=f"{when}-{reader}")
    for when in STARTS
    for reader in READERS
    if (reader, when) not in MISREAD
]

_names = product(ascii_uppercase, repeat=3)


def unknown(body: bytes, zone: str) -> str:
    """Give a message under a zone's name that nobody has met: its VTIMEZONE must do."""
    name = f"Elsewhere/{''.join(next(_names))}"
    return (
        body.decode()
        .replace(f"TZID={zone}:", f"TZID={name}:")
        .replace(f"TZID:{zone}\r\n", f"TZID:{name}\r\n")
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(("reader", "start", "zone"), CASES)
def test_a_message_is_read_as_it_was_meant(
    reader: Callable[[str], Message], kind: Callable[[WallSpan], Sent], start: datetime, zone: str
) -> None:
    sent = kind(WallSpan(start, start + timedelta(hours=2), zone))
    read = reader(sent.body.decode() if reader is by_ics else unknown(sent.body, zone))
    assert read.method == sent.meant.method
    assert read.entries == sent.meant.entries
    assert read.occurrences in (sent.meant.occurrences, None)


def test_three_readers_at_least_expand_rules() -> None:
    sent = KINDS[2](WallSpan(datetime(2027, 1, 14, 14), datetime(2027, 1, 14, 15), "Europe/London"))
    read = [reader(sent.body.decode()) for reader in READERS.values()]
    assert len([each for each in read if each.occurrences == sent.meant.occurrences]) >= 3
