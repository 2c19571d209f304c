"""Digests that were made: one a month, and what their readers know by them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db import audit, events
from db.models import (
    Attendance,
    DigestSent,
    Installation,
    Partnership,
    RoleHeld,
    SlackIdentity,
)
from db.tenancy import across_partnerships
from domain import digests as rules
from domain.days import said
from domain.digests import Key
from domain.errors import Refused
from domain.language import gettext as _
from domain.named_days import month_and_year
from domain.periods import Month
from domain.quiet_hours import digest_moment
from domain.roles import READER
from domain.standing import Level
from domain.working_days import Region

ROOM = "digest"
UPDATES = "updates"
"""The channels of a partnership's own that messages can be for."""

ON_TIME = timedelta(days=1)
"""How long after its moment a digest is not late yet."""


def of(session: Session, month: Month) -> DigestSent | None:
    """Find the digest of a month."""
    query = select(DigestSent).where(DigestSent.period == month.first)
    return session.scalars(query).one_or_none()


def told_before(session: Session, month: Month) -> Mapping[Key, Level] | None:
    """Give where readers know partners to stand by the digest before; None where none was sent."""
    query = select(DigestSent.told).where(DigestSent.period < month.first)
    kept = session.scalars(query.order_by(DigestSent.period.desc()).limit(1)).one_or_none()
    return rules.from_json(kept) if kept is not None else None


def due(session: Session, *, now: datetime) -> list[tuple[int, Month, int | None]]:
    """List the partnerships whose digest of last month is to be made, and who asked for it.

    Its moment has passed, or somebody asked for it. Where nothing was recorded until then, and
    nobody asked, there is none.
    """
    with across_partnerships(session):
        wanted = or_(Partnership.sends_digest, Partnership.digest_asked.is_not(None))
        owners = select(Partnership).where(wanted).order_by(Partnership.id)
        latest = _latest(session)
        begun = _begun(session)
        found = []
        for owner in session.scalars(owners):
            month = Month.of(owner.day(now)).before
            if latest.get(owner.id, date.min) >= month.first:
                continue
            if owner.digest_asked == month.first:
                found.append((owner.id, month, owner.digest_asked_by))
            elif _is_due(owner, month, begun.get(owner.id), now):
                found.append((owner.id, month, None))
    return found


def _is_due(owner: Partnership, month: Month, begun: datetime | None, now: datetime) -> bool:
    at = moment(owner, month)
    if not owner.sends_digest or begun is None:
        return False
    return max(begun, owner.created_at) <= at <= now


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Give when the next digest of any partnership is due; None where none is to come."""
    with across_partnerships(session):
        owners = session.scalars(select(Partnership).where(Partnership.sends_digest)).all()
        begun = _begun(session)
        latest = _latest(session)
    found = []
    for owner in owners:
        month = Month.of(owner.day(now)).before
        while latest.get(owner.id, date.min) >= month.first or moment(owner, month) <= now:
            month = month.following
        if owner.id in begun:
            found.append(moment(owner, month))
    return min(found, default=None)


def coming(session: Session, owner: Partnership, *, now: datetime) -> Month:
    """Give the month whose digest is the next one: the last, if that is yet to go, or this one."""
    last = Month.of(owner.day(now)).before
    if of(session, last) is not None:
        return last.following
    begun = _begun(session).get(owner.id)
    waits = now < moment(owner, last) and owner.sends_digest and begun is not None
    return last if waits or _is_due(owner, last, begun, now) else last.following


def made_said(row: DigestSent, owner: Partnership) -> str:
    """Say of a digest when it was made."""
    return _("The digest of {month} was made on {day}. It is never sent twice.").format(
        month=month_and_year(row.period), day=said(owner.day(row.made_at))
    )


def ask_for(session: Session, month: Month, *, by: int, now: datetime) -> None:
    """Want the digest of a month at once. Raises `Refused` where it was made: it comes once."""
    owner = events.partnership(session)
    row = of(session, month)
    if row is not None:
        raise Refused(made_said(row, owner))
    owner.digest_asked, owner.digest_asked_by = month.first, by
    session.flush()
    audit.record(
        session,
        actor_id=by,
        verb="ask for digest",
        subject_kind="partnership",
        subject_id=owner.id,
        before={},
        after={"month": month.first.isoformat()},
        now=now,
    )


def _latest(session: Session) -> dict[int, date]:
    """Give the month of each partnership's latest digest."""
    query = select(DigestSent.partnership_id, func.max(DigestSent.period))
    return dict(session.execute(query.group_by(DigestSent.partnership_id)).all())


def _begun(session: Session) -> dict[int, datetime]:
    """Give when each partnership recorded for the first time who came to something."""
    query = select(Attendance.partnership_id, func.min(Attendance.recorded_at))
    return dict(session.execute(query.group_by(Attendance.partnership_id)).all())


def moment(owner: Partnership, month: Month) -> datetime:
    """Give when the digest of a month is due: on the first working day after it, 09:00 there."""
    return digest_moment(month.following.first, owner.zone, Region(owner.region))


def is_late(owner: Partnership, month: Month, now: datetime) -> bool:
    """Say whether the digest of a month comes so late that it has to say so."""
    return now > moment(owner, month) + ON_TIME


def channel_of(owner: Partnership, name: str) -> str | None:
    """Give the channel that a partnership has for something: none, if it chose none."""
    if name == UPDATES:
        return owner.updates_channel
    return owner.digest_channel or owner.coordinators_channel


def readers(session: Session, day: date) -> set[str]:
    """Give the Slack users who may know how partners stand: coordinators, chairs, scrutineers."""
    roles = [each.value for each in READER]
    query = (
        select(SlackIdentity.user_id)
        .join(RoleHeld, RoleHeld.person_id == SlackIdentity.person_id)
        .where(RoleHeld.role.in_(roles), RoleHeld.holds(day))
    )
    bots = select(Installation.bot_user_id).where(Installation.revoked_at.is_(None))
    return {*session.scalars(query), *session.scalars(bots)}
