"""What can be chosen for a seat in a register, as the form's fields carry it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.event_words import sentence_of
from bot.messages import attendance_words as words
from bot.messages import fields, layout
from domain.language import gettext as _
from domain.outcomes import CODES, NOT_RECORDED, NOTES, Code, Note, Outcome
from domain.registers import Line

EVERYBODY = "everybody"
"""The choice of all on a page, among who took part by call."""

_OTHER = "other"
_PERSON = "person"
_AFTER = "after"
_NOT = "not recorded"


def offered(line: Line) -> list[fields.Choice]:
    """Offer what can have happened: who may have come by name, and what else there is."""
    if line.seat.guest:
        return [(Code.IN_ATTENDANCE, _(CODES[Code.IN_ATTENDANCE])), (_NOT, _(NOT_RECORDED))]
    found: list[fields.Choice] = []
    if line.lead is not None:
        found.append(
            (f"{_PERSON}:MA:{line.lead[0]}", _("Member: {name}").format(name=line.lead[1]))
        )
    else:
        found.append((Code.MEMBER, _(CODES[Code.MEMBER])))
    found += [
        (f"{_PERSON}:RA:{own}", _("Deputy: {name}").format(name=name))
        for own, name in line.deputies
    ]
    if line.outcome.code is Code.DEPUTY and line.outcome.name:
        said = _("For them: {name}").format(name=line.outcome.name)
        found.append((f"{_OTHER}:{line.outcome.name}", said))
    found += [
        (Code.DEPUTY, _("Somebody else for them")),
        (Code.APOLOGIES, _(CODES[Code.APOLOGIES])),
        (
            f"{Code.APOLOGIES}:{_AFTER}",
            sentence_of(_(NOTES[Note.APOLOGIES_AFTER])),
        ),
        (Code.NO_CONTACT, _(CODES[Code.NO_CONTACT])),
        (_NOT, _(NOT_RECORDED)),
    ]
    known = {value for value, _text in found}
    current = value_of(line.outcome)
    if current not in known:
        found.insert(0, (current, words.happened(line)))
    return [(value, layout.short(text, layout.OPTION)) for value, text in found]


def value_of(outcome: Outcome) -> str:
    """Write an outcome as a choice of the form carries it."""
    if outcome.code is None:
        return _NOT
    if outcome.code in {Code.MEMBER, Code.DEPUTY} and outcome.person_id is not None:
        return f"{_PERSON}:{outcome.code}:{outcome.person_id}"
    if outcome.code is Code.DEPUTY and outcome.name:
        return f"{_OTHER}:{outcome.name}"
    if outcome.note is Note.APOLOGIES_AFTER:
        return f"{Code.APOLOGIES}:{_AFTER}"
    return outcome.code


def read_value(value: str, before: Outcome) -> Outcome | None:
    """Read a choice of the form, beside what the register said; None for none that it offers."""
    if value == value_of(before):
        return before
    match value.split(":", 2):
        case ["not recorded"]:
            return Outcome()
        case ["person", code, own] if own.isdecimal() and code in {Code.MEMBER, Code.DEPUTY}:
            return Outcome(code=Code(code), person_id=int(own))
        case ["A", "after"]:
            return Outcome(code=Code.APOLOGIES, note=Note.APOLOGIES_AFTER)
        case [code] if code in set(Code):
            return Outcome(code=Code(code))
    return None


def entered_outcomes(
    lines: Sequence[Line], chosen: Mapping[int, str], remote: Collection[str]
) -> dict[int, Outcome | None]:
    """Read a page: what was chosen for each seat, None for what the page does not offer.

    Who was there and is not among those by call was in the room.
    """
    found: dict[int, Outcome | None] = {}
    by_call = {number for number in chosen if EVERYBODY in remote or str(number) in remote}
    for line in lines:
        own = line.seat.invitation_id
        if own not in chosen:
            continue
        said = read_value(chosen[own], line.outcome)
        if said is not None and said.is_present:
            said = replace(said, remote=own in by_call)
        found[own] = said
    return found
