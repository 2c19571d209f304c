"""Papers through Slack: listed, added by link or file, taken away, and read by those invited."""

from datetime import timedelta

import pytest

from db.models import Delivery, Paper, Partnership, Person
from jobs.deliver import Deliverer
from jobs.papers import Files, announce
from sandbox import Message
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.world import World, shown, words

LINK = "https://papers.example.org/minutes"
PDF = b"%PDF-1.7 of no pages"


@pytest.fixture
def event(world: World) -> Visits:
    return visits(world)


def listing(world: World) -> Message:
    told = world.coordinator.run("/event papers Leadership Forum")
    assert told.ephemeral is not None
    return told.ephemeral


def form(world: World) -> None:
    world.coordinator.press(listing(world), "paper.new")


def add(world: World, title: str = "Minutes", link: str = LINK) -> str:
    """Add a paper through its form; gives what the list says then."""
    form(world)
    told = world.coordinator.submit({"title": title, "link": link})
    assert told.ok, told
    return words(world.coordinator.ephemerals[-1])


def test_the_list_that_the_form_was_opened_from_has_the_new_paper(event: Visits) -> None:
    coordinator = event.world.coordinator
    before = listing(event.world)
    assert "No papers yet" in words(before)
    coordinator.press(before, "paper.new")
    assert coordinator.submit({"title": "Minutes", "link": LINK}).ok
    shown_now = coordinator.ephemerals[-1]
    assert shown_now.ts == before.ts, "in its place"
    assert "1 paper." in shown_now.text
    assert "No papers yet" not in words(shown_now)
    assert coordinator.view is None


def keep_files(event: Visits) -> None:
    with event.register() as session:
        session.get_one(Partnership, event.world.partnership.id).keeps_files = True


def work(world: World) -> None:
    """Let the worker fetch, announce and deliver."""
    house = world.house
    Files(house.slack, house.sealer).run(house.database, house.now())
    with house.database.writing() as session:
        announce(session, house.now())
    Deliverer(
        house.database,
        house.slack,
        sealer=house.sealer,
        clock=house.now,
        addresses=house.addresses,
    ).drain()


def test_a_paper_is_added_and_listed_with_when_it_is_announced(event: Visits) -> None:
    assert "No papers yet." in words(listing(event.world))
    said = add(event.world)
    assert "Papers: Leadership Forum" in said
    assert f"Minutes\n{LINK}\nNot announced yet" in said
    assert "Those invited hear of what is new once: Thursday 10 December 2026, 09:00." in said
    assert ">Minutes</a>" in event.page()


def test_a_paper_is_removed_after_a_question(event: Visits) -> None:
    add(event.world)
    listed = listing(event.world)
    button = next(each["accessory"] for each in listed.blocks if "accessory" in each)
    assert "Nobody is told." in button["confirm"]["text"]["text"]
    request = event.world.coordinator.press_request(listed, "paper.remove")
    event.world.slack.deliver(request)
    assert "No papers yet." in words(event.world.coordinator.ephemerals[-1])
    assert ">Minutes</a>" not in event.page()


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"title": "…", "link": LINK}, "title"),
        ({"title": "Minutes", "link": "papers.example.org"}, "link"),
        ({"title": "minutes", "link": "https://other.example.org"}, "title"),
        ({"title": "Other", "link": LINK}, "link"),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    event: Visits, entered: dict[str, object], field: str
) -> None:
    add(event.world)
    form(event.world)
    told = event.world.coordinator.submit(entered)
    assert list(told.errors) == [field]
    assert len(rows(event.world, Paper)) == 1


def test_files_are_offered_only_where_they_are_kept(event: Visits) -> None:
    form(event.world)
    assert event.world.coordinator.view is not None
    assert "file_input" not in str(event.world.coordinator.view.blocks)
    keep_files(event)
    form(event.world)
    blocks = str(event.world.coordinator.view.blocks)
    assert "file_input" in blocks
    assert "No child's, family's or case detail belongs here." in blocks


def give(event: Visits, name: str, content: bytes) -> None:
    keep_files(event)
    form(event.world)
    uploaded = event.world.coordinator.upload(name, content)
    told = event.world.coordinator.submit({"title": "Report", "link": "", "file": uploaded})
    assert told.ok, told


def test_a_file_is_fetched_kept_and_opened_on_the_page_alone(event: Visits) -> None:
    give(event, "report.pdf", PDF)
    told = event.world.coordinator.ephemerals[-1]
    assert "This file is being fetched from Slack." in words(told)
    assert "Report" not in event.page()
    work(event.world)
    assert "“Report” is on the event's page now." in words(event.world.coordinator.messages[-1])
    [paper] = rows(event.world, Paper)
    fetched = event.fetch(f"{event.paths()[0]}/papers/{paper.id}")
    assert (fetched.status_code, fetched.content) == (200, PDF)
    work(event.world)
    assert len([each for each in rows(event.world, Delivery) if each.kind == "paper.file"]) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("report.pdf", b"MZ not what it says", "not of the kind that its name says"),
        ("report.exe", b"MZ", "one of these kinds: pdf, docx"),
        ("report.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_explained(
    event: Visits, name: str, content: bytes, said: str
) -> None:
    give(event, name, content)
    work(event.world)
    assert said in words(event.world.coordinator.messages[-1])
    assert "No papers yet." in words(listing(event.world))


def test_those_invited_read_agenda_and_papers_in_slack(event: Visits) -> None:
    add(event.world)
    card = announced(event)
    lead = event.world.lead
    lead.press(card, "event.agenda")
    said = words(lead.ephemerals[-1])
    assert "Gang strategy & next steps" in said
    assert "Minutes" in said
    assert LINK in str(lead.ephemerals[-1].blocks)


def announced(event: Visits) -> Message:
    """Let the day of the papers come; gives the lead's message in Slack."""
    with event.register() as session:
        lead = session.get_one(Person, event.lead_id)
        lead.channel = "slack"
    event.world.clock.moment += timedelta(days=18)
    work(event.world)
    return event.world.lead.messages[-1]


def test_papers_are_announced_in_slack_to_who_chose_it(event: Visits) -> None:
    add(event.world)
    card = announced(event)
    said = shown(card.blocks)
    assert "Please read the new paper for the Leadership Forum." in said
    assert "Minutes" in said
    before = len(event.world.lead.messages)
    work(event.world)
    assert len(event.world.lead.messages) == before
    assert "Announced" in words(listing(event.world))


def test_a_lead_may_not_keep_papers(event: Visits) -> None:
    told = event.world.lead.run("/event papers Leadership Forum")
    assert "Papers:" not in words(told.ephemeral)
    assert rows(event.world, Paper) == []
