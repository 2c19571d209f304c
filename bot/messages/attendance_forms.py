"""The forms of a register: pages of seats, each a draft, then one look over it all and one save."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bot.language import time_span
from bot.messages import attendance_words as words
from bot.messages import fields, layout
from bot.reply import Block, Modal
from domain.events import MAX_PLACE, Status
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.outcomes import CODES, NOT_RECORDED, NOTES, QUORATE, Code, Note, Outcome, Quorate
from domain.registers import Another, Line, Stage, summed_up
from domain.when import WallSpan

OPEN = "attendance.open"
PAGE_FORM = "attendance.page"
SAVE = "attendance.save"
BACK = "attendance.back"
TAKE_OUT = "attendance.take_out"
NOT_HELD = "attendance.not_held"

PAGE = 20
"""Seats on a page: a field each, with sectors between; a form takes 100 blocks."""

REMOTE = "remote"
EVERYBODY = "everybody"
REST = "rest"
NOBODY = "nobody"
AS_RECKONED = "reckoned"

_OTHER = "other"
_PERSON = "person"
_AFTER = "after"
_NOT = "not recorded"

About = tuple[int, str, WallSpan]
"""The event of a register: its id, title and time."""


def seat_field(invitation_id: int) -> str:
    """Name the field in which a seat's outcome is chosen."""
    return f"seat_{invitation_id}"


def name_field(invitation_id: int) -> str:
    """Name the field for who came, where the register does not know them."""
    return f"name_{invitation_id}"


def page(about: About, lines: Sequence[Line], number: int, note: str = "") -> Modal:
    """Show one page of a register, each seat with what it says of it, to be changed."""
    own, title, span = about
    count = pages(lines)
    shown = lines[number * PAGE : (number + 1) * PAGE]
    last = number + 1 >= count
    place = _("Page {page} of {pages}.").format(page=number + 1, pages=count) if count > 1 else ""
    said = [title, time_span(span), place, note]
    return Modal(
        callback=PAGE_FORM,
        title=_("Who came"),
        submit=_("Look it over") if last else _("Next page"),
        close=_("Close"),
        state={"event": own, "page": number},
        blocks=(
            layout.plain("\n".join(each for each in said if each)),
            *_rows(shown),
            *_remote(shown),
            layout.actions(layout.button(_("It did not take place"), NOT_HELD, str(own))),
        ),
        instead=True,
        saved=True,
    )


