"""Of what an event's audience is made: what was chosen, and each seat, under names to point at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import audience_items, audience_names, audiences, organisations
from db.audience_items import Choice
from db.audiences import SeatAsked
from db.events import Shown
from db.models import Person
from db.named_rows import names_of
from domain.events import Among
from domain.spellings import unaccented


@dataclass(frozen=True, slots=True)
class Part:
    """One that can be taken out: a body, a sector, a guest, or a seat with who is asked for it."""

    choice: Choice
    name: str
    people: tuple[str, ...] = ()
    partner: str = ""
    body_id: int = 0

    @property
    def said(self) -> str:
        """Give all of its names in a row, to be searched."""
        return " ".join((self.name, *self.people))


def of(session: Session, shown: Shown) -> list[Part]:
    """List what was chosen for an event, then its seats, each by name."""
    event, series = shown.event, shown.series
    day = event.begins.date()
    chosen = [
        each for each in audience_items.at(session, series, event) if each.among is not Among.SEAT
    ]
    named = audience_names.of(session, chosen, day=day)
    whole = sorted((_ORDER[each.among], name, each.id, each) for each, name in named.items())
    asked = audiences.resolve(session, series, [event])[event.id].seats
    seats = sorted(_seats(session, asked, day), key=lambda each: unaccented(each.name))
    return [*(Part(each, name) for _order, name, _id, each in whole), *seats]


_ORDER = {Among.BODY: 0, Among.SECTOR: 1, Among.GUEST: 2}


def _seats(session: Session, asked: Sequence[SeatAsked], day: date) -> Iterator[Part]:
    choices = [Choice(Among.SEAT, each.seat.id) for each in asked]
    names = audience_names.of(session, choices, day=day)
    people = names_of(session, Person, {own for each in asked for own in each.people})
    called = organisations.called(session, {each.seat.organisation_id for each in asked}, day=day)
    for each, choice in zip(asked, choices, strict=True):
        asks = tuple(people[own] for own in each.people if own in people)
        seat = each.seat
        yield Part(choice, names[choice], asks, called[seat.organisation_id].name, seat.body_id)


def like(session: Session, shown: Shown, text: str, *, limit: int) -> list[Part]:
    """List those who can be taken out that have a text in a name of theirs."""
    wanted = unaccented(text.strip())
    return [each for each in of(session, shown) if wanted in unaccented(each.said)][:limit]
