"""Deputies for one event: named, held, asked, and what they reply (product.md, Deputies)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import (
    answers,
    audit,
    deputy_notices,
    deputy_people,
    events,
    held_deputies,
    named_deputies,
    people,
    standing_in,
)
from db.events import Shown
from db.models import Answer, Invitation, NamedDeputy, Person, SeatHolder
from domain.answers import Deputising, Given, Kind, Source, Teller, refuse_closed
from domain.errors import Refused
from domain.events import Status
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
) -> list[NamedDeputy]:
    """Let somebody stand in for seats at an event: a standing deputy, or who has an address.

    It is the seats' answer. An address outside the mail domains of a seat's partner is held until
    a coordinator has said that they may be asked. Raises `Refused` at `name` or `address`.
    """
    event = shown.event
    if not invitations or any(each.seat_id is None for each in invitations):
        raise Refused(_("Only a seat can send a deputy. Please answer for yourself."), field="name")
    named_deputies.wait_for(session, event)
    _refuse_over(shown, min(at, now))
    if person_id is not None:
        standing = {who.id for own in invitations for who in standing_deputies(session, shown, own)}
        whom = deputy_people.chosen(session, shown, invitations, person_id, standing)
    else:
        whom = deputy_people.named(session, shown, invitations, name, address, by=by, now=now)
    given = Given(
        kind=Kind.DEPUTY,
        source=source,
        at=at,
        span=events.span_of(event),
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
    """Give the answer that names somebody; named once more they stay who they are."""
    known = named_deputies.in_place(session, [invitation.id])
    row = next((each for each in known if whom.is_same(each)), None)
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
    _refuse_over(shown, now)
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
    _record(session, row, "ask deputy", None, by=None, now=now)
    deputy_notices.plan(session, shown.event, [row], now=now)
    named_deputies.settle(session, shown.event, now=now)
    return row


def _refuse_over(shown: Shown, at: datetime) -> None:
    refuse_closed(Status(shown.event.status), shown.event.begins_at, at)


def decide(
    session: Session, named_id: int, *, accept: bool, by: int | None, now: datetime
) -> NamedDeputy:
    """Let a deputy who is held be asked, or not; who named them hears of it either way.

    Raises `Refused` where that was decided already, and for an event that has begun or is off.
    """
    row, shown = _kept(session, named_id)
    if row.state != Deputising.HELD:
        raise Refused(_("This was decided already, or another answer has taken its place."))
    before = row.state
    if accept:
        _refuse_over(shown, now)
        row.person_id = deputy_people.accepted(session, shown, row, by=by, now=now)
        row.state = Deputising.ASKED
    else:
        row.state = Deputising.REFUSED
    row.decided_by, row.decided_at = by, now
    session.flush()
    held_deputies.take_off(session, row, by=by, now=now)
    _record(session, row, "decide deputy", before, by=by, now=now)
    deputy_notices.plan(session, shown.event, [row], now=now)
    if accept:
        named_deputies.settle(session, shown.event, now=now)
    return row


def reply(
    session: Session,
    named: NamedDeputy,
    kind: Kind,
    *,
    source: Source,
    at: datetime,
    now: datetime,
    by: int | None = None,
    span: WallSpan | None = None,
) -> list[Answer]:
    """Keep what a named deputy says: they can come, or not, and then the seat is not known again.

    `span` is the time of the event as they saw it. Said earlier than what is known, it changes
    nothing. Raises `Refused` where they aren't asked any more, and where they would send another.
    """
    row, shown = _kept(session, named.id)
    given_at = min(at, now)
    _refuse_over(shown, given_at)
    if kind is Kind.DEPUTY:
        raise Refused(
            _("A deputy can't send another. Please tell whoever named you."), field="name"
        )
    if not _is_asked(session, row):
        raise Refused(_("You are not asked any more: another answer has taken its place."))
    if given_at < (row.decided_at or row.named_at):
        return []
    before, state = row.state, _STATES[kind]
    row.state, row.decided_by, row.decided_at = state, by or row.person_id, given_at
    session.flush()
    _record(session, row, "deputy reply", before, by=row.decided_by, now=now)
    given = _for_the_seat(session, shown, row, source, given_at, span, now)
    if state is Deputising.DECLINED and before != state:
        deputy_notices.plan(session, shown.event, [row], now=now)
    if Deputising.DECLINED in {before, state} and before != state:
        named_deputies.settle(session, shown.event, now=now)
    return given


_STATES = {
    Kind.ATTENDING: Deputising.AGREED,
    Kind.APOLOGIES: Deputising.DECLINED,
    Kind.UNSURE: Deputising.ASKED,
}


def _for_the_seat(
    session: Session,
    shown: Shown,
    row: NamedDeputy,
    source: Source,
    at: datetime,
    span: WallSpan | None,
    now: datetime,
) -> list[Answer]:
    """Give the seat's answer where a deputy comes whom no answer names yet, or for another time."""
    if row.state != Deputising.AGREED:
        return []
    standing = answers.current(session, row.invitation_id)
    seen = span or events.span_of(shown.event)
    if standing is not None and (standing.deputy_id != row.id or answers.span_of(standing) == seen):
        return []
    given = Given(
        kind=Kind.DEPUTY, source=source, at=at, span=seen, by=row.decided_by, deputy_id=row.id
    )
    invitation = session.get_one(Invitation, row.invitation_id)
    return answers.give(session, shown.event, [invitation], given, now=now)


def _is_asked(session: Session, row: NamedDeputy) -> bool:
    if row.state in standing_in.ASKED:
        return True
    standing = answers.current(session, row.invitation_id)
    return row.state == Deputising.DECLINED and (standing is None or standing.deputy_id == row.id)


def _kept(session: Session, named_id: int) -> tuple[NamedDeputy, Shown]:
    """Find a row with its event, to change it: whoever else would waits until we are done."""
    query = select(NamedDeputy).where(NamedDeputy.id == named_id)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise Refused(_("This was decided already, or another answer has taken its place."))
    invitation = session.get_one(Invitation, row.invitation_id)
    shown = events.by_id(session, invitation.event_id)
    assert shown is not None  # noqa: S101 - the row points at it
    named_deputies.wait_for(session, shown.event)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(fresh).one(), shown


def _record(
    session: Session,
    row: NamedDeputy,
    verb: str,
    before: str | None,
    *,
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="invitation",
        subject_id=row.invitation_id,
        before={"deputy": before} if before else None,
        after={"deputy": row.state},
        now=now,
    )
