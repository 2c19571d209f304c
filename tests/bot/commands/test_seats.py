"""Seats, leads and deputies as a coordinator keeps them, through Slack, on both databases."""

from datetime import date, timedelta

import pytest

from db.models import AuditEntry, Seat, SeatHolder
from domain.roles import Role
from tests.bot.commands.register import (
    BEGAN,
    NEXT_MONTH,
    TODAY,
    counting,
    found,
    lead,
    page,
    partner,
    press,
    rows,
    said,
    seat,
)
from tests.world import World, introduce, words


def test_the_police_get_a_new_lead_and_two_deputies_from_next_month(register: World) -> None:
    lead(register, new_name="Old Lead", address="old@police.example.org", since=BEGAN)
    register.coordinator.run("/partner lead County Police")
    assert "Lead: Old Lead" in said(register)
    register.coordinator.submit(
        {"new_name": "New Lead", "address": "new@police.example.org", "since": NEXT_MONTH}
    )
    assert "New Lead leads the seat of County Police (Executive) from 1 December 2026." in said(
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
        assert not rows(register, Seat)
        assert not rows(register, SeatHolder)

    def test_a_correction_is_for_the_past_too(self, register: World) -> None:
        press(register, "seat.edit")
        register.coordinator.submit({"statutory": ["yes"], "speaks_for": "All forces"})
        [only] = rows(register, Seat)
        assert (only.statutory, only.speaks_for, only.since) == (True, "All forces", BEGAN)

    def test_an_end_can_be_taken_away(self, register: World) -> None:
        press(register, "seat.end")
        register.coordinator.submit({"until": NEXT_MONTH})
        press(register, "seat.edit")
        assert register.coordinator.submit({"goes_on": ["yes"]}).ok
        assert [each.until for each in rows(register, Seat)] == [None]

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


@pytest.mark.parametrize("verb", ["lead", "deputy", "seat", "people"])
def test_without_a_name_the_partner_is_asked(register: World, verb: str) -> None:
    register.coordinator.run(f"/partner {verb}")
    chosen = found(register, "search.organisations", "county")
    register.coordinator.submit({"organisation": chosen})
    assert "County Police" in said(register)


def test_an_unknown_name_gives_the_nearest(register: World) -> None:
    told = register.coordinator.run("/partner lead County Polise")
    sentence = "I don't know “County Polise”. Did you mean “County Police”?"
    assert words(told.ephemeral).startswith(sentence)
    assert told.ephemeral is not None
    register.coordinator.press(told.ephemeral, "seat.lead_of")
    assert "County Police, Executive\nVacant" in said(register)


def test_a_scrutineer_sees_seats_and_no_button_that_changes(register: World) -> None:
    scrutineer = register.workspace.add_user("Scrutineer", email="s@example.org")
    introduce(register, scrutineer, Role.SCRUTINEER)
    told = scrutineer.run("/partner seat County Police")
    assert "Add a seat" not in words(told.ephemeral)
    assert told.ephemeral is not None
    scrutineer.press(told.ephemeral, "seat.show")
    assert "New lead" not in words(scrutineer.ephemerals[-1])
    assert "Only a coordinator" in words(scrutineer.run("/partner lead County Police").ephemeral)


def test_a_list_of_seats_asks_a_fixed_number_of_queries(register: World) -> None:
    with counting(register) as few:
        register.coordinator.run("/partner seat County Police")
    for number in range(8):
        seat(register, title=f"Area {number}")
        lead(register, seat=f"Executive: Area {number}", new_name=f"Lead {number}", since=TODAY)
    with counting(register) as many:
        told = register.coordinator.run("/partner seat County Police")
    assert "Lead: Lead 7" in words(told.ephemeral)
    assert len(many) == len(few)
