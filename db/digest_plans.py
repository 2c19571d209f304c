"""A digest made: the row by which it comes once, and the messages that it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit, deliveries, digests, events, rehearsal_copies
from db.deliveries import Priority
from db.models import Delivery, DigestSent, Partnership, SlackIdentity
from db.plans import Plan
from domain import digests as rules
from domain.digests import Key
from domain.periods import Month
from domain.standing import Level

KIND = "digest"
OWN = "digest.own"
"""The digest as it goes to coordinators alone, with the reason."""

TO_CHECK = "digest.to_check"
"""Beside the digest, to coordinators: whose facts are to be checked."""

REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class Made:
    """What a digest is planned with: why its channel does not get it, and pictures in Slack."""

    withheld: str | None = None
    pictures: Sequence[Mapping[str, str]] = ()
    late: bool = False
    by: int | None = None


def take(
    session: Session,
    month: Month,
    told: Mapping[Key, Level],
    made: Made,
    *,
    to_check: bool,
    now: datetime,
) -> bool:
    """Note that the digest of a month is made, and plan its messages; False: it was before.

    To its channel, or to coordinators where that is not fit or a rehearsal lasts; beside it, to
    coordinators alone, who waits for its facts to be checked.
    """
    owner = events.partnership(session)
    if not _noted(session, month, told, made, now):
        return False
    owner.digest_asked = owner.digest_asked_by = None
    about = {"month": month.first.isoformat(), "late": made.late, "pictures": [*made.pictures]}
    those = _in_slack(session, owner, now)
    if made.withheld is None and not owner.in_rehearsal(now):
        plans = [_plan(KIND, month, about, now, room=digests.ROOM)]
    else:
        why = {"why": made.withheld or REHEARSAL}
        plans = [_plan(OWN, month, {**about, **why}, now, person=each) for each in those]
    if to_check:
        plans += [_plan(TO_CHECK, month, about, now, person=each) for each in those]
    deliveries.plan_many(session, plans)
    audit.record(
        session,
        actor_id=made.by,
        verb="make digest",
        subject_kind="partnership",
        subject_id=owner.id,
        before={},
        after={"month": month.first.isoformat()},
        now=now,
    )
    return True


def _noted(
    session: Session, month: Month, told: Mapping[Key, Level], made: Made, now: datetime
) -> bool:
    """Write down that the digest of a month is made; False where somebody has done so."""
    row = DigestSent(
        period=month.first,
        made_at=now,
        late=made.late,
        withheld=made.withheld,
        told=rules.as_json(told),
        asked_by=made.by,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True


def instead(session: Session, failed: Delivery, why: str, *, now: datetime) -> int:
    """Plan for coordinators what could not go to its channel, saying why; says for how many."""
    owner = events.partnership(session)
    month = Month(date.fromisoformat(str(failed.subject["month"])))
    row = digests.of(session, month)
    if row is not None:
        row.withheld = why
    about = {**failed.subject, "why": why}
    those = _in_slack(session, owner, now)
    plans = [_plan(OWN, month, about, now, person=each) for each in those]
    return deliveries.plan_many(session, plans)


def _in_slack(session: Session, owner: Partnership, now: datetime) -> list[int]:
    """List the coordinators who are in Slack."""
    those = rehearsal_copies.coordinators(session, owner, now=now)
    query = select(SlackIdentity.person_id).where(SlackIdentity.person_id.in_(those))
    return sorted(set(session.scalars(query)))


def _plan(
    kind: str,
    month: Month,
    about: dict[str, Any],
    now: datetime,
    *,
    person: int | None = None,
    room: str | None = None,
) -> Plan:
    return Plan(
        key=f"{kind}:{month.first.isoformat()}" + (f":{person}" if person else ""),
        kind=kind,
        person_id=person,
        room=room,
        subject=about,
        priority=Priority.DIGEST,
        due_at=now,
        now=now,
    )
