"""Figures of attendance in words: two figures side by side, never one, and never a ranking."""

from slack_sdk.models.blocks import InteractiveElement, Option, StaticSelectElement

from bot.messages import layout
from bot.reply import Block, Message
from bot.routing import number_in
from domain.figure_pages import FEWEST, Asked, Line, Of, Page
from domain.figures import Figures, Reach
from domain.language import gettext as _
from domain.language import ngettext

PAGE = 15
"""Lines on one page: each is a block, and a message takes 50."""

SHOW = "figures.show"


def pack(asked: Asked) -> str:
    """Write what is asked for into a button's value: `body:3`, with its time and page behind it."""
    return f"{asked.of}:{asked.id}~{asked.period}~{asked.offset}"


def unpack(value: str) -> Asked:
    """Read what `pack` gave, or `body:3` alone; all figures for anything else."""
    what, period, offset = [*value.split("~", 2), "", ""][:3]
    kind, _apart, own = what.partition(":")
    known = Of(kind) if kind in set(Of) else Of.ALL
    return Asked(known, number_in(own), period or "last", number_in(offset))


def said(found: Figures, *, counts_only: bool = False) -> str:
    """Say the two figures side by side, each with its counts."""
    whole = found.opportunities
    if not whole:
        return _("Nothing recorded that counts.")
    if counts_only:
        text = _("Represented {n} of {whole}; by their named member {members} of {whole}")
        return text.format(n=found.represented, whole=whole, members=found.members)
    text = _(
        "Represented {n} of {whole} ({percent}%); "
        "by their named member {members} of {whole} ({share}%)"
    )
    return text.format(
        n=found.represented,
        whole=whole,
        percent=found.represented_percent,
        members=found.members,
        share=found.named_member_percent,
    )


def reached(found: Reach) -> str:
    """Say how many partners were reached: 17 of 22 partners were represented."""
    text = ngettext(
        "{n} of {whole} partner was represented",
        "{n} of {whole} partners were represented",
        found.invited,
    )
    return text.format(n=found.represented, whole=found.invited)


def show(page: Page) -> Message:
    """Show a page of figures."""
    title = _("Attendance: {what}").format(what=page.title)
    when = _("Over {period}").format(period=page.period.name)
    return layout.message(
        f"{title}. {when}. {_whole(page)}",
        layout.header(title),
        layout.plain("\n".join([when, _whole(page)])),
        layout.actions(*_choices(page)),
        *_lines(page),
        *_place(page),
        layout.context(_counts()),
    )


def _whole(page: Page) -> str:
    lines = [said(page.whole.figures, counts_only=page.whole.is_thin)]
    if page.whole.figures.opportunities:
        n = page.whole.events
        lines.append(ngettext("{n} recorded event", "{n} recorded events", n).format(n=n))
        if page.whole.is_thin:
            lines[-1] += ": " + _("with fewer than {n}, only counts are shown").format(n=FEWEST)
    if page.reach is not None and page.reach.invited:
        once = _("{reached} at least once").format(reached=reached(page.reach))
        lines.append(once)
    return "\n".join(lines)


def _counts() -> str:
    """Say what counts."""
    return _(
        "Counted: recorded events that a seat was invited to, except while it was on leave. "
        "A deputy counts as being represented. What is not recorded counts for nobody."
    )


def _choices(page: Page) -> list[InteractiveElement]:
    asked = page.asked
    options = [
        Option(
            value=pack(Asked(asked.of, asked.id, each.packed)),
            text=layout.plain_text(layout.short(each.name, layout.OPTION)),
        )
        for each in page.periods[:100]
    ]
    now = next((each for each in options if f"~{page.period.packed}~" in str(each.value)), None)
    chosen: list[InteractiveElement] = [
        StaticSelectElement(
            action_id="figures.period",
            placeholder=layout.plain_text(_("Choose the time")),
            options=options,
            initial_option=now,
        )
    ]
    if asked.of in {Of.ALL, Of.BODY}:
        each_event = pack(Asked(Of.EVENTS, asked.id, asked.period))
        chosen.append(layout.button(_("Reach of each event"), "figures.events", each_event))
    if asked.of is Of.EVENTS and asked.id:
        back = pack(Asked(Of.BODY, asked.id, asked.period))
        chosen.append(layout.button(_("By partner"), "figures.partners", back))
    if asked.of is not Of.ALL:
        every = pack(Asked(period=asked.period))
        chosen.append(layout.button(_("All bodies"), "figures.all", every))
    if asked.of is Of.ALL:
        chosen.append(layout.button(_("Export"), "figures.export", "attendance"))
    return chosen


def _lines(page: Page) -> list[Block]:
    """List the lines, under their sectors where they have them."""
    blocks: list[Block] = []
    before = ""
    for each in page.lines:
        if each.sector != before and page.asked.of is not Of.SECTOR:
            blocks.append(layout.context(each.sector))
            before = each.sector
        blocks.append(_line(each))
    return blocks


def _line(line: Line) -> Block:
    if line.reach is not None and line.event_id is not None:
        spoken = _("Open {event}").format(event=layout.short(line.name, 60))
        page = layout.button(_("Open"), "event.show", str(line.event_id), spoken=spoken)
        return layout.plain(f"{line.name}\n{reached(line.reach)}", page)
    spoken = _("Figures of {name}").format(name=layout.short(line.name, 50))
    button = layout.button(_("Open"), SHOW, pack(line.opens), spoken=spoken) if line.opens else None
    return layout.plain(f"{line.name}\n{said(line.figures, counts_only=line.is_thin)}", button)


def _place(page: Page) -> list[Block]:
    asked, offset = page.asked, page.asked.offset
    if page.total <= PAGE:
        return []
    told = _("{first} to {last} of {total}").format(
        first=offset + 1, last=offset + len(page.lines), total=page.total
    )
    turns = (
        (_("Previous"), "figures.before", max(offset - PAGE, 0), offset > 0),
        (_("Next"), "figures.after", offset + PAGE, offset + PAGE < page.total),
    )
    buttons = [
        layout.button(words, action, pack(Asked(asked.of, asked.id, asked.period, to)))
        for words, action, to, there in turns
        if there
    ]
    return [layout.context(told), layout.actions(*buttons)]
