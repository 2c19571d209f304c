"""`/joinedup roles`: given and taken with dates; a coordinator is always left."""

from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from db import people, roles
from db.models import AuditEntry, Delivery, Person, RoleHeld, SlackIdentity
from db.tenancy import across_partnerships, within
from domain.errors import Refused
from domain.roles import Role
from domain.spans import Span
from sandbox import Outcome
from tests.world import World, introduce, shown, words


def rows(world: World, model: type[Any]) -> list[Any]:
    with world.house.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(model).order_by(model.id)))


def open_form(world: World, action: str, *, value: str | None = None) -> None:
    listing = world.coordinator.run("/joinedup roles").ephemeral
    assert listing is not None
    world.coordinator.press(listing, action, value=value)


def give(world: World, **entered: object) -> Outcome:
    open_form(world, "role.new")
    if "person" in entered:
        assert world.coordinator.view is not None
        found = world.coordinator.search(
            world.coordinator.view, "search.people", str(entered["person"])
        )
        entered["person"] = found.offered[0]
    return world.coordinator.submit(entered)


def end(world: World, name: str, until: date | None = None) -> Outcome:
    listing = world.coordinator.run("/joinedup roles").ephemeral
    assert listing is not None
    block = next(each for each in listing.blocks if shown(each).endswith(name))
    world.coordinator.press(listing, "role.end", block_id=block["block_id"])
    return world.coordinator.submit({"until": until.isoformat()} if until else {})


def today(world: World) -> date:
    return world.partnership.day(world.clock.now())


def test_they_are_listed_by_role_with_their_dates(world: World) -> None:
    give(world, role="chair", person="Police lead", since="2027-01-01", until="2028-01-01")
    told = words(world.coordinator.run("/joinedup roles").ephemeral)
    assert "*Coordinator.* Runs everything." in told
    assert "Police lead (from 1 January 2027 until 1 January 2028)" in told


def test_a_role_counts_from_its_day_on(world: World) -> None:
    told = give(world, role="scrutineer", person="Police lead", since="2026-12-01")
    assert told.ok
    assert words(world.lead.run("/partner").ephemeral).startswith("This is for the partnership's")
    world.clock.moment += timedelta(days=10)
    assert "No partners yet." in words(world.lead.run("/partner").ephemeral)


def test_a_role_is_lost_on_its_day(world: World) -> None:
    give(world, role="chair", person="Police lead")
    assert "No partners yet." in words(world.lead.run("/partner").ephemeral)
    [chair] = [each for each in rows(world, RoleHeld) if each.role == "chair"]
    open_form(world, "role.end", value=str(chair.id))
    world.coordinator.submit({"until": (today(world) + timedelta(days=5)).isoformat()})
    assert "No partners yet." in words(world.lead.run("/partner").ephemeral)
    world.clock.moment += timedelta(days=5)
    assert words(world.lead.run("/partner").ephemeral).startswith("This is for the partnership's")


def test_a_member_of_the_workspace_is_made_known_by_picking_them(world: World) -> None:
    told = give(world, role="chair", member=world.outsider.id)
    assert told.ok
    assert "No partners yet." in words(world.outsider.run("/partner").ephemeral)
    person = next(each for each in rows(world, Person) if each.name == "Outsider")
    identity = next(each for each in rows(world, SlackIdentity) if each.person_id == person.id)
    assert (identity.team_id, identity.user_id) == (world.workspace.id, world.outsider.id)
    assert {"identify", "give role"} <= {each.verb for each in rows(world, AuditEntry)}


def test_a_member_whose_address_is_known_is_that_person(world: World) -> None:
    with world.house.database.writing() as session, within(session, world.partnership.id):
        people.add(session, name="Chair", address="outsider@example.org", now=world.clock.now())
    give(world, role="chair", member=world.outsider.id)
    assert "Outsider" not in {each.name for each in rows(world, Person)}
    assert "No partners yet." in words(world.outsider.run("/partner").ephemeral)


def test_a_new_coordinator_is_greeted_once(world: World) -> None:
    give(world, role="coordinator", member=world.outsider.id)
    keys = [each.key for each in rows(world, Delivery)]
    assert len(keys) == len(set(keys)) == 2
    assert words(world.outsider.run("/partner add X").ephemeral).startswith("X is now a partner.")


def test_somebody_of_another_workspace_cannot_be_picked(world: World) -> None:
    police = world.slack.add_workspace("County Police", installed=False)
    chief = police.add_user("Chief", email="chief@police.example.org")
    world.workspace.add_channel(
        "shared", members=[world.coordinator, world.workspace.bot, chief], shared_with=[police]
    )
    told = give(world, role="chair", member=chief.id)
    assert told.errors["member"].startswith("They belong to another workspace.")
    assert "Chief" not in {each.name for each in rows(world, Person)}


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({}, "person", "Please choose somebody known, or a member of this workspace"),
        ({"person": "Police lead", "until": "2026-11-01"}, "until", "This ends before it begins."),
        (
            {"person": "Police lead", "role": "partner"},
            "since",
            "Police lead has this role on some",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    world: World, entered: dict[str, object], field: str, sentence: str
) -> None:
    before = len(rows(world, RoleHeld))
    told = give(world, **dict(entered))
    assert told.errors[field].startswith(sentence)
    assert len(rows(world, RoleHeld)) == before


