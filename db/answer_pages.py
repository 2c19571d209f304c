"""What a page to answer on shows: the seats that somebody answers for, and how each stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import answering, deputy_answers, event_visits, events, organisations, unheard
from db.answers import Invited
from db.event_visits import Seen
from db.events import Shown
from db.models import Body, Invitation, NamedDeputy, Seat


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose seat it is, and where; both are empty for a guest."""

    partner: str = ""
    body: str = ""
    title: str = ""

    @property
    def where(self) -> str:
        """Name the seat among others."""
        place = f"{self.body}, {self.title}" if self.title else self.body
        return f"{self.partner} ({place})"


@dataclass(frozen=True, slots=True)
class Own:
    """An invitation that somebody answers for, and whose it is."""

    invited: Invited
    whose: Whose

    @property
    def id(self) -> int:
        """Give the invitation's id."""
        return self.invited.invitation.id

    @property
    def is_seat(self) -> bool:
        """Say whether it is for a seat, and not a guest's."""
        return self.invited.invitation.seat_id is not None


@dataclass(frozen=True, slots=True)
class Named:
    """That somebody is named as the deputy of a seat; `stale`: they agreed for another time."""

    row: NamedDeputy
    whose: Whose
    stale: bool = False


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """An event as somebody answers for it: their own invitations, and where they are deputies."""

    seen: Seen
    own: tuple[Own, ...]
    named: tuple[Named, ...]

    @property
    def shown(self) -> Shown:
        """Give the event."""
        return self.seen.shown

    @property
    def is_asked(self) -> bool:
        """Say whether there is anything that they may answer."""
        return bool(self.own or self.named)

    @property
    def seats(self) -> tuple[Own, ...]:
        """Give those that are for a seat, which can send a deputy."""
        return tuple(each for each in self.own if each.is_seat)


def of(
    session: Session,
    person_id: int,
    event_id: int | None,
    *,
    changes: bool = False,
    now: datetime,
) -> AnswerPage | None:
    """Give an event as somebody answers for it, and knows it; `changes`: as it is, and kept so.

    None where it is none of theirs (any more). Who arranges it and is not asked has nothing there.
    """
    shown = events.by_id(session, event_id) if event_id is not None else None
    waits = None
    if shown is not None and not changes:
        waits = event_visits.unheard_by(session, person_id, shown, now=now)
        shown = unheard.shown(session, shown, waits)
    if shown is None:
        return None
    find = answering.kept if changes else answering.mine
    mine = find(session, shown, person_id, now=now)
    if not mine.is_asked and not event_visits.seen(session, person_id, event_id, now=now):
        return None
    named = {each.invitation_id: each for each in mine.named}
    own = [each for each in mine.invited if each.invitation.id not in named]
    whose = _whose(session, shown, {each.invitation.id for each in own} | set(named))
    seats = tuple(each.where for each in whose.values() if each.partner)
    moved = event_visits.moved_from(session, shown.event, until=now if waits else None)
    return AnswerPage(
        Seen(shown, asked=mine.is_asked, seats=seats, moved_from=moved),
        tuple(Own(each, whose.get(each.invitation.id, Whose())) for each in own),
        _named(session, shown, named, whose),
    )


def _named(
    session: Session, shown: Shown, named: Mapping[int, NamedDeputy], whose: Mapping[int, Whose]
) -> tuple[Named, ...]:
    stale = deputy_answers.stale(session, shown.event, named.values())
    return tuple(Named(row, whose.get(each, Whose()), row in stale) for each, row in named.items())


def _whose(session: Session, shown: Shown, invitation_ids: set[int]) -> dict[int, Whose]:
    query = (
        select(Invitation.id, Seat.organisation_id, Seat.title, Body.name)
        .join(Seat, Seat.id == Invitation.seat_id)
        .join(Body, Body.id == Seat.body_id)
        .where(Invitation.id.in_(invitation_ids))
        .order_by(Invitation.id)
    )
    rows = session.execute(query).all()
    day = shown.event.begins.date()
    names = organisations.called(session, {row.organisation_id for row in rows}, day=day)
    return {row.id: Whose(names[row.organisation_id].name, row.name, row.title) for row in rows}
