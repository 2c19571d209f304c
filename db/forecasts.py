"""How long a round of messages will take, by what of its partnership is due before it has left."""

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Delivery, Round
from db.models.deliveries import OPEN, State
from domain.forecasts import Forecast, Step, forecast


def of(session: Session, round_: Round, now: datetime) -> Forecast | None:
    """Say when a round's last message is expected to have left; None where all have.

    What is less urgent waits behind it and is not counted. A limit that Slack sets for a whole
    workspace is counted as if the partnership were alone there.
    """
    last = _last(session, round_)
    if last is None:
        return None
    begins = max(round_.goes_at, now)
    ahead = _ahead(session, last, begins)
    found = [forecast(kind, steps, begins) for kind, steps in ahead.items()]
    return max(found, key=lambda each: each.ends, default=None)


def _last(session: Session, round_: Round) -> int | None:
    """Give the priority of a round's least urgent message that has not left."""
    query = select(func.max(Delivery.priority)).where(Delivery.round_id == round_.id)
    return session.scalars(query.where(Delivery.state.in_(OPEN))).one()


def _ahead(session: Session, last: int, begins: datetime) -> dict[str, Counter[Step]]:
    """Count what leaves before: letters, and of Slack what is posted, changed, opened anew."""
    waits = and_(Delivery.state.in_(OPEN), Delivery.due_at <= begins, Delivery.priority <= last)
    letters = session.scalars(_count(waits, Delivery.channel_kind == "mail")).one()
    slack = and_(waits, Delivery.channel_kind == "slack")
    cards = session.scalars(_count(slack)).one()
    changes = session.scalars(_count(slack, _has_a_card())).one()
    unknown = select(func.count(Delivery.person_id.distinct())).where(slack, ~_was_written_to())
    return {
        "mail": Counter({Step.MAIL: letters}),
        "slack": Counter(
            {
                Step.POST: cards - changes,
                Step.UPDATE: changes,
                Step.OPEN: session.scalars(unknown).one(),
            }
        ),
    }


def _count(*which: ColumnElement[bool]) -> Select[int]:
    return select(func.count(Delivery.id)).where(*which)


def _has_a_card() -> ColumnElement[bool]:
    """Give the criterion of messages that take the place of one that was sent."""
    earlier = aliased(Delivery)
    there = select(earlier.id).where(
        earlier.stream == Delivery.stream,
        earlier.revision < Delivery.revision,
        earlier.state == State.SENT,
        Delivery.kind.startswith("event."),
    )
    return there.exists()


def _was_written_to() -> ColumnElement[bool]:
    """Give the criterion of people to whom a conversation is open already."""
    before = aliased(Delivery)
    sent = select(before.id).where(
        before.person_id == Delivery.person_id,
        before.channel_kind == "slack",
        before.state == State.SENT,
    )
    return sent.exists()
