"""The page for access needs: told in private, shown to coordinators alone, soon deleted."""

from datetime import timedelta

import pytest

from db.models import AccessNeed, AuditDetail, AuditEntry
from db.tenancy import across_partnerships
from jobs import retention
from tests.bot.commands.event_cast import press, run
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.bot.pages.browsing import followed, forms, send
from tests.world import World

NEEDS = "A chair without arms, <please>"


@pytest.fixture
def event(world: World) -> Visits:
    return visits(world)


def needs(event: Visits) -> list[str]:
    return [each.text for each in rows(event.world, AccessNeed)]


def test_what_somebody_needs_is_kept_and_never_shown_again(event: Visits) -> None:
    own = event.own()
    page = followed(send(event, own["access"], needs=NEEDS))
    assert "coordinators can read it" in page
    assert "we delete it 7 days after it" in page
    assert needs(event) == [NEEDS]
    for each in own.values():
        assert "without arms" not in event.fetch(each).text
    entries = [each for each in rows(event.world, AuditEntry) if each.verb == "note access needs"]
    assert [each.actor_id for each in entries] == [None]
    kept = {each.entry_id: each for each in rows(event.world, AuditDetail)}[entries[0].id]
    assert (kept.before, kept.after) == (None, {})


def test_told_again_it_takes_the_place_of_what_was_told(event: Visits) -> None:
    path = event.own()["access"]
    for each in ("Large print", "Large print", "A ramp"):
        followed(send(event, path, form="tell", needs=each))
    assert needs(event) == ["A ramp"]
    assert len([each for each in rows(event.world, AuditEntry) if "needs" in each.verb]) == 2


def test_it_can_be_deleted(event: Visits) -> None:
    path = event.own()["access"]
    followed(send(event, path, needs=NEEDS))
    assert "It is deleted." in followed(send(event, path, form="forget"))
    assert needs(event) == []
    assert list(forms(event.fetch(path).text)) == ["tell"]


def test_nothing_or_too_much_is_refused_and_kept_on_the_page(event: Visits) -> None:
    path = event.own()["access"]
    for typed, sentence in (
        (" ", "Please write what you need."),
        ("z" * 1001, "This has 1001 characters"),
    ):
        refused = send(event, path, needs=typed)
        assert refused.status_code == 422
        assert f'<a href="#needs">{sentence}' in refused.text
        assert forms(refused.text)["tell"].values["needs"] == [typed]
    assert needs(event) == []


def test_coordinators_read_it_by_a_button_of_its_own(event: Visits, world: World) -> None:
    followed(send(event, event.own()["access"], needs=NEEDS))
    assert "without arms" not in run(world, "/event show Leadership Forum")
    shown = press(world, "event.access")
    assert NEEDS in shown
    assert "Police lead" in shown


def test_it_is_deleted_soon_after_the_event(event: Visits) -> None:
    followed(send(event, event.own()["access"], needs=NEEDS))
    database = event.world.house.database
    with event.register() as session:
        ends = event.shown(session).event.ends_at
    for late, left in ((timedelta(0), [NEEDS]), (timedelta(seconds=1), [])):
        with database.writing() as session, across_partnerships(session):
            retention.forget(session, ends + timedelta(days=7) - timedelta(seconds=1) + late)
        assert needs(event) == left
