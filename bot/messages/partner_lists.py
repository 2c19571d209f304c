"""Lists of partners: what each line says, the menus that narrow them, and turning pages."""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import InteractiveElement, Option, StaticSelectElement

from bot import language
from bot.messages import fields, layout
from bot.messages.organisations import opening
from bot.reply import Block, Message, Modal
from bot.routing import number_in
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.organisations import Status, Wanted
from domain.partner_pages import Line, Listed

PAGE = 20
"""Partners on one page of the list: each is a block, and a message takes 50."""

MOST_TEXT = 60
"""Characters that are looked for: the state of a list fits a menu's value (150)."""

_APART = "~"

STATUSES = {
    Status.MEMBER: N_("All partners"),
    Status.LEAVE: N_("On leave"),
    Status.VACANT: N_("With a vacant seat"),
    Status.LATER: N_("Not a partner yet"),
    Status.CLOSED: N_("Closed"),
    Status.MERGED: N_("Merged"),
}


def pack(wanted: Wanted, offset: int = 0) -> str:
    """Write what a list shows into the value of a button or menu."""
    parts = (wanted.status, wanted.sector_id or "", wanted.body_id or "", offset, wanted.text)
    return _APART.join(map(str, parts))


def unpack(value: str) -> tuple[Wanted, int]:
    """Read what `pack` gave; the whole list for anything else."""
    status, *numbers, text = (value.split(_APART, 4) + [""] * 5)[:5]
    sector, body, offset = (number_in(each) for each in numbers)
    known = Status(status) if status in set(Status) else Status.MEMBER
    return Wanted(known, sector or None, body or None, text[:MOST_TEXT]), offset


def listing(found: Listed, wanted: Wanted, *, may_add: bool) -> Message:
    """Show one page of the register, or of what it was narrowed to."""
    if not found.total and not wanted.narrows:
        return _nobody(may_add=may_add)
    title = ngettext("{n} partner", "{n} partners", found.total).format(n=found.total)
    last = found.offset + len(found.lines)
    place = _("Partners {first} to {last} of {total}, by name").format(
        first=found.offset + 1, last=last, total=found.total
    )
    rows = [
        layout.plain(_words(each, wanted.status), opening(each.id, each.name))
        for each in found.lines
    ]
    narrowed = _narrowed(found, wanted)
    if not rows:
        rows, place = [layout.plain(_("No partner is like that."))], ""
    heard = [title, narrowed, place]
    return layout.message(
        "".join(f"{each}. " for each in heard if each).strip(),
        layout.header(title),
        *([layout.context(narrowed)] if narrowed else []),
        layout.actions(*_menus(found, wanted)),
        *rows,
        *([layout.context(place)] if place else []),
        *_turning(found, wanted, may_add=may_add),
    )


def _narrowed(found: Listed, wanted: Wanted) -> str:
    """Say in words what the list was narrowed to; empty where it is the whole."""
    parts = []
    if wanted.status is not Status.MEMBER:
        parts.append(_(STATUSES[wanted.status]))
    parts += [name for each, name in found.sectors if each == wanted.sector_id]
    parts += [name for each, name in found.bodies if each == wanted.body_id]
    if wanted.text:
        parts.append(f"“{wanted.text}”")
    return _("Shown: {what}").format(what=", ".join(parts)) if parts else ""


def _words(line: Line, status: Status) -> str:
    facts = [line.sector or _("No sector yet"), _seats(line), *_away(line)]
    if status is Status.CLOSED and line.day is not None:
        facts = [_("Closed from {day}").format(day=language.long_date(line.day))]
        facts += [_("succeeded by {name}").format(name=line.other)] if line.other else []
    if status is Status.LATER and line.day is not None:
        facts = [_("Partner from {day}").format(day=language.long_date(line.day))]
    if status is Status.MERGED and line.other:
        facts = [_("Is {name} now").format(name=line.other)]
    return f"{line.name}\n{' · '.join(filter(None, facts))}"


