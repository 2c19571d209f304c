"""Who answers for whom: one person's own invitations, those of whom they keep the diary of.

Every way in finds here what somebody may answer for, and records it (db/answers.py).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, Date, bindparam, or_, select
from sqlalchemy.orm import Session

from db import answers, audiences, deputy_answers, events, named_deputies
from db.answers import Invited
from db.events import Shown
from db.models import Answer, DiaryContact, Invitation, NamedDeputy, Post, Seat, SeatHolder
from db.prepared import Prepared
from domain.answers import Deputising, Given, Kind, Reason, Source, refuse_closed
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.when import WallSpan


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody may answer for at an event, and the rows that ask them as a named deputy."""

    invited: tuple[Invited, ...] = ()
    named: tuple[NamedDeputy, ...] = ()

    @property
    def deputy(self) -> NamedDeputy | None:
        """Give the row that asks them as a named deputy; of several, the first."""
        return self.named[0] if self.named else None

    @property
    def is_asked(self) -> bool:
        """Say whether there is anything they may answer for."""
        return bool(self.invited or self.named)


def mine(session: Session, shown: Shown, person_id: int, *, now: datetime) -> Mine:
    """Give the invitations to an event that somebody may answer for, by the register of its day.

    Their own seats, or as a guest, and those of whom they keep the diary of today.
    """
    day = events.today(session, now)
    owners = {person_id, *_KEPT.column(session, person=person_id, day=day)}
    named = named_deputies.asking(session, shown.event.id, owners)
    return Mine(tuple(_invited(session, shown, owners)), tuple(named))


def kept(session: Session, shown: Shown, person_id: int, *, now: datetime) -> Mine:
    """Give the same, and keep it so for this transaction: to be asked by what writes."""
    named_deputies.wait_for(session, shown.event)
    return mine(session, shown, person_id, now=now)


_KEPT = Prepared(
    select(DiaryContact.holder_id).where(
        DiaryContact.person_id == bindparam("person"),
        DiaryContact.holds(bindparam("day", type_=Date)),
    )
)


def _invited(session: Session, shown: Shown, owners: Collection[int]) -> list[Invited]:
    rows = _THEIRS.mapped(session, event=shown.event.id, owners=list(owners))
    seats = [seat for invitation, seat, _answer, _deputy in rows if invitation.seat_id]
    filled = audiences.filled(session, seats, shown.event.begins.date()) if seats else []
    asked = {each.seat.id: each for each in filled if not {*each.people}.isdisjoint(owners)}
    found = []
    for invitation, _seat, answer, deputy in rows:
        seat = asked.get(invitation.seat_id or 0)
        if invitation.seat_id is None or seat is not None:
            standing = answers.standing_of(shown.event, seat, answer, deputy)
            found.append(Invited(invitation, seat, standing, answer, deputy))
    return found


_OWNERS: BindParameter[int] = bindparam("owners", expanding=True)
_HELD = select(SeatHolder.seat_id).where(SeatHolder.person_id.in_(_OWNERS))
_POSTS = select(Post.organisation_id).where(Post.person_id.in_(_OWNERS), Post.main)
_THEIRS = Prepared(
    select(Invitation, Seat, Answer, NamedDeputy)
    .outerjoin(Seat, Seat.id == Invitation.seat_id)
    .outerjoin(Answer, (Answer.invitation_id == Invitation.id) & Answer.is_current)
    .outerjoin(NamedDeputy, NamedDeputy.id == Answer.deputy_id)
    .where(
        Invitation.event_id == bindparam("event"),
        Invitation.withdrawn_at.is_(None),
        or_(
            Invitation.person_id.in_(_OWNERS),
            Seat.id.in_(_HELD),
            Seat.organisation_id.in_(_POSTS),
        ),
    )
    .order_by(Invitation.seat_id.is_(None), Invitation.id)
)
"""Invitations of seats that people ever filled or are the contact of, or as guests."""


