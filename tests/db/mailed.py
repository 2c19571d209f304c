"""Mail that comes in, for tests: a reply from somebody's calendar, stored and applied."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import answers, calendar_replies, events, people
from db.answers import Invited
from db.mail_outcomes import Outcome
from db.models import Attendee, Event, InboundMail, Person, Series, WorklistItem
from db.tenancy import across_partnerships
from domain import reply_mails
from domain.answers import Kind
from tests.db.meetings import NOW, Register

MAILBOX = "calendar@joinedup.example.org"
_numbers = count(1)


@dataclass
class Post:
    """Puts mail before the bot, as its door stored it."""

    made: Register
    now: datetime = NOW
    mails: list[InboundMail] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """Give the session."""
        return self.made.session

    def bring(self, raw: bytes, *, token: str | None = None, sender: str = "") -> Outcome:
        """Store a mail and apply it."""
        mail = InboundMail(
            key=f"mail {next(_numbers)}",
            sender=sender,
            recipient=MAILBOX,
            token=token,
            raw=raw,
            size=len(raw),
            received_at=self.now,
            state="waiting",
            attempts=0,
        )
        self.session.add(mail)
        self.session.flush()
        with across_partnerships(self.session):
            read = reply_mails.read(raw)
            made = calendar_replies.apply(self.session, mail, read, mailbox=MAILBOX, now=self.now)
        self.session.expire_all()
        return made

    def attendee(self, series: Series, person: Person) -> Attendee:
        """Give somebody's entry."""
        query = select(Attendee).where(
            Attendee.series_id == series.id, Attendee.person_id == person.id
        )
        return self.session.scalars(query).one()

    def address(self, person: Person) -> str:
        """Give somebody's main address."""
        return people.addresses(self.session, person.id)[0].address

    def reply(self, series: Series, person: Person, partstat: str, **changes: object) -> Outcome:
        """Bring the reply of somebody's calendar, with the token of their entry."""
        token = self.attendee(series, person).token
        said: dict[str, object] = {"people": [attendee(self.address(person), partstat)]}
        return self.bring(mail(series.uid, **(said | changes)), token=token)  # type: ignore[arg-type]

    def standing(self, event: Event) -> list[Invited]:
        """Give how each invitation to an event stands, seats first."""
        shown = events.by_id(self.session, event.id)
        assert shown is not None
        return answers.invited(self.session, shown)

    def kinds(self, series: Series) -> list[Kind | None]:
        """Give what stands for the first invitation to each event of a series."""
        return [self.standing(each)[0].standing.kind for each in events.of(self.session, series.id)]

    def waiting(self, *kinds: str) -> list[WorklistItem]:
        """List what waits for a coordinator, of some kinds."""
        query = select(WorklistItem).where(WorklistItem.done_at.is_(None))
        rows = self.session.scalars(query.order_by(WorklistItem.id))
        return [each for each in rows if not kinds or each.kind in kinds]


def attendee(address: str, partstat: str, **parameters: str) -> str:
    """Write an ATTENDEE line."""
    written = "".join(f';{name.replace("_", "-")}="{each}"' for name, each in parameters.items())
    return f"ATTENDEE;PARTSTAT={partstat}{written}:mailto:{address}"


def utc(moment: datetime) -> str:
    """Write a moment in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def mail(  # noqa: PLR0913 - all that replies differ in
    uid: str,
    *,
    people: Sequence[str],
    method: str = "REPLY",
    sequence: int | None = 0,
    at: datetime = NOW,
    original: datetime | None = None,
    begins: datetime | None = None,
    sender: str = "somebody@example.org",
    more: Sequence[str] = (),
) -> bytes:
    """Write a reply as a whole mail: the one part that counts."""
    lines = [
        "BEGIN:VCALENDAR",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{utc(at)}",
        *([f"SEQUENCE:{sequence}"] if sequence is not None else []),
        *([f"RECURRENCE-ID:{utc(original)}"] if original else []),
        *([f"DTSTART:{utc(begins)}"] if begins else []),
        *([f"DTEND:{utc(begins + timedelta(hours=2))}"] if begins else []),
        *people,
        *more,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    head = (
        f"From: {sender}\r\nTo: {MAILBOX}\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n"
    )
    return (head + "\r\n".join(lines) + "\r\n").encode()
