"""What is known of a body's meetings when attendance is imported: events, and who came to each."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attendance, DraftedOutcome, Event, Invitation, Outcome, Series
from domain.events import Status
from domain.names import name_key
from domain.outcomes import REPRESENTED, Code, Source


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that is known; `source` is how it came to be recorded, None: it is not yet.

    `drafted`: somebody is filling its register in.
    """

    event_id: int
    day: date
    title: str
    status: Status
    source: Source | None
    drafted: bool = False

    @property
    def key(self) -> str:
        """Give what its title shares with other ways to write it."""
        return name_key(self.title)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What stands of a seat at a meeting."""

    outcome_id: int
    code: Code | None


@dataclass(slots=True)
class Facts:
    """The meetings of a body, who was invited to each, and what is recorded of them.

    `first` is the day on which each seat was first represented.
    """

    meetings: dict[date, list[Held]] = field(default_factory=lambda: defaultdict(list))
    invited: dict[tuple[int, int], int] = field(default_factory=dict)
    recorded: dict[tuple[int, int], Recorded] = field(default_factory=dict)
    first: dict[int, date] = field(default_factory=dict)


def facts(session: Session, body_id: int, days: Collection[date]) -> Facts:
    """Read what is known of a body: its meetings on some days, and since when its seats came."""
    found = Facts()
    held = select(Event, Attendance.source).join(Series, Series.id == Event.series_id)
    held = held.join(Attendance, Attendance.event_id == Event.id, isouter=True)
    body = Series.body_id == body_id
    real = held.where(body, Event.status != Status.DRAFT).order_by(Event.begins_at, Event.id)
    drafts = select(Invitation.event_id).join(
        DraftedOutcome, DraftedOutcome.invitation_id == Invitation.id
    )
    drafted = set(session.scalars(drafts))
    on: dict[int, date] = {}
    for event, source in session.execute(real):
        on[event.id] = event.begins.date()
        if on[event.id] in days:
            _hold(found, event, source, drafted=event.id in drafted)
    invited = select(
        Invitation.id, Invitation.event_id, Invitation.seat_id, Outcome.id, Outcome.code
    )
    invited = invited.join(Event, Event.id == Invitation.event_id)
    invited = invited.join(Series, Series.id == Event.series_id)
    now = (Outcome.invitation_id == Invitation.id) & Outcome.is_current
    rows = invited.join(Outcome, now, isouter=True).where(body, Invitation.seat_id.is_not(None))
    for invitation, event_id, seat, outcome, code in session.execute(rows):
        assert seat is not None  # noqa: S101 - guests are left out
        found.invited[event_id, seat] = invitation
        if outcome is not None:
            found.recorded[event_id, seat] = Recorded(outcome, Code(code) if code else None)
        if code in REPRESENTED and event_id in on:
            found.first[seat] = min(on[event_id], found.first.get(seat, on[event_id]))
    return found


def _hold(found: Facts, event: Event, source: str | None, *, drafted: bool) -> None:
    day = event.begins.date()
    own = Source(source) if source is not None else None
    held = Held(event.id, day, event.title, Status(event.status), own, drafted)
    found.meetings[day].append(held)
