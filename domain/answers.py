"""Answers: what somebody says about coming, which of several stands, and whether it still holds.

An answer is for one seat (or guest) at one event. None is ever changed: a later one takes its
place (product.md, Answers).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from domain.errors import Refused
from domain.events import Status, clean_text
from domain.language import N_
from domain.language import gettext as _
from domain.when import WallSpan

MAX_COMMENT = 500
"""Characters of a comment: it is for arrangements, not for papers."""


class Kind(StrEnum):
    """What is answered."""

    ATTENDING = "attending"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
    UNSURE = "unsure"


KINDS = {
    Kind.ATTENDING: N_("attending"),
    Kind.DEPUTY: N_("sending a deputy"),
    Kind.APOLOGIES: N_("apologies"),
    Kind.UNSURE: N_("not sure yet"),
}
"""What each answer is called where it stands; buttons say it as `domain.askings.CHOICES`."""


class Reason(StrEnum):
    """Why apologies are sent; for coordinators only, and deleted after 12 months."""

    COMMITMENT = "commitment"
    LEAVE = "leave"
    VACANT = "vacant"
    SHORT_NOTICE = "short notice"
    OTHER = "other"


REASONS = {
    Reason.COMMITMENT: N_("Another commitment"),
    Reason.LEAVE: N_("Annual leave"),
    Reason.VACANT: N_("The post is vacant"),
    Reason.SHORT_NOTICE: N_("Short notice"),
    Reason.OTHER: N_("Other"),
}


REASON_LEFT_OUT = N_("The reason is left out: it goes with apologies only.")
"""What is said of a reason that was chosen with another answer."""


class Source(StrEnum):
    """By which way an answer came."""

    SLACK = "slack"
    LINK = "link"
    CALENDAR = "calendar"
    PHONE = "phone"
    PAPER = "paper"
    COORDINATOR = "coordinator"
    IMPORT = "import"


SOURCES = {
    Source.SLACK: N_("from Slack"),
    Source.LINK: N_("by the link in our mail"),
    Source.CALENDAR: N_("from a calendar"),
    Source.PHONE: N_("by phone"),
    Source.PAPER: N_("on paper"),
    Source.COORDINATOR: N_("by the business unit"),
    Source.IMPORT: N_("from an import"),
}


class Teller(StrEnum):
    """Who told a coordinator an answer, by their role."""

    LEAD = "lead"
    DEPUTY = "deputy"
    OFFICE = "office"


TELLERS = {
    Teller.LEAD: N_("the lead"),
    Teller.DEPUTY: N_("a deputy"),
    Teller.OFFICE: N_("their office"),
}


class Deputising(StrEnum):
    """How it stands with a deputy whom somebody named for one event."""

    HELD = "held"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    REFUSED = "refused"
    REPLACED = "replaced"


IN_PLACE = frozenset({Deputising.HELD, Deputising.ASKED, Deputising.AGREED})
"""While a deputy is one of these, their seat is answered; after it, it is *not known* again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it was given.

    `at` is when its giver says they gave it; it counts from then, or from when we had it if that
    was earlier. `span` is the time of the event that they answered for, None: an unknown one, so
    that it has to be confirmed. `whole`: given for all of a series at once, so that one given for
    an occurrence alone goes before it. `deputy_id` is the named deputy's row. `recorded_by` is who
    wrote it down for them, as `told_by` told it; None: they gave it themselves.
    """

    kind: Kind
    source: Source
    at: datetime
    span: WallSpan | None
    by: int | None = None
    reason: Reason | None = None
    deputy_id: int | None = None
    comment: str = ""
    whole: bool = False
    recorded_by: int | None = None
    told_by: Teller | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a seat, or a guest, stands at an event: what was answered last, if it is known.

    `kind` None: *not known*; nobody answered, or the deputy who was named can't come. `stale`: the
    event was moved, or the seat has another lead, since it was answered.
    """

    kind: Kind | None = None
    stale: bool = False
    given_at: datetime | None = None
    source: Source | None = None
    by: int | None = None
    deputising: Deputising | None = None

    @property
    def ends_chasing(self) -> bool:
        """Say whether nobody asks any more: it was answered, though perhaps for another time."""
        return self.kind in {Kind.ATTENDING, Kind.DEPUTY, Kind.APOLOGIES}

    @property
    def is_coming(self) -> bool:
        """Say whether the partner will be represented, as far as is known."""
        return self.kind in {Kind.ATTENDING, Kind.DEPUTY}


NOT_KNOWN = Standing()
"""How a seat stands before anybody has answered."""

Ordered = TypeVar("Ordered")


def order(*, whole: bool, given_at: datetime, number: int) -> tuple[bool, datetime, int]:
    """Give what sorts the answers of one seat: the last of them stands.

    One for this event alone goes before one for a whole series; then the latest given; then the
    one we wrote down last, by its number.
    """
    return (not whole, given_at, number)


def is_stale(
    answered: WallSpan | None, span: WallSpan, *, was: int | None, lead: int | None
) -> bool:
    """Say whether an answer must be confirmed: it was for another time, or of another lead.

    `was` and `lead` are who led the seat when it was answered, and who does now.
    """
    return answered != span or (lead is not None and was != lead)


def refuse_closed(status: Status, begins_at: datetime, at: datetime) -> None:
    """Raise `Refused` for an event that can't be answered (any more), at a moment."""
    if status is Status.CANCELLED:
        raise Refused(_("This event is cancelled, so there is nothing to answer."))
    if status not in {Status.SCHEDULED, Status.HELD} or at >= begins_at:
        raise Refused(_("This event has begun or is over, so there is nothing to answer any more."))


def read_kind(text: str, *, field: str = "answer") -> Kind:
    """Give the answer that was chosen. Raises `Refused` for none."""
    try:
        return Kind(text)
    except ValueError:
        raise Refused(_("Please choose one of the answers."), field=field) from None


def read_reason(text: str, *, field: str = "reason") -> Reason | None:
    """Give the reason that was chosen, or None for none. Raises `Refused` for any other."""
    if not text:
        return None
    try:
        return Reason(text)
    except ValueError:
        raise Refused(_("Please choose one of the reasons."), field=field) from None


def clean_comment(text: str, *, field: str = "comment") -> str:
    """Give a comment without what nothing can hold. Raises `Refused` for one that is too long."""
    return clean_text(text, field=field, most=MAX_COMMENT)


def listed(kinds: Iterable[Kind | None]) -> dict[Kind | None, int]:
    """Count answers by their kind, those not known under None; the kinds in their order."""
    found = list(kinds)
    return {kind: found.count(kind) for kind in (*Kind, None)}
