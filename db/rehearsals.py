"""Who may hear from a partnership before it is live: its coordinators alone."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db.models import Delivery, Partnership, RoleHeld
from domain.roles import Role


def may_go(session: Session, now: datetime) -> ColumnElement[bool]:
    """Give the criterion of messages that may leave: of who is live, or to a coordinator.

    Who is a coordinator today depends on where the partnership is, so zones are looked up first.
    """
    zones = session.scalars(select(Partnership.zone).where(_rehearses(now)).distinct()).all()
    live = ~select(Partnership.id).where(_own(), _rehearses(now)).exists()
    return or_(live, *(_to_coordinators(day, own) for day, own in _by_day(zones, now).items()))


def _own() -> ColumnElement[bool]:
    return Partnership.id == Delivery.partnership_id


def _rehearses(now: datetime) -> ColumnElement[bool]:
    return or_(Partnership.live_at.is_(None), Partnership.live_at > now)


def _by_day(zones: Iterable[str], now: datetime) -> dict[date, list[str]]:
    found = defaultdict(list)
    for zone in zones:
        found[now.astimezone(ZoneInfo(zone)).date()].append(zone)
    return found


def _to_coordinators(day: date, zones: list[str]) -> ColumnElement[bool]:
    """Give the criterion of messages to somebody who is a coordinator on the day of some zones."""
    held = select(RoleHeld.id).where(
        RoleHeld.partnership_id == Delivery.partnership_id,
        RoleHeld.person_id == Delivery.person_id,
        RoleHeld.role == Role.COORDINATOR,
        RoleHeld.holds(day),
    )
    there = select(Partnership.id).where(_own(), Partnership.zone.in_(sorted(zones)))
    return and_(held.exists(), there.exists())
