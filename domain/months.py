"""What changes in a month: seats and those who fill them, leave, and who belongs."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Turn(StrEnum):
    """What happens on a day."""

    JOINS = "joins"
    LEAVES = "leaves"
    SEAT_BEGINS = "seat begins"
    SEAT_ENDS = "seat ends"
    LEAD_BEGINS = "lead begins"
    LEAD_ENDS = "lead ends"
    DEPUTY_BEGINS = "deputy begins"
    DEPUTY_ENDS = "deputy ends"
    AWAY = "leave begins"
    BACK = "leave ends"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes on a day: for whom, on which body, and who."""

    day: date
    turn: Turn
    partner: str
    body: str = ""
    person: str = ""


def month_around(day: date) -> tuple[date, date]:
    """Give the first day of a day's month, and of the next."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
