"""What sending a draft would do: read for its preview, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db import (
    audience_items,
    audience_names,
    audiences,
    event_plans,
    events,
    leaves,
    merges,
    organisations,
    people,
    terms,
)
from db.audience_names import seat_name
from db.audiences import Asked, Because
from db.models import (
    Address,
    Body,
    DiaryContact,
    Event,
    OptOut,
    Partnership,
    Person,
    Sector,
    SectorHeld,
    Series,
    SlackIdentity,
)
from db.named_rows import names_of
from domain import planned_times, recurrence
from domain.event_previews import NEXT, Clash, Preview, Reader, Way
from domain.events import Calendar
from domain.planned_times import Doubt, Warned
from domain.preferences import Kind
from domain.recurrence import Rule
from domain.roles import Role
from domain.terms import Term
from domain.working_days import Region

NOBODY = Asked()


def of(session: Session, series: Series, *, now: datetime) -> Preview:
    """Give what a draft would do, were it sent now. `Refused` where it has no meeting at all."""
    own = events.of(session, series.id)
    coming = [each for each in own if each.begins_at > now] or own
    first, rule, today = coming[0], events.rule_of(series), _today(session, now)
    asked = audiences.resolve(session, series, coming)
    at_first = asked.get(first.id, NOBODY)
    places = _Places(session, at_first, first.begins.date())
    body = session.get(Body, series.body_id) if series.body_id else None
    whom = audience_items.at(session, series, first)
    return Preview(
        series_id=series.id,
        revision=series.revision,
        details=events.details_of(series),
        spans=tuple(events.span_of(each) for each in coming[:NEXT]),
        rule=rule,
        audience=tuple(audience_names.of(session, whom, day=first.begins.date()).values()),
        readers=_readers(session, series, asked, at_first, today),
        seats=len(at_first.seats),
        guests=len(at_first.guests),
        nobody=places.nobody(),
        away=places.away(),
        clashes=_clashes(session, series, now),
        warned=_warned(session, coming, at_first, now),
        left_out=_left_out(session, series, rule, now),
        answer_by=first.answer_by,
        answer_by_unused=rule is not None and series.answer_by is not None,
        calendar=Calendar(series.calendar),
        channel=body.name if body and series.in_channel and body.channel_id else None,
        no_channel=body.name if body and series.in_channel and not body.channel_id else None,
        rehearsing=_rehearsing(session, now),
    )


def _today(session: Session, now: datetime) -> date:
    return events.partnership(session).day(now)


def _rehearsing(session: Session, now: datetime) -> tuple[str, ...] | None:
    """Name the coordinators, who alone hear of anything in rehearsal; None once live."""
    own: Partnership = events.partnership(session)
    if not own.in_rehearsal(now):
        return None
    return tuple(each.name for each in people.in_role(session, Role.COORDINATOR, own.day(now)))


class _Places:
    """The seats that are invited, under their names."""

    def __init__(self, session: Session, asked: Asked, day: date) -> None:
        self._asked = asked
        rows = [each.seat for each in asked.seats]
        called = organisations.called(session, {each.organisation_id for each in rows}, day=day)
        of_body = names_of(session, Body, {each.body_id for each in rows})
        self._names = {
            each.id: seat_name(called[each.organisation_id].name, of_body[each.body_id], each.title)
            for each in rows
        }
        self._onward = merges.redirects(session, day)
        self._leave = leaves.on(session, day)

    def nobody(self) -> tuple[str, ...]:
        """Name the seats that have nobody to ask."""
        empty = (each.seat.id for each in self._asked.seats if each.because is Because.NOBODY)
        return tuple(sorted(self._names[each] for each in empty))

    def away(self) -> tuple[str, ...]:
        """Name the seats that are on leave on the day."""
        rows = (each.seat for each in self._asked.seats)
        paused = (
            each for each in rows if self._leave.pauses(each.id, each.organisation_id, self._onward)
        )
        return tuple(sorted(self._names[each.id] for each in paused))


class _Known(NamedTuple):
    """A person who is asked, and how they can be reached."""

    id: int
    name: str
    sample: bool
    address: str | None
    in_slack: bool
    declined: bool


def _known(session: Session, person_ids: Collection[int]) -> list[_Known]:
    in_slack = select(SlackIdentity.id).where(SlackIdentity.person_id == Person.id)
    declined = select(OptOut.id).where(OptOut.person_id == Person.id, OptOut.kind == Kind.CALENDAR)
    query = (
        select(
            Person.id,
            Person.name,
            Person.sample,
            Address.address,
            in_slack.exists(),
            declined.exists(),
        )
        .outerjoin(Address, and_(Address.person_id == Person.id, Address.main))
        .where(Person.id.in_(person_ids))
        .order_by(Person.name, Person.id)
    )
    return [_Known(*row) for row in session.execute(query)]


def _diaries(session: Session, person_ids: Collection[int], today: date) -> dict[int, list[str]]:
    """Name by person those who keep their diary and have an address."""
    diaries = session.execute(
        select(DiaryContact.holder_id, Person.name)
        .join(Person, Person.id == DiaryContact.person_id)
        .join(Address, and_(Address.person_id == Person.id, Address.main))
        .where(DiaryContact.holder_id.in_(person_ids), DiaryContact.holds(today))
        .order_by(Person.name, Person.id)
    )
    copied: dict[int, list[str]] = defaultdict(list)
    for holder, name in diaries:
        copied[holder].append(name)
    return copied


def _readers(
    session: Session, series: Series, asked: Mapping[int, Asked], at_first: Asked, today: date
) -> tuple[Reader, ...]:
    """Give everybody who is asked for any of the meetings, once, in the order of names."""
    everybody = {person for each in asked.values() for person in each.people}
    copied = _diaries(session, everybody, today)
    seats = Counter(person for each in at_first.seats for person in each.people)
    return tuple(
        Reader(
            each.name,
            _way(series, each),
            each.in_slack,
            seats[each.id],
            tuple(copied.get(each.id, ())),
        )
        for each in _known(session, everybody)
    )


def _way(series: Series, person: _Known) -> Way:
    if person.sample:
        return Way.MADE_UP
    if person.address is None:
        return Way.SLACK if person.in_slack else Way.NONE
    with_calendar = series.calendar == Calendar.OURS and not person.declined
    return Way.CALENDAR if with_calendar else Way.MAIL


def _clashes(session: Session, series: Series, now: datetime) -> tuple[Clash, ...]:
    found = {other.event.id: other for _own, other in events.clashes(session, series, now=now)}
    return tuple(Clash(each.event.title, events.span_of(each.event)) for each in found.values())


def _warned(
    session: Session, coming: Sequence[Event], asked: Asked, now: datetime
) -> tuple[Warned, ...]:
    """Give what may be wrong with any of the times; of a clock change only the first says it."""
    region = Region(events.partnership(session).region)
    known = _terms(session, {each.seat.organisation_id for each in asked.seats}, coming[0])
    found = [
        each
        for event in coming
        for each in planned_times.warnings(
            events.span_of(event), region=region, now=now, terms=known
        )
        if event is coming[0] or each.doubt is not Doubt.CLOCK_CHANGE
    ]
    return tuple(found)


def _terms(session: Session, organisation_ids: Collection[int], first: Event) -> list[Term]:
    """Give the school terms, where somebody who keeps them is invited."""
    keeping = (
        select(SectorHeld.id)
        .join(Sector, Sector.id == SectorHeld.sector_id)
        .where(
            SectorHeld.organisation_id.in_(organisation_ids),
            SectorHeld.holds(first.begins.date()),
            Sector.keeps_terms,
        )
        .limit(1)
    )
    if session.scalars(keeping).first() is None:
        return []
    return [Term(each.name, each.first_day, each.last_day) for each in terms.every(session)]


def _left_out(
    session: Session, series: Series, rule: Rule | None, now: datetime
) -> tuple[date, ...]:
    """Give the days whose hour a clock change takes away from a series."""
    if rule is None:
        return ()
    until = event_plans.horizon(session, series, now)
    return recurrence.expand(rule, events.span_of(series), until=until).refused
