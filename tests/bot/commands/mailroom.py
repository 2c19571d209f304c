"""What tests of the review list share: a world with an event, and mail that comes in about it."""

from dataclasses import dataclass

from sqlalchemy import select

from db import answers, calendar_replies, events, inbound, people
from db.mail_outcomes import Outcome
from db.models import Attendee, InboundMail, Person, Series, WorklistItem
from db.tenancy import across_partnerships
from domain import reply_mails
from domain.answers import Kind, Source
from sandbox.slack.state import View
from tests.bot.commands.event_cast import arrange, arrived, board, writing
from tests.db.mailed import MAILBOX, mail
from tests.world import World, shown

LEAD = "fire.lead@example.org"


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
                made = calendar_replies.apply(session, row, read, mailbox=MAILBOX, now=now)
            inbound.done(row, made.state, made.why, owner_id=made.owner_id, now=now)
            return made

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

    def press(self, action: str, where: View | None = None, value: str | None = None) -> str:
        """Press a button on the coordinator's Home; gives what it then says there."""
        coordinator = self.world.coordinator
        if where is None:
            coordinator.open_home()
            where = coordinator.home
        assert where is not None
        told = coordinator.press(where, action, value=value)
        assert told.ok, told
        assert coordinator.home is not None
        return shown(coordinator.home.blocks)

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


def opened(world: World) -> Mailroom:
    """Ask the fire service and the health board to a forum."""
    board(world, "Fire", "Health")
    with writing(world) as session:
        for each in session.scalars(select(Person).where(Person.name == "Fire lead")).all():
            if not people.addresses(session, each.id):
                people.add_address(session, each, LEAD, by=None, now=world.clock.now())
    series = arrange(world)
    arrived(world)
    return Mailroom(world, series)
