"""What is behind a finding: all that a coordinator looks at before others may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.findings import CameOfIt, Spell, Way
from domain.registers import Unfilled
from domain.watching import AtBody


@dataclass(frozen=True, slots=True)
class Contacted:
    """A contact with a partner, as it is read: `came_of_it` None where nobody said."""

    day: date
    way: Way
    came_of_it: CameOfIt | None
    note: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Away:
    """A leave that is not over: why, from when, and until when if that is known."""

    reason: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What was missed, and what may be wrong with it.

    `unfilled` are registers of the body that nobody has filled in, `corrections` how many wait of
    this partner, `vacant` says that its seat there has no lead.
    """

    spell: Spell
    at: AtBody
    unfilled: Sequence[Unfilled]
    corrections: int
    vacant: bool
    leaves: Sequence[Away]
    contact: Contacted | None


@dataclass(frozen=True, slots=True)
class Trail:
    """What was done about a partner: the latest contacts, and what was found, by body's name."""

    contacts: Sequence[Contacted] = ()
    found: Sequence[tuple[str, Spell]] = ()
