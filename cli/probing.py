"""The mails of `joinedup doctor --mail`: two to ourselves, and an invitation that is answered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.letters.letter import CalendarPart, Letter
from bot.letters.mime import Envelope
from bot.letters.mime import mail as written
from domain import invitations, probes
from domain.attendees import Attendee, Organizer
from domain.entries import Entry, Status
from domain.mailboxes import tagged
from domain.when import WallSpan

NAME = "Joined Up"
_ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its number, our mailbox, and when it began."""

    number: str
    mailbox: str
    now: datetime

    def address(self, purpose: str) -> str:
        """Give our address with the tag of a mail."""
        return tagged(self.mailbox, probes.tag(self.number, purpose))

    def probe(self, purpose: str) -> tuple[str, bytes]:
        """Give a mail to ourselves: to whom, and its bytes."""
        to = self.mailbox if purpose == probes.BARE else self.address(purpose)
        said = "This is a test by joinedup doctor: it goes to our own mailbox, and needs no answer."
        return to, self._written(purpose, to, Letter("Joined Up: a test", said, _html(said)))

    def invitation(self, address: str) -> bytes:
        """Give the invitation to a short test event. Raises `Refused` for a bad address."""
        organizer = Organizer(self.mailbox, NAME)
        draft = invitations.request([self._entry()], organizer, stamp=self.now)
        said = "This is a test by joinedup doctor. Please accept the invitation in your calendar."
        return self._calendar(address, "REQUEST", draft, said, probes.ANSWER)

    def cancellation(self, address: str) -> bytes:
        """Give what takes the test event out of the calendar again."""
        entry = replace(self._entry(), sequence=1, status=Status.CANCELLED)
        draft = invitations.cancel(entry, Organizer(self.mailbox, NAME), stamp=self.now)
        said = "The test by joinedup doctor is over: the event leaves your calendar."
        return self._calendar(address, "CANCEL", draft, said, "Over")

    def _calendar(self, address: str, method: str, draft: bytes, said: str, purpose: str) -> bytes:
        token = probes.tag(self.number, probes.ANSWER)
        part = CalendarPart(method, invitations.finish(draft, Attendee(address), token))
        return self._written(purpose, address, Letter(_TITLE, said, _html(said), part))

    def _entry(self) -> Entry:
        day = (self.now + timedelta(days=1)).date()
        begins = datetime.combine(day, datetime.min.time()).replace(hour=10)
        return Entry(
            uid=probes.tag(self.number, probes.ANSWER),
            sequence=0,
            span=WallSpan(begins, begins + timedelta(minutes=15), _ZONE),
            title=_TITLE,
            changed=self.now,
        )

    def _written(self, purpose: str, to: str, letter: Letter) -> bytes:
        name = f"{probes.tag(self.number, purpose)}@{self.mailbox.rpartition('@')[2]}"
        return written(letter, Envelope(self.mailbox, NAME, to, "", name, self.now))


_TITLE = "Joined Up: a test invitation"


def _html(said: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><body><p>{said}</p></body></html>'
