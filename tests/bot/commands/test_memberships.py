"""`/partner close`, reopening, and since when a partner is one."""

from datetime import date

import pytest
from sqlalchemy import select

from db import seats
from db.models import Seat, SeatHolder
from db.tenancy import across_partnerships, within
from tests.bot.commands.partners import (
    TODAY,
    add,
    chosen,
    form,
    later,
    named,
    press,
    run,
    seat,
    submit,
    verbs,
)
from tests.world import World, shown, words


def close(world: World, name: str, **values: object) -> str:
    world.coordinator.run(f"/partner close {name}")
    said = submit(world, **values)
    world.coordinator.close(everything=True)
    return said


def ends(world: World) -> list[date | None]:
    """Give when seats end, and those who fill them."""
    with world.house.database.reading() as session, across_partnerships(session):
        held = session.scalars(select(SeatHolder.until).order_by(SeatHolder.id)).all()
        return [*session.scalars(select(Seat.until).order_by(Seat.id)), *held]


def test_a_closed_partner_keeps_its_page_and_leaves_the_list(world: World) -> None:
    trust, board = add(world, "Health Trust", "Care Board")
    seat(world, trust, "Executive", "Health lead")
    world.coordinator.run("/partner close Health Trust")
    assert "Its past stays as it was, and you can reopen it." in shown(form(world).blocks)
    told = submit(world, day=TODAY, successor=chosen(board, "Care Board"))
    assert "Health Trust is closed from 23 November 2026." in told
    assert "Care Board takes its place." in told
    page = run(world, "/partner Health Trust")
    assert "Closed from 23 November 2026; partner since 2 September 2019." in page
    assert "No seat on any body." in page
    assert "Health Trust" not in run(world, "/partner list")
    assert "Closed from 23 November 2026 · succeeded by Care Board" in run(
        world, "/partner list closed"
    )
    assert ends(world) == [TODAY, TODAY]


def test_last_months_page_knows_nothing_of_the_closing(world: World) -> None:
    [trust] = add(world, "Health Trust")
    seat(world, trust, "Executive", "Health lead")
    close(world, "Health Trust", day=TODAY)
    page = run(world, "/partner Health Trust on 31/10/2026")
    assert "Partner since 2 September 2019." in page
    assert "Closed" not in page
    assert "Executive (since 1 January 2020)\nLead: Health lead\n" in page


def test_reopened_from_the_day_it_closed_it_never_was(world: World) -> None:
    [trust] = add(world, "Health Trust")
    seat(world, trust, "Executive", "Health lead")
    close(world, "Health Trust", day=date(2026, 10, 1))
    press(world, "/partner close Health Trust", "organisation.reopen")
    assert "as if it had never been closed" in submit(world, day=date(2026, 10, 1))
    assert "Lead: Health lead\n" in run(world, "/partner Health Trust")
    assert ends(world) == [None, None]
    assert verbs(world) == ["register", "close", "reopen"]


def test_reopened_later_it_is_a_partner_again_and_was_none_between(world: World) -> None:
    [trust] = add(world, "Health Trust")
    seat(world, trust, "Executive", "Health lead")
    close(world, "Health Trust", day=date(2026, 10, 1))
    press(world, "/partner Health Trust", "organisation.reopen")
    assert "Health Trust is a partner again from 23 November 2026." in submit(world, day=TODAY)
    world.coordinator.close(everything=True)
    assert "Partner since 23 November 2026." in run(world, "/partner Health Trust")
    assert "Closed from 1 October 2026" in run(world, "/partner Health Trust on 15 October 2026")
    assert "Partner since 2 September 2019." in run(world, "/partner Health Trust on 1 May 2021")
    assert ends(world) == [date(2026, 10, 1)] * 2


