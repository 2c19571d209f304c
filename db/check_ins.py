"""Checking in: who may for whom, and what it drafts in the register.

It is a draft like any other (db/register_drafts.py), which one save of the register publishes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events, links, organisations, register_drafts, registers
from db.events import Shown
from db.models import Event, Link, WalkIn
from db.tenancy import across_partnerships
from domain.check_in import (
    MOST_WALK_INS,
    OPENS,
    Door,
    called,
    coming_as,
    door,
    gives_way,
)
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.outcomes import Outcome, Source, walk_in_key
from domain.registers import Line

PURPOSE = "check-in"
"""The purpose of a coordinator's link to the page that shows an event's code."""

_LASTS = timedelta(days=1)
"""How long that page opens after the event's end, or after it was asked for."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody may check in for; `recorded`: the register is saved, so nothing changes."""

    lines: tuple[Line, ...]
    recorded: bool = False


def page_of(session: Session, event: Event, person_id: int, *, now: datetime) -> Link:
    """Give a coordinator's link to the page that shows an event's code."""
    wanted = {PURPOSE: max(event.ends_at, now) + _LASTS}
    given = links.give(session, wanted, person_id=person_id, subject_id=event.id, now=now)
    given[PURPOSE].expires_at = wanted[PURPOSE]
    return given[PURPOSE]


def door_of(event: Event, now: datetime) -> Door:
    """Say whether people can check in to an event now."""
    return door(Status(event.status), event.begins_at, event.ends_at, now)


def mine(session: Session, shown: Shown, person_id: int) -> Mine:
    """Give what somebody may check in for at an event: their seats, or themselves as a guest."""
    lines = registers.lines(session, shown)
    own = tuple(each for each in lines if coming_as(each, person_id) is not None)
    return Mine(own, registers.attendance(session, shown.event.id) is not None)


def check_in(
    session: Session, shown: Shown, person_id: int, *, remote: bool | None, now: datetime
) -> None:
    """Draft that somebody is there, for all their seats. The code is to be looked at before.

    Raises `Refused` outside of the time for it, after the register is saved, and for a stranger.
    """
    _refuse_closed(session, shown, now)
    found = mine(session, shown, person_id)
    if not found.lines:
        raise Refused(not_expected())
    said = {
        each.seat.invitation_id: Outcome(
            code=coming_as(each, person_id), remote=remote, person_id=person_id, source=Source.SELF
        )
        for each in found.lines
    }
    news = {
        each.seat.invitation_id: said[each.seat.invitation_id]
        for each in found.lines
        if gives_way(each, said[each.seat.invitation_id])
    }
    register_drafts.keep(session, shown, news, by=person_id, now=now)


def check_in_named(
    session: Session,
    shown: Shown,
    name: str,
    organisation: str,
    *,
    remote: bool | None,
    now: datetime,
) -> bool:
    """Draft that somebody is there who gave their name; say whether they are one who is expected.

    Whose name is exactly one expected person's is that one; anybody else is noted as a walk-in.
    """
    _refuse_closed(session, shown, now)
    day = shown.event.begins.date()
    partner = organisations.named(session, organisation, day=day) if organisation else None
    lines = registers.lines(session, shown)
    people = called(lines, name, partner.id if partner else None)
    if len(people) == 1:
        check_in(session, shown, people.pop(), remote=remote, now=now)
        return True
    _refuse_crowd(session, shown.event.id, name, organisation)
    register_drafts.walk_in(
        session, shown, name, organisation, remote=remote, source=Source.SELF, by=None, now=now
    )
    return False


def not_expected() -> str:
    """Tell somebody that nobody expects them, and what to do if they are there all the same."""
    return _("You are not among those who are expected. If you are here, give your name instead.")


def saved_already() -> str:
    """Tell somebody that they come too late to check in."""
    return _(
        "The register of this event is saved already, so nothing was changed."
        " Please tell the business unit if it should say something else."
    )


def _refuse_closed(session: Session, shown: Shown, now: datetime) -> None:
    """Raise `Refused` where nobody can check in; else keep the register until we are done."""
    events.locked(session, shown.series.id)
    session.refresh(shown.event)
    way = door_of(shown.event, now)
    if way is not Door.OPEN:
        raise Refused(closed(way))
    if registers.attendance(session, shown.event.id) is not None:
        raise Refused(saved_already())


def _refuse_crowd(session: Session, event_id: int, name: str, organisation: str) -> None:
    """Raise `Refused` for one name more than an event takes from people themselves."""
    there = [walk_in_key(each.name, each.organisation) for each in walk_ins(session, event_id)]
    if len(there) >= MOST_WALK_INS and walk_in_key(name, organisation) not in there:
        raise Refused(
            _(
                "Many people have given their names already, so no more are taken here."
                " Please tell the organisers that you are here."
            )
        )


def closed(way: Door) -> str:
    """Say why people can't check in."""
    return {
        Door.EARLY: _("Check-in opens 30 minutes before the event begins."),
        Door.OVER: _("This event is over, so check-in is closed."),
    }.get(way, _("This event does not take place, so there is nothing to check in to."))


def walk_ins(session: Session, event_id: int) -> Sequence[WalkIn]:
    """List who checked in without being expected."""
    query = registers.walk_ins(session, event_id).where(WalkIn.source == Source.SELF)
    return session.scalars(query.order_by(WalkIn.id)).all()


def open_now(session: Session, now: datetime) -> list[tuple[int, int]]:
    """List the events that people can check in to now: whose they are, and which."""
    query = select(Event).where(
        Event.status.in_((Status.SCHEDULED, Status.HELD)),
        Event.begins_at <= now + OPENS,
        Event.ends_at > now,
    )
    with across_partnerships(session):
        found = session.scalars(query.order_by(Event.id)).all()
    return [(each.partnership_id, each.id) for each in found if door_of(each, now) is Door.OPEN]
