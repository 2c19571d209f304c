"""What each message looks like, byte for byte.

Read a file as a person would before it is changed: docs/decisions/0015-calendar-out.md.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from domain.when import WallSpan
from tests.calendars.messages import KINDS, Sent

GOLDEN = Path(__file__).with_name("golden")
SPAN = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_message_has_these_bytes(kind: Callable[[WallSpan], Sent]) -> None:
    assert kind(SPAN).body == (GOLDEN / f"{kind.__name__}.ics").read_bytes()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_message_keeps_to_the_format(kind: Callable[[WallSpan], Sent]) -> None:
    body = kind(SPAN).body
    lines = body.split(b"\r\n")
    assert lines.pop() == b""
    assert not [each for each in lines if len(each) > 75 or b"\n" in each or b"\r" in each]
    assert body.decode().isprintable() is False  # CR and LF are in it,
    assert body.decode().replace("\r\n", "").isprintable()  # and nothing else that is unseen
    for line in lines:
        line.decode()  # no character is cut in two
    assert b"BEGIN:VALARM" not in body


def test_every_golden_file_is_somebodys() -> None:
    names = {each.stem for each in GOLDEN.glob("*.ics")}
    assert names == {kind.__name__ for kind in KINDS}
