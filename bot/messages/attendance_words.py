"""What registers of attendance say in words: sums, notes, and the block for the minutes."""

from collections.abc import Iterable, Sequence

from bot.language import time_span
from domain.language import gettext as _
from domain.language import ngettext
from domain.outcomes import CODES, NOT_RECORDED, NOTES, SOURCES, Code, Outcome, Source, Sum
from domain.registers import Another, Line
from domain.when import WallSpan


def summed(found: Sum) -> str:
    """Sum a register up in one line."""
    parts = [
        _("{n} of {seats} seats represented ({members} by their member, {deputies} by a deputy)")
    ]
    said = parts[0].format(
        n=found.represented, seats=found.seats, members=found.members, deputies=found.deputies
    )
    counts = [
        ngettext("{n} sent apologies", "{n} sent apologies", found.apologies),
        ngettext("{n} no apologies received", "{n} no apologies received", found.no_contact),
        ngettext("{n} not recorded", "{n} not recorded", found.unrecorded),
        ngettext("{n} other in attendance", "{n} others in attendance", found.others),
    ]
    numbers = (found.apologies, found.no_contact, found.unrecorded, found.others)
    rest = [text.format(n=n) for text, n in zip(counts, numbers, strict=True) if n]
    return "; ".join([said, *rest]) + "."


def who(line: Line) -> str:
    """Name who was there for a seat, as far as is known."""
    names = dict((*((line.lead,) if line.lead else ()), *line.deputies))
    outcome = line.outcome
    return names.get(outcome.person_id or 0, "") or outcome.name


def happened(line: Line) -> str:
    """Say what is recorded of a seat or guest: what, by whom, how, and what stands beside it."""
    outcome = line.outcome
    if outcome.code is None:
        return _(NOT_RECORDED)
    said = [_(CODES[outcome.code])]
    if outcome.code in {Code.MEMBER, Code.DEPUTY} and (name := who(line)):
        said.append(name)
    if outcome.is_present and outcome.remote is not None:
        said.append(_("by call") if outcome.remote else _("in person"))
    if outcome.note is not None:
        said.append(_(NOTES[outcome.note]))
    return ", ".join(said)


def source(outcome: Outcome) -> str:
    """Say how it came to be known, where that was not by the register itself."""
    return "" if outcome.source is Source.REGISTER else _(SOURCES[outcome.source])


def minutes(title: str, span: WallSpan, lines: Sequence[Line], others: Sequence[Another]) -> str:
    """Write who was there as minutes have it: present, apologies, in attendance; to be pasted."""
    seats = [each for each in lines if not each.seat.guest]
    guests = [each.seat.called for each in lines if each.seat.guest and each.outcome.is_present]
    present = [_attended(each) for each in seats if each.outcome.is_present]
    sent = [each.seat.called for each in seats if each.outcome.code is Code.APOLOGIES]
    came = [_another(each) for each in others]
    parts = [
        f"{title}\n{time_span(span)}",
        _part(_("Present"), present),
        _part(_("Apologies"), sent),
        _part(_("In attendance"), [*guests, *came]),
    ]
    return "\n\n".join(part for part in parts if part)


def _part(heading: str, names: Iterable[str]) -> str:
    listed = list(names)
    return "\n".join([heading, *listed]) if listed else ""


def _attended(line: Line) -> str:
    name = who(line)
    if line.outcome.code is Code.DEPUTY:
        deputy = _("{partner}: {name} (deputy)") if name else _("{partner} (a deputy)")
        return deputy.format(partner=line.seat.called, name=name)
    return f"{line.seat.called}: {name}" if name else line.seat.called


def _another(each: Another) -> str:
    return f"{each.name} ({each.organisation})" if each.organisation else each.name
