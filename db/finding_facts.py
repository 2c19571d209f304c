"""What is behind a finding, gathered for the coordinator who checks it."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import findings, organisations, partner_pages, registers_due, shown_lists
from db.models import Correction, Finding, Invitation, Partnership, Seat
from domain.errors import Refused
from domain.finding_facts import Away, Facts
from domain.language import gettext as _
from domain.partner_pages import PartnerPage
from domain.records import State
from domain.registers import Unfilled
from domain.watching import Reader

MOST = 5
"""Registers that are named."""


def of(
    session: Session, own: Partnership, finding: Finding, reader: Reader, *, now: datetime
) -> Facts:
    """Give all that is behind a finding. Raises `Refused` where its partner has no seat there."""
    partner, day = finding.organisation_id, reader.day
    at = shown_lists.partner(session, own, partner, reader)
    here = next((each for each in at if each.watching.body_id == finding.body_id), None)
    page = partner_pages.of(session, partner, day=day, today=day)
    if here is None or page is None:
        raise Refused(_("They have no seat there any more: nothing is left to check."))
    said = shown_lists.contacts(session, partner, day, limit=1)
    return Facts(
        spell=findings.spells(session, own, [finding])[0],
        at=here,
        unfilled=_unfilled(session, finding.body_id, now),
        corrections=_corrections(session, partner, day),
        vacant=_vacant(session, page, finding.body_id, day),
        leaves=[Away(each.reason, each.since, each.until) for each in page.pauses],
        contact=said[0] if said else None,
    )


def _unfilled(session: Session, body_id: int, now: datetime) -> list[Unfilled]:
    due = [each for each in registers_due.due(session, now=now) if each.series.body_id == body_id]
    found = registers_due.read(session, [each.event.id for each in due[:MOST]])
    return [found[each.event.id] for each in due[:MOST]]


def _corrections(session: Session, partner: int, day: date) -> int:
    owners = set(session.scalars(select(Seat.organisation_id).distinct()))
    onward = organisations.surviving(session, owners, day)
    own = [each for each in owners if onward[each] == partner]
    query = (
        select(func.count(Correction.id))
        .join(Invitation, Invitation.id == Correction.invitation_id)
        .join(Seat, Seat.id == Invitation.seat_id)
        .where(Correction.state == State.WAITING, Seat.organisation_id.in_(own))
    )
    return session.scalars(query).one()


def _vacant(session: Session, page: PartnerPage, body_id: int, day: date) -> bool:
    here = set(session.scalars(select(Seat.id).where(Seat.body_id == body_id)))
    return any(each.vacant(day) for each in page.seats if each.id in here)
