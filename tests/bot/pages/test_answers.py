"""The page that a mail's answers open: it says what will be possible, and records nothing."""

import pytest

from db import event_changes, events
from db.models import AuditEntry
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.world import World


@pytest.fixture
def event(world: World) -> Visits:
    return visits(world)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("attending", "I will attend"),
        ("deputy", "Send a deputy"),
        ("apologies", "Send apologies"),
        ("unsure", "Not sure yet"),
    ],
)
def test_the_answer_that_was_chosen_is_marked_and_not_recorded(
    event: Visits, choice: str, said: str
) -> None:
    _page, path = event.paths()
    before = len(rows(event.world, AuditEntry))
    page = event.fetch(f"{path}?choice={choice}").text
    assert f"You chose “{said}”." in page
    assert "it is not recorded" in page
    assert page.count('aria-current="true"') == 1
    assert f'aria-current="true">{said} (your choice)</a>' in page
    for way in ("Press Accept or Decline", "Phone 01632 960000.", "Reply to the mail"):
        assert way in page
    for asked in ("Thursday 17 December 2026, 10:00 to 12:00 (London time)", "County Police"):
        assert asked in page
    assert len(rows(event.world, AuditEntry)) == before


def test_nobody_is_told_to_reply_where_no_mailbox_reads_replies(event: Visits) -> None:
    with event.register() as session:
        owner = events.partnership(session)
        owner.reply_mailbox = owner.phone = None
    for path in event.paths():
        page = event.fetch(path).text
        assert "Reply to the mail" not in page
        assert "ask the business unit of" in page


def test_an_unknown_choice_is_the_plain_page(event: Visits) -> None:
    _page, path = event.paths()
    plain = event.fetch(path)
    assert plain.status_code == 200
    for asked in ("?choice=", "?choice=<script>", "?other=1", f"?choice={'x' * 3000}"):
        assert event.fetch(f"{path}{asked}").text == plain.text
    assert "aria-current" not in plain.text


def test_its_links_lead_to_each_other_and_to_the_event(event: Visits) -> None:
    page, path = event.paths()
    shown = event.fetch(path).text
    assert f'href="..{page}"' in shown
    assert f'href="..{path}?choice=deputy"' in shown
    assert f'href="..{path}?choice=deputy"' in event.fetch(page).text


def test_a_cancelled_event_has_nothing_to_answer(event: Visits) -> None:
    _page, path = event.paths()
    with event.register() as session:
        event_changes.cancel(session, event.shown(session), reason="flood", by=None, now=event.now)
    page = event.fetch(f"{path}?choice=attending").text
    assert "There is nothing to answer: this event is cancelled." in page
    assert "Reason: flood" in page
    assert "You chose" not in page


def test_once_it_has_begun_there_is_nothing_to_answer(event: Visits, world: World) -> None:
    _page, path = event.paths()
    with event.register() as session:
        begins, ends = (
            getattr(event.shown(session).event, each) for each in ("begins_at", "ends_at")
        )
    world.clock.moment = begins
    assert "has begun or is over" in event.fetch(f"{path}?choice=deputy").text
    world.clock.moment = begins.replace(day=begins.day + 1)
    assert ends < world.clock.moment
    assert event.fetch(path).status_code == 404


def test_a_link_to_the_event_is_no_link_to_answer(event: Visits) -> None:
    page, path = event.paths()
    swapped = event.fetch(page.replace("/event/", "/answer/"))
    assert swapped.status_code == 404
    assert swapped.text == event.fetch("/answer/nothing").text
    assert event.fetch(path, "POST").status_code == 405
    assert event.fetch(path, "HEAD").status_code == 200
