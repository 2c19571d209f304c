"""Whom an event that people know of invites is changed: some are asked besides, some no more.

Whoever is taken out gets a cancellation of their own entry, with the deputies whom they named;
what they had answered stays in the record. Nobody else hears of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db import audience_items, audiences, events
from db.audience_items import Choice, Reach
from db.audiences import Asked
from db.event_changes import refuse_unless_coming
from db.events import Shown
from db.invitations import Change, settle
from db.models import Event, Round, Series
from domain.errors import Refused
from domain.events import Among, Extent, Status, What
from domain.language import gettext as _


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to be asked besides, who no more, for which events, and why."""

    into: Sequence[Choice] = ()
    out: Sequence[Choice] = ()
    extent: Extent = Extent.ONE
    reason: str = ""


def change(
    session: Session, shown: Shown, wanted: Wanted, *, by: int | None, now: datetime
) -> Round | None:
    """Ask some besides, and take others out.

    Raises `Refused` where nothing would be another, where somebody who is to be taken out is not
    invited, and where nobody would be left.
    """
    event, series = shown.event, shown.series
    refuse_unless_coming(event, now)
    reach = reach_of(session, shown, wanted.extent, now=now)
    concerned = [each for each in _coming(session, series, now) if reach.covers(each)]
    _refuse_strangers(session, series, wanted.out, concerned)
    taken = audience_items.take_out(session, series, wanted.out, reach)
    new = audience_items.invite(session, series, wanted.into, reach)
    if wanted.into and not new:
        raise Refused(_("They are invited already."), field="guests")
    _refuse_nobody(audiences.resolve(session, series, concerned))
    for verb, items in (("uninvite", taken), ("invite", new)):
        if items:
            after = {"audience": [each.id for each in items]}
            events.record(session, verb, series, None, by=by, now=now, after=after)
    about = event if wanted.extent is Extent.ONE and not shown.is_single else None
    undo = {"audience": [each.id for each in (*taken, *new)]}
    why = wanted.reason or None
    return settle(session, series, Change(What.AUDIENCE, by, about, reason=why, undo=undo), now=now)


def reach_of(session: Session, shown: Shown, extent: Extent, *, now: datetime) -> Reach:
    """Give the events that are meant: of all those to come, where some were held, from the next on.

    Whoever was invited to what was held was invited to it, whatever comes.
    """
    if shown.is_single:
        return audience_items.ALL
    if extent is not Extent.ALL:
        return Reach(shown.event, onwards=extent is Extent.FOLLOWING)
    own = events.of(session, shown.series.id)
    coming = [each for each in own if each.begins_at > now]
    if len(coming) == len(own):
        return audience_items.ALL
    return Reach(min(coming, key=lambda each: each.original), onwards=True)


def _coming(session: Session, series: Series, now: datetime) -> list[Event]:
    own = events.of(session, series.id)
    return [each for each in own if each.status == Status.SCHEDULED and each.begins_at > now]


def _refuse_strangers(
    session: Session, series: Series, out: Sequence[Choice], concerned: Sequence[Event]
) -> None:
    """Raise `Refused` where somebody is to be taken out who is invited to none of some events."""
    asked = audiences.resolve(session, series, concerned) if out else {}
    chosen = audience_items.of(session, series.id)
    known = {each for event in concerned for each in audience_items.invited(chosen.at(event))}
    known |= {Choice(Among.SEAT, each.seat.id) for at in asked.values() for each in at.seats}
    if not set(out) <= known:
        raise Refused(_("One of them is not invited any more. Please choose again."), field="out")


def _refuse_nobody(asked: Mapping[int, Asked]) -> None:
    if any(not each.seats and not each.guests for each in asked.values()):
        raise Refused(
            _("Then nobody would be invited. To call it off, press “Cancel event” instead."),
            field="out",
        )
