"""What chasing is worked out from: a fixed number of queries, however many are asked.

All coming events of a partnership at once, one of them, or what one person is asked about it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db import answers, chasing_rows, chasing_ways, events, leaves, merges, sectors, terms
from db.audiences import Because, SeatAsked, SeatHere
from db.chasing_rows import Row
from db.chasing_ways import Standins, Way
from db.leaves import Away
from db.models import Event, Partnership, Round, Seat, Series
from db.reminder_rows import told_of
from domain.answers import Kind, Standing
from domain.bodies import AsksDeputies
from domain.chasing_facts import Asked, Meeting, Told
from domain.events import What
from domain.people import Channel
from domain.terms import Term
from domain.when import WallTime
from domain.working_days import LONGEST_HOLIDAYS, Region

AHEAD = timedelta(days=14)
"""No first reminder comes earlier before answer-by, but for those who rest in the holidays."""


@dataclass(frozen=True, slots=True)
class Chased:
    """An event as chasing sees it: whom it asks, what they were told, and by which way."""

    event: Event
    series: Series
    meeting: Meeting
    asked: tuple[Asked, ...]
    told: tuple[Told, ...]
    channels: Mapping[int, Channel]
    owners: Mapping[int, int]
    """Whose seat an invitation is for: the organisation's id; a guest has none."""


@dataclass(slots=True)
class _Around:
    """What the invitations of some events share."""

    owner: Partnership
    today: date
    now: datetime
    terms: tuple[Term, ...]
    ways: Mapping[int, Way]
    resting: Collection[int]
    away: Mapping[date, Away] = field(default_factory=dict)
    onward: Mapping[int, int] = field(default_factory=dict)
    deputies: Standins = field(default_factory=Standins)

    def is_away(self, seat: Seat, day: date) -> bool:
        """Say whether a seat is on leave today, or on the day of an event."""
        return any(
            self.away[each].pauses(seat.id, seat.organisation_id, self.onward)
            for each in {self.today, day}
        )


def coming(session: Session, *, now: datetime, ahead: timedelta = AHEAD) -> list[Chased]:
    """Give the coming events of a partnership of which somebody may be told something soon."""
    owner = events.partnership(session)
    known = _terms(session)
    ahead += LONGEST_HOLIDAYS if known else timedelta()
    which = and_(Event.answer_by <= owner.day(now) + ahead, ~Series.sample)
    return _gather(session, which, known, now)


def of_event(
    session: Session,
    event_id: int,
    *,
    now: datetime,
    person_id: int | None = None,
    but: Collection[int] = (),
) -> Chased | None:
    """Give one event, or of it what concerns one person; None where it is not to come.

    `but` are messages that count for nothing: the one that is about to leave.
    """
    which = Event.id == event_id
    if person_id is not None:
        which = and_(which, chasing_rows.concerns(person_id))
    found = _gather(session, which, _terms(session), now, but=but)
    return found[0] if found else None


def _terms(session: Session) -> tuple[Term, ...]:
    return tuple(Term(each.name, each.first_day, each.last_day) for each in terms.every(session))


def _gather(
    session: Session,
    which: ColumnElement[bool],
    known: tuple[Term, ...],
    now: datetime,
    *,
    but: Collection[int] = (),
) -> list[Chased]:
    rows = chasing_rows.read(session, which, now=now)
    if not rows:
        return []
    by_event: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_event[row.event.id].append(row)
    around = _around(session, rows, known, now)
    rounds = _Rounds(session, {row.series.id for row in rows}, now)
    told = told_of(session, [own[0].event for own in by_event.values()], now=now, but=but)
    return [_chased(own, around, rounds, told[event]) for event, own in by_event.items()]