def _seats(line: Line) -> str:
    if not line.seats:
        return _("no seat")
    seats = ngettext("{n} seat", "{n} seats", line.seats).format(n=line.seats)
    if not line.vacant:
        return seats
    vacant = ngettext("{n} without a lead", "{n} without a lead", line.vacant)
    return f"{seats}, {vacant.format(n=line.vacant)}"


def _away(line: Line) -> list[str]:
    if line.on_leave and line.back is not None:
        return [_("on leave until {day}").format(day=language.long_date(line.back))]
    if line.on_leave:
        return [_("on leave")]
    n = line.seats_on_leave
    return [ngettext("{n} seat on leave", "{n} seats on leave", n).format(n=n)] if n else []


def _menus(found: Listed, wanted: Wanted) -> list[InteractiveElement]:
    """Make the menus that narrow a list; each choice carries the whole of what it then shows."""
    statuses = [(_(said), replace(wanted, status=each)) for each, said in STATUSES.items()]
    sectors = [(_("Any sector"), replace(wanted, sector_id=None))]
    sectors += [(name, replace(wanted, sector_id=each)) for each, name in found.sectors]
    bodies = [(_("Any body"), replace(wanted, body_id=None))]
    bodies += [(name, replace(wanted, body_id=each)) for each, name in found.bodies]
    menus: list[InteractiveElement] = [_menu("organisation.by_status", statuses, wanted)]
    if found.sectors:
        menus.append(_menu("organisation.by_sector", sectors, wanted))
    if found.bodies:
        menus.append(_menu("organisation.by_body", bodies, wanted))
    menus.append(layout.button(_("Search"), "organisation.search", pack(wanted)))
    if wanted.narrows:
        menus.append(layout.button(_("Show all"), "organisation.list"))
    return menus


def _menu(
    action: str, offered: Sequence[tuple[str, Wanted]], wanted: Wanted
) -> StaticSelectElement:
    options = [
        Option(value=pack(each), text=layout.plain_text(layout.short(name, layout.OPTION)))
        for name, each in offered[: fields.MOST_CHOICES]
    ]
    now = next((each for each in options if each.value == pack(wanted)), None)
    return StaticSelectElement(
        action_id=action,
        options=options,
        initial_option=now,
        placeholder=layout.plain_text(layout.short(offered[0][0], layout.OPTION)),
    )


def _turning(found: Listed, wanted: Wanted, *, may_add: bool) -> list[Block]:
    buttons: list[InteractiveElement] = []
    if found.offset:
        before = pack(wanted, max(found.offset - PAGE, 0))
        buttons.append(layout.button(_("Previous"), "organisation.page.before", before))
    if found.offset + PAGE < found.total:
        after = pack(wanted, found.offset + PAGE)
        buttons.append(layout.button(_("Next"), "organisation.page.after", after))
    if may_add:
        buttons.append(layout.button(_("New partner"), "organisation.new", main=True))
        buttons.append(layout.button(_("Import a spreadsheet"), "import.open"))
    return [layout.actions(*buttons)] if buttons else []


def _nobody(*, may_add: bool) -> Message:
    nobody = _("No partners yet.")
    first = _("Add the first: it takes a name. Or bring your spreadsheet.")
    if not may_add:
        return layout.sentence(nobody)
    return layout.message(
        nobody,
        layout.plain(f"{nobody} {first}"),
        layout.actions(
            layout.button(_("New partner"), "organisation.new", main=True),
            layout.button(_("Import a spreadsheet"), "import.open"),
        ),
    )


def search(wanted: Wanted) -> Modal:
    """Ask what to look for in the names of a list."""
    return Modal(
        callback="organisation.find",
        title=_("Search partners"),
        submit=_("Search"),
        close=_("Cancel"),
        instead=True,
        state={"list": pack(replace(wanted, text=""))},
        blocks=(
            fields.text(
                "text",
                _("Part of a name"),
                initial=wanted.text,
                hint=_("Other names and former names are searched too."),
                most=MOST_TEXT,
                optional=True,
            ),
        ),
    )
