"""What a stop puts back: times, texts, rules, whom is invited; each change says in `undo` what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db import asked_before, causes, event_plans, events
from db.invitations import Change, settle
from db.models import AudienceItem, Event, Invitation, Recipient, Round, Series
from domain.events import Status, What
from domain.names import name_key
from domain.when import WallSpan

SAID = ("title", "place", "link", "joining", "agenda")
"""What a series and each of its events say."""

_AGES = timedelta(days=365_000)
"""How far dates are put aside while others take their place: no two may be the same."""


def put_back(session: Session, series: Series, round_: Round, now: datetime) -> None:
    """Let a series and its events be what they were before a round, and be invited to as then.

    What only followed the register is compared with it again later: until then who was asked is.
    """
    noted: Mapping[str, Any] = round_.undo or {}
    if taken := noted.get("added"):
        _take_away(session, taken)
    own = {each.id: each for each in events.of(session, series.id)}
    moved = [own[each["event"]] for each in noted.get("events", ())]
    aside(session, moved + [own[int(at)] for at in noted.get("originals", {})])
    undo(series, own, noted)
    if noted.get("draft") and noted.get("discard"):
        series.cancelled_at = now  # it is no draft that anybody wants, either
    if items := noted.get("audience"):
        session.execute(delete(AudienceItem).where(AudienceItem.id.in_(items)))
    series.sequence, series.revision = series.sequence + 1, series.revision + 1
    series.changed_at = now
    session.flush()
    if causes.can_ask_again(round_):
        asked_before.ask_again(session, noted["asked"], now)
    else:
        settle(session, series, Change(What.STOP, stopped=round_), now=now)


def _take_away(session: Session, ids: Sequence[int]) -> None:
    """Take away events that a change had added: nobody has heard of them."""
    for model in (Invitation, Recipient):
        session.execute(delete(model).where(model.event_id.in_(ids)))
    session.execute(delete(Event).where(Event.id.in_(ids)))


def undo(series: Series, own: Mapping[int, Event], noted: Mapping[str, Any]) -> None:
    """Let a series and its events, by their ids, be what a change noted that they were."""
    if noted.get("draft"):
        _be_a_draft(series, own.values())
    _put_back_series(series, noted)
    for kept in noted.get("events", ()):
        _restore(series, own[kept["event"]], kept)
    for at, original in noted.get("originals", {}).items():
        own[int(at)].original = datetime.fromisoformat(original)
    for kept in noted.get("said", ()):
        _say_again(series, own[kept["event"]], kept)


def _be_a_draft(series: Series, own: Iterable[Event]) -> None:
    """Let nobody have been told of a series."""
    series.scheduled_at = series.cancelled_at = None
    for each in own:
        each.status = Status.DRAFT


def aside(session: Session, own: Sequence[Event]) -> None:
    """Put dates out of the way of those that take their place: no two are ever the same."""
    if len(own) < 2:  # noqa: PLR2004 - one is in nobody's way
        return
    for each in own:
        each.original -= _AGES
    session.flush()


def _put_back_series(series: Series, undo: Mapping[str, Any]) -> None:
    if undo.get("cancelled"):
        series.cancelled_at = None
    for name in ("rule", "calendar"):
        if name in undo:
            setattr(series, name, undo[name])
    if span := undo.get("span"):
        series.begins = datetime.fromisoformat(span["begins"])
        series.ends = datetime.fromisoformat(span["ends"])
        series.zone = span["zone"]
    if said := undo.get("series"):
        for name in SAID:
            setattr(series, name, said[name])
        series.title_key, series.priorities = name_key(said["title"]), list(said["priorities"])


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
        series.priorities = list(kept.get("priorities", series.priorities))
    event.answer_by = date.fromisoformat(kept["answer_by"])
    event.changed = kept["changed"]
