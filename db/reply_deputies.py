"""What a deputy's calendar says, which may come before their delegator's (RFC 5546, 3.2.2.3).

A deputy whom nobody has named yet is no answer: it is kept, and counts once they are named.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import (
    answered_times,
    answering,
    deputies,
    deputy_answers,
    deputy_decisions,
    events,
    mail_outcomes,
    people,
    reply_order,
    reviews,
)
from db.events import Shown
from db.mail_outcomes import Outcome
from db.mail_senders import Known
from db.models import (
    Address,
    Attendee,
    CalendarReply,
    Event,
    Invitation,
    NamedDeputy,
)
from domain.answers import Deputising, Source
from domain.names import tidy
from domain.replies import KINDS, Answerer, Part, Partstat
from domain.reviews import Why
from domain.worklist import Kind as ReviewKind

_ASKED = (Deputising.ASKED, Deputising.AGREED, Deputising.DECLINED)


def take(
    session: Session,
    known: Known,
    delegate: Answerer,
    part: Part,
    *,
    mail_id: int | None,
    now: datetime,
) -> Outcome:
    """Keep what a deputy says on their delegator's entry, and record it if they are named.

    Raises `Refused` where it can't be recorded.
    """
    series = known.series
    own = events.of(session, series.id)
    original = part.original if series.rule is not None else None
    event = answered_times.occurrence(series, own, original) if original is not None else None
    if original is not None and event is None:
        return mail_outcomes.review("no such date")
    if not reply_order.keep(
        session,
        known,
        event.original if event is not None else None,
        delegate.key,
        part,
        partstat=delegate.partstat,
        mail_id=mail_id,
        now=now,
    ):
        return mail_outcomes.ignored("older than what is known")
    meant = [event] if event is not None else answered_times.coming_all(own, now)
    done = [_reply(session, known, each, delegate.key, now) for each in meant]
    return mail_outcomes.applied("deputy") if any(done) else mail_outcomes.review("deputy")


def _reply(session: Session, known: Known, event: Event, key: str, now: datetime) -> bool:
    """Record what a deputy said of one event; False while nobody has named them."""
    shown = Shown(event, known.series)
    mine = answering.mine(session, shown, known.person.id, now=now).invited
    found = _named(session, [each.invitation.id for each in mine], key)
    follow(session, known.attendee, shown, found, key, now=now)
    return bool(found)


def _named(session: Session, invitation_ids: Sequence[int], key: str) -> list[NamedDeputy]:
    """List the rows that ask whoever has an address to stand in for some seats."""
    query = (
        select(NamedDeputy)
        .join(Address, Address.person_id == NamedDeputy.person_id)
        .where(
            NamedDeputy.invitation_id.in_(invitation_ids),
            Address.address_key == key,
            NamedDeputy.state.in_(_ASKED),
        )
    )
    return list(session.scalars(query.order_by(NamedDeputy.id)))


def follow(
    session: Session,
    attendee: Attendee,
    shown: Shown,
    named: Sequence[NamedDeputy],
    key: str,
    *,
    since: datetime | None = None,
    now: datetime,
) -> None:
    """Let those who were named have said what their calendar said, before or after that.

    It counts from when they could be asked at the earliest: `since`, or when they were named.
    """
    reply = _kept(session, attendee, shown, key)
    kind = KINDS.get(Partstat(reply.partstat)) if reply is not None else None
    for each in named:
        if reply is None or kind is None or each.state not in _ASKED:
            continue
        is_now = reply.sequence >= shown.event.sequence
        deputy_answers.reply(
            session,
            each,
            kind,
            source=Source.CALENDAR,
            at=max(reply.stamp, since or each.named_at),
            span=events.span_of(shown.event) if is_now else None,
            by=each.person_id,
            now=now,
        )
    if reply is not None and named:
        about = {
            "why": Why.DEPUTY.value,
            "attendee": attendee.id,
            "event": shown.event.id,
            "key": key,
        }
        reviews.settle(session, ReviewKind.REPLY, about, by=None, now=now)


def _kept(session: Session, attendee: Attendee, shown: Shown, key: str) -> CalendarReply | None:
    """Give what an address said of one event, or else of all of its series."""
    instances = [""]
    if shown.series.rule is not None:
        instances.append(reply_order.instance_of(shown.event.original))
    query = select(CalendarReply).where(
        CalendarReply.attendee_id == attendee.id,
        CalendarReply.instance.in_(instances),
        CalendarReply.address_key == key,
    )
    return session.scalars(query.order_by(CalendarReply.instance.desc()).limit(1)).first()


def decide(
    session: Session, named_id: int, *, accept: bool, by: int | None, now: datetime
) -> NamedDeputy:
    """Let a deputy who is held be asked, or not; asked, they have said what their calendar said.

    Raises `Refused` as `deputy_decisions.decide` does.
    """
    named = deputy_decisions.decide(session, named_id, accept=accept, by=by, now=now)
    invitation = session.get_one(Invitation, named.invitation_id)
    shown = events.by_id(session, invitation.event_id)
    if not accept or shown is None or not named.address:
        return named
    key = named.address.casefold()
    query = (
        select(Attendee)
        .join(CalendarReply, CalendarReply.attendee_id == Attendee.id)
        .where(Attendee.series_id == shown.series.id, CalendarReply.address_key == key)
        .where(Attendee.person_id == named.named_by)
    )
    attendee = session.scalars(query.order_by(Attendee.id).limit(1)).first()
    if attendee is not None:
        follow(session, attendee, shown, [named], key, since=named.decided_at, now=now)
    return named


def whom(
    session: Session, shown: Shown, invitations: Sequence[Invitation], address: str, name: str
) -> dict[str, Any]:
    """Say who is meant by a deputy's address: who stands in anyway, or who is called so.

    Somebody known is called as the register has it, whatever their calendar says.
    """
    person = people.by_address(session, address)
    if person is not None and all(
        person.id in {own.id for own in deputies.standing_deputies(session, shown, each)}
        for each in invitations
    ):
        return {"person_id": person.id}
    called = person.name if person is not None else name or name_of(address)
    return {"name": called, "address": address}


def name_of(address: str) -> str:
    """Give a name for somebody of whom only an address is known."""
    words = re.split(r"[._+-]+", address.partition("@")[0])
    return tidy(" ".join(each.capitalize() for each in words if each)) or address
