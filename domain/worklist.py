"""What can wait for a coordinator: its kinds, in the order in which they matter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.deputies import Held
from domain.drafts import OldDraft
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.names import name_key
from domain.quorum_forecasts import Forecast
from domain.records import Entry
from domain.registers import Unfilled
from domain.reviews import Reviewed
from domain.when import WallSpan

LONGEST_SNOOZE = timedelta(days=366)
"""How far away an item may be put off: what is put off for longer is forgotten."""

USUAL_SNOOZE = timedelta(days=14)
"""What the form for putting off offers."""


class Kind(StrEnum):
    """What an item is about, the most pressing first, each with one next action.

    Only a missing mail server has none: whoever runs the installation must set one.
    """

    SET_UP = "set up"
    NO_MAIL = "no mail"
    INTRODUCTION = "introduction"
    NOT_REACHED = "not reached"
    HELD_DEPUTY = "held deputy"
    REPLY = "reply"
    WRITTEN = "written"
    PROPOSAL = "proposal"
    PHONE = "phone"
    QUORUM = "quorum"
    REGISTER = "register"
    REGISTERS = "registers"
    CALL_LINES = "call lines"
    CORRECTION = "correction"
    FACTS = "facts"
    ASK_DEPUTY = "ask deputy"
    TOLD = "told"
    QUESTIONS = "import questions"
    VACANT = "vacant"
    NO_ADDRESS = "no address"
    NO_SECTOR = "no sector"
    OLD_DRAFT = "old draft"
    OLD_DRAFTS = "old drafts"


ORDER = {kind: place for place, kind in enumerate(Kind)}

REVIEWS = frozenset({Kind.REPLY, Kind.WRITTEN, Kind.PROPOSAL})
"""What came by mail and is recorded once a coordinator has looked at it."""

DERIVED = frozenset(Kind) - {Kind.TOLD, Kind.NOT_REACHED, Kind.HELD_DEPUTY} - REVIEWS
"""Gaps that are seen in the register itself: they are there until they are mended."""

DRAFTS = frozenset({Kind.OLD_DRAFT, Kind.OLD_DRAFTS})
"""Drafts of events that were left lying: one each, or many in a line."""

REGISTERS = frozenset({Kind.REGISTER, Kind.REGISTERS})
"""Registers that are not filled in: one each, or many in a line."""

_WORKED_OUT = frozenset(
    {Kind.PHONE, Kind.ASK_DEPUTY, Kind.CALL_LINES, Kind.QUORUM, Kind.CORRECTION, Kind.FACTS}
)

UNNOTED = _WORKED_OUT | DRAFTS | REGISTERS
"""Gaps that are worked out whenever somebody looks: a row only remembers that one is put off."""


class Way(StrEnum):
    """Where a message could not arrive: in somebody's mail or Slack, or in a body's channel."""

    MAIL = "mail"
    SLACK = "slack"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that waits: its kind, what it is about, and the ids and counts its line needs."""

    kind: Kind
    subject_id: int
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Give its identity while it waits: noticing it twice is harmless."""
        return key_of(self.kind, self.subject_id)


def key_of(kind: Kind, subject_id: int, by: int | None = None) -> str:
    """Give an item's identity, and whose word it is where several may say different things."""
    return f"{kind}:{subject_id}" + (f":{by}" if by is not None else "")


class Step(StrEnum):
    """A step of a new coordinator's first ten minutes (wording.md), in its order."""

    NAME = "name"
    SPREADSHEET = "spreadsheet"
    BODIES = "bodies"
    SEATS = "seats"
    MEETINGS = "meetings"
    TEST_COPY = "test copy"


STEPS = {
    Step.NAME: N_("Name, time zone and the coordinators' channel"),
    Step.SPREADSHEET: N_("Bring your spreadsheet, or add partners by hand"),
    Step.BODIES: N_("Bodies: what meets, and its quorum"),
    Step.SEATS: N_("Seats: who sits where, with a lead"),
    Step.MEETINGS: N_("This year's meetings"),
    Step.TEST_COPY: N_("Send me a test copy: the real invitation, to you alone"),
}


def next_step(done: Iterable[Step], skipped: Iterable[Step]) -> Step | None:
    """Give the first step that is neither done nor skipped; None when the ten minutes are over."""
    over = {*done, *skipped}
    return next((step for step in Step if step not in over), None)


def read_snooze(until: date | None, *, day: date) -> date:
    """Give the day until which an item is put off. Raises `Refused` for one that makes no sense."""
    if until is None:
        raise Refused(_("Please choose a day."), field="until")
    if until <= day:
        raise Refused(_("Please choose a day to come."), field="until")
    if until > day + LONGEST_SNOOZE:
        raise Refused(_("Please choose a day within a year."), field="until")
    return until


@dataclass(frozen=True, slots=True)
class Told:
    """What a partner said of a seat: who fills it from a day on; no name: nobody."""

    part: str
    name: str
    address: str
    since: date


@dataclass(frozen=True, slots=True)
class ToPhone:
    """Of how many an event has no answer; of one alone, which invitation and whose it is.

    `guests`: some are no partners.
    """

    title: str
    span: WallSpan
    count: int
    invitation: int = 0
    partner: str = ""
    guests: bool = False


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Of how many people of an event's call it is not known who they were."""

    title: str
    span: WallSpan
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """That a partner is less connected, or not seen: since when that is known."""

    is_lapsed: bool
    noticed_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """An item as it is read: with the names that its sentence needs, and its next action's id.

    `stranger` is the Slack user of an introduction, `known_as` what our own workspace calls them.
    `way` and `error` say where a message could not arrive, and why.
    `whose` is who has the address that a partner told us already, `belongs` their partner.
    `reviewed` is what came by mail; `to_phone` says of which event nobody answered; `held`
    is a deputy who waits; `draft` one that was left lying; `unfilled` a register that waits;
    `unnamed` says of which call it is not known who some people were; `forecast` whose quorum is
    at risk; `objected` is what is recorded of which its partner says that it is not right;
    `found` is to be checked before others see it.
    """

    kind: Kind
    key: str
    subject_id: int
    id: int | None = None
    partner: str = ""
    body: str = ""
    person: str = ""
    address: str = ""
    count: int = 0
    told: Told | None = None
    stranger: str = ""
    workspace: str = ""
    known_as: str = ""
    whose: str = ""
    way: Way | None = None
    error: str = ""
    belongs: str = ""
    reviewed: Reviewed | None = None
    to_phone: ToPhone | None = None
    held: Held | None = None
    draft: OldDraft | None = None
    unfilled: Unfilled | None = None
    unnamed: Unnamed | None = None
    forecast: Forecast | None = None
    objected: Entry | None = None
    found: Found | None = None

    @property
    def clashes(self) -> bool:
        """Say whether a partner told us a name with somebody else's address."""
        if self.told is None or not self.whose:
            return False
        return name_key(self.whose) != name_key(self.told.name)
