"""What is said on the worklist of a seat that stays silent, where a deputy may be asked."""

from slack_sdk.models.blocks import ButtonElement

from bot import event_words as words
from bot.messages import layout
from domain.language import gettext as _
from domain.worklist import Line


def sentence(line: Line) -> str:
    """Say whose seat is silent about which event, and that a deputy can be asked."""
    about = line.to_phone
    assert about is not None  # noqa: S101 - an item of this kind says of which event
    said = _("{partner} was asked twice and has not answered for {event} on {day}.").format(
        partner=line.partner,
        event=words.at_the(about.title),
        day=words.bare_day(about.span.begins),
    )
    return f"{said} {_('Shall we ask their standing deputy?')}"


def actions(line: Line) -> list[ButtonElement]:
    """Offer to ask the deputy."""
    ask, subject = _("Ask the deputy"), str(line.subject_id)
    spoken = f"{ask}: {sentence(line)}"
    return [layout.button(ask, "deputy.ask_silent", subject, main=True, spoken=spoken)]


def asked(name: str) -> str:
    """Confirm that a deputy is asked."""
    return _("{name} is asked. Their lead has a copy.").format(name=name)
