"""`/joinedup`: overview, set-up, and the Home tab."""

import pytest

from tests.world import World, shown, words


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


def test_the_home_tab_shows_the_same_and_its_buttons_work(world: World) -> None:
    world.coordinator.open_home()
    home = world.coordinator.home
    assert home is not None
    assert "In rehearsal" in shown(home.blocks)
    world.coordinator.press(home, "organisation.list")
    assert world.coordinator.view is not None
    assert "No partners yet." in shown(world.coordinator.view.blocks)


def test_every_noun_works_behind_joinedup(world: World) -> None:
    world.coordinator.run("/joinedup partner add County Police")
    assert "1 partner" in words(world.coordinator.run("/joinedup partner").ephemeral)
    assert "Set up" in shown(world.coordinator.run("/joinedup").ephemeral.blocks)  # type: ignore[union-attr]


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