def add(world: World, name: str) -> None:
    """Add somebody without an address whom nobody has seen in Slack."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        people.add(session, name=name, now=world.clock.now())


def identify(world: World, name: str, team_id: str) -> None:
    with world.house.database.writing() as session, within(session, world.partnership.id):
        [person] = people.named(session, name)
        people.identify(session, person, enterprise_id="", team_id=team_id, user_id="U0STRANGER")


class TestTheLastCoordinator:
    @pytest.mark.parametrize("days", [0, 1, 300])
    def test_cannot_be_removed_now_or_later(self, world: World, days: int) -> None:
        told = end(world, "Coordinator", today(world) + timedelta(days=days))
        assert told.errors["until"].startswith("There would be no coordinator from")
        assert words(world.coordinator.run("/partner add X").ephemeral).startswith("X is now")

    def test_may_go_once_another_follows_without_a_gap(self, world: World) -> None:
        give(world, role="coordinator", person="Police lead", since="2026-12-10")
        told = end(world, "Coordinator", date(2026, 12, 9))
        assert "There would be no coordinator from 9 December 2026" in told.errors["until"]
        told = world.coordinator.submit({"until": "2026-12-10"})
        assert told.ok
        world.clock.moment += timedelta(days=30)
        assert words(world.lead.run("/partner add X").ephemeral).startswith("X is now a partner.")
        assert "Only a coordinator" in words(world.coordinator.run("/partner add Y").ephemeral)

    def test_somebody_never_seen_in_slack_is_none_who_could_act(self, world: World) -> None:
        add(world, "Stranger")
        give(world, role="coordinator", person="Stranger")
        told = end(world, "Coordinator")
        assert told.errors["until"] == (
            "There would be no coordinator from 23 November 2026. "
            "Stranger has not been seen in Slack yet. Please let them write to me there first."
        )
        assert words(world.coordinator.run("/partner add X").ephemeral).startswith("X is now")
        identify(world, "Stranger", world.workspace.id)
        assert end(world, "Coordinator").ok

    def test_somebody_of_a_workspace_without_the_app_is_none_either(self, world: World) -> None:
        add(world, "Stranger")
        give(world, role="coordinator", person="Stranger")
        identify(world, "Stranger", "T0ELSEWHERE")
        told = end(world, "Coordinator")
        assert "Stranger has not been seen in Slack yet." in told.errors["until"]

    def test_a_role_of_somebody_never_seen_can_be_ended(self, world: World) -> None:
        add(world, "Stranger")
        give(world, role="coordinator", person="Stranger")
        assert end(world, "Stranger").ok

    def test_the_one_who_follows_may_not_go_either(self, world: World) -> None:
        give(world, role="coordinator", person="Police lead", since="2026-12-10")
        end(world, "Coordinator", date(2026, 12, 10))
        world.clock.moment += timedelta(days=30)
        listing = world.lead.run("/joinedup roles").ephemeral
        assert listing is not None
        [own] = [r for r in rows(world, RoleHeld) if r.role == "coordinator" and r.until is None]
        block = next(
            b["block_id"]
            for b in listing.blocks
            if b.get("accessory", {}).get("value") == str(own.id)
        )
        world.lead.press(listing, "role.end", block_id=block)
        told = world.lead.submit({})
        assert told.errors["until"].startswith("There would be no coordinator")

    def test_two_who_take_each_others_role_at_once_do_not_both_succeed(self, world: World) -> None:
        introduce(world, world.outsider, Role.COORDINATOR)
        ids = [each.id for each in rows(world, RoleHeld) if each.role == "coordinator"]
        refused: list[str] = []

        def take(role_id: int) -> None:
            database, now = world.house.database, world.clock.now()
            try:
                with database.writing() as session, within(session, world.partnership.id):
                    roles.take(
                        session, role_id, until=today(world), day=today(world), by=None, now=now
                    )
            except Refused as no:
                refused.append(no.sentence)

        both = [Thread(target=take, args=(each,)) for each in ids]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert len(refused) == 1
        with world.house.database.reading() as session, within(session, world.partnership.id):
            assert len(people.in_role(session, Role.COORDINATOR, today(world))) == 1


def test_a_role_that_has_not_begun_is_taken_back(world: World) -> None:
    with world.house.database.writing() as session, within(session, world.partnership.id):
        person = session.scalars(select(Person).where(Person.name == "Police lead")).one()
        later = Span(today(world) + timedelta(days=30))
        roles.give(session, person, Role.CHAIR, later, by=None, now=world.clock.now())
    [chair] = [each for each in rows(world, RoleHeld) if each.role == "chair"]
    open_form(world, "role.end", value=str(chair.id))
    assert world.coordinator.submit({"until": today(world).isoformat()}).ok
    assert not [each for each in rows(world, RoleHeld) if each.role == "chair"]
