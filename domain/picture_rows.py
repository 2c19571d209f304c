"""Which partners get a row of their own in a picture: all of few; of many, the marked ones first.

The others are never left out: each sector sums them up in a row.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from domain.pictures import Grid, Mark, Partner

MOST_ROWS = 40
MOST_SECTORS = 12
_LAST_TWO = 2

_FIRST = {Mark.CHANGED: 0, Mark.WATCHED: 1}
_CAME, _NEVER_CAME = 2, 3


@dataclass(frozen=True, slots=True)
class Group:
    """A sector's partners: those with a row, and those that are summed up. None: several sectors.

    Without a heading (`is_only`) stands what is not told from anything else.
    """

    sector: str | None
    shown: tuple[Partner, ...]
    rest: tuple[Partner, ...] = ()
    is_only: bool = False

    @property
    def rows(self) -> int:
        """Give how many rows it takes: a sector that is only summed up needs no heading."""
        return _rows(len(self.shown), len(self.rest), heads=not self.is_only)


def _rows(shown: int, rest: int, *, heads: bool) -> int:
    return (heads and shown > 0) + shown + (rest > 0)


def grouped(grid: Grid, most: int = MOST_ROWS) -> list[Group]:
    """Sort partners by sector, and choose who has a row: in at most so many rows."""
    sectors = _sectors(grid.partners)
    is_only = len(sectors) == 1
    shown = dict.fromkeys(sectors, 0)
    rows = sum(_rows(0, len(each), heads=not is_only) for each in sectors.values())
    for sector in _turns(sectors):
        size, now = len(sectors[sector]), shown[sector]
        is_near = size - now == _LAST_TWO
        more = now + (_LAST_TWO if is_near else 1)  # a sum of one takes as much room as itself
        before = _rows(now, size - now, heads=not is_only)
        cost = _rows(more, size - more, heads=not is_only) - before
        if now < size and rows + cost <= most:
            shown[sector], rows = more, rows + cost
    return [
        Group(sector, tuple(each[: shown[sector]]), tuple(each[shown[sector] :]), is_only)
        for sector, each in sectors.items()
    ]


def _sectors(partners: Sequence[Partner]) -> dict[str | None, list[Partner]]:
    """Sort partners by sector: the marked ones first. Sectors beyond twelve are put together."""
    found: dict[str | None, list[Partner]] = defaultdict(list)
    for each in partners:
        found[each.sector].append(each)
    if len(found) > MOST_SECTORS:
        kept = sorted(found, key=lambda sector: _weight(found[sector]))[: MOST_SECTORS - 1]
        for sector in [each for each in found if each not in kept]:
            found[None] += found.pop(sector)
    return {sector: sorted(each, key=_turn) for sector, each in found.items()}


def _weight(partners: Sequence[Partner]) -> tuple[int, int]:
    return min(_place(each) for each in partners), -len(partners)


def _turn(partner: Partner) -> tuple[int, int, str]:
    missed = partner.opportunities - partner.came
    return _place(partner), -missed, partner.name.casefold()


def _place(partner: Partner) -> int:
    """Put who came to none of the events last: nothing is to be seen in such a row."""
    return _FIRST.get(partner.mark, _CAME if partner.came else _NEVER_CAME)


def _turns(sectors: dict[str | None, list[Partner]]) -> list[str | None]:
    """Give whose turn it is to get a row: the marked ones first, then who missed most."""
    every = [(_turn(each), sector) for sector, found in sectors.items() for each in found]
    return [sector for _key, sector in sorted(every, key=lambda each: each[0])]
