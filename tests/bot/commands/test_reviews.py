"""Mail that waits for a coordinator is decided with one tap, and nothing of it is lost."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import answers, calendar_replies, events, people
from db.mail_outcomes import Outcome
from db.models import Address, Attendee, Delivery, InboundMail, Person, Series, WorklistItem
from db.tenancy import across_partnerships
from domain import kept_rules, reply_mails
from domain.answers import Kind, Source
from tests.bot.commands.event_cast import MONTHLY, arrange, arrived, board, writing
from tests.db.mailed import MAILBOX, attendee, mail
from tests.world import World, shown, words

LEAD = "fire.lead@example.org"
ALIAS = "f.lead@fire.example.org"


@dataclass
class Mailroom:
    """A world with an event, and mail that comes in about it."""

    world: World
    series_id: int
    mails: int = 0

    def bring(self, raw: bytes, *, proven: bool = True, token: str = "") -> Outcome:
        """Store a mail and apply it; proven, with the token of the fire lead."""
        self.mails += 1
        with writing(self.world) as session:
            query = select(Attendee.token).join(Person, Person.id == Attendee.person_id)
            own = session.scalars(query.where(Person.name == "Fire lead")).one()
            row = InboundMail(
                key=f"mail {self.mails}",
                sender="",
                recipient=MAILBOX,
                token=(token or own) if proven else None,
                raw=raw,
                size=len(raw),
                received_at=self.world.clock.now(),
                state="waiting",
                attempts=0,
            )
            session.add(row)
            session.flush()
            with across_partnerships(session):
                now = self.world.clock.now()
                read = reply_mails.read(raw)
                return calendar_replies.apply(session, row, read, mailbox=MAILBOX, now=now)

    def reply(self, *lines: str, proven: bool = True, **changes: object) -> Outcome:
        """Bring a reply to the event."""
        with writing(self.world) as session:
            uid = session.get_one(Series, self.series_id).uid
        said: dict[str, object] = {"people": lines, "at": self.world.clock.now()}
        return self.bring(mail(uid, **(said | changes)), proven=proven)  # type: ignore[arg-type]

    def write(self, text: str) -> Outcome:
        """Bring words to the event, sent to the address of the lead's calendar."""
        head = f"From: The lead <{LEAD}>\r\nSubject: Re: Forum\r\nContent-Type: text/plain\r\n\r\n"
        return self.bring((head + text).encode())

    def home(self) -> str:
        """Give all that a coordinator's Home says."""
        self.world.coordinator.open_home()
        assert self.world.coordinator.home is not None
        return shown(self.world.coordinator.home.blocks)

    def press(self, action: str) -> None:
        """Press a button on the coordinator's Home."""
        self.world.coordinator.open_home()
        assert self.world.coordinator.home is not None
        told = self.world.coordinator.press(self.world.coordinator.home, action)
        assert told.ok, told

    def standing(self) -> list[tuple[Kind | None, Source | None]]:
        """Give how the invitations stand, seats first."""
        with writing(self.world) as session:
            shown_event = events.by_id(session, events.of(session, self.series_id)[0].id)
            assert shown_event is not None
            found = answers.invited(session, shown_event)
            return [(each.standing.kind, each.standing.source) for each in found]

    def waiting(self) -> int:
        """Count what waits of mail."""
        with writing(self.world) as session:
            kinds = ("reply", "written", "proposal")
            query = select(WorklistItem.id).where(
                WorklistItem.done_at.is_(None), WorklistItem.kind.in_(kinds)
            )
            return len(list(session.scalars(query)))


@pytest.fixture
def room(world: World) -> Mailroom:
    """Give a world in which the fire service and the health board are asked to a forum."""
    board(world, "Fire", "Health")
    with writing(world) as session:
        for each in session.scalars(select(Person).where(Person.name == "Fire lead")).all():
            if not people.addresses(session, each.id):
                people.add_address(session, each, LEAD, by=None, now=world.clock.now())
    series = arrange(world)
    arrived(world)
    return Mailroom(world, series)


def test_an_alias_is_added_and_its_answer_recorded(room: Mailroom) -> None:
    room.reply(attendee(ALIAS, "ACCEPTED"))
    assert "It is Fire lead, also known as this address" in room.home()
    room.press("review.known")
    assert room.standing()[0] == (Kind.ATTENDING, Source.CALENDAR)
    assert room.waiting() == 0
    with writing(room.world) as session:
        keys = set(session.scalars(select(Address.address_key)))
    assert ALIAS in keys
    assert room.reply(attendee(ALIAS, "DECLINED"), sequence=1).state == "applied"


def test_a_party_crasher_is_asked_as_a_guest(room: Mailroom) -> None:
    room.reply(attendee("crasher@example.org", "ACCEPTED", CN="Chris Crasher"))
    room.press("review.guest")
    assert room.standing() == [(None, None), (None, None), (Kind.ATTENDING, Source.CALENDAR)]
    with writing(room.world) as session:
        query = select(Person.name).join(Delivery, Delivery.person_id == Person.id)
        assert "Chris Crasher" in set(session.scalars(query.where(Delivery.state == "planned")))


