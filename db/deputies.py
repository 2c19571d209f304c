"""Deputies for one event: who can be named for a seat, and is (product.md, Deputies)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import answers, deputy_notices, deputy_people, events, named_deputies, people
from db.events import Shown
from db.models import Invitation, NamedDeputy, Person, SeatHolder
from domain.answers import Deputising, Given, Kind, Source, Teller
from domain.errors import Refused
from domain.language import gettext as _
from domain.seats import Part
from domain.when import WallSpan


def standing_deputies(session: Session, shown: Shown, invitation: Invitation) -> list[Person]:
    """List the standing deputies of an invited seat on the day of the event, by name."""
    day = shown.event.begins.date()
    query = (
        select(Person)
        .join(SeatHolder, SeatHolder.person_id == Person.id)
        .where(
            SeatHolder.seat_id == invitation.seat_id,
            SeatHolder.part == Part.DEPUTY,
            SeatHolder.holds(day),
        )
        .order_by(Person.name, Person.id)
    )
    return list(dict.fromkeys(session.scalars(query)))


def send(  # noqa: PLR0913 - all of it is what was said
    session: Session,
    shown: Shown,
    invitations: Sequence[Invitation],
    *,
    person_id: int | None = None,
    name: str = "",
    address: str = "",
    source: Source,
    at: datetime,
    by: int | None,
    now: datetime,
    comment: str = "",
    recorded_by: int | None = None,
    told_by: Teller | None = None,
    whole: bool = False,
    span: WallSpan | Literal["now"] | None = "now",
) -> list[NamedDeputy]:
    """Let somebody stand in for seats at an event: a standing deputy, or who has an address.

    It is the seats' answer. An address outside the mail domains of a seat's partner is held until
    a coordinator has said that they may be asked. `span` is the time of the event as its sender saw
    it: what it is now, or None for an unknown one. Raises `Refused` at `name` or `address`.
    """
    event = shown.event
    if not invitations or any(each.seat_id is None for each in invitations):
        raise Refused(_("Only a seat can send a deputy. Please answer for yourself."), field="name")
    named_deputies.wait_for(session, event)
    named_deputies.refuse_over(shown, min(at, now))
    if person_id is not None:
        standing = {who.id for own in invitations for who in standing_deputies(session, shown, own)}
        whom = deputy_people.chosen(session, shown, invitations, person_id, standing)
    else:
        whom = deputy_people.named(session, shown, invitations, name, address, by=by, now=now)
    given = Given(
        kind=Kind.DEPUTY,
        source=source,
        at=at,
        span=events.span_of(event) if isinstance(span, str) else span,
        by=by,
        comment=comment,
        recorded_by=recorded_by,
        told_by=told_by,
        whole=whole,
    )
    return [
        _name(session, shown, invitation, each, given, now)
        for invitation, each in zip(invitations, whom, strict=True)
    ]


def _name(
    session: Session,
    shown: Shown,
    invitation: Invitation,
    whom: deputy_people.Whom,
    given: Given,
    now: datetime,
) -> NamedDeputy:
    """Give the answer that names somebody; named once more they stay who they are.

    One who is held has the name that was written last: nobody has asked them yet.
    """
    known = named_deputies.in_place(session, [invitation.id])
    row = next((each for each in known if whom.is_same(each)), None)
    if row is not None and row.person_id is None and row.named_at <= min(given.at, now):
        row.name, row.address = whom.name, whom.address
    if row is None:
        row = NamedDeputy(
            invitation_id=invitation.id,
            person_id=whom.person_id,
            name=whom.name,
            address=whom.address,
            state=Deputising.REPLACED,  # until the answer stands (named_deputies.after_answer)
            named_by=given.by or given.recorded_by,
            named_at=min(given.at, now),
        )
        session.add(row)
        session.flush()
    naming = replace(given, deputy_id=row.id)
    answers.give(session, shown.event, [invitation], naming, now=now)
    return row


def ask_after_silence(
    session: Session, shown: Shown, invitation: Invitation, now: datetime
) -> NamedDeputy | None:
    """Ask a standing deputy of a seat that nobody answered for; its lead is told.

    The seat stays not known until somebody answers. None where there is nobody to ask: everyone
    was named or asked before, or can't be reached, or somebody is asked now.
    """
    named_deputies.wait_for(session, shown.event)
    named_deputies.refuse_over(shown, now)
    if named_deputies.in_place(session, [invitation.id]) or answers.current(session, invitation.id):
        return None
    asked = select(NamedDeputy.person_id).where(NamedDeputy.invitation_id == invitation.id)
    before = set(session.scalars(asked))
    found = standing_deputies(session, shown, invitation)
    person = next(
        (each for each in found if each.id not in before and people.addresses(session, each.id)),
        None,
    )
    if person is None:
        return None
    row = NamedDeputy(
        invitation_id=invitation.id,
        person_id=person.id,
        name=person.name,
        address=people.addresses(session, person.id)[0].address,
        state=Deputising.ASKED,
        named_at=now,
    )
    session.add(row)
    session.flush()
    named_deputies.record(session, row, "ask deputy", None, by=None, now=now)
    deputy_notices.plan(session, shown.event, [row], now=now)
    named_deputies.settle(session, shown.event, now=now)
    return row
