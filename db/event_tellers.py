"""Who it was that told a coordinator an answer, where their role says it."""

from sqlalchemy.orm import Session

from db import answers, audiences, deputies
from db.events import Shown
from db.models import Invitation, Seat
from domain.answers import Teller


def of(session: Session, shown: Shown, invitation: Invitation, teller: Teller | None) -> int | None:
    """Give the person who told the answer of an invitation; None where that may be several."""
    if invitation.seat_id is None:
        return invitation.person_id if teller is Teller.LEAD else None
    if teller is Teller.LEAD:
        seat = session.get_one(Seat, invitation.seat_id)
        return answers.lead_of(audiences.filled(session, [seat], shown.event.begins.date())[0])
    if teller is Teller.DEPUTY:
        standing = deputies.standing_deputies(session, shown, invitation)
        return standing[0].id if len(standing) == 1 else None
    return None
