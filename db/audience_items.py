"""Whom a series invites, as it was chosen: bodies, sectors, seats, guests; the latest choice holds.

Nothing that was chosen is written over: a meeting that was held has invited whom it had then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import AudienceItem, Event, Series
from domain.events import Among


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom an item of an audience means: a body, a sector, a seat or a guest, by its id."""

    among: Among
    id: int


@dataclass(frozen=True, slots=True)
class Reach:
    """For which of a series' events something holds: all; one; one and those that follow."""

    event: Event | None = None
    onwards: bool = False

    def covers(self, event: Event) -> bool:
        """Say whether it holds for an event of the series."""
        if self.event is None or self.event.id == event.id:
            return True
        return self.onwards and event.original >= self.event.original


ALL = Reach()
"""All events of a series."""


class Chosen(NamedTuple):
    """An item of an audience, and when its event is by the rule, where it is about one."""

    item: AudienceItem
    since: datetime | None

    def reaches(self, event: Event, *, standing: bool) -> bool:
        """Say whether it holds for an event; `standing`: what holds for that one alone does not."""
        if self.since is None:
            return True
        if self.item.onwards:
            return event.original >= self.since
        return self.item.event_id == event.id and not standing


class Chosens(tuple[Chosen, ...]):
    """All items of an audience, in the order in which they were chosen."""

    __slots__ = ()

    def at(self, event: Event, *, standing: bool = False) -> dict[Choice, AudienceItem]:
        """Give what was chosen last about each body, sector, seat and guest, for an event."""
        reach = (each.item for each in self if each.reaches(event, standing=standing))
        return {choice_of(item): item for item in reach}

    def last(self) -> dict[Choice, AudienceItem]:
        """Give what was chosen last about each, for whichever event."""
        return {choice_of(each.item): each.item for each in self}


def of(session: Session, series_id: int) -> Chosens:
    """Give all that was chosen about whom a series invites."""
    query = (
        select(AudienceItem, Event.original)
        .outerjoin(Event, Event.id == AudienceItem.event_id)
        .where(AudienceItem.series_id == series_id)
        .order_by(AudienceItem.id)
    )
    return Chosens(Chosen(*row) for row in session.execute(query))


def at(session: Session, series: Series, event: Event) -> list[Choice]:
    """List whom an event of a series invites, as it was chosen."""
    return invited(of(session, series.id).at(event))


def invited(chosen: Mapping[Choice, AudienceItem]) -> list[Choice]:
    """List those whom what holds invites."""
    return [each for each, item in chosen.items() if not item.out]


def choice_of(item: AudienceItem) -> Choice:
    """Say whom an item means."""
    for among, value in (
        (Among.BODY, item.body_id),
        (Among.SECTOR, item.sector_id),
        (Among.SEAT, item.seat_id),
    ):
        if value is not None:
            return Choice(among, value)
    assert item.person_id is not None  # noqa: S101 - the table's own check
    return Choice(Among.GUEST, item.person_id)


def invite(
    session: Session,
    series: Series,
    whom: Iterable[Choice],
    reach: Reach = ALL,
    *,
    instead: bool = False,
) -> list[AudienceItem]:
    """Add to the audience of a series, or of some of its events; gives what is new.

    `instead`: in place of whom it invited before.
    """
    if instead:
        session.execute(delete(AudienceItem).where(AudienceItem.series_id == series.id))
    return _new(session, series, whom, reach, out=False)


def take_out(
    session: Session, series: Series, whom: Iterable[Choice], reach: Reach
) -> list[AudienceItem]:
    """Take some out of the audience of a series, or of some of its events; gives what is new."""
    return _new(session, series, whom, reach, out=True)


def bring(
    session: Session, items: Iterable[AudienceItem], series: Series, reach: Reach = ALL
) -> None:
    """Let what was chosen for one series be so for another, in the same order."""
    for each in sorted(items, key=lambda item: item.id):
        session.add(_item(series.id, choice_of(each), reach, out=each.out))
        session.flush()


def _new(
    session: Session, series: Series, whom: Iterable[Choice], reach: Reach, *, out: bool
) -> list[AudienceItem]:
    """Write down what was chosen about some, but where it holds for all that it is to reach."""
    known = of(session, series.id)
    every = session.scalars(select(Event).where(Event.series_id == series.id))
    held = [known.at(each) for each in every if reach.covers(each)] or [known.last()]
    new = [
        _item(series.id, each, reach, out=out)
        for each in dict.fromkeys(whom)
        if any((item := at.get(each)) is None or item.out is not out for at in held)
    ]
    session.add_all(new)
    session.flush()
    return new


def _item(series_id: int, choice: Choice, reach: Reach, *, out: bool) -> AudienceItem:
    item = AudienceItem(
        series_id=series_id,
        event_id=reach.event.id if reach.event is not None else None,
        out=out,
        onwards=reach.onwards,
    )
    match choice.among:
        case Among.BODY:
            item.body_id = choice.id
        case Among.SECTOR:
            item.sector_id = choice.id
        case Among.SEAT:
            item.seat_id = choice.id
        case Among.GUEST:
            item.person_id = choice.id
    return item
