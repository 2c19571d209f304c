"""What happens to mail here: it arrives, is read, is answered, and the answers leave by SMTP."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from uuid import uuid4

from sandbox.post.calendars import SERIES, PersonalCalendar
from sandbox.post.mails import Mail, Mails, Resident
from sandbox.post.notices import Notice, Occasion, Party
from sandbox.post.repeats import length
from sandbox.post.replies import deputies
from sandbox.post.replies.responses import DELEGATED, PARTSTATS, Response
from sandbox.post.replies.shapes import Shape, shaped
from sandbox.post.sending import send
from sandbox.post.zones import Time, key_of


def nobody_hears(address: str) -> None:
    """Hear of a change and do nothing."""


class Mailroom:
    """The mailboxes, the calendars, and what their owners do; `now` is the time of the demo."""

    def __init__(
        self, now: Callable[[], datetime], on_change: Callable[[str], None] = nobody_hears
    ) -> None:
        self.now = now
        self.on_change = on_change
        self.people: list[Resident] = []
        self.door: str | None = None
        self.door_domains: Collection[str] = ()
        self.address = ""
        self.mails = Mails()
        self.calendars: dict[str, PersonalCalendar] = {}
        self.added_by_hand: set[tuple[str, str]] = set()
        self.shapes: dict[str, Shape] = {}
        self.changes = 0

    def changed(self, address: str) -> None:
        """Tell whoever listens that a mailbox or a calendar is not what it was."""
        self.changes += 1
        self.on_change(address)

    # Arriving

    def accept(self, sender: str, recipients: list[str], raw: bytes) -> None:
        """Keep a mail that has come by SMTP, and let each recipient's calendar obey it."""
        mail = self.mails.add(sender, recipients, raw, self.now())
        for address in mail.recipients:
            self.obey(address, mail)
            self.changed(address)

    def obey(self, address: str, mail: Mail) -> None:
        """Let a calendar take what mail programs act on: inline text/calendar (calendar.md, 2)."""
        if mail.invites:
            self.calendar(address).take(mail)

    # Looking

    def residents(self) -> list[Resident]:
        """Give those who live here, then every other address that got mail, by name."""
        known = {person.address.lower(): person for person in self.people}
        for mail in self.mails.all():
            for address in mail.recipients if not mail.sent else (mail.sender,):
                known.setdefault(address.lower(), Resident(address, address))
        return list(known.values())

    def resident(self, address: str) -> Resident:
        """Give somebody by address, known or not."""
        known = (each for each in self.people if each.address.lower() == address.lower())
        return next(known, Resident(address, ""))

    def inbox(self, address: str) -> list[Mail]:
        """Give what somebody was sent, newest first."""
        return self.mails.inbox(address)

    def sent(self, address: str) -> list[Mail]:
        """Give what somebody sent from here, newest first."""
        return self.mails.sent(address)

    def mail(self, number: str) -> Mail:
        """Give one mail; `LookupError` when there is none of that number."""
        return self.mails.get(number)

    def unread(self, address: str) -> int:
        """Count what somebody has not opened yet."""
        return sum(self.mails.is_unread(address, mail) for mail in self.inbox(address))

    def open(self, address: str, mail: Mail, *, opened: bool = True) -> None:
        """Let a mail count as read by its owner, or as unread."""
        if self.mails.mark(address, mail, opened=opened):
            self.changed(address)

    def calendar(self, address: str) -> PersonalCalendar:
        """Give somebody's calendar, an empty one at first."""
        return self.calendars.setdefault(address.lower(), PersonalCalendar(address))

    # Writing

    def compose(
        self,
        from_: str,
        to: str,
        subject: str,
        text: str,
        *,
        answers: str = "",
        automatic: bool = False,
    ) -> Mail:
        """Send a mail by hand; `automatic` makes an out-of-office reply of it (RFC 3834, 5).

        `answers` is the number of the mail that this one replies to: its thread is kept.
        """
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"] = formataddr((self.resident(from_).name, from_))
        mail["To"] = to
        mail["Subject"] = " ".join(subject.split())
        mail["Date"] = format_datetime(self.now())
        mail["Message-ID"] = f"<{uuid4()}@{from_.rpartition('@')[2] or 'sandbox.invalid'}>"
        if answers:
            thread = self.mail(answers).letter.header("Message-ID").strip()
            mail["In-Reply-To"] = mail["References"] = " ".join(thread.split())
        if automatic:
            mail["Auto-Submitted"] = "auto-replied"
            mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(text.replace("\r\n", "\n"))
        return self.send(from_, [to], mail)

    def reply(  # noqa: PLR0913 - an answer has that many parts
        self,
        mail_id: str,
        resident_address: str,
        partstat: str,
        *,
        shape: Shape,
        comment: str = "",
        delegate_to: str | None = None,
        occurrence: str | Time | None = None,
        on_behalf_of: str | None = None,
        both: bool = False,
    ) -> Mail:
        """Answer an invitation: build a REPLY in one program's shape and send it by SMTP.

        The answer goes to the ORGANIZER (RFC 5546, 3.2.3). `occurrence` names one of a series, by
        its original start or that moment's key; `on_behalf_of` is the attendee for whom an
        assistant answers; `both` puts both ends of a delegation into the mail. A deputy is sent
        the invitation too. `ValueError` says in a sentence why an invitation can't be answered.
        """
        mail = self.mail(mail_id)
        response = self._response(mail, resident_address, on_behalf_of, partstat)
        moment = key_of(occurrence) if isinstance(occurrence, date) else occurrence or SERIES
        response = _at(response, moment, comment=comment.strip(), both=both)
        deputy = self._deputy(response, delegate_to)
        response = replace(response, deputy=deputy)
        sent = self.send(resident_address, [response.organizer.address], shaped(response, shape))
        if deputy:
            self.send(resident_address, [deputy.address], deputies.invitation(response, deputy))
        self._remember(mail, response, resident_address, moment)
        return sent

    def _response(
        self, mail: Mail, resident: str, on_behalf_of: str | None, partstat: str
    ) -> Response:
        notice = mail.notice
        if not isinstance(notice, Notice) or notice.method not in ("REQUEST", "PUBLISH", "ADD"):
            raise ValueError("This mail is no invitation, so there is nothing to answer.")
        if partstat not in PARTSTATS:
            raise ValueError(f"{partstat} is no answer to an invitation.")
        sender = Party(resident, self.resident(resident).name)
        asked = notice.main.attendee(on_behalf_of or resident)
        me = asked or (Party(on_behalf_of) if on_behalf_of else sender)
        return Response(
            notice.main,
            notice.calendar,
            me,
            sender,
            partstat,
            self.now().astimezone(UTC),
            start=notice.main.start,
            end=notice.main.end,
            answers_to=mail.letter.header("Message-ID").strip(),
        )

    def _deputy(self, response: Response, address: str | None) -> Party | None:
        if response.partstat != DELEGATED:
            return None
        if not address or "@" not in address:
            raise ValueError("Whom do you send? Give the deputy's mail address.")
        if response.me.has(address):
            raise ValueError("A deputy is somebody else.")
        return Party(address, self.resident(address).name)

    def _remember(self, mail: Mail, response: Response, resident: str, moment: str) -> None:
        for address in {resident.lower(), response.me.address.lower()}:
            calendar = self.calendar(address)
            if not mail.invites:
                calendar.take(mail)
                self.added_by_hand.add((address, mail.id))
            calendar.answer(response.occasion, response.partstat, response.at, moment)
            self.changed(address)

    # Sending

    def send(self, sender: str, recipients: list[str], message: EmailMessage) -> Mail:
        """Send by SMTP and keep a copy; `UndeliveredError` when a server doesn't take it."""
        raw = message.as_bytes(policy=policy.SMTP)
        doors: dict[str, list[str]] = {}
        for address in recipients:
            doors.setdefault(self._door_of(address), []).append(address)
        for door, people in doors.items():
            send(door, sender, people, raw)
        mail = self.mails.add(sender, recipients, raw, self.now(), sent=True)
        self.changed(sender)
        return mail

    def _door_of(self, address: str) -> str:
        domain = address.rpartition("@")[2].lower()
        if self.door and domain in {each.lower() for each in self.door_domains}:
            return self.door
        if not self.address:
            raise ValueError("The post office is closed: it takes mail only while it is running.")
        return self.address


def _at(response: Response, moment: str, *, comment: str, both: bool) -> Response:
    """Narrow an answer to one occurrence, if one is named; the series stands for all the others."""
    occasion = response.occasion
    known = replace(response, comment=comment, both=both)
    if not moment and not occasion.moment:
        return known
    original = _time(moment or occasion.moment, occasion)
    if occasion.moment:
        return replace(known, moment=original)
    return replace(known, moment=original, start=original, end=original + length(occasion))


def _time(moment: str, occasion: Occasion) -> Time:
    """Turn a key into a moment of the event's own zone."""
    if "T" not in moment:
        return datetime.strptime(moment, "%Y%m%d").replace(tzinfo=UTC).date()
    found = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    start = occasion.start
    return found.astimezone(start.tzinfo) if isinstance(start, datetime) else found
