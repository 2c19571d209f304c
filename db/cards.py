"""The card that somebody sees of an event: what a newer state is put in the place of.

The message that asked who came to it is one too, and the one by which a change is stopped.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery
from db.models.deliveries import State

_CHANGE = ("event.", "attendance.", "register.")
"""How the kinds begin whose messages are one card that changes."""


def shown(session: Session, delivery: Delivery, place: str) -> str | None:
    """Give Slack's name (`ts`) of the card before this one, None where there is none there."""
    if not delivery.kind.startswith(_CHANGE) or delivery.revision <= 1:
        return None
    query = (
        select(Delivery.provider_ref, Delivery.sent_to)
        .where(Delivery.stream == delivery.stream, Delivery.revision < delivery.revision)
        .where(Delivery.state == State.SENT, Delivery.provider_ref.is_not(None))
        .order_by(Delivery.revision.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return found.provider_ref if found is not None and found.sent_to == place else None
