"""The Home tab of each, the first ten minutes, and sample data."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.commands import TABLE
from bot.routing import Button
from db import organisations, people
from db.models import Body, Membership, Organisation, Partnership, Person, Post, Seat, SeatHolder
from db.models.base import Base, Owned
from db.tenancy import across_partnerships, within
from domain.roles import Role
from sandbox import View
from tests.bot.commands.register import body, lead, seat
from tests.world import World, introduce, shown, words


def home(world: World) -> View:
    world.coordinator.open_home()
    assert world.coordinator.home is not None
    return world.coordinator.home


def buttons(view: View) -> list[str]:
    """Give the action ids on a view, in order."""
    found: list[str] = []
    for block in view.blocks:
        parts = [*block.get("elements", []), block.get("accessory", {})]
        found += [each["action_id"] for each in parts if each.get("action_id")]
    return found


def count(world: World, model: type[Any]) -> int:
    with world.house.database.reading() as session, across_partnerships(session):
        return len(session.scalars(select(model)).all())


def test_a_new_coordinator_finds_the_first_step_and_empty_states_that_teach(world: World) -> None:
    told = shown(home(world).blocks)
    assert "Your first ten minutes" in told
    assert "*Next:*  Name, time zone" in told
    assert "Nothing needs you now. I will say so here when something does." in told
    assert "Nothing changes this month" in told


def test_every_button_on_home_is_answered(world: World) -> None:
    world.coordinator.press(home(world), "sample.lay")
    known = set(TABLE.named(Button))
    assert [each for each in buttons(home(world)) if each not in known] == []
    world.coordinator.press(home(world), "sample.remove")
    assert [each for each in buttons(home(world)) if each not in known] == []


def test_the_steps_go_on_where_they_were_left_and_can_be_skipped(world: World) -> None:
    world.coordinator.press(home(world), "home.skip")
    told = shown(home(world).blocks)
    assert "Skipped:  Name, time zone" in told
    assert "*Next:*  Bring your spreadsheet" in told
    world.coordinator.run("/partner add County Police")
    world.coordinator.press(home(world), "home.skip")
    told = shown(home(world).blocks)
    assert "Done:  Bring your spreadsheet" in told
    assert "Skipped:  Bodies" in told
    for _step in ("seats", "meetings", "test copy"):
        assert "Your first ten minutes" in shown(home(world).blocks)
        world.coordinator.press(home(world), "home.skip")
    assert "Your first ten minutes" not in shown(home(world).blocks)
    assert "The partnership is not set up yet" in shown(home(world).blocks)


def test_a_skipped_step_that_is_done_after_all_counts_as_done(world: World) -> None:
    world.coordinator.press(home(world), "home.skip")
    world.coordinator.run("/joinedup setup")
    world.coordinator.submit({"name": "Board"})
    assert "Done:  Name, time zone" in shown(home(world).blocks)


def test_the_seats_are_not_done_while_one_has_no_lead(register: World) -> None:
    body(register, "Forum")
    lead(register, new_name="Chief")
    assert "Done:  Seats" in steps(register)
    seat(register, body="Forum")
    assert "County Police has no lead on the Forum." in steps(register)
    assert "Done:  Seats" not in steps(register)
    with register.house.database.writing() as session, across_partnerships(session):
        session.scalars(select(Partnership)).one().live_at = register.clock.now()
    assert "Done:  Seats" in steps(register)


def steps(world: World) -> str:
    return shown(home(world).blocks)


class TestSampleData:
    def test_it_is_laid_and_removed_in_one_press_each(self, world: World) -> None:
        before = counted(world)
        world.coordinator.press(home(world), "sample.lay")
        told = shown(home(world).blocks)
        assert "12 partners on the register." in told
        assert "You are looking round with sample data." in told
        assert "To go live: 1 address missing, 1 seat without a lead," in told
        world.coordinator.press(home(world), "sample.remove")
        assert "0 partners on the register." in shown(home(world).blocks)
        after = counted(world)
        changed = {name for name in after if after[name] != before[name]}
        assert changed <= {"AuditEntry", "AuditDetail", "InboxEntry"}

    def test_everything_it_shows_says_that_it_is_sample(self, world: World) -> None:
        world.coordinator.press(home(world), "sample.lay")
        told = shown(home(world).blocks) + words_of(world, "/partner Anyshire Police")
        told += words_of(world, "/partner") + words_of(world, "/joinedup bodies")
        partner = "Anyshire [A-Z][a-z]+(?: (?:and )?[A-Z][a-z]+)*"
        names = (partner, "Police lead", "Leadership Forum")
        for name in names:
            found = re.findall(rf"\b{name}\b(.{{0,9}})", told)
            assert found
            assert {each for each in found if not each.startswith(" (sample)")} <= {"'s office"}

    def test_it_fits_an_empty_register_only(self, world: World) -> None:
        world.coordinator.run("/partner add County Police")
        assert "sample.lay" not in buttons(home(world))
        with world.house.database.reading() as session, across_partnerships(session):
            assert not session.scalars(select(Organisation).where(Organisation.sample)).all()

    def test_pressed_twice_it_is_there_once(self, world: World) -> None:
        both = [world.coordinator.run("/joinedup").ephemeral for _ in range(2)]
        for message in both:
            assert message is not None
            world.coordinator.press(message, "sample.lay")
        assert "Sample data fits an empty register only." in words(world.coordinator.ephemerals[-1])
        assert count(world, Organisation) == 12

    def test_what_somebody_real_uses_stays_and_is_real(self, world: World) -> None:
        world.coordinator.press(home(world), "sample.lay")
        world.coordinator.run("/partner add Housing Trust")
        use(world)
        world.coordinator.press(home(world), "sample.remove")
        told = shown(home(world).blocks)
        with world.house.database.reading() as session, across_partnerships(session):
            kept = session.scalars(select(Body)).one()
            holder = session.scalars(select(SeatHolder)).one()
            lead = session.get_one(Person, holder.person_id)
            assert session.scalars(select(Organisation)).one().sample is False
            assert session.scalars(select(Membership)).one().successor_id is None
        assert (kept.name, kept.sample) == ("Leadership Forum", False)
        assert (lead.name, lead.sample) == ("Fire lead", False)
        assert "1 partner on the register." in told


def use(world: World) -> None:
    """Give a real partner a seat on a sample body, held by a sample person, and a successor."""
    day = world.partnership.day(world.clock.now())
    with world.house.database.writing() as session, within(session, world.partnership.id):
        real = session.scalars(select(Organisation).where(~Organisation.sample)).one()
        forum = session.scalars(select(Body).where(Body.name_key.contains("forum"))).one()
        lead = session.scalars(select(Person).where(Person.name == "Fire lead (sample)")).one()
        seat = Seat(organisation_id=real.id, body_id=forum.id, title="", since=day)
        session.add(seat)
        session.flush()
        session.add(SeatHolder(seat_id=seat.id, person_id=lead.id, part="lead", since=day))
        own = session.scalars(select(Membership).where(Membership.organisation_id == real.id)).one()
        own.successor_id = session.scalars(
            select(Organisation.id).where(Organisation.sample).limit(1)
        ).one()


def words_of(world: World, line: str) -> str:
    told = world.coordinator.run(line)
    assert told.ephemeral is not None
    return shown(told.ephemeral.blocks)


def counted(world: World) -> dict[str, int]:
    """Count the rows of every table."""
    models = [each.class_ for each in Base.registry.mappers if issubclass(each.class_, Owned)]
    return {model.__name__: count(world, model) for model in models}


class TestAPartner:
    def test_sees_its_own_organisation_and_who_holds_its_seats(self, world: World) -> None:
        world.coordinator.press(home(world), "sample.lay")
        belong(world, "Anyshire Police")
        world.lead.open_home()
        assert world.lead.home is not None
        told = shown(world.lead.home.blocks)
        assert "Anyshire Police (sample)" in told
        assert "Leadership Forum (sample)\nPolice lead (sample) leads." in told
        assert "Deputies: Police deputy (sample), Second police deputy (sample)." in told
        assert "Health" not in told
        assert set(buttons(world.lead.home)) == {"seat.tell", "preferences.open", "record.show"}

    def test_without_an_organisation_is_told_whom_to_ask(self, world: World) -> None:
        world.lead.open_home()
        assert world.lead.home is not None
        assert "I don't know yet which organisation is yours." in shown(world.lead.home.blocks)

    def test_is_told_that_its_post_has_ended(self, register: World) -> None:
        belong(register, "County Police")
        with register.house.database.writing() as session, across_partnerships(session):
            session.scalars(select(Post)).one().until = date(2026, 11, 24)
        assert "\nCounty Police\n" in self.sees(register)
        register.clock.moment += timedelta(days=1)
        told = self.sees(register)
        assert "You no longer hold a post at County Police." in told
        assert "which organisation is yours" not in told

    def test_is_told_that_its_organisation_has_closed(self, register: World) -> None:
        belong(register, "County Police")
        register.coordinator.run("/partner close County Police")
        assert register.coordinator.submit({"day": "2026-11-23"}).ok
        assert "County Police is no longer a partner." in self.sees(register)

    def sees(self, world: World) -> str:
        world.lead.open_home()
        assert world.lead.home is not None
        return shown(world.lead.home.blocks)

    def test_is_shown_the_same_by_the_bare_command(self, world: World) -> None:
        told = world.lead.run("/joinedup")
        assert told.ephemeral is not None
        assert "which organisation is yours" in shown(told.ephemeral.blocks)

    def test_sees_phone_mailbox_and_how_details_are_used(self, world: World) -> None:
        world.coordinator.run("/joinedup settings")
        world.coordinator.submit(
            {
                "mailbox": "unit@example.org",
                "phone": "01632 960000",
                "privacy_page": "https://example.org/privacy",
            }
        )
        world.lead.open_home()
        assert world.lead.home is not None
        assert "Questions? unit@example.org · 01632 960000" in shown(world.lead.home.blocks)
        assert "https://example.org/privacy" in str(world.lead.home.blocks)


def belong(world: World, name: str) -> None:
    """Give the world's lead a post at a partner."""
    day = world.partnership.day(world.clock.now())
    with world.house.database.writing() as session, within(session, world.partnership.id):
        found = organisations.named(session, name, day=day)
        assert found is not None
        person = people.by_slack(
            session, enterprise_id="", team_id=world.workspace.id, user_id=world.lead.id
        )
        assert person is not None
        session.add(Post(person_id=person.id, organisation_id=found.id, since=day))


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SCRUTINEER])
def test_a_reader_sees_no_button_that_changes_anything(world: World, role: Role) -> None:
    reader = world.workspace.add_user("Reader", email="reader@example.org")
    introduce(world, reader, role)
    world.coordinator.press(home(world), "sample.lay")
    reader.open_home()
    assert reader.home is not None
    for action in buttons(reader.home):
        row = TABLE.find(Button, action)
        assert row is not None
        assert not row.changes
        assert role in row.role


def test_home_takes_as_many_queries_for_many_partners_as_for_few(world: World) -> None:
    world.coordinator.press(home(world), "sample.lay")
    world.coordinator.run("/partner add Agency")
    few = queries(world)
    day = world.partnership.day(world.clock.now())
    with world.house.database.writing() as session, within(session, world.partnership.id):
        for number in range(60):
            organisations.register(
                session, f"Agency {number:02}", since=day, by=None, now=world.clock.now()
            )
    assert queries(world) == few
    assert few <= 45


def queries(world: World) -> int:
    """Count the statements that a look at Home takes."""
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    engine = world.house.database.engine
    event.listen(engine, "before_cursor_execute", note)
    world.coordinator.open_home()
    event.remove(engine, "before_cursor_execute", note)
    return len([each for each in seen if each.lstrip().startswith("SELECT")])
