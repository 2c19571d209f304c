"""Seats, leads and deputies as a coordinator keeps them, through Slack, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.models import Address, AuditEntry, Person, Post, Seat, SeatHolder
from db.tenancy import across_partnerships
from tests.bot.commands.register import BEGAN, body, found, lead, partner, seat
from tests.world import World, shown, words

TODAY = date(2026, 11, 23)
NEXT_MONTH = date(2026, 12, 1)


@pytest.fixture
def register(world: World) -> World:
    """Give a world with a body, the police, and their seat since 2019."""
    body(world)
    partner(world)
    seat(world)
    return world


def rows(world: World, model: type) -> list:  # type: ignore[type-arg]
    with world.house.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(model).order_by(model.id)))


def said(world: World) -> str:
    """Give what the form that was sent says then."""
    assert world.coordinator.view is not None
    return shown(world.coordinator.view.blocks)


def page(world: World) -> str:
    """Give the page of the police's only seat."""
    listed = world.coordinator.run("/partner seat County Police")
    assert listed.ephemeral is not None
    world.coordinator.press(listed.ephemeral, "seat.show")
    return words(world.coordinator.ephemerals[-1])


def test_the_police_get_a_new_lead_and_two_deputies_from_next_month(register: World) -> None:
    lead(register, new_name="Old Lead", address="old@police.example.org", since=BEGAN)
    register.coordinator.run("/partner lead County Police")
    assert "Lead: Old Lead" in said(register)
    register.coordinator.submit(
        {"new_name": "New Lead", "address": "new@police.example.org", "since": NEXT_MONTH}
    )
    assert "New Lead leads the seat County Police, Executive from 1 December 2026." in said(
        register
    )
    assert "Until then Old Lead leads." in said(register)
    for name in ("First Deputy", "Second Deputy"):
        register.coordinator.run("/partner deputy County Police")
        told = register.coordinator.submit({"new_name": name, "since": NEXT_MONTH})
        assert told.ok
        assert f"There is no mail address for {name} yet." in said(register)
    today = page(register)
    assert "Lead: Old Lead\nfrom 2 September 2019 until 1 December 2026" in today
    for planned in ("New Lead leads", "First Deputy deputises", "Second Deputy deputises"):
        assert f"From 1 December 2026: {planned}." in today
    register.clock.moment += timedelta(days=8)
    later = page(register)
    assert "Lead: New Lead\nfrom 1 December 2026" in later
    assert "Deputy: First Deputy\nfrom 1 December 2026" in later
    assert "Old Lead, lead, from 2 September 2019 until 1 December 2026" in later


def test_every_change_of_a_seat_leaves_a_trail(register: World) -> None:
    lead(register, new_name="Lead", since=BEGAN)
    verbs = [(each.verb, each.subject_kind) for each in rows(register, AuditEntry)]
    for expected in (("add", "body"), ("add", "seat"), ("appoint lead", "seat")):
        assert expected in verbs
    assert ("give post", "person") in verbs


