"""What a person is asked about the messages they get."""

from bot.messages import fields, layout
from bot.reply import Message, Modal
from domain.language import gettext as _
from domain.people import LANGUAGES
from domain.preferences import CHANNELS, KINDS, Kind, Preferences

USUAL = "usual"
"""What is chosen for the partnership's own language."""


def form(chosen: Preferences, usual: str) -> Modal:
    """Ask for language, channel and kinds of message; `usual` is the partnership's language."""
    names = {code: _(name) for code, name in LANGUAGES}
    languages = [
        (USUAL, _("The partnership's: {language}").format(language=names.get(usual, usual))),
        *names.items(),
    ]
    kinds = [(str(kind), _(text)) for kind, text in KINDS.items()]
    wanted = [str(kind) for kind in Kind if kind not in chosen.declined]
    return Modal(
        callback="preferences.save",
        title=_("My messages"),
        submit=_("Save"),
        close=_("Cancel"),
        blocks=(
            fields.choice("language", _("I read"), languages, initial=chosen.language or USUAL),
            fields.one_of(
                "channel",
                _("Reminders and updates come"),
                [(str(each), _(text)) for each, text in CHANNELS.items()],
                initial=str(chosen.channel),
            ),
            fields.ticks("kinds", _("I want"), kinds, initial=wanted),
            layout.context(_("Invitations, new dates and cancellations always come, by mail.")),
        ),
    )


def saved() -> Message:
    """Confirm what was chosen."""
    return layout.sentence(_("Saved. It holds for every message from now on."))
