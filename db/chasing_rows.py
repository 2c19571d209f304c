"""The invitations that chasing looks at: who leads each seat, and what was answered.

One query, however many events and seats there are.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Answer,
    Attendee,
    Body,
    Event,
    Invitation,
    NamedDeputy,
    Recipient,
    Seat,
    SeatHolder,
    Series,
)
from domain.answers import IN_PLACE, Deputising, Kind
from domain.events import Status
from domain.seats import Part


class Row(NamedTuple):
    """An invitation with all that stands beside it."""

    event: Event
    series: Series
    asks_deputies: str | None
    invitation: Invitation
    seat: Seat | None
    lead: int | None
    since: datetime | None
    answer: Answer | None
    deputy: NamedDeputy | None

    @property
    def person(self) -> int | None:
        """Give to whom a message about it would go: to the deputy, where one comes."""
        sends = self.answer is not None and self.answer.kind == Kind.DEPUTY
        if sends and self.deputy is not None and Deputising(self.deputy.state) in IN_PLACE:
            return self.deputy.person_id
        return self.lead if self.seat is not None else self.invitation.person_id


def read(session: Session, which: ColumnElement[bool], *, now: datetime) -> list[Row]:
    """List the invitations to coming events that hold, by event, seats first."""
    return [Row(*each) for each in session.execute(_invitations(which, now))]


_LEAD = aliased(SeatHolder)


def _invitations(which: ColumnElement[bool], now: datetime) -> Any:  # noqa: ANN401 - a Select
    """Give the query of the invitations that hold, each with who leads its seat on the day."""
    return (
        _joined()
        .where(
            Event.status == Status.SCHEDULED,
            Event.begins_at > now,
            Series.scheduled_at.is_not(None),
            Invitation.withdrawn_at.is_(None),
            which,
        )
        .order_by(Event.begins_at, Event.id, Invitation.seat_id.is_(None), Invitation.id)
    )


def _joined() -> Any:  # noqa: ANN401 - a Select
    """Give the query of each invitation, with all that a row tells of it."""
    knows, holds = _knowing()
    columns = (Event, Series, Body.asks_deputies, Invitation, Seat, _LEAD.person_id)
    return (
        select(*columns, Recipient.since, Answer, NamedDeputy)
        .join(Series, Series.id == Event.series_id)
        .join(Invitation, Invitation.event_id == Event.id)
        .outerjoin(Body, Body.id == Series.body_id)
        .outerjoin(Seat, Seat.id == Invitation.seat_id)
        .outerjoin(_LEAD, _leading())
        .outerjoin(Attendee, knows)
        .outerjoin(Recipient, holds)
        .outerjoin(Answer, (Answer.invitation_id == Invitation.id) & Answer.is_current)
        .outerjoin(NamedDeputy, NamedDeputy.id == Answer.deputy_id)
    )


def _leading() -> ColumnElement[bool]:
    """Give the criterion of who leads an invitation's seat on the day of its event."""
    day = func.date(Event.begins)
    return and_(
        _LEAD.seat_id == Invitation.seat_id,
        _LEAD.part == Part.LEAD,
        _LEAD.since <= day,
        or_(_LEAD.until.is_(None), _LEAD.until > day),
    )


def _knowing() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Give the criteria of who was told of a series, and who holds one of its events."""
    person = func.coalesce(_LEAD.person_id, Invitation.person_id)
    knows = and_(Attendee.series_id == Event.series_id, Attendee.person_id == person)
    holds = and_(
        Recipient.event_id == Event.id,
        Recipient.attendee_id == Attendee.id,
        Recipient.withdrawn_at.is_(None),
    )
    return knows, holds


def concerns(person_id: int) -> ColumnElement[bool]:
    """Give the criterion of invitations that one person leads, or comes for."""
    return or_(
        _LEAD.person_id == person_id,
        Invitation.person_id == person_id,
        NamedDeputy.person_id == person_id,
    )
