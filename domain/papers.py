"""Papers of an event: what may be added, and when those invited hear of them."""

import re
from datetime import datetime, timedelta

from domain import working_days
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, tidy
from domain.quiet_hours import MORNING
from domain.when import WallTime, at_wall
from domain.working_days import Region

DAYS_BEFORE = 5
"""Working days before an event on whose morning its papers are announced."""

SETTLING = timedelta(minutes=10)
"""How long after the last paper we wait for another: then all are announced at once."""

MOST = 40
"""Papers of one event: what one message in Slack lists."""

MOST_BYTES = 10 * 1024 * 1024
"""Bytes of a file: Slack's own limit for forms."""

_LONGEST = 2000
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_LINK = re.compile(
    rf"https://{_LABEL}(?:\.{_LABEL})+\.?(?::\d{{1,5}})?(?:[/?#][^\s<>\"\\^`{{|}}]*)?",
    re.IGNORECASE,
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain",
}
"""The kinds of files that may be papers, by the ending of their names."""

_BEGINNINGS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "pptx": b"PK", "odt": b"PK"}


def clean_paper_title(text: str, *, field: str = "title") -> str:
    """Give the title that was meant, of one line. `Refused` as `domain.names.clean_name`."""
    return clean_name(text, field=field)


def clean_link(text: str, *, field: str = "link") -> str:
    """Give the address of a paper. `Refused` for what is no https address of another place."""
    link = tidy(text)
    if not link:
        raise Refused(_("Please give the link to the paper. It begins with https://."), field=field)
    if len(link) > _LONGEST:
        raise Refused(_("This link is too long. Please use a shorter one."), field=field)
    if " " in link or not _leads_somewhere(link):
        raise Refused(
            _(
                "This is no link that opens for everybody. Please copy one that begins with https://."
            ),
            field=field,
        )
    return link


def _leads_somewhere(link: str) -> bool:
    """Say whether it is an https address with a host of several names, and no password in it."""
    return _LINK.fullmatch(link) is not None


def kind_of(file_name: str, *, field: str = "file") -> str:
    """Give the kind of a file by its name's ending (`pdf`). `Refused` for any other kind."""
    ending = file_name.rpartition(".")[2].casefold()
    if "." not in file_name or ending not in MEDIA_TYPES:
        raise Refused(
            _("Please choose a file of one of these kinds: {kinds}.").format(
                kinds=", ".join(MEDIA_TYPES)
            ),
            field=field,
        )
    return ending


def refuse_content(content: bytes, kind: str, *, field: str = "file") -> None:
    """Raise `Refused` for a file that is empty, too large, or not what its name says."""
    if not content:
        raise Refused(_("This file is empty. Please choose another."), field=field)
    if len(content) > MOST_BYTES:
        raise Refused(
            _("This file is larger than 10 MB. Please add a link to it instead."), field=field
        )
    if not content.startswith(_BEGINNINGS.get(kind, b"")):
        raise Refused(
            _("This file is not of the kind that its name says. Please save it again."),
            field=field,
        )


def announced_from(event: WallTime, region: Region) -> datetime:
    """Give from when an event's papers are announced: 09:00 there, five working days before."""
    day = working_days.before(event.local.date(), DAYS_BEFORE, region)
    return at_wall(day, MORNING, event.zone)


def announcement(event: WallTime, region: Region, last_added: datetime) -> datetime:
    """Give when papers are announced: five working days before, or once the last has settled."""
    return max(announced_from(event, region), last_added + SETTLING)


def size_said(size: int) -> str:
    """Write a file's size: 340 KB, 1.2 MB."""
    if size < 1024 * 1024:
        return _("{n} KB").format(n=max(round(size / 1024), 1))
    return _("{n} MB").format(n=round(size / 1024 / 1024, 1))
