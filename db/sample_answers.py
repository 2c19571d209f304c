"""What was answered at sample events, or for sample seats: it goes before they can."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from db import sample_attendance
from db.models import AccessNeed, Answer, Attendee, CalendarReply, Invitation, MailNote, NamedDeputy


def forget_events(session: Session, event_ids: Collection[int]) -> None:
    """Take away what was answered at events, and what was told or came by mail about them."""
    _forget(session, Invitation.event_id.in_(event_ids))
    sample_attendance.forget_events(session, event_ids)
    for model in (AccessNeed, MailNote):
        _delete(session, model, model.event_id.in_(event_ids))


def forget_seats(session: Session, seat_ids: Collection[int]) -> None:
    """Take away what was answered for seats, at real events too."""
    _forget(session, Invitation.seat_id.in_(seat_ids))


def forget_attendees(session: Session, which: ColumnElement[bool]) -> None:
    """Take away what came by mail from some attendees."""
    own = select(Attendee.id).where(which)
    for model in (CalendarReply, MailNote):
        _delete(session, model, model.attendee_id.in_(own))


def _forget(session: Session, which: ColumnElement[bool]) -> None:
    sample_attendance.forget_invitations(session, which)
    own = select(Invitation.id).where(which)
    for model in (Answer, NamedDeputy):
        _delete(session, model, model.invitation_id.in_(own))


def _delete(session: Session, model: type, which: ColumnElement[bool]) -> None:
    session.execute(delete(model).where(which), execution_options={"synchronize_session": False})