def pages(lines: Sequence[Line]) -> int:
    """Say how many pages a register has."""
    return max(1, -(-len(lines) // PAGE))


def _rows(lines: Sequence[Line]) -> list[Block]:
    rows: list[Block] = []
    for sector, own in groupby(lines, key=_heading):
        rows.append(layout.context(sector))
        rows += [_row(each) for each in own]
    return rows


def _heading(line: Line) -> str:
    if line.seat.guest:
        return _("Guests, who are not counted")
    return line.seat.sector or _("No sector yet")


def _row(line: Line) -> Block:
    return fields.choice(
        seat_field(line.seat.invitation_id),
        line.seat.called,
        _choices(line),
        initial=value_of(line.outcome),
        hint=_hint(line) or None,
    )


def _hint(line: Line) -> str:
    said = [_("On leave: not counted.")] if line.on_leave else []
    if line.stage is not Stage.EXPECTED and (source := words.source(line.outcome)):
        said.append(layout.short(_("Known {source}.").format(source=source), 150))
    return " ".join(said)


def _choices(line: Line) -> list[fields.Choice]:
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
            _("Apologies, {note}").format(note=_(NOTES[Note.APOLOGIES_AFTER])),
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


def _remote(lines: Sequence[Line]) -> list[Block]:
    offered = [(str(each.seat.invitation_id), each.seat.called) for each in lines]
    ticked = [str(each.seat.invitation_id) for each in lines if each.outcome.remote]
    if not offered:
        return []
    named = [(own, layout.short(name, layout.OPTION)) for own, name in offered]
    everybody = (EVERYBODY, _("Everybody on this page"))
    return [
        fields.choices(
            REMOTE,
            _("Who took part by call?"),
            [everybody, *named],
            initial=ticked,
            hint=_("Leave it empty if everybody was in the room."),
        )
    ]


def review(
    about: About,
    lines: Sequence[Line],
    others: Sequence[Another],
    quorum: str = "",
    *,
    quorate: Quorate | None = None,
) -> Modal:
    """Show a register once more before it is saved: its sum, who else was there, its quorum."""
    own, title, span = about
    found = summed_up(lines, others)
    return Modal(
        callback=SAVE,
        title=_("Save the register"),
        submit=_("Save"),
        close=_("Close"),
        state={"event": own},
        instead=True,
        saved=True,
        blocks=(
            layout.plain(f"{title}\n{time_span(span)}\n{words.summed(found)}"),
            *([layout.plain(quorum)] if quorum else []),
            *_nameless(lines),
            *(_walked_in(each) for each in others),
            *_walk_in(),
            *_settling(lines, quorate, has_quorum=bool(quorum), empty=found.is_empty),
            layout.actions(layout.button(_("Back to the first page"), BACK, str(own))),
        ),
    )


def _nameless(lines: Sequence[Line]) -> list[Block]:
    """Ask who came for a seat where the register does not say; it may be left empty."""
    asked = [
        each
        for each in lines
        if each.outcome.code is Code.DEPUTY
        and each.outcome.person_id is None
        and not each.outcome.name
    ]
    return [
        fields.text(
            name_field(each.seat.invitation_id),
            layout.short(_("Who came for {partner}?").format(partner=each.seat.called), 150),
            most=MAX_NAME,
            optional=True,
        )
        for each in asked[:30]
    ]


def _walked_in(each: Another) -> Block:
    said = _("{name}, {partner}") if each.organisation else "{name}"
    text = said.format(name=each.name, partner=each.organisation)
    spoken = _("Take out {name}").format(name=each.name)
    return layout.plain(
        _("Also there: {who}").format(who=text),
        layout.button(_("Take out"), TAKE_OUT, str(each.id), spoken=spoken),
    )


def _walk_in() -> list[Block]:
    return [
        fields.text(
            "walk_in",
            _("Somebody else who came"),
            most=MAX_NAME,
            hint=_("They are in attendance, and never counted."),
            optional=True,
        ),
        fields.text("walk_in_from", _("From where"), most=MAX_NAME, optional=True),
    ]


def _settling(
    lines: Sequence[Line], quorate: Quorate | None, *, has_quorum: bool, empty: bool
) -> list[Block]:
    rest = sum(each.is_open and not each.seat.guest and not each.on_leave for each in lines)
    ticks = []
    if rest:
        said = _("Set the rest ({n}) to “no apologies received”").format(n=rest)
        ticks.append((REST, said))
    if empty:
        ticks.append((NOBODY, _("Nobody came: save it like that")))
    blocks = [fields.ticks("settle", _("Before saving"), ticks)] if ticks else []
    if has_quorum:
        offered = [(AS_RECKONED, _("As worked out above"))]
        offered += [(each.value, _(text)) for each, text in QUORATE.items()]
        blocks += [
            fields.choice(
                "quorate",
                _("Was it quorate?"),
                offered,
                initial=quorate.value if quorate else AS_RECKONED,
            ),
            fields.clock("lost_at", _("Quorum lost at"), optional=True),
        ]
    return blocks


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


def not_held(about: About) -> Modal:
    """Ask how an event did not take place: given up, or called off; then it has no register."""
    own, title, span = about
    offered = [
        (Status.CANCELLED.value, _("It was called off before it began")),
        (Status.ABANDONED.value, _("It began and was abandoned")),
    ]
    return Modal(
        callback=NOT_HELD,
        title=_("It did not take place"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"event": own},
        blocks=(
            layout.plain(f"{title}\n{time_span(span)}"),
            fields.one_of("how", _("What happened?"), offered, initial=offered[0][0]),
            fields.text("reason", _("Reason"), most=MAX_PLACE, optional=True),
            layout.context(_("Nobody is told, and it is nobody's absence.")),
        ),
    )
