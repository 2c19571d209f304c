"""What a partner tells us of its seat: who fills it from a day on, or nobody."""

from dataclasses import dataclass
from datetime import date

from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, tidy
from domain.partnerships import clean_address
from domain.people import clean_job_title
from domain.seats import Part, within_seat
from domain.spans import Span

NOBODY = "nobody"
"""What is chosen where a seat is vacant."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was entered, as it was entered."""

    part: str
    name: str
    address: str
    job_title: str


def parts() -> list[tuple[str, str]]:
    """Offer what somebody can be to a seat, or nobody."""
    return [
        (str(Part.LEAD), _("Leads: holds the seat")),
        (str(Part.DEPUTY), _("Standing deputy")),
        (NOBODY, _("Nobody leads: the seat is vacant")),
    ]


def read_told(typed: Typed, since: date, seat: Span, *, led: bool) -> dict[str, str | None]:
    """Check what was told of a seat, which somebody leads on that day (`led`) or nobody.

    Raises `Refused` at `part`, `name`, `address`, `job_title` or `since`.
    """
    within_seat(since, None, seat)
    day = since.isoformat()
    if typed.part == NOBODY:
        if not led:
            refused = _("Nobody leads this seat on {day}.")
            raise Refused(refused.format(day=said(since)), field="since")
        return {"part": Part.LEAD, "name": "", "address": "", "job_title": None, "since": day}
    if typed.part not in set(Part):
        raise Refused(_("Please choose one of these."), field="part")
    if not tidy(typed.address):
        raise Refused(_("Please give their work mail address."), field="address")
    return {
        "part": typed.part,
        "name": clean_name(typed.name),
        "address": clean_address(typed.address),
        "job_title": clean_job_title(typed.job_title),
        "since": day,
    }
