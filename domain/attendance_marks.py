"""What coordinators write into a cell to say who came: codes, ticks and words."""

from functools import lru_cache

from domain.cells import QUOTED, said
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import name_key
from domain.outcomes import Code
from domain.sheets import Cell, is_blank

TICK = "tick"
"""Somebody was there; whether the member or somebody for them, the cell doesn't say."""

Mark = Code | str | None
"""What a cell says: a code, `TICK`, or None where nothing is recorded."""

_WORDS: dict[Mark, str] = {
    TICK: "✓, ✔, ☑, ✅, √, x, 1, yes, y, p, present, attended, here, true",
    Code.MEMBER: "ma, member attended, member, named member, member present, lead attended, lead",
    Code.DEPUTY: "ra, representative attended, representative, rep, deputy attended, deputy, "
    "substitute, sub, alternate, sent a deputy, deputy sent, deputy present",
    Code.APOLOGIES: "a, ap, apologies, apology, apols, apologies sent, apologies received, "
    "apologies given, sent apologies, gave apologies",
    Code.NO_CONTACT: "nc, no contact, no apologies, no apologies received, absent, "
    "did not attend, dna, 0, no, n, ✗, ✘, ☒, false",
    None: "-, –, —, n/a, na, not recorded, nr, not invited, not a member, not yet a member",
}
_MARKS = {name_key(each): mark for mark, text in _WORDS.items() for each in text.split(",")}

_MEMBERS = {"rep", "tac", "lead", "member", "named member", "ma"}
"""Roles of whom an organisation has appointed; anybody else came for them."""


@lru_cache(maxsize=4_096, typed=True)
def read_mark(cell: Cell) -> Mark:
    """Read what a cell says of one who was to come. Raises `Refused` for what is not known."""
    if is_blank(cell):
        return None
    text = said(cell)
    key = name_key(text).rstrip(".")
    if key not in _MARKS:
        raise Refused(
            _("“{text}” says nothing that I know. Please write MA, RA, A or NC.").format(
                text=text[:QUOTED]
            )
        )
    return _MARKS[key]


def is_mark(cell: Cell) -> bool:
    """Say whether a cell says anything of who came."""
    return not is_blank(cell) and name_key(said(cell)).rstrip(".") in _MARKS


def by_role(mark: Mark, role: str | None) -> Code | None:
    """Give the code of a mark: a tick means the member, unless a role says that it was another."""
    if mark != TICK:
        return Code(mark) if mark is not None else None
    return Code.MEMBER if role is None or name_key(role) in _MEMBERS else Code.DEPUTY
