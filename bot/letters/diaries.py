"""The letter to somebody who keeps a diary no more: an entry of it leaves their calendar."""

from bot.letters.feet import foot
from bot.letters.layout import Paragraph, letter
from bot.letters.letter import CalendarPart, Letter
from domain.askings import Asker
from domain.language import gettext as _


def ended(
    title: str, holder: str, asker: Asker, preferences: str, calendar: CalendarPart
) -> Letter:
    """Say that an entry that came by a copy goes, and that nothing is to do."""
    told = _("{title}: no longer in a diary you keep").format(title=title)
    said = _("You no longer keep the diary of {name}.").format(name=holder)
    goes = _("Nothing to do: {title} leaves your calendar. The meeting goes on.")
    why = [_("You get this because you had copies of these invitations.")]
    return letter(
        " ".join(told.split()),
        Paragraph(_("Hello,")),
        Paragraph(said, main=True),
        Paragraph(goes.format(title=title)),
        *foot(asker, why, preferences),
        reply_to=asker.mailbox,
        calendar=calendar,
    )