class TestSeats:
    def test_a_partner_without_a_seat_is_offered_one(self, world: World) -> None:
        partner(world)
        told = world.coordinator.run("/partner lead County Police")
        assert "County Police has no seat yet." in words(told.ephemeral)
        assert told.ephemeral is not None
        world.coordinator.press(told.ephemeral, "seat.add")
        assert "There is no body" in words(world.coordinator.ephemerals[-1])

    def test_it_is_vacant_until_somebody_leads_it(self, register: World) -> None:
        told = register.coordinator.run("/partner seat County Police")
        assert "Vacant: nobody leads this seat." in words(told.ephemeral)
        bodies = words(register.coordinator.run("/joinedup bodies").ephemeral)
        assert "1 seat, 1 vacant" in bodies
        lead(register, new_name="Lead", since=TODAY)
        assert "1 seat\n" in words(register.coordinator.run("/joinedup bodies").ephemeral)

    @pytest.mark.parametrize(
        ("entered", "field", "sentence"),
        [
            ({"until": BEGAN}, "until", "This ends before it begins."),
            ({}, "since", "The partner has a seat on this body then."),
            (
                {"title": "x", "since": date(2019, 9, 1)},
                "since",
                "The partner is not a member on 1 September 2019.",
            ),
        ],
    )
    def test_a_wrong_seat_gets_a_sentence_beside_its_field(
        self, register: World, entered: dict[str, object], field: str, sentence: str
    ) -> None:
        listed = register.coordinator.run("/partner seat County Police")
        assert listed.ephemeral is not None
        register.coordinator.press(listed.ephemeral, "seat.add")
        told = register.coordinator.submit({"body": "Executive", "since": BEGAN, **entered})
        assert told.errors[field].startswith(sentence)
        assert len(rows(register, Seat)) == 1

    def test_a_second_seat_needs_a_title_and_the_form_then_asks_which(
        self, register: World
    ) -> None:
        seat(register, title="Custody", statutory="yes", speaks_for="Three custody suites")
        register.coordinator.run("/partner lead County Police")
        assert "Executive: Custody, statutory\nSpeaks for Three custody suites" in said(register)
        told = register.coordinator.submit(
            {"seat": "Executive: Custody", "new_name": "Lead", "since": TODAY}
        )
        assert told.ok
        [held] = rows(register, SeatHolder)
        assert held.seat_id == rows(register, Seat)[1].id

    def test_ending_it_ends_its_people_and_keeps_the_past(self, register: World) -> None:
        lead(register, new_name="Lead", since=BEGAN)
        press(register, "seat.end")
        assert register.coordinator.submit({"until": NEXT_MONTH}).ok
        [ended], [held] = rows(register, Seat), rows(register, SeatHolder)
        assert ended.until == held.until == NEXT_MONTH
        assert held.since == BEGAN
        press(register, "seat.end")
        told = register.coordinator.submit({"until": date(2027, 1, 1)})
        assert told.errors["until"] == "This seat has ended on 1 December 2026 already."

    def test_it_cannot_end_before_it_begins(self, register: World) -> None:
        press(register, "seat.end")
        told = register.coordinator.submit({"until": date(2019, 9, 1)})
        assert told.errors["until"].startswith("This seat begins on 2 September 2019.")

    def test_one_that_ends_on_its_first_day_never_was(self, register: World) -> None:
        lead(register, new_name="Lead", since=BEGAN)
        press(register, "seat.end")
        register.coordinator.submit({"until": BEGAN})
        assert "taken back" in said(register)
        assert rows(register, Seat) == rows(register, SeatHolder) == []

    def test_a_correction_is_for_the_past_too(self, register: World) -> None:
        press(register, "seat.edit")
        register.coordinator.submit({"statutory": ["yes"], "speaks_for": "All forces"})
        [only] = rows(register, Seat)
        assert (only.statutory, only.speaks_for, only.since) == (True, "All forces", BEGAN)

    def test_a_change_from_a_date_keeps_the_past_and_the_people(self, register: World) -> None:
        lead(register, new_name="Lead", since=BEGAN)
        press(register, "seat.edit")
        told = register.coordinator.submit({"statutory": ["yes"], "changes_on": NEXT_MONTH})
        assert told.ok
        old, new = rows(register, Seat)
        assert (old.statutory, old.until) == (False, NEXT_MONTH)
        assert (new.statutory, new.since, new.until) == (True, NEXT_MONTH, None)
        before, after = rows(register, SeatHolder)
        assert (before.seat_id, before.until) == (old.id, NEXT_MONTH)
        assert (after.seat_id, after.since) == (new.id, NEXT_MONTH)


def press(world: World, action: str) -> None:
    """Press a button of the page of the police's first seat."""
    page(world)
    world.coordinator.press(world.coordinator.ephemerals[-1], action)