def test_a_closing_may_be_planned_moved_and_taken_back(world: World) -> None:
    [trust] = add(world, "Health Trust")
    seat(world, trust, "Executive", "Health lead")
    assert "will be closed from" in close(world, "Health Trust", day=later(30))
    page = run(world, "/partner Health Trust")
    assert "it closes on 23 December 2026" in page
    assert "Executive (until 23 December 2026)\nLead: Health lead\n" in page
    close(world, "Health Trust", day=later(60))
    assert ends(world) == [later(60)] * 2
    press(world, "/partner Health Trust", "organisation.reopen")
    submit(world)
    assert ends(world) == [None, None]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2019, 9, 2), "It became a partner on 2 September 2019."),
        (date(2010, 1, 1), "It became a partner on 2 September 2019."),
        (later(10), "A seat, or its lead or deputy, is planned from 23 December 2026."),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    world: World, day: date, sentence: str
) -> None:
    [trust] = add(world, "Health Trust")
    seat(world, trust, "Executive", "Health lead")
    seat(world, trust, "Forum", None, later(30))
    world.coordinator.run("/partner close Health Trust")
    assert sentence in world.coordinator.submit({"day": day}).errors["day"]
    assert ends(world) == [None, None, None]


def test_nobody_succeeds_themselves(world: World) -> None:
    [trust] = add(world, "Health Trust")
    world.coordinator.run("/partner close Health Trust")
    told = world.coordinator.submit({"successor": chosen(trust, "Health Trust")})
    assert told.errors == {"successor": "A partner can't succeed itself."}


def test_a_partner_that_is_not_closed_is_not_reopened(world: World) -> None:
    add(world, "Health Trust")
    close(world, "Health Trust", day=later(10))
    page = world.coordinator.run("/partner Health Trust").ephemeral
    assert page is not None
    world.coordinator.press(page, "organisation.reopen")
    submit(world)
    world.coordinator.close(everything=True)
    world.coordinator.press(page, "organisation.reopen")
    assert words(world.coordinator.ephemerals[-1]) == "Health Trust is not closed."


def test_member_since_may_be_earlier_and_name_and_sector_reach_back(world: World) -> None:
    add(world, "Health Trust", since=TODAY)
    world.coordinator.run("/partner edit Health Trust")
    submit(world, sector="Health")
    world.coordinator.close(everything=True)
    world.coordinator.run("/partner edit Health Trust")
    assert "It is a partner since 1 May 2015." in submit(world, since=date(2015, 5, 1))
    page = run(world, "/partner Health Trust on 1 June 2015")
    assert "Partner since 1 May 2015.\nSector: Health" in page
    assert named(world, "Health Trust", date(2015, 6, 1)) is not None


def test_member_since_is_not_after_a_seat_began(world: World) -> None:
    [trust] = add(world, "Health Trust")
    seat(world, trust, "Executive")
    world.coordinator.run("/partner edit Health Trust")
    told = world.coordinator.submit({"since": date(2021, 1, 1)})
    assert "It has a seat from 1 January 2020." in told.errors["since"]


def test_a_partner_to_come_is_known_but_not_listed_yet(world: World) -> None:
    world.coordinator.run("/partner add")
    told = submit(world, name="Health Trust", since=later(30))
    assert "Health Trust becomes a partner on 23 December 2026." in told
    assert "Partner from 23 December 2026." in run(world, "/partner Health Trust")
    assert "No partner is like that." in run(world, "/partner list health trust")
    assert "Partner from 23 December 2026" in run(world, "/partner list not a partner yet")


def test_a_seat_that_ended_before_stays_ended_when_it_is_reopened(world: World) -> None:
    [trust] = add(world, "Health Trust")
    old = seat(world, trust, "Forum")
    with world.house.database.writing() as session, within(session, world.partnership.id):
        row = session.get(Seat, old)
        assert row is not None
        seats.end(session, row, date(2021, 1, 1), by=None, now=world.clock.now())
    close(world, "Health Trust", day=TODAY)
    press(world, "/partner Health Trust", "organisation.reopen")
    submit(world, day=TODAY)
    assert ends(world) == [date(2021, 1, 1)]
