"""What is found of partners, and who may know: coordinators check the facts before anybody else.

A finding is one spell of *less connected* or *not seen* of a partner at a body. Chair and
scrutineer see it once its facts are checked, or five working days later, marked so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain import contacts, working_days
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR, READER, Role, may
from domain.standing import Level
from domain.working_days import Region

FOUND = frozenset({Level.ACT, Level.LAPSED})
"""The levels that are checked before chair and scrutineer see them."""

DAYS = 5
"""Working days after which they are seen unchecked, and marked so."""

MARK = N_("Not yet checked")

MAX_REASON = 200
"""Characters of why somebody is left out of the list for a while."""

MAX_NOTE = 500
"""Characters of a note beside what came of a contact."""


Way = contacts.Way
"""How somebody was spoken with."""


class CameOfIt(StrEnum):
    """What a contact came to, as a person would say it."""

    COMES = "comes"
    COLLEAGUE = "colleague"
    TIME_OR_PLACE = "time or place"
    AWAY = "away"
    NO_ANSWER = "no answer"
    OTHER = "other"


CAME_OF_IT = {
    CameOfIt.COMES: N_("They will come again"),
    CameOfIt.COLLEAGUE: N_("A colleague takes the seat"),
    CameOfIt.TIME_OR_PLACE: N_("Time or place is the problem"),
    CameOfIt.AWAY: N_("Nobody in post, or on leave"),
    CameOfIt.NO_ANSWER: N_("No answer"),
    CameOfIt.OTHER: N_("Something else"),
}


def came_of_it(code: str) -> str:
    """Give what a contact came to, as the reader reads it."""
    return _(CAME_OF_IT[CameOfIt(code)]) if code in set(CameOfIt) else code


def read_came_of_it(text: str) -> CameOfIt:
    """Give what was chosen; `Refused` for anything that is none of it."""
    try:
        return CameOfIt(text)
    except ValueError as error:
        raise Refused(_("Please choose what came of it."), field="came_of_it") from error


@dataclass(frozen=True, slots=True)
class Spoken:
    """A contact with a partner: when, how, what came of it, and about which body if about one."""

    day: date
    way: Way
    came_of_it: CameOfIt
    note: str | None = None
    body_id: int | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """One finding: how deep it came to be, when it was noticed, and who checked its facts."""

    id: int
    organisation_id: int
    body_id: int
    level: Level
    since: date
    noticed_on: date
    checked_at: datetime | None = None
    checked_on: date | None = None
    checked_by: str = ""
    ended_on: date | None = None

    @property
    def is_checked(self) -> bool:
        """Say whether a coordinator has looked at its facts."""
        return self.checked_on is not None


def visible(spell: Spell | None, roles: Collection[Role], day: date, region: Region) -> bool:
    """Say whether somebody of these roles may know of a finding on a day.

    Of one that nobody has noticed yet (None) only coordinators may.
    """
    if may(roles, COORDINATOR):
        return True
    if spell is None or not may(roles, READER):
        return False
    return spell.is_checked or day >= shown_from(spell, region)


def shown_from(spell: Spell, region: Region) -> date:
    """Give the day from which a finding is seen though nobody has checked it."""
    return working_days.after(spell.noticed_on, DAYS, region)


def clean_reason(text: str) -> str:
    """Give why somebody is put off; `Refused` for no reason, or one that is too long."""
    reason = " ".join(text.split())
    if not reason:
        raise Refused(_("Please say in a few words why."), field="reason")
    if len(reason) > MAX_REASON:
        raise Refused(
            _("Please say it in {most} characters.").format(most=MAX_REASON), field="reason"
        )
    return reason


LONGEST_DAYS = 184
"""Days for which somebody may be put off: six months."""


def read_until(until: date | None, *, day: date) -> date:
    """Give until when somebody is put off; `Refused` for a day that makes no sense."""
    if until is None or until <= day:
        raise Refused(_("Please choose a day to come."), field="until")
    if (until - day).days > LONGEST_DAYS:
        raise Refused(_("Please choose a day within six months."), field="until")
    return until


def clean_note(text: str) -> str | None:
    """Give the note beside what came of a contact; None where there is none."""
    note = text.strip()
    if len(note) > MAX_NOTE:
        raise Refused(
            _("This note has {length} characters; at most {most} fit. Please shorten it.").format(
                length=len(note), most=MAX_NOTE
            ),
            field="note",
        )
    return note or None
