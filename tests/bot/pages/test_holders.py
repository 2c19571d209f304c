"""The page where a partner tells who holds its seat: a coordinator looks at it first."""

import pytest

from db.models import SeatHolder, WorklistItem
from domain.worklist import Kind
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.bot.pages.browsing import followed, forms, send
from tests.world import World

SAID = {
    "name": "Alex New",
    "address": "alex@police.example.org",
    "job_title": "Superintendent",
    "since": "14 December 2026",
}


@pytest.fixture
def event(world: World) -> Visits:
    return visits(world)


def told(event: Visits) -> list[dict[str, object]]:
    return [each.facts for each in rows(event.world, WorklistItem) if each.kind == Kind.TOLD]


def test_it_goes_to_the_coordinators_and_changes_nothing(event: Visits) -> None:
    path = event.own()["holder"]
    holders = len(rows(event.world, SeatHolder))
    assert "Thank you. We have passed it on." in followed(send(event, path, **SAID))
    [facts] = told(event)
    assert facts == {**SAID, "part": "lead", "since": "2026-12-14", "by": event.lead_id}
    assert len(rows(event.world, SeatHolder)) == holders


def test_said_again_it_takes_the_place_of_what_was_said(event: Visits) -> None:
    path = event.own()["holder"]
    for name in ("Alex New", "Robin Newer"):
        followed(send(event, path, **{**SAID, "name": name}))
    assert [each["name"] for each in told(event)] == ["Robin Newer"]


def test_nobody_holds_it_any_more(event: Visits) -> None:
    path = event.own()["holder"]
    followed(send(event, path, part="nobody", since="2026-12-14"))
    assert [(each["name"], each["since"]) for each in told(event)] == [("", "2026-12-14")]


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"part": ""}, "part"),
        ({"name": ""}, "name"),
        ({"address": ""}, "address"),
        ({"address": "alex"}, "address"),
        ({"since": "soon"}, "since"),
        ({"since": "1 January 1900"}, "since"),
    ],
)
def test_what_is_wrong_is_said_beside_it(event: Visits, typed: dict[str, str], at: str) -> None:
    refused = send(event, event.own()["holder"], **{**SAID, **typed})
    assert refused.status_code == 422
    assert f'<a href="#{at}">' in refused.text
    kept = forms(refused.text)["tell"].values
    for name, value in {**SAID, **typed}.items():
        assert kept.get(name, [""]) == [value]
    assert told(event) == []


def test_who_has_several_seats_says_which(world: World) -> None:
    event = visits(world, partners=("County Police", "Port Police"))
    path = event.own()["holder"]
    refused = send(event, path, **SAID)
    assert '<a href="#seat">Please choose one of your seats.' in refused.text
    [first, second] = forms(event.fetch(path).text)["tell"].choices["seat"]
    assert send(event, path, **SAID, seat="999999").status_code == 422
    followed(send(event, path, **SAID, seat=second))
    [item] = [each for each in rows(world, WorklistItem) if each.kind == Kind.TOLD]
    assert (item.subject_id, first != second) == (int(second), True)
