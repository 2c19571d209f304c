"""Meetings of the past as tests make them up, row by row, whatever came to be recorded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from db.models import Attendance, Event, Invitation, Outcome, Series
from domain.events import Status
from domain.outcomes import Note
from domain.spans import Span
from tests.db.meetings import NOW, Register

FIRST = date(2026, 1, 5)
CODES = ("MA", "RA", "A", "NC", None)
AFTER = "A after"
"""Apologies that came after the event: the code A with a note."""

DAYS = st.integers(0, 9)


@dataclass(frozen=True)
class Meeting:
    """A meeting as it is made up: its week, how it stands, and what is recorded of each seat.

    For each seat: None for one that is not invited, else whether its invitation was withdrawn, and
    all that was ever recorded, the last of which stands.
    """

    week: int
    status: str
    recorded: bool
    seats: tuple[tuple[bool, tuple[str | None, ...]] | None, ...]
    hour: int = 23

    @property
    def day(self) -> date:
        """Give its day."""
        return FIRST + timedelta(weeks=self.week)


said = st.tuples(st.booleans(), st.lists(st.sampled_from(CODES), max_size=2).map(tuple))
meeting = st.builds(
    Meeting,
    DAYS,
    st.sampled_from([*[Status.HELD] * 4, *Status]),
    st.sampled_from([True, True, True, False]),
    st.tuples(*[st.none() | said] * 3),
)
span = st.tuples(DAYS, st.integers(1, 5) | st.none())


def days(weeks: tuple[int, int | None]) -> Span:
    """Give the days of a span by its first week and how many it lasts."""
    since = FIRST + timedelta(weeks=weeks[0])
    return Span(since, since + timedelta(weeks=weeks[1]) if weeks[1] else None)


def hold(session: Session, own: Register, each: Meeting) -> None:
    """Write a meeting of the register's body, with what was recorded of each of its seats."""
    at = datetime(each.day.year, each.day.month, each.day.day, each.hour, 30)
    series = Series(
        uid=str(uuid4()),
        body_id=own.body.id,
        zone="Europe/London",
        begins=at,
        ends=at + timedelta(minutes=20),
        title="Forum",
        title_key="forum",
        created_at=NOW,
        changed_at=NOW,
    )
    session.add(series)
    session.flush()
    event = Event(
        series_id=series.id,
        original=at,
        zone="Europe/London",
        begins=at,
        ends=series.ends,
        begins_at=at.replace(tzinfo=UTC),
        ends_at=series.ends.replace(tzinfo=UTC),
        title="Forum",
        answer_by=each.day,
        status=each.status,
        created_at=NOW,
    )
    session.add(event)
    session.flush()
    if each.recorded:
        session.add(Attendance(event_id=event.id, source="register", recorded_at=NOW))
    for seat, told in zip(own.seats, each.seats, strict=True):
        if told is not None:
            _invite(session, event.id, seat.id, *told)


def _invite(
    session: Session,
    event_id: int,
    seat_id: int,
    withdrawn: bool,  # noqa: FBT001 - one of a pair
    codes: tuple[str | None, ...],
) -> None:
    row = Invitation(
        event_id=event_id,
        seat_id=seat_id,
        invited_at=NOW,
        withdrawn_at=NOW if withdrawn else None,
    )
    session.add(row)
    session.flush()
    for number, code in enumerate(codes):
        last = number == len(codes) - 1
        session.add(
            Outcome(
                invitation_id=row.id,
                code="A" if code == AFTER else code,
                note=Note.APOLOGIES_AFTER if code == AFTER else None,
                source="register",
                recorded_at=NOW,
                is_current=last,
            )
        )
        session.flush()


def everybody(*codes: str) -> Meeting:
    """Give a meeting to which every seat was invited, by what was recorded of each."""
    return Meeting(1, Status.HELD, True, tuple((False, (each,)) for each in codes))