def answer(  # noqa: PLR0913 - all of it is what was said
    session: Session,
    shown: Shown,
    person_id: int,
    kind: Kind,
    *,
    source: Source,
    at: datetime,
    span: WallSpan | None,
    reason: Reason | None = None,
    comment: str = "",
    only: Collection[int] = frozenset(),
    whole: bool = False,
    found: Mine | None = None,
    now: datetime,
) -> list[Answer]:
    """Record an answer for all that somebody may answer for, or `only` for some invitations.

    `found` is what `mine` has just given, where that was asked already.

    What they say as a named deputy is kept with their name (`deputy_answers.reply`). Raises
    `Refused` where they are not asked, and for a deputy: who that is belongs to it
    (`deputies.send`).
    """
    found = found or mine(session, shown, person_id, now=now)
    named = [each for each in found.named if not only or each.invitation_id in only]
    own = [each.invitation for each in _own(found)]
    chosen = [each for each in own if not only or each.id in only]
    _refuse_not_asked(chosen or named)
    if kind is Kind.DEPUTY:
        _refuse_nameless(chosen)
    given = Given(
        kind=kind,
        source=source,
        at=at,
        span=span,
        by=person_id,
        reason=reason if kind is Kind.APOLOGIES else None,
        comment=comment,
        whole=whole,
    )
    rows = answers.give(session, shown.event, chosen, given, now=now) if chosen else []
    _refuse_replaced(session, shown, person_id, found, rows, now)
    for each in named:
        deputy_answers.reply(
            session, each, kind, source=source, at=at, span=span, by=person_id, now=now
        )
    return rows


def _own(found: Mine) -> list[Invited]:
    """Leave out the invitations that ask somebody as a named deputy: there they speak as that."""
    named = {each.invitation_id for each in found.named}
    return [each for each in found.invited if each.invitation.id not in named]


def _refuse_replaced(
    session: Session,
    shown: Shown,
    person_id: int,
    found: Mine,
    given: Collection[Answer],
    now: datetime,
) -> None:
    """Raise `Refused` where a seat got another lead before ours was its answer."""
    leads = {each.invitation.id: answers.lead_of(each.seat) for each in found.invited if each.seat}
    other = {each.invitation_id for each in given if each.lead_id != leads.get(each.invitation_id)}
    if other:
        asked = mine(session, shown, person_id, now=now).invited
        _refuse_not_asked([] if other - {each.invitation.id for each in asked} else asked)


def _refuse_not_asked(found: Collection[object]) -> None:
    if not found:
        raise Refused(
            _("You are not asked about this event, or are no longer. Please ask the business unit.")
        )


def _refuse_nameless(chosen: Collection[object]) -> None:
    if not chosen:
        raise Refused(_("A deputy can't send another. Please tell whoever named you."))
    raise Refused(_("Please say who comes instead."), field="name")


def still_fine(
    session: Session,
    shown: Shown,
    person_id: int,
    *,
    source: Source,
    at: datetime,
    span: WallSpan | None,
    now: datetime,
) -> list[Answer]:
    """Confirm what has to be, for the time of the event that somebody saw: pressed twice, once.

    A deputy who agreed says so for the seat. Raises `Refused` where they are not asked, and where
    nothing was answered yet.
    """
    found = kept(session, shown, person_id, now=now)
    _refuse_not_asked(found.invited or found.named)
    refuse_closed(Status(shown.event.status), shown.event.begins_at, min(at, now))
    known = [
        each for each in _own(found) if each.answer is not None and each.standing.kind is not None
    ]
    if not known and not any(each.state == Deputising.AGREED for each in found.named):
        raise Refused(_("There is no answer yet. Please choose one."))
    given = []
    for each in known:
        if each.answer is not None and each.standing.stale:
            same = _as_it_was(each.answer, source, at, span, person_id)
            given += answers.give(session, shown.event, [each.invitation], same, now=now)
    comes = Kind.ATTENDING
    for row in deputy_answers.stale(session, shown.event, found.named):
        given += deputy_answers.reply(
            session, row, comes, source=source, at=at, span=span, by=person_id, now=now
        )
    return given


def _as_it_was(
    answer: Answer, source: Source, at: datetime, span: WallSpan | None, by: int
) -> Given:
    """Give an answer once more, with what was said beside it only where its giver says so again."""
    own = answer.given_by == by and answer.recorded_by is None
    return Given(
        kind=Kind(answer.kind),
        source=source,
        at=at,
        span=span,
        by=by,
        reason=Reason(answer.reason) if own and answer.reason else None,
        deputy_id=answer.deputy_id,
        comment=(answer.comment or "") if own else "",
    )
