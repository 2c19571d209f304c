"""Every message that follows from rows is read by others as it was meant."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from db.engine import Database
from domain.when import WallSpan
from tests.calendars.readers import READERS, Message
from tests.db.arranged import Story, Told
from tests.db.meetings import register

STARTS = {
    "London in winter": (datetime(2027, 1, 14, 14), "Europe/London"),
    "London in summer": (datetime(2027, 6, 10, 10), "Europe/London"),
    "London, the weekend when clocks go back": (datetime(2026, 10, 25, 10), "Europe/London"),
    "London, the weekend when clocks go forward": (datetime(2027, 3, 27, 10), "Europe/London"),
    "Lord Howe, by half an hour": (datetime(2027, 3, 13, 14), "Australia/Lord_Howe"),
    "Vancouver, whose rule ends": (datetime(2026, 10, 20, 10), "America/Vancouver"),
    "Cairo, whose rule shifts": (datetime(2026, 10, 22, 10), "Africa/Cairo"),
}


def agrees(reader: Callable[[str], Message], told: Told) -> None:
    read = reader(told.body.decode())
    assert read.method == told.method
    assert {each.uid for each in read.entries} == {told.uid}
    assert {each.sequence for each in read.entries} == {told.sequence}
    assert {each.attendees for each in read.entries} == {told.attendees}
    assert {each.organizer for each in read.entries} == {told.organizer}
    if told.met is None or read.occurrences is None:
        return
    assert read.occurrences == tuple(each.astimezone(UTC) for each in told.met)


CASES = [
    *(("sqlite", when) for when in STARTS),
    ("postgresql", "London in winter"),
    ("postgresql", "Cairo, whose rule shifts"),
]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("database_address", "when"), CASES, indirect=["database_address"])
def test_what_follows_from_rows_is_read_as_it_was_meant(database: Database, when: str) -> None:
    start, zone = STARTS[when]
    last: dict[tuple[str, str], int] = defaultdict(int)
    with register(database, ("Police", "Health")) as own:
        story = Story(own, WallSpan(start, start + timedelta(hours=2), zone))
        names = []
        for told in story.messages():
            for name, reader in READERS.items():
                try:
                    agrees(reader, told)
                except AssertionError as wrong:
                    raise AssertionError(f"{told.name}, read by {name}: {wrong}") from wrong
            assert told.sequence >= last[told.reader, told.uid], told.name
            last[told.reader, told.uid] = told.sequence
            names.append(told.name)
    assert len(names) == 17
    assert len(READERS) >= 3
