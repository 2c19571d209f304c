"""Who a Slack user is to the partnerships of a workspace: one query, since every request asks.

It goes past the mapped classes, for speed (three ORM queries took five times as long), and looks
across partnerships because nobody knows yet which one is meant.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from db.models import (
    Installation,
    Partnership,
    Person,
    Post,
    RoleHeld,
    SeatHolder,
    SlackIdentity,
)
from domain.roles import Role


@dataclass(frozen=True, slots=True)
class Known:
    """A person whom a partnership knows, with the roles they hold today.

    Whoever has a post or holds a seat today is a partner, without being given the role.
    """

    person_id: int
    name: str
    language: str | None
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Served:
    """A partnership that a workspace serves, as it stands, and who the user is to it.

    `partnership` is read only: it belongs to no session. `known` is None for a stranger.
    """

    partnership: Partnership
    known: Known | None


_tenant, _install, _identity, _person, _role = (
    each.__table__ for each in (Partnership, Installation, SlackIdentity, Person, RoleHeld)
)
_TENANT = list(_tenant.c)
_PLAIN = len(_TENANT)
_DAYS = (timedelta(days=-1), timedelta(0), timedelta(days=1))
"""Which day it is depends on the partnership's zone: one of these three, seen from UTC."""


def _speaks_for_somebody(place: int) -> ColumnElement[bool]:
    """Give the criterion that a person has a post, or holds a seat, on one of the three days."""
    day = bindparam(f"day{place}", type_=Date)
    return or_(
        *(
            exists().where(
                fact.c.person_id == _person.c.id,
                fact.c.since <= day,
                or_(fact.c.until.is_(None), fact.c.until > day),
            )
            for fact in (Post.__table__, SeatHolder.__table__)
        )
    )


_QUERY = (
    select(
        *_TENANT,
        _person.c.id,
        _person.c.name,
        _person.c.language,
        _role.c.role,
        _role.c.since,
        _role.c.until,
        *(_speaks_for_somebody(place) for place in range(len(_DAYS))),
    )
    .select_from(_install)
    .join(_tenant, _tenant.c.id == _install.c.partnership_id)
    .outerjoin(
        _identity,
        and_(
            _identity.c.partnership_id == _tenant.c.id,
            _identity.c.user_id == bindparam("user"),
            or_(
                _identity.c.team_id == bindparam("own_team"),
                and_(
                    _identity.c.enterprise_id != "",
                    _identity.c.enterprise_id == bindparam("own_enterprise"),
                ),
            ),
        ),
    )
    .outerjoin(_person, _person.c.id == _identity.c.person_id)
    .outerjoin(_role, _role.c.person_id == _person.c.id)
    .where(
        _install.c.team_id == bindparam("team"),
        _install.c.revoked_at.is_(None),
    )
    .order_by(_tenant.c.slug)
)


def in_workspace(
    session: Session,
    *,
    team_id: str,
    user: tuple[str, str, str] | None,
    now: datetime,
) -> list[Served]:
    """List the partnerships of a workspace, and who a user is to each.

    The user is (enterprise, team, user) of their own workspace; within an Enterprise Grid the team
    may be any of its workspaces. An empty list: we are not installed there.
    """
    enterprise, team, user_id = user or ("", "", "")
    asked = {
        "team": team_id,
        "own_enterprise": enterprise,
        "own_team": team,
        "user": user_id,
        **{f"day{place}": day for place, day in enumerate(_days(now))},
    }
    rows = [tuple(row) for row in session.connection().execute(_QUERY, asked)]
    return [_served(list(each), now) for _, each in groupby(rows, key=itemgetter(0))]


def _served(rows: list[tuple[Any, ...]], now: datetime) -> Served:
    first = rows[0]
    columns = {column.key: value for column, value in zip(_TENANT, first, strict=False)}
    partnership = Partnership(**columns)
    person_id, name, language = first[_PLAIN : _PLAIN + 3]
    if person_id is None:
        return Served(partnership, None)
    day = partnership.day(now)
    held = {
        Role(role)
        for role, since, until in (row[_PLAIN + 3 : _PLAIN + 6] for row in rows)
        if role is not None and since <= day and (until is None or day < until)
    }
    if _on(day, first[_PLAIN + 6 :], now):
        held.add(Role.PARTNER)
    return Served(partnership, Known(person_id, name, language, frozenset(held)))


def _on(day: date, each: tuple[Any, ...], now: datetime) -> bool:
    """Give, of what was found for the three days, what holds on the partnership's."""
    return bool(each[_days(now).index(day)])


def _days(now: datetime) -> list[date]:
    return [now.astimezone(UTC).date() + off for off in _DAYS]


def installed_in(session: Session, team_id: str) -> tuple[int, bytes] | None:
    """Give a workspace's partnership and sealed token, any of them where it serves several."""
    query = (
        select(_install.c.partnership_id, _install.c.sealed_token)
        .where(_install.c.team_id == team_id, _install.c.revoked_at.is_(None))
        .order_by(_install.c.id)
        .limit(1)
    )
    found = session.connection().execute(query).one_or_none()
    return (found[0], found[1]) if found else None
