"""The forms by which a coordinator records an answer, and a deputy with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.language import time_span
from bot.messages import fields, layout
from bot.reply import Block, Modal
from domain.answers import MAX_COMMENT, REASONS, Kind, Source, Teller
from domain.language import N_
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.when import WallSpan

RECORD = "event.record"
SAVE = "event.record.save"
DEPUTY = "event.record.deputy"
SEATS = "search.invited"

SOMEBODY_ELSE = "other"
"""The choice of a deputy who is no standing one."""

_APART = "~"

_KINDS = {
    Kind.ATTENDING: N_("Attending"),
    Kind.DEPUTY: N_("Sends a deputy: who that is comes next"),
    Kind.APOLOGIES: N_("Apologies"),
    Kind.UNSURE: N_("Not sure yet"),
}
_WAYS = {
    Source.PHONE: N_("By phone"),
    Source.PAPER: N_("On paper"),
    Source.COORDINATOR: N_("Another way"),
}
_TELLERS = {
    Teller.LEAD: N_("The lead, or the guest in person"),
    Teller.DEPUTY: N_("A deputy"),
    Teller.OFFICE: N_("Their office"),
}


def pack(event_id: int, invitation_id: int = 0, source: Source | None = None) -> str:
    """Write what a button that opens the form carries."""
    return _APART.join((str(event_id), str(invitation_id or ""), str(source or "")))


def unpack(value: str) -> tuple[str, str, str]:
    """Read what `pack` wrote: event, invitation and source."""
    event, invitation, source = [*value.split(_APART), "", ""][:3]
    return event, invitation, source


def form(
    event: tuple[int, str, WallSpan],
    seat: fields.Choice | None = None,
    entered: Mapping[str, str] | None = None,
    note: str = "",
) -> Modal:
    """Ask for an answer to an event: whose it is, what, how it came and who told it."""
    own, title, span = event
    was = entered or {}
    return Modal(
        callback=SAVE,
        title=_("Record an answer"),
        submit=_("Record"),
        close=_("Cancel"),
        state={"event": own},
        blocks=(
            *([layout.plain(note)] if note else []),
            layout.plain(f"{title}\n{time_span(span)}"),
            fields.search(
                "seat",
                _("Whose answer?"),
                SEATS,
                initial=seat,
                hint=_("Type part of the name of the partner or guest."),
            ),
            _one_of("answer", _("Answer"), _KINDS, was),
            _one_of("how", _("How it came"), _WAYS, {"how": Source.PHONE, **was}),
            _one_of("told_by", _("Who told you"), _TELLERS, {"told_by": Teller.LEAD, **was}),
            *_beside(was),
        ),
    )


def _one_of(name: str, label: str, offered: Mapping[Any, str], entered: Mapping[str, str]) -> Block:
    choices = [(str(each), _(text)) for each, text in offered.items()]
    return fields.one_of(name, label, choices, initial=entered.get(name))


def _beside(entered: Mapping[str, str]) -> tuple[Block, ...]:
    return (
        fields.choice(
            "reason",
            _("Reason for apologies"),
            [(each.value, _(text)) for each, text in REASONS.items()],
            initial=entered.get("reason"),
            hint=_("For coordinators only. Please don't include health details."),
            optional=True,
        ),
        fields.text(
            "comment",
            _("Comment"),
            initial=entered.get("comment", ""),
            most=MAX_COMMENT,
            hint=_("For coordinators only. Please no details of any child, family or health."),
            optional=True,
            lines=True,
        ),
    )


def deputy(about: str, standing: Sequence[tuple[int, str]], state: Mapping[str, object]) -> Modal:
    """Ask who comes instead: a standing deputy, or somebody else by name and address."""
    others = [(SOMEBODY_ELSE, _("Somebody else, as written below"))]
    choices = [*((str(own), name) for own, name in standing), *others][: fields.MOST_CHOICES]
    who = fields.choice("deputy", _("Who comes instead?"), choices, initial=choices[0][0])
    return Modal(
        callback=DEPUTY,
        title=_("Send a deputy"),
        submit=_("Record"),
        close=_("Cancel"),
        state=dict(state),
        instead=True,
        blocks=(
            layout.plain(about),
            *([who] if standing else []),
            fields.text("name", _("Name"), most=MAX_NAME, optional=bool(standing)),
            fields.text(
                "address",
                _("Work mail address"),
                hint=_("They get the invitation, and are told who gave us their address."),
                optional=bool(standing),
            ),
        ),
    )
