"""What the register changed in all the series that it concerns: told as one, if many hear.

More than a few people wait for as long as any send to many, and each coordinator is shown what
waits, with a button that stops it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import deliveries, events, rehearsal_copies, rounds, series_changes
from db.deliveries import Priority
from db.invitations import STOPPABLE
from db.models import Delivery, Round, Series, SlackIdentity
from db.models.deliveries import State
from db.plans import Plan
from domain.event_pages import Waiting
from domain.events import AT_ONCE

KIND = "register.waits"
"""The kind of the message by which coordinators can stop it."""

OVER = "register.over"
"""The kind of what takes its place once it can't be stopped any more."""


def keep(
    session: Session, those: Iterable[Series], *, by: int | None, now: datetime
) -> list[Round]:
    """Let those who are asked to some series be whom the register names now; gives the rounds."""
    kept = [series_changes.keep(session, each, by=by, now=now) for each in those]
    made = [each for each in kept if each is not None]
    if _people(session, made) > AT_ONCE:
        rounds.wait(session, made, now + STOPPABLE)
        rounds.link(session, made)
        _offer(session, made, now)
    return made


def waiting(session: Session, round_id: int, *, now: datetime) -> Waiting | None:
    """Give what waits with a round; None where it can't be stopped any more."""
    first = rounds.by_id(session, round_id)
    if first is None or not rounds.can_stop(first, now):
        return None
    return _what(session, first)


def _what(session: Session, first: Round) -> Waiting:
    """Give what a round and those linked with it tell of."""
    made = [first, *rounds.linked(session, first)]
    own = select(Series.title).where(Series.id.in_({each.series_id for each in made}))
    titles = tuple(session.scalars(own.order_by(Series.title, Series.id)))
    return Waiting(first.id, _people(session, made), titles, first.goes_at)


def over(session: Session, delivery: Delivery) -> tuple[Waiting, bool] | None:
    """Give what a message that offered a stop told of, and whether it was stopped.

    None where no such message is there.
    """
    first = rounds.by_id(session, int(delivery.subject["round"]))
    offered = select(Delivery.id).where(
        Delivery.stream == delivery.stream,
        Delivery.revision < delivery.revision,
        Delivery.state == State.SENT,
    )
    if first is None or session.scalars(offered.limit(1)).first() is None:
        return None
    return _what(session, first), first.stopped_at is not None


def _people(session: Session, made: Sequence[Round]) -> int:
    """Count the people who hear of some rounds."""
    query = select(func.count(Delivery.person_id.distinct()))
    ours = Delivery.round_id.in_([each.id for each in made])
    return session.scalars(query.where(ours)).one() if made else 0


def _offer(session: Session, made: Sequence[Round], now: datetime) -> None:
    """Plan for each coordinator what tells them; in a rehearsal nothing leaves by itself."""
    owner, first = events.partnership(session), made[0]
    if owner.in_rehearsal(now):
        return
    those = rehearsal_copies.coordinators(session, owner, now=now)
    in_slack = select(SlackIdentity.person_id).where(SlackIdentity.person_id.in_(those))
    those_there = sorted(set(session.scalars(in_slack)))
    deliveries.plan_many(
        session, [plan for each in those_there for plan in _offered(each, first, now)]
    )


def _offered(person_id: int, first: Round, now: datetime) -> tuple[Plan, Plan]:
    """Plan what somebody is shown while it can be stopped, and what stands there afterwards."""
    stream = f"{KIND}:{first.id}:{person_id}"
    offer = Plan(
        key=stream,
        kind=KIND,
        person_id=person_id,
        subject={"round": first.id},
        stream=stream,
        priority=Priority.INVITATION,
        due_at=now,
        expires_at=first.goes_at,
        now=now,
    )
    after = Plan(
        key=f"{stream}:2",
        kind=OVER,
        person_id=person_id,
        subject={"round": first.id},
        stream=stream,
        revision=2,
        priority=Priority.NOTICE,
        due_at=first.goes_at,
        now=now,
    )
    return offer, after
