"""Outcomes: what happened for each invited seat, in the sector's own codes (product.md, Words).

None is ever changed: a correction takes its place. Nothing recorded is never an absence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.answers import Kind, Standing
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.names import MAX_NAME, clean_name, name_key


class Code(StrEnum):
    """What happened: for a seat one of the first four, for a guest the last."""

    MEMBER = "MA"
    DEPUTY = "RA"
    APOLOGIES = "A"
    NO_CONTACT = "NC"
    IN_ATTENDANCE = "IA"


CODES = {
    Code.MEMBER: N_("Member attended"),
    Code.DEPUTY: N_("Representative attended"),
    Code.APOLOGIES: N_("Apologies"),
    Code.NO_CONTACT: N_("No apologies received"),
    Code.IN_ATTENDANCE: N_("In attendance"),
}
"""What each is called; *not recorded* is none of them (`NOT_RECORDED`)."""

NOT_RECORDED = N_("Not recorded")

REPRESENTED = frozenset({Code.MEMBER, Code.DEPUTY})
PRESENT = REPRESENTED | {Code.IN_ATTENDANCE}
COUNTED = REPRESENTED | {Code.APOLOGIES, Code.NO_CONTACT}
"""What an opportunity can come to; being in attendance counts for nobody and against nobody."""


class Note(StrEnum):
    """What is said beside a code, and is no code of its own."""

    SAID_YES = "had said yes"
    APOLOGIES_AFTER = "apologies after"


NOTES = {
    Note.SAID_YES: N_("had said yes"),
    Note.APOLOGIES_AFTER: N_("apologies after the event"),
}


class Source(StrEnum):
    """By which way an outcome came to be recorded."""

    REGISTER = "register"
    SELF = "self"
    PAPER = "paper"
    REPORT = "report"
    IMPORT = "import"
    CORRECTION = "correction"


SOURCES = {
    Source.REGISTER: N_("from the register"),
    Source.SELF: N_("checked in themselves"),
    Source.PAPER: N_("from the sign-in sheet"),
    Source.REPORT: N_("from the report of the call"),
    Source.IMPORT: N_("from an import"),
    Source.CORRECTION: N_("corrected after a partner asked"),
}


class Quorate(StrEnum):
    """Whether an event could decide: a fact of its own, apart from being recorded."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


