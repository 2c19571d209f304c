"""What is said about bodies and arrangements: what meets, and which version of it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot import language
from bot.messages import arrangements, fields, layout
from bot.reply import Block, Message, Modal
from db.models import Arrangement, Body
from domain import quorum
from domain.bodies import MOST_DAYS, AsksDeputies, Terms
from domain.language import gettext as _
from domain.language import ngettext
from domain.lists_shown import mark
from domain.names import MAX_NAME

DIFFERENT = "different"
"""The box that says that a body is another one, though its name is close."""

MOST_BOXES = 10
"""Boxes in one field (Slack's limit)."""

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
class Names:
    """What a quorum's rules name: sectors by their code, seats by their id."""

    sectors: Mapping[str, str]
    seats: Mapping[int, str]


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
        return [heading, layout.plain(lines)]
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
            layout.button(_("Close"), "body.close", own, spoken=close),
        ),
    ]


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
        _("Asking deputies after silence: {what}").format(what=_asking()[each.terms.asks_deputies]),
        quorum_said(each.terms, page.names),
    ]
    if each.closed_on is not None:
        lines.append(_("Closes on {day}.").format(day=language.long_date(each.closed_on)))
    return lines


def quorum_said(terms: Terms, names: Names) -> str:
    """Say a body's quorum in words."""
    said = quorum.described(terms.quorum, names.sectors, names.seats)
    return said if terms.quorum is None else _("Quorum: {rules}").format(rules=said)


def _asking() -> dict[str, str]:
    return {
        AsksDeputies.OFF: _("off"),
        AsksDeputies.ASK: _("ask me each time"),
        AsksDeputies.AUTOMATIC: _("automatic"),
    }


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


def form(terms: Terms, names: Names, body: Body | None = None) -> Modal:
    """Ask for a body: a new one, or what is different about one."""
    return Modal(
        callback="body.change" if body else "body.create",
        title=_("Edit a body") if body else _("New body"),
        submit=_("Save") if body else _("Add"),
        close=_("Cancel"),
        state={"body": body.id, "was": _was(body.name, terms)} if body else {},
        blocks=(
            fields.text(
                "name",
                _("Name"),
                initial=body.name if body else "",
                most=MAX_NAME,
                hint=_("For example “Executive” or “Leadership Forum”."),
            ),
            fields.ticks(
                DIFFERENT,
                _("If another body has nearly the same name"),
                [("yes", _("It is a different body"))],
            ),
            fields.number(
                "answer_by",
                _("Answers are due, in working days before"),
                initial=terms.answer_by_days,
                most=MOST_DAYS,
            ),
            fields.one_of(
                "asks_deputies",
                _("Asking deputies after silence"),
                [(code, arrangements.capital(said)) for code, said in _asking().items()],
                initial=terms.asks_deputies,
            ),
            *_quorum_fields(terms.quorum, names),
        ),
    )


def _was(name: str, terms: Terms) -> dict[str, str]:
    """Give the marks of what the form holds, so that what nobody touched is left alone."""
    rule = terms.quorum
    number = quorum.number(rule)
    deputies = str(rule.deputies if rule else quorum.Deputies.YES)
    return {
        "name": mark([name]),
        "answer_by": mark([str(terms.answer_by_days)]),
        "asks_deputies": mark([terms.asks_deputies]),
        "quorum": quorum_mark(_ticked(rule), "" if number is None else str(number), deputies),
        "rule": rule_mark(rule),
    }


def quorum_mark(ticked: Sequence[str], number: str, deputies: str) -> str:
    """Give a short mark of a quorum as its fields hold it."""
    return mark([repr((sorted(ticked), number, deputies))])


def rule_mark(rule: quorum.Quorum | None) -> str:
    """Give a short mark of a quorum as it is kept."""
    return mark([repr(quorum.as_json(rule) if rule else None)])


def _ticked(rule: quorum.Quorum | None) -> list[str]:
    if rule is None:
        return []
    ticked = ["safeguarding"] if quorum.SAFEGUARDING in rule.rules else []
    ticked += ["half"] if quorum.HALF in rule.rules else []
    ticked += ["number"] if quorum.number(rule) else []
    others = [f"other {place}" for place in range(len(quorum.others(rule)))]
    return [*ticked, *others[: MOST_BOXES - 3]]


def _quorum_fields(rule: quorum.Quorum | None, names: Names) -> tuple[Block, ...]:
    more = quorum.others(rule)
    said = [quorum.said(each, names.sectors, names.seats) for each in more]
    choices = [
        ("safeguarding", _("Local authority, health and police, each represented")),
        ("half", _("Half of the seats represented")),
        ("number", _("A number of seats represented: how many stands below")),
        *((f"other {place}", arrangements.capital(each)) for place, each in enumerate(said)),
    ]
    deputies = rule.deputies if rule else quorum.Deputies.YES
    return (
        fields.ticks(
            "quorum",
            _("Quorum: all that must be so"),
            choices[:MOST_BOXES],
            initial=_ticked(rule),
            hint=_("Tick none where there is no quorum."),
        ),
        fields.number(
            "number",
            _("Number of seats"),
            initial=quorum.number(rule),
            least=1,
            most=quorum.MOST,
            optional=True,
        ),
        fields.one_of("quorum_deputies", _("Deputies count"), _deputies_count(), initial=deputies),
    )


def _deputies_count() -> list[tuple[str, str]]:
    return [
        (quorum.Deputies.YES, _("Yes")),
        (quorum.Deputies.STANDING, _("Only standing deputies")),
        (quorum.Deputies.NO, _("No")),
    ]


def close_form(body: Body, seats: int, day: date) -> Modal:
    """Ask from which day a body meets no more."""
    ends = ngettext(
        "Its {n} seat ends on that day.", "Its {n} seats end on that day.", seats
    ).format(n=seats)
    stays = _("What was before stays as it was.")
    return Modal(
        callback="body.finish",
        title=_("Close a body"),
        submit=_("Close the body"),
        close=_("Cancel"),
        state={"body": body.id},
        blocks=(
            layout.plain(f"{body.name}. {ends} {stays}" if seats else f"{body.name}. {stays}"),
            fields.day(
                "day", _("From"), initial=day, hint=_("The first day on which it meets no more.")
            ),
        ),
    )
