"""In the demo, what a calendar or a person answers by mail comes to the bot by its own door."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from cli.demo import MAILBOX, Demo
from cli.demo_register import FORUM
from cli.folder import DemoFolder
from db import event_changes, event_plans, partnerships
from db.audience_items import Choice
from db.models import Answer, Body, Invitation, NamedDeputy, Person, WorklistItem
from db.tenancy import across_partnerships, within
from domain.answers import Kind, Source
from domain.events import Among, Details, Planned
from domain.when import WallSpan
from sandbox.post import Mail
from tests.cli.processes import wait_until


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Run a demo that is live and has invited the forum, in this process."""
    with DemoFolder(tmp_path_factory.mktemp("demo")).taken() as taken:
        made = Demo(taken)
        with made.running(0):
            invite(made)
            yield made


def invite(demo: Demo) -> None:
    """Go live, and invite all of a body to an event in two weeks."""
    now = demo.clock.now()
    with demo.house.database.writing() as session:
        main = partnerships.one(session, None)
        with within(session, main.id):
            main.live_at = now
            body = session.scalars(select(Body).where(Body.name == FORUM)).one()
            begins = datetime.combine((now + timedelta(days=14)).date(), time(10))
            span = WallSpan(begins, begins + timedelta(hours=2), "Europe/London")
            planned = Planned(Details(FORUM), span, None, body.id)
            whom = [Choice(Among.BODY, body.id)]
            series = event_plans.draft(session, planned, whom, by=None, now=now)
            event_changes.send(session, series, by=None, now=now)
    demo._advance(timedelta(minutes=3))  # what goes to many can be stopped for two


def invitation(demo: Demo, address: str) -> Mail:
    """Wait for somebody's invitation, and give it."""

    def come() -> list[Mail]:
        return [each for each in demo.post.inbox(address) if each.invites]

    return wait_until(f"{address} is invited", come)[0]


def answers(demo: Demo, who: str) -> list[tuple[str, str]]:
    """List what somebody's seat has answered, and how it came."""
    query = (
        select(Answer.kind, Answer.source)
        .join(Invitation, Invitation.id == Answer.invitation_id)
        .join(Person, Person.id == Answer.lead_id)
        .where(Person.name == who)
        .order_by(Answer.id)
    )
    with demo.house.database.reading() as session, across_partnerships(session):
        return [(kind, source) for kind, source in session.execute(query)]


@pytest.mark.parametrize(
    ("who", "partstat", "kind", "shape"),
    [
        ("Health lead", "ACCEPTED", Kind.ATTENDING, "exchange"),
        ("Borough lead", "DECLINED", Kind.APOLOGIES, "google"),
        ("Town lead", "TENTATIVE", Kind.UNSURE, "apple"),
    ],
)
def test_what_a_calendar_answers_is_an_answer(
    demo: Demo, who: str, partstat: str, kind: Kind, shape: str
) -> None:
    address = f"lead@{who.split(maxsplit=1)[0].lower()}.example.org"
    mail = invitation(demo, address)
    demo.post.reply(mail.id, address, partstat, shape=shape)  # type: ignore[arg-type]
    found = wait_until("the answer is recorded", lambda: answers(demo, who))
    assert found == [(kind, Source.CALENDAR)]


def test_a_deputy_whom_a_calendar_sends_is_known(demo: Demo) -> None:
    mail = invitation(demo, "lead@council.example.org")
    to = "deputy@council.example.org"
    demo.post.reply(
        mail.id, "lead@council.example.org", "DELEGATED", shape="thunderbird", delegate_to=to
    )
    found = wait_until("the deputy is known", lambda: answers(demo, "Council lead"))
    assert found == [(Kind.DEPUTY, Source.CALENDAR)]
    with demo.house.database.reading() as session, across_partnerships(session):
        [named] = session.scalars(select(NamedDeputy)).all()
        person = session.get_one(Person, named.person_id)
    assert person.name == "Council deputy"


def test_words_are_shown_to_the_coordinator_and_are_no_answer(demo: Demo) -> None:
    address = "lead@families.example.org"
    mail = invitation(demo, address)
    demo.post.compose(address, MAILBOX, f"Re: {FORUM}", "I shall be late.", answers=mail.id)

    def waiting() -> list[str]:
        with demo.house.database.reading() as session, across_partnerships(session):
            query = select(WorklistItem.kind).where(WorklistItem.kind == "written")
            return list(session.scalars(query))

    wait_until("the words wait for the coordinator", waiting)
    assert answers(demo, "Families lead") == []
