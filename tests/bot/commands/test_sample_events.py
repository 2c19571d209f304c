"""Events of the sample data: they look as real ones do, are never sent, and go in one press."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from db import access_needs, answering, answers, deputies, event_changes, events
from db.models import (
    AccessNeed,
    Answer,
    AudienceItem,
    Body,
    Delivery,
    Event,
    Invitation,
    NamedDeputy,
    Person,
    Seat,
    Series,
)
from db.tenancy import within
from domain.answers import Kind, Source
from tests.bot.commands.arranged import DECEMBER, arranged, on
from tests.bot.commands.register import rows
from tests.bot.commands.test_home import home
from tests.world import World, shown


@pytest.fixture
def sampled(world: World) -> World:
    world.coordinator.press(home(world), "sample.lay")
    return world


def removed(world: World) -> str:
    """Remove the sample data, and give what Home says then."""
    world.coordinator.press(home(world), "sample.remove")
    assert world.coordinator.home is not None
    return shown(world.coordinator.home.blocks)


def test_one_was_and_two_are_to_come_one_of_them_a_series(sampled: World) -> None:
    *recorded, past, single, series = rows(sampled, Series)
    now = sampled.clock.now()
    assert all(each.begins.date() < now.date() and each.sample for each in recorded)
    assert {each.sample for each in (past, single, series)} == {True}
    statuses = {each.series_id: each.status for each in rows(sampled, Event)}
    coming = {past.id: "held", single.id: "scheduled", series.id: "scheduled"}
    assert statuses == {each.id: "held" for each in recorded} | coming
    assert series.rule is not None
    assert all(each.ends_at < now for each in rows(sampled, Event) if each.series_id == past.id)
    told = shown(home(sampled).blocks)
    assert "Executive (sample)\nTuesday 8 December 2026, 14:00 to 16:00 (London time)" in told
    assert "Leadership Forum (sample)\nThursday 10 December 2026, 10:00" in told
    assert len(rows(sampled, Invitation)) > 12


def test_nothing_is_planned_even_if_they_are_changed(sampled: World) -> None:
    before = len(rows(sampled, Delivery))
    own = sampled.partnership.id
    with sampled.house.database.writing() as session, within(session, own):
        shown_ = next(
            each
            for each in events.coming(session, now=sampled.clock.now())
            if each.series.rule is None
        )
        span = replace(on(DECEMBER))
        assert event_changes.move(session, shown_, span, by=None, now=sampled.clock.now()) is None
    assert len(rows(sampled, Delivery)) == before


def test_what_was_arranged_to_try_goes_with_them(sampled: World) -> None:
    arranged(sampled, "To try", body="Leadership Forum (sample)")
    assert "To try" in shown(home(sampled).blocks)
    assert "Kept" not in removed(sampled)
    assert rows(sampled, Series) == []
    assert rows(sampled, Body) == []


def test_what_was_answered_to_try_goes_with_them(sampled: World) -> None:
    now, own = sampled.clock.now(), sampled.partnership.id
    with sampled.house.database.writing() as session, within(session, own):
        shown_ = events.coming(session, now=now)[0]
        first, second = answers.invited(session, shown_)[:2]
        for each in (first, second):
            assert each.seat is not None
            answering.answer(
                session,
                shown_,
                each.seat.people[0],
                Kind.ATTENDING,
                source=Source.LINK,
                at=now,
                span=events.span_of(shown_.event),
                now=now,
            )
        deputies.send(
            session,
            shown_,
            [first.invitation],
            name="Jo Deputy",
            address="jo@elsewhere.example.com",
            source=Source.LINK,
            at=now,
            by=None,
            now=now,
        )
        assert second.seat is not None
        person = second.seat.people[0]
        access_needs.tell(session, shown_.event, person, "A ramp", now=now)
    assert "Kept" not in removed(sampled)
    for model in (Answer, NamedDeputy, AccessNeed, Invitation, Series, Person):
        assert [each for each in rows(sampled, model) if getattr(each, "sample", True)] == []


def test_a_real_event_stays_without_the_samples(sampled: World) -> None:
    sampled.coordinator.run("/partner add Housing Trust")
    arranged(sampled, "Real", body="Leadership Forum (sample)")
    now, own = sampled.clock.now(), sampled.partnership.id
    with sampled.house.database.writing() as session, within(session, own):
        series = session.scalars(select(Series).where(~Series.sample)).one()
        guest = Person(name="Guest", created_at=now)
        session.add(guest)
        session.flush()
        session.add(AudienceItem(series_id=series.id, person_id=guest.id))
        session.flush()
    assert "Kept, because you use them: Leadership Forum." in removed(sampled)
    [kept] = rows(sampled, Series)
    assert kept.title == "Real"
    assert rows(sampled, Seat) == []
    assert rows(sampled, Invitation) == []
