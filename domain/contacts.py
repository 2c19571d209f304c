"""Contacts: a call, visit or mail that a coordinator notes in a line."""

from datetime import date
from enum import StrEnum

from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _

MAX_NOTE = 2000
"""Characters of a note: a line or a few, not a case file."""


class Way(StrEnum):
    """How somebody was spoken with."""

    CALL = "call"
    VISIT = "visit"
    MAIL = "mail"


_SAID = {Way.CALL: N_("Call"), Way.VISIT: N_("Visit"), Way.MAIL: N_("Mail")}

_WORDS = {
    Way.CALL: "call called phone phoned rang ring telephoned spoke",
    Way.VISIT: "visit visited met meet meeting saw",
    Way.MAIL: "mail mailed email emailed e-mail e-mailed wrote",
}
_WAYS = {word: way for way, words in _WORDS.items() for word in words.split()}


def said(way: str) -> str:
    """Give a way as the reader reads it."""
    return _(_SAID[Way(way)]) if way in set(Way) else way


def guessed(note: str) -> Way:
    """Guess by its first word how a contact was made; a call where that says nothing."""
    first = note.partition(" ")[0].rstrip(":,.;-–—").casefold()
    return _WAYS.get(first, Way.CALL)


def read_way(text: str, *, field: str = "way") -> Way:
    """Give the way that was chosen; `Refused` for anything that is none."""
    try:
        return Way(text)
    except ValueError as error:
        raise Refused(_("Please choose call, visit or mail."), field=field) from error


def clean_note(text: str, *, field: str = "note") -> str:
    """Give the note that was meant; `Refused` for one that is empty or too long."""
    note = text.strip()
    if not note:
        raise Refused(_("Please say in a line what it was about."), field=field)
    if len(note) > MAX_NOTE:
        raise Refused(
            _("This note has {length} characters; at most {most} fit. Please shorten it.").format(
                length=len(note), most=MAX_NOTE
            ),
            field=field,
        )
    return note


def read_day(day: date | None, *, today: date, field: str = "day") -> date:
    """Give the day of a contact, today if none was chosen; `Refused` for one that is to come."""
    if day is not None and day > today:
        raise Refused(_("This day is to come. Please choose today or an earlier day."), field=field)
    return day or today
