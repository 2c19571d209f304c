"""The bodies of a partnership: what meets, with its settings, and how many seats it has."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit, organisations, sectors
from db.models import Body, Seat, SeatHolder, Sector
from domain import quorum
from domain.bodies import AsksDeputies, Channel, Terms
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, name_key
from domain.seats import Part
from domain.spellings import Close, close_to

DEFAULTS = Terms()


@dataclass(frozen=True, slots=True)
class Counted:
    """A body with its seats on a day, and how many of them have no lead."""

    body: Body
    seats: int
    vacant: int

    @property
    def terms(self) -> Terms:
        """Give what the body has settled."""
        return terms_of(self.body)


@dataclass(frozen=True, slots=True)
class Names:
    """What a quorum's rules name: sectors by their code, seats by their id."""

    sectors: dict[str, str]
    seats: dict[int, str]


def terms_of(body: Body) -> Terms:
    """Give what a body has settled."""
    rule = quorum.parse(body.quorum) if body.quorum else None
    channel = Channel(body.channel_team or "", body.channel_id) if body.channel_id else None
    return Terms(body.answer_by_days, AsksDeputies(body.asks_deputies), rule, channel)


def add(
    session: Session,
    name: str,
    terms: Terms = DEFAULTS,
    *,
    sample: bool = False,
    by: int | None,
    now: datetime,
) -> Body:
    """Add a body. Raises `Refused` for a name that is none or taken; the transaction is over then.

    A closed body keeps its name: the sentence says that it can be opened again.
    """
    body = Body(sample=sample, created_at=now)
    _settle(body, name, terms)
    session.add(body)
    _flush(session, body.name)
    _record(session, "add", body, before=None, by=by, now=now)
    return body


def edit(
    session: Session, body: Body, name: str, terms: Terms, *, by: int | None, now: datetime
) -> None:
    """Change a body's name and settings. Raises `Refused` for a name that is none or taken."""
    before = _facts(body)
    _settle(body, name, terms)
    _flush(session, body.name)
    if _facts(body) != before:
        _record(session, "change", body, before=before, by=by, now=now)


def close(
    session: Session, body: Body, day: date, *, zone: str, by: int | None, now: datetime
) -> None:
    """Close a body whose seats have ended by a day (`seats.end_all`), which is today or later."""
    before = _facts(body)
    begins = datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
    body.closed_at = max(begins, now)
    session.flush()
    _record(session, "close", body, before=before, by=by, now=now)


def reopen(session: Session, body: Body, *, by: int | None, now: datetime) -> None:
    """Open a closed body again. Its seats stay ended: they are added anew."""
    before = _facts(body)
    body.closed_at = None
    session.flush()
    _record(session, "reopen", body, before=before, by=by, now=now)


def by_id(session: Session, body_id: int) -> Body | None:
    """Find a body by its id, closed or not."""
    return session.scalars(select(Body).where(Body.id == body_id)).one_or_none()


def named(session: Session, name: str) -> Body | None:
    """Find a body by its name, however it is spelled (`name_key`), closed or not."""
    return session.scalars(select(Body).where(Body.name_key == name_key(name))).one_or_none()


def refuse_near(session: Session, name: str, *, besides: int | None = None) -> None:
    """Raise `Refused` where another body has a name that may be another spelling of it."""
    known = session.execute(select(Body.id, Body.name).order_by(Body.name_key))
    others = [each for own, each in known if own != besides]
    for other, how in close_to(name, others):
        if how is not Close.SAME:
            said = _("“{name}” is a body already, and its name is close.").format(name=other)
            asked = _("If yours is a different body, tick the box below.")
            raise Refused(f"{said} {asked}", field="name")


def is_open(body: Body, now: datetime) -> bool:
    """Say whether a body still meets."""
    return body.closed_at is None or body.closed_at > now


def every(session: Session, *, now: datetime) -> list[Body]:
    """List the bodies that meet, in the order of names."""
    still = or_(Body.closed_at.is_(None), Body.closed_at > now)
    return list(session.scalars(select(Body).where(still).order_by(Body.name_key)))


def like(session: Session, text: str, *, now: datetime, limit: int) -> list[Body]:
    """List the bodies that meet and have a text in their name, in the order of names."""
    still = or_(Body.closed_at.is_(None), Body.closed_at > now)
    wanted = Body.name_key.contains(name_key(text), autoescape=True)
    found = select(Body).where(still, wanted).order_by(Body.name_key).limit(limit)
    return list(session.scalars(found))


def counted(session: Session, *, day: date) -> list[Counted]:
    """List all bodies, closed ones last, with their seats and vacancies on a day."""
    lead = and_(SeatHolder.seat_id == Seat.id, SeatHolder.part == Part.LEAD, SeatHolder.holds(day))
    held = (
        select(Seat.body_id, func.count(Seat.id), func.count(SeatHolder.id))
        .outerjoin(SeatHolder, lead)
        .where(Seat.holds(day))
        .group_by(Seat.body_id)
    )
    numbers = {body: (seats, leads) for body, seats, leads in session.execute(held)}
    bodies = session.scalars(select(Body).order_by(Body.closed_at.is_not(None), Body.name_key))
    found = [(each, *numbers.get(each.id, (0, 0))) for each in bodies]
    return [Counted(body, seats, seats - leads) for body, seats, leads in found]


def names(session: Session, *, day: date) -> Names:
    """Give the names that a quorum's rules need: of sectors, and of seats they single out."""
    coded = session.scalars(select(Sector).where(Sector.code.is_not(None)))
    by_code = {str(each.code): sectors.said(each) for each in coded}
    rules = session.scalars(select(Body.quorum).where(Body.quorum.is_not(None)))
    wanted = {i for each in rules if each for i in quorum.seats_named(quorum.parse(each))}
    if not wanted:
        return Names(by_code, {})
    found = session.execute(select(Seat.id, Seat.organisation_id).where(Seat.id.in_(wanted)))
    owners = dict(found.all())
    called = organisations.called(session, set(owners.values()), day=day)
    return Names(by_code, {each: called[owner].name for each, owner in owners.items()})


def _settle(body: Body, name: str, terms: Terms) -> None:
    body.name, body.name_key = clean_name(name), name_key(name)
    body.answer_by_days = terms.answer_by_days
    body.asks_deputies = terms.asks_deputies
    body.quorum = quorum.as_json(terms.quorum) if terms.quorum else None
    body.channel_team = terms.channel.team if terms.channel else None
    body.channel_id = terms.channel.id if terms.channel else None


def _flush(session: Session, name: str) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        sentence = _("There is already a body called “{name}”, or a closed one. See all bodies.")
        raise Refused(sentence.format(name=name), field="name") from error


def _facts(body: Body) -> audit.Json:
    return {
        "name": body.name,
        "answer_by_days": body.answer_by_days,
        "asks_deputies": body.asks_deputies,
        "quorum": body.quorum,
        "channel": body.channel_id,
        "closed_at": body.closed_at.isoformat() if body.closed_at else None,
    }


def _record(
    session: Session,
    verb: str,
    body: Body,
    *,
    before: audit.Json | None,
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="body",
        subject_id=body.id,
        before=before,
        after=_facts(body),
        now=now,
    )
