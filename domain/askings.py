"""What one person is asked about an event, or a series that goes on with it, and what is new of it.

Letters, cards and pages are made of these; db/event_facts.py gathers them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.events import Calendar
from domain.language import N_
from domain.language import gettext as _
from domain.recurrence import Rule
from domain.when import WallSpan


class Through(StrEnum):
    """As what somebody is asked for a seat: as its lead, or because there is none as another.

    `named`: whoever leads it sends them to this event; `silence`: there was no answer for it, so
    that its deputy is asked.
    """

    LEAD = "lead"
    DEPUTY = "deputy"
    CONTACT = "contact"
    NAMED = "named"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Standing:
    """A seat that somebody is asked for: whose it is, where, and as what they are asked.

    `sent_by` is the role of whoever named them for it.
    """

    partner: str
    body: str = ""
    through: Through = Through.LEAD
    sent_by: str = ""


def stands_in(seats: Sequence[Standing]) -> bool:
    """Say whether somebody is asked for others' seats alone."""
    return bool(seats) and all(each.through in {Through.NAMED, Through.SILENCE} for each in seats)


def choices_for(seats: Sequence[Standing]) -> dict[str, str]:
    """Give what can be answered for some seats, or as a guest without any."""
    if stands_in(seats):
        return STANDING_IN
    return {each: text for each, text in CHOICES.items() if seats or each != "deputy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What one person is asked: to be at an event, for some seats, or without one as a guest.

    With a `rule` it is about a series; `coming` are the next times of it that they are asked
    about, this one first, `planned` when its rule has these, and `usual` its own time where that
    of the next may be another. `part_of` is the rule of the series that one date is of. `answer_by`
    None: that day has passed. `papers_by`: until when papers come; None: they are there.
    `calendar` says whose entry stands in calendars.
    """

    title: str
    span: WallSpan
    answer_by: date | None
    place: str = ""
    link: str = ""
    joining: str = ""
    agenda: str = ""
    papers_by: date | None = None
    rule: Rule | None = None
    part_of: Rule | None = None
    coming: tuple[WallSpan, ...] = ()
    planned: tuple[datetime, ...] = ()
    usual: WallSpan | None = None
    seats: tuple[Standing, ...] = ()
    calendar: Calendar = Calendar.OURS

    @property
    def stands_in(self) -> bool:
        """Say whether somebody is asked for others' seats alone, and can't send a deputy."""
        return stands_in(self.seats)

    @property
    def choices(self) -> dict[str, str]:
        """Give what can be answered: by a deputy yes or no, by a guest without sending one."""
        return choices_for(self.seats)

    @property
    def partners(self) -> tuple[str, ...]:
        """Name the partners whose seats they are, each once."""
        return tuple(dict.fromkeys(each.partner for each in self.seats))


@dataclass(frozen=True, slots=True)
class News:
    """What is new for somebody who was told before, as far as it is known.

    `was` is when it was, as they were told last; `changed` what else differs now, by the names of
    an event's columns, with what it was. `others`: what they are asked for; `came` and `gone` are
    the days that this gave and took. `ended`: the series ends with the `last` of theirs, and
    another may follow. `reason` is why, where that was said.
    """

    was: WallSpan | None = None
    changed: tuple[tuple[str, str], ...] = ()
    others: bool = False
    ended: bool = False
    came: tuple[date, ...] = ()
    gone: tuple[date, ...] = ()
    last: date | None = None
    reason: str = ""


class Mark(StrEnum):
    """Why a message reaches nobody but its reader."""

    TEST = "test"
    REHEARSAL = "rehearsal"


MARKS = {
    Mark.TEST: (N_("Test copy"), N_("This is a test copy. Nobody else gets it.")),
    Mark.REHEARSAL: (
        N_("Rehearsal"),
        N_("You are in rehearsal. Nobody else gets this until you go live."),
    ),
}


def called(mark: Mark | None, text: str) -> str:
    """Give a heading, behind its mark where it has one."""
    return f"{_(MARKS[mark][0])}: {text}" if mark else text


def explained(mark: Mark) -> str:
    """Say what a mark means."""
    return _(MARKS[mark][1])


@dataclass(frozen=True, slots=True)
class Pages:
    """The addresses of one person's own pages of an event; empty where there is none to give.

    `deputy` is where somebody names one, `access` where they tell what they need, `holder` where
    they tell who holds the seat. Of no event are `preferences`, which messages they get, and
    `calendar`, all of theirs to subscribe to.
    """

    event: str = ""
    answer: str = ""
    deputy: str = ""
    access: str = ""
    holder: str = ""
    preferences: str = ""
    calendar: str = ""

    @property
    def file(self) -> str:
        """Give where its calendar file is."""
        return f"{self.event}/event.ics" if self.event else ""

    def answering(self, choice: str) -> str:
        """Give where somebody answers with a choice."""
        if choice == "deputy" and self.deputy:
            return self.deputy
        return f"{self.answer}?choice={choice}" if self.answer else ""


CHOICES = {
    "attending": N_("I will attend"),
    "deputy": N_("Send a deputy"),
    "apologies": N_("Send apologies"),
    "unsure": N_("Not sure yet"),
}
"""The four answers, as buttons and links say them, the main one first."""

STANDING_IN = {"attending": N_("I can represent"), "apologies": N_("I cannot")}
"""What a deputy can answer who was named for one event, as buttons and links say it."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the partnership, and how its business unit can be reached."""

    name: str
    phone: str | None = None
    mailbox: str | None = None
    privacy_page: str | None = None
