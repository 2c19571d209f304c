"""Workers are killed while mail and Slack messages leave: none lost, and none changed its bytes."""

import time
from collections import Counter, defaultdict
from email import message_from_bytes

import pytest

from db import people
from db.engine import Database
from db.models import Person
from db.tenancy import within
from sandbox.post.office import PostOffice
from tests.conftest import NOW
from tests.jobs import office as offices
from tests.jobs.office import Office
from tests.jobs.workers import Worker, wait_for_posts, wait_until_settled, workers

SMALL, FULL = 200, 2_000


def address(number: int) -> str:
    return f"person{number}@example.org"


def plan(office: Office, messages: int) -> None:
    """Plan as many by mail as by Slack, to everybody in turn."""
    with office.database.writing() as session, within(session, office.partnership_id):
        for person_id, _user in office.people:
            person = session.get_one(Person, person_id)
            people.add_address(session, person, address(person_id), by=None, now=NOW)
    for number in range(messages):
        kind = "mail" if number % 2 else "slack"
        office.plan(1, start=number, channel_kind=kind)


def kill_in_turn(office: Office, loaded: list[Worker], *, every: float, most: float) -> int:
    """Kill one of two workers every so often while messages leave; gives how often."""
    first, second, *others = loaded
    first.begin()
    second.begin()
    kills = 0
    for victim, fresh in zip([first, second, *others], others, strict=False):
        wait_for_posts(office, 1)
        time.sleep(every)
        if not office.open_rows():
            break
        victim.kill()
        kills += 1
        fresh.begin()
    wait_until_settled(office, most)
    return kills


def run(
    office: Office, messages: int, *, kills: int, every: float, delay: float, most: float
) -> int:
    post = PostOffice(lambda: NOW)
    plan(office, messages)
    office.sandbox.faults.add(method="chat.postMessage", kind="delay", seconds=delay, times=None)
    with (
        post.running() as smtp,
        workers(office, kills + 2, smtp=f"smtp://{smtp}") as loaded,
    ):
        killed = kill_in_turn(office, loaded, every=every, most=most)
        assert office.states() == {"sent": messages}
        everything_arrived(office, post)
    return killed


def everything_arrived(office: Office, post: PostOffice) -> None:
    """Hold what people see against the ledger."""
    rows = {each.id: each for each in office.rows()}
    assert office.arrived() == {
        own: 1 for own, each in rows.items() if each.channel_kind == "slack"
    }
    copies: dict[str, list[bytes]] = defaultdict(list)
    for person_id, _user in office.people:
        for mail in post.inbox(address(person_id)):
            copies[str(message_from_bytes(mail.raw)["Message-ID"]).strip("<>")].append(mail.raw)
    refs = {each.provider_ref: each for each in rows.values() if each.channel_kind == "mail"}
    assert copies.keys() == refs.keys()
    for ref, raws in copies.items():
        assert len(set(raws)) == 1  # the same bytes, which calendars apply once
        assert len(raws) <= refs[ref].attempts  # and each that may have gone twice is counted
    twice = Counter(len(raws) for raws in copies.values())
    print(f"mails by how often they came: {dict(twice)}")  # noqa: T201 - measured


@pytest.mark.timeout(60)
def test_killed_workers_lose_no_mail_and_double_no_message(office: Office) -> None:
    office.employ(19)
    assert run(office, SMALL, kills=3, every=0.3, delay=0.1, most=30) >= 2


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_two_thousand_by_mail_and_slack_and_a_kill_every_two_seconds(database: Database) -> None:
    with offices.office(database, people=100) as office:
        assert run(office, FULL, kills=8, every=2, delay=0.3, most=300) >= 5
