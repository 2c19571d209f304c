"""People as a coordinator keeps them: details, addresses, posts, diaries, and who leaves."""

from datetime import date
from urllib.parse import urlsplit

import httpx
import pytest

from db import feed_links, preference_links
from db.models import Address, AuditEntry, DiaryContact, Person, Post, SeatHolder
from db.tenancy import within
from tests.bot.commands.register import (
    BEGAN,
    NEXT_MONTH,
    TODAY,
    counting,
    found,
    lead,
    partner,
    rows,
    said,
)
from tests.world import World, words


@pytest.fixture
def led(register: World) -> World:
    """Give a register whose police seat has a lead."""
    lead(register, new_name="Ada", address="ada@police.example.org", job_title="Chief", since=BEGAN)
    return register


def open_person(world: World, name: str = "Ada") -> str:
    """Open somebody's page from the list of the police's people."""
    listed = world.coordinator.run("/partner people County Police")
    assert listed.ephemeral is not None
    [person] = [each for each in rows(world, Person) if each.name == name]
    world.coordinator.press(listed.ephemeral, "person.show", value=str(person.id))
    return words(world.coordinator.ephemerals[-1])


def press(world: World, action: str, name: str = "Ada") -> None:
    open_person(world, name)
    world.coordinator.press(world.coordinator.ephemerals[-1], action)


def addresses(world: World, name: str = "Ada") -> list[tuple[str, bool]]:
    [person] = [each for each in rows(world, Person) if each.name == name]
    found = [each for each in rows(world, Address) if each.person_id == person.id]
    return [(each.address, each.main) for each in found]


def test_a_choice_can_be_taken_away(led: World) -> None:
    for chosen, kept in (("Welsh", "cy"), ("As the partnership", None)):
        press(led, "person.edit")
        assert led.coordinator.submit({"language": chosen}).ok
        [person] = [each for each in rows(led, Person) if each.name == "Ada"]
        assert person.language == kept


def test_a_partners_people_are_listed_with_where_they_are_written_to(led: World) -> None:
    told = words(led.coordinator.run("/partner people County Police").ephemeral)
    assert told.startswith("County Police: people")
    assert "Ada (Chief)\nada@police.example.org\nfrom 2 September 2019" in told


def test_their_page_shows_posts_and_seats(led: World) -> None:
    shown = open_person(led)
    assert "County Police, from 2 September 2019" in shown
    assert "County Police, Executive\nLead, from 2 September 2019" in shown


def test_details_and_addresses_are_changed_in_one_form(led: World) -> None:
    press(led, "person.edit")
    told = led.coordinator.submit(
        {
            "name": "Ada B",
            "job_title": "",
            "address": "new@police.example.org",
            "others": "ada@police.example.org\nthird@example.org",
            "language": "Welsh",
            "channel": "Slack",
        }
    )
    assert told.ok
    [person] = [each for each in rows(led, Person) if each.name == "Ada B"]
    assert (person.job_title, person.language, person.channel) == (None, "cy", "slack")
    assert set(addresses(led, "Ada B")) == {
        ("new@police.example.org", True),
        ("ada@police.example.org", False),
        ("third@example.org", False),
    }


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({"address": "nowhere"}, "address", "This is not a mail address."),
        ({"others": "b@example.org\nnone"}, "others", "“none” is not a mail address."),
        ({"address": "EVE@example.org"}, "address", "EVE@example.org is the address of Eve."),
        ({"others": "eve@example.org"}, "others", "eve@example.org is the address of Eve."),
        ({"address": "", "others": "b@example.org"}, "address", "Please say which address"),
        ({"name": "…"}, "name", "Please give a name"),
    ],
)
def test_a_wrong_entry_gets_a_sentence_and_changes_nothing(
    led: World, entered: dict[str, object], field: str, sentence: str
) -> None:
    led.coordinator.run("/partner deputy County Police")
    led.coordinator.submit({"new_name": "Eve", "address": "eve@example.org", "since": BEGAN})
    press(led, "person.edit")
    told = led.coordinator.submit({"job_title": "Changed", **entered})
    assert told.errors.get(field, "").startswith(sentence), told.errors
    [person] = [each for each in rows(led, Person) if each.name == "Ada"]
    assert person.job_title == "Chief"
    assert addresses(led) == [("ada@police.example.org", True)]


def test_an_address_may_change_its_case(led: World) -> None:
    press(led, "person.edit")
    assert led.coordinator.submit({"address": "Ada@Police.example.org"}).ok
    assert addresses(led) == [("Ada@Police.example.org", True)]


def test_somebody_new_belongs_to_a_partner_as_its_one_main_contact(led: World) -> None:
    for name in ("First", "Second"):
        listed = led.coordinator.run("/partner people County Police")
        assert listed.ephemeral is not None
        led.coordinator.press(listed.ephemeral, "person.new")
        told = led.coordinator.submit({"new_name": name, "since": TODAY, "main": ["yes"]})
        assert told.ok
    assert [each.main for each in rows(led, Post)] == [False, False, True]


def test_a_main_contact_from_next_month_keeps_the_one_before_until_then(led: World) -> None:
    partner(led, "Fire and Rescue")
    press(led, "post.new")
    fire = found(led, "search.organisations", "fire")
    led.coordinator.submit({"organisation": fire, "since": BEGAN, "main": ["yes"]})
    listed = led.coordinator.run("/partner people Fire and Rescue")
    assert listed.ephemeral is not None
    led.coordinator.press(listed.ephemeral, "person.new")
    led.coordinator.submit({"new_name": "Next", "since": NEXT_MONTH, "main": ["yes"]})
    spans = [(each.main, each.since, each.until) for each in rows(led, Post)[1:]]
    assert sorted(spans, key=str) == sorted(
        [
            (True, BEGAN, NEXT_MONTH),
            (False, NEXT_MONTH, None),
            (True, NEXT_MONTH, None),
        ],
        key=str,
    )