def _around(
    session: Session, rows: Sequence[Row], known: tuple[Term, ...], now: datetime
) -> _Around:
    owner = events.partnership(session)
    today = owner.day(now)
    people = {person for row in rows if (person := row.person) is not None}
    partners = {row.seat.organisation_id for row in rows if row.seat is not None}
    held = sectors.held(session, today, partners) if known else {}
    days = {today, *(row.event.begins.date() for row in rows)}
    away = leaves.on_days(session, days)
    return _Around(
        owner,
        today,
        now,
        known,
        chasing_ways.of(session, people),
        {each for each, sector in held.items() if sector.keeps_terms},
        away,
        merges.redirects(session, today),
        _standins(session, rows),
    )


def _standins(session: Session, rows: Sequence[Row]) -> Standins:
    """Give the standing deputies of seats that nobody answered for, where a body asks them."""
    silent = [
        (row.invitation.id, row.seat.id, row.event.begins.date())
        for row in rows
        if row.answer is None and row.seat is not None and row.asks_deputies not in _NEVER
    ]
    return chasing_ways.standins(session, silent)


_NEVER = (None, AsksDeputies.OFF)


class _Rounds:
    """When events were last moved, and which series has something that can be stopped still."""

    def __init__(self, session: Session, series: Collection[int], now: datetime) -> None:
        query = select(Round.series_id, Round.goes_at, Round.what, Round.undo).where(
            Round.series_id.in_(series),
            Round.stopped_at.is_(None),
            or_(Round.goes_at > now, Round.what.in_((What.MOVE, What.CHANGE))),
        )
        self.waiting: set[int] = set()
        self.moved: dict[int, datetime] = {}
        for series_id, goes_at, what, undo in session.execute(query.order_by(Round.id)):
            if goes_at > now and what not in _OURS:
                self.waiting.add(series_id)
            for each in (undo or {}).get("events", ()):
                self.moved[each["event"]] = goes_at


_OURS = (What.REMINDER, What.NUDGE)


def _chased(rows: Sequence[Row], around: _Around, rounds: _Rounds, told: Sequence[Told]) -> Chased:
    event, series = rows[0].event, rows[0].series
    meeting = Meeting(
        begins=WallTime(event.begins, event.zone),
        answer_by=event.answer_by,
        region=Region(around.owner.region),
        asks_deputies=AsksDeputies(rows[0].asks_deputies or AsksDeputies.OFF),
        terms=around.terms,
        rehearses=around.owner.in_rehearsal(around.now),
        waits=series.id in rounds.waiting,
    )
    moved = rounds.moved.get(event.id)
    return Chased(
        event,
        series,
        meeting,
        tuple(_asked(row, around, moved) for row in rows),
        tuple(told),
        {person: way.channel for person, way in around.ways.items()},
        {row.invitation.id: row.seat.organisation_id for row in rows if row.seat is not None},
    )


def _asked(row: Row, around: _Around, moved: datetime | None) -> Asked:
    person, seat = row.person, row.seat
    way = around.ways.get(person or 0)
    standing = _standing(row)
    known = row.since is not None or standing.kind is Kind.DEPUTY
    since = [each for each in (row.invitation.invited_at, row.since, moved) if each is not None]
    return Asked(
        invitation=row.invitation.id,
        person=person,
        since=max(since) if known else None,
        standing=standing,
        vacant=seat is not None and row.lead is None and standing.kind is not Kind.DEPUTY,
        away=seat is not None and around.is_away(seat, row.event.begins.date()),
        declined=way.declined if way else False,
        reachable=way.reachable if way else False,
        keeps_terms=seat is not None and seat.organisation_id in around.resting,
        deputy_asked=row.invitation.id in around.deputies.asked,
        deputy_left=row.invitation.id in around.deputies.left,
    )


def _standing(row: Row) -> Standing:
    seat, lead = row.seat, row.lead
    if seat is None:
        return answers.standing_of(row.event, None, row.answer, row.deputy)
    here = SeatHere(seat.id, seat.organisation_id, seat.body_id, seat.title, seat.since, seat.until)
    people = (lead,) if lead is not None else ()
    asked = SeatAsked(here, people, Because.LEAD if people else Because.NOBODY)
    return answers.standing_of(row.event, asked, row.answer, row.deputy)
