"""For which seats somebody was named to stand in at an event, and who sends them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audiences, organisations, standing_in
from db.audiences import Because, SeatAsked
from db.models import Body, Event, Invitation, NamedDeputy, Person, Seat
from domain.answers import Deputising
from domain.askings import Standing, Through
from domain.language import gettext as _


def of(session: Session, event: Event, person_id: int) -> tuple[Standing, ...]:
    """Give the seats that somebody stands in for, each with the role of whoever sends them."""
    query = (
        select(NamedDeputy, Seat, Body.name)
        .join(Invitation, Invitation.id == NamedDeputy.invitation_id)
        .join(Seat, Seat.id == Invitation.seat_id)
        .join(Body, Body.id == Seat.body_id)
        .where(
            Invitation.event_id == event.id,
            Invitation.withdrawn_at.is_(None),
            NamedDeputy.person_id == person_id,
            NamedDeputy.state.in_(standing_in.ASKED),
        )
        .order_by(NamedDeputy.id)
    )
    rows = session.execute(query).all()
    if not rows:
        return ()
    day = event.begins.date()
    seats = [seat for _row, seat, _body in rows]
    names = organisations.called(session, {each.organisation_id for each in seats}, day=day)
    filled = {each.seat.id: each for each in audiences.filled(session, seats, day)}
    return tuple(
        Standing(
            names[seat.organisation_id].name,
            body,
            Through.SILENCE if row.named_by is None else Through.NAMED,
            sender(session, row, filled[seat.id]),
        )
        for row, seat, body in rows
    )


def declined(session: Session, event: Event, person_id: int) -> tuple[str, ...]:
    """Name the partners whom somebody was named to represent at an event, and can't."""
    query = (
        select(Seat.organisation_id)
        .join(Invitation, Invitation.seat_id == Seat.id)
        .join(NamedDeputy, NamedDeputy.invitation_id == Invitation.id)
        .where(
            Invitation.event_id == event.id,
            NamedDeputy.person_id == person_id,
            NamedDeputy.state == Deputising.DECLINED,
        )
        .order_by(NamedDeputy.id)
    )
    owners = list(dict.fromkeys(session.scalars(query)))
    names = organisations.called(session, owners, day=event.begins.date()) if owners else {}
    return tuple(names[each].name for each in owners)


def sender(session: Session, row: NamedDeputy, seat: SeatAsked) -> str:
    """Give the role of whoever sends a deputy: of who leads the seat, or of who named them."""
    own = seat.people[0] if seat.because is Because.LEAD else row.named_by
    person = session.get(Person, own) if own is not None else None
    return role(person, _("lead"))


def role(person: Person | None, otherwise: str) -> str:
    """Name somebody by their post, as people who meet know each other."""
    return (person.job_title if person else None) or otherwise
