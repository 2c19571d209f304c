"""Standings counted anew by engagement.md alone, for tests to compare the product's with.

Nothing of the product is used, and nothing is carried along: the discounted sums are written out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import exp, log

MEMBER, DEPUTY, SORRY, SILENT = "M", "D", "A", "0"
"""How an opportunity was taken up, a mark for each."""


@dataclass(frozen=True)
class Numbers:
    """What can be said after some opportunities; the numbers are None of one that never came."""

    p: float | None
    expected: float | None
    usual: float | None
    missed: int
    opportunities: int
    attended: int


def numbers(marks: str, *, before: float = 0.0, anew: Collection[int] = ()) -> Numbers:
    """Give the numbers of a history, the earliest mark first.

    `before` is how many events the partner is taken to have been asked to beforehand; `anew` are
    the places of marks that are the first in new arrangements.
    """
    begins = next((at for at, mark in enumerate(marks) if mark in "MD"), None)
    if begins is None:
        return Numbers(None, None, None, 0, 0, 0)
    counted = marks[begins:]
    broken = [each - begins for each in sorted(anew) if begins < each < len(marks)]
    weights = _weights(counted, broken)
    seen = max(at for at, mark in enumerate(counted) if mark in "MD")
    run = max([seen + 1, *broken])
    m, n = min(sum(weights[run:]), 10), before + sum(weights[1:])
    u = _usual(counted[: seen + 1], weights, broken)
    long = log(1 + m)
    z = 3.7 - 9.7 * u + 3.9 * u * long - 0.5 * log(1 + n)
    if counted[seen] == DEPUTY and MEMBER in counted:
        z += 0.75
    comes = -3.63 + 7.06 * u - 2.69 * u * long + 0.24 * log(1 + n)
    return Numbers(
        p=1 / (1 + exp(-z)),
        expected=4 / (1 + exp(-comes)),
        usual=u,
        missed=len(counted) - run,
        opportunities=len(counted),
        attended=sum(mark in "MD" for mark in counted[-12:]),
    )


def _weights(counted: str, broken: Sequence[int]) -> list[float]:
    """Say how much each counts: announced absences half, but no more than three in a row."""
    found: list[float] = []
    for at, mark in enumerate(counted):
        since = max([0, *(each for each in broken if each <= at)])
        row = len(counted[since:at]) - len(counted[since:at].rstrip(SORRY))
        found.append(0.5 if mark == SORRY and row < 3 else 1.0)
    return found


def _usual(until: str, weights: Sequence[float], broken: Sequence[int]) -> float:
    """Give what was usual at the last attendance, from the sum of all that faded until then."""
    a = b = 0.0
    for at, mark in enumerate(until):
        left = 0.85 ** sum(weights[at + 1 : len(until)])
        left *= 0.5 ** sum(at < each < len(until) for each in broken)
        if mark in "MD":
            a += left
        else:
            b += left * weights[at]
    return (a + 1) / (a + b + 4)


def levels(marks: str, *, before: float = 0.0, anew: Collection[int] = ()) -> list[str]:
    """Give the level after each mark, with the usual thresholds."""
    found = ["new"]
    for at in range(1, len(marks) + 1):
        found.append(_level(marks[:at], found[-1], before, anew))
    return found[1:]


def _level(marks: str, last: str, before: float, anew: Collection[int]) -> str:
    chance = numbers(marks, before=before, anew=anew).p
    begins = min((at for at, mark in enumerate(marks) if mark in "MD"), default=0)
    broken = [each - begins for each in sorted(anew) if begins < each < len(marks)]
    weights = _weights(marks[begins:], broken)
    if chance is None or before + sum(weights[1:]) < 3:
        return "new"
    seen = max(at for at, mark in enumerate(marks[begins:]) if mark in "MD")
    if sum(weights[max([seen + 1, *broken]) :]) >= 4:
        return "lapsed"
    if chance >= (0.35 if last in {"act", "lapsed"} else 0.50):
        return "act"
    if chance >= (0.15 if last in {"watch", "act", "lapsed"} else 0.25):
        return "watch"
    return "steady"
