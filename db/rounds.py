"""Rounds of messages: who was told what, when and how; and stopping one that has not left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db import audiences, calendars, causes, events, undoing
from db.models import Body, Delivery, Person, Round, Series
from db.models.deliveries import State
from domain.errors import Refused
from domain.events import What
from domain.language import gettext as _

_WAITING = (State.PLANNED,)

_NOT_LEFT = {State.PLANNED, State.SUPERSEDED, State.CANCELLED, State.EXPIRED}


@dataclass(frozen=True, slots=True)
class Told:
    """One message of a round: to whom, by which way, and where it stands.

    `name` is the person's, or the body's whose channel it is.
    """

    delivery: Delivery
    name: str


def by_id(session: Session, round_id: int) -> Round | None:
    """Find a round."""
    return session.scalars(select(Round).where(Round.id == round_id)).one_or_none()


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


def over(session: Session, round_: Round, now: datetime) -> str:
    """Say why a round can't be stopped any more; empty where it waits, or for going live."""
    if round_.stopped_at is not None:
        return _("This is stopped already. Nobody has heard.")
    if can_stop(round_, now) or events.partnership(session).in_rehearsal(now):
        return ""
    return _("It is too late to stop this: the messages have left.")


def stop(session: Session, round_: Round, *, by: int | None, now: datetime) -> Series:
    """Stop a round that has not left: nobody hears, and what was changed is as it was.

    Gives its series. In a rehearsal what waits for the partnership to be live can be stopped, too.
    What the register changed is looked at again after a while: until then it can be put right.
    Raises `Refused` where it has left, or was stopped already.
    """
    series = _lock(session, round_)
    owner = events.partnership(session)
    if no := over(session, round_, now):
        raise Refused(no)
    if round_.what == What.NUDGE:
        _call_back(session, round_, by=by, now=now)
        return series
    made = _together(session, round_)
    for each in made:
        _refuse_if_changed_since(session, each, made, now)
    _refuse_if_leaving(session, made)
    for each in made:
        _stop(session, each, by=by, now=now)
    if causes.can_ask_again(round_):
        owner.audiences_kept_at = now
    return series


def _lock(session: Session, round_: Round) -> Series:
    """Let whoever else changes the series of a round wait; what they did before is seen here."""
    session.flush()
    ours = select(Round.series_id).where(Round.id.in_([round_.id, *_linked(round_)]))
    found = {own: events.locked(session, own) for own in sorted(set(session.scalars(ours)))}
    series = found[round_.series_id]
    assert series is not None  # noqa: S101 - rounds are of series
    session.expire_all()
    return series


def _together(session: Session, round_: Round) -> list[Round]:
    """Give what is stopped with a round, the latest first: what it is linked with.

    What the register changed later is stopped with what it changed before.
    """
    made = {each.id: each for each in (round_, *linked(session, round_)) if each.stopped_at is None}
    if causes.can_ask_again(round_):
        first = {each.series_id: each.id for each in made.values()}
        newer = select(Round).where(Round.series_id.in_(first), Round.stopped_at.is_(None))
        for each in session.scalars(newer):
            if each.id > first[each.series_id] and causes.can_ask_again(each):
                made[each.id] = each
    return sorted(made.values(), key=lambda each: -each.id)


def _refuse_if_leaving(session: Session, made: Sequence[Round]) -> None:
    """Raise `Refused` unless all messages of some rounds wait; from here on nobody claims them."""
    query = select(Delivery.state).where(Delivery.round_id.in_([each.id for each in made]))
    states = set(session.scalars(query.with_for_update()))
    if not states <= _NOT_LEFT:
        raise Refused(_("Messages are leaving already. Please change or cancel it instead."))


