"""How far a new partnership has come: which of the first ten minutes' steps are done."""

from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db import copies
from db.models import (
    Body,
    Delivery,
    Event,
    Leave,
    Organisation,
    Partnership,
    Seat,
    SeatHolder,
    Series,
)
from domain.seats import Part
from domain.worklist import Step

_IN_THE_REGISTER = (Step.SPREADSHEET, Step.BODIES, Step.SEATS, Step.MEETINGS, Step.TEST_COPY)


def done(session: Session, partnership: Partnership, *, day: date) -> set[Step]:
    """Give the steps that are done, sample data left aside, in one query.

    In rehearsal every seat needs its lead, or a leave; later a vacancy is no first step any more,
    and nobody needs a copy to see an invitation.
    """
    led = (
        select(SeatHolder.id)
        .join(Seat, Seat.id == SeatHolder.seat_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(SeatHolder.part == Part.LEAD, ~Organisation.sample)
    )
    filled = select(SeatHolder.id).where(
        SeatHolder.seat_id == Seat.id, SeatHolder.part == Part.LEAD, SeatHolder.holds(day)
    )
    whose = or_(Leave.seat_id == Seat.id, Leave.organisation_id == Seat.organisation_id)
    away = select(Leave.id).where(whose, Leave.holds(day))
    vacant = (
        select(Seat.id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.holds(day), ~Organisation.sample, ~filled.exists(), ~away.exists())
    )
    arranged = select(Series.id).join(Event, Event.series_id == Series.id)
    meets = arranged.where(
        ~Series.sample,
        Series.scheduled_at.is_not(None),
        Event.begins_at > Event.created_at,  # past meetings are imported as well
    )
    copied = select(Delivery.id).where(Delivery.kind == copies.KIND)
    found = session.execute(
        select(
            select(Organisation.id).where(~Organisation.sample).exists(),
            select(Body.id).where(~Body.sample).exists(),
            and_(led.exists(), or_(Partnership.live_at.is_not(None), ~vacant.exists())),
            meets.exists(),
            or_(Partnership.live_at.is_not(None), copied.exists()),
        )
        .select_from(Partnership)
        .where(Partnership.id == partnership.id)
    ).one()
    made = dict(zip(_IN_THE_REGISTER, found, strict=True))
    made[Step.NAME] = partnership.set_up_at is not None
    return {step for step, is_done in made.items() if is_done}
