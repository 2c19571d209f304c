"""`/joinedup`: overview, set-up and settings."""

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Sector, Term
from db.tenancy import across_partnerships
from domain.roles import Role
from tests.world import World, introduce, shown, words


def test_the_overview_offers_every_action_as_a_button(world: World) -> None:
    told = world.coordinator.run("/joinedup")
    assert "In rehearsal: nothing reaches partners until you go live." in words(told.ephemeral)
    assert told.ephemeral is not None
    for action, found in (
        ("organisation.list", "No partners yet."),
        ("partnership.help", "What you can ask me"),
    ):
        world.coordinator.press(told.ephemeral, action)
        assert found in words(world.coordinator.ephemerals[-1])


def test_every_noun_works_behind_joinedup(world: World) -> None:
    world.coordinator.run("/joinedup partner add County Police")
    assert "1 partner" in words(world.coordinator.run("/joinedup partner").ephemeral)
    assert "Settings" in words(world.coordinator.run("/joinedup").ephemeral)


def test_setup_keeps_name_zone_channel_and_mailbox(world: World) -> None:
    world.coordinator.run("/joinedup setup")
    told = world.coordinator.submit(
        {
            "name": "Children’s Partnership",
            "zone": "Europe/Dublin",
            "channel": world.channel.id,
            "mailbox": "unit@example.org",
        }
    )
    assert told.ok
    assert "Children’s Partnership is set up." in shown(told.view.blocks if told.view else ())
    kept = world.partnership
    assert (kept.name, kept.zone) == ("Children’s Partnership", "Europe/Dublin")
    assert (kept.coordinators_channel, kept.reply_mailbox) == (world.channel.id, "unit@example.org")
    assert kept.set_up_at == world.clock.now()


def test_the_form_comes_back_filled_in(world: World) -> None:
    world.coordinator.run("/joinedup setup")
    world.coordinator.submit({"name": "Children’s Partnership", "channel": world.channel.id})
    world.coordinator.run("/joinedup setup")
    told = world.coordinator.submit({})
    assert told.ok
    assert world.partnership.coordinators_channel == world.channel.id


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({"zone": "Europe/Londn"}, "zone", "I don't know the time zone"),
        ({"name": "   "}, "name", "Please give a name, with a letter"),
        ({"mailbox": "unit at example"}, "mailbox", "This is not a mail address."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    world: World, entered: dict[str, str], field: str, sentence: str
) -> None:
    world.coordinator.run("/joinedup setup")
    told = world.coordinator.submit(entered)
    assert list(told.errors) == [field]
    assert told.errors[field].startswith(sentence)
    assert world.partnership.set_up_at is None


def test_an_open_channel_is_refused(world: World) -> None:
    channel = world.workspace.add_channel(
        "general", members=[world.coordinator, world.workspace.bot]
    )
    world.coordinator.run("/joinedup setup")
    told = world.coordinator.submit({"channel": channel.id})
    assert told.errors["channel"].startswith("This channel is open to everyone")


def test_a_channel_shared_with_another_organisation_is_refused(world: World) -> None:
    other = world.slack.add_workspace("Police")
    channel = world.workspace.add_channel(
        "shared",
        private=True,
        members=[world.coordinator, world.workspace.bot],
        shared_with=[other],
    )
    world.coordinator.run("/joinedup setup")
    told = world.coordinator.submit({"channel": channel.id})
    assert told.errors["channel"].startswith("This channel is shared with another organisation")


def test_a_channel_without_us_says_how_to_invite_us(world: World) -> None:
    channel = world.workspace.add_channel("private", private=True, members=[world.coordinator])
    world.coordinator.run("/joinedup setup")
    told = world.coordinator.submit({"channel": channel.id})
    assert "Invite me there with /invite" in told.errors["channel"]


def test_slack_that_does_not_answer_is_not_called_an_unknown_channel(world: World) -> None:
    world.coordinator.run("/joinedup setup")
    world.slack.faults.add(method="conversations.info", kind="error500")
    told = world.coordinator.submit({"channel": world.channel.id})
    assert told.status == 200
    assert world.coordinator.view is not None
    assert "Slack did not answer, so nothing was saved." in shown(world.coordinator.view.blocks)
    assert world.partnership.set_up_at is None