def _refuse_if_changed_since(
    session: Session, round_: Round, made: Sequence[Round], now: datetime
) -> None:
    """Raise `Refused` where people were, or will be, told more since: what was is gone by then.

    What followed the register alone stands in nobody's way: it waits as long as this, and says
    what holds when it leaves.
    """
    newer = session.scalars(
        select(Round)
        .where(Round.series_id == round_.series_id, Round.id > round_.id)
        .where(Round.stopped_at.is_(None), Round.id.not_in([each.id for each in made]))
        .order_by(Round.id.desc())
    )
    for each in newer:
        if not _is_in_nobodys_way(each, round_):
            if can_stop(each, now):
                raise Refused(_("Something newer about this waits too. Please stop that first."))
            raise Refused(
                _("This was changed again since, and people know. Please change or cancel it.")
            )


def _is_in_nobodys_way(newer: Round, round_: Round) -> bool:
    """Say whether a newer round only followed the register, by a rule that this did not change.

    Whoever was asked before that is asked no longer as this had it.
    """
    if causes.can_ask_again(round_):
        return False
    written = newer.what == What.EXTENSION and (round_.undo or {}).keys() & {"rule", "span"}
    return causes.follows_register(newer) and not written


def linked(session: Session, round_: Round) -> list[Round]:
    """List the rounds that one change made besides a round."""
    query = select(Round).where(Round.id.in_(_linked(round_)))
    return list(session.scalars(query.order_by(Round.id)))


def _linked(round_: Round) -> list[int]:
    """Give the rounds that one change made besides: they are stopped with it, or not at all."""
    return list((round_.undo or {}).get("with", ()))


def link(session: Session, made: Sequence[Round]) -> None:
    """Let the rounds of one change leave together, and be stopped together."""
    for each in made:
        others = [other.id for other in made if other is not each]
        each.undo = {**(each.undo or {}), "with": others}
    if made:
        wait(session, made, max(each.goes_at for each in made))


def wait(session: Session, made: Sequence[Round], leaves: datetime) -> None:
    """Let no message of some rounds leave before a time."""
    for each in made:
        if each.goes_at < leaves:
            waiting = (Delivery.round_id == each.id) & Delivery.state.in_(_WAITING)
            session.execute(update(Delivery).where(waiting).values(due_at=leaves))
            each.goes_at = leaves
    session.flush()


def _call_back(session: Session, round_: Round, *, by: int | None, now: datetime) -> None:
    """Let nobody be asked again by hand: nothing was changed, so nothing is put back."""
    _refuse_if_leaving(session, [round_])
    _cancel(session, round_, by=by, now=now)
    series = session.get_one(Series, round_.series_id)
    events.record(session, "stop", series, None, by=by, now=now, after={"round": round_.id})


def _cancel(session: Session, round_: Round, *, by: int | None, now: datetime) -> None:
    session.execute(
        update(Delivery)
        .where(Delivery.round_id == round_.id, Delivery.state.in_(_WAITING))
        .values(state=State.CANCELLED)
    )
    round_.stopped_at, round_.stopped_by = now, by
    session.flush()


def _stop(session: Session, round_: Round, *, by: int | None, now: datetime) -> None:
    series = events.locked(session, round_.series_id)
    assert series is not None  # noqa: S101 - rounds are of series
    _cancel(session, round_, by=by, now=now)
    undoing.put_back(session, series, round_, now)
    _resume(session, (round_.undo or {}).get("superseded", ()))
    session.flush()
    events.record(session, "stop", series, None, by=by, now=now, after={"round": round_.id})
    calendars.publish(session, series)


def _resume(session: Session, ids: Sequence[int]) -> None:
    """Let messages wait again that a stopped round had made needless; they are written anew."""
    if ids:
        stopped = select(Round.id).where(Round.stopped_at.is_not(None))
        gone = (Delivery.id.in_(ids)) & (Delivery.state == State.SUPERSEDED)
        gone &= Delivery.round_id.not_in(stopped)
        anew = {"state": State.PLANNED, "payload": None, "content_hash": None}
        session.execute(update(Delivery).where(gone).values(**anew))


def asked(session: Session, series: Series) -> dict[int, audiences.Asked]:
    """Give who is invited to each event of a series, by the register of its day."""
    return audiences.resolve(session, series, events.of(session, series.id))
