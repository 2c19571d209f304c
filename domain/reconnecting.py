"""When a message to win a partner back is offered to a coordinator, and what it is made of (D8).

It is a draft to copy or to open in one's own mail: it is never sent by us.
"""

from dataclasses import dataclass
from datetime import date

from domain.findings import FOUND
from domain.standing import Standing
from domain.watching import Watching

MISSED, CAME = 3, 8
"""The third miss in a row of one that came to so many of the twelve before is reason enough."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft says: whom it is to, what they missed, what touched their work, what comes."""

    organisation_id: int
    body_id: int
    partner: str
    body: str
    missed: int
    priorities: tuple[str, ...] = ()
    coming: tuple[date, ...] = ()
    address: str = ""


def is_offered(each: Watching) -> bool:
    """Say whether a draft is offered: less connected, not seen, or a regular's third miss."""
    return each.standing.told in FOUND or _is_regular_s_third(each.standing)


def _is_regular_s_third(standing: Standing) -> bool:
    state = standing.state
    return state.missed >= MISSED and state.attended_before >= CAME
