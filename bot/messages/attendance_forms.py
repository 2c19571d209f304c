"""The forms of a register: pages of seats, each a draft, then one look over it all and one save."""

from collections.abc import Sequence
from itertools import groupby

from bot.event_words import sentence_of
from bot.language import time_span
from bot.messages import attendance_choices as choices
from bot.messages import attendance_words as words
from bot.messages import fields, layout
from bot.reply import Block, Modal
from domain.event_pages import Decided
from domain.events import MAX_PLACE, Status
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.outcomes import QUORATE, Code
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
REST = "rest"
NOBODY = "nobody"
AS_RECKONED = "reckoned"

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
        rows.append(layout.header(layout.short(sector, layout.HEADER)))
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
        choices.offered(line),
        initial=choices.value_of(line.outcome),
        hint=_hint(line) or None,
    )


def _hint(line: Line) -> str:
    said = [_("On leave: not counted.")] if line.on_leave else []
    if line.stage is not Stage.EXPECTED and (source := words.source(line.outcome)):
        said.append(layout.short(f"{sentence_of(source)}.", 150))
    return " ".join(said)


def _remote(lines: Sequence[Line]) -> list[Block]:
    offered = [(str(each.seat.invitation_id), each.seat.called) for each in lines]
    ticked = [str(each.seat.invitation_id) for each in lines if each.outcome.remote]
    if not offered:
        return []
    named = [(own, layout.short(name, layout.OPTION)) for own, name in offered]
    everybody = (choices.EVERYBODY, _("Everybody on this page"))
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
    settled: Decided | None = None,
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
            *_settling(lines, settled, has_quorum=bool(quorum), empty=found.is_empty),
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
    lines: Sequence[Line], settled: Decided | None, *, has_quorum: bool, empty: bool
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
                initial=_quorate(settled),
            ),
            fields.clock(
                "lost_at",
                _("Quorum lost at"),
                initial=settled.lost_at.time() if settled and settled.lost_at else None,
                optional=True,
            ),
        ]
    return blocks


def _quorate(settled: Decided | None) -> str:
    """Choose what was settled by hand; else, as it is worked out."""
    if settled is None or not settled.by_hand:
        return AS_RECKONED
    return settled.quorate.value


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
