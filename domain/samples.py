"""A made-up partnership to look round in: role names only, in a county that does not exist."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.language import N_
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.sample_past import (
    ALWAYS,
    BY_DEPUTY,
    LESS_CONNECTED,
    MONTHLY,
    NOW_AND_THEN,
    TWO_MONTHLY,
    USUAL,
)


@dataclass(frozen=True, slots=True)
class Partner:
    """A sample partner: its people's addresses are at `{key}.example.org`."""

    key: str
    name: str
    sector: str
    person: str
    bodies: tuple[str, ...] = ("forum",)
    deputies: tuple[str, ...] = ()
    speaks_for: str | None = None

    def address(self, word: str = "lead") -> str:
        """Give the mail address of one of its people."""
        return f"{word}@{self.key}.example.org"


TOP = ("executive", "forum", "practice")

PARTNERS = (
    Partner(
        "council",
        N_("Anyshire Council"),
        "local_authority",
        N_("Council lead"),
        TOP,
        (N_("Council deputy"),),
    ),
    Partner(
        "health",
        N_("Anyshire Integrated Care Board"),
        "health",
        N_("Health lead"),
        TOP,
        (N_("Health deputy"),),
    ),
    Partner(
        "police",
        N_("Anyshire Police"),
        "police",
        N_("Police lead"),
        TOP,
        (N_("Police deputy"), N_("Second police deputy")),
    ),
    Partner(
        "schools",
        N_("Anyshire Schools"),
        "education",
        N_("Head teacher"),
        ("forum", "practice"),
        speaks_for=N_("Ninety primary schools"),
    ),
    Partner(
        "nurseries",
        N_("Anyshire Nurseries Network"),
        "early_years",
        N_("Nurseries lead"),
        ("forum", "practice"),
    ),
    Partner(
        "youth",
        N_("Anyshire Youth Justice Service"),
        "youth_justice",
        N_("Youth justice lead"),
        ("forum", "practice"),
        (N_("Youth justice deputy"),),
    ),
    Partner("probation", N_("Anyshire Probation Service"), "probation", N_("Probation lead")),
    Partner("home", N_("Anyshire Secure Home"), "secure_estate", N_("Secure home lead")),
    Partner("fire", N_("Anyshire Fire and Rescue"), "fire", N_("Fire lead")),
    Partner("housing", N_("Anyshire Housing Trust"), "housing", N_("Housing lead")),
    Partner(
        "charity",
        N_("Anyshire Youth Charity"),
        "voluntary",
        N_("Charity lead"),
        ("forum", "practice"),
    ),
    Partner("courts", N_("Anyshire Family Courts"), "other", N_("Courts lead")),
)

BODIES = {
    "executive": N_("Executive"),
    "forum": N_("Leadership Forum"),
    "practice": N_("Practice Sub-group"),
}

ARRANGEMENT = N_("New arrangements")

VACANT = "probation"
"""Whose lead left last month: the seat is vacant."""

JOINED_LATELY = "nurseries"
"""Who got its seats a few months ago."""

ON_LEAVE = "home"
"""Who is reorganised, and on leave for some weeks."""

CHANGES = "fire"
"""Who gets another lead on the first of next month."""

NEW_LEAD = N_("New fire lead")

UNREACHED = "housing"
"""Whose lead has no mail address yet."""

HABITS = {
    "council": ALWAYS,
    "health": USUAL,
    "police": BY_DEPUTY,
    "schools": USUAL,
    "youth": BY_DEPUTY,
    "probation": NOW_AND_THEN,
    "fire": USUAL,
    "housing": NOW_AND_THEN,
    "charity": LESS_CONNECTED,
    "courts": NOW_AND_THEN,
}
"""How often each came in the year before; who is not named always did."""

PAST = {"forum": TWO_MONTHLY, "practice": MONTHLY}
"""Which bodies have a year of registers."""

DIARY_OF = "police"
DIARY = N_("Police lead's office")


_APRIL_YEAR_AGO = 5
"""After this month, April of the year before is more than a year ago."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which things happen in the sample, seen from the day it is laid."""

    joined: date
    arranged: date
    left: date
    away: date
    back: date
    following: date
    lately: date
    called: date
    visited: date

    @classmethod
    def around(cls, day: date) -> "Days":
        """Give the days around a day."""
        this_month = day.replace(day=1)
        following = (this_month + timedelta(days=32)).replace(day=1)
        return cls(
            joined=date(day.year - 3, 9, 1),
            arranged=date(day.year - (1 if day.month > _APRIL_YEAR_AGO else 2), 4, 1),
            left=(this_month - timedelta(days=1)).replace(day=1),
            away=day - timedelta(days=20),
            back=following + timedelta(days=30),
            following=following,
            lately=(this_month - timedelta(days=95)).replace(day=1),
            called=day - timedelta(days=6),
            visited=day - timedelta(days=33),
        )


def marked(name: str) -> str:
    """Give a sample's name as it is kept and shown, so that nobody takes it for a real one."""
    return f"{_(name)[: MAX_NAME - len(_mark())]}{_mark()}"


def unmarked(name: str) -> str:
    """Give a sample's name without its mark: somebody real has begun to use it."""
    return name.removesuffix(_mark())


def _mark() -> str:
    return _(" (sample)")
