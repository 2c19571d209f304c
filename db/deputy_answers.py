"""What named deputies say: they can come, and then their seat is answered, or they can't."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import answer_cards, answers, deputy_notices, events, named_deputies, standing_in
from db.events import Shown
from db.models import Answer, Event, Invitation, NamedDeputy
from domain.answers import Deputising, Given, Kind, Source
from domain.errors import Refused
from domain.language import gettext as _
from domain.when import WallSpan


def reply(
    session: Session,
    named: NamedDeputy,
    kind: Kind,
    *,
    source: Source,
    at: datetime,
    now: datetime,
    by: int | None = None,
    span: WallSpan | Literal["now"] | None = "now",
) -> list[Answer]:
    """Keep what a named deputy says: they can come, or not, and then the seat is not known again.

    `span` is the time of the event as they saw it: what it is now, or None for an unknown one. Said
    earlier than what is known, it changes nothing. Raises `Refused` where they aren't asked any
    more, and where they would send another.
    """
    row, shown = named_deputies.kept(session, named.id)
    given_at = min(at, now)
    named_deputies.refuse_over(shown, given_at)
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
    named_deputies.record(session, row, "deputy reply", before, by=row.decided_by, now=now)
    seen = events.span_of(shown.event) if isinstance(span, str) else span
    given = _for_the_seat(session, shown, row, source, given_at, seen, now)
    if state is Deputising.DECLINED and before != state:
        deputy_notices.plan(session, shown.event, [row], now=now)
    elif before != state and not given:
        pressed = [row.decided_by] if source is Source.SLACK else []
        answer_cards.about(session, shown.event, [row.invitation_id], but=pressed, now=now)
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
    seen: WallSpan | None,
    now: datetime,
) -> list[Answer]:
    """Give the seat's answer where a deputy comes whom no answer names yet, or for another time."""
    if row.state != Deputising.AGREED:
        return []
    standing = answers.current(session, row.invitation_id)
    if standing is not None and (standing.deputy_id != row.id or answers.span_of(standing) == seen):
        return []
    given = Given(
        kind=Kind.DEPUTY, source=source, at=at, span=seen, by=row.decided_by, deputy_id=row.id
    )
    invitation = session.get_one(Invitation, row.invitation_id)
    return answers.give(session, shown.event, [invitation], given, now=now)


def _is_asked(session: Session, row: NamedDeputy) -> bool:
    query = (
        select(NamedDeputy.id)
        .outerjoin(Answer, (Answer.invitation_id == NamedDeputy.invitation_id) & Answer.is_current)
        .where(NamedDeputy.id == row.id, standing_in.may_say())
    )
    return session.scalars(query).first() is not None


def is_stale(event: Event, row: NamedDeputy, answer: Answer | None) -> bool:
    """Say whether a deputy has agreed for another time than the event's, by the seat's answer."""
    if row.state != Deputising.AGREED or answer is None or answer.deputy_id != row.id:
        return False
    return answers.span_of(answer) != events.span_of(event)


def stale(session: Session, event: Event, rows: Collection[NamedDeputy]) -> list[NamedDeputy]:
    """List those among some named deputies of an event who have to confirm that they come."""
    agreed = {each.id for each in rows if each.state == Deputising.AGREED}
    query = select(Answer).where(Answer.deputy_id.in_(agreed), Answer.is_current)
    named = {each.deputy_id: each for each in session.scalars(query)} if agreed else {}
    return [each for each in rows if is_stale(event, each, named.get(each.id))]
