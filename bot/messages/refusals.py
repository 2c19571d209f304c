"""What is said to somebody who can't be served, each with whom to ask or what to try."""

from bot.messages import layout
from bot.reply import Message
from domain.errors import Refused
from domain.language import gettext as _


def stranger(contact: str | None) -> Message:
    """Turn somebody unknown away, with whom to ask and without any data."""
    if contact:
        return layout.sentence(
            _("I can't show you anything here yet. Ask the business unit: {address}.").format(
                address=contact
            )
        )
    return layout.sentence(_("I can't show you anything here yet. Ask the business unit."))


def not_allowed(contact: str | None) -> Refused:
    """Say that a role is missing, and who has it."""
    if contact:
        return Refused(
            _("Only a coordinator can do this. Ask the business unit: {address}.").format(
                address=contact
            )
        )
    return Refused(_("Only a coordinator can do this. Ask the business unit."))


def unknown_word(word: str, command: str, near: list[str]) -> Refused:
    """Say that a word of a command was not understood, and which was perhaps meant."""
    if near:
        return Refused(
            _("I don't know “{word}”. Did you mean {command} {near}?").format(
                word=word, command=command, near=near[0]
            )
        )
    return Refused(
        _("I don't know “{word}”. {command} help lists what I know.").format(
            word=word, command=command
        )
    )


def fault(reference: str) -> Message:
    """Own up to a fault of ours, with the reference under which it was logged."""
    return layout.sentence(
        _(
            "Something went wrong here, and nothing was changed. Please try again. "
            "If it happens again, tell the business unit this reference: {reference}."
        ).format(reference=reference)
    )


def not_shown() -> Message:
    """Say that the answer could not be shown."""
    return layout.sentence(_("Slack was too slow to show this. Please try again."))
