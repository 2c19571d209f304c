"""Check-in and sign-in sheets in Slack: the coordinator's links, and the partner's button."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from db import people
from db.models import CheckInTry, DraftedOutcome, Person
from sandbox import Person as User
from tests.bot.commands.event_cast import newest, press, run
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.world import World, shown, words

TEN = datetime(2026, 12, 17, 10, tzinfo=UTC)


@pytest.fixture
def event(world: World) -> Visits:
    """Give an event of two seats with one lead, ten minutes before it begins."""
    event = visits(world, partners=("County Police", "Health Trust"))
    world.clock.moment = TEN - timedelta(minutes=10)
    return event


def link_in(world: World, text: str) -> str:
    """Give where a button of the coordinator's last message leads."""
    for block in newest(world).blocks:
        for each in block.get("elements", ()):
            if each.get("text", {}).get("text") == text:
                return str(each["url"])
    raise AssertionError(text)


def fetched(event: Visits, address: str) -> httpx.Response:
    """Open one of our addresses, wherever the bot of the tests is."""
    return event.fetch(address.removeprefix("https://joinedup.example.org"))


def code(event: Visits) -> str:
    return event.world.house.codes.at(event.event_id, event.now)


def asked(who: User) -> None:
    """Let somebody press the button in the list of their events."""
    who.say("my events")
    assert who.press(who.messages[-1], "event.checkin").ok


def view_of(who: User) -> str:
    """Give the words of the form that somebody has open."""
    assert who.view is not None
    return shown(who.view.blocks)


def drafted(world: World) -> list[tuple[str | None, bool | None, str]]:
    return [(each.code, each.remote, each.source) for each in rows(world, DraftedOutcome)]


def test_a_command_gives_the_page_for_the_room(event: Visits) -> None:
    said = run(event.world, "/event checkin Leadership Forum")
    assert "Check-in is open until 12:00." in said
    page = fetched(event, link_in(event.world, "Show the code"))
    assert page.status_code == 200
    assert f"{code(event)[:3]} {code(event)[3:]}" in page.text


def test_before_its_time_the_link_is_there_and_says_when(event: Visits) -> None:
    event.world.clock.moment = TEN - timedelta(hours=20)
    said = run(event.world, "/event checkin Leadership Forum")
    assert "Check-in opens on Thursday 17 December 2026 at 09:30." in said
    page = fetched(event, link_in(event.world, "Show the code"))
    assert code(event)[:3] + " " not in page.text


def test_the_sheet_has_names_and_room_and_nothing_of_answers(event: Visits) -> None:
    said = run(event.world, "/attendance signin Leadership Forum")
    assert "Type in the sheet" not in said
    page = fetched(event, link_in(event.world, "Open to print"))
    assert "County Police" in page.text
    assert "Police lead" in page.text
    assert "Also here" in page.text
    pdf = fetched(event, link_in(event.world, "Open as PDF"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


def test_a_sheet_is_typed_in_and_says_so(event: Visits) -> None:
    event.world.clock.moment = TEN + timedelta(hours=3)
    run(event.world, "/attendance signin Leadership Forum")
    press(event.world, "attendance.type_in")
    view = event.world.coordinator.view
    assert view is not None
    field = next(
        each
        for each in view.blocks
        if each["type"] == "input" and each["label"]["text"] == "County Police"
    )
    [member] = [
        each["value"]
        for each in field["element"]["options"]
        if each["text"]["text"] == "Member: Police lead"
    ]
    told = event.world.coordinator.submit({field["block_id"]: member})
    assert told.ok, told
    assert drafted(event.world) == [("MA", False, "paper")]


def test_a_partner_checks_in_from_the_list_of_their_events(event: Visits) -> None:
    lead = event.world.lead
    asked(lead)
    assert lead.submit({"code": code(event), "how": "call"}).ok
    assert "checked in for County Police and Health Trust" in view_of(lead)
    assert drafted(event.world) == [("MA", True, "self")] * 2


def test_a_wrong_code_is_asked_for_again_and_counted(event: Visits) -> None:
    lead = event.world.lead
    asked(lead)
    assert lead.submit({"code": "12345", "how": "call"}).ok
    assert "This is not the code." in view_of(lead)
    assert [each.who for each in rows(event.world, CheckInTry)] == [f"person {event.lead_id}"]
    assert lead.submit({"code": code(event), "how": "call"}).ok
    assert "checked in" in view_of(lead)


def test_guesses_by_slack_and_by_the_link_count_together(event: Visits) -> None:
    lead = event.world.lead
    page = f"{event.base}{event.paths()[0]}/check-in"
    for _ in range(5):
        asked(lead)
        lead.submit({"code": "12345", "how": "room"})
        httpx.post(page, data={"form": "here", "code": "12345", "how": "room"})
    asked(lead)
    lead.submit({"code": code(event), "how": "room"})
    assert "too many wrong codes" in view_of(lead)
    assert drafted(event.world) == []


def test_before_its_time_there_is_no_button(event: Visits) -> None:
    event.world.clock.moment = TEN - timedelta(minutes=31)
    event.world.lead.say("my events")
    assert "Check in" not in words(event.world.lead.messages[-1])


def test_a_member_of_another_workspace_checks_in(world: World) -> None:
    elsewhere = world.slack.add_workspace("County Police", installed=False)
    chief = elsewhere.add_user("Police lead", email="chief@police.example.org")
    members = [world.coordinator, chief, world.workspace.bot]
    channel = world.workspace.add_channel("joint", members=members, shared_with=[elsewhere])
    event = visits(world)
    with event.register() as session:
        lead = session.get_one(Person, event.lead_id)
        people.identify(
            session, lead, enterprise_id="", team_id=chief.user.team_id, user_id=chief.id
        )
    world.clock.moment = TEN
    chief.say(f"{world.workspace.bot.mention} my events", channel)
    assert chief.press(chief.messages[-1], "event.checkin").ok
    assert chief.submit({"code": code(event), "how": "room"}).ok
    assert "checked in for County Police" in view_of(chief)
    assert drafted(world) == [("MA", False, "self")]
