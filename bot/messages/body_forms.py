"""The forms about bodies: a new one, what is different about one, and its last day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages import arrangements, fields, layout
from bot.reply import Block, Modal
from db.models import Body
from domain import quorum
from domain import quorum_entries as entries
from domain.bodies import MOST_DAYS, AsksDeputies, Terms
from domain.language import gettext as _
from domain.language import ngettext
from domain.lists_shown import mark
from domain.names import MAX_NAME

DIFFERENT = "different"
"""The box that says that a body is another one, though its name is close."""

MEMBERS = "search.quorum_members"
"""Where the field for sectors and seats searches."""

MOST_FRACTION = 10
"""Characters of a fraction."""

MOST_BOXES = 10
"""Boxes in one field (Slack's limit)."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a quorum's rules name: sectors by their code, seats by their id."""

    sectors: Mapping[str, str]
    seats: Mapping[int, str]


def asking() -> dict[str, str]:
    """Give what may happen after silence, in words."""
    return {
        AsksDeputies.OFF: _("off"),
        AsksDeputies.ASK: _("ask me each time"),
        AsksDeputies.AUTOMATIC: _("automatic"),
    }


def form(terms: Terms, names: Names, body: Body | None = None, *, team: str = "") -> Modal:
    """Ask for a body: a new one, or what is different about one; `team` is the asker's workspace.

    A channel of another workspace can't be shown in its field.
    """
    return Modal(
        callback="body.change" if body else "body.create",
        title=_("Edit a body") if body else _("New body"),
        submit=_("Save") if body else _("Add"),
        close=_("Cancel"),
        state={"body": body.id, "was": _was(body.name, terms, team)} if body else {},
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
                [(code, arrangements.capital(said)) for code, said in asking().items()],
                initial=terms.asks_deputies,
            ),
            *_quorum_fields(terms.quorum, names),
            fields.channel(
                "channel",
                _("Channel for cards about its events"),
                initial=here(terms, team) or None,
                hint=_("If an event asks for it. Invite me there first."),
            ),
        ),
    )


def here(terms: Terms, team: str) -> str:
    """Give a body's channel if it is of a workspace; else nothing."""
    return terms.channel.id if terms.channel and terms.channel.team == team else ""


def _was(name: str, terms: Terms, team: str) -> dict[str, str]:
    """Give the marks of what the form holds, so that what nobody touched is left alone."""
    rule = terms.quorum
    number = quorum.number(rule)
    deputies = str(rule.deputies if rule else quorum.Deputies.YES)
    return {
        "name": mark([name]),
        "answer_by": mark([str(terms.answer_by_days)]),
        "asks_deputies": mark([terms.asks_deputies]),
        "quorum": quorum_mark(_ticked(rule), "" if number is None else str(number), deputies, []),
        "rule": rule_mark(rule),
        "channel": mark([here(terms, team)]),
    }


def quorum_mark(ticked: Sequence[str], number: str, deputies: str, added: Sequence[str]) -> str:
    """Give a short mark of a quorum as its fields hold it; `added`: what those for more hold."""
    more = [each for each in added if each]
    return mark([repr((sorted(ticked), number, deputies, more))])


def rule_mark(rule: quorum.Quorum | None) -> str:
    """Give a short mark of a quorum as it is kept."""
    return mark([repr(quorum.as_json(rule) if rule else None)])


def _ticked(rule: quorum.Quorum | None) -> list[str]:
    if rule is None:
        return []
    ticked = ["safeguarding"] if quorum.SAFEGUARDING in rule.rules else []
    ticked += ["half"] if quorum.HALF in rule.rules else []
    ticked += ["number"] if quorum.number(rule) else []
    ticked += ["chair"] if quorum.ChairPresent() in rule.rules else []
    others = [f"other {place}" for place in range(len(quorum.others(rule)))]
    return [*ticked, *others[: MOST_BOXES - 4]]


def _quorum_fields(rule: quorum.Quorum | None, names: Names) -> tuple[Block, ...]:
    more = quorum.others(rule)
    said = [quorum.said(each, names.sectors, names.seats) for each in more]
    choices = [
        ("safeguarding", _("Local authority, health and police, each represented")),
        ("half", _("Half of the seats represented")),
        ("number", _("A number of seats represented: how many stands below")),
        ("chair", _("The chair or vice-chair present")),
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
        *_more(),
        fields.one_of("quorum_deputies", _("Deputies count"), _deputies_count(), initial=deputies),
    )


def _more() -> tuple[Block, ...]:
    """Ask for one more rule of chosen sectors and seats, and for a fraction of all seats."""
    return (
        fields.searches(
            entries.MEMBERS,
            _("Also these, represented"),
            MEMBERS,
            hint=_("Sectors, or seats of this body. Once saved, it is a box above to untick."),
        ),
        fields.text(
            entries.HOW_MANY,
            _("How many of these"),
            most=3,
            hint=_("Leave it empty for all of them."),
            optional=True,
        ),
        fields.text(
            entries.SHARE,
            _("Also a fraction of all seats"),
            most=MOST_FRACTION,
            hint=_("For example 2/3. It is rounded up."),
            optional=True,
        ),
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
