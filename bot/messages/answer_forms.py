"""The forms behind two of the four answers: who comes instead, and apologies with their reason."""

from collections.abc import Sequence

from bot.language import time_span
from bot.messages import fields, layout
from bot.messages.answer_cards import ANSWER, Meeting
from bot.reply import Message, Modal
from domain.answers import MAX_COMMENT, REASONS
from domain.language import gettext as _
from domain.names import MAX_NAME

DEPUTY = f"{ANSWER}deputy"
APOLOGIES = f"{ANSWER}apologies"
"""Forms, by the name of the button that opens each."""

SEND = "event.answer.send"
"""The button of a standing deputy; its value ends with who it is."""

MOST_DEPUTIES = 20

MAX_ADDRESS = 254

SENT = "event.answer.sent"
"""The window that says what was recorded: nothing is sent from it."""

State = dict[str, str]
"""What a form carries: the button's own value, and where the message is that it stood in."""


def deputy(
    meeting: Meeting, partners: str, standing: Sequence[tuple[int, str, str]], state: State
) -> Modal:
    """Ask who comes instead: a standing deputy by one press, or anybody with a mail address.

    `standing` are their ids, names and job titles.
    """
    rows = [
        layout.plain(
            ", ".join(filter(None, (name, title))),
            layout.button(
                _("Send"),
                SEND,
                f"{state['about']} {own}",
                spoken=_("Send {name}").format(name=name),
            ),
        )
        for own, name, title in standing[:MOST_DEPUTIES]
    ]
    other = _("Or somebody else:") if rows else _("Who comes instead?")
    hint = _("They get the invitation, and are told who gave us their address.")
    return Modal(
        DEPUTY,
        _("Send a deputy"),
        (
            layout.plain(_about(meeting, partners)),
            *rows,
            layout.plain(other),
            fields.text("name", _("Name"), most=MAX_NAME),
            fields.text("address", _("Work mail address"), most=MAX_ADDRESS, hint=hint),
        ),
        submit=_("Send this deputy"),
        close=_("Cancel"),
        state={**state},
    )


def apologies(meeting: Meeting, partners: str, state: State) -> Modal:
    """Ask for a reason and a comment, neither of which need be given."""
    reasons = [(each.value, _(text)) for each, text in REASONS.items()]
    return Modal(
        APOLOGIES,
        _("Send apologies"),
        (
            layout.plain(_about(meeting, partners)),
            fields.one_of(
                "reason",
                _("Reason"),
                reasons,
                optional=True,
                hint=_("For coordinators only. Please don't include health details."),
            ),
            fields.text(
                "comment",
                _("Comment"),
                optional=True,
                lines=True,
                most=MAX_COMMENT,
                hint=_("For the business unit. Please no details of any child, family or health."),
            ),
        ),
        submit=_("Send apologies"),
        close=_("Cancel"),
        state={**state},
    )


def _about(meeting: Meeting, partners: str) -> str:
    """Say what is answered, and for whom."""
    return "\n".join(filter(None, (meeting.title, time_span(meeting.span), partners)))


def done(said: Message) -> Modal:
    """Say in place of the form what was recorded."""
    return Modal(SENT, "Joined Up", said.blocks, close=_("Close"), instead=True, saved=True)
