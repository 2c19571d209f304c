"""`/partner show`: everything on one page, by whoever may read it, today and as it was."""

from datetime import date

import pytest

from db import contacts, organisations, people, posts, seats
from db.models import Seat
from db.tenancy import within
from domain.contacts import Way
from domain.roles import Role
from domain.seats import Part
from tests.bot.commands.partners import TODAY, add, form, later, named, press, run, seat, submit
from tests.world import World, introduce, shown, words


def appoint(world: World, seat_id: int, name: str, part: Part, since: date) -> None:
    with world.house.database.writing() as session, within(session, world.partnership.id):
        row = session.get(Seat, seat_id)
        assert row is not None
        now = world.clock.now()
        person = people.add(session, name=name, now=now)
        seats.appoint(session, row, person, part, since=since, by=None, now=now)


def test_seats_show_who_holds_them_now_and_who_will(world: World) -> None:
    [police] = add(world, "County Police")
    own = seat(world, police, "Executive", "Old lead")
    appoint(world, own, "New lead", Part.LEAD, date(2026, 12, 1))
    appoint(world, own, "First deputy", Part.DEPUTY, date(2026, 12, 1))
    appoint(world, own, "Second deputy", Part.DEPUTY, date(2026, 1, 1))
    page = run(world, "/partner County Police")
    assert "Lead: Old lead (until 1 December 2026)" in page
    assert "From 1 December 2026: New lead leads." in page
    assert (
        "Deputies: Second deputy (since 1 January 2026), First deputy (from 1 December 2026)"
        in (page)
    )
    assert "Coming\n1 December 2026 · New lead leads on Executive." in page
    then = run(world, "/partner County Police on 1 December 2026")
    assert "Lead: New lead (since 1 December 2026)" in then
    before = run(world, "/partner County Police on 31 October 2026")
    assert "Lead: Old lead\n" in before
    assert "New lead" not in before


def test_the_day_is_chosen_in_a_form_too(world: World) -> None:
    [police] = add(world, "County Police")
    seat(world, police, "Executive", "Police lead")
    press(world, "/partner County Police", "organisation.as_of")
    told = submit(world, day=date(2019, 12, 1))
    assert "As it was on 1 December 2019." in told
    assert "No seat on any body." in told
    world.coordinator.press(form(world), "organisation.show", value=str(police))
    assert "As it was on" not in shown(form(world).blocks).replace("As it was on a day", "")


def test_a_seat_that_is_vacant_says_so_and_offers_to_name_a_lead(world: World) -> None:
    [police] = add(world, "County Police")
    seat(world, police, "Executive")
    page = run(world, "/partner County Police")
    assert "No lead: this seat is vacant." in page
    assert "Name a lead" in page


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SCRUTINEER])
def test_a_reader_sees_all_and_is_offered_no_change(world: World, role: Role) -> None:
    [police] = add(world, "County Police")
    seat(world, police, "Executive", "Police lead")
    run(world, "/partner contact County Police called them")
    introduce(world, world.outsider, role)
    told = world.outsider.run("/partner County Police").ephemeral
    assert "Lead: Police lead" in words(told)
    assert "called them" in words(told)
    assert told is not None
    assert actions(told.blocks) <= {
        "figures.show",
        "organisation.as_of",
        "organisation.list",
        "organisation.show",
        "organisation.timeline",
        "record.of",
    }


def actions(blocks: list[dict[str, object]]) -> set[str]:
    """Give the ids of all that can be pressed."""
    found = set()
    for block in blocks:
        elements = [block.get("accessory"), *(block.get("elements") or [])]  # type: ignore[misc]
        found |= {
            each["action_id"] for each in elements if isinstance(each, dict) and "action_id" in each
        }
    return found


def test_people_show_with_their_main_contact_first(world: World) -> None:
    [police] = add(world, "County Police")
    with world.house.database.writing() as session, within(session, world.partnership.id):
        now = world.clock.now()
        for name, main in (("Assistant", False), ("Zealous clerk", True)):
            person = people.add(session, name=name, address=f"{name[0]}@police.uk", now=now)
            posts.give(session, person, police, since=TODAY, main=main, by=None, now=now)
    page = run(world, "/partner County Police")
    assert "Zealous clerk (main contact)\nZ@police.uk\nOpen\nAssistant\nA@police.uk" in page


