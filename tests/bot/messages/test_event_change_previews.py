"""What is said before and after a change of an event, of whom it reaches and when."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.messages import event_change_previews as previews
from domain.event_pages import Effect
from tests.world import shown

LONDON = ZoneInfo("Europe/London")
SOON = Effect(9, 9, 0, 0, datetime(2026, 11, 5, 16, 32, tzinfo=UTC), 4)
HELD = Effect(9, 9, 0, 0, SOON.goes_at, 4, rehearsing=True)


def test_what_was_done_says_when_it_leaves() -> None:
    said = shown(previews.done("Moved.", SOON, LONDON, 1).blocks)
    assert "It leaves at 16:32. Until then you can stop it." in said


def test_in_rehearsal_it_leaves_with_going_live() -> None:
    after = shown(previews.done("Moved.", HELD, LONDON, 1).blocks)
    before = shown(
        previews.preview(["Forum"], HELD, {}, title="Move", action="event.move", does="Move").blocks
    )
    for said in (after, before):
        assert "Partners get it when you go live." in said
        assert "It leaves" not in said
        assert "two minutes" not in said


def test_what_changed_nothing_says_no_more() -> None:
    said = shown(previews.done("Nothing was changed.", Effect(), LONDON, 1, hears=False).blocks)
    assert said.startswith("Nothing was changed.\n")
    assert "Nobody need hear" not in said


def test_answers_that_are_due_with_it_are_named() -> None:
    was, now = date(2026, 11, 19), date(2027, 2, 11)
    assert previews.due(was, now) == ["Answers are due 11 February now."]
    assert previews.due(was, was) == []