def test_two_posts_at_one_partner_at_once_are_refused(led: World) -> None:
    press(led, "post.new")
    police = found(led, "search.organisations", "police")
    told = led.coordinator.submit({"organisation": police, "since": TODAY})
    assert told.errors == {"organisation": "Ada belongs to this partner then already."}


def test_a_post_ends_from_a_day_and_the_past_stays(led: World) -> None:
    press(led, "post.end")
    assert led.coordinator.submit({"until": NEXT_MONTH}).ok
    [post] = rows(led, Post)
    assert (post.since, post.until) == (BEGAN, NEXT_MONTH)


class TestDiaries:
    def test_a_diary_contact_is_added_and_ends(self, led: World) -> None:
        press(led, "diary.new")
        told = led.coordinator.submit(
            {"new_name": "Keeper", "address": "keeper@police.example.org", "since": TODAY}
        )
        assert told.ok
        assert "Diary kept by Keeper, from 23 November 2026" in open_person(led)
        press(led, "diary.end")
        assert led.coordinator.submit({"until": NEXT_MONTH}).ok
        [kept] = rows(led, DiaryContact)
        assert (kept.since, kept.until) == (TODAY, NEXT_MONTH)

    def test_nobody_keeps_their_own_or_one_twice(self, led: World) -> None:
        press(led, "diary.new")
        told = led.coordinator.submit(
            {"person": found(led, "search.people", "ada"), "since": TODAY}
        )
        assert told.errors == {"person": "This is the same person. Please choose somebody else."}
        led.coordinator.submit({"person": None, "new_name": "Keeper", "since": TODAY})
        press(led, "diary.new")
        keeper = found(led, "search.people", "keep")
        told = led.coordinator.submit({"person": keeper, "since": NEXT_MONTH})
        assert told.errors == {"person": "Keeper keeps this diary then already."}


class TestLeaving:
    def test_it_ends_posts_seats_and_diaries_and_offers_what_becomes_vacant(
        self, led: World
    ) -> None:
        press(led, "diary.new")
        led.coordinator.submit({"new_name": "Keeper", "since": TODAY})
        press(led, "person.leave")
        told = led.coordinator.submit({"day": NEXT_MONTH})
        assert told.ok
        assert "1 post ends. 1 seat is given up." in said(led)
        assert "Vacant from then: County Police, Executive" in said(led)
        assert [each.until for each in rows(led, Post)] == [NEXT_MONTH]
        assert [each.until for each in rows(led, SeatHolder)] == [NEXT_MONTH]
        assert [each.until for each in rows(led, DiaryContact)] == [NEXT_MONTH]
        assert led.coordinator.view is not None
        led.coordinator.press(led.coordinator.view, "seat.lead")
        assert led.coordinator.submit({"new_name": "Next", "since": NEXT_MONTH}).ok
        assert [each.since for each in rows(led, SeatHolder)] == [BEGAN, NEXT_MONTH]

    def test_one_who_holds_nothing_any_more_is_said(self, led: World) -> None:
        open_person(led)
        page = led.coordinator.ephemerals[-1]
        led.coordinator.press(page, "person.leave")
        led.coordinator.submit({"day": TODAY})
        led.coordinator.press(page, "person.leave")
        told = led.coordinator.submit({"day": NEXT_MONTH})
        assert told.errors == {"day": "Ada has no post and no seat after 1 December 2026."}

    def test_leaving_one_partner_keeps_the_other(self, led: World) -> None:
        partner(led, "Fire and Rescue")
        press(led, "post.new")
        fire = found(led, "search.organisations", "fire")
        led.coordinator.submit({"organisation": fire, "since": BEGAN})
        press(led, "person.leave")
        assert led.coordinator.submit({"day": NEXT_MONTH, "organisation": "County Police"}).ok
        assert [each.until for each in rows(led, Post)] == [NEXT_MONTH, None]


def test_a_list_of_people_asks_a_fixed_number_of_queries(led: World) -> None:
    with counting(led) as few:
        led.coordinator.run("/partner people County Police")
    for number in range(30):
        lead(led, new_name=f"Lead {number}", since=date(2026, 12, 1 + number))
    with counting(led) as many:
        led.coordinator.run("/partner people County Police")
    assert len(many) == len(few)


def test_all_links_of_a_person_are_made_new(led: World) -> None:
    [ada] = [each for each in rows(led, Person) if each.name == "Ada"]
    with led.house.database.writing() as session, within(session, led.partnership.id):
        now = led.clock.now()
        given = [feed_links.link(session, ada.id, now=now)]
        given.append(preference_links.give(session, ada.id, now=now))
    paths = [urlsplit(led.house.addresses.link(each)).path for each in given]
    bot = f"http://{urlsplit(led.slack.app_url).netloc}"
    assert {httpx.get(f"{bot}{path}").status_code for path in paths} == {200}
    press(led, "person.links")
    told = words(led.coordinator.ephemerals[-1])
    assert told.startswith("2 links of Ada have ended: they open nothing any more.")
    gone = [httpx.get(f"{bot}{path}") for path in (*paths, "/feed/nothing")]
    assert {(each.status_code, each.text) for each in gone} == {(404, gone[-1].text)}
    [noted] = [each for each in rows(led, AuditEntry) if each.verb == "renew links"]
    assert (noted.subject_kind, noted.subject_id) == ("person", ada.id)
