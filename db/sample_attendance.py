"""Who came to sample events, or for sample seats: it goes before they can."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from db.models import (
    Attendance,
    CallLine,
    CallReport,
    CheckInTry,
    Correction,
    DraftedOutcome,
    Invitation,
    Outcome,
    QuorumForecast,
    WalkIn,
)


def forget_invitations(session: Session, which: ColumnElement[bool]) -> None:
    """Take away what happened for some invitations, and what was said of it."""
    own = select(Invitation.id).where(which)
    for model in (Correction, Outcome, DraftedOutcome):
        _delete(session, model, model.invitation_id.in_(own))
    lines = update(CallLine).where(CallLine.invitation_id.in_(own)).values(invitation_id=None)
    session.execute(lines, execution_options={"synchronize_session": False})


def forget_events(session: Session, event_ids: Collection[int]) -> None:
    """Take away the registers of events, with reports of their calls and who walked in."""
    reports = select(CallReport.id).where(CallReport.event_id.in_(event_ids))
    _delete(session, CallLine, CallLine.report_id.in_(reports))
    for model in (CallReport, WalkIn, CheckInTry, QuorumForecast, Attendance):
        _delete(session, model, model.event_id.in_(event_ids))


def _delete(session: Session, model: type, which: ColumnElement[bool]) -> None:
    session.execute(delete(model).where(which), execution_options={"synchronize_session": False})
