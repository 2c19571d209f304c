"""How people are reached with what they may decline: by mail, or in Slack if they chose it."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Address, OptOut, Person, SlackIdentity
from domain.people import Channel
from domain.preferences import Kind


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
    query = select(Person.id, Person.channel, mail, slack, out.exists())
    return {
        own: _way(wish, declined=declined, by_mail=by_mail, in_slack=in_slack)
        for own, wish, by_mail, in_slack, declined in session.execute(
            query.where(Person.id.in_(people))
        )
    }


def _way(wish: str | None, *, declined: bool, by_mail: bool, in_slack: bool) -> Way:
    slack = in_slack and (wish == Channel.SLACK or not by_mail)
    return Way(Channel.SLACK if slack else Channel.MAIL, by_mail or in_slack, declined)
