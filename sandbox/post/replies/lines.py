"""Writes iCalendar by the line (RFC 5545, 3.1): each shape has its own order and spelling."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from sandbox.post.notices import Party
from sandbox.post.replies.responses import DELEGATED, Response
from sandbox.post.zones import Time, instant

WIDTH = 75
UNSEEN = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
"""Control characters, which no value may hold (RFC 5545, 3.1)."""


def escaped(text: str) -> str:
    """Escape a TEXT value (RFC 5545, 3.3.11); nothing in it can end the line."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n")):
        text = text.replace(plain, written)
    return UNSEEN.sub("", text.replace("\r", "\n").replace("\n", "\\n"))


def line(name: str, value: str, **parameters: str) -> str:
    """Write one content line, unfolded; an underscore stands for a hyphen, "" leaves one out."""
    given = "".join(
        f";{key.replace('_', '-')}={_quoted(value)}" for key, value in parameters.items() if value
    )
    return f"{name}{given}:{value}"


def _quoted(value: str) -> str:
    clean = UNSEEN.sub("", value.replace('"', "'").replace("\r", "").replace("\n", " "))
    return f'"{clean}"' if any(each in clean for each in ":;,") else clean


def folded(written: str) -> str:
    """Fold a line at 75 octets without cutting a character (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in written:
        width = len(character.encode())
        if size + width > WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + width
    return "\r\n".join([*pieces, piece])


def document(lines: Iterable[str]) -> str:
    """Put lines together as a calendar object."""
    return "".join(f"{folded(each)}\r\n" for each in lines)


def timed(name: str, time: Time | None, tzid: str = "") -> list[str]:
    """Write a moment: a day, a wall time of a zone, or UTC (RFC 5545, 3.3.5)."""
    if time is None:
        return []
    if not isinstance(time, datetime):
        return [line(name, f"{time:%Y%m%d}", VALUE="DATE")]
    if tzid:
        return [line(name, f"{time:%Y%m%dT%H%M%S}", TZID=tzid)]
    return [line(name, utc(instant(time)))]


def utc(moment: datetime) -> str:
    """Write a moment in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def worded(name: str, text: str, **parameters: str) -> list[str]:
    """Write a text property, or nothing when there is no text."""
    return [line(name, escaped(text), **parameters)] if text else []


def zone_lines(response: Response, tzid: str) -> list[str]:
    """Copy the invitation's own VTIMEZONE of that name, if there is one."""
    for zone in response.calendar.walk("VTIMEZONE"):
        if str(zone.get("TZID", "")) == tzid:
            written: str = zone.to_ical(sorted=False).decode("utf-8", "replace")
            return written.replace("\r\n ", "").strip().split("\r\n")
    return []


def delegation(response: Response) -> dict[str, str]:
    """Give the parameters that tie a delegator and a delegate together (RFC 5546, 3.2.2.3)."""
    if response.partstat == DELEGATED and response.deputy:
        return {"DELEGATED_TO": f"mailto:{response.deputy.address}"}
    if response.me.delegated_from:
        return {"DELEGATED_FROM": f"mailto:{response.me.delegated_from}"}
    return {}


def partner_lines(response: Response) -> list[str]:
    """Write the other end of a delegation, for the programs that send both."""
    partner = response.partner
    if not response.both or partner is None:
        return []
    me = f"mailto:{response.me.address}"
    if response.deputy:
        status = {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE", "DELEGATED_FROM": me}
    else:
        status = {"PARTSTAT": DELEGATED, "DELEGATED_TO": me}
    return [line("ATTENDEE", f"mailto:{partner.address}", CN=partner.name, **status)]


def sent_by(response: Response) -> str:
    """Give SENT-BY's value when somebody answers for another (RFC 5545, 3.2.18)."""
    return f"mailto:{response.sender.address}" if response.on_behalf else ""


def role(party: Party) -> str:
    """Give the role a reply repeats."""
    return party.role or "REQ-PARTICIPANT"
