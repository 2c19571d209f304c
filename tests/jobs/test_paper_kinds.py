"""What people read of new papers, by mail and in Slack, as it holds when it leaves."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.routing import NOWHERE
from db import paper_rounds, papers
from db.engine import Database
from db.models import Event, Paper, Recipient
from tests.db.meetings import NOW, Register, register
from tests.db.test_papers import DUE
from tests.jobs.rendered import GROUND, card, found_in_slack, letter, made, one_line, written


@pytest.fixture
def one(database: Database) -> Iterator[Register]:
    with register(database, ("Police",)) as found:
        yield found


def announced(register: Register, *titles: str) -> list[Paper]:
    """Send an event, let all of it arrive, and announce papers of it."""
    event = register.first(register.sent()).event
    register.arrived()
    made = [
        papers.add_link(
            register.session, event, title, f"https://papers.example.org/{n}", by=None, now=NOW
        )
        for n, title in enumerate(titles)
    ]
    assert paper_rounds.announce(register.session, event.id, now=DUE) is not None
    return made


def test_the_mail_names_what_is_new_and_leads_to_the_page_that_has_all(one: Register) -> None:
    announced(one, "Minutes", "Gang strategy")
    mail = written(one)
    assert mail.subject == "New papers: Leadership Forum, Thu 3 December 2026, 10:00"
    said = one_line(mail.text)
    assert "Please read the new papers for the Leadership Forum." in said
    assert "Thursday 3 December 2026, 10:00 to 12:00 (London time)" in said
    assert "New: Minutes Gang strategy" in said
    assert "Open the papers: https://joinedup.example.org/event/" in said
    assert "Answer or change my answer: https://joinedup.example.org/answer/" in said
    assert "https://papers.example.org" not in mail.text
    assert mail.calendar is None


def test_what_was_taken_away_is_not_named_and_nothing_left_is_not_sent(one: Register) -> None:
    minutes, strategy = announced(one, "Minutes", "Gang strategy")
    papers.remove(one.session, minutes, by=None, now=DUE)
    mail = written(one)
    assert "Minutes" not in mail.text
    assert mail.subject.startswith("New paper: ")
    papers.remove(one.session, strategy, by=None, now=DUE)
    assert letter(one) is None


def test_a_cancelled_event_has_no_papers_to_tell_of(one: Register) -> None:
    [paper] = announced(one, "Minutes")
    one.session.get_one(Event, paper.event_id).status = "cancelled"
    assert letter(one) is None


def test_who_is_asked_no_more_is_not_told(one: Register) -> None:
    announced(one, "Minutes")
    for each in one.session.scalars(select(Recipient)):
        each.withdrawn_at = DUE
    assert letter(one) is None


def test_the_card_offers_agenda_and_papers_by_a_button(one: Register) -> None:
    found_in_slack(one, one.leads[0])
    one.leads[0].channel = "slack"
    announced(one, "Minutes")
    said = made(one)
    assert "Please read the new paper for the Leadership Forum." in said
    assert "Minutes" in said
    found = card(one)
    assert found is not None
    assert "event.agenda" in str(found.blocks)


def test_without_pages_of_ours_it_says_whom_to_ask(one: Register) -> None:
    announced(one, "Minutes")
    mail = letter(one, ground=replace(GROUND, addresses=NOWHERE))
    assert mail is not None
    assert "Please reply to this message" in mail.text
