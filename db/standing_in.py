"""Who stands in for which seats at which events: named deputies who were asked, as plain facts."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from db import bulk
from db.models import Answer, Event, Invitation, NamedDeputy
from domain.answers import IN_PLACE, Deputising

ASKED = (Deputising.ASKED, Deputising.AGREED)
"""While a deputy is one of these, they are invited."""


class StandIn(NamedTuple):
    """That a person was named to stand in for a seat at an event."""

    seat_id: int
    person_id: int


def at(session: Session, event_ids: Collection[int]) -> dict[int, tuple[StandIn, ...]]:
    """Give by event who stands in for the seats that it invites."""
    query = (
        select(Invitation.event_id, Invitation.seat_id, NamedDeputy.person_id)
        .join(NamedDeputy, NamedDeputy.invitation_id == Invitation.id)
        .where(bulk.among(session, Invitation.event_id, event_ids), _is_asked())
        .order_by(NamedDeputy.id)
    )
    found: dict[int, list[StandIn]] = defaultdict(list)
    for event_id, seat_id, person_id in session.execute(query) if event_ids else ():
        found[event_id].append(StandIn(seat_id or 0, person_id or 0))
    return {event_id: tuple(each) for event_id, each in found.items()}


def events_of(session: Session, series_id: int) -> set[int]:
    """Give the events of a series at which anybody stands in, by their ids."""
    query = (
        select(Invitation.event_id)
        .join(NamedDeputy, NamedDeputy.invitation_id == Invitation.id)
        .join(Event, Event.id == Invitation.event_id)
        .where(Event.series_id == series_id, _is_asked())
    )
    return set(session.scalars(query))


def _is_asked() -> ColumnElement[bool]:
    return NamedDeputy.state.in_(ASKED) & Invitation.withdrawn_at.is_(None)


def may_say() -> ColumnElement[bool]:
    """Give the criterion that a named deputy may say whether they come, beside the seat's answer.

    One who declined may say otherwise as long as nothing else was answered for the seat, and nobody
    else is named for it. The answer that stands is to be joined by the query.
    """
    other = aliased(NamedDeputy)
    taken = (
        select(other.id)
        .where(other.invitation_id == NamedDeputy.invitation_id, other.state.in_(IN_PLACE))
        .exists()
    )
    theirs = (Answer.deputy_id == NamedDeputy.id) | (Answer.id.is_(None) & ~taken)
    declined = NamedDeputy.state == Deputising.DECLINED
    return NamedDeputy.state.in_(ASKED) | (declined & theirs)
