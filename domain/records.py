"""A partner's own record: what is recorded of its seats, and "that's not right".

It holds facts alone: nothing is judged, nothing foretold, and no other partner is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.errors import Refused
from domain.events import clean_text
from domain.language import N_
from domain.language import gettext as _
from domain.names import clean_name
from domain.outcomes import Code, Outcome
from domain.registers import Line
from domain.when import WallSpan

YEARS = 2
"""How far back a record goes at first; all of it is one press away."""

PAGE = 10
"""Events on a page of a record."""

MAX_COMMENT = 500
"""Characters of what a partner adds, and of what a coordinator tells them."""

INSTEAD = {
    Code.MEMBER: N_("We were represented by our member"),
    Code.DEPUTY: N_("Somebody else represented us"),
    Code.APOLOGIES: N_("We had sent apologies"),
}
"""What a partner may say happened instead."""

SAID = {
    Code.MEMBER: N_("represented by their member"),
    Code.DEPUTY: N_("represented by somebody else"),
    Code.APOLOGIES: N_("had sent apologies"),
}
"""The same as others read it."""


class State(StrEnum):
    """How it stands with what a partner asked."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Said:
    """What a partner says happened instead; `name` is who represented it, if not its member."""

    code: Code
    name: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a partner asked, and what was decided; `was` is what stood then, `by` who asked.

    Days are the partnership's. `way` is by which it was asked.
    """

    id: int
    state: State
    said: Said
    was: Code | None
    on: date
    by: str = ""
    way: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is recorded of one seat at one event, by whom and by which way.

    `body` is where the seat is. `counted`: False while it was on leave. `asked` is what its
    partner said of it, the latest last.
    """

    invitation_id: int
    title: str
    span: WallSpan
    partner: str
    body: str
    line: Line
    recorded_by: str = ""
    counted: bool = True
    asked: tuple[Asked, ...] = ()

    @property
    def latest(self) -> Asked | None:
        """Give what was asked last."""
        return self.asked[-1] if self.asked else None

    @property
    def waits(self) -> bool:
        """Say whether something that was asked is not decided."""
        return self.latest is not None and self.latest.state is State.WAITING


@dataclass(frozen=True, slots=True)
class Total:
    """How often a seat was represented, of how often it could be."""

    partner: str
    body: str
    represented: int
    opportunities: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a record, the newest first; `every`: of all years. `partners` is whose it is."""

    entries: tuple[Entry, ...]
    offset: int
    total: int
    every: bool
    partners: Sequence[str] = ()
    totals: tuple[Total, ...] = ()
    whose: int = 0

    @property
    def before(self) -> int | None:
        """Give where the page with newer events begins; None on the first."""
        return max(self.offset - PAGE, 0) if self.offset else None

    @property
    def after(self) -> int | None:
        """Give where the page with older events begins; None on the last."""
        following = self.offset + PAGE
        return following if following < self.total else None


@dataclass(frozen=True, slots=True)
class Settled:
    """What somebody is told of what they asked: of which entry, and what was decided."""

    entry: Entry
    asked: Asked
    decided_at: datetime


def since(day: date) -> date:
    """Give the first day of the last two years."""
    first = day.replace(day=min(day.day, 28)) if day.month == 2 else day  # noqa: PLR2004 - February
    return first.replace(year=first.year - YEARS)


def read_said(code: str, name: str, comment: str) -> Said:
    """Read what a partner says happened instead. Raises `Refused` beside the field it is about."""
    if code not in set(INSTEAD):
        raise Refused(_("Please choose what happened."), field="instead")
    found = Code(code)
    said = clean_text(comment, field="comment", most=MAX_COMMENT)
    if found is not Code.DEPUTY:
        return Said(found, comment=said)
    if not name.strip():
        raise Refused(_("Please write who represented you."), field="name")
    return Said(found, clean_name(name, field="name"), said)


def refuse_same(said: Said, outcome: Outcome, named: str) -> None:
    """Raise `Refused` where what a partner says is what is recorded already."""
    same = said.code is outcome.code
    if same and (said.code is not Code.DEPUTY or said.name.casefold() == named.casefold()):
        raise Refused(_("This is what is recorded already."), field="instead")
