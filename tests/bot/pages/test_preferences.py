"""The page where somebody chooses which messages they get: a link to it is in every mail."""

from typing import Any

import pytest
from sqlalchemy import select

from db import preference_links, preferences
from db.models import AuditEntry, Link, Person
from domain.people import Channel
from domain.preferences import Kind, Preferences
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.bot.pages.browsing import followed, forms, send
from tests.world import World


@pytest.fixture
def event(world: World) -> Visits:
    return visits(world)


def page_of(event: Visits, name: str = "Police lead") -> str:
    with event.register() as session:
        person = session.scalars(select(Person).where(Person.name == name)).one()
        link = preference_links.give(session, person.id, now=event.now)
        return f"/preferences/{event.world.house.signer.token(link)}"


def chosen(event: Visits) -> Preferences:
    with event.register() as session:
        return preferences.of(session, event.lead_id)


def test_what_holds_is_shown_and_what_is_chosen_is_kept(event: Visits) -> None:
    path = page_of(event)
    asked = forms(event.fetch(path).text)["choose"]
    assert asked.values["kinds"] == asked.choices["kinds"] == [str(each) for each in Kind]
    typed: dict[str, Any] = {"kinds": ["reminders"], "channel": "slack", "language": "cy"}
    assert send(event, path, **typed).status_code == 303
    declined = frozenset(Kind) - {Kind.REMINDERS}
    assert chosen(event) == Preferences("cy", Channel.SLACK, declined)
    again = forms(event.fetch(path).text)["choose"].values
    assert {name: again[name] for name in typed} == {
        "kinds": ["reminders"],
        "channel": ["slack"],
        "language": ["cy"],
    }


def test_the_calendar_part_can_be_declined_and_asked_for_again(event: Visits) -> None:
    path = page_of(event)
    without = [str(each) for each in Kind if each is not Kind.CALENDAR]
    assert "Saved." in followed(send(event, path, kinds=without))
    assert chosen(event).declined == {Kind.CALENDAR}
    followed(send(event, path, kinds=[str(each) for each in Kind]))
    assert chosen(event).declined == set()


def test_none_at_all_can_be_chosen_and_invitations_still_come(event: Visits) -> None:
    path = page_of(event)
    page = followed(send(event, path, kinds=[]))
    assert "Invitations, new dates and cancellations always come, by mail." in page
    assert chosen(event).declined == set(Kind)


def test_sent_twice_it_is_kept_once(event: Visits) -> None:
    path = page_of(event)
    for _again in range(2):
        followed(send(event, path, kinds=["reminders"]))
    entries = [each for each in rows(event.world, AuditEntry) if each.verb == "choose messages"]
    assert len(entries) == 1


def test_what_is_not_offered_is_refused(event: Visits) -> None:
    path = page_of(event)
    for typed, at in (
        ({"language": "tlh"}, "language"),
        ({"channel": "pigeon"}, "channel"),
        ({"kinds": ["invitations"]}, "kinds"),
    ):
        refused = send(event, path, **typed)
        assert refused.status_code == 422
        assert f'<a href="#{at}">' in refused.text
    assert chosen(event) == Preferences(None, Channel.MAIL)


def test_a_link_is_given_again_and_lengthened_once_a_month(event: Visits) -> None:
    first = page_of(event)
    event.world.clock.moment += preference_links.LASTS / 2
    assert page_of(event) == first
    [link] = [each for each in rows(event.world, Link) if each.purpose == "preferences"]
    assert link.expires_at == event.now + preference_links.LASTS
    event.world.clock.moment += preference_links.LASTS
    assert event.fetch(first).status_code == 404
    assert page_of(event) != first
