"""How attendance is spread: which sectors are under-represented where, and how few make half of it.

Also what a new arrangement changed, on as many events after it as before. All of it is counted over
opportunities (domain/figures.py), and says nothing of any one partner.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from domain.figures import Figures

UNDER = 15
"""Points that a sector's represented % is below its body's to be called under-represented."""

FEWEST = 4
"""Opportunities, or events, below which only counts are said."""

MATCHED = 12
"""Events on either side of a new arrangement that are compared at most, of each body."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often the seats of one sector on one body were represented, and those of all sectors."""

    body: str
    sector: str
    own: Figures
    whole: Figures

    @property
    def is_under(self) -> bool:
        """Say whether the sector is represented clearly less than the body as a whole."""
        own, whole = self.own.represented_percent, self.whole.represented_percent
        if own is None or whole is None or self.own.opportunities < FEWEST:
            return False
        return whole - own >= UNDER


@dataclass(frozen=True, slots=True)
class Changed:
    """What a new arrangement changed: of each body the last events before, and as many since."""

    name: str
    since: date
    before: Figures
    after: Figures
    events: int

    @property
    def is_young(self) -> bool:
        """Say that too few events have taken place since to say much."""
        return self.events < FEWEST


@dataclass(frozen=True, slots=True)
class Spread:
    """All of it for the last twelve months; `unseated` are sectors with no seat, by the body."""

    shares: Sequence[Share]
    unseated: Mapping[str, Sequence[str]]
    half: tuple[int, int] | None
    changed: Changed | None

    @property
    def under(self) -> list[Share]:
        """Give the sectors that are under-represented, in the order of bodies and sectors."""
        return [each for each in self.shares if each.is_under]


def half(represented: Collection[int]) -> tuple[int, int] | None:
    """Say how many of how many partners make half of all attendance; None where there is none.

    The fewest that reach it: those that came most often.
    """
    whole = sum(represented)
    if not whole:
        return None
    reached = accumulate(sorted(represented, reverse=True))
    few = next(at for at, sum_of in enumerate(reached, 1) if 2 * sum_of >= whole)
    return few, len(represented)


def matched(before: Sequence[int], after: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Give the last events before a day and the first since it, as many of the one as the other."""
    many = min(len(before), len(after), MATCHED)
    return (before[len(before) - many :], after[:many])
