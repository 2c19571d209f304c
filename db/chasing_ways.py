"""How people are reached with what they may decline: by mail, or in Slack if they chose it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import channels
from db.models import Address, NamedDeputy, OptOut, Person, SeatHolder, SlackIdentity
from domain.answers import IN_PLACE, Deputising
from domain.people import Channel
from domain.preferences import Kind
from domain.seats import Part


class Way(NamedTuple):
    """How a person is reached, and whether they want reminders."""

    channel: Channel
    reachable: bool
    declined: bool


def of(session: Session, people: Collection[int]) -> dict[int, Way]:
    """Give how people are reached: by what they chose if that reaches them, else as it does."""
    mail = select(Address.id).where(Address.person_id == Person.id, Address.main).exists()
    slack = select(SlackIdentity.id).where(SlackIdentity.person_id == Person.id).exists()
    out = select(OptOut.id).where(
        OptOut.person_id == Person.id, OptOut.kind == Kind.REMINDERS.value
    )
    query = select(Person.id, channels.wished(), mail, slack, out.exists())
    return {
        own: _way(wish, declined=declined, by_mail=by_mail, in_slack=in_slack)
        for own, wish, by_mail, in_slack, declined in session.execute(
            query.where(Person.id.in_(people))
        )
    }


def _way(wish: str | None, *, declined: bool, by_mail: bool, in_slack: bool) -> Way:
    slack = in_slack and (wish == Channel.SLACK or not by_mail)
    return Way(Channel.SLACK if slack else Channel.MAIL, by_mail or in_slack, declined)


class Standins(NamedTuple):
    """Invitations whose standing deputy was asked and has not said no, and that have one left."""

    asked: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()


def standins(session: Session, silent: Sequence[tuple[int, int, date]]) -> Standins:
    """Say which invitations have deputies to ask; each is given with its seat and its day."""
    if not silent:
        return Standins()
    known = select(NamedDeputy.invitation_id, NamedDeputy.person_id, NamedDeputy.state).where(
        NamedDeputy.invitation_id.in_([own for own, _seat, _day in silent])
    )
    named: dict[int, dict[int | None, str]] = defaultdict(dict)
    for own, person, state in session.execute(known.order_by(NamedDeputy.id)):
        named[own][person] = state
    asked = {
        own for own, each in named.items() if IN_PLACE & {Deputising(s) for s in each.values()}
    }
    holders = select(SeatHolder).where(
        SeatHolder.seat_id.in_({seat for _own, seat, _day in silent}),
        SeatHolder.part == Part.DEPUTY,
        select(Address.id).where(Address.person_id == SeatHolder.person_id).exists(),
    )
    by_seat: dict[int, list[SeatHolder]] = defaultdict(list)
    for each in session.scalars(holders):
        by_seat[each.seat_id].append(each)
    left = {
        own
        for own, seat, day in silent
        if own not in asked
        and any(e.span.holds(day) and e.person_id not in named[own] for e in by_seat[seat])
    }
    return Standins(frozenset(asked), frozenset(left))
