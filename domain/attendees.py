"""Who stands in a calendar message: the organiser and those invited (RFC 5545, 3.8.4; RFC 6047)."""

import re
from dataclasses import dataclass

from icalendar import vCalAddress
from icalendar.enums import PARTSTAT, ROLE
from icalendar.parser import Contentline

from domain.errors import Refused
from domain.language import gettext as _
from domain.names import tidy

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_NO_URI = re.compile(r"[%#?^`{|}]")
"""What an address may hold and a URI may not, or not there (RFC 3986, 3.3)."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]+")

TOKEN = "\x1a"  # noqa: S105 - where a token goes
"""Stands in a draft where each recipient's token goes: no text can hold it."""


@dataclass(frozen=True, slots=True)
class Organizer:
    """Our mailbox that answers go to, without a token, and what people know us by."""

    address: str
    name: str = ""

    def line(self) -> str:
        """Give the ORGANIZER line, unfolded, with `TOKEN` where the recipient's goes.

        Raises `Refused` for an address that a calendar can't hold.
        """
        at = mailto(self.address)
        local, _at, host = at.rpartition("@")
        return _line("ORGANIZER", f"{local}+{TOKEN}@{host}", self.name, {})


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is invited, as calendars know them."""

    address: str
    name: str = ""
    role: ROLE = ROLE.REQ_PARTICIPANT

    @property
    def key(self) -> str:
        """Give what two spellings of one mailbox share."""
        return self.address.casefold()

    def asked(
        self,
        answer: PARTSTAT = PARTSTAT.NEEDS_ACTION,
        *,
        sends: "Attendee | None" = None,
        sent_by: "Attendee | None" = None,
    ) -> bytes:
        """Give the ATTENDEE line of an invitation, folded, which asks unless there is an answer.

        `sends` is whom they delegated it to, `sent_by` who delegated it to them. Raises `Refused`
        for an address that a calendar can't hold.
        """
        rsvp = "TRUE" if answer is PARTSTAT.NEEDS_ACTION else "FALSE"
        said = {"CUTYPE": "INDIVIDUAL", "ROLE": self.role, "PARTSTAT": answer, "RSVP": rsvp}
        if sends is not None:
            said["DELEGATED-TO"] = mailto(sends.address)
        if sent_by is not None:
            said["DELEGATED-FROM"] = mailto(sent_by.address)
        return self._folded(said)

    def told(self) -> bytes:
        """Give the ATTENDEE line of a cancellation, folded: there is nothing to answer."""
        return self._folded({"CUTYPE": "INDIVIDUAL", "ROLE": self.role})

    def _folded(self, parameters: dict[str, str]) -> bytes:
        return folded(_line("ATTENDEE", mailto(self.address), self.name, parameters))


@dataclass(frozen=True, slots=True)
class Presence:
    """What one recipient's entry says of their coming: their answer, and who stands in for whom.

    `deputy` is whom they were to send, `lead` who sends them; `other` is what that one answered. A
    lead whose deputy can't come is asked again beside them (RFC 5546, 4.2.7).
    """

    answer: PARTSTAT = PARTSTAT.NEEDS_ACTION
    deputy: Attendee | None = None
    lead: Attendee | None = None
    other: PARTSTAT = PARTSTAT.NEEDS_ACTION

    def lines(self, own: Attendee) -> dict[bytes, bytes]:
        """Give the ATTENDEE lines of a recipient and of the other one, by whose they are."""
        sends = self.deputy if self.answer is PARTSTAT.DELEGATED else None
        found = {own.key.encode(): own.asked(self.answer, sends=sends, sent_by=self.lead)}
        if self.deputy is not None:
            found[self.deputy.key.encode()] = self.deputy.asked(self.other, sent_by=own)
        if self.lead is not None:
            found[self.lead.key.encode()] = self.lead.asked(PARTSTAT.DELEGATED, sends=own)
        return found


def mailto(address: str) -> str:
    """Give a mail address as a calendar writes it (RFC 6068).

    Only what no URI can hold is written in hexadecimal: programs compare addresses as they stand.
    Raises `Refused` for one with quotes, spaces or letters that are not ASCII.
    """
    if not _ADDRESS.fullmatch(address):
        raise Refused(
            _(
                "A calendar can't hold the address “{address}”."
                " Please give one without spaces, quotes or accents."
            ).format(address=tidy(address)[:60]),
            field="address",
        )
    return "mailto:" + _NO_URI.sub(lambda found: f"%{ord(found[0]):02X}", address)


def with_token(line: bytes, token: str) -> bytes:
    """Give an organiser's line with a recipient's token in it, folded."""
    if not _TOKEN.fullmatch(token):
        raise ValueError("A token is letters, digits, - and _.")
    return folded(line.decode().replace(TOKEN, token))


def folded(line: str) -> bytes:
    """Give a content line in pieces of 75 octets at most, and its CRLF (RFC 5545, 3.1)."""
    content = Contentline(line)  # type: ignore[no-untyped-call]
    return bytes(content.to_ical()) + b"\r\n"  # type: ignore[no-untyped-call]


def _line(name: str, address: str, cn: str, parameters: dict[str, str]) -> str:
    value = vCalAddress(address)
    if cn := tidy(cn):
        value.params["CN"] = cn
    value.params.update(parameters)
    return str(Contentline.from_parts(name, value.params, value))
