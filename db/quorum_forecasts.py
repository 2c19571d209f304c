"""Quorums before their events: reckoned by the answers, and told only when that is news."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import chasing, deliveries, events, quorums, registers, rehearsal_copies
from db.deliveries import Priority
from db.events import Shown
from db.models import Body, Delivery, Event, Partnership, QuorumForecast, Series, SlackIdentity
from db.plans import Plan
from db.tenancy import across_partnerships
from domain import quorum_forecasts as rules
from domain.events import Status
from domain.outcomes import Quorate
from domain.people import Channel
from domain.quiet_hours import is_quiet, not_quiet
from domain.quorum import AllOf, Deputies, InAll, Quorum, Share, SomeOf
from domain.quorum_forecasts import Before, Forecast, News, Stands
from domain.quorum_reached import Part, Reached
from domain.registers import Line
from domain.working_days import Region

KIND = "quorum.changed"
"""The kind of the message that tells coordinators how a quorum stands."""

EVERY = timedelta(hours=1)
"""How often an event is reckoned while people are at work: what changed is told within the hour."""

_LONGEST = timedelta(days=28)
"""No ten working days are longer than this, whatever holidays lie within them."""

AT_ONCE = 200
"""Events that are reckoned in one go, the soonest first."""


def due(session: Session, *, now: datetime) -> list[tuple[int, int]]:
    """List the events to reckon now, with their partnerships: one query, whatever there is."""
    query = (
        select(Event.partnership_id, Event.id, Event.begins, Partnership)
        .join(Series, Series.id == Event.series_id)
        .join(Body, Body.id == Series.body_id)
        .join(Partnership, Partnership.id == Event.partnership_id)
        .outerjoin(QuorumForecast, QuorumForecast.event_id == Event.id)
        .where(Event.status == Status.SCHEDULED, ~Series.sample, Body.quorum.is_not(None))
        .where(Event.begins_at > now, Event.begins_at <= now + _LONGEST)
        .where(Partnership.live_at <= now)
        .where(or_(QuorumForecast.id.is_(None), QuorumForecast.reckoned_at <= now - EVERY))
        .order_by(Event.begins_at, Event.id)
    )
    with across_partnerships(session):
        rows = session.execute(query).all()
    found = [
        (owner_id, event)
        for owner_id, event, begins, owner in rows
        if not is_quiet(now, owner.zone, Region(owner.region))
        and owner.day(now) >= rules.opens(begins.date(), Region(owner.region))
    ]
    return found[:AT_ONCE]


def reckon(session: Session, event_id: int, *, now: datetime) -> int:
    """Work out the quorum of an event, and tell coordinators what is news; says how many."""
    shown = _coming(session, event_id, now)
    if shown is None:
        return 0
    events.locked(session, shown.series.id)
    reached = quorums.forecast(session, shown, registers.lines(session, shown))
    if reached is None:
        return 0
    row = _row(session, event_id)
    is_known = row is None or row.state == reached.met or _knows(session, row, now)
    why = _news(session, row if is_known else None, shown, reached.met, now)
    _keep(session, row, event_id, reached.met, why, now)
    return _tell(session, shown, reached.met, now) if why is not None else 0


def _coming(session: Session, event_id: int, now: datetime) -> Shown | None:
    """Give an event that is to come, as a body's; else None."""
    shown = events.by_id(session, event_id)
    if shown is None or shown.event.status != Status.SCHEDULED or shown.event.begins_at <= now:
        return None
    return shown


def _row(session: Session, event_id: int) -> QuorumForecast | None:
    query = select(QuorumForecast).where(QuorumForecast.event_id == event_id)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _knows(session: Session, row: QuorumForecast, now: datetime) -> bool:
    """Take back what never left of what was told last; say whether anybody knows one before it."""
    if row.told_at is None:
        return True
    query = select(Delivery).where(
        Delivery.kind == KIND, Delivery.key.startswith(f"{KIND}:{row.event_id}:")
    )
    planned = session.scalars(query.order_by(Delivery.created_at, Delivery.id)).all()
    last = [each for each in planned if each.key.endswith(f":{row.told_at.isoformat()}")]
    if not last or any(each.sent_to is not None for each in last):
        return True
    deliveries.supersede(session, [each.id for each in last], now=now)
    told = [(each.subject["state"], each.created_at) for each in planned if each.sent_to]
    row.told, row.told_at = told[-1] if told else (None, None)
    row.risk_told_at = max((at for state, at in told if state != Quorate.YES), default=None)
    row.state = row.told or row.state
    session.flush()
    return bool(told)


def _news(
    session: Session, row: QuorumForecast | None, shown: Shown, state: Quorate, now: datetime
) -> News | None:
    owner = events.partnership(session)
    before = None
    if row is not None:
        risk = owner.day(row.risk_told_at) if row.risk_told_at is not None else None
        before = Before(Quorate(row.state), owner.day(row.reckoned_at), risk)
    return rules.news(
        before,
        state,
        begins=shown.event.begins.date(),
        today=owner.day(now),
        region=Region(owner.region),
    )


def _keep(
    session: Session,
    row: QuorumForecast | None,
    event_id: int,
    state: Quorate,
    why: News | None,
    now: datetime,
) -> None:
    """Note what was reckoned, and what of it is told."""
    if row is None:
        row = QuorumForecast(event_id=event_id)
        session.add(row)
    row.state, row.reckoned_at = state, now
    if why is not None:
        row.told, row.told_at = state, now
        if state is not Quorate.YES:
            row.risk_told_at = now
    session.flush()


