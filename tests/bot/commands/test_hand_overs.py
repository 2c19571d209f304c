"""Coming events that move with their seats: previewed for a new lead, said for all else."""

from datetime import date

import pytest
from sqlalchemy import select

from db import seats
from db.models import Person, Round, Seat, SeatHolder
from db.tenancy import within
from domain.events import Calendar
from domain.recurrence import Frequency, Ordinal, Rule
from tests.bot.commands.arranged import arranged, arrived, live, waiting
from tests.bot.commands.register import (
    BEGAN,
    NEXT_MONTH,
    TODAY,
    body,
    lead,
    page,
    partner,
    press,
    rows,
    said,
    seat,
)
from tests.world import World, words

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
MOVED = [("withdrawal", "Old"), ("invitation", "New")]


@pytest.fixture
def invited(register: World) -> World:
    """Give a live world in which the police's lead was invited to a forum in December."""
    live(register)
    lead(register, new_name="Old", address="old@example.org", since=BEGAN)
    arranged(register)
    arrived(register)
    return register


def hand_over(world: World, **entered: object) -> None:
    world.coordinator.run("/partner lead County Police")
    told = world.coordinator.submit({"new_name": "New", "address": "new@example.org", **entered})
    assert told.ok, told


class TestANewLead:
    def test_what_moves_is_shown_before_anything_is_written(self, invited: World) -> None:
        hand_over(invited, since=TODAY)
        assert said(invited).split("\n") == [
            "1 coming event moves from Old to New:",
            "• Forum: Thursday 3 December 2026, 10:00 to 12:00 (London time)",
            "Old's calendar is cleared. New gets an invitation. Answers stay.",
        ]
        assert waiting(invited) == []
        assert "New" not in [each.name for each in rows(invited, Person)]
        assert len(rows(invited, SeatHolder)) == 1

    def test_a_new_lead_without_an_address_is_said_to_get_nothing_yet(self, invited: World) -> None:
        hand_over(invited, since=TODAY, address="")
        assert "New has no mail address: no invitation can be sent yet." in said(invited)
        assert "gets an invitation" not in said(invited)

    def test_one_press_moves_the_seat_and_its_events(self, invited: World) -> None:
        hand_over(invited, since=TODAY)
        assert invited.coordinator.submit({}).ok
        assert "New leads the seat of County Police" in said(invited)
        assert "1 coming event follows." in said(invited)
        assert sorted(waiting(invited), reverse=True) == MOVED
        round_ = rows(invited, Round)[-1]
        assert round_.goes_at == round_.planned_at

    def test_a_change_from_a_day_moves_only_what_is_later(self, invited: World) -> None:
        arranged(invited, "Monthly", rule=MONTHLY)
        arrived(invited)
        hand_over(invited, since=date(2027, 11, 1))
        assert "2 coming events move from Old to New:" in said(invited)
        assert "Monthly: Thursday 4 November 2027" in said(invited)
        assert "Forum" not in said(invited)

    def test_without_coming_events_there_is_no_preview(self, invited: World) -> None:
        hand_over(invited, since=date(2027, 1, 1))
        assert "New leads the seat of County Police" in said(invited)
        assert "coming event" not in said(invited)
        assert waiting(invited) == []

    def test_nobody_leads_and_the_deputy_is_asked(self, invited: World) -> None:
        invited.coordinator.run("/partner deputy County Police")
        invited.coordinator.submit({"new_name": "Deputy", "since": BEGAN})
        invited.coordinator.run("/partner lead County Police")
        invited.coordinator.submit({"vacant": "yes", "since": TODAY})
        assert "1 coming event moves from Old to Deputy:" in said(invited)
        invited.coordinator.submit({})
        assert "The seat is vacant from" in said(invited)
        assert sorted(waiting(invited)) == [("invitation", "Deputy"), ("withdrawal", "Old")]

    def test_in_rehearsal_the_preview_says_that_nothing_leaves(self, register: World) -> None:
        lead(register, new_name="Old", address="old@example.org", since=BEGAN)
        arranged(register)
        hand_over(register, since=TODAY)
        assert "In rehearsal: nothing leaves until you go live." in said(register)

    def test_entries_that_others_sent_are_to_be_moved_by_hand(self, register: World) -> None:
        lead(register, new_name="Old", address="old@example.org", since=BEGAN)
        arranged(register, calendar=Calendar.ELSEWHERE)
        hand_over(register, since=TODAY)
        assert "calendar is cleared" not in said(register)
        assert "please move those in people's calendars by hand" in said(register)

    def test_what_has_changed_meanwhile_is_said_in_place_of_the_preview(
        self, invited: World
    ) -> None:
        hand_over(invited, since=NEXT_MONTH)
        now, own = invited.clock.now(), invited.partnership.id
        with invited.house.database.writing() as session, within(session, own):
            [place] = session.scalars(select(Seat))
            seats.end(session, place, TODAY, by=None, now=now)
        invited.coordinator.submit({})
        assert said(invited).startswith("This seat ends on 23 November 2026.")
        assert "New" not in [each.name for each in rows(invited, Person)]


