"""What happens to mail here: it arrives, is read, is answered, and the answers leave by SMTP."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from uuid import uuid4

from sandbox.post.addresses import checked
from sandbox.post.answering import Wish, response_to
from sandbox.post.calendars import SERIES, PersonalCalendar
from sandbox.post.mails import Mail, Mails, Resident
from sandbox.post.notices import Party
from sandbox.post.replies import deputies
from sandbox.post.replies.responses import Response
from sandbox.post.replies.shapes import Shape, shaped
from sandbox.post.sending import UndeliveredError, send
from sandbox.post.texts import MALFORMED, tidied
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
        """Keep a mail that has come by SMTP, and let each recipient's calendar obey it.

        Whoever is behind the door gets it there, as from any mail server: `UndeliveredError` when
        the door doesn't take it, and nobody has it then.
        """
        beyond = [each for each in recipients if self._is_beyond(each)]
        if self.door and beyond:
            send(self.door, sender, beyond, raw)
        people = [tidied(each) for each in recipients if each not in beyond]
        if not people:
            return
        mail = self.mails.add(tidied(sender), people, raw, self.now())
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

    def mail_of(self, address: str, number: str) -> Mail:
        """Give a mail that lies in somebody's own mailbox; `LookupError` when none does."""
        for mail in (*self.inbox(address), *self.sent(address)):
            if mail.id == number:
                return mail
        raise LookupError("There is no such mail in this mailbox.")

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
        checked(from_, "A mail leaves from a mail address.")
        checked(to, "Whom is it for? Give a mail address.")
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"] = formataddr((self.resident(from_).name, from_))
        mail["To"] = to
        mail["Subject"] = " ".join(tidied(subject).split())
        mail["Date"] = format_datetime(self.now())
        mail["Message-ID"] = f"<{uuid4()}@{from_.rpartition('@')[2] or 'sandbox.invalid'}>"
        if answers:
            thread = self.mail_of(from_, answers).letter.header("Message-ID").strip()
            mail["In-Reply-To"] = mail["References"] = " ".join(thread.split())
        if automatic:
            mail["Auto-Submitted"] = "auto-replied"
            mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(tidied(text.replace("\r\n", "\n")))
        return self.send(from_, [to], packed(mail))

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
        the invitation first. `ValueError` says in a sentence why an invitation can't be answered.
        """
        mail = self.mail(mail_id)
        moment = key_of(occurrence) if isinstance(occurrence, date) else occurrence or SERIES
        words = tidied(comment.replace("\r\n", "\n").strip())
        wish = Wish(partstat, words, moment, delegate_to or "", on_behalf_of or "", both)
        sender = Party(resident_address, self.resident(resident_address).name)
        at = self.now().astimezone(UTC)
        response = response_to(mail, self.calendar(resident_address), sender, wish, at)
        if response.deputy and not response.deputy.name:
            named = Party(response.deputy.address, self.resident(response.deputy.address).name)
            response = replace(response, deputy=named)
        sent = self._send_answer(response, shape)
        self._remember(mail, response, resident_address)
        return sent

    def _send_answer(self, response: Response, shape: Shape) -> Mail:
        """Make all the mails before the first leaves; then the deputy's, then the organiser's."""
        deputy, sender = response.deputy, response.sender.address
        try:
            raw = packed(shaped(response, shape))
            handed = packed(deputies.invitation(response, deputy)) if deputy else b""
        except (*MALFORMED, ArithmeticError) as error:
            raise ValueError("The invitation says what no answer can repeat.") from error
        if deputy:
            self.send(sender, [deputy.address], handed)
        try:
            return self.send(sender, [response.organizer.address], raw)
        except UndeliveredError as error:
            if deputy is None:
                raise
            half = f"{deputy.address} was asked, but the organiser was not told. {error}"
            raise UndeliveredError(half, error.code) from error

    def _remember(self, mail: Mail, response: Response, resident: str) -> None:
        for address in {resident.lower(), response.me.address.lower()}:
            calendar = self.calendar(address)
            if not mail.invites:
                calendar.take(mail, by_hand=True)
                self.added_by_hand.add((address, mail.id))
            calendar.answer(response.occasion, response.partstat, response.at)
            self.changed(address)

    # Sending

    def send(self, sender: str, recipients: list[str], raw: bytes) -> Mail:
        """Send by SMTP and keep a copy; `UndeliveredError` when a server doesn't take it."""
        doors: dict[str, list[str]] = {}
        for address in recipients:
            doors.setdefault(self._door_of(address), []).append(address)
        for door, people in doors.items():
            send(door, sender, people, raw)
        mail = self.mails.add(sender, recipients, raw, self.now(), sent=True)
        self.changed(sender)
        return mail

    def _door_of(self, address: str) -> str:
        if self.door and self._is_beyond(address):
            return self.door
        if not self.address:
            raise ValueError("The post office is closed: it takes mail only while it is running.")
        return self.address

    def _is_beyond(self, address: str) -> bool:
        """Say whether an address is the bot's own, behind its door."""
        domain = address.rpartition("@")[2].lower()
        return self.door is not None and domain in {each.lower() for each in self.door_domains}


def packed(message: EmailMessage) -> bytes:
    """Write a mail as it goes over the line."""
    return message.as_bytes(policy=policy.SMTP)
