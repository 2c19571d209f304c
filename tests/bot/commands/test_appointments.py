"""Leads and standing deputies: the hand-over, what is planned, and what is refused."""

from datetime import date

import pytest

from db.models import Address, Person, Post, SeatHolder
from tests.bot.commands.register import (
    BEGAN,
    NEXT_MONTH,
    TODAY,
    found,
    lead,
    partner,
    press,
    rows,
    said,
    seat,
)
from tests.world import World


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