def test_what_is_ignored_changes_nothing_and_is_forgotten(room: Mailroom) -> None:
    room.reply(attendee("crasher@example.org", "ACCEPTED"))
    room.press("review.ignore")
    assert (room.waiting(), room.standing()) == (0, [(None, None), (None, None)])
    with writing(room.world) as session:
        facts = [each.facts for each in session.scalars(select(WorklistItem))]
    assert "crasher" not in str(facts)


def test_an_answer_without_proof_counts_once_somebody_says_so(room: Mailroom) -> None:
    room.reply(attendee(LEAD, "DECLINED"), proven=False)
    assert "It may be from Fire lead, but nothing proves that." in room.home()
    assert room.standing()[0] == (None, None)
    room.press("review.record")
    assert room.standing()[0] == (Kind.APOLOGIES, Source.CALENDAR)


@pytest.mark.parametrize("kind", [Kind.ATTENDING, Kind.APOLOGIES, Kind.UNSURE])
def test_words_are_never_guessed_at(room: Mailroom, kind: Kind) -> None:
    assert room.write("Yes of course, no problem!\n\n> old text\n").state == "review"
    assert room.standing()[0] == (None, None)
    said = room.home()
    assert "Yes of course, no problem!" in said
    assert "old text" not in said
    room.press(f"review.{kind}")
    assert room.standing()[0] == (kind, Source.COORDINATOR)
    assert room.waiting() == 0


def test_words_that_name_a_deputy_open_a_form(room: Mailroom) -> None:
    room.write("Eve will come instead of me.")
    room.press("review.deputy")
    room.world.coordinator.submit({"name": "Eve Deputy", "address": "not an address"})
    assert room.waiting() == 1
    room.world.coordinator.submit({"name": "Eve Deputy", "address": "eve@example.org"})
    assert room.standing()[0] == (Kind.DEPUTY, Source.COORDINATOR)
    assert room.waiting() == 0


def test_a_proposal_opens_the_form_to_move_with_its_time(room: Mailroom) -> None:
    with writing(room.world) as session:
        begins = events.of(session, room.series_id)[0].begins_at + timedelta(days=7)
    room.reply(attendee(LEAD, "TENTATIVE"), method="COUNTER", begins=begins)
    assert "Thursday 10 December 2026" in room.home()
    room.press("review.move")
    form = room.world.coordinator.view
    assert form is not None
    assert "2026-12-10" in str(form.blocks)


def test_a_proposal_is_declined_by_mail(room: Mailroom) -> None:
    with writing(room.world) as session:
        begins = events.of(session, room.series_id)[0].begins_at + timedelta(days=7)
    room.reply(attendee(LEAD, "TENTATIVE"), method="COUNTER", begins=begins)
    room.press("review.keep")
    with writing(room.world) as session:
        query = select(Delivery.kind).where(Delivery.state == "planned")
        assert list(session.scalars(query)) == ["proposal.declined"]
    assert room.waiting() == 0


def test_what_is_refused_is_not_lost(room: Mailroom) -> None:
    room.reply(attendee(ALIAS, "ACCEPTED"))
    room.home()
    before = room.world.coordinator.home
    with writing(room.world) as session:
        other = people.add(session, name="Somebody", now=room.world.clock.now())
        people.add_address(session, other, ALIAS, by=None, now=room.world.clock.now())
    assert before is not None
    room.world.coordinator.press(before, "review.known")
    assert (room.waiting(), room.standing()[0]) == (1, (None, None))
    assert "It is Fire lead" not in room.home()


def test_an_automatic_reply_stands_on_the_page_of_its_event(room: Mailroom) -> None:
    head = "Auto-Submitted: auto-replied\r\nContent-Type: text/plain\r\n\r\nMy secret reasons."
    assert room.bring(f"From: {LEAD}\r\n{head}".encode()).why == "automatic reply"
    said = words(room.world.coordinator.run("/event show Leadership Forum").ephemeral)
    assert "Automatic reply from: Fire lead" in said
    assert "secret" not in said
    assert room.waiting() == 0


def test_the_answer_to_a_test_copy_is_shown_and_nothing_is_recorded(room: Mailroom) -> None:
    with writing(room.world) as session:
        query = select(Person.id).where(Person.name == "Fire lead")
        token = f"copy-{room.series_id}-{session.scalars(query).one()}"
    raw = mail("a uid of its own", people=[attendee(LEAD, "ACCEPTED")], at=room.world.clock.now())
    assert room.bring(raw, token=token).why == "test copy"
    assert "It answers a test copy, so replies reach us." in room.home()
    assert room.standing()[0] == (None, None)
    room.press("review.ignore")
    assert room.waiting() == 0


def test_a_date_that_is_none_is_shown_as_such(room: Mailroom) -> None:
    with writing(room.world) as session:
        begins = events.of(session, room.series_id)[0].begins_at
        session.get_one(Series, room.series_id).rule = kept_rules.as_json(MONTHLY)
    room.reply(attendee(LEAD, "ACCEPTED"), original=begins + timedelta(hours=1))
    assert "I know no such date." in room.home()
