"""How attendance is spread over sectors, in words: counts first, and no ranking of partners."""

from datetime import date

from bot.messages import layout
from bot.reply import Block, Message
from domain.figures import Figures
from domain.language import gettext as _
from domain.language import ngettext
from domain.named_days import long_date
from domain.spread import FEWEST, Changed, Share, Spread

_MOST = 12
"""Bodies of which all sectors are listed: each is a block."""


def show(found: Spread, day: date) -> Message:
    """Show who is under-represented where, how few make half of it, and what changed."""
    title = _("How attendance is spread")
    first = _headline(found)
    blocks: list[Block] = [
        layout.header(title),
        layout.plain(
            "\n".join([_("In the twelve months to {day}.").format(day=long_date(day)), first])
        ),
    ]
    blocks += [layout.plain(each) for each in _under(found)]
    blocks += [layout.plain(each) for each in _unseated(found)]
    if found.changed is not None:
        blocks.append(layout.plain(_changed(found.changed)))
    blocks += _bodies(found)
    blocks.append(
        layout.context(
            _(
                "Represented means by the member or a deputy, of what seats were invited to. "
                "About sectors, not about any one partner."
            )
        )
    )
    return layout.message(f"{title}. {first}", *blocks)


def _headline(found: Spread) -> str:
    if found.half is None:
        return _("Nothing is recorded yet that could be counted.")
    few, all_of = found.half
    return ngettext(
        "Half of all attendance comes from {few} of {count} partner.",
        "Half of all attendance comes from {few} of {count} partners.",
        all_of,
    ).format(few=few, count=all_of)


def _under(found: Spread) -> list[str]:
    lines = [_said(each, with_body=True) for each in found.under]
    if lines:
        return ["\n".join([_("Under-represented:"), *lines])]
    return [_("No sector is clearly less represented than its body.")] if found.shares else []


def _said(each: Share, *, with_body: bool) -> str:
    """Say one sector's share on a body: Health, Leadership Forum: 5 of 12 (42%); all: 78%."""
    name = f"{each.sector}, {each.body}" if with_body else each.sector
    if each.own.opportunities < FEWEST:
        return _("{name}: {n} of {whole}").format(
            name=name, n=each.own.represented, whole=each.own.opportunities
        )
    text = _("{name}: {n} of {whole} ({percent}%); all sectors {all}%")
    return text.format(
        name=name,
        n=each.own.represented,
        whole=each.own.opportunities,
        percent=each.own.represented_percent,
        all=each.whole.represented_percent,
    )


def _unseated(found: Spread) -> list[str]:
    lines = [
        _("{body}: {sectors}").format(body=body, sectors=", ".join(names))
        for body, names in found.unseated.items()
        if names
    ]
    return ["\n".join([_("Partners' sectors without a seat:"), *lines])] if lines else []


def _changed(changed: Changed) -> str:
    """Compare as many events before an arrangement as since, and say if it is early to do so."""
    text = _("Since {name} ({day}): represented {after}; over as many events before: {before}.")
    said = text.format(
        name=changed.name,
        day=long_date(changed.since),
        after=_figures(changed.after),
        before=_figures(changed.before),
    )
    if changed.is_young:
        early = ngettext(
            "With {count} event since, that is too early to say much.",
            "With {count} events since, that is too early to say much.",
            changed.events,
        )
        said = f"{said} {early.format(count=changed.events)}"
    return said


def _figures(found: Figures) -> str:
    return _("{n} of {whole} ({percent}%)").format(
        n=found.represented, whole=found.opportunities, percent=found.represented_percent
    )


def _bodies(found: Spread) -> list[Block]:
    names = list(dict.fromkeys(each.body for each in found.shares))
    blocks: list[Block] = []
    for body in names[:_MOST]:
        own = [each for each in found.shares if each.body == body]
        lines = [_said(each, with_body=False) for each in own]
        blocks += [layout.divider(), layout.plain("\n".join([body, *lines]))]
    return blocks