def _tell(session: Session, shown: Shown, state: Quorate, now: datetime) -> int:
    """Plan the message for all coordinators: in Slack, or by mail who is not there."""
    owner, event = events.partnership(session), shown.event
    those = rehearsal_copies.coordinators(session, owner, now=now)
    query = select(SlackIdentity.person_id).where(SlackIdentity.person_id.in_(those))
    in_slack = set(session.scalars(query))
    due_at = not_quiet(now, owner.zone, Region(owner.region))
    plans = [
        Plan(
            key=f"{KIND}:{event.id}:{each}:{now.isoformat()}",
            kind=KIND,
            channel_kind=Channel.SLACK if each in in_slack else Channel.MAIL,
            person_id=each,
            subject={"event": event.id, "begins": event.begins.isoformat(), "state": state},
            priority=Priority.REMINDER,
            due_at=due_at,
            expires_at=event.begins_at,
            now=now,
        )
        for each in those
    ]
    return deliveries.plan_many(session, plans)


def of(session: Session, event_id: int, *, now: datetime) -> Forecast | None:
    """Say how the quorum of an event that is to come stands; None: it is not, or has no quorum."""
    shown = _coming(session, event_id, now)
    quorum = quorums.rule_of(session, shown) if shown is not None else None
    if shown is None or quorum is None:
        return None
    lines = registers.lines(session, shown)
    reached = quorums.forecast(session, shown, lines)
    assert reached is not None  # noqa: S101 - its body has a quorum
    named = quorums.names_in(session, shown, reached)
    stands = _stands(session, shown, quorum, lines, now=now)
    title, span = shown.event.title, events.span_of(shown.event)
    return Forecast(event_id, title, span, reached, stands, *named)


def owed(
    session: Session, subject: Mapping[str, object], *, now: datetime
) -> tuple[Forecast, bool] | None:
    """Give what a message says as it leaves, and whether its event is near; None: it is not owed.

    It changed back meanwhile, or the event was moved, called off, or has begun.
    """
    shown = _coming(session, int(str(subject["event"])), now)
    if shown is None or subject["begins"] != shown.event.begins.isoformat():
        return None
    found = of(session, shown.event.id, now=now)
    if found is None or found.reached.met != subject["state"]:
        return None
    return found, is_near(session, found, now=now)


def is_near(session: Session, found: Forecast, *, now: datetime) -> bool:
    """Say whether an event is so near that its quorum is at risk."""
    owner = events.partnership(session)
    begins, region = found.span.begins.date(), Region(owner.region)
    return rules.is_at_risk(found.reached.met, begins, owner.day(now), region)


def _stands(
    session: Session, shown: Shown, quorum: Quorum, lines: Sequence[Line], *, now: datetime
) -> tuple[Stands, ...]:
    """Say how each sector and each seat stands that a quorum names, in its order."""
    named = [each.members for each in quorum.rules if isinstance(each, AllOf | SomeOf)]
    if not named:
        return ()
    sectors = dict.fromkeys(code for each in named for code in each.sectors)
    seats = dict.fromkeys(own for each in named for own in each.seats)
    own = [each for each in lines if each.body_id == shown.series.body_id]
    asked = _asked(session, shown.event, now)
    counted = {each.seat.invitation_id: each for each in _counted(session, shown, quorum, own)}

    def best(found: Collection[Line]) -> tuple[rules.How, int]:
        return rules.best(
            (
                rules.stands(each.standing, counts=each.seat.invitation_id in counted),
                asked.get(each.seat.invitation_id, 0),
            )
            for each in found
        )

    return (
        *(Stands(*best([x for x in own if x.sector == code]), sector=code) for code in sectors),
        *(Stands(*best([x for x in own if x.seat_id == seat]), seat_id=seat) for seat in seats),
    )


def _counted(session: Session, shown: Shown, quorum: Quorum, own: Sequence[Line]) -> list[Line]:
    """Give the lines of which a deputy who comes would count."""
    if quorum.deputies is Deputies.YES:
        return list(own)
    if quorum.deputies is Deputies.NO:
        return []
    standing = quorums.standing_deputies(session, shown)
    return [each for each in own if (each.seat_id, each.expected.person_id) in standing]


def _asked(session: Session, event: Event, now: datetime) -> dict[int, int]:
    """Count how often an answer was asked for, by invitation: the invitation, and each reminder."""
    chased = chasing.of_event(session, event.id, now=now)
    if chased is None:
        return {}
    again = [each.person for each in chased.told if each.ask is not None]
    return {
        each.invitation: 1 + again.count(each.person or 0)
        for each in chased.asked
        if each.since is not None
    }


def lacking(session: Session, event_id: int, *, now: datetime) -> set[int]:
    """Give the invitations without which an event's quorum is not certain, and that may be asked.

    Whose seat is known to be represented is not among them.
    """
    shown = _coming(session, event_id, now)
    if shown is None:
        return set()
    lines = registers.lines(session, shown)
    reached: Reached | None = quorums.forecast(session, shown, lines)
    if reached is None:
        return set()
    chairs = quorums.chairs_of(session, shown)
    free = [
        each
        for each in lines
        if each.body_id == shown.series.body_id
        and (not each.standing.is_coming or each.standing.stale)
    ]
    return {
        each.seat.invitation_id
        for part in reached.parts
        if part.met is not Quorate.YES
        for each in free
        if _is_lacking(part, each, chairs)
    }


def _is_lacking(part: Part, line: Line, chairs: Collection[int]) -> bool:
    match part.rule:
        case AllOf() | SomeOf():
            return line.sector in part.lacking_sectors or line.seat_id in part.lacking_seats
        case InAll() | Share():
            return True
        case _:
            return line.lead is not None and line.lead[0] in chairs
