"""Papers: what may be added, and that those invited hear of each once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from db import event_changes, paper_rounds, papers, people, rounds
from db.engine import Database
from db.models import Address, Delivery, Event, Paper, Partnership, Recipient
from db.tenancy import across_partnerships
from domain.errors import Refused
from domain.events import What
from jobs.papers import announce
from tests.db.meetings import NOW, Register, register

DUE = datetime(2026, 11, 26, 9, tzinfo=UTC)
"""Five working days before Thursday 3 December 2026, in the morning."""

MINUTE = timedelta(minutes=1)
LINK = "https://papers.example.org/minutes"


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


@pytest.fixture
def event(two: Register) -> Event:
    found = two.first(two.sent()).event
    two.arrived()
    return found


def add(register: Register, event: Event, title: str = "Minutes", now: datetime = NOW) -> Paper:
    link = f"{LINK}/{title.replace(' ', '-')}"
    return papers.add_link(register.session, event, title, link, by=None, now=now)


def tick(register: Register, now: datetime) -> int:
    with across_partnerships(register.session):
        return announce(register.session, now)


def told(register: Register, *states: str) -> list[Delivery]:
    query = select(Delivery).where(
        Delivery.kind == paper_rounds.KIND, Delivery.state.in_(states or ("planned",))
    )
    return list(register.session.scalars(query.order_by(Delivery.id)))


def test_papers_are_announced_five_working_days_before_once(two: Register, event: Event) -> None:
    paper = add(two, event)
    assert tick(two, DUE - MINUTE) == 0
    assert tick(two, DUE) == 1
    assert tick(two, DUE) == 0
    rows = told(two)
    assert [each.person_id for each in rows] == [each.id for each in two.leads]
    assert {each.channel_kind for each in rows} == {"mail"}
    assert [each.subject["papers"] for each in rows] == [[paper.id]] * 2
    assert {each.expires_at for each in rows} == {event.begins_at}
    assert paper.announced_at == DUE
    [round_] = [each for each in two.rounds() if each.what == What.PAPERS]
    assert (round_.people, round_.event_id) == (2, event.id)


def test_late_papers_wait_ten_minutes_for_others(two: Register, event: Event) -> None:
    late = DUE + timedelta(days=1)
    first = add(two, event, now=late)
    second = add(two, event, "Agenda", now=late + 9 * MINUTE)
    assert tick(two, late + 10 * MINUTE) == 0
    assert tick(two, late + 19 * MINUTE) == 1
    assert told(two)[0].subject["papers"] == [first.id, second.id]


def test_a_newer_announcement_tells_what_the_older_has_not(two: Register, event: Event) -> None:
    first = add(two, event)
    tick(two, DUE)
    [police, health] = told(two)
    police.state, police.attempts = "sent", 1
    second = add(two, event, "Late paper", now=DUE)
    assert tick(two, DUE + 10 * MINUTE) == 1
    assert health.state == "superseded"
    new = {each.person_id: each.subject["papers"] for each in told(two)}
    assert new == {police.person_id: [second.id], health.person_id: [first.id, second.id]}


def test_a_paper_removed_before_is_never_announced(two: Register, event: Event) -> None:
    paper = add(two, event)
    papers.remove(two.session, paper, by=None, now=NOW)
    assert tick(two, DUE) == 0
    assert papers.of(two.session, event.id) == []


def test_a_file_still_to_come_is_announced_when_it_is_there(two: Register, event: Event) -> None:
    source = {"slack_file": "F1"}
    paper = papers.ask_file(two.session, event, "Report", source, by=None, now=NOW)
    assert tick(two, DUE) == 0
    papers.keep_file(paper, "report.pdf", b"%PDF-")
    assert tick(two, DUE) == 1


def test_nobody_hears_in_rehearsal_of_a_draft_or_of_what_is_off(two: Register) -> None:
    draft = two.first(two.draft()).event
    add(two, draft)
    shown = two.first(two.sent())
    add(two, shown.event)
    own = two.session.get_one(Partnership, shown.event.partnership_id)
    own.live_at = None
    assert tick(two, DUE) == 0
    own.live_at = NOW
    event_changes.cancel(two.session, shown, by=None, now=NOW)
    assert tick(two, DUE) == 0


def test_each_hears_by_the_channel_that_reaches_them(two: Register, event: Event) -> None:
    police, health = two.leads
    for each in (police, health):
        people.identify(two.session, each, enterprise_id="", team_id="T1", user_id=f"U{each.id}")
    police.channel = "slack"
    add(two, event)
    tick(two, DUE)
    assert {each.person_id: each.channel_kind for each in told(two)} == {
        police.id: "slack",
        health.id: "mail",
    }


def test_who_has_only_slack_hears_there(two: Register, event: Event) -> None:
    police = two.leads[0]
    people.identify(two.session, police, enterprise_id="", team_id="T1", user_id="U1")
    own = select(Address).where(Address.person_id == police.id)
    two.session.delete(two.session.scalars(own).one())
    two.session.flush()
    add(two, event)
    tick(two, DUE)
    assert [each.channel_kind for each in told(two) if each.person_id == police.id] == ["slack"]


def test_who_is_asked_no_more_hears_nothing(two: Register, event: Event) -> None:
    gone = two.session.scalars(select(Recipient).order_by(Recipient.id)).first()
    assert gone is not None
    gone.withdrawn_at = NOW
    add(two, event)
    tick(two, DUE)
    assert len(told(two)) == 1


@pytest.mark.parametrize(
    ("title", "link", "field", "said"),
    [
        ("", LINK, "title", "Please give a name"),
        ("x" * 121, LINK, "title", "shorten"),
        ("Minutes", "", "link", "Please give the link"),
        ("Minutes", "http://papers.example.org/x", "link", "begins with https://"),
        ("Minutes", "javascript:alert(1)", "link", "begins with https://"),
        ("Minutes", "https://user:secret@example.org/x", "link", "begins with https://"),
        ("Minutes", "https://localhost/x", "link", "begins with https://"),
        ("Minutes", "https://exam ple.org/", "link", "begins with https://"),
        ("Minutes", "https://[::1", "link", "begins with https://"),
        ("Minutes", "https://x.example.org/" + "x" * 2000, "link", "too long"),
    ],
)
def test_bad_papers_are_refused_beside_their_field(
    two: Register, event: Event, title: str, link: str, field: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as no:
        papers.add_link(two.session, event, title, link, by=None, now=NOW)
    assert no.value.field == field
    assert papers.of(two.session, event.id) == []


def test_a_title_or_a_link_stands_once(two: Register, event: Event) -> None:
    add(two, event)
    with pytest.raises(Refused, match="title is there already"):
        papers.add_link(two.session, event, "MINUTES", "https://y.example.org", by=None, now=NOW)
    with pytest.raises(Refused, match="link is there already"):
        papers.add_link(two.session, event, "Other", f"{LINK}/Minutes", by=None, now=NOW)


def test_a_removed_file_is_forgotten(two: Register, event: Event) -> None:
    paper = papers.ask_file(two.session, event, "Report", {"slack_file": "F"}, by=None, now=NOW)
    papers.keep_file(paper, "report.pdf", b"%PDF-")
    two.session.flush()
    assert papers.of(two.session, event.id)[0].size == 5
    papers.remove(two.session, paper, by=None, now=NOW)
    two.session.refresh(paper)
    assert paper.content is None


def test_papers_wait_for_an_invitation_that_can_be_stopped(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(6))) as many:
        series = many.draft()
        paper = add(many, many.first(series).event, now=DUE - timedelta(hours=2))
        event_changes.send(many.session, series, by=None, now=DUE)
        [sent] = many.rounds()
        assert tick(many, DUE + MINUTE) == 0
        assert (told(many), paper.announced_at) == ([], None)
        rounds.stop(many.session, sent, by=None, now=DUE + MINUTE)
        event_changes.send(many.session, series, by=None, now=DUE + MINUTE)
        assert tick(many, DUE + 3 * MINUTE) == 1
        assert len(told(many)) == 6
