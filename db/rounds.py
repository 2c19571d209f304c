"""Rounds of messages: who was told what, when and how; and stopping one that has not left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db import audiences, calendars, event_plans, events
from db.invitations import Change, settle
from db.models import AudienceItem, Body, Delivery, Event, Person, Round, Series
from db.models.deliveries import State
from domain.errors import Refused
from domain.events import Status, What
from domain.language import gettext as _
from domain.names import name_key
from domain.when import WallSpan

_WAITING = (State.PLANNED,)


@dataclass(frozen=True, slots=True)
class Told:
    """One message of a round: to whom, by which way, and where it stands.

    `name` is the person's, or the body's whose channel it is.
    """

    delivery: Delivery
    name: str


def by_id(session: Session, round_id: int) -> Round | None:
    """Find a round; whoever else would stop it waits until we are done."""
    query = select(Round).where(Round.id == round_id).with_for_update()
    return session.scalars(query).one_or_none()


def of(session: Session, series_id: int) -> list[Round]:
    """List the rounds of a series, the latest first."""
    query = select(Round).where(Round.series_id == series_id)
    return list(session.scalars(query.order_by(Round.id.desc())))


def told(session: Session, round_ids: Collection[int]) -> dict[int, list[Told]]:
    """Give the messages of some rounds, by round: who was told, how, and what became of it."""
    query = (
        select(Delivery, func.coalesce(Person.name, Body.name))
        .outerjoin(Person, Person.id == Delivery.person_id)
        .outerjoin(Body, Body.id == Delivery.body_id)
        .where(Delivery.round_id.in_(round_ids))
        .order_by(func.coalesce(Person.name, Body.name), Delivery.id)
    )
    found: dict[int, list[Told]] = {each: [] for each in round_ids}
    for delivery, name in session.execute(query):
        assert delivery.round_id is not None  # noqa: S101 - asked for by it
        found[delivery.round_id].append(Told(delivery, name))
    return found


def can_stop(round_: Round, now: datetime) -> bool:
    """Say whether a round waits, and can be stopped."""
    return round_.stopped_at is None and now < round_.goes_at


def stop(session: Session, round_: Round, *, by: int | None, now: datetime) -> Series:
    """Stop a round that has not left: nobody hears, and what was changed is as it was.

    Gives its series. Raises `Refused` where it has left, or was stopped already.
    """
    if not can_stop(round_, now):
        raise Refused(_("It is too late to stop this: the messages have left."))
    series = events.locked(session, round_.series_id)
    assert series is not None  # noqa: S101 - rounds are of series
    session.execute(
        update(Delivery)
        .where(Delivery.round_id == round_.id, Delivery.state.in_(_WAITING))
        .values(state=State.CANCELLED)
    )
    round_.stopped_at, round_.stopped_by = now, by
    _put_back(session, series, round_.undo or {}, now)
    _resume(session, (round_.undo or {}).get("superseded", ()))
    session.flush()
    events.record(session, "stop", series, None, by=by, now=now, after={"round": round_.id})
    calendars.publish(session, series)
    return series


def _put_back(session: Session, series: Series, undo: dict[str, Any], now: datetime) -> None:
    own = events.of(session, series.id)
    if undo.get("draft"):
        series.scheduled_at = None
        for each in own:
            each.status = Status.DRAFT
    by_id = {each.id: each for each in own}
    for kept in undo.get("events", ()):
        _restore(series, by_id[kept["event"]], kept)
    for kept in undo.get("said", ()):
        _say_again(series, by_id[kept["event"]], kept)
    _put_back_series(series, undo)
    if items := undo.get("audience"):
        session.execute(delete(AudienceItem).where(AudienceItem.id.in_(items)))
    series.sequence, series.revision = series.sequence + 1, series.revision + 1
    series.changed_at = now
    session.flush()
    settle(session, series, Change(What.STOP), now=now)


def _put_back_series(series: Series, undo: dict[str, Any]) -> None:
    if undo.get("cancelled"):
        series.cancelled_at = None
    if "rule" in undo:
        series.rule = undo["rule"]
    if "calendar" in undo:
        series.calendar = undo["calendar"]


def _restore(series: Series, event: Event, kept: dict[str, Any]) -> None:
    """Let an event be when it was, and scheduled."""
    span = WallSpan(
        datetime.fromisoformat(kept["begins"]),
        datetime.fromisoformat(kept["ends"]),
        kept["zone"],
    )
    event_plans.place(event, span)
    event.original = datetime.fromisoformat(kept["original"])
    event.answer_by = date.fromisoformat(kept["answer_by"])
    event.changed, event.status = kept["changed"], Status.SCHEDULED
    event.ended_at = event.reason = None
    if series.rule is None:
        series.begins, series.ends, series.zone = span.begins, span.ends, span.zone


def _say_again(series: Series, event: Event, kept: dict[str, Any]) -> None:
    """Let an event say what it said."""
    rows: tuple[Series | Event, ...] = (event,) if series.rule is not None else (event, series)
    for each in rows:
        each.title, each.place, each.link = kept["title"], kept["place"], kept["link"]
        each.joining, each.agenda = kept["joining"], kept["agenda"]
    if series.rule is None:
        series.title_key = name_key(kept["title"])
    event.answer_by = date.fromisoformat(kept["answer_by"])
    event.changed = kept["changed"]


def _resume(session: Session, ids: Sequence[int]) -> None:
    """Let messages wait again that a stopped round had made needless."""
    if ids:
        gone = (Delivery.id.in_(ids)) & (Delivery.state == State.SUPERSEDED)
        session.execute(update(Delivery).where(gone).values(state=State.PLANNED))


def asked(session: Session, series: Series) -> dict[int, audiences.Asked]:
    """Give who is invited to each event of a series, by the register of its day."""
    return audiences.resolve(session, series, events.of(session, series.id))
