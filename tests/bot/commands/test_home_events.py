"""Coming events on Home, the rehearsal's way out, and the last of the first steps."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import copies, diary_contacts, events, people
from db.models import Person, SlackIdentity
from db.tenancy import within
from domain.roles import Role
from tests.bot.commands.arranged import DECEMBER, arranged, live
from tests.bot.commands.register import BEGAN, found, lead
from tests.bot.commands.test_home import buttons, home
from tests.world import World, introduce, shown


def known_lead(world: World) -> None:
    """Let the world's lead lead the seat of the police."""
    world.coordinator.run("/partner lead County Police")
    person = found(world, "search.people", "Police lead")
    world.coordinator.submit({"person": person, "since": BEGAN})


def sees(world: World) -> str:
    world.lead.open_home()
    assert world.lead.home is not None
    return shown(world.lead.home.blocks)


class TestComing:
    def test_the_next_three_can_be_opened(self, register: World) -> None:
        for week in range(5):
            arranged(register, f"Forum {week}", DECEMBER + timedelta(weeks=week))
        told = shown(home(register).blocks)
        assert "Forum 0\nThursday 3 December 2026, 10:00 to 12:00 (London time)" in told
        assert "Forum 3" not in told
        assert "And 2 more: see Events below." in told
        assert buttons(home(register)).count("event.show") == 3
        assert {"event.new", "event.list"} <= set(buttons(home(register)))

    def test_none_is_said(self, register: World) -> None:
        assert "No event is to come yet." in shown(home(register).blocks)

    @pytest.mark.parametrize("role", [Role.CHAIR, Role.SCRUTINEER])
    def test_readers_see_them_too(self, register: World, role: Role) -> None:
        reader = register.workspace.add_user("Reader", email="reader@example.org")
        introduce(register, reader, role)
        arranged(register)
        reader.open_home()
        assert reader.home is not None
        assert "Forum\nThursday 3 December 2026" in shown(reader.home.blocks)
        assert "In rehearsal" in shown(reader.home.blocks)
        assert "event.show" in buttons(reader.home)
        assert "golive.show" not in buttons(reader.home)


class TestAPartnersOwn:
    def test_what_they_are_invited_to(self, register: World) -> None:
        live(register)
        known_lead(register)
        arranged(register)
        told = sees(register)
        assert "Your coming meetings\nForum\nThursday 3 December 2026, 10:00" in told
        assert register.lead.home is not None
        assert {"feed.show", "event.agenda"} <= set(buttons(register.lead.home))
        register.lead.press(register.lead.home, "event.agenda")
        assert register.lead.view is not None
        assert "https://joinedup.example.org/event/" in str(register.lead.view.blocks)

    def test_nothing_while_in_rehearsal(self, register: World) -> None:
        known_lead(register)
        arranged(register)
        assert "Forum" not in sees(register)

    def test_nothing_of_others(self, register: World) -> None:
        live(register)
        lead(register, new_name="Chief", address="chief@example.org", since=BEGAN)
        arranged(register)
        assert "You are invited to nothing just now." in sees(register)

    def test_what_is_over_has_gone(self, register: World) -> None:
        live(register)
        known_lead(register)
        arranged(register)
        register.clock.moment += timedelta(days=11)
        assert "Forum" not in sees(register)

    def test_whoever_keeps_a_diary_sees_its_events(self, register: World) -> None:
        live(register)
        lead(register, new_name="Chief", address="chief@example.org", since=BEGAN)
        arranged(register)
        now = register.clock.now()
        own = register.partnership.id
        with register.house.database.writing() as session, within(session, own):
            keeper = people.by_slack(
                session,
                enterprise_id="",
                team_id=register.workspace.id,
                user_id=register.lead.id,
            )
            chief = session.scalars(select(Person).where(Person.name == "Chief")).one()
            assert keeper is not None
            diary_contacts.add(
                session, chief, keeper, since=date(2026, 1, 1), until=None, by=None, now=now
            )
        assert "Forum\nThursday 3 December 2026" in sees(register)


class TestRehearsal:
    def test_home_leads_to_its_end_until_it_is_over(self, register: World) -> None:
        assert "golive.show" in buttons(home(register))
        register.coordinator.press(home(register), "golive.show")
        assert "Going live" in shown(
            register.coordinator.view.blocks if register.coordinator.view else ()
        )
        live(register)
        told = shown(home(register).blocks)
        assert "In rehearsal" not in told
        assert "golive.show" not in buttons(home(register))

    def test_the_two_minutes_can_be_stopped_there(self, register: World) -> None:
        register.clock.moment += timedelta(minutes=-2)
        live(register)
        register.clock.moment += timedelta(minutes=-1)
        told = shown(home(register).blocks)
        assert "You go live at 09:28. Until then you can stop it." in told
        register.coordinator.press(home(register), "golive.stop")
        assert "Stopped: you are in rehearsal still." in shown(
            register.coordinator.home.blocks if register.coordinator.home else ()
        )
        assert register.partnership.live_at is None


class TestFirstSteps:
    def test_meetings_and_a_test_copy_are_the_last_two(self, register: World) -> None:
        lead(register, new_name="Chief", address="chief@example.org", since=BEGAN)
        register.coordinator.run("/joinedup setup")
        register.coordinator.submit({"name": "Board"})
        assert "*Next:*  This year's meetings" in shown(home(register).blocks)
        assert {"event.import.open", "event.new"} <= set(buttons(home(register)))
        live(register)
        series_id = arranged(register)
        with register.house.database.writing() as session, within(session, register.partnership.id):
            partnership = events.partnership(session)
            partnership.live_at = None
            series = events.series_by_id(session, series_id)
            assert series is not None
        assert "*Next:*  Send me a test copy" in shown(home(register).blocks)
        now = register.clock.now()
        with register.house.database.writing() as session, within(session, register.partnership.id):
            series = events.series_by_id(session, series_id)
            me = session.scalars(select(SlackIdentity.person_id)).first()
            assert series is not None
            assert me is not None
            copies.plan(session, series, [me], why="test", now=now)
        assert "Your first ten minutes" not in shown(home(register).blocks)
