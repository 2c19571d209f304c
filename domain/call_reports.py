"""Reports of who was in a call: what they tell of each person, and what becomes of it."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.names import name_key, tidy
from domain.outcomes import Code, Outcome, Source, Sum
from domain.registers import Line, Stage
from domain.when import WallSpan

USUAL_MINIMUM = 10
"""Minutes that somebody must have stayed to count as having been there, unless told otherwise."""

BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
"""What people put after their name: their partner, *Guest*, or what they are called in full."""

MOST_MINIMUM = 24 * 60
MOST_PEOPLE = 2000
"""People of one report: a larger one is of no meeting."""


class Vendor(StrEnum):
    """Whose report it is."""

    TEAMS = "teams"
    ZOOM = "zoom"


VENDORS = {Vendor.TEAMS: N_("Microsoft Teams"), Vendor.ZOOM: N_("Zoom")}


class State(StrEnum):
    """What became of one line of a report."""

    SURE = "sure"
    WAITING = "waiting"
    DECIDED = "decided"
    WALK_IN = "walk-in"
    LEFT_OUT = "left out"


TICKED = frozenset({State.SURE, State.DECIDED})
"""Lines that say of a seat or guest that they were there."""


@dataclass(frozen=True, slots=True)
class InCall:
    """Somebody who was in a call: what they called themselves, and for how many minutes.

    `names` are all that they may be called, `addresses` case-folded; `minutes` None: the report
    does not say how long.
    """

    name: str
    address: str = ""
    minutes: int | None = None
    names: tuple[str, ...] = ()
    addresses: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Give what tells them from others, in every report of an event."""
        return key_of(self.name, self.address)


def key_of(name: str, address: str) -> str:
    """Give what tells one person of a report from others: their address, else their name."""
    return address.casefold() or name_key(name)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was read: its people, by name, and what of it could not be used.

    `nameless` rows name nobody, `waited` people were never let in from the waiting room.
    """

    vendor: Vendor
    people: tuple[InCall, ...]
    nameless: int = 0
    waited: int = 0

    @property
    def digest(self) -> str:
        """Give what two copies of one report share, however they were saved."""
        told = sorted([each.name, each.address, each.minutes or 0] for each in self.people)
        return hashlib.sha256(json.dumps([self.vendor, told]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fit:
    """For which seat or guest somebody was there, and as what."""

    invitation_id: int
    code: Code
    person_id: int | None = None

    def as_json(self) -> list[int | str | None]:
        """Give it as it is kept."""
        return [self.invitation_id, self.code, self.person_id]

    @classmethod
    def read(cls, kept: Iterable[object]) -> "Fit":
        """Read what was kept."""
        invitation, code, person = kept
        return cls(
            int(str(invitation)), Code(str(code)), None if person is None else int(str(person))
        )

    def outcome(self, name: str, minutes: int) -> Outcome:
        """Give what it comes to in a register: somebody was there, by call."""
        return Outcome(
            code=self.code,
            remote=True,
            person_id=self.person_id,
            name="" if self.person_id is not None else called(name),
            minutes=minutes or None,
            source=Source.REPORT,
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, and the seats or guests that they may be, the likeliest first."""

    id: int
    name: str
    address: str
    minutes: int
    offers: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Another report of the same event, and whether it is of the very same call."""

    file_name: str
    same_call: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a report's people, in numbers.

    `short` did not stay long enough; of `otherwise` the register says something else. `sum` is
    what the register comes to, `saved`: it was saved since.
    """

    report_id: int
    file_name: str
    vendor: Vendor
    minimum: int
    event_id: int
    title: str
    span: WallSpan
    sum: Sum
    people: int = 0
    sure: int = 0
    waiting: int = 0
    walk_ins: int = 0
    short: int = 0
    left_out: int = 0
    otherwise: int = 0
    nobody_known: bool = False
    undone: bool = False
    saved: bool = False
    besides: tuple[Beside, ...] = ()


def called(shown: str) -> str:
    """Give somebody's name without what they put in brackets, unless that is their fuller name."""
    bare = tidy(BRACKETS.sub(" ", shown))
    known = set(bare.casefold().split())
    fuller = [tidy(each) for each in BRACKETS.findall(shown)]
    same = [each for each in fuller if known & set(each.casefold().split())]
    return max([bare, *same], key=len) or shown


def usual_minimum(length: int) -> int:
    """Give the minutes that make a stay, for an event of some minutes: ten, or half of it."""
    return min(USUAL_MINIMUM, length // 2)


def read_minimum(text: str, length: int) -> int:
    """Give the minutes that were entered, or the usual. Raises `Refused` for what is no number."""
    if not text.strip():
        return usual_minimum(length)
    if not (text.strip().isascii() and text.strip().isdigit()) or int(text) > MOST_MINIMUM:
        raise Refused(_("Please give a number of minutes, such as 10."), field="minimum")
    return int(text)


def disagrees(line: Line, code: Code) -> bool:
    """Say whether a register says otherwise of a seat than that somebody was in the call for it.

    What somebody entered or checked in stands until a coordinator has looked; apologies do, too.
    What a report said before, or an answer only promised, gives way.
    """
    if line.stage is Stage.EXPECTED:
        return line.outcome.code is Code.APOLOGIES
    return line.outcome.source is not Source.REPORT and line.outcome.code is not code


def best(claims: Iterable[tuple[Fit, str, int]]) -> Outcome | None:
    """Give what some people's being there comes to for one seat: the member goes before others."""
    ranked = sorted(
        claims, key=lambda each: (each[0].code is not Code.MEMBER, -each[2], name_key(each[1]))
    )
    return ranked[0][0].outcome(*ranked[0][1:]) if ranked else None