def test_the_timeline_turns_its_pages(world: World) -> None:
    [police] = add(world, "County Police")
    with world.house.database.writing() as session, within(session, world.partnership.id):
        for number in range(44):
            day = date(2026, 1, 1 + number // 2)
            now = world.clock.now()
            contacts.log(session, police, Way.CALL, f"call {number}", day, by=None, now=now)
    press(world, "/partner County Police", "organisation.timeline")
    told = world.coordinator.ephemerals[-1]
    assert "1 to 20 of 45, the newest first" in words(told)
    assert "22 January 2026 · Call: call 43" in words(told)
    world.coordinator.press(told, "organisation.timeline.older")
    world.coordinator.press(world.coordinator.ephemerals[-1], "organisation.timeline.older")
    assert "41 to 45 of 45" in words(world.coordinator.ephemerals[-1])
    assert "2 September 2019 · County Police becomes a partner." in words(
        world.coordinator.ephemerals[-1]
    )


def test_a_page_of_everything_at_once_fits_slack(world: World) -> None:
    long = "L" * 120
    [own] = add(world, long)
    for number in range(20):
        seat(world, own, f"{number:02}{'B' * 118}", f"{number:02}{'P' * 110}")
    with world.house.database.writing() as session, within(session, world.partnership.id):
        now = world.clock.now()
        for number in range(9):
            person = people.add(session, name=f"{'Q' * 110}{number}", now=now)
            posts.give(session, person, own, since=TODAY, by=None, now=now)
            contacts.log(session, own, Way.MAIL, "n" * 2000, TODAY, by=None, now=now)
        for number in range(5):
            other = organisations.register(
                session, f"{number}{'M' * 119}", since=TODAY, by=None, now=now
            )
            assert other.id
    told = world.coordinator.run(f"/partner {long}")
    assert told.ok
    assert told.ephemeral is not None
    assert words(told.ephemeral).startswith(long)
    assert "And 4 seats more." in words(told.ephemeral)
    assert len(told.ephemeral.blocks) <= 50
    assert world.coordinator.run(f"/partner pause {long}").ok
    assert len(str(form(world).blocks)) > 1000


@pytest.mark.parametrize("seats_of", [1, 8, 9])
def test_few_seats_have_buttons_each_and_many_have_one(world: World, seats_of: int) -> None:
    [own] = add(world, "County Police")
    for number in range(seats_of):
        seat(world, own, f"Body {number}", f"Lead {number}")
    page = run(world, "/partner County Police")
    assert page.count("Change the lead") == (seats_of if seats_of <= 8 else 0)


def test_part_of_a_name_is_asked_about_with_a_button_each(world: World) -> None:
    _, city = add(world, "County Police", "City Police")
    told = world.coordinator.run("/partner police").ephemeral
    assert told is not None
    assert "I don't know “police”. Did you mean “City Police” or “County Police”?" in words(told)
    world.coordinator.press(told, "organisation.show", value=str(city))
    assert words(world.coordinator.ephemerals[-1]).startswith("City Police\n")


def test_a_text_after_the_name_is_not_passed_over(world: World) -> None:
    add(world, "County Police")
    assert "I know County Police, but not “on Mondays”." in run(
        world, "/partner County Police on Mondays"
    )


def test_sample_partners_are_marked_wherever_they_are_named(world: World) -> None:
    with world.house.database.writing() as session, within(session, world.partnership.id):
        organisations.register(
            session, "County Police", since=TODAY, by=None, now=world.clock.now(), sample=True
        )
    assert run(world, "/partner County Police").startswith("County Police (sample)\n")
    assert "County Police (sample)\n" in run(world, "/partner list")
    assert "Noted: call, County Police (sample)" in run(
        world, "/partner contact County Police called them"
    )
    world.coordinator.run("/partner edit County Police")
    submit(world, domains="police.uk")
    found = named(world, "County Police", later(1))
    assert found is not None
    assert found.name == "County Police (sample)"
    assert "Before" not in run(world, "/partner County Police")
