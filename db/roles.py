"""Who holds which role in a partnership, from when until when: given, taken, and by whom."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from db import audit, dated
from db.models import Installation, Partnership, Person, RoleHeld, SlackIdentity
from db.tenancy import scope_of
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import Role, keep_a_coordinator
from domain.spans import Span


@dataclass(frozen=True, slots=True)
class Holding:
    """One person's role, now or to come."""

    id: int
    person_id: int
    name: str
    role: Role
    since: date
    until: date | None


def holdings(session: Session, *, day: date) -> list[Holding]:
    """List who holds a role on a day or will later, by role and name."""
    found = session.execute(
        select(RoleHeld, Person.name)
        .join(Person, Person.id == RoleHeld.person_id)
        .where(RoleHeld.not_over(day))
        .order_by(RoleHeld.role, Person.name, RoleHeld.since)
    )
    return [_holding(row, name) for row, name in found]


def holding(session: Session, role_id: int) -> Holding | None:
    """Find a role that somebody holds, held or will hold, by its id."""
    found = session.execute(
        select(RoleHeld, Person.name)
        .join(Person, Person.id == RoleHeld.person_id)
        .where(RoleHeld.id == role_id)
    ).one_or_none()
    return _holding(*found) if found else None


def _holding(row: RoleHeld, name: str) -> Holding:
    return Holding(row.id, row.person_id, name, Role(row.role), row.since, row.until)


def give(
    session: Session, person: Person, role: Role, span: Span, *, by: int | None, now: datetime
) -> None:
    """Give a person a role over some days. Raises `Refused` where they hold it on one of them."""
    known = session.scalars(
        select(RoleHeld).where(RoleHeld.person_id == person.id, RoleHeld.role == role)
    ).all()
    sentence = _("{name} has this role on some of these days already.").format(name=person.name)
    dated.refuse_overlap(known, span, sentence)
    session.add(RoleHeld(person_id=person.id, role=role, since=span.since, until=span.until))
    session.flush()
    _record(session, "give role", person.id, None, _facts(role, span.since, span.until), by, now)


def take(
    session: Session, role_id: int, *, until: date, day: date, by: int | None, now: datetime
) -> Holding:
    """End a role from a day on; one that had not begun is taken back. Gives it as it was.

    Raises `Refused` where it is over, lies in the past, or nobody would be a coordinator.
    """
    _one_at_a_time(session)
    row = session.get(RoleHeld, role_id)
    if row is None or (row.until is not None and row.until <= day):
        raise Refused(_("This role has ended already."))
    if until < day:
        raise Refused(_("Please choose today or a day to come."), field="until")
    if row.until is not None and until > row.until:
        raise Refused(_("This role ends before that day already."), field="until")
    person = session.get_one(Person, row.person_id)
    before = _holding(row, person.name)
    if row.role == Role.COORDINATOR:
        _keep_a_coordinator(session, row, until, day)
    if until <= row.since:
        session.delete(row)
    else:
        row.until = until
    session.flush()
    after = {**_facts(before.role, before.since, until)}
    _record(
        session,
        "take role",
        before.person_id,
        _facts(before.role, before.since, before.until),
        after,
        by,
        now,
    )
    return before


def _one_at_a_time(session: Session) -> None:
    """Let two coordinators who take each other's role at once do so one after the other."""
    session.get_one(Partnership, scope_of(session), with_for_update=True, populate_existing=True)


def _keep_a_coordinator(session: Session, row: RoleHeld, until: date, day: date) -> None:
    """Raise `Refused` unless somebody who can act in Slack is a coordinator on every day to come.

    Somebody who has the role, but whom nobody knows in Slack, is named: they might be thought of.
    """
    others = session.execute(
        select(RoleHeld, Person.name, _seen())
        .join(Person, Person.id == RoleHeld.person_id)
        .where(RoleHeld.role == Role.COORDINATOR, RoleHeld.id != row.id, RoleHeld.not_over(day))
        .order_by(Person.name)
    ).all()
    own = session.scalars(select(_seen()).where(Person.id == row.person_id)).one()
    left = [Span(row.since, until)] if own and until > row.since else []
    acting = [each.span for each, _name, seen in others if seen]
    unseen = [name for _each, name, seen in others if not seen]
    keep_a_coordinator([*acting, *left], day, unseen=unseen)


def _seen() -> ColumnElement[bool]:
    """Give the criterion that a person is known in a workspace where the app is installed."""
    there = or_(
        Installation.team_id == SlackIdentity.team_id,
        and_(
            Installation.enterprise_id != "",
            Installation.enterprise_id == SlackIdentity.enterprise_id,
        ),
    )
    return exists().where(
        SlackIdentity.person_id == Person.id,
        SlackIdentity.partnership_id == Person.partnership_id,
        Installation.partnership_id == Person.partnership_id,
        Installation.revoked_at.is_(None),
        there,
    )


def _facts(role: Role, since: date, until: date | None) -> dict[str, str | None]:
    return {
        "role": role,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
    }


def _record(
    session: Session,
    verb: str,
    person_id: int,
    before: dict[str, str | None] | None,
    after: dict[str, str | None],
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="person",
        subject_id=person_id,
        before=before,
        after=after,
        now=now,
    )
