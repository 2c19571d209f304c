"""What came of a mail: applied, on the review list, or left alone, and why in a word or two."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.events import Say

APPLIED = "applied"
REVIEW = "review"
IGNORED = "ignored"

NOBODYS = "no such event"
"""Why an answer is left alone whose event is none of ours, from an address that nobody has."""

_WEIGHT = {IGNORED: 0, APPLIED: 1, REVIEW: 2}
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a mail: its state, why, and which partnership's it turned out to be.

    `said` is what its sender's calendar has missed, and was told instead of taking the answer.
    """

    state: str
    why: str
    owner_id: int | None = None
    said: Say | None = None


def applied(why: str) -> Outcome:
    """Say that what a mail says was done, or recorded."""
    return Outcome(APPLIED, why)


def review(why: str) -> Outcome:
    """Say that a mail waits for a coordinator."""
    return Outcome(REVIEW, why)


def ignored(why: str) -> Outcome:
    """Say that nothing is to be done about a mail."""
    return Outcome(IGNORED, why[:_LONGEST])


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Say what came of a mail of several parts: what weighs most."""
    return max(outcomes, key=lambda each: _WEIGHT[each.state], default=ignored("nothing in it"))
