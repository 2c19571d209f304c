"""What the buttons of an answer carry comes back as it was; anything else means no event."""

from datetime import datetime

import pytest

from bot.answer_buttons import Carried, Place, read
from domain.when import WallSpan

FORUM = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")


@pytest.mark.parametrize("span", [FORUM, None])
@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("only", [(), (3,), (3, 4, 10**17)])
@pytest.mark.parametrize("apart", [True, False])
def test_it_comes_back(
    span: WallSpan | None, place: Place, only: tuple[int, ...], *, apart: bool
) -> None:
    carried = Carried(7, span, place, only, apart=apart)
    assert read(carried.written()) == carried


@pytest.mark.parametrize(
    "text",
    ["", "copy", "x", "-1", "card", "card x - - - all", "home 7 - - - all", "\0 \0", "9" * 40],
)
def test_what_is_none_of_ours_is_no_event(text: str) -> None:
    assert read(text).event == 0


@pytest.mark.parametrize(
    "when",
    [
        "2026-12-03T12:00 2026-12-03T10:00 Europe/London",
        "2026-12-03T10:00+01:00 2026-12-03T12:00+01:00 Europe/London",
        "yesterday today London",
        "2026-13-03T10:00 2026-12-03T12:00 Europe/London",
    ],
)
def test_a_time_that_can_not_be_is_an_unknown_one(when: str) -> None:
    assert read(f"card 7 {when} all") == Carried(7, None, Place.CARD)
