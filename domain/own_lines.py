"""What a partner reads of how connected it is itself: facts, a welcome, one way back (wording D7).

Never a label or a forecast unprompted, never another partner's. What coordinators have not checked
yet is said as a count alone.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.engagement import Came
from domain.standing import Level
from domain.watching import AtBody


class Tone(StrEnum):
    """How a partner is spoken to about one body."""

    COUNTS = "counts"
    USUAL = "usual"
    DEPUTIES = "deputies"
    LITTLE = "little"
    LESS = "less"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Next:
    """The body's next event to which the partner is invited."""

    event_id: int
    day: date


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One body's line: how often the partner came of the last twelve, and what was missed."""

    body: str
    tone: Tone
    seat_id: int
    attended: int
    out_of: int
    missed: int = 0
    attended_before: int = 0
    out_of_before: int = 0
    seen: date | None = None
    coming: Next | None = None
    chance: float | None = None
    expected: float | None = None
    if_attended: float | None = None


_TONES = {Level.WATCH: Tone.LITTLE, Level.ACT: Tone.LESS, Level.LAPSED: Tone.UNSEEN}

_BY_DEPUTIES = 4
"""Events in a row that were all represented by a deputy until it is said."""


def of(at: AtBody, seat_id: int, coming: Next | None) -> OwnLine:
    """Say which line is a partner's at one body, on a seat. `at` is what a chair may see of it."""
    standing = at.watching.standing
    state = standing.state
    knows = not (at.is_thin or at.is_withheld)
    return OwnLine(
        body=at.watching.body,
        tone=_tone(at) if knows else Tone.COUNTS,
        seat_id=seat_id,
        attended=state.attended,
        out_of=state.out_of,
        missed=state.missed,
        attended_before=state.attended_before,
        out_of_before=state.out_of_before,
        seen=standing.seen,
        coming=coming,
        chance=state.p if knows else None,
        expected=state.expected if knows else None,
        if_attended=state.p_if_attended if knows else None,
    )


def _tone(at: AtBody) -> Tone:
    standing = at.watching.standing
    if standing.told in _TONES and standing.state.missed:
        return _TONES[standing.told]
    if standing.told not in {Level.STEADY, *_TONES}:
        return Tone.COUNTS
    lately = [each.came for each in at.occasions[:_BY_DEPUTIES]]
    if len(lately) == _BY_DEPUTIES and set(lately) == {Came.DEPUTY}:
        return Tone.DEPUTIES
    return Tone.USUAL
