"""`/joinedup feed`: everybody's own calendar, and those of bodies for who may read them."""

from urllib.parse import urlsplit

import httpx
from sqlalchemy import select

from db import person_links
from db.models import AuditEntry, Link
from db.person_links import CALENDAR, CHOICES
from db.tenancy import within
from sandbox.slack.state import Json
from tests.bot.commands.register import body, rows
from tests.world import World, words


def pages(message: object) -> list[str]:
    """Give the paths that the buttons of a message open."""
    blocks: list[Json] = getattr(message, "blocks")  # noqa: B009 - the sandbox's message
    pressed = [each for block in blocks for each in block.get("elements", [])]
    pressed += [block["accessory"] for block in blocks if "accessory" in block]
    return [urlsplit(each["url"]).path for each in pressed if "url" in each]


def fetch(world: World, path: str) -> httpx.Response:
    bot = urlsplit(world.slack.app_url)
    return httpx.get(f"http://{bot.netloc}{path}")


def test_anybody_known_gets_their_own_address_and_the_same_again(world: World) -> None:
    told = world.lead.run("/joinedup feed").ephemeral
    [path] = pages(told)
    assert f"https://joinedup.example.org{path}/calendar.ics" in words(told)
    assert fetch(world, f"{path}/calendar.ics").status_code == 200
    assert pages(world.lead.run("/joinedup feed").ephemeral) == [path]


def test_an_outsider_gets_none(world: World) -> None:
    told = world.outsider.run("/joinedup feed")
    assert "calendar.ics" not in words(told.ephemeral)
    assert rows(world, Link) == []


def test_a_new_address_takes_the_old_ones_place(world: World) -> None:
    told = world.lead.run("/joinedup feed").ephemeral
    assert told is not None
    [old] = pages(told)
    world.lead.press(told, "feed.renew")
    [new] = [path for each in rows(world, Link) if (path := _path(world, each)) != old]
    assert fetch(world, f"{old}/calendar.ics").status_code == 404
    assert fetch(world, f"{new}/calendar.ics").status_code == 200
    assert pages(world.lead.run("/joinedup feed").ephemeral) == [new]
    assert [each.verb for each in rows(world, AuditEntry)][-1] == "renew feed"


def _path(world: World, link: Link) -> str:
    return urlsplit(world.house.addresses.link(link)).path


def test_bodies_are_listed_for_who_may_read_them(world: World) -> None:
    body(world)
    told = world.coordinator.run("/joinedup feed").ephemeral
    own, executive = pages(told)
    assert "Executive" in words(told)
    assert own.startswith("/feed/")
    assert executive.startswith("/body-feed/")
    assert fetch(world, f"{executive}/calendar.ics").status_code == 200
    assert len(pages(world.lead.run("/joinedup feed").ephemeral)) == 1


def test_a_new_address_of_a_body_takes_the_old_ones_place(world: World) -> None:
    body(world)
    told = world.coordinator.run("/joinedup feed").ephemeral
    assert told is not None
    _own, old = pages(told)
    world.coordinator.press(told, "feed.body.renew")
    assert fetch(world, f"{old}/calendar.ics").status_code == 404
    [_own, new] = pages(world.coordinator.run("/joinedup feed").ephemeral)
    assert (new != old, fetch(world, f"{new}/calendar.ics").status_code) == (True, 200)


def test_a_coordinator_ends_all_addresses_of_a_body(world: World) -> None:
    body(world)
    told = world.coordinator.run("/joinedup feed").ephemeral
    assert told is not None
    _own, path = pages(told)
    world.coordinator.press(told, "feed.body.end")
    assert "1 address of the calendar of Executive has ended" in words(told)
    gone = fetch(world, f"{path}/calendar.ics")
    never = fetch(world, "/body-feed/nothing/calendar.ics")
    assert (gone.status_code, gone.content) == (404, never.content)
    assert [each.verb for each in rows(world, AuditEntry)][-1] == "end feeds"


def test_a_calendar_turned_off_stays_off_until_its_owner_asks(world: World) -> None:
    told = world.lead.run("/joinedup feed").ephemeral
    assert told is not None
    [old] = pages(told)
    world.lead.press(told, "feed.off")
    assert "Your calendar has no address any more" in words(told)
    assert fetch(world, f"{old}/calendar.ics").status_code == 404
    again = world.lead.run("/joinedup feed").ephemeral
    assert again is not None
    assert (pages(again), "no address opens it" in words(again)) == ([], True)
    assert [each.verb for each in rows(world, AuditEntry)][-1] == "turn off feed"
    world.lead.press(again, "feed.renew")
    [new] = pages(world.lead.run("/joinedup feed").ephemeral)
    assert (new != old, fetch(world, f"{new}/calendar.ics").status_code) == (True, 200)


def test_a_bodys_calendar_turned_off_is_made_anew_by_no_look(world: World) -> None:
    body(world)
    for off in ("feed.body.off", "feed.body.end"):
        told = world.coordinator.run("/joinedup feed").ephemeral
        assert told is not None
        _own, old = pages(told)
        world.coordinator.press(told, off)
        assert fetch(world, f"{old}/calendar.ics").status_code == 404
        again = world.coordinator.run("/joinedup feed").ephemeral
        assert again is not None
        assert len(pages(again)) == 1
        world.coordinator.press(again, "feed.body.renew")
        [_own, new] = pages(world.coordinator.run("/joinedup feed").ephemeral)
        assert fetch(world, f"{new}/calendar.ics").status_code == 200


def test_no_letter_brings_an_address_back_that_was_turned_off(world: World) -> None:
    told = world.lead.run("/joinedup feed").ephemeral
    assert told is not None
    world.lead.press(told, "feed.off")
    now = world.clock.now()
    with world.house.database.writing() as session, within(session, world.partnership.id):
        person = next(each.person_id for each in session.scalars(select(Link)))
        given = person_links.give(session, person, [CHOICES, CALENDAR], now=now)
    assert set(given) == {CHOICES}
