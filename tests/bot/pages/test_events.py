"""The page of an event: for whom it is, what it says, and nothing for anybody else."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from db import event_changes, event_links, links, papers
from db.models import Attendee, AuditEntry, Invitation, Link, Recipient, RoleHeld
from domain.recurrence import Frequency, Ordinal, Rule
from domain.when import WallSpan
from tests.bot.commands.register import rows
from tests.bot.commands.visits import FORUM, Visits, visits
from tests.world import World

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.THIRD)
PDF = b"%PDF-1.7 of no pages"


@pytest.fixture
def event(world: World) -> Visits:
    return visits(world)


def withdraw(event: Visits) -> None:
    with event.register() as session:
        own = select(Attendee.id).where(Attendee.person_id == event.lead_id)
        gone = update(Recipient).where(Recipient.attendee_id.in_(own))
        session.execute(gone.values(withdrawn_at=event.now))
        asked = update(Invitation).where(Invitation.event_id == event.event_id)
        session.execute(asked.values(withdrawn_at=event.now))


def test_it_says_all_that_whoever_comes_must_know(event: Visits) -> None:
    page = event.page()
    for said in (
        "<h1>Leadership Forum</h1>",
        "Thursday 17 December 2026, 10:00 to 12:00 (London time)",
        "Town Hall, Committee Room 2",
        '<a href="https://meet.example.org/j/42">Join the meeting online</a>',
        "Meeting ID 000 000, passcode &lt;b&gt;17&lt;/b&gt;",
        "2. Gang strategy &amp; next steps",
        "County Police",
        "There are no papers yet.",
        "01632 960000",
        "mailto:unit@example.org",
        "I will attend",
        'lang="en-GB"',
    ):
        assert said in page, said
    assert "Rehearsal" not in page
    assert "<script" not in page


def test_of_a_series_it_says_the_rule_and_the_next_dates(world: World) -> None:
    page = visits(world, rule=MONTHLY).page()
    assert "Third Thursday, every month" in page
    assert "Thursday 21 January 2027, 10:00 to 12:00 (London time)" in page
    assert "Thursday 18 March 2027" in page
    assert "15 April 2027" not in page


def test_nothing_of_it_is_kept_on_the_way_framed_or_told_to_another_site(event: Visits) -> None:
    for path in (event.paths()[0], "/event/nothing", f"{event.paths()[0]}/papers/1"):
        headers = event.fetch(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-robots-tag"] == "noindex"
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


def test_whatever_is_wrong_with_a_link_the_page_is_the_same(event: Visits, world: World) -> None:
    path, answer = event.paths()
    token = path.split("/")[2]
    wrong = [
        "/event/x",
        f"/event/{token}A",
        f"/event/{answer.split('/')[2]}",
        f"/event/{'x' * 5000}",
    ]
    with event.register() as session:
        stranger = links.issue(
            session,
            event_links.PAGE,
            person_id=event.lead_id,
            subject_id=10**9,
            lasts=timedelta(days=1),
            now=event.now,
        )
        wrong.append(f"/event/{world.house.signer.token(stranger)}")
    expected = event.fetch("/event/nothing")
    answers = [event.fetch(each) for each in wrong]
    world.clock.moment = datetime.fromisoformat("2027-01-17T12:01:00+00:00")
    answers.append(event.fetch(path))
    assert {(each.status_code, each.text) for each in answers} == {(404, expected.text)}
    assert "Page not found" in expected.text


def test_it_opens_until_thirty_days_after_the_event(event: Visits, world: World) -> None:
    path, _answer = event.paths()
    world.clock.moment = datetime.fromisoformat("2027-01-16T11:59:00+00:00")
    page = event.fetch(path)
    assert page.status_code == 200
    assert "This event is over." in page.text
    assert "I will attend" not in page.text


def test_whoever_is_asked_no_more_sees_nothing_but_a_coordinator_does(event: Visits) -> None:
    path, answer = event.paths()
    coordinators, their_answer = event.paths(event.coordinator_id)
    assert event.fetch(coordinators).status_code == 200
    assert "I will attend" not in event.fetch(coordinators).text
    assert "You are not asked about this event yourself." in event.fetch(their_answer).text
    withdraw(event)
    assert event.fetch(path).status_code == 404
    assert event.fetch(answer).status_code == 404
    assert event.fetch(f"{path}/event.ics").status_code == 404
    with event.register() as session:
        held = update(RoleHeld).where(RoleHeld.person_id == event.coordinator_id)
        session.execute(held.values(since=event.now.date() - timedelta(days=2)))
        session.execute(held.values(until=event.now.date() - timedelta(days=1)))
    assert event.fetch(coordinators).status_code == 404


def test_opening_changes_nothing_and_other_methods_are_refused(event: Visits) -> None:
    path, _answer = event.paths()
    before = len(rows(event.world, AuditEntry)), len(rows(event.world, Link))
    assert event.fetch(path, "HEAD").status_code == 200
    assert event.fetch(path, "HEAD").text == ""
    event.page()
    assert (len(rows(event.world, AuditEntry)), len(rows(event.world, Link))) == before
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert event.fetch(path, method).status_code == 405


def test_a_move_and_a_cancellation_are_said_first(event: Visits) -> None:
    later = WallSpan(datetime(2026, 12, 18, 14), datetime(2026, 12, 18, 16), "Europe/London")
    with event.register() as session:
        event_changes.move(session, event.shown(session), later, by=None, now=event.now)
    page = event.page()
    assert "This event has a new time." in page
    assert "It was Thursday 17 December 2026, 10:00 to 12:00 (London time)." in page
    assert "Friday 18 December 2026, 14:00 to 16:00" in page
    with event.register() as session:
        event_changes.move(session, event.shown(session), FORUM, by=None, now=event.now)
        event_changes.cancel(
            session, event.shown(session), reason="venue closed", by=None, now=event.now
        )
    page = event.page()
    assert "This event is cancelled." in page
    assert "Reason: venue closed" in page
    assert "Join the meeting" not in page
    assert "I will attend" not in page


def test_each_occurrence_of_a_series_has_a_page_of_its_own(world: World) -> None:
    event = visits(world, rule=MONTHLY)
    first, _answer = event.paths()
    with event.register() as session:
        shown = event.shown(session)
        event_changes.cancel(session, shown, reason="", by=None, now=event.now)
        second = select(Recipient.event_id).where(Recipient.event_id != shown.event.id)
        event.event_id = min(session.scalars(second))
    assert "This event is cancelled." in event.fetch(first).text
    assert "Thursday 21 January 2027" in event.page()


def test_a_rehearsal_is_marked(world: World) -> None:
    event = visits(world, live=False)
    path, _answer = event.paths(event.coordinator_id)
    assert "<strong>Rehearsal</strong>" in event.fetch(path).text


def test_the_calendar_file_has_the_event_and_nobody_in_it(event: Visits) -> None:
    answer = event.fetch(f"{event.paths()[0]}/event.ics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert 'filename="Leadership Forum.ics"' in answer.headers["content-disposition"]
    assert "METHOD:PUBLISH" in answer.text
    assert "SUMMARY:Leadership Forum" in answer.text
    assert "ATTENDEE" not in answer.text
    assert event.page().count("/event.ics") == 1


def test_papers_are_listed_and_files_come_to_keep(event: Visits) -> None:
    with event.register() as session:
        own = event.shown(session).event
        link = "https://papers.example.org/minutes?a=1&b=2"
        papers.add_link(session, own, "Minutes <draft>", link, by=None, now=event.now)
        file = papers.ask_file(
            session, own, "Stratégie", {"slack_file": "F1"}, by=None, now=event.now
        )
    assert "Stratégie" not in event.page()
    with event.register() as session:
        own = event.shown(session).event
        found = papers.to_change(session, file.id)
        assert found is not None
        papers.keep_file(found, "stratégie.PDF", PDF)
        gone = papers.add_link(session, own, "Old", "https://x.example.org", by=None, now=event.now)
        papers.remove(session, gone, by=None, now=event.now)
    page = event.page()
    assert 'href="https://papers.example.org/minutes?a=1&amp;b=2">Minutes &lt;draft&gt;</a>' in page
    assert "PDF, 1 KB" in page
    assert "Old" not in page
    fetched = event.fetch(f"{event.paths()[0]}/papers/{file.id}")
    assert fetched.content == PDF
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["content-disposition"].startswith('attachment; filename="Strat_gie.pdf"')
    assert fetched.headers["x-content-type-options"] == "nosniff"


def test_a_paper_of_another_event_or_none_is_the_same_404(world: World) -> None:
    event = visits(world, rule=MONTHLY)
    with event.register() as session:
        other = session.scalars(
            select(Recipient.event_id).where(Recipient.event_id != event.event_id)
        ).first()
        first = event.event_id
        event.event_id = other or 0
        file = papers.ask_file(
            session,
            event.shown(session).event,
            "Paper",
            {"slack_file": "F"},
            by=None,
            now=event.now,
        )
        papers.keep_file(file, "paper.pdf", PDF)
        link = papers.add_link(
            session,
            event.shown(session).event,
            "Link",
            "https://x.example.org",
            by=None,
            now=event.now,
        )
        event.event_id = first
    path, _answer = event.paths()
    answers = [event.fetch(f"{path}/papers/{each}") for each in (file.id, link.id, "x", "1" * 40)]
    expected = event.fetch("/event/nothing/papers/1")
    assert {(each.status_code, each.text) for each in answers} == {(404, expected.text)}
