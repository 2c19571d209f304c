"""What was held up leaves as things are then: with the new time, and as a rehearsal no more."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes

from sqlalchemy import update

from bot.mail import MailFailed
from bot.slack import Slack
from db import copies, diary_contacts, event_changes, events, roles
from db.engine import Database
from db.models import Delivery, Partnership, Person, Series
from db.tenancy import across_partnerships, within
from domain.forecasts import Rate, Step
from domain.roles import Role
from domain.spans import Span
from jobs.budgets import UNLIMITED, Budgets
from jobs.deliver import Deliverer, Post
from jobs.pace import Pace
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register
from tests.jobs.notes import SEALER
from tests.jobs.rendered import MONTHLY
from tests.jobs.test_event_machine import HERE

LEAD = "police.lead@example.org"
KEEPER = "diary.keeper@example.org"
QUICK = Pace(lease=5, deadline=2.5, doubt=0, longest_wait=0, mending=600)
NEW_DAY = FORUM.on(date(2027, 1, 12))


@dataclass
class Server:
    """A mail server that may be down."""

    timeout: float = 1
    down: bool = False
    mails: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def send(self, raw: bytes, *, sender: str, recipients: Sequence[str]) -> dict[str, str]:
        assert sender
        if self.down:
            raise MailFailed("connect", "ConnectionRefusedError")
        for each in recipients:
            self.mails[each].append(raw)
        return {}


@dataclass
class Room:
    """A partnership with a lead who coordinates, and a diary contact; and the way out."""

    database: Database
    partnership_id: int
    server: Server = field(default_factory=Server)
    now: datetime = NOW
    budgets: Budgets = field(default_factory=lambda: Budgets(UNLIMITED))
    deliverers: list[Deliverer] = field(default_factory=list)

    def drain(self, minutes: int = 0) -> None:
        """Deliver what is due some minutes later, as though no wait of the database's were left."""
        self.now = NOW + timedelta(minutes=minutes)
        with self.database.writing() as session, across_partnerships(session):
            session.execute(update(Delivery).values(next_try_at=None))
        Deliverer(
            self.database,
            Slack("http://127.0.0.1:1/api/", timeout=1),
            sealer=SEALER,
            clock=lambda: self.now,
            post=Post(self.server, "calendar@joinedup.example.org"),  # type: ignore[arg-type]
            addresses=HERE,
            pace=QUICK,
            budgets=self.budgets,
        ).drain(self.now)

    def move_second(self, series_id: int) -> None:
        with self.database.writing() as session, within(session, self.partnership_id):
            series = events.locked(session, series_id)
            assert series is not None
            shown = events.Shown(events.of(session, series_id)[1], series)
            event_changes.move(session, shown, NEW_DAY, by=None, now=NOW + timedelta(minutes=1))

    def calendars(self) -> str:
        """Give all that the lead's calendar was sent."""
        return "".join(
            part.get_payload(decode=True).decode()  # type: ignore[union-attr]
            for raw in self.server.mails[LEAD]
            for part in message_from_bytes(raw).walk()
            if part.get_content_type() == "text/calendar"
        )

    def subjects(self, address: str = LEAD) -> list[str]:
        """Give how the subjects of somebody's mails begin."""
        mails = [message_from_bytes(raw) for raw in self.server.mails[address]]
        return sorted(str(each["Subject"]).strip().split(maxsplit=1)[0] for each in mails)


def arranged(made: Register, *, live: bool = True) -> Person:
    """Let the lead coordinate and somebody keep their diary."""
    made.owner.live_at = made.owner.live_at if live else None
    lead = made.leads[0]
    roles.give(made.session, lead, Role.COORDINATOR, Span(BEGAN), by=None, now=NOW)
    keeper = made.person("Diary keeper")
    diary_contacts.add(made.session, lead, keeper, since=BEGAN, by=None, now=NOW)
    return lead


def test_a_change_while_the_server_is_down_is_in_what_leaves(database: Database) -> None:
    with register(database, ("Police",)) as made:
        series: Series = made.sent(rule=MONTHLY)
        room = Room(database, made.owner.id)
        own = series.id
    room.server.down = True
    room.drain()
    room.move_second(own)
    room.server.down = False
    room.drain(5)
    assert "DTSTART;TZID=Europe/London:20270112T100000" in room.calendars()


def test_a_change_while_the_budget_is_used_up_is_in_what_leaves(database: Database) -> None:
    with register(database, ("Police",)) as made:
        series: Series = made.sent(rule=MONTHLY)
        room = Room(database, made.owner.id)
        own = series.id
    room.budgets = Budgets({Step.MAIL: Rate(per_minute=1, burst=0)})
    room.drain()
    room.move_second(own)
    room.budgets = Budgets(UNLIMITED)
    room.drain(5)
    assert "DTSTART;TZID=Europe/London:20270112T100000" in room.calendars()


def test_what_a_rehearsal_held_up_is_no_rehearsal_when_it_is_live(database: Database) -> None:
    with register(database, ("Police",)) as made:
        arranged(made, live=False)
        made.sent()
        room = Room(database, made.owner.id)
    room.server.down = True
    room.drain()
    with database.writing() as session, across_partnerships(session):
        session.execute(update(Partnership).values(live_at=NOW))
    room.server.down = False
    room.drain(5)
    assert room.subjects() == ["Leadership", "Rehearsal:"]


def test_a_rehearsal_writes_to_no_diary_contact(database: Database) -> None:
    with register(database, ("Police",)) as made:
        arranged(made, live=False)
        made.sent()
        room = Room(database, made.owner.id)
    room.drain()
    assert set(room.server.mails) == {LEAD}


def test_a_test_copy_is_nobody_elses(database: Database) -> None:
    with register(database, ("Police",)) as made:
        lead, series = arranged(made), made.draft()
        copies.plan(made.session, series, [lead.id], why="test", now=NOW)
        room = Room(database, made.owner.id)
    room.drain()
    assert set(room.server.mails) == {LEAD}


def test_whoever_keeps_a_diary_has_a_copy_when_it_is_live(database: Database) -> None:
    with register(database, ("Police",)) as made:
        arranged(made)
        made.sent()
        room = Room(database, made.owner.id)
    room.drain()
    assert room.subjects(KEEPER) == room.subjects() == ["Leadership"]
