"""What the lead of a seat is told of a deputy, and a coordinator of one who is held."""

from dataclasses import dataclass
from datetime import date

from domain.answers import Deputising


@dataclass(frozen=True, slots=True)
class Notice:
    """How it stands with a deputy: who they are, and whom they were to represent.

    `after_silence`: nobody named them; they were asked since there was no answer. `by_role`: what
    they are is known, and said instead of their name.
    """

    state: Deputising
    deputy: str
    partners: tuple[str, ...]
    after_silence: bool = False
    by_role: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A deputy who waits for a coordinator: `whose` their address is already, and whose partner."""

    name: str
    address: str
    title: str
    day: date
    whose: str = ""
    belongs: str = ""
