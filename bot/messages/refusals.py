"""What is said to somebody who can't be served, each with whom to ask or what to try."""

from bot.messages import layout
from bot.reply import Message
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import COORDINATOR, Roles


def stranger(contact: str | None) -> Message:
    """Turn somebody unknown away, with whom to ask and without any data."""
    told = _("I can't show you anything here yet.")
    return layout.sentence(f"{told} {ask(contact)}")


def not_allowed(needed: Roles, contact: str | None) -> Refused:
    """Say that a role is missing, and whom to ask."""
    if needed == COORDINATOR:
        told = _("Only a coordinator can do this.")
    else:
        told = _("This is for the partnership's own team: coordinators, chair and scrutineers.")
    return Refused(f"{told} {ask(contact)}")


def ask(contact: str | None) -> str:
    """Say whom to ask."""
    if contact:
        return _("Ask the business unit: {address}.").format(address=contact)
    return _("Ask the business unit.")


def unknown_word(word: str, command: str, near: list[str]) -> Refused:
    """Say that a word of a command was not understood, and which was perhaps meant."""
    typed = layout.short(word, layout.QUOTED)
    if near:
        return Refused(
            _("I don't know “{word}”. Did you mean {command} {near}?").format(
                word=typed, command=command, near=near[0]
            )
        )
    return Refused(
        _("I don't know “{word}”. {command} help lists what I know.").format(
            word=typed, command=command
        )
    )


def elsewhere() -> Message:
    """Say that a form or button belongs to a partnership that is not here."""
    return layout.sentence(
        _("This belongs to a partnership that is not here any more. Please begin again.")
    )


def busy() -> Message:
    """Say that somebody else was writing all the time that a person can be kept waiting."""
    return layout.sentence(
        _("I am busy just now, and nothing was changed. Please try again in a minute.")
    )


def fault(reference: str) -> Message:
    """Own up to a fault of ours, with the reference under which it was logged."""
    return layout.sentence(
        _(
            "Something went wrong here, and nothing was changed. Please try again. "
            "If it happens again, tell the business unit this reference: {reference}."
        ).format(reference=reference)
    )


def not_shown(reference: str) -> Message:
    """Say that the answer could not be shown, with the reference under which that was logged."""
    return layout.sentence(
        _(
            "Slack did not show what belongs here. Please try again. "
            "If it happens again, tell the business unit this reference: {reference}."
        ).format(reference=reference)
    )
