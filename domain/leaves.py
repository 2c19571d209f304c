"""Leave: why a seat or an organisation is away for a while, which pauses the clock."""

from enum import StrEnum

from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _


class Reason(StrEnum):
    """Why somebody is on leave (product.md)."""

    VACANCY = "vacancy"
    ABSENCE = "leave_of_absence"
    CLOSURE = "closure"
    REORGANISATION = "reorganisation"


_SAID = {
    Reason.VACANCY: N_("Vacancy"),
    Reason.ABSENCE: N_("Leave of absence"),
    Reason.CLOSURE: N_("Closure"),
    Reason.REORGANISATION: N_("Reorganisation"),
}


def said(reason: str) -> str:
    """Give a reason as the reader reads it."""
    return _(_SAID[Reason(reason)]) if reason in set(Reason) else reason


def read_reason(text: str, *, field: str = "reason") -> Reason:
    """Give the reason that was chosen; `Refused` for anything that is none."""
    try:
        return Reason(text)
    except ValueError as error:
        raise Refused(_("Please choose one of the reasons."), field=field) from error