class TestLeads:
    def test_two_at_once_are_impossible_and_a_plan_is_said(self, register: World) -> None:
        lead(register, new_name="Planned", since=NEXT_MONTH)
        lead(register, new_name="Now", since=TODAY)
        assert "From 1 December 2026: Planned leads." in said(register)
        planned, now = rows(register, SeatHolder)
        assert (now.since, now.until) == (TODAY, NEXT_MONTH)
        assert (planned.since, planned.until) == (NEXT_MONTH, None)

    def test_one_who_leads_already_is_refused(self, register: World) -> None:
        lead(register, new_name="Lead", since=BEGAN)
        register.coordinator.run("/partner lead County Police")
        person = found(register, "search.people", "Lea")
        told = register.coordinator.submit({"person": person, "since": NEXT_MONTH})
        assert told.errors["person"].endswith("leads this seat on 1 December 2026 already.")

    def test_nobody_may_follow(self, register: World) -> None:
        lead(register, new_name="Lead", since=BEGAN)
        register.coordinator.run("/partner lead County Police")
        assert register.coordinator.submit({"vacant": "yes", "since": NEXT_MONTH}).ok
        assert "The seat is vacant from 1 December 2026." in said(register)
        assert [each.until for each in rows(register, SeatHolder)] == [NEXT_MONTH]

    def test_a_day_before_the_seat_is_refused(self, register: World) -> None:
        register.coordinator.run("/partner lead County Police")
        told = register.coordinator.submit({"new_name": "Lead", "since": date(2019, 9, 1)})
        assert told.errors["since"].startswith("This seat begins on 2 September 2019.")
        assert "Lead" not in [each.name for each in rows(register, Person)]

    @pytest.mark.parametrize(
        ("entered", "field", "sentence"),
        [
            ({}, "person", "Please search for somebody"),
            ({"new_name": "A", "address": "a@@b"}, "address", "This is not a mail address."),
            ({"new_name": "...", "address": "a@b.org"}, "new_name", "Please give a name"),
            ({"new_name": "Taken"}, "new_name", "There is already a Taken."),
            (
                {"new_name": "Other", "address": "TAKEN@example.org"},
                "address",
                "TAKEN@example.org is the address of Taken.",
            ),
            ({"vacant": "yes", "new_name": "A"}, "vacant", "Please choose either"),
        ],
    )
    def test_a_wrong_entry_gets_a_sentence_beside_its_field(
        self, register: World, entered: dict[str, object], field: str, sentence: str
    ) -> None:
        lead(register, new_name="Taken", address="taken@example.org", since=BEGAN)
        people, addresses = len(rows(register, Person)), len(rows(register, Address))
        register.coordinator.run("/partner lead County Police")
        told = register.coordinator.submit({**entered, "since": NEXT_MONTH})
        assert told.errors.get(field, "").startswith(sentence), told.errors
        assert len(rows(register, Person)) == people
        assert len(rows(register, Address)) == addresses

    def test_a_deputy_who_becomes_lead_deputises_no_more(self, register: World) -> None:
        register.coordinator.run("/partner deputy County Police")
        register.coordinator.submit({"new_name": "Climber", "since": BEGAN})
        register.coordinator.run("/partner lead County Police")
        person = found(register, "search.people", "Climb")
        register.coordinator.submit({"person": person, "since": NEXT_MONTH})
        assert "They are no longer its deputy from then." in said(register)
        deputy, new = rows(register, SeatHolder)
        assert (deputy.part, deputy.until) == ("deputy", NEXT_MONTH)
        assert (new.part, new.since) == ("lead", NEXT_MONTH)

    def test_a_plan_can_be_taken_back(self, register: World) -> None:
        lead(register, new_name="Old", since=BEGAN)
        lead(register, new_name="New", since=NEXT_MONTH)
        press(register, "holder.take_back")
        [only] = rows(register, SeatHolder)
        assert (only.since, only.until) == (BEGAN, None)


class TestDeputies:
    def test_one_of_another_partner_is_allowed_and_said(self, register: World) -> None:
        partner(register, "Fire and Rescue")
        seat(register, "Fire and Rescue")
        lead(register, "Fire and Rescue", new_name="Fire Chief", since=BEGAN)
        register.coordinator.run("/partner deputy County Police")
        person = found(register, "search.people", "fire")
        told = register.coordinator.submit({"person": person, "since": NEXT_MONTH})
        assert told.ok
        assert "Fire Chief is not of County Police: that is fine, but check." in said(register)
        assert len(rows(register, Post)) == 1

    def test_one_ends_from_a_day(self, register: World) -> None:
        register.coordinator.run("/partner deputy County Police")
        register.coordinator.submit({"new_name": "Deputy", "since": BEGAN})
        press(register, "holder.end")
        told = register.coordinator.submit({"until": NEXT_MONTH})
        assert told.ok
        assert "Deputy no longer fills the seat from 1 December 2026." in said(register)
        [only] = rows(register, SeatHolder)
        assert (only.since, only.until) == (BEGAN, NEXT_MONTH)

    def test_the_lead_cannot_deputise_as_well(self, register: World) -> None:
        lead(register, new_name="Lead", since=BEGAN)
        register.coordinator.run("/partner deputy County Police")
        person = found(register, "search.people", "lead")
        told = register.coordinator.submit({"person": person, "since": NEXT_MONTH})
        assert "can't deputise as well" in told.errors["person"]


@pytest.mark.parametrize("verb", ["lead", "deputy", "seat", "people"])
def test_without_a_name_the_partner_is_asked(register: World, verb: str) -> None:
    register.coordinator.run(f"/partner {verb}")
    chosen = found(register, "search.organisations", "county")
    register.coordinator.submit({"organisation": chosen})
    assert "County Police" in said(register)


def test_an_unknown_name_gives_the_nearest(register: World) -> None:
    told = register.coordinator.run("/partner lead County Polise")
    assert words(told.ephemeral) == "I don't know “County Polise”. Did you mean “County Police”?"


def test_a_scrutineer_sees_seats_and_no_button_that_changes(register: World) -> None:
    from domain.roles import Role
    from tests.world import introduce

    scrutineer = register.workspace.add_user("Scrutineer", email="s@example.org")
    introduce(register, scrutineer, Role.SCRUTINEER)
    told = scrutineer.run("/partner seat County Police")
    assert "Add a seat" not in words(told.ephemeral)
    assert told.ephemeral is not None
    scrutineer.press(told.ephemeral, "seat.show")
    assert "New lead" not in words(scrutineer.ephemerals[-1])
    assert "Only a coordinator" in words(scrutineer.run("/partner lead County Police").ephemeral)