def test_a_lead_may_not_set_up(world: World) -> None:
    told = world.lead.run("/joinedup setup")
    assert words(told.ephemeral) == "Only a coordinator can do this. Ask the business unit."
    assert world.lead.view is None


class TestSettings:
    def test_one_form_keeps_all_of_them_with_a_trail(self, world: World) -> None:
        world.coordinator.run("/joinedup settings")
        told = world.coordinator.submit(
            {
                "name": "Children’s Partnership",
                "zone": "Europe/Dublin",
                "language": "cy",
                "channel": world.channel.id,
                "mailbox": "unit@example.org",
                "phone": " 01632  960000 ext 12",
                "privacy_page": "https://example.org/privacy?lang=en",
            }
        )
        assert told.ok
        kept = world.partnership
        assert (kept.name, kept.zone, kept.language) == (
            "Children’s Partnership",
            "Europe/Dublin",
            "cy",
        )
        assert (kept.phone, kept.privacy_page) == (
            "01632 960000 ext 12",
            "https://example.org/privacy?lang=en",
        )
        assert (kept.coordinators_channel, kept.reply_mailbox) == (
            world.channel.id,
            "unit@example.org",
        )
        assert kept.set_up_at == world.clock.now()
        with world.house.database.reading() as session, across_partnerships(session):
            entries = select(AuditEntry).where(AuditEntry.verb == "change settings")
            assert len(session.scalars(entries).all()) == 1

    def test_holidays_guest_list_and_files_are_settled_and_stay(self, world: World) -> None:
        world.coordinator.run("/joinedup settings")
        form = world.coordinator.view
        assert form is not None
        assert "No child's, family's or case detail belongs here." in str(form.blocks)
        entered = {"region": "Wales", "hide_guests": [], "keeps_files": "yes"}
        assert world.coordinator.submit(entered).ok
        world.coordinator.run("/joinedup settings")
        assert world.coordinator.submit({"phone": "01632 960000"}).ok
        kept = world.partnership
        assert (kept.region, kept.hide_guests, kept.keeps_files) == ("WLS", False, True)

    def test_what_can_be_empty_can_be_emptied_again(self, world: World) -> None:
        world.coordinator.run("/joinedup settings")
        world.coordinator.submit({"phone": "01632 960000", "mailbox": "unit@example.org"})
        world.coordinator.run("/joinedup settings")
        world.coordinator.submit({"phone": "", "mailbox": ""})
        assert (world.partnership.phone, world.partnership.reply_mailbox) == (None, None)

    def test_what_another_saved_meanwhile_stays(self, world: World) -> None:
        """Two open the form; each saves another field."""
        introduce(world, world.outsider, Role.COORDINATOR)
        both = (world.coordinator, world.outsider)
        for each in both:
            each.run("/joinedup settings")
        assert world.outsider.submit({"phone": "01632 960000", "zone": "Europe/Dublin"}).ok
        assert world.coordinator.submit({"name": "Board"}).ok
        assert shown(world.coordinator.view.blocks if world.coordinator.view else ()).startswith(
            "Saved. Board is set up."
        )
        kept = world.partnership
        assert (kept.name, kept.zone, kept.phone) == ("Board", "Europe/Dublin", "01632 960000")

    def test_a_time_zone_is_known_whatever_its_case(self, world: World) -> None:
        world.coordinator.run("/joinedup settings")
        assert world.coordinator.submit({"zone": "europe/dublin"}).ok
        assert world.partnership.zone == "Europe/Dublin"

    def test_saved_as_it_was_it_changes_nothing(self, world: World) -> None:
        world.coordinator.run("/joinedup settings")
        world.coordinator.submit({"phone": "01632 960000"})
        world.coordinator.run("/joinedup settings")
        world.coordinator.submit({})
        assert world.coordinator.view is not None
        assert shown(world.coordinator.view.blocks) == "Nothing was changed."

    @pytest.mark.parametrize(
        ("entered", "field"),
        [
            ({"privacy_page": "http://example.org"}, "privacy_page"),
            ({"privacy_page": "https://user@example.org"}, "privacy_page"),
            ({"privacy_page": "https://example.org/a b"}, "privacy_page"),
            ({"phone": "call me"}, "phone"),
            ({"mailbox": "unit at example"}, "mailbox"),
            ({"zone": "Europe/Londn"}, "zone"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
        self, world: World, entered: dict[str, str], field: str
    ) -> None:
        world.coordinator.run("/joinedup settings")
        told = world.coordinator.submit({"name": "Another name"} | entered)
        assert list(told.errors) == [field]
        assert world.partnership.name != "Another name"

    def test_sectors_are_added_renamed_moved_and_retired(self, world: World) -> None:
        world.coordinator.run("/joinedup settings")
        settings = world.coordinator.view
        assert settings is not None
        world.coordinator.press(settings, "sector.list")
        press(world, "sector.new")
        world.coordinator.submit({"name": "Sport", "place": "1", "ticks": ["terms"]})
        assert sectors(world)[0] == ("Sport", True, False)
        press(world, "sector.edit", value=str(sector_id(world, "Police")))
        world.coordinator.submit({"name": "Policing", "place": "2", "ticks": ["retired"]})
        assert sectors(world)[1] == ("Policing", False, True)
        press(world, "sector.new")
        told = world.coordinator.submit({"name": "HEALTH", "place": "1"})
        assert told.errors["name"].startswith("There is a sector “HEALTH” already")
        world.coordinator.close()
        assert world.coordinator.view is not None
        assert world.coordinator.view.content["callback_id"] == "settings.save"

    def test_term_dates_are_added_changed_and_removed(self, world: World) -> None:
        world.coordinator.run("/joinedup settings")
        press(world, "term.list")
        press(world, "term.new")
        autumn = {"name": "Autumn", "first_day": "2026-09-03", "last_day": "2026-10-23"}
        world.coordinator.submit(autumn)
        assert terms(world) == ["Autumn 2026-09-03 2026-10-23"]
        press(world, "term.new")
        told = world.coordinator.submit(autumn | {"name": "Other", "first_day": "2026-10-23"})
        assert told.errors["first_day"] == (
            "“Autumn” has some of these days. Please change one of them."
        )
        told = world.coordinator.submit(autumn | {"last_day": "2026-09-01"})
        assert list(told.errors) == ["last_day"]
        world.coordinator.submit(
            autumn | {"name": "Second", "first_day": "2026-11-02", "last_day": "2026-12-18"}
        )
        [first, _second] = term_ids(world)
        press(world, "term.edit", value=str(first))
        world.coordinator.submit({"last_day": "2026-10-16"})
        press(world, "term.remove", value=str(term_ids(world)[1]))
        assert terms(world) == ["Autumn 2026-09-03 2026-10-16"]

    def test_nobody_else_may(self, world: World) -> None:
        told = world.lead.run("/joinedup settings")
        assert words(told.ephemeral) == "Only a coordinator can do this. Ask the business unit."


def press(world: World, action: str, *, value: str | None = None) -> None:
    """Press a button of the open form."""
    assert world.coordinator.view is not None
    world.coordinator.press(world.coordinator.view, action, value=value)


def sectors(world: World) -> list[tuple[str, bool, bool]]:
    with world.house.database.reading() as session, across_partnerships(session):
        rows = session.scalars(select(Sector).order_by(Sector.place))
        return [(row.name, row.keeps_terms, row.retired_at is not None) for row in rows]


def sector_id(world: World, name: str) -> int:
    with world.house.database.reading() as session, across_partnerships(session):
        return session.scalars(select(Sector.id).where(Sector.name == name)).one()


def terms(world: World) -> list[str]:
    with world.house.database.reading() as session, across_partnerships(session):
        rows = session.scalars(select(Term).order_by(Term.first_day))
        return [f"{row.name} {row.first_day} {row.last_day}" for row in rows]


def term_ids(world: World) -> list[int]:
    with world.house.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(Term.id).order_by(Term.first_day)))
