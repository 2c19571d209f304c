"""A year of registers to look round in: who came to two bodies, filled in as a coordinator would.

Every outcome goes through drafts and one save, so that figures, records and quorum are real.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events, pauses, register_drafts, register_saves
from db.events import Shown
from db.models import AudienceItem, Body, Event, Invitation, Seat, SeatHolder, Series
from db.register_saves import Settled
from domain.events import Calendar, Status
from domain.language import gettext as _
from domain.names import name_key
from domain.outcomes import Code, Outcome
from domain.sample_past import Habit, Meetings
from domain.seats import Part
from domain.when import at_wall


class Past:
    """Writes the past of bodies: `habits` say by organisation how often its seats were filled."""

    def __init__(
        self,
        session: Session,
        habits: Mapping[int, Habit],
        *,
        sample: bool,
        by: int | None,
        now: datetime,
    ) -> None:
        self._session, self._habits = session, habits
        self._sample, self._by, self._now = sample, by, now
        self._zone = events.partnership(session).zone

    def of(self, body: Body, meetings: Meetings, day: date) -> None:
        """Write the past of one body, seen from a day: there is none before anybody sat there."""
        seats = list(
            self._session.scalars(select(Seat).where(Seat.body_id == body.id).order_by(Seat.id))
        )
        holders, away = self._holders(seats), pauses.all_of(self._session)
        days = meetings.days(day)
        first = min((seat.since for seat in seats), default=day)
        made = [self._event(body, each, meetings.hour) for each in days if each >= first]
        self._session.flush()
        for place, (own, event) in enumerate(made):
            left = len(made) - 1 - place
            on = event.begins.date()
            there = [seat for seat in seats if seat.span.holds(on)]
            said = {
                seat.id: Outcome()
                if pauses.holds(away, seat.id, on)
                else self._outcome(seat, holders.get(seat.id, ()), left, on)
                for seat in there
            }
            self._record(Shown(event, own), said)

    def _event(self, body: Body, day: date, hour: int) -> tuple[Series, Event]:
        begins = datetime.combine(day, time(hour))
        ends = begins + timedelta(hours=2)
        same = {"zone": self._zone, "begins": begins, "ends": ends, "title": body.name}
        place = {"place": _("Town Hall, Committee Room 2"), "created_at": self._now}
        series = Series(
            **same,
            **place,
            uid=str(uuid4()),
            body_id=body.id,
            title_key=name_key(body.name),
            priorities=[],
            calendar=str(Calendar.NONE),
            created_by=self._by,
            changed_at=self._now,
            scheduled_at=self._now,
            sample=self._sample,
        )
        self._session.add(series)
        self._session.flush()
        self._session.add(AudienceItem(series_id=series.id, body_id=body.id))
        event = Event(
            **same,
            **place,
            series_id=series.id,
            original=begins,
            begins_at=at_wall(day, begins.time(), self._zone),
            ends_at=at_wall(day, ends.time(), self._zone),
            answer_by=day - timedelta(days=14),
            status=str(Status.HELD),
        )
        self._session.add(event)
        return series, event

    def _record(self, shown: Shown, outcomes: Mapping[int, Outcome]) -> None:
        """Invite the seats of the day, and fill the register in on the day after."""
        invited = [
            Invitation(event_id=shown.event.id, seat_id=each, invited_at=self._now)
            for each in outcomes
        ]
        self._session.add_all(invited)
        self._session.flush()
        said = {row.id: outcomes[row.seat_id] for row in invited if row.seat_id is not None}
        by, after = self._by, shown.event.ends_at + timedelta(days=1)
        register_drafts.keep(self._session, shown, said, by=by, now=after)
        register_saves.save(self._session, shown, Settled(), by=by, now=after)

    def _outcome(self, seat: Seat, holders: Sequence[SeatHolder], left: int, day: date) -> Outcome:
        """Give what happened by habit; where nobody could stand in, the member came."""
        code = self._habits.get(seat.organisation_id, Habit()).at(left)
        there = {
            Code.MEMBER: _held(holders, Part.LEAD, day),
            Code.DEPUTY: _held(holders, Part.DEPUTY, day),
        }
        if code is None or code not in there:
            return Outcome(code=code)
        return Outcome(code=code, person_id=there[code], remote=(left + seat.id) % 4 == 0)

    def _holders(self, seats: Sequence[Seat]) -> dict[int, list[SeatHolder]]:
        query = select(SeatHolder).where(SeatHolder.seat_id.in_([each.id for each in seats]))
        found: dict[int, list[SeatHolder]] = {}
        for each in self._session.scalars(query.order_by(SeatHolder.id)):
            found.setdefault(each.seat_id, []).append(each)
        return found


def _held(holders: Sequence[SeatHolder], part: Part, day: date) -> int | None:
    found = (each for each in holders if each.part == part and each.span.holds(day))
    return next((each.person_id for each in found), None)
