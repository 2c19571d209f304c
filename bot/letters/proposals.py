"""Letters about other times that were proposed."""

from bot import event_words as words
from bot.letters.events import Sheet, made
from bot.letters.feet import foot
from bot.letters.layout import Paragraph
from bot.letters.letter import Letter
from domain.askings import Asking
from domain.language import gettext as _


def declined(asking: Asking, sheet: Sheet) -> Letter:
    """Say kindly that the time of an event stays as it is."""
    title = _("{title}, {when}: the time stays").format(
        title=asking.title, when=words.heading_day(asking.span)
    )
    said = _("Thank you for proposing another time for {event}. It stays on {when}.").format(
        event=words.at_the(asking.title), when=words.when(asking)
    )
    then = _("If you cannot come, a deputy counts just the same.")
    why = [_("You get this because you proposed another time.")]
    end = foot(sheet.asker, why, sheet.pages.preferences)
    parts = [Paragraph(_("Hello,")), Paragraph(said, main=True), Paragraph(then), *end]
    return made(title, parts, sheet)
