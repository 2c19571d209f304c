"""The past of the sample data: registers to look at, in the background, and gone with the rest."""

import pytest
from sqlalchemy import select

from db import figures
from db.models import Attendance, Event, Invitation, OrganisationName, Outcome, Seat
from db.tenancy import within
from tests.bot.commands.register import rows
from tests.bot.commands.test_home import home
from tests.world import World, shown, words


@pytest.fixture
def sampled(world: World) -> World:
    world.coordinator.press(home(world), "sample.lay")
    return world


def codes(world: World, name: str, body: str = "Practice Sub-group (sample)") -> list[str | None]:
    """Give what happened for a partner, the earliest meeting first."""
    with world.house.database.reading() as session, within(session, world.partnership.id):
        query = (
            select(Outcome.code)
            .join(Invitation, Invitation.id == Outcome.invitation_id)
            .join(Event, Event.id == Invitation.event_id)
            .join(Seat, Seat.id == Invitation.seat_id)
            .join(OrganisationName, OrganisationName.organisation_id == Seat.organisation_id)
            .where(OrganisationName.name == name, Event.title == body, Outcome.is_current)
        )
        return list(session.scalars(query.order_by(Event.begins)))


def test_one_comes_less_one_always_one_by_deputy_and_one_joined_lately(sampled: World) -> None:
    less = codes(sampled, "Anyshire Youth Charity")
    assert (len(less), less[:10].count("MA"), less[10:]) == (13, 9, ["NC", "A", "NC"])
    assert codes(sampled, "Anyshire Council") == ["MA"] * 13
    assert codes(sampled, "Anyshire Youth Justice Service").count("RA") > 9
    assert 2 <= len(codes(sampled, "Anyshire Nurseries Network")) <= 5


def test_figures_have_something_to_show(sampled: World) -> None:
    told = words(sampled.coordinator.run("/attendance figures Anyshire Youth Charity").ephemeral)
    assert "Practice Sub-group (sample)\nRepresented" in told
    assert "Leadership Forum (sample)\nRepresented" in told
    with sampled.house.database.reading() as session, within(session, sampled.partnership.id):
        whole = figures.total(figures.by_seat(session).values())
    counted = [each.code for each in rows(sampled, Outcome) if each.code]
    assert 100 < whole.opportunities <= len(counted)


def test_of_what_was_noted_afterwards_nobody_was_told_or_asked(sampled: World) -> None:
    recorded = {each.event_id for each in rows(sampled, Attendance)}
    event = max(
        (each for each in rows(sampled, Event) if each.id in recorded), key=lambda own: own.begins
    )
    listed = sampled.coordinator.run("/event list").ephemeral
    assert listed is not None
    assert sampled.coordinator.press(listed, "event.past").ok
    past = sampled.coordinator.ephemerals[-1]
    assert sampled.coordinator.press(past, "event.show", value=str(event.id)).ok
    told = words(sampled.coordinator.ephemerals[-1])
    assert "Held" in told
    assert "seats invited\n" in told
    for unsaid in ("told", "no answer", "people are asked"):
        assert unsaid not in told


def test_the_past_stays_in_the_background(sampled: World) -> None:
    told = shown(home(sampled).blocks)
    assert "Practice Sub-group" not in told
    assert "register" not in told.casefold().replace("on the register", "")


def test_it_goes_with_the_rest(sampled: World) -> None:
    sampled.coordinator.press(home(sampled), "sample.remove")
    for model in (Attendance, Outcome, Invitation, Event):
        assert rows(sampled, model) == []
