"""Who gets an answer, and which: roles, strangers, other workspaces, repeats, faults."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from gettext import NullTranslations

import pytest
from sqlalchemy import func, select

from bot import language
from bot.marks import mark
from bot.messages import organisations as messages
from cli.first_start import add_partnership, prepare
from cli.wiring import House
from db import installations, partnerships, people
from db.engine import Database
from db.models import AuditEntry, InboxEntry, Installation, Organisation, OrganisationName, RoleHeld
from db.tenancy import across_partnerships, within
from domain.roles import Role
from sandbox import Channel, Message
from sandbox.server import serving
from tests.world import World, introduce, shown, words

REFUSED = "Only a coordinator can do this. Ask the business unit."
NOT_THE_TEAM = (
    "This is for the partnership's own team: coordinators, chair and scrutineers. "
    "Ask the business unit."
)
STRANGER = "I can't show you anything here yet. Ask the business unit."


def count(world: World, model: type) -> int:
    """Count the rows of a table, of all partnerships."""
    with world.house.database.reading() as session, across_partnerships(session):
        return session.scalars(select(func.count()).select_from(model)).one()


@contextmanager
def served(world: World, house: House) -> Iterator[None]:
    """Let Slack speak to another process of ours."""
    before = world.slack.app_url
    with serving(house.web) as url:
        world.slack.app_url = f"{url}/slack/events"
        yield
    world.slack.app_url = before
    house.database.close()


class TestRoles:
    def test_a_partners_lead_sees_and_changes_nothing(self, world: World) -> None:
        for typed in ("/partner", "/partner list", "/partner show X", "/joinedup roles"):
            assert words(world.lead.run(typed).ephemeral) == NOT_THE_TEAM
        assert words(world.lead.run("/partner add X").ephemeral) == REFUSED
        assert count(world, Organisation) == 0

    def test_a_scrutineer_reads_everything_and_changes_nothing(self, world: World) -> None:
        scrutineer = world.workspace.add_user("Scrutineer", email="scrutineer@example.org")
        introduce(world, scrutineer, Role.SCRUTINEER)
        world.coordinator.run("/partner add County Police")
        assert "1 partner" in words(scrutineer.run("/partner").ephemeral)
        assert words(scrutineer.run("/partner add X").ephemeral) == REFUSED
        assert "New partner" not in words(scrutineer.run("/partner").ephemeral)
        assert count(world, Organisation) == 1

    def test_a_form_is_checked_when_it_comes_back_not_only_when_it_opens(
        self, world: World
    ) -> None:
        world.coordinator.run("/partner add")
        with world.house.database.writing() as session, within(session, world.partnership.id):
            person = people.by_slack(
                session, enterprise_id="", team_id=world.workspace.id, user_id=world.coordinator.id
            )
            assert person is not None
            held = session.scalars(select(RoleHeld).where(RoleHeld.person_id == person.id)).one()
            session.delete(held)
        world.coordinator.submit({"name": "County Police"})
        assert count(world, Organisation) == 0


class TestStrangers:
    def test_an_outsider_reads_one_sentence_and_no_data(self, world: World) -> None:
        world.coordinator.run("/partner add County Police")
        for typed in ("/partner", "/partner County Police", "/partner add X", "/joinedup help"):
            assert words(world.outsider.run(typed).ephemeral) == STRANGER

    def test_it_names_whom_to_ask(self, world: World) -> None:
        world.coordinator.run("/joinedup setup")
        world.coordinator.submit({"mailbox": "unit@example.org"})
        told = words(world.outsider.run("/partner").ephemeral)
        assert told == (
            "I can't show you anything here yet. Ask the business unit: unit@example.org."
        )

    def test_their_home_tab_says_the_same(self, world: World) -> None:
        world.outsider.open_home()
        assert world.outsider.home is not None
        assert shown(world.outsider.home.blocks) == STRANGER

    def test_a_button_in_a_channel_tells_them_too(self, world: World) -> None:
        message = posted(world)
        told = world.outsider.press(message, "organisation.list")
        assert told.status == 200
        assert words(world.outsider.ephemerals[-1]) == STRANGER

    def test_a_workspace_we_do_not_know_gets_an_empty_200(self, world: World) -> None:
        elsewhere = world.slack.add_workspace("Another")
        someone = elsewhere.add_user("Someone", email="someone@example.org")
        told = someone.run("/partner")
        assert (told.status, told.body) == (200, "")

    def test_a_workspace_that_removed_us_is_forgotten_with_its_token(self, world: World) -> None:
        world.workspace.uninstall()
        with world.house.database.reading() as session, across_partnerships(session):
            kept = session.scalars(select(Installation)).one()
        assert (kept.sealed_token, kept.revoked_at) == (b"", world.clock.now())


def posted(world: World) -> Message:
    """Let the bot post a message with a button where outsiders and partners see it."""
    message = messages.registered(1, "County Police")
    world.channel.members += [world.outsider.id]
    world.house.slack.post(world.workspace.bot_token, world.channel.id, message)
    return world.workspace.messages(world.channel)[-1]


class TestOtherWorkspaces:
    def test_somebody_of_another_workspace_is_bound_by_team_and_user(self, world: World) -> None:
        """Slack Connect: they press our button; a namesake in our own workspace is nobody."""
        police = world.slack.add_workspace("County Police", installed=False)
        chief = police.add_user("Chief", email="coordinator@example.org")
        channel = world.workspace.add_channel(
            "shared", members=[world.coordinator, world.workspace.bot, chief], shared_with=[police]
        )
        world.house.slack.post(
            world.workspace.bot_token, channel.id, messages.registered(1, "County Police")
        )
        message = world.workspace.messages(channel)[-1]
        chief.press(message, "organisation.list")
        assert words(chief.ephemerals[-1]) == STRANGER
        introduce(world, chief, Role.CHAIR)
        chief.press(message, "organisation.list")
        assert "No partners yet." in words(chief.ephemerals[-1])

    def test_they_cannot_run_commands_and_we_are_not_asked(self, world: World) -> None:
        police = world.slack.add_workspace("County Police", installed=False)
        chief = police.add_user("Chief", email="chief@police.example.org")
        told = chief.run("/partner")
        assert told.request is None
        assert "not a valid command" in told.shown


class TestForgeries:
    @pytest.mark.parametrize("slug", ["adults", "", "main:0", None, 7])
    def test_a_form_of_a_partnership_that_is_not_here_is_refused(
        self, world: World, slug: object
    ) -> None:
        world.coordinator.run("/partner add")
        view = world.coordinator.view
        assert view is not None
        view.content["private_metadata"] = json.dumps({"partnership": slug} if slug else {})
        world.coordinator.submit({"name": "County Police"})
        assert count(world, Organisation) == 0
        told = world.coordinator.view
        assert told is not None
        assert "Please begin again." in shown(told.blocks)

    @pytest.mark.parametrize("value", ["x", "9" * 30, "-1", "1.5", "١"])
    def test_a_button_with_a_strange_value_is_answered(self, world: World, value: str) -> None:
        message = posted(world)
        world.coordinator.press(with_value(message, value), "organisation.show")
        told = words(world.coordinator.ephemerals[-1])
        assert told == "This partner is no longer on the register."


def with_value(message: Message, value: str) -> Message:
    """Change what the buttons of a message carry."""
    for block in message.blocks:
        for element in block.get("elements", []):
            element["value"] = value
    return message


class TestInstallations:
    def test_a_late_event_does_not_undo_a_new_installation(self, world: World) -> None:
        late = world.workspace.event_request({"type": "app_uninstalled"})
        world.clock.moment += timedelta(minutes=5)
        with world.house.database.writing() as session:
            installations.revoke(
                session, team_id=world.workspace.id, happened_at=None, now=world.clock.now()
            )
        assert prepare(world.house)
        [told] = world.slack.deliver(late, copies=1)
        assert told.status == 200
        assert "No partners yet." in words(world.coordinator.run("/partner").ephemeral)

    def test_an_event_that_could_not_be_kept_is_asked_for_again(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError

        request = world.workspace.event_request({"type": "app_uninstalled"})
        monkeypatch.setattr("db.installations.revoke", broken)
        [told] = world.slack.deliver(request, copies=1)
        assert told.status == 503


class TestRepeats:
    def test_one_request_sent_four_times_at_once_has_one_effect(self, world: World) -> None:
        request = world.coordinator.command_request("/partner add County Police")
        answers = world.slack.deliver(request, copies=4, at_once=True)
        assert {answer.status for answer in answers} == {200}
        assert len({answer.body for answer in answers}) == 1
        assert "County Police is now a partner." in answers[0].body
        assert (count(world, Organisation), count(world, InboxEntry)) == (1, 1)

    def test_one_form_sent_four_times_at_once_has_one_effect(self, world: World) -> None:
        world.coordinator.run("/partner add")
        request = world.coordinator.submit_request({"name": "County Police"})
        answers = world.slack.deliver(request, copies=4, at_once=True)
        assert len({answer.body for answer in answers}) == 1
        assert count(world, Organisation) == 1

    def test_a_repeat_after_a_restart_gets_the_same_answer(self, world: World) -> None:
        request = world.coordinator.command_request("/partner add County Police")
        [first] = world.slack.deliver(request, copies=1)
        with served(world, world.restart_with()):
            moved = world.coordinator.command_request("/partner list")
            again = type(request)(
                request.kind, request.method, moved.url, request.headers, request.body
            )
            [second] = world.slack.deliver(again, copies=1)
        assert first.body == second.body
        assert count(world, Organisation) == 1

    def test_a_refused_wish_leaves_nothing_behind(self, world: World) -> None:
        world.coordinator.run("/partner add County Police")
        world.coordinator.run("/partner add")
        rows = count(world, InboxEntry), count(world, AuditEntry)
        assert world.coordinator.submit({"name": "county police"}).errors
        assert (count(world, InboxEntry), count(world, AuditEntry)) == rows


class TestFaults:
    def test_a_fault_is_said_with_a_reference_that_is_also_logged(
        self, world: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("about Confidential-Name")

        monkeypatch.setattr("db.organisations.register", broken)
        told = words(world.coordinator.run("/partner add Confidential-Name").ephemeral)
        assert told.startswith("Something went wrong here, and nothing was changed.")
        reference = told.rstrip(".").rpartition(" ")[2]
        out, err = capfd.readouterr()
        assert reference in out + err
        assert "Confidential-Name" not in out + err
        assert count(world, InboxEntry) == 0

    def test_a_form_that_slack_would_not_open_says_so(self, world: World) -> None:
        world.slack.faults.add(method="views.open", kind="slack_error", error="expired_trigger_id")
        told = world.coordinator.run("/partner add")
        assert words(told.ephemeral).startswith("Slack did not show what belongs here.")

    def test_a_button_whose_form_slack_would_not_open_says_so_too(self, world: World) -> None:
        told = world.coordinator.run("/partner")
        world.slack.faults.add(method="views.open", kind="slack_error", error="expired_trigger_id")
        assert told.ephemeral is not None
        world.coordinator.press(told.ephemeral, "organisation.new")
        assert "did not show" in words(world.coordinator.ephemerals[-1])

    def test_a_database_held_by_somebody_else_is_said_within_the_three_seconds(
        self, world: World
    ) -> None:
        if not world.house.database.is_sqlite:
            return  # PostgreSQL has no one lock for all
        with Database(world.house.database.url).writing():
            told = world.coordinator.run("/partner add County Police")
        assert told.elapsed < 3
        assert words(told.ephemeral).startswith("I am busy just now, and nothing was changed.")
        assert world.coordinator.run("/partner add County Police").ok

    def test_a_form_that_finds_us_busy_keeps_what_was_typed(self, world: World) -> None:
        if not world.house.database.is_sqlite:
            return  # PostgreSQL has no one lock for all
        world.coordinator.run("/partner add")
        with Database(world.house.database.url).writing():
            told = world.coordinator.submit({"name": "County Police"})
        [(_field, sentence)] = told.errors.items()
        assert sentence.startswith("I am busy just now, and nothing was changed.")
        assert world.coordinator.submit({"name": "County Police"}).ok
        assert count(world, Organisation) == 1

    def test_a_form_that_breaks_here_keeps_what_was_typed(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError

        world.coordinator.run("/partner add")
        with monkeypatch.context() as patch:
            patch.setattr("db.organisations.register", broken)
            told = world.coordinator.submit({"name": "County Police"})
        [(_field, sentence)] = told.errors.items()
        assert sentence.startswith("Something went wrong here, and nothing was changed.")
        assert world.coordinator.submit({"name": "County Police"}).ok
        assert count(world, Organisation) == 1

    def test_slack_that_hangs_does_not_cost_us_the_three_seconds(self, world: World) -> None:
        world.slack.faults.add(method="views.open", kind="delay", seconds=5)
        told = world.coordinator.run("/partner add")
        assert told.status == 200
        assert told.elapsed < 3


class TestSeveralPartnerships:
    @pytest.fixture
    def both(self, world: World) -> tuple[World, Channel]:
        channel = world.workspace.add_channel(
            "adults", private=True, members=[world.coordinator, world.workspace.bot]
        )
        add_partnership(world.house, slug="adults", name="Adults’ Board", channels=[channel.id])
        return world, channel

    def test_the_channel_decides(self, both: tuple[World, Channel]) -> None:
        world, adults = both
        world.coordinator.run("/partner add Care Home", channel=adults)
        with world.house.database.reading() as session, across_partnerships(session):
            found = session.scalars(select(Organisation)).one()
            meant = partnerships.by_slug(session, "adults")
        assert meant is not None
        assert found.partnership_id == meant.id

    def test_elsewhere_it_is_asked_and_the_choice_does_what_was_typed(
        self, both: tuple[World, Channel]
    ) -> None:
        world, _adults = both
        told = world.coordinator.run("/partner add Care Home")
        assert words(told.ephemeral).splitlines() == [
            "Which partnership is this for?",
            "Adults’ Board",
            "Partnership",
        ]
        assert count(world, Organisation) == 0
        assert told.ephemeral is not None
        world.coordinator.press(told.ephemeral, "partnership.choose", block_id=mark("adults"))
        assert "Care Home is now a partner." in words(world.coordinator.ephemerals[-1])
        with world.house.database.reading() as session, across_partnerships(session):
            assert session.scalars(select(OrganisationName.name)).one() == "Care Home"

    def test_a_form_goes_to_the_partnership_it_was_opened_for(
        self, both: tuple[World, Channel]
    ) -> None:
        world, adults = both
        told = world.coordinator.run("/partner add")
        assert told.ephemeral is not None
        world.coordinator.press(told.ephemeral, "partnership.choose", block_id=mark("adults"))
        world.coordinator.submit({"name": "Care Home"})
        assert "Care Home" in words(world.coordinator.run("/partner", channel=adults).ephemeral)

    def test_whom_only_one_partnership_knows_is_not_asked(
        self, both: tuple[World, Channel]
    ) -> None:
        world, _adults = both
        chair = world.workspace.add_user("Chair", email="chair@example.org")
        with world.house.database.reading() as session:
            main = partnerships.by_slug(session, "main")
        assert main is not None
        with world.house.database.writing() as session, within(session, main.id):
            person = people.add(session, name="Chair", now=world.clock.now())
            people.identify(
                session, person, enterprise_id="", team_id=world.workspace.id, user_id=chair.id
            )
            people.give_role(
                session,
                person,
                Role.CHAIR,
                by=None,
                day=main.day(world.clock.now()),
                now=world.clock.now(),
            )
        assert "No partners yet." in words(chair.run("/partner").ephemeral)

    def test_the_coordinators_channel_of_a_setup_decides_too(
        self, both: tuple[World, Channel]
    ) -> None:
        world, _ = both
        told = world.coordinator.run("/joinedup setup")
        assert told.ephemeral is not None
        world.coordinator.press(told.ephemeral, "partnership.choose", block_id=mark("main"))
        world.coordinator.submit({"channel": world.channel.id})
        told = world.coordinator.run("/partner", channel=world.channel)
        assert "No partners yet." in words(told.ephemeral)

    def test_strangers_are_strangers_to_both(self, both: tuple[World, Channel]) -> None:
        world, _adults = both
        assert words(world.outsider.run("/partner").ephemeral) == STRANGER


def test_a_prefix_keeps_another_apps_commands_apart(world: World) -> None:
    with served(world, world.restart_with(command_prefix="ju")):
        told = world.coordinator.run("/ju-partner add County Police")
        assert "County Police is now a partner." in words(told.ephemeral)
        assert "/ju-partner add NAME" in words(world.coordinator.run("/ju-joinedup help").ephemeral)
        assert "1 partner" in words(world.coordinator.run("/ju-joinedup partner").ephemeral)
        assert world.coordinator.run("/partner").body == ""


def test_a_person_reads_their_own_language(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class Loud(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.replace("No ", "Dim ").replace("This name has", "Mae gan yr enw")

    codes = []

    def catalogue(code: str) -> NullTranslations:
        codes.append(code)
        return Loud() if code == "cy" else NullTranslations()

    monkeypatch.setattr(language, "catalogue", catalogue)
    with world.house.database.writing() as session, across_partnerships(session):
        person = people.by_slack(
            session, enterprise_id="", team_id=world.workspace.id, user_id=world.coordinator.id
        )
        assert person is not None
        person.language = "cy"
    assert "Dim partners yet." in words(world.coordinator.run("/partner").ephemeral)
    world.coordinator.run("/partner add " + "x" * 130)
    assert world.coordinator.view is not None
    assert "Mae gan yr enw 130" in shown(world.coordinator.view.blocks)
