"""What the buttons of an answer carry: which event, when it was shown to be, and where they stand.

A person may change what a button carries: it chooses among what is theirs, and the time is theirs
to claim. Who may answer for what is looked up when it is pressed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.routing import number_in
from domain.when import WallSpan

COPY = "copy"
"""What the buttons of a copy carry: nobody is asked."""


class Place(StrEnum):
    """Where a button stands, and so where what follows is shown.

    `CARD` is somebody's own card, kept up to date; `ASIDE` any other message that only they see;
    `CHANNEL` one that others see too, or that is about other events as well: it stays as it is.
    `LIST` the list of their events.
    """

    CARD = "card"
    ASIDE = "aside"
    CHANNEL = "channel"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a button carries; `only` are invitations, none: all that are somebody's.

    `span` None: the time it showed is not known. `apart`: it stands where one answers each alone.
    """

    event: int
    span: WallSpan | None = None
    place: Place = Place.ASIDE
    only: tuple[int, ...] = ()
    apart: bool = False

    def written(self) -> str:
        """Write it as a button's value."""
        when = _written(self.span) if self.span else "- - -"
        alone, only = "apart" if self.apart else "all", ",".join(map(str, self.only))
        return f"{self.place} {self.event} {when} {alone} {only}".strip()

    def about(self, only: Iterable[int]) -> "Carried":
        """Give the same for some invitations alone."""
        return replace(self, only=tuple(only))


def read(text: str) -> Carried:
    """Read what a button carries; what is none of ours means no event."""
    parts = text.split(" ")
    match parts:
        case [place, event, begins, ends, zone, alone, *only] if place in set(Place):
            return Carried(
                number_in(event),
                _span(begins, ends, zone),
                Place(place),
                _ids(only),
                apart=alone == "apart",
            )
    return Carried(number_in(text))


def _ids(only: list[str]) -> tuple[int, ...]:
    return tuple(number_in(each) for each in only[0].split(",")) if only else ()


def _written(span: WallSpan) -> str:
    begins, ends = (f"{each:%Y-%m-%dT%H:%M}" for each in (span.begins, span.ends))
    return f"{begins} {ends} {span.zone}"


def _span(begins: str, ends: str, zone: str) -> WallSpan | None:
    try:
        return WallSpan(datetime.fromisoformat(begins), datetime.fromisoformat(ends), zone)
    except ValueError:
        return None
