"""Chasing as coordinators see it: who is asked about an event, and whom somebody should phone."""

from dataclasses import dataclass
from datetime import datetime

from domain.chasing_facts import Verdict
from domain.when import WallSpan


@dataclass(frozen=True, slots=True)
class Line:
    """An invitation as chasing sees it: the partner (none for a guest), the person, and why."""

    partner: str
    person: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """An event as chasing sees it; `people` may be asked again by hand."""

    event_id: int
    title: str
    span: WallSpan
    lines: tuple[Line, ...]
    people: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What chasing leaves to a coordinator: whom to phone, and whether a deputy is asked."""

    to_phone: "tuple[ToPhone, ...]" = ()
    to_ask: "tuple[ToPhone, ...]" = ()


@dataclass(frozen=True, slots=True)
class ToPhone:
    """Somebody whom only a phone call is left for: which seat of which event nobody answered.

    `job` and `address` are what the register knows of how to find them; it has no phone numbers.
    """

    event_id: int
    title: str
    span: WallSpan
    invitation_id: int
    partner: str
    person_id: int | None
    person: str
    job: str = ""
    address: str = ""
