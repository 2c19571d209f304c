"""A partner's name with more behind it, and seats that are called the same."""

import pytest
from sqlalchemy import select

from db import merges
from db.models import Organisation, SeatHolder
from db.tenancy import within
from tests.bot.commands.register import BEGAN, lead, partner, rows, said, seat
from tests.world import World, words


@pytest.mark.parametrize("verb", ["lead", "deputy"])
def test_who_is_typed_behind_the_partner_is_in_the_form(register: World, verb: str) -> None:
    register.coordinator.run(f"/partner {verb} County Police Ada Lovelace")
    assert register.coordinator.submit({"since": BEGAN}).ok
    assert "Ada Lovelace" in said(register)
    assert [each.part for each in rows(register, SeatHolder)] == [verb]


@pytest.mark.parametrize("verb", ["seat", "people"])
def test_a_list_opens_whatever_is_typed_behind(register: World, verb: str) -> None:
    told = register.coordinator.run(f"/partner {verb} County Police please").ephemeral
    assert words(told).startswith("County Police")


def test_two_seats_of_one_name_are_told_apart(register: World) -> None:
    lead(register, new_name="Ada", since=BEGAN)
    partner(register, "Constabulary")
    seat(register, "Constabulary")
    with register.house.database.writing() as session, within(session, register.partnership.id):
        kept, gone = session.scalars(select(Organisation.id).order_by(Organisation.id))
        day = register.partnership.day(register.clock.now())
        merges.merge(session, gone, kept, day, by=None, now=register.clock.now())
    register.coordinator.run("/partner lead County Police")
    shown = said(register)
    assert "Executive, lead: Ada, from 2 September 2019" in shown
    assert "Executive, vacant, from 2 September 2019" in shown
