"""Rules of a quorum as they are entered in a body's form: chosen sectors and seats, a fraction."""

import re
from collections.abc import Collection, Sequence

from domain.errors import Refused
from domain.language import gettext as _
from domain.quorum import AllOf, Members, Rule, Share, SomeOf

MEMBERS = "quorum_members"
HOW_MANY = "quorum_how_many"
SHARE = "quorum_share"
"""The fields of the form."""

_SECTOR, _SEAT = "sector:", "seat:"
_FRACTION = re.compile(r"\s*(\d{1,3})\s*(?:/|in|of)\s*(\d{1,3})\s*", re.ASCII)


def of_sector(code: str) -> str:
    """Write the choice of a sector."""
    return f"{_SECTOR}{code}"


def of_seat(seat_id: int) -> str:
    """Write the choice of a seat."""
    return f"{_SEAT}{seat_id}"


def read_members(
    chosen: Sequence[str], how_many: str, *, sectors: Collection[str], seats: Collection[int]
) -> Rule | None:
    """Give the rule of chosen sectors and seats: all of them, or so many; None: nothing is chosen.

    `sectors` and `seats` are those that may be. Raises `Refused` for another one, and for a number
    that can be none.
    """
    if not chosen:
        if how_many:
            raise Refused(_("Please choose of which sectors or seats."), field=MEMBERS)
        return None
    codes = tuple(each.removeprefix(_SECTOR) for each in chosen if each.startswith(_SECTOR))
    digits = [each.removeprefix(_SEAT) for each in chosen if each.startswith(_SEAT)]
    known = {str(each): each for each in seats}
    if not set(codes) <= set(sectors) or not set(digits) <= set(known):
        raise Refused(
            _("Please choose sectors, or seats of this body. Another body's seats don't count."),
            field=MEMBERS,
        )
    members = Members(codes, tuple(known[each] for each in digits))
    if not how_many:
        return AllOf(members)
    return SomeOf(_read_number(how_many, members.size), members)


def _read_number(text: str, most: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else 0
    if not 1 <= number <= most:
        raise Refused(
            _("You chose {most}. Please say how many of them: from 1 to {most}.").format(most=most),
            field=HOW_MANY,
        )
    return number


def read_share(text: str) -> Rule | None:
    """Give the fraction of all seats that was typed, such as 2/3; None: nothing was.

    Raises `Refused` for what is no fraction of the whole.
    """
    if not text.strip():
        return None
    found = _FRACTION.fullmatch(text)
    numerator, denominator = (int(each) for each in found.groups()) if found else (0, 0)
    if not 1 <= numerator <= denominator:
        raise Refused(_("Please write a fraction such as 2/3."), field=SHARE)
    return Share(numerator, denominator)
