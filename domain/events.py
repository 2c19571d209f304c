"""Events: what a meeting is, how it stands, and what was entered about it."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.names import MAX_NAME, clean_name, tidy
from domain.recurrence import Rule
from domain.when import WallSpan

MAX_TEXT = 3000
"""Characters of an agenda or of joining instructions: what a field of Slack's takes."""

MAX_PLACE = 300
MOST_PRIORITIES = 10

AT_ONCE = 5
"""A send to more people than this waits, and can be stopped."""

_LINK = re.compile(r"https://[^\s<>\"|\\^`{}\[\]]+")
_CLOSING = ".,;:!?)'"


class Status(StrEnum):
    """How an event stands. Whether it was quorate or recorded are separate facts."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    HELD = "held"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"


class Calendar(StrEnum):
    """Whose entry stands in people's calendars: ours, one sent elsewhere before, or none."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    NONE = "none"


class What(StrEnum):
    """Why a round of messages went out."""

    INVITATION = "invitation"
    MOVE = "move"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    AUDIENCE = "audience"
    DEPUTY = "deputy"
    EXTENSION = "extension"
    CALENDAR = "calendar"
    PAPERS = "papers"
    REMINDER = "reminder"
    NUDGE = "nudge"
    STOP = "stop"


class Say(StrEnum):
    """What one message tells one person: who is in, what is new, it is off, they are out."""

    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    WITHDRAWAL = "withdrawal"


class Extent(StrEnum):
    """What of a series a change is meant for: one event, it and those that follow, or all."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


class Among(StrEnum):
    """Whom an item of an audience means."""

    BODY = "body"
    SECTOR = "sector"
    SEAT = "seat"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Details:
    """What an event says besides its time: all of it is shown to all who are invited.

    `link` is the address to join by, found in the pasted `joining` block or the place.
    """

    title: str
    place: str = ""
    link: str = ""
    joining: str = ""
    agenda: str = ""
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned: one event, or with a `rule` a series that begins with it.

    `body_id` is what meets, whose terms hold; `answer_by` None: so many working days before, as
    the body has it. `in_channel`: a card goes to the body's channel too.
    """

    details: Details
    span: WallSpan
    rule: Rule | None = None
    body_id: int | None = None
    calendar: Calendar = Calendar.OURS
    hide_guests: bool = True
    in_channel: bool = False
    answer_by: date | None = None


def clean_details(
    *, title: str, where: str = "", joining: str = "", agenda: str = "", priorities: str = ""
) -> Details:
    """Give what was entered about an event; `Refused` beside its field for what can't stand.

    `where` is a place, or a whole joining block pasted there: several lines, or a bare link.
    """
    place, block = _apart(where, joining)
    found = _LINK.search(f"{block}\n{place}")
    return Details(
        title=clean_title(title),
        place=place,
        link=found[0].rstrip(_CLOSING) if found else "",
        joining=clean_text(block, field="joining"),
        agenda=clean_text(agenda, field="agenda"),
        priorities=_priorities(priorities),
    )


def clean_title(text: str, *, field: str = "title") -> str:
    """Give the title that was meant.

    Raises `Refused` for one of several lines, and as `domain.names.clean_name`. What is written
    into a calendar is one line whatever happens: `domain.entries.vevent` folds white space.
    """
    if len(text.strip().splitlines()) > 1:
        raise Refused(_("A title is one line. Please take the line break out of it."), field=field)
    return clean_name(text, field=field)


def clean_text(text: str, *, field: str, most: int = MAX_TEXT) -> str:
    """Give a text of several lines, without what no calendar can hold; `Refused` if too long."""
    lines = (tidy(line) for line in text.strip().splitlines())
    clean = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    if len(clean) > most:
        raise Refused(
            _("This has {length} characters; at most {most} fit. Please shorten it.").format(
                length=len(clean), most=most
            ),
            field=field,
        )
    return clean


def clean_reason(text: str, *, field: str = "reason") -> str:
    """Give the reason of a cancellation or a move, one line that people read; it may be empty."""
    return tidy(clean_text(text, field=field, most=MAX_PLACE))


def _apart(where: str, joining: str) -> tuple[str, str]:
    """Tell the place from a joining block that was pasted into its field."""
    lines = [line.strip() for line in where.strip().splitlines() if line.strip()]
    if len(lines) > 1 or (lines and _LINK.match(lines[0])):
        own_place = lines[0] if not _LINK.search(lines[0]) and not joining.strip() else ""
        rest = lines[1:] if own_place else lines
        return clean_text(own_place, field="place", most=MAX_PLACE), "\n".join([*rest, joining])
    return clean_text("".join(lines), field="place", most=MAX_PLACE), joining


def _priorities(text: str) -> tuple[str, ...]:
    """Read priorities, one a line or with commas between; each once."""
    found = dict.fromkeys(tidy(each) for each in re.split(r"[\n,;]", text))
    names = tuple(each for each in found if each)
    if len(names) > MOST_PRIORITIES or any(len(each) > MAX_NAME for each in names):
        raise Refused(
            _("Please give at most {n} priorities, each of at most {most} characters.").format(
                n=MOST_PRIORITIES, most=MAX_NAME
            ),
            field="priorities",
        )
    return names


def moved(planned: Planned, span: WallSpan) -> Planned:
    """Give the same at another time, its own answer-by day left to be worked out again."""
    return replace(planned, span=span, answer_by=None)


CALENDAR_NAMES = {
    Calendar.OURS: N_("We send calendar invitations"),
    Calendar.ELSEWHERE: N_("It is in people's calendars already: we send none"),
    Calendar.NONE: N_("No calendar entries"),
}

STATUS_NAMES = {
    Status.DRAFT: N_("draft"),
    Status.SCHEDULED: N_("scheduled"),
    Status.HELD: N_("held"),
    Status.ABANDONED: N_("abandoned"),
    Status.CANCELLED: N_("cancelled"),
}
