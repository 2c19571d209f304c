"""Lists and pages of events as values: what a line says, what a page shows, and who was told."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.event_answers import NOBODY, Counts
from domain.events import Calendar, Details, Status, What
from domain.figures import Reach as Reached
from domain.mail_notes import Noted
from domain.outcomes import Quorate, Sum
from domain.quorum_forecasts import Forecast
from domain.recurrence import Rule
from domain.when import WallSpan

NOBODY_THERE = Sum()
NOT_REACHED = Reached()


@dataclass(frozen=True, slots=True)
class Invited:
    """How many are invited to an event: seats, and guests."""

    seats: int = 0
    guests: int = 0


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in a list; `moved`: it is not when it was said to be at first.

    `over`: it has ended; `recorded`: who came was saved.
    """

    id: int
    title: str
    span: WallSpan
    status: Status
    by_rule: bool = False
    moved: bool = False
    invited: Invited = Invited()
    answers: Counts = NOBODY
    over: bool = False
    recorded: bool = False

    @property
    def waits(self) -> bool:
        """Say whether it is over, and nobody has said who came."""
        took_place = self.status in {Status.SCHEDULED, Status.HELD}
        return self.over and took_place and not self.recorded


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list, by its series; `over`: no date of it is to come."""

    series_id: int
    title: str
    span: WallSpan
    rule: Rule | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series by rule in a list, with its next event."""

    id: int
    title: str
    rule: Rule
    next_id: int
    next_span: WallSpan
    to_come: int


@dataclass(frozen=True, slots=True)
class Events:
    """One page of a list of events."""

    lines: tuple[EventLine, ...]
    offset: int
    total: int
    drafts: tuple[DraftLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another event that can be opened: of the same series, or of the same title."""

    id: int
    span: WallSpan


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an event invites: what was chosen, by name, and how many that is on its day.

    `out` names the seats that were taken out by themselves.
    """

    bodies: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    chosen: int = 0
    guests: tuple[str, ...] = ()
    invited: Invited = Invited()
    people: int = 0
    nobody: int = 0
    out: tuple[str, ...] = ()


class Reach(StrEnum):
    """What became of a message: it arrived, waits, did not, nobody knows, or is not needed."""

    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"
    UNKNOWN = "unknown"
    LATE = "late"
    STOPPED = "stopped"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Ways:
    """How a round reached its people: each counts people, once a way."""

    mail: int = 0
    slack: int = 0
    channel: int = 0
    waiting: int = 0
    missed: int = 0
    unknown: int = 0
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class Telling:
    """A round of messages, and how it went. `by` is who said so; empty: nobody did, a rule did.

    `rehearsing`: only coordinators hear of it, and what waits for others leaves at no known time.
    """

    id: int
    what: What
    people: int
    planned_at: datetime
    goes_at: datetime
    stopped: bool
    ways: Ways
    reason: str = ""
    by: str = ""
    rehearsing: bool = False

    def waits(self, now: datetime) -> bool:
        """Say whether it has not left, and can be stopped."""
        return not self.stopped and now < self.goes_at


@dataclass(frozen=True, slots=True)
class OneTold:
    """One message: to whom, by which way, where to, and where it stands.

    `at` is when it was sent, or is expected; `error` why it did not arrive, as the sender said it.
    """

    name: str
    way: str
    reach: Reach
    at: datetime | None = None
    to: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One page of the people of a round."""

    telling: Telling
    lines: tuple[OneTold, ...]
    offset: int
    total: int
    event_id: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """Whether an event that was recorded could decide, and from when on it could not any more.

    `by_hand`: a coordinator settled it otherwise than it was worked out.
    """

    quorate: Quorate
    lost_at: datetime | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What is known of an event that has begun: whether, when and by whom it was recorded, as what.

    `recorded_at` None: its register is not filled in. `unknown` counts the invited partners of
    which nothing is recorded.
    """

    recorded_at: datetime | None = None
    by: str = ""
    sum: Sum = NOBODY_THERE
    reach: Reached = NOT_REACHED
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class EventPage:
    """All that the page of an event shows; `offset` counts the rounds that were left out."""

    id: int
    series_id: int
    details: Details
    span: WallSpan
    answer_by: date
    status: Status
    calendar: Calendar
    audience: Audience
    tellings: tuple[Telling, ...]
    rule: Rule | None = None
    reason: str = ""
    ended_at: datetime | None = None
    before: Neighbour | None = None
    after: Neighbour | None = None
    papers: int = 0
    offset: int = 0
    rounds: int = 0
    begun: bool = False
    moved: bool = False
    answers: Counts = NOBODY
    others: tuple[Neighbour, ...] = ()
    notes: tuple[Noted, ...] = ()
    quorum: Forecast | None = None
    decided: Decided | None = None
    recorded: After | None = None

    @property
    def can_change(self) -> bool:
        """Say whether it is to come, and stands in people's calendars."""
        return self.status is Status.SCHEDULED and not self.begun

    @property
    def known_afterwards(self) -> bool:
        """Say whether it was only noted once it was over: nobody was asked, or told, of it."""
        return self.begun and not self.rounds and not self.answers.answered


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does, or would do: to how many, how, and whether it waits for a stop.

    `rehearsing`: only coordinators hear of anything.
    """

    people: int = 0
    mail: int = 0
    slack: int = 0
    channel: int = 0
    goes_at: datetime | None = None
    round_id: int | None = None
    rehearsing: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits because the register changed: how many people hear, of what, and when it leaves.

    `round_id` is the one that is stopped, with all others.
    """

    round_id: int
    people: int
    titles: tuple[str, ...]
    leaves: datetime
