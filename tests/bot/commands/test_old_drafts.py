"""Drafts that were left lying: a line on the worklist each, deleted or opened, never in silence."""

from datetime import timedelta

from sqlalchemy import select

from db import event_plans, events
from db.models import AuditEntry
from tests.bot.commands.event_cast import (
    MONTHLY,
    THIRD,
    arrange,
    board,
    look,
    newest,
    press,
    run,
    weeks,
    writing,
)
from tests.bot.commands.register import counting
from tests.world import World, words

MONTH = timedelta(days=30)
SPRING = weeks(20)


def drafts(world: World) -> list[str]:
    return look(world, lambda session: [each.title for each in events.drafts(session)])


def test_a_draft_that_nobody_touched_for_a_month_can_be_opened(world: World) -> None:
    board(world, "Police")
    own = arrange(world, "Planning", SPRING, send=False)
    world.clock.moment += MONTH - timedelta(minutes=1)
    assert "Planning" not in run(world, "/joinedup")
    world.clock.moment += timedelta(minutes=1)
    assert (
        "The draft “Planning” for Thursday 22 April 2027 was last changed on "
        "23 November 2026. Nobody has heard of it."
    ) in run(world, "/joinedup")
    assert "Please look this over." in press(world, "event.preview", str(own))
    with writing(world) as session:
        draft = events.series_by_id(session, own)
        assert draft is not None
        planned = events.planned_of(draft)
        event_plans.redraft(session, draft, planned, [], by=None, now=world.clock.now())
    assert "Planning" not in run(world, "/joinedup")


def test_a_draft_whose_date_has_passed_can_be_deleted(world: World) -> None:
    board(world, "Police")
    arrange(world, "Planning", THIRD, send=False)
    arrange(world, "Review", THIRD, MONTHLY, send=False)
    world.clock.moment += timedelta(days=29)
    told = run(world, "/joinedup")
    assert (
        "The draft “Planning” was never sent, and its date has passed: Thursday 3 December 2026."
    ) in told
    assert "Review" not in told
    told = press(world, "event.draft.delete")
    assert "The draft “Planning” is deleted. Nobody has heard of it." in told
    assert drafts(world) == ["Review"]
    assert look(world, lambda session: session.scalars(_VERBS).all())[-1] == "discard"


_VERBS = select(AuditEntry.verb).order_by(AuditEntry.id)


def test_a_draft_that_was_changed_since_it_was_seen_is_not_deleted(world: World) -> None:
    board(world, "Police")
    own = arrange(world, "Planning", SPRING, send=False)
    world.clock.moment += MONTH
    run(world, "/joinedup")
    seen = newest(world)
    with writing(world) as session:
        draft = events.series_by_id(session, own)
        assert draft is not None
        draft.changed_at = world.clock.now()
    world.coordinator.press(seen, "event.draft.delete")
    assert "was sent, changed or deleted meanwhile" in words(newest(world))
    assert drafts(world) == ["Planning"]


def test_many_old_drafts_are_one_line_and_their_list_has_pages(world: World) -> None:
    board(world, "Police")
    for n in range(21):
        arrange(world, f"Meeting {n}", weeks(n), send=False)
    world.clock.moment += MONTH
    told = run(world, "/joinedup")
    assert (
        "21 drafts have passed their date, or were left for a month. Nobody has heard of them."
    ) in told
    assert "Meeting" not in told
    told = press(world, "event.drafts")
    assert told.startswith("21 drafts")
    assert ("Meeting 20\n" in told, "Meeting 0\n" in told) == (True, False)
    told = press(world, "event.drafts.after")
    assert "Meeting 0\nThursday 3 December 2026, 10:00 to 12:00 (London time)" in told
    assert "its date has passed" in told


def test_an_old_draft_can_be_put_off(world: World) -> None:
    board(world, "Police")
    own = arrange(world, "Planning", SPRING, send=False)
    world.clock.moment += MONTH
    run(world, "/joinedup")
    form = world.coordinator.press(newest(world), "worklist.later", value=f"old draft:{own}")
    assert form.ok
    world.coordinator.submit()
    assert "Planning" not in run(world, "/joinedup")
    world.clock.moment += timedelta(days=15)
    assert "Planning" in run(world, "/joinedup")


def test_home_asks_as_often_for_three_old_drafts_as_for_one(world: World) -> None:
    board(world, "Police")
    arrange(world, "Planning", SPRING, send=False)
    world.clock.moment += MONTH
    with counting(world) as few:
        run(world, "/joinedup")
    for title in ("Review", "Away day"):
        arrange(world, title, THIRD, send=False)
    with counting(world) as many:
        run(world, "/joinedup")
    assert len(many) == len(few)