class TestOtherChanges:
    def test_an_end_says_how_many_events_follow(self, invited: World) -> None:
        press(invited, "holder.end")
        invited.coordinator.submit({"until": NEXT_MONTH})
        assert "Old no longer fills the seat from 1 December 2026." in said(invited)
        assert "1 coming event follows." in said(invited)
        assert waiting(invited) == [("withdrawal", "Old")]

    def test_a_plan_that_is_taken_back_gives_the_events_back(self, invited: World) -> None:
        hand_over(invited, since=NEXT_MONTH)
        invited.coordinator.submit({})
        arrived(invited)
        press(invited, "holder.take_back")
        assert "1 coming event follows." in words(invited.coordinator.ephemerals[-1])
        assert sorted(waiting(invited)) == [("invitation", "Old"), ("withdrawal", "New")]

    def test_a_seat_that_ends_leaves_its_events(self, invited: World) -> None:
        press(invited, "seat.end")
        invited.coordinator.submit({"until": NEXT_MONTH})
        assert "1 coming event follows." in said(invited)
        assert waiting(invited) == [("withdrawal", "Old")]

    def test_a_new_seat_of_the_body_is_invited_once_it_is_led(self, invited: World) -> None:
        partner(invited, "Fire and Rescue")
        seat(invited, "Fire and Rescue")
        lead(invited, "Fire and Rescue", new_name="Fire", address="fire@example.org", since=TODAY)
        assert "1 coming event is for Fire too:" in said(invited)
        invited.coordinator.submit({})
        assert waiting(invited) == [("invitation", "Fire")]

    def test_who_leaves_leaves_their_events(self, invited: World) -> None:
        page(invited)
        invited.coordinator.run("/partner people County Police")
        listed = invited.coordinator.ephemerals[-1]
        invited.coordinator.press(listed, "person.show")
        invited.coordinator.press(invited.coordinator.ephemerals[-1], "person.leave")
        invited.coordinator.submit({"day": TODAY})
        assert "Old has left" in said(invited)
        assert "1 coming event follows." in said(invited)
        assert waiting(invited) == [("withdrawal", "Old")]

    def test_a_closed_partner_is_out_of_its_events(self, invited: World) -> None:
        invited.coordinator.run("/partner close County Police")
        invited.coordinator.submit({"day": NEXT_MONTH})
        assert "1 coming event follows." in said(invited)
        assert waiting(invited) == [("withdrawal", "Old")]

    def test_a_body_that_closes_lets_its_seats_go(self, invited: World) -> None:
        listed = invited.coordinator.run("/joinedup bodies").ephemeral
        assert listed is not None
        invited.coordinator.press(listed, "body.close")
        invited.coordinator.submit({"day": NEXT_MONTH})
        assert "1 coming event follows." in said(invited)
        assert waiting(invited) == [("withdrawal", "Old")]

    def test_events_of_other_bodies_stay(self, invited: World) -> None:
        body(invited, "Practice Sub-group")
        arranged_before = waiting(invited)
        press(invited, "seat.edit")
        invited.coordinator.submit({"title": "Chief"})
        assert "coming event" not in said(invited)
        assert waiting(invited) == arranged_before
