"""Ways to tell who will not be seen again, tried on a body's history as it was at every event.

The protocol is engagement.md's, section 4: at every event from the ninth on, each organisation that
came to one of the last twelve is scored from what was known then, and the four next events tell.
"""

import csv
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from domain.engagement import JOINING, NEXT, PRESENT, Came
from domain.second_opinion import BODIES, History

FIRST_SCORED = 8
"""Events before the first at which anybody is scored: the ninth is number 8."""

NOT_YET_LAPSED = 3
"""The five to call are chosen among those who missed no more in a row."""

TOP = 5
BANDS = 10


@dataclass(frozen=True)
class Scored:
    """One organisation at one event: what each method says, and whether it stayed away."""

    event: int
    missed: int
    says: dict[str, float]
    lost: bool


@dataclass(frozen=True)
class Found:
    """How well a method did; what has no probability has no calibration."""

    auc: float
    precision: float
    of_top: float
    bands: list[tuple[float, float, int]]

    @property
    def error(self) -> float:
        """Give the expected calibration error: the mean gap, by the number of rows."""
        rows = sum(n for _said, _seen, n in self.bands)
        return sum(abs(said - seen) * n for said, seen, n in self.bands) / rows


def histories(file: Path) -> list[list[Came | None]]:
    """Read each organisation's history, event by event; None before its first attendance."""
    said: dict[str, dict[tuple[str, str], Came]] = defaultdict(dict)
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            if row["organisation"] != "(secretariat)" and (came := _came(row)) is not None:
                own, event = said[row["organisation"]], (row["event_date"], row["event"])
                own[event] = min(came, own.get(event, came), key=_BEST.index)
    events = sorted({e for own in said.values() for e, came in own.items() if came in PRESENT})
    rows = ([own.get(event, Came.MISSED) for event in events] for own in said.values())
    return [_from_the_first(row) for row in rows if not PRESENT.isdisjoint(row)]


_BEST = (Came.MEMBER, Came.DEPUTY, Came.APOLOGIES)


def _came(row: dict[str, str]) -> Came | None:
    if row["present"] == "1":
        return Came.MEMBER if row["role"] in {"rep", "tac"} else Came.DEPUTY
    return Came.APOLOGIES if row["apologies"] == "1" else None


def _from_the_first(row: Sequence[Came]) -> list[Came | None]:
    first = next(at for at, came in enumerate(row) if came in PRESENT)
    return [None] * first + list(row[first:])


def scored(rows: Sequence[Sequence[Came | None]]) -> list[Scored]:
    """Score every organisation at every event that has four after it."""
    found = [each for row in rows for each in _scored(row)]
    return sorted(found, key=lambda each: each.event)


def _scored(row: Sequence[Came | None]) -> Iterator[Scored]:
    state, rate, from_nought = JOINING, 1.0, 0.0
    x = last = n = 0
    for event, came in enumerate(row[: len(row) - NEXT]):
        if came is None:
            continue
        n += state.seen
        state = state.after(came)
        rate = _faded(rate, came)
        from_nought = _faded(from_nought, came)
        if came in PRESENT and n:
            x, last = x + 1, n
        if event >= FIRST_SCORED and state.attended:
            says = {
                "scorecard": state.p or 0.0,
                "missed in a row": float(state.missed),
                "EWMA(0.3)": 1 - rate,
                "EWMA from nought": 1 - from_nought,
                "BG/BB": BODIES.none_of(History(x, last, n), NEXT),
            }
            ahead = row[event + 1 : event + 1 + NEXT]
            yield Scored(event, state.missed, says, PRESENT.isdisjoint(ahead))


def _faded(rate: float, came: Came) -> float:
    return _FADING * (came in PRESENT) + (1 - _FADING) * rate


_FADING = 0.3
"""EWMA begins at the first attendance, as one; from nought it takes newcomers for unlikely ones."""

PROBABILITIES = frozenset({"scorecard", "BG/BB"})
"""What says a chance; EWMA says a rate, and a count of misses is none."""


def tried(rows: Sequence[Scored], method: str) -> Found:
    """Say how well a method did on some rows."""
    pairs = [(each.says[method], each.lost) for each in rows]
    bands = _bands(pairs) if method in PROBABILITIES else []
    return Found(_auc(pairs), _precision(pairs), _of_top(rows, method), bands)


def _auc(pairs: Sequence[tuple[float, bool]]) -> float:
    """Give the chance that one who was lost is ranked above one who was not; ties count half."""
    kept = sorted(score for score, lost in pairs if not lost)
    lost = [score for score, lost in pairs if lost]
    wins = sum(bisect_left(kept, each) + bisect_left(kept, each + _LEAST) for each in lost)
    return wins / 2 / (len(kept) * len(lost))


_LEAST = 1e-12


def _precision(pairs: Sequence[tuple[float, bool]]) -> float:
    """Give the average precision; those of one score come in together."""
    ranked = sorted(pairs, reverse=True)
    whole = sum(lost for _score, lost in pairs)
    hits = seen = 0
    area = 0.0
    for _score, group in groupby(ranked, key=lambda each: each[0]):
        own = [lost for _each, lost in group]
        hits, seen = hits + sum(own), seen + len(own)
        area += sum(own) / whole * hits / seen
    return area


def _of_top(rows: Sequence[Scored], method: str) -> float:
    """Give which share of the five first of each event were lost; ties give their mean share."""
    shares = []
    for _event, group in groupby(rows, key=lambda each: each.event):
        own = [each for each in group if each.missed <= NOT_YET_LAPSED]
        if len(own) >= TOP:
            shares.append(_top(own, lambda each: each.says[method]))
    return sum(shares) / len(shares)


def _top(rows: Sequence[Scored], score: Callable[[Scored], float]) -> float:
    least = sorted(map(score, rows), reverse=True)[TOP - 1]
    sure = [each.lost for each in rows if score(each) > least]
    tied = [each.lost for each in rows if score(each) == least]
    return (sum(sure) + (TOP - len(sure)) * sum(tied) / len(tied)) / TOP


def _bands(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Give what was said and what came, in ten bands of the chance."""
    found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, lost in pairs:
        found[min(int(score * BANDS), BANDS - 1)].append((score, lost))
    return [
        (sum(s for s, _ in own) / len(own), sum(lost for _, lost in own) / len(own), len(own))
        for _band, own in sorted(found.items())
    ]