QUORATE = {
    Quorate.YES: N_("quorate"),
    Quorate.NO: N_("not quorate"),
    Quorate.UNKNOWN: N_("not known"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened for one seat or guest; `code` None: nothing is recorded.

    `person_id` is who was there, or `name` somebody whom the register does not know. `remote`
    None: nobody noted how they took part. `minutes` is how long they stayed in a call.
    """

    code: Code | None = None
    remote: bool | None = None
    person_id: int | None = None
    name: str = ""
    note: Note | None = None
    minutes: int | None = None
    source: Source = Source.REGISTER

    @property
    def is_present(self) -> bool:
        """Say whether somebody was there."""
        return self.code in PRESENT

    def says_as(self, other: "Outcome") -> bool:
        """Say whether another says the same, by whichever way it came."""
        return replace(self, source=other.source, minutes=other.minutes) == other


NOTHING = Outcome()
"""What a register starts from for the silent: *not recorded*."""


def expected(
    standing: Standing, *, lead: int | None, deputy: int | None = None, name: str = ""
) -> Outcome:
    """Give what a register starts with for a seat: who said yes is ticked, the silent are not.

    What has to be confirmed is not taken for said. `name` is a deputy who is in no register yet.
    """
    if standing.stale or standing.kind is None:
        return NOTHING
    match standing.kind:
        case Kind.ATTENDING if lead is not None:
            return Outcome(code=Code.MEMBER, person_id=lead)
        case Kind.ATTENDING:
            return Outcome(code=Code.DEPUTY)
        case Kind.DEPUTY:
            return Outcome(code=Code.DEPUTY, person_id=deputy, name="" if deputy else name)
        case Kind.APOLOGIES:
            return Outcome(code=Code.APOLOGIES)
        case _:
            return NOTHING


def expected_guest(standing: Standing, person_id: int) -> Outcome:
    """Give what a register starts with for a guest: in attendance, if they said they come."""
    if standing.kind is Kind.ATTENDING and not standing.stale:
        return Outcome(code=Code.IN_ATTENDANCE, person_id=person_id)
    return NOTHING


def clean(found: Outcome, *, guest: bool, field: str = "outcome") -> Outcome:
    """Give an outcome without what does not go together.

    Raises `Refused` for a code that a guest, or a seat, can't have.
    """
    if guest and found.code in COUNTED:
        raise Refused(_("A guest is in attendance or not: guests are never counted."), field=field)
    if not guest and found.code is Code.IN_ATTENDANCE:
        raise Refused(_("A seat is represented or not. Please choose one of these."), field=field)
    if not found.is_present:
        note = found.note
        kept = note is Note.SAID_YES and found.code is Code.NO_CONTACT
        kept = kept or (note is Note.APOLOGIES_AFTER and found.code is Code.APOLOGIES)
        return Outcome(code=found.code, note=note if kept else None, source=found.source)
    name = clean_name(found.name, field="name") if found.name.strip() else ""
    return replace(found, name="" if found.person_id is not None else name, note=None)


def noted(found: Outcome, standing: Standing) -> Outcome:
    """Add what their answer says beside what happened: who said yes and did not come."""
    if found.code is Code.NO_CONTACT and standing.is_coming and not standing.stale:
        return replace(found, note=Note.SAID_YES)
    return found


def read_code(text: str, *, field: str = "outcome") -> Code | None:
    """Give the code that was chosen; None for *not recorded*. Raises `Refused` for any other."""
    if text in {"", "not recorded"}:
        return None
    try:
        return Code(text)
    except ValueError:
        raise Refused(_("Please choose what happened."), field=field) from None


@dataclass(frozen=True, slots=True)
class Sum:
    """How many seats came to what, and how many others were there: one line sums a register up."""

    members: int = 0
    deputies: int = 0
    apologies: int = 0
    no_contact: int = 0
    unrecorded: int = 0
    others: int = 0

    @property
    def represented(self) -> int:
        """Give how many seats were represented."""
        return self.members + self.deputies

    @property
    def seats(self) -> int:
        """Give how many seats were invited."""
        return self.represented + self.apologies + self.no_contact + self.unrecorded

    @property
    def is_empty(self) -> bool:
        """Say whether it has nobody in it: then it is questioned before it is saved."""
        return not (self.represented or self.others)


def summed(seats: Iterable[Outcome], guests: Iterable[Outcome] = (), *, walk_ins: int = 0) -> Sum:
    """Count what a register says."""
    codes = [each.code for each in seats]
    return Sum(
        codes.count(Code.MEMBER),
        codes.count(Code.DEPUTY),
        codes.count(Code.APOLOGIES),
        codes.count(Code.NO_CONTACT),
        codes.count(None),
        sum(each.is_present for each in guests) + walk_ins,
    )


def rest_absent(found: Outcome) -> Outcome:
    """Give *no apologies received* for a seat of which nothing is recorded, else what it is."""
    return replace(found, code=Code.NO_CONTACT) if found.code is None else found


def clean_walk_in(name: str, organisation: str) -> tuple[str, str]:
    """Give who came without being invited, and from where, which may be left empty.

    Raises `Refused` for a name that can be none.
    """
    where = clean_name(organisation, field="walk_in_from") if organisation.strip() else ""
    return clean_name(name, field="walk_in"), where[:MAX_NAME]


def walk_in_key(name: str, organisation: str) -> tuple[str, str]:
    """Give what two spellings share of who came without being invited, and from where."""
    return name_key(name), name_key(organisation)
