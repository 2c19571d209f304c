"""Going live: who would hear of it, and of what."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that somebody would hear: its kind, and of an event its title and day."""

    kind: str
    title: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """Somebody who would hear, or with `channel` a body in whose channel a card would stand."""

    id: int
    name: str
    heard: tuple[Heard, ...]
    channel: bool = False
