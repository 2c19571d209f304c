"""What is said about bodies and arrangements: what meets, and which version of it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import InteractiveElement

from bot import language
from bot.messages import arrangements, figures, layout
from bot.messages.body_forms import Names, asking
from bot.reply import Block, Message
from db.models import Arrangement, Body
from domain import quorum
from domain.bodies import Terms
from domain.figure_pages import Of
from domain.language import gettext as _
from domain.language import ngettext

PAGE = 12
"""Bodies on one page: each is three blocks, and a message takes 50."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A body as the list shows it: what it has settled, its seats, and its last day."""

    body: Body
    terms: Terms
    seats: int
    vacant: int
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the bodies, and all arrangements."""

    bodies: Sequence[Shown]
    names: Names
    arrangements: Sequence[Arrangement]
    offset: int
    total: int
    day: date


def listing(page: Page, *, may_change: bool) -> Message:
    """List the bodies with what each has settled, and the arrangements."""
    title = _("Bodies and arrangements")
    count = ngettext("{n} body", "{n} bodies", page.total).format(n=page.total)
    first = [layout.plain(_("No body yet. Add what meets: an executive, a forum, a sub-group."))]
    shown = [block for each in page.bodies for block in _body(each, page, may_change=may_change)]
    return layout.message(
        f"{title}. {count}.",
        layout.header(title),
        *(shown or first),
        layout.divider(),
        *_turning(page, may_change=may_change),
        layout.divider(),
        *arrangements.blocks(page.arrangements, page.day, may_change=may_change),
    )


def _body(each: Shown, page: Page, *, may_change: bool) -> list[Block]:
    heading, lines = layout.header(each.body.name), "\n".join(_facts(each, page))
    if not may_change:
        return [heading, layout.plain(lines, _figures(each))]
    own, name = str(each.body.id), each.body.name
    if each.closed_on is not None and each.closed_on <= page.day:
        reopen = layout.button(
            _("Open again"),
            "body.reopen",
            own,
            spoken=_("Open {name} again").format(name=name),
            sure=_("Its seats stay ended: they are added anew."),
        )
        return [heading, layout.plain(lines, reopen)]
    edit = _("Edit {name}").format(name=name)
    close = _("Close {name}").format(name=name)
    return [
        heading,
        layout.plain(lines),
        layout.actions(
            layout.button(_("Edit"), "body.edit", own, spoken=edit),
            _figures(each),
            layout.button(_("Close"), "body.close", own, spoken=close),
        ),
    ]


def _figures(each: Shown) -> InteractiveElement:
    spoken = _("Figures of {name}").format(name=layout.short(each.body.name, 50))
    return layout.button(_("Figures"), figures.SHOW, f"{Of.BODY}:{each.body.id}", spoken=spoken)


def _facts(each: Shown, page: Page) -> list[str]:
    if each.closed_on is not None and each.closed_on <= page.day:
        return [_("Closed since {day}.").format(day=language.long_date(each.closed_on))]
    seats = ngettext("{n} seat", "{n} seats", each.seats).format(n=each.seats)
    vacant = ngettext("{n} vacant", "{n} vacant", each.vacant).format(n=each.vacant)
    days = ngettext(
        "Answers are due {n} working day before.",
        "Answers are due {n} working days before.",
        each.terms.answer_by_days,
    )
    lines = [
        f"{seats}, {vacant}" if each.vacant else seats,
        days.format(n=each.terms.answer_by_days),
        _("Asking deputies after silence: {what}").format(what=asking()[each.terms.asks_deputies]),
        quorum_said(each.terms, page.names),
    ]
    if each.terms.channel is not None:
        lines.append(_("It has a channel for cards about its events."))
    if each.closed_on is not None:
        lines.append(_("Closes on {day}.").format(day=language.long_date(each.closed_on)))
    return lines


def quorum_said(terms: Terms, names: Names) -> str:
    """Say a body's quorum in words."""
    said = quorum.described(terms.quorum, names.sectors, names.seats)
    return said if terms.quorum is None else _("Quorum: {rules}").format(rules=said)


def _turning(page: Page, *, may_change: bool) -> list[Block]:
    buttons = []
    if may_change:
        buttons.append(layout.button(_("New body"), "body.new", main=True))
    if page.offset:
        before = str(max(page.offset - PAGE, 0))
        buttons.append(layout.button(_("Previous"), "body.page.before", before))
    if page.offset + PAGE < page.total:
        after = str(page.offset + PAGE)
        buttons.append(layout.button(_("Next"), "body.page.after", after))
    return [layout.actions(*buttons)] if buttons else []


def done(sentence: str, *notes: str) -> Message:
    """Say what was done about a body or an arrangement, and offer the next steps."""
    told = " ".join((sentence, *notes))
    return layout.message(
        told,
        layout.plain(told),
        layout.actions(
            layout.button(_("All bodies"), "body.list", main=True),
            layout.button(_("New body"), "body.new"),
            layout.button(_("Partners"), "organisation.list"),
        ),
    )
